"""What the tables of a gazetteer hold, together."""

from dataclasses import dataclass
from datetime import date

from kg.gazetteer.derived import NameParts
from kg.gazetteer.folding import Transliteration
from kg.gazetteer.spotting import Spotting
from kg.gazetteer.values import CountryFacts, GazetteerEntry, OfficeHolder


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """All that an index is made of; entries, states and holders in table order.

    `spotting` says which surfaces a matcher may spot, and which need their case;
    `transliteration` levels transliterations; `name_parts` says where names are cut,
    and without it none are derived. `as_of` is the date of the tables.
    """

    entries: tuple[GazetteerEntry, ...]
    countries: tuple[CountryFacts, ...]
    office_holders: tuple[OfficeHolder, ...]
    spotting: Spotting
    transliteration: Transliteration
    name_parts: NameParts | None
    as_of: date | None

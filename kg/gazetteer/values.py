"""What the gazetteer knows, as frozen values."""

from dataclasses import dataclass
from enum import StrEnum


class NameForm(StrEnum):
    """How a surface names an entry; the order is from the surest to the loosest."""

    NAME = "name"
    ALIAS = "alias"
    FOLDED = "folded"
    DEMONYM = "demonym"
    METONYM = "metonym"
    # Made from a name, and in no table; see `kg.gazetteer.derived`.
    TURNED = "turned"
    BARE = "bare"
    INITIALS = "initials"
    SHORT = "short"
    SURNAME = "surname"
    # Another name with a letter or two changed; see `kg.gazetteer.misspelling`.
    FUZZY = "fuzzy"


@dataclass(frozen=True, slots=True, kw_only=True)
class GazetteerEntry:
    """An entity known beforehand.

    `type` is a class of the ontology by local name, `country` an ISO 3166 alpha-2
    code, `prior` how likely the entity is to be meant (0 to 1, comparable within a
    type), `source` the tags of the sources the row rests on. An entry without `qid`
    is a thing whose Wikidata item could not be verified.
    """

    qid: str | None
    name: str
    type: str
    country: str | None
    prior: float
    aliases: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entry that a surface may name, and how: `surface` is the form known."""

    entry: GazetteerEntry
    form: NameForm
    surface: str


class HoldingStatus(StrEnum):
    """What is known of the end of an office holding.

    `ENDED`: the end is known. `CURRENT`: a source of the `as_of` date says the person
    holds the office. `STALE`: no end is known, and the source is too old to conclude
    anything from that. `START_ONLY`: the source gives the beginning only.
    """

    ENDED = "ended"
    CURRENT = "current-at-asOf"
    STALE = "stale"
    START_ONLY = "start-only"


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeHolder:
    """A person in an office for a time.

    `state` is an ISO code. `start`, `end` and `as_of` are XSD lexical forms of a year
    (2012), a month (2012-05) or a day (2012-05-07), as exact as the source is.
    """

    qid: str
    name: str
    position: str
    state: str | None
    start: str
    end: str | None
    as_of: str
    status: HoldingStatus
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CountryFacts:
    """What is known of a state or territory beyond its names.

    `neighbours` are ISO codes across a land border; `metonyms` are names that stand
    for the government, the capital's among them.
    """

    entry: GazetteerEntry
    iso2: str
    iso3: str | None
    capital: GazetteerEntry | None
    neighbours: tuple[str, ...]
    demonyms: tuple[str, ...]
    metonyms: tuple[str, ...]
    continent: str | None
    source: str


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class KnownEntity:
    """An entity as the gazetteer knows it.

    `id` is its local name, `type` a class by local name. `demonyms` and `metonyms`
    are names that point to a state without being its name ("Iranian", "Tehran").
    `source` holds the tags of `sources.tsv` the row rests on, joined by `+`.
    """

    id: str
    label: str
    type: str
    qid: str | None
    country: str | None
    aliases: tuple[str, ...]
    demonyms: tuple[str, ...]
    metonyms: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class KnownRelation:
    """A relation between two known entities, by local names."""

    subject: str
    relation: str
    object: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class OfficeHolding:
    """That a person holds or held an office, for as long as is known.

    `id` is a local name of its own. `start`, `end` and `as_of` are XSD lexical forms
    of a year, a month or a day. Only `status` `CURRENT` says that the person was in
    office on the day `as_of`.
    """

    id: str
    person: str
    position: str
    state: str | None
    start: str
    end: str | None
    as_of: str
    status: HoldingStatus
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Background:
    """All background knowledge for a set of entities; each part is sorted."""

    entities: tuple[KnownEntity, ...]
    relations: tuple[KnownRelation, ...]
    holdings: tuple[OfficeHolding, ...]

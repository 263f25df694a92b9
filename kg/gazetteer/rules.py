"""The rules and the date of a gazetteer, as texts that an index keeps."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from kg.gazetteer.content import Content
from kg.gazetteer.folding import Transliteration
from kg.gazetteer.spotting import Spotting


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What looking up needs besides the names; see `kg.gazetteer.content`.

    `fingerprint` is what the index was written with.
    """

    fingerprint: str
    spotting: Spotting
    transliteration: Transliteration
    as_of: date | None


def write_facts(content: Content, fingerprint: str) -> dict[str, str]:
    """Return the rules and the date as texts by name."""
    spotting = content.spotting
    return {
        "fingerprint": fingerprint,
        "as_of": content.as_of.isoformat() if content.as_of else "",
        "transliteration": json.dumps(content.transliteration),
        "word": json.dumps(spotting.word),
        "acronym": json.dumps(spotting.acronym),
        "ordinary": json.dumps(sorted(spotting.ordinary)),
        "well_known": json.dumps(sorted(spotting.well_known)),
        "generic": json.dumps(sorted(spotting.generic)),
        "designators": json.dumps(sorted(spotting.designators)),
    }


def read_facts(facts: Mapping[str, str]) -> Rules:
    """Return the rules that `write_facts` wrote."""
    return Rules(
        fingerprint=facts["fingerprint"],
        spotting=Spotting(
            ordinary=frozenset(json.loads(facts["ordinary"])),
            word=json.loads(facts["word"]),
            acronym=json.loads(facts["acronym"]),
            well_known=frozenset(json.loads(facts["well_known"])),
            generic=frozenset(json.loads(facts["generic"])),
            designators=frozenset(json.loads(facts["designators"])),
        ),
        transliteration=tuple(
            (pattern, replacement)
            for pattern, replacement in json.loads(facts["transliteration"])
        ),
        as_of=date.fromisoformat(facts["as_of"]) if facts["as_of"] else None,
    )

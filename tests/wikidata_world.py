"""An invented world for the Wikidata of the tests: items, and how to write more.

Their numbers are far above any that exist, so that no identifier has to be known.
"""

from collections.abc import Iterable, Iterator
from typing import Any

import pyoxigraph as ox

type Json = dict[str, Any]

ENTITY = "http://www.wikidata.org/entity/"
DIRECT = "http://www.wikidata.org/prop/direct/"
LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
_WKT = "http://www.opengis.net/ont/geosparql#wktLiteral"
_DATE_TIME = "http://www.w3.org/2001/XMLSchema#dateTime"


def item(
    qid: str,
    label: str | None,
    *claims: Json,
    aliases: tuple[str, ...] = (),
    sitelinks: int = 1,
    revision: int = 1,
) -> Json:
    """Return an item as wbgetentities gives it."""
    by_property: dict[str, list[Json]] = {}
    for claim in claims:
        by_property.setdefault(claim["mainsnak"]["property"], []).append(claim)
    return {
        "type": "item",
        "id": qid,
        "lastrevid": revision,
        "labels": {} if label is None else {"en": _text(label)},
        "descriptions": {},
        "aliases": {"en": [_text(alias) for alias in aliases]} if aliases else [],
        "claims": by_property or [],
        "sitelinks": {f"wiki{n}": {"site": f"wiki{n}"} for n in range(sitelinks)},
    }


def says(prop: str, value: Json | str, *, rank: str = "normal", **when: Json) -> Json:
    """Return a statement: of an item, if the value is its number.

    Args:
        prop: The property.
        value: What `time`, `point` or `nothing` return, or an item's number.
        rank: Of the statement.
        when: Its qualifiers: `start` (P580), `end` (P582).
    """
    names = {"start": "P580", "end": "P582"}
    return {
        "mainsnak": _snak(prop, value),
        "type": "statement",
        "rank": rank,
        "qualifiers": {
            names[name]: [_snak(names[name], each)] for name, each in when.items()
        },
    }


def day(text: str) -> Json:
    """Return a value that is a year (2012), a month (2012-05) or a day."""
    precision = {4: 9, 7: 10, 10: 11}[len(text)]
    full = f"+{(text + '-00-00')[:10]}T00:00:00Z"
    return {"type": "time", "value": {"time": full, "precision": precision}}


def point(longitude: float, latitude: float) -> Json:
    """Return a value that is a place on Earth."""
    value = {"latitude": latitude, "longitude": longitude, "precision": 0.01}
    return {"type": "globecoordinate", "value": value}


def word(text: str) -> Json:
    """Return a value that is a string."""
    return {"type": "string", "value": text}


def nothing(kind: str = "somevalue") -> Json:
    """Return a value that nobody knows (somevalue), or that there is none (novalue)."""
    return {"snaktype": kind}


def _snak(prop: str, value: Json | str) -> Json:
    if isinstance(value, str):
        found = {"id": value, "entity-type": "item", "numeric-id": int(value[1:])}
        value = {"type": "wikibase-entityid", "value": found}
    if "snaktype" in value:
        return {"property": prop, **value}
    return {"property": prop, "snaktype": "value", "datavalue": value}


def _text(value: str) -> Json:
    return {"language": "en", "value": value}


WORLD: tuple[Json, ...] = (
    item(
        "Q900000001",
        "Plimpton",
        says("P297", word("XP")),
        says("P36", "Q900000002"),
        says("P47", "Q900000003"),
        says("P47", "Q900000001"),
        says("P35", "Q900000004"),
        says("P6", "Q900000005", end=day("2020-01-02")),
        says("P463", "Q900000006"),
        says("P463", "Q900000007"),
        says("P625", point(46.5, 39.25)),
        aliases=("Republic of Plimpton",),
        sitelinks=40,
        revision=101,
    ),
    item(
        "Q900000002",
        "Fort Plimpton",
        says("P625", point(46, 39)),
        says("P17", "Q900000001"),
        says("P1376", "Q900000001"),
        revision=102,
    ),
    item("Q900000003", "Quarmby", says("P297", word("XQ")), revision=103),
    item(
        "Q900000004",
        "Orla Venn",
        says("P569", day("1960-05-06")),
        says("P27", "Q900000001"),
        says("P27", "Q900000003", rank="deprecated"),
        says("P39", "Q900000008", start=day("2019-03-01")),
        says("P39", "Q900000009", start=day("2012"), end=day("2018-06")),
        says("P39", "Q900000009"),
        says("P102", "Q900000010"),
        aliases=("O. Venn", "President Venn"),
        sitelinks=12,
        revision=104,
    ),
    item("Q900000005", "Ivo Sall", says("P569", day("1950")), revision=105),
    item("Q900000006", "League of Rivers", says("P159", "Q900000002"), revision=106),
    # Nobody can be a member of a person.
    item("Q900000007", "Some Body", says("P569", day("1970")), revision=107),
    item("Q900000008", "President of Plimpton", says("P1001", "Q900000001")),
    item("Q900000009", "Mayor of Fort Plimpton", says("P17", "Q900000001")),
    item("Q900000010", "Plimpton First", revision=110),
    item("Q900000011", None, says("P297", word("XX"))),
    # Two who share a name, one of them far better known.
    item("Q900000020", "Tam Reeve", says("P569", day("1980")), sitelinks=30),
    item("Q900000021", "Tam Reeve", says("P569", day("1981")), sitelinks=2),
    # And two of whom nobody can say which is meant.
    item("Q900000022", "Una Holt", says("P569", day("1980")), sitelinks=3),
    item("Q900000023", "Una Holt", says("P569", day("1981")), sitelinks=2),
    item("Q900000024", "Orla Venn Award", says("P17", "Q900000001")),
)


def names_of(entity: Json) -> list[str]:
    """Return label and aliases."""
    aliases = entity["aliases"]["en"] if entity["aliases"] else []
    return [name for name in (label_of(entity), *(a["value"] for a in aliases)) if name]


def label_of(entity: Json) -> str | None:
    """Return the English label."""
    found = entity["labels"].get("en")
    return found["value"] if found else None


def triples_of(entities: Iterable[Json]) -> Iterator[ox.Triple]:
    """Yield labels and truthy statements, nearly as the query service has them."""
    for entity in entities:
        subject = ox.NamedNode(ENTITY + entity["id"])
        if label := label_of(entity):
            name = ox.Literal(label, language="en")
            yield ox.Triple(subject, ox.NamedNode(LABEL), name)
        for prop, claims in dict(entity["claims"] or {}).items():
            for claim in claims:
                value = claim["mainsnak"].get("datavalue", {}).get("value")
                if claim["rank"] == "deprecated" or value is None:
                    continue
                yield ox.Triple(subject, ox.NamedNode(DIRECT + prop), _term(value))


def _term(value: Any) -> ox.NamedNode | ox.Literal:
    if isinstance(value, str):
        return ox.Literal(value)
    if "id" in value:
        return ox.NamedNode(ENTITY + value["id"])
    if "time" in value:
        return ox.Literal(
            value["time"].removeprefix("+").replace("-00", "-01"),
            datatype=ox.NamedNode(_DATE_TIME),
        )
    where = f"Point({value['longitude']} {value['latitude']})"
    return ox.Literal(where, datatype=ox.NamedNode(_WKT))

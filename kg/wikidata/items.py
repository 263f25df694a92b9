"""Items of Wikidata: what of their JSON is kept, and what it says.

The JSON is that of https://www.mediawiki.org/wiki/Wikibase/DataModel/JSON. What is
kept of it is as it was, so that it can be read anew; anything in it that is not as the
format says is passed over.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

type Json = Mapping[str, Any]

# English, and names that are the same in all languages.
_LANGUAGES = ("en", "mul")
# What a time is exact to (the data model's numbers), in characters of YYYY-MM-DD.
_PRECISIONS = {11: 10, 10: 7, 9: 4}
# Older days may be days of the Julian calendar; the year is right, or nearly.
_FIRST_SURE_YEAR = 1924


class Property(StrEnum):
    """Properties that are read in a way of their own; the others are in a table."""

    COUNTRY = "P17"
    POSITION_HELD = "P39"
    CITIZENSHIP = "P27"
    START = "P580"
    END = "P582"
    COORDINATES = "P625"
    JURISDICTION = "P1001"


@dataclass(frozen=True, slots=True)
class ItemValue:
    """Another item."""

    qid: str


@dataclass(frozen=True, slots=True, order=True)
class Point:
    """A place on Earth, in degrees of the World Geodetic System 1984."""

    longitude: float
    latitude: float


@dataclass(frozen=True, slots=True, order=True)
class Instant:
    """A year, a month or a day, as XSD writes it."""

    text: str

    def is_past(self, today: date) -> bool:
        """Say whether it lies on or before a day, as far as it is exact."""
        return self.text <= today.isoformat()[: len(self.text)]


type Value = ItemValue | Point | Instant


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What an item says by one property.

    `start` and `end` are its qualifiers; `has_ended` says that it has an end before
    the day on which it was fetched, be it known when or not.
    """

    value: Value
    start: Instant | None = None
    end: Instant | None = None
    has_ended: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """An item, in the revision and on the day in which it was fetched.

    `properties` are all that it has statements of; `statements` the truthy ones of
    those that matter here: preferred ones, or else those of normal rank.
    """

    qid: str
    revision: int
    fetched: date
    label: str | None
    aliases: tuple[str, ...]
    description: str | None
    sitelinks: int
    properties: frozenset[str]
    statements: Mapping[str, tuple[Statement, ...]]

    def of(self, prop: str) -> tuple[Statement, ...]:
        """Return the statements of a property."""
        return self.statements.get(prop, ())

    def items(self, prop: str) -> tuple[str, ...]:
        """Return the items that are values of the property on the day of fetching."""
        return tuple(
            statement.value.qid
            for statement in self.of(prop)
            if isinstance(statement.value, ItemValue)
            and not statement.has_ended
            and (statement.start is None or statement.start.is_past(self.fetched))
        )


def kept(entity: Json, properties: Collection[str]) -> Json:
    """Return what is kept of an entity, in a fixed order.

    Args:
        entity: As `wbgetentities` gives it.
        properties: Those whose statements are kept; of the others, that they are there.
    """
    claims = _dict(entity, "claims")
    return {
        "lastrevid": entity.get("lastrevid"),
        **{
            part: {
                language: found
                for language in _LANGUAGES
                if (found := _dict(entity, part).get(language))
            }
            for part in ("labels", "aliases", "descriptions")
        },
        "sitelinks": len(_dict(entity, "sitelinks")),
        "properties": sorted(claims),
        "claims": {
            prop: [_kept_claim(claim) for claim in claims[prop]]
            for prop in sorted(set(properties) & set(claims))
            if isinstance(claims[prop], list)
        },
    }


def _kept_claim(claim: Any) -> Json:  # noqa: ANN401 - JSON of others
    if not isinstance(claim, dict):
        return {}
    qualifiers = _dict(claim, "qualifiers")
    return {
        "mainsnak": claim.get("mainsnak"),
        "rank": claim.get("rank"),
        "qualifiers": {
            prop: qualifiers[prop]
            for prop in (Property.START.value, Property.END.value)
            if prop in qualifiers
        },
    }


def read_item(qid: str, raw: Json, fetched: date) -> Item:
    """Return what the kept part of an item says.

    Args:
        qid: Its identifier.
        raw: What `kept` returned.
        fetched: The day on which it was so.
    """
    aliases = _dict(raw, "aliases")
    found = [each for language in _LANGUAGES for each in aliases.get(language, ())]
    names = (text for each in found if (text := _text(each)))
    claims = _dict(raw, "claims")
    revision, sitelinks = raw.get("lastrevid"), raw.get("sitelinks")
    return Item(
        qid=qid,
        revision=revision if isinstance(revision, int) else 0,
        fetched=fetched,
        label=_in_english(raw, "labels"),
        aliases=tuple(sorted(set(names))),
        description=_in_english(raw, "descriptions"),
        sitelinks=sitelinks if isinstance(sitelinks, int) else 0,
        properties=frozenset(str(prop) for prop in raw.get("properties", [])),
        statements={
            prop: tuple(_truthy(of_it, fetched)) for prop, of_it in claims.items()
        },
    )


def _truthy(claims: Collection[Json], today: date) -> Iterator[Statement]:
    """Yield the statements of the best rank, never deprecated ones."""
    ranks = [claim.get("rank") for claim in claims]
    best = "preferred" if "preferred" in ranks else "normal"
    for claim, rank in zip(claims, ranks, strict=True):
        value = _value(claim.get("mainsnak"))
        if rank != best or value is None:
            continue
        qualifiers = _dict(claim, "qualifiers")
        end = _instant(qualifiers.get(Property.END))
        # An end of which nobody knows when it came ("somevalue") has come.
        ends_unknown = _snak_types(qualifiers.get(Property.END)) == {"somevalue"}
        yield Statement(
            value=value,
            start=_instant(qualifiers.get(Property.START)),
            end=end,
            has_ended=ends_unknown or (end is not None and end.is_past(today)),
        )


def _value(snak: Any) -> Value | None:  # noqa: ANN401 - JSON of others
    """Return what a snak says; one of an unknown value, or of none, says nothing."""
    match snak:
        case {
            "snaktype": "value",
            "datavalue": {"type": "wikibase-entityid", "value": {"id": str(qid)}},
        }:
            return ItemValue(qid) if qid.startswith("Q") else None
        case {
            "snaktype": "value",
            "datavalue": {
                "type": "globecoordinate",
                "value": {
                    "latitude": int() | float() as north,
                    "longitude": int() | float() as east,
                },
            },
        }:
            return Point(float(east), float(north))
        case {
            "snaktype": "value",
            "datavalue": {
                "type": "time",
                "value": {"time": str(time), "precision": int(precision)},
            },
        }:
            return _time(time, precision)
    return None


def _time(time: str, precision: int) -> Instant | None:
    length = _PRECISIONS.get(precision)
    # Years before the common era, and those of five digits, are not for news.
    if length is None or not time.startswith("+") or time[5:6] != "-":
        return None
    text = time[1 : 1 + length]
    if not text.replace("-", "").isdigit() or "-00" in text:
        return None
    return Instant(text if int(text[:4]) >= _FIRST_SURE_YEAR else text[:4])


def _instant(snaks: Any) -> Instant | None:  # noqa: ANN401 - JSON of others
    if not isinstance(snaks, list):
        return None
    found = [value for each in snaks if isinstance(value := _value(each), Instant)]
    return min(found, default=None)


def _snak_types(snaks: Any) -> set[str]:  # noqa: ANN401 - JSON of others
    if not isinstance(snaks, list):
        return set()
    return {str(each.get("snaktype")) for each in snaks if isinstance(each, dict)}


def _in_english(raw: Json, part: str) -> str | None:
    texts = (_text(_dict(raw, part).get(language)) for language in _LANGUAGES)
    return next((text for text in texts if text), None)


def _text(value: Any) -> str | None:  # noqa: ANN401 - JSON of others
    match value:
        case {"value": str(text)} if text.strip():
            return text.strip()
    return None


def _dict(value: Json, part: str) -> dict[str, Any]:
    """Return a part that is a JSON object; PHP writes an empty one as a list."""
    found = value.get(part)
    return found if isinstance(found, dict) else {}

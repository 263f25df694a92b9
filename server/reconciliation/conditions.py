"""How far entities meet what a query says of them beside the name."""

from collections.abc import Iterable, Mapping
from enum import Enum

from kg.gazetteer.folding import fold
from server.reconciliation.candidates import read_item
from server.reconciliation.draft import ID
from server.reconciliation.known import Known
from server.reconciliation.properties import Property
from server.reconciliation.questions import Condition, Given, Quantifier, Query
from server.reconciliation.things import Thing
from server.reconciliation.values import Value

_COUNTRIES = ("country", "countryCode", "countryCode3")


class Outcome(Enum):
    """Whether a condition is met; `UNKNOWN` where an entity has no value at all."""

    MET = "met"
    UNMET = "unmet"
    UNKNOWN = "unknown"


def judge(
    condition: Condition,
    thing: Thing,
    values: Mapping[tuple[str, str], tuple[Value, ...]],
    known: Known,
) -> Outcome:
    """Say whether an entity meets a condition.

    Args:
        condition: What was asked.
        thing: The entity.
        values: The values of entities for the properties of the query.
        known: To understand values by.
    """
    if condition.property == ID:
        had: tuple[Value, ...] = (Value(thing.id, thing.id),)
    else:
        found = known.properties.find(condition.property)
        had = values.get((thing.id, found.id), ()) if found else ()
    if not had or not condition.values:
        return Outcome.UNKNOWN
    fits = [_fits(given, had, condition, thing, known) for given in condition.values]
    is_met = {
        Quantifier.ANY: any(fits),
        Quantifier.ALL: all(fits),
        Quantifier.NONE: not any(fits),
    }[condition.quantifier]
    return Outcome.MET if is_met else Outcome.UNMET


def country_of(query: Query, known: Known) -> str | None:
    """Return the ISO code of the one country that a query's conditions name."""
    for condition in query.conditions:
        found = known.properties.find(condition.property)
        if found and found.id in _COUNTRIES and len(condition.values) == 1:
            return _country(condition.values[0], known)
    return None


def items_of(query: Query, known: Known) -> tuple[str, ...]:
    """Return the Wikidata identifiers that a query's conditions name."""
    return tuple(
        item
        for condition in query.conditions
        if (found := known.properties.find(condition.property))
        and found.id == "wikidata"
        for given in condition.values
        if (item := read_item(given.id or given.text))
    )


def names_of(query: Query) -> tuple[str, ...]:
    """Return the ids that a query's conditions name."""
    return tuple(
        given.id or given.text
        for condition in query.conditions
        if condition.property == ID
        for given in condition.values
    )


def properties_of(queries: Iterable[Query], known: Known) -> tuple[Property, ...]:
    """Return the properties that the conditions of queries are about."""
    found = (
        known.properties.find(condition.property)
        for query in queries
        for condition in query.conditions
    )
    return tuple(dict.fromkeys(each for each in found if each is not None))


def _fits(
    given: Given,
    had: tuple[Value, ...],
    condition: Condition,
    thing: Thing,
    known: Known,
) -> bool:
    found = known.properties.find(condition.property)
    name = found.id if found else ""
    if name in _COUNTRIES:
        code = _country(given, known)
        return code is not None and code == thing.entry.country
    if name == "wikidata":
        return read_item(given.id or given.text) == thing.entry.qid
    if name == "type":
        wanted = known.type_name(given.id or given.text)
        return wanted is not None and any(
            known.ontology.is_a(each, wanted) for each in thing.types
        )
    if given.id is not None:
        return any(given.id == value.id for value in had)
    folded = fold(given.text)
    return any(
        given.text == value.id or (folded and folded == fold(value.text))
        for value in had
    ) or _names_one(given.text, had, known)


def _names_one(text: str, had: tuple[Value, ...], known: Known) -> bool:
    """Say whether a text is another name of an entity among the values."""
    ends = {value.id for value in had if value.id}
    candidates = known.gazetteer.candidates(text) if ends else ()
    return any(known.gazetteer.identifier(c.entry) in ends for c in candidates)


def _country(given: Given, known: Known) -> str | None:
    return known.country(given.id or given.text)

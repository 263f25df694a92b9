"""The values that entities have for properties."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from rdflib import URIRef

from server.queries import fill
from server.reading.results import select
from server.reading.snapshots import Snapshot
from server.reconciliation.known import Known
from server.reconciliation.own_queries import read_own_query
from server.reconciliation.plain_values import PLAIN_VALUES
from server.reconciliation.properties import Property
from server.reconciliation.related import Triple, graph_values, known_relations
from server.reconciliation.things import Thing, local_name_of, read_things

_COORDINATES = "http://www.opengis.net/ont/geosparql#asWKT"


@dataclass(frozen=True, slots=True)
class Value:
    """A text; that of an entity has its `id`, that of a count its `number`."""

    text: str
    id: str | None = None
    number: int | None = None


type Values = dict[tuple[str, str], tuple[Value, ...]]


def read_values(
    snapshot: Snapshot,
    known: Known,
    things: Mapping[str, Thing],
    properties: Iterable[Property],
) -> Values:
    """Return the values of entities for properties, by both ids.

    Relations of an entity of the graph are those of the graph, what was inferred
    included; of others, those that the gazetteer tells. What has no value is absent.
    """
    wanted = {each.id: each for each in properties}
    values: Values = {}
    for name in wanted.keys() & PLAIN_VALUES.keys():
        for thing in things.values():
            texts = dict.fromkeys(PLAIN_VALUES[name](thing, known))
            values[thing.id, name] = tuple(map(Value, texts))
    for name, thing in things.items():
        if "iri" in wanted:
            values[name, "iri"] = (Value(str(snapshot.names.entity(name))),)
        if "country" in wanted:
            values[name, "country"] = _country(thing, known)
    if "articles" in wanted:
        values |= _articles(snapshot, things)
    if "coordinates" in wanted:
        places = {_COORDINATES: "coordinates"}
        for name, place, text in graph_values(snapshot, things, places):
            values[name, place] = (*values.get((name, place), ()), Value(text))
    relations = [each.id for each in wanted.values() if each.relation]
    return values | _related(snapshot, known, things, relations)


def _country(thing: Thing, known: Known) -> tuple[Value, ...]:
    state = known.gazetteer.state(thing.entry.country or "")
    if state is None:
        return ()
    return (Value(state.name, known.gazetteer.identifier(state)),)


def _articles(snapshot: Snapshot, names: Collection[str]) -> Values:
    iris = {str(snapshot.names.entity(name)): name for name in names}
    query = fill(read_own_query("mentions"), things=map(URIRef, iris))
    counts = dict.fromkeys(names, 0)
    for row in select(snapshot.store, query, base_iri=snapshot.names.base):
        counts[iris[row["thing"]]] = int(row["articles"])
    return {
        (name, "articles"): (Value(str(count), number=count),)
        for name, count in counts.items()
    }


def _related(
    snapshot: Snapshot,
    known: Known,
    things: Mapping[str, Thing],
    relations: Collection[str],
) -> Values:
    found: dict[tuple[str, str], list[str]] = {}
    in_graph = [name for name, thing in things.items() if thing.in_graph]
    elsewhere = [thing for thing in things.values() if not thing.in_graph]
    told: list[Triple] = list(known_relations(known, elsewhere, relations))
    iris = {str(snapshot.names.ontology[name]): name for name in relations}
    for name, relation, iri in graph_values(snapshot, in_graph, iris):
        if end := local_name_of(iri, snapshot.names):
            told.append((name, relation, end))
    for name, relation, end in dict.fromkeys(told):
        found.setdefault((name, relation), []).append(end)
    ends = {end for listed in found.values() for end in listed}
    called = _called(snapshot, known, ends)
    return {
        key: tuple(Value(called[end], end) for end in listed)
        for key, listed in found.items()
    }


def _called(
    snapshot: Snapshot, known: Known, names: Collection[str]
) -> Mapping[str, str]:
    """Return what entities are called; one that nobody names, by its local name."""
    called = {name: name.replace("_", " ") for name in names}
    rest = []
    for name in sorted(names):
        entry = known.gazetteer.entry(name)
        if entry is None:
            rest.append(name)
        else:
            called[name] = entry.name
    things = read_things(snapshot, known, rest)
    return called | {name: thing.entry.name for name, thing in things.items()}

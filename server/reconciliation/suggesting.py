"""What goes on as somebody began to type it: entities, types and properties."""

from collections.abc import Iterable, Iterator, Sequence

from kg.gazetteer.folding import fold
from kg.ontology import EntityType
from kg.rdf.text_index import Kind
from server.reading.snapshots import Snapshot
from server.reconciliation.candidates import MAX_NAME, read_item
from server.reconciliation.known import Known
from server.reconciliation.properties import Property
from server.reconciliation.things import (
    Thing,
    from_gazetteer,
    local_name_of,
    read_things,
)

# How many suggestions an answer has.
PAGE = 10
# How many there are to go through, page by page.
MAX_SUGGESTIONS = 200


def suggest_entities(
    prefix: str, type_name: str | None, snapshot: Snapshot, known: Known
) -> Sequence[Thing]:
    """Return entities of the gazetteer and of the graph with names that begin so.

    Args:
        prefix: The beginning of a name, or a Wikidata identifier.
        type_name: The class they have to be of, if any.
        snapshot: The graph.
        known: The gazetteer and the ontology.
    """
    if len(prefix) > MAX_NAME:
        return ()
    gazetteer = known.gazetteer
    item = gazetteer.by_qid(read_item(prefix) or "")
    things = {}
    if item is not None:
        name = gazetteer.identifier(item)
        things[name] = from_gazetteer(item, name)
    for name in known.gazetteer.beginning(prefix, MAX_SUGGESTIONS):
        if entry := gazetteer.entry(name):
            things.setdefault(name, from_gazetteer(entry, name))
    others = [name for name in _in_graph(prefix, snapshot) if name not in things]
    mixed = [*_order(read_things(snapshot, known, others).values(), prefix, things)]
    return [each for each in mixed if _is_of(each, type_name, known)]


def suggest_types(prefix: str, known: Known) -> list[EntityType]:
    """Return the types with labels in which words begin so; all, for nothing."""
    types = known.ontology.types.values()
    return sorted(
        (each for each in types if _begins(prefix, each.label, each.name)),
        key=lambda each: (_rank(prefix, each.label), each.label),
    )


def suggest_properties(prefix: str, known: Known) -> list[Property]:
    """Return the properties with names in which words begin so; all, for nothing."""
    every = known.properties.by_id.values()
    found = [each for each in every if _begins(prefix, each.name, each.id)]
    return sorted(found, key=lambda each: _rank(prefix, each.name))


def _in_graph(prefix: str, snapshot: Snapshot) -> Iterator[str]:
    for each in snapshot.text_index.suggest(prefix, MAX_SUGGESTIONS):
        name = local_name_of(each.iri, snapshot.names)
        if each.kind is Kind.ENTITY and name:
            yield name


def _order(
    others: Iterable[Thing], prefix: str, things: dict[str, Thing]
) -> Iterator[Thing]:
    """Yield whole names, then names that begin so, then the rest; likelier first.

    A name comes before an alias.
    """
    item = read_item(prefix)
    every = {**things, **{thing.id: thing for thing in others}}
    place = {name: number for number, name in enumerate(every)}

    def key(thing: Thing) -> tuple[bool, int, float, int]:
        ranks = [2 * _rank(prefix, thing.entry.name)]
        ranks += (2 * _rank(prefix, alias) + 1 for alias in thing.entry.aliases)
        is_other = item is None or thing.entry.qid != item
        return is_other, min(ranks), -thing.entry.prior, place[thing.id]

    yield from sorted(every.values(), key=key)


def _is_of(thing: Thing, type_name: str | None, known: Known) -> bool:
    return type_name is None or any(
        known.ontology.is_a(each, type_name) for each in thing.types
    )


def _rank(prefix: str, name: str) -> int:
    folded, start = fold(name), fold(prefix)
    return 0 if folded == start else 1 if folded.startswith(start) else 2


def _begins(prefix: str, label: str, name: str) -> bool:
    start = fold(prefix)
    words = f" {fold(label)} {fold(name)}"
    return f" {start}" in words

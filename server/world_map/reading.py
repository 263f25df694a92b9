"""States by how much is said of them, and what they are said to do to each other."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from rdflib import URIRef

from server.explore.asking import Asked, ask
from server.explore.filters import Filters, Kind
from server.explore.graph import Edge, read_told
from server.explore.relations import is_start, read_relations
from server.reading.labels import linked, with_labels
from server.reading.links import Link, Links
from server.reading.snapshots import Snapshot


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """A state with what it is called, and how many claims speak of it."""

    iri: str
    link: Link
    names: tuple[str, ...]
    claims: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WorldMap:
    """States, and direct edges between them; both with the most claimed first."""

    states: Mapping[str, State]
    edges: tuple[Edge, ...]
    total: int
    queries: tuple[Asked, ...] = field(compare=False)


@lru_cache(maxsize=8)
def read_map(snapshot: Snapshot, links: Links, filters: Filters) -> WorldMap:
    """Return what filters ask for; `total` counts the edges there are."""
    known = read_relations(snapshot)
    relations = map(URIRef, known.below(filters.relations))
    counted = ask("map_states", filters.window, relations=relations)
    counting = Filters(relations=filters.relations, window=filters.window)
    found = counted.rows(snapshot, keep=is_start(counting, known))
    rows = with_labels(snapshot, found, ("state",))
    named = ask("map_names", states=[URIRef(row["state"]) for row in rows])
    names: dict[str, list[str]] = {}
    for row in named.rows(snapshot) if rows else ():
        names.setdefault(row["state"], []).append(row["name"])
    states = {
        row["state"]: State(
            iri=row["state"],
            link=linked(row, "state", links),
            names=tuple(names.get(row["state"], ())),
            claims=int(row["claims"]),
        )
        for row in rows
    }
    claimed, told = read_told(snapshot, filters)
    between = [
        edge
        for edge in told
        if edge.kind is Kind.ASSERTED
        and edge.statement[0] in states
        and edge.statement[2] in states
        and edge.statement[0] != edge.statement[2]
    ]
    return WorldMap(
        states=states,
        edges=tuple(between[: filters.limit]),
        total=len(between),
        queries=(counted, claimed, *((named,) if rows else ())),
    )

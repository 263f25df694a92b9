"""Who is in which relation with whom, and why it is shown, as a graph."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache

from rdflib import URIRef

from server.explore.asking import Asked, ask
from server.explore.filters import Filters, Kind, Window
from server.explore.holding import read_holding
from server.explore.relations import Relations, is_start, read_relations
from server.reading.labels import linked, with_labels
from server.reading.links import Link, Links
from server.reading.results import Row
from server.reading.snapshots import Snapshot
from server.things.claims import Statement

# Beside so many claimed relations one that is known or inferred may stand.
_CLAIMED_FOR_ONE = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """An entity of the graph.

    `family` is the local name of the large class that it falls into, which says how
    it is drawn; `type` is what its own class is called.
    """

    iri: str
    link: Link
    type: str | None
    family: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """A relation between two entities, with why it is shown.

    `claims` counts claims, none for what is known or inferred; `manners` says in which
    worlds they place it, such as "planned"; the dates are those of the claims.
    """

    statement: Statement
    kind: Kind
    label: str
    claims: int = 0
    manners: tuple[str, ...] = ()
    first: str | None = None
    last: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Graph:
    """Nodes, and edges, the most claimed first; `total` counts all there are."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    total: int
    queries: tuple[Asked, ...] = field(compare=False)


def read_graph(snapshot: Snapshot, links: Links, filters: Filters) -> Graph:
    """Return the graph that filters ask for, with what they ask for besides.

    Around entities it has all their relations; without any, the most claimed ones of
    all, and what is known or inferred between those whom they connect.
    """
    part = replace(filters, more=(), hidden=())
    graphs = [_read_part(snapshot, links, part)]
    if filters.more:
        around = replace(part, entities=filters.more, relations=())
        graphs.append(_read_part(snapshot, links, around))
    hidden = frozenset(map(str, filters.hidden))
    nodes = {node.iri: node for graph in graphs for node in graph.nodes}
    edges = {(e.statement, e.kind): e for graph in graphs for e in graph.edges}
    return Graph(
        nodes=tuple(nodes[iri] for iri in sorted(nodes) if iri not in hidden),
        edges=tuple(
            edge
            for edge in edges.values()
            if hidden.isdisjoint((edge.statement[0], edge.statement[2]))
        ),
        total=graphs[0].total,
        queries=tuple(dict.fromkeys(q for graph in graphs for q in graph.queries)),
    )


def read_told(snapshot: Snapshot, filters: Filters) -> tuple[Asked, tuple[Edge, ...]]:
    """Return the query, and what articles claim of any kind, the most claimed first.

    Of the filters only entities, relations and the window count.
    """
    known, window, entities = read_relations(snapshot), filters.window, filters.entities
    counting = Filters(entities=entities, relations=filters.relations, window=window)
    relations = tuple(map(URIRef, known.below(filters.relations)))
    keep = is_start(counting, known)
    return _read_told(snapshot, window, relations, entities, keep=keep)


@lru_cache(maxsize=4)
def _read_told(
    snapshot: Snapshot,
    window: Window,
    relations: tuple[URIRef, ...],
    entities: tuple[URIRef, ...],
    *,
    keep: bool,
) -> tuple[Asked, tuple[Edge, ...]]:
    claimed = ask("explore_claimed", window, relations=relations, entities=entities)
    told = _told(claimed.rows(snapshot, keep=keep), read_relations(snapshot), snapshot)
    return claimed, tuple(told)


@lru_cache(maxsize=8)
def _read_part(snapshot: Snapshot, links: Links, filters: Filters) -> Graph:
    relations = read_relations(snapshot)
    wanted = relations.below(filters.relations)
    entities = frozenset(map(str, filters.entities))
    claimed, told = read_told(snapshot, filters)
    shown = [edge for edge in told if edge.kind in filters.kinds]
    total, shown = len(shown), shown[: filters.limit]
    queries, keep = [claimed], is_start(filters, relations)
    # What is known or inferred has no date of its own.
    if filters.kinds & {Kind.KNOWN, Kind.INFERRED} and not filters.window:
        ends = entities or _ends(shown or told[: filters.limit])
        asserted = [edge.statement for edge in told if edge.kind is Kind.ASSERTED]
        held, holding = read_holding(
            snapshot, relations, ends, asserted, around=bool(entities), keep=keep
        )
        rest = [
            _held_edge(statement, kind, relations)
            for statement, kind in holding
            if kind in filters.kinds and (not wanted or statement[1] in wanted)
        ]
        room = max(filters.limit - len(shown), filters.limit // _CLAIMED_FOR_ONE)
        total += len(rest)
        shown = [*shown, *rest[:room]]
        queries.append(held)
    nodes, kinds = _nodes(snapshot, links, _ends(shown) | entities, keep=keep)
    return Graph(
        nodes=nodes,
        edges=tuple(shown),
        total=total,
        queries=tuple(each for each in (*queries, kinds) if each),
    )


def _told(rows: Iterable[Row], relations: Relations, snapshot: Snapshot) -> list[Edge]:
    """Return what is claimed, the most often claimed first."""
    araz = snapshot.names.ontology
    positive, actual = str(araz.positive), str(araz.actual)
    found: dict[tuple[Statement, Kind], Edge] = {}
    for row in rows:
        statement = (row["subject"], row["relation"], row["object"])
        affirmed = row["polarity"] == positive
        if not affirmed:
            kind = Kind.DENIED
        elif row["modality"] == actual and row["direct"] == "true":
            kind = Kind.ASSERTED
        else:
            kind = Kind.REPORTED
        manner = () if row["modality"] == actual else (row["modality"],)
        edge = Edge(
            statement=statement,
            kind=kind,
            label=relations.labels.get(row["relation"], row["relation"]),
            claims=int(row["claims"]),
            manners=tuple(name.rpartition("#")[2] for name in manner),
            first=row.get("first"),
            last=row.get("last"),
        )
        known = found.get((statement, kind))
        found[statement, kind] = _added(known, edge) if known else edge
    return sorted(found.values(), key=_order)


def _added(one: Edge, other: Edge) -> Edge:
    days = [edge.first for edge in (one, other) if edge.first]
    last = [edge.last for edge in (one, other) if edge.last]
    return replace(
        one,
        claims=one.claims + other.claims,
        manners=tuple(sorted({*one.manners, *other.manners})),
        first=min(days, default=None),
        last=max(last, default=None),
    )


def _order(edge: Edge) -> tuple[int, int, Statement, Kind]:
    newest = int((edge.last or "0").replace("-", ""))
    return -edge.claims, -newest, edge.statement, edge.kind


def _held_edge(statement: Statement, kind: Kind, relations: Relations) -> Edge:
    return Edge(statement=statement, kind=kind, label=relations.labels[statement[1]])


def _ends(edges: Iterable[Edge]) -> frozenset[str]:
    return frozenset(
        iri for edge in edges for iri in (edge.statement[0], edge.statement[2])
    )


def _nodes(
    snapshot: Snapshot, links: Links, iris: Iterable[str], *, keep: bool
) -> tuple[tuple[Node, ...], Asked | None]:
    things = sorted(iris)
    if not things:
        return (), None
    asked = ask("explore_kinds", things=map(URIRef, things))
    kinds: dict[str, Row] = {}
    for row in asked.rows(snapshot, keep=keep):
        kinds.setdefault(row["thing"], row)
    labelled = with_labels(snapshot, ({"thing": iri} for iri in things), ("thing",))
    return tuple(_node(row, kinds, links) for row in labelled), asked


def _node(row: Row, kinds: Mapping[str, Row], links: Links) -> Node:
    kind = kinds.get(row["thing"], {})
    family = kind.get("family")
    return Node(
        iri=row["thing"],
        link=linked(row, "thing", links),
        type=kind.get("classLabel"),
        family=family.rpartition("#")[2] if family else None,
    )

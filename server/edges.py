"""The relations of an entity as its page shows them: told, known, or inferred."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rdflib import URIRef

from server.claims import ClaimView, Statement
from server.labels import linked, with_labels
from server.links import Link, Links
from server.queries import read_query
from server.resources import read_rows
from server.results import Row, select
from server.snapshots import Snapshot


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """A relation that holds, the claims it rests on, and where its proof is."""

    statement: Statement
    subject: Link
    relation: Link
    object: Link
    claims: tuple[ClaimView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Edges:
    """The relations of an entity, by why they hold.

    `told` in articles, newest first; `known` beforehand; `inferred` from others; and
    `implied`: inferred ones that say less than another between the same two.
    """

    told: tuple[Edge, ...]
    known: tuple[Edge, ...]
    inferred: tuple[Edge, ...]
    implied: tuple[Edge, ...]

    def __bool__(self) -> bool:
        """Say whether there are any."""
        return bool(self.told or self.known or self.inferred or self.implied)


def read_edges(
    snapshot: Snapshot, links: Links, iri: URIRef, claims: Sequence[ClaimView]
) -> Edges:
    """Return the relations of an entity in both directions.

    Args:
        snapshot: Where to read.
        links: Makes the links.
        iri: The entity.
        claims: The claims about it, newest first.
    """
    articles = str(snapshot.names.article(""))
    inferred = str(snapshot.names.graph("inferred"))
    grouped: dict[Statement, list[Row]] = {}
    found = read_rows(snapshot, "edges", iri)
    for row in with_labels(snapshot, found, ("subject", "object")):
        statement = (row["subject"], row["relation"], row["object"])
        grouped.setdefault(statement, []).append(row)
    grounds = _grounds(claims)
    implied = _implied(snapshot, grouped)
    kinds: dict[str, list[Edge]] = {
        kind: [] for kind in ("told", "known", "inferred", "implied")
    }
    for statement, rows in grouped.items():
        graphs = {row["graph"] for row in rows}
        if any(graph.startswith(articles) for graph in graphs):
            kind = "told"
        elif graphs != {inferred}:
            kind = "known"
        else:
            kind = "implied" if statement in implied else "inferred"
        supporting = tuple(grounds.get(statement, ()))
        kinds[kind].append(_edge(statement, rows[0], links, supporting))
    order = {claim.link: number for number, claim in enumerate(claims)}
    kinds["told"].sort(
        key=lambda edge: min((order[c.link] for c in edge.claims), default=len(order))
    )
    return Edges(**{kind: tuple(edges) for kind, edges in kinds.items()})


def _grounds(claims: Iterable[ClaimView]) -> Mapping[Statement, list[ClaimView]]:
    grounds: dict[Statement, list[ClaimView]] = {}
    for claim in claims:
        if claim.affirmed:
            grounds.setdefault(claim.statement, []).append(claim)
    return grounds


def _implied(snapshot: Snapshot, statements: Iterable[Statement]) -> set[Statement]:
    """Return the statements that follow from the same with a narrower relation."""
    wider: dict[str, list[str]] = {}
    query = read_query("wider")
    for row in select(snapshot.store, query, base_iri=snapshot.names.base):
        wider.setdefault(row["narrow"], []).append(row["wide"])
    return {
        (subject, wide, object_)
        for subject, relation, object_ in statements
        for wide in wider.get(relation, ())
    }


def _edge(
    statement: Statement, row: Row, links: Links, claims: tuple[ClaimView, ...]
) -> Edge:
    return Edge(
        statement=statement,
        subject=linked(row, "subject", links),
        relation=linked(row, "relation", links),
        object=linked(row, "object", links),
        claims=claims,
    )

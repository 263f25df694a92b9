"""Which triples that a result shows hold only because they were inferred."""

from collections.abc import Iterable, Mapping, Sequence

from rdflib import URIRef

from server.queries import fill_rows, read_query
from server.querying.reading import read_shape
from server.querying.shape import Node, Shape
from server.reading.results import select
from server.reading.snapshots import Snapshot

type Statement = tuple[str, str, str]


def mark_rows(
    snapshot: Snapshot, query: str, rows: Sequence[Mapping[str, str]]
) -> tuple[tuple[Statement, ...], ...]:
    """Return, for each row of a result, what in it was inferred and stated by nobody.

    Args:
        snapshot: Where to look.
        query: The query that has the rows.
        rows: The IRIs in each row, by variable; nothing else has a proof.

    Raises:
        QueryError: If the query is longer or deeper than the engine reads.
        ValueError: If what should be an IRI has a character that would end it.
    """
    shape = read_shape(query)
    said = [statements_of(shape, row) if shape else () for row in rows]
    found = read_inferred(snapshot, (each for row in said for each in row))
    return tuple(tuple(each for each in row if each in found) for row in said)


def statements_of(shape: Shape, row: Mapping[str, str]) -> tuple[Statement, ...]:
    """Return what a row of a result says: the patterns of its query, filled with it."""
    found: dict[Statement, None] = {}
    for pattern in shape.patterns:
        subject = _value(pattern.subject, row)
        predicate = _value(pattern.predicate, row) if pattern.predicate else None
        object_ = _value(pattern.object, row)
        if subject and predicate and object_:
            found[subject, predicate, object_] = None
    return tuple(found)


def read_inferred(
    snapshot: Snapshot, statements: Iterable[Statement]
) -> frozenset[Statement]:
    """Return those of some statements that were inferred, and that nobody stated.

    Raises:
        ValueError: If what should be an IRI has a character that would end it.
    """
    rows = tuple(
        tuple(URIRef(term) for term in statement)
        for statement in dict.fromkeys(statements)
    )
    if not rows:
        return frozenset()
    query = fill_rows(read_query("inferred_triples"), triples=rows)
    found = select(snapshot.store, query, base_iri=snapshot.names.base)
    return frozenset((row["s"], row["p"], row["o"]) for row in found)


def _value(node: Node, row: Mapping[str, str]) -> str | None:
    return row.get(node.text) if node.kind == "variable" else node.iri

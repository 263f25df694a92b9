"""The solutions of a query as rows of RDF terms."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice

from rdflib import BNode, Literal, URIRef

from kg.rdf.store import Answer, Store

type ResultTerm = URIRef | Literal | BNode
type Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Table:
    """Variables in order, and rows; a variable without a value is not in its row."""

    variables: tuple[str, ...]
    rows: tuple[Mapping[str, ResultTerm], ...]


def read_table(answer: Answer, limit: int | None = None) -> Table:
    """Return the solutions of a `SELECT`, or the first of them."""
    rows = (
        {
            name: term
            for name, term in zip(answer.variables, row, strict=True)
            if term is not None
        }
        for row in islice(answer.rows(), limit)
    )
    return Table(answer.variables, tuple(rows))


def select(store: Store, query: str, *, base_iri: str) -> tuple[Row, ...]:
    """Return the rows of a `SELECT` over all graphs, as plain text."""
    answer = store.query(query, base_iri=base_iri)
    return tuple(
        {
            name: text
            for name, text in zip(answer.variables, row, strict=True)
            if text is not None
        }
        for row in answer.texts()
    )

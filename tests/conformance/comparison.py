"""Whether two results are the same: by value, up to the names of blank nodes.

Numbers and truth values are the same if their values and datatypes are, however they
are written; what CSV tells, which has no datatypes, is compared as it is written.
"""

from collections import Counter
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation

from rdflib import BNode, Graph, Literal
from rdflib.compare import isomorphic
from rdflib.namespace import XSD
from rdflib.term import Node

from tests.conformance.blank_nodes import same_rows
from tests.conformance.results import Result, Table

_EXACT = frozenset({XSD.integer, XSD.decimal})
_FLOATING = frozenset({XSD.double, XSD.float})
_BOOLEANS = {"1": "true", "0": "false"}

type Cells = tuple[Node | None, ...]


def same_result(found: Result, expected: Result, *, lax: bool = False) -> bool:
    """Say whether a result is the one expected.

    Args:
        found: What an endpoint answered.
        expected: What a test wants.
        lax: Whether it does not matter how often a solution comes (REDUCED).
    """
    if isinstance(expected, Graph):
        return isinstance(found, Graph) and same_graph(found, expected)
    if isinstance(expected, Table):
        return isinstance(found, Table) and _same_table(found, expected, lax=lax)
    return found is expected


def same_graph(found: Graph, expected: Graph) -> bool:
    """Say whether two graphs are isomorphic, numbers taken by value."""
    return isomorphic(_by_value(found), _by_value(expected))


def _same_table(found: Table, expected: Table, *, lax: bool) -> bool:
    if found.variables != expected.variables:
        return False
    order = sorted(expected.variables)
    grounds, others = zip(
        *(_rows(table, order, lax=lax) for table in (found, expected)), strict=True
    )
    # Rows without blank nodes are told apart at once, which leaves few to try out.
    return bool(grounds[0] == grounds[1] and same_rows(*others))


def _rows(
    table: Table, order: Iterable[str], *, lax: bool
) -> tuple[Counter[Cells], list[Cells]]:
    rows = Counter(tuple(_cell(row.get(name)) for name in order) for row in table.rows)
    if lax:
        rows = Counter(rows.keys())
    ground = {row: count for row, count in rows.items() if not _has_blank(row)}
    return Counter(ground), [row for row in rows.elements() if _has_blank(row)]


def _has_blank(row: Cells) -> bool:
    return any(isinstance(cell, BNode) for cell in row)


def _cell(node: Node | None) -> Node | None:
    # A literal can be false, which is not to be nothing.
    return None if node is None else by_value(node)


def _by_value(graph: Graph) -> Graph:
    changed = Graph(bind_namespaces="none")
    for subject, predicate, object_ in graph:
        changed.add((subject, predicate, by_value(object_)))
    return changed


def by_value(node: Node) -> Node:
    """Return a node that is equal for equal values of one datatype."""
    if not isinstance(node, Literal) or node.datatype is None:
        return node
    text = str(node)
    if node.datatype == XSD.string:
        return Literal(text)
    if node.datatype == XSD.boolean:
        text = _BOOLEANS.get(text, text)
    elif node.datatype in _EXACT | _FLOATING:
        text = _number(text, exact=node.datatype in _EXACT) or text
    return Literal(text, datatype=node.datatype, normalize=False)


def _number(text: str, *, exact: bool) -> str | None:
    """Return a number in one form of all that it can be written in, if it is one."""
    try:
        number = Decimal(text) if exact else Decimal(repr(float(text)))
    except (InvalidOperation, ValueError):
        return None
    return f"{number.normalize():f}" if number.is_finite() else str(number)

"""Blank nodes where there are none: as IRIs into the store, and back out of it.

See https://www.w3.org/TR/rdf11-concepts/#section-skolemization.
"""

from collections.abc import Sequence

from rdflib import BNode, URIRef
from rdflib.term import Node

_SKOLEM = "urn:x-blank:"

type Row = Sequence[Node | None]


def named(node: Node) -> Node:
    """Return an IRI for a blank node, and any other node as it is."""
    return URIRef(_SKOLEM + node) if isinstance(node, BNode) else node


def unnamed[N: Node | None](node: N) -> N | BNode:
    """Return the blank node that an IRI stands for, and any other node as it is."""
    if isinstance(node, URIRef) and node.startswith(_SKOLEM):
        return BNode(node.removeprefix(_SKOLEM))
    return node


def same_rows(found: Sequence[Row], expected: Sequence[Row]) -> bool:
    """Say whether two tables are equal but for order and the names of blank nodes."""
    if len(found) != len(expected):
        return False
    return _match(list(found), list(expected), {})


def _match(found: list[Row], expected: list[Row], names: dict[BNode, BNode]) -> bool:
    if not expected:
        return True
    first, *rest = expected
    for number, row in enumerate(found):
        extended = _rename(first, row, names)
        if extended is not None:
            others = found[:number] + found[number + 1 :]
            if _match(others, rest, extended):
                return True
    return False


def _rename(
    expected: Row, found: Row, names: dict[BNode, BNode]
) -> dict[BNode, BNode] | None:
    extended = dict(names)
    for wanted, node in zip(expected, found, strict=True):
        if isinstance(wanted, BNode) and isinstance(node, BNode):
            if extended.setdefault(wanted, node) != node:
                return None
        elif wanted != node:
            return None
    # Two blank nodes stay two.
    return extended if len(set(extended.values())) == len(extended) else None

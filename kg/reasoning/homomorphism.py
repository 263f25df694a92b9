"""Blank nodes as variables: what they can stand for so that triples hold."""

from collections.abc import Iterable, Iterator, Mapping
from typing import cast

from rdflib import BNode
from rdflib.term import Node

from kg.rdf.terms import NodeTriple
from kg.reasoning.engine import Closure
from kg.reasoning.scenarios import TooManyCasesError

# So many steps are taken to find what blank nodes can stand for.
_MOST_TRIED = 20_000

# Triples still to be found, and what blank nodes stand for so far.
type _State = tuple[tuple[NodeTriple, ...], dict[Node, Node]]


def substitute(triple: NodeTriple, binding: Mapping[Node, Node]) -> NodeTriple:
    """Return a triple with the terms that its blank nodes stand for."""
    return cast("NodeTriple", tuple(binding.get(node, node) for node in triple))


def connected(triples: Iterable[NodeTriple]) -> tuple[tuple[NodeTriple, ...], ...]:
    """Return triples in sets that share no blank node, sorted; the nodes get new names.

    A blank node is local to its graph, and may have the name of another elsewhere.
    """
    groups: dict[Node, Node] = {}

    def find(node: Node) -> Node:
        while groups.setdefault(node, node) != node:
            node = groups[node]
        return node

    ordered = sorted(set(triples), key=_order)
    for subject, _, object_ in ordered:
        if isinstance(subject, BNode) and isinstance(object_, BNode):
            groups[find(object_)] = find(subject)
    names: dict[Node, Node] = {}
    found: dict[Node | NodeTriple, list[NodeTriple]] = {}
    for triple in ordered:
        blank = [node for node in triple if isinstance(node, BNode)]
        for node in blank:
            names.setdefault(node, BNode())
        group = find(blank[0]) if blank else triple
        found.setdefault(group, []).append(substitute(triple, names))
    return tuple(map(tuple, found.values()))


def _order(triple: NodeTriple) -> tuple[str, ...]:
    """Return what sorts triples alike, whatever names blank nodes have."""
    return tuple("_" if isinstance(node, BNode) else node.n3() for node in triple)


def maps(
    triples: tuple[NodeTriple, ...], closure: Closure
) -> Iterator[dict[Node, Node]]:
    """Yield what blank nodes can stand for so that all triples are in a closure.

    Raises:
        TooManyCasesError: If that takes too long to find out.
    """
    tried = 0
    stack: list[Iterator[_State]] = [iter([(triples, {})])]
    while stack:
        state = next(stack[-1], None)
        if state is None:
            stack.pop()
            continue
        tried += 1
        if tried > _MOST_TRIED:
            raise TooManyCasesError(f"more than {_MOST_TRIED:,} cases")
        if state[0]:
            stack.append(_further(*state, closure))
        else:
            yield state[1]


def _further(
    triples: tuple[NodeTriple, ...], known: dict[Node, Node], closure: Closure
) -> Iterator[_State]:
    """Yield the ways in which one more triple can hold."""

    def is_open(node: Node) -> bool:
        return isinstance(node, BNode) and node not in known

    # The one that leaves least open has the fewest answers.
    place = min(range(len(triples)), key=lambda n: sum(map(is_open, triples[n])))
    first, rest = triples[place], (*triples[:place], *triples[place + 1 :])
    if not any(map(is_open, first)):
        if substitute(first, known) in closure:
            yield rest, known
        return
    pattern = tuple(None if is_open(node) else known.get(node, node) for node in first)
    for found in closure.triples((pattern[0], pattern[1], pattern[2])):
        longer = dict(known)
        if all(
            longer.setdefault(node, other) == other
            for node, other in zip(first, found, strict=True)
            if isinstance(node, BNode)
        ):
            yield rest, longer

"""Simple entailment: a graph follows if its blank nodes can be mapped to make it true.

See https://www.w3.org/TR/rdf11-mt/#simple-entailment.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Protocol

from rdflib import BNode
from rdflib.term import Node

from kg.rdf.terms import NodeTriple

type Pattern = tuple[Node | None, Node | None, Node | None]
type Binding = Mapping[BNode, Node]


class Closed(Protocol):
    """What holds: a closure, or a graph of rdflib's."""

    def __contains__(self, triple: NodeTriple, /) -> bool:
        """Say whether a triple holds."""

    def triples(self, pattern: Pattern, /) -> Iterable[NodeTriple]:
        """Yield the triples that hold and fit a pattern, None standing for any node."""


def maps_into(graph: Iterable[NodeTriple], closed: Closed) -> bool:
    """Say whether the blank nodes of a graph can stand for nodes that make it true."""
    triples = tuple(graph)
    ground = {triple for triple in triples if _pattern(triple, {}) == triple}
    rest = tuple(triple for triple in triples if triple not in ground)
    return all(triple in closed for triple in ground) and any(
        True for _ in _bindings(rest, closed, {})
    )


def _bindings(
    graph: tuple[NodeTriple, ...], closed: Closed, binding: Binding
) -> Iterator[Binding]:
    if not graph:
        yield binding
        return
    # The triple with the fewest open ends has the fewest matches.
    triple = min(graph, key=lambda each: _pattern(each, binding).count(None))
    rest = tuple(each for each in graph if each != triple)
    for match in closed.triples(_pattern(triple, binding)):
        extended = _extend(triple, match, binding)
        if extended is not None:
            yield from _bindings(rest, closed, extended)


def _pattern(triple: NodeTriple, binding: Binding) -> Pattern:
    subject, predicate, object_ = (
        binding.get(node) if isinstance(node, BNode) else node for node in triple
    )
    return subject, predicate, object_


def _extend(triple: NodeTriple, match: NodeTriple, binding: Binding) -> Binding | None:
    found = dict(binding)
    for node, value in zip(triple, match, strict=True):
        # A blank node that stands twice in a triple stands for one node.
        if isinstance(node, BNode) and found.setdefault(node, value) != value:
            return None
    return found

"""Simple entailment: a graph follows if its blank nodes can be mapped to make it true.

See https://www.w3.org/TR/rdf11-mt/#simple-entailment.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping

from rdflib import BNode
from rdflib.term import Node

from kg.rdf.terms import NodeTriple

type Pattern = tuple[Node | None, Node | None, Node | None]
type Matches = Callable[[Pattern], Iterable[NodeTriple]]
type Binding = Mapping[BNode, Node]


def maps_into(graph: Iterable[NodeTriple], matches: Matches) -> bool:
    """Say whether the blank nodes of a graph can stand for nodes that make it true.

    Args:
        graph: What may follow.
        matches: Yields the triples that hold, for a pattern in which None is any node.
    """
    return any(True for _ in _bindings(tuple(graph), matches, {}))


def _bindings(
    graph: tuple[NodeTriple, ...], matches: Matches, binding: Binding
) -> Iterator[Binding]:
    if not graph:
        yield binding
        return
    # The triple with the fewest open ends has the fewest matches.
    triple = min(graph, key=lambda each: _pattern(each, binding).count(None))
    rest = tuple(each for each in graph if each != triple)
    for match in matches(_pattern(triple, binding)):
        extended = _extend(triple, match, binding)
        if extended is not None:
            yield from _bindings(rest, matches, extended)


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

"""Things of many names: what it takes to know that they are the same."""

import time
from dataclasses import dataclass

from rdflib import OWL, URIRef

from kg.rdf.terms import NodeTriple
from kg.reasoning.engine import reason

_NAMES = "http://example.org/name/"
_SEEN = URIRef("http://example.org/seen")
# What is said by each name.
_FACTS = 5


@dataclass(frozen=True, slots=True)
class Cliques:
    """What cliques took.

    Args:
        asserted: Triples given.
        stored: Facts kept.
        expanded: Triples that hold, by all names.
        seconds: CPU seconds of the closure.
    """

    asserted: int
    stored: int
    expanded: int
    seconds: float


def merge(cliques: int, names: int) -> Cliques:
    """Measure things that have several names each, with five facts by each name.

    Raises:
        AssertionError: If a name does not answer for another.
    """
    triples = list(_triples(cliques, names))
    start = time.process_time()
    closure = reason((), triples)
    seconds = time.process_time() - start
    for clique in range(0, cliques, max(cliques // 100, 1)):
        first = _name(clique, 0)
        for name in range(names):
            known = set(closure.triples((_name(clique, name), _SEEN, None)))
            if len(known) != names * _FACTS:
                raise AssertionError(f"{first}: {len(known)} facts")
            if (first, OWL.sameAs, _name(clique, name)) not in closure:
                raise AssertionError(f"{first} is not the same by all names")
    # Each name is each other, and has all that is said by any of them.
    expanded = cliques * names * (names + names * _FACTS)
    return Cliques(len(triples), closure.stored, expanded, seconds)


def _triples(cliques: int, names: int) -> list[NodeTriple]:
    found: list[NodeTriple] = []
    for clique in range(cliques):
        for name in range(names):
            me = _name(clique, name)
            if name:
                found.append((_name(clique, name - 1), OWL.sameAs, me))
            found += [(me, _SEEN, URIRef(f"{me}/at/{fact}")) for fact in range(_FACTS)]
    return found


def _name(clique: int, name: int) -> URIRef:
    return URIRef(f"{_NAMES}{clique}/{name}")

"""Contradictions as people have to see them: what was said, and by whom.

A conflict in a closure is told by facts that may themselves be inferred. Here it is
traced to what was asserted, and reduced to a set of which every triple is needed: the
leaves of its proofs, of which each is left out that the contradiction does without.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain

from rdflib import RDF, Literal, URIRef
from rdflib.namespace import OWL
from rdflib.term import Node

from kg.rdf.ntriples import triple_order
from kg.rdf.terms import NodeTriple
from kg.reasoning.conflicts import Conflict
from kg.reasoning.engine import Closure, reason
from kg.reasoning.ruleset import reasons


@dataclass(frozen=True, slots=True)
class Source:
    """An asserted triple, and the graphs that assert it."""

    triple: NodeTriple
    graphs: tuple[URIRef, ...] = ()


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Asserted triples that contradict each other, of which none can be left out.

    `rule` is that of OWL 2 RL, `message` what is wrong in words. The nodes of lists are
    not told: they are parts of the axioms that name the lists.
    """

    rule: str
    message: str
    sources: tuple[Source, ...]

    @property
    def triples(self) -> tuple[NodeTriple, ...]:
        """The triples, sorted."""
        return tuple(source.triple for source in self.sources)

    @property
    def graphs(self) -> tuple[URIRef, ...]:
        """The graphs that assert any of the triples, sorted."""
        return tuple(sorted({g for source in self.sources for g in source.graphs}))

    def __str__(self) -> str:
        where = ", ".join(f"<{graph}>" for graph in self.graphs)
        return f"{self.message} ({self.rule}; from {where or 'no graph'})"


def find_contradictions(
    closure: Closure,
    graphs: Mapping[NodeTriple, Iterable[URIRef]],
    axioms: Collection[NodeTriple],
) -> tuple[Contradiction, ...]:
    """Return the contradictions in a closure, each once, sorted.

    Args:
        closure: Of what graphs assert.
        graphs: The graphs that assert a triple.
        axioms: The triples that became rules.
    """
    found: dict[tuple[NodeTriple, ...], Contradiction] = {}
    for conflict in closure.conflicts():
        reduced = reduce_conflict(conflict, closure, axioms)
        sources = (
            Source(triple, tuple(graphs.get(triple, ()))) for triple in reduced.triples
        )
        contradiction = Contradiction(reduced.rule, reduced.message, tuple(sources))
        found.setdefault(reduced.triples, contradiction)
    return tuple(sorted(found.values(), key=lambda each: (each.rule, each.message)))


def reduce_conflict(
    conflict: Conflict, closure: Closure, trusted: Collection[NodeTriple]
) -> Contradiction:
    """Return a contradiction among what was asserted that a conflict comes from.

    Args:
        conflict: As `closure` has it.
        closure: Of the asserted triples.
        trusted: Those of them whose axioms became rules.
    """
    lists = _Lists(closure)
    kept = set(
        chain.from_iterable(_leaves(t, closure) for t in _told(conflict, closure))
    )
    found = _conflict_among(kept, trusted, lists)
    for triple in sorted(kept, key=triple_order) if found else ():
        less = _conflict_among(kept - {triple}, trusted, lists)
        if less:
            kept, found = kept - {triple}, less
    small, told = found or (closure, conflict)
    return Contradiction(
        told.rule,
        _message(told, small, kept),
        tuple(map(Source, sorted(kept, key=triple_order))),
    )


def _conflict_among(
    triples: Collection[NodeTriple], trusted: Collection[NodeTriple], lists: "_Lists"
) -> tuple[Closure, Conflict] | None:
    """Return the closure of triples and a conflict in it, if there is one."""
    axioms = [triple for triple in triples if triple in trusted]
    closure = reason(
        [*axioms, *lists.nodes(axioms)],
        (triple for triple in triples if triple not in trusted),
    )
    conflict = next(closure.conflicts(), None)
    return None if conflict is None else (closure, conflict)


def _told(conflict: Conflict, closure: Closure) -> Iterator[NodeTriple]:
    """Yield the triples of a conflict, and what makes the names in them one thing."""
    for triple in closure.triples_of(conflict):
        subject, predicate, object_ = triple
        if predicate == OWL.sameAs and subject == object_:
            for same in closure.triples((subject, OWL.sameAs, None)):
                if same[2] != subject:
                    yield same
        else:
            yield triple


def _leaves(triple: NodeTriple, closure: Closure) -> Iterator[NodeTriple]:
    proof = closure.explain(triple)
    if proof is not None:
        yield from (leaf.conclusion for leaf in proof.leaves())


class _Lists:
    """The lists in a closure: the nodes of those that axioms name."""

    def __init__(self, closure: Closure) -> None:
        self._closure = closure

    def nodes(self, axioms: Iterable[NodeTriple]) -> Iterator[NodeTriple]:
        """Yield the triples of the lists that axioms name."""
        heads = [object_ for _, _, object_ in axioms]
        seen: set[Node] = set()
        while heads:
            node = heads.pop()
            if node in seen or isinstance(node, Literal) or node == RDF.nil:
                continue
            seen.add(node)
            for predicate in (RDF.first, RDF.rest):
                for triple in self._closure.triples((node, predicate, None)):
                    yield triple
                    heads.append(triple[2])


def _message(
    conflict: Conflict, closure: Closure, asserted: Collection[NodeTriple]
) -> str:
    told = closure.triples_of(conflict)[len(conflict.axioms) :]
    known = sorted(asserted, key=triple_order)
    facts = (_asserted(fact, closure, known) for fact in told or known)
    reason_why = reasons()[conflict.rule].removeprefix("for ")
    return f"{' and '.join(dict.fromkeys(map(_say, facts)))}: {reason_why}"


def _asserted(
    fact: NodeTriple, closure: Closure, asserted: Iterable[NodeTriple]
) -> NodeTriple:
    """Return a fact in the words in which it was asserted, if it was."""
    subject, predicate, object_ = fact
    for triple in asserted:
        if triple[1] == predicate and all(
            one == other or (one, OWL.sameAs, other) in closure
            for one, other in ((subject, triple[0]), (object_, triple[2]))
        ):
            return triple
    if predicate == OWL.sameAs and subject == object_:
        names = (same for same in closure.triples((subject, predicate, None)))
        return next((same for same in names if same[2] != subject), fact)
    return fact


def _say(triple: NodeTriple) -> str:
    subject, predicate, object_ = map(_short, triple)
    return f"{subject} {_VERBS.get(triple[1], predicate)} {object_}"


def _short(term: Node) -> str:
    """Return the last part of an IRI, which people can read, or a literal."""
    if isinstance(term, Literal):
        return term.n3() if term.datatype is None else f'"{term}"'
    return str(term).rpartition("#")[2].rpartition("/")[2]


_VERBS: dict[Node, str] = {
    RDF.type: "is of class",
    OWL.sameAs: "is the same as",
    OWL.differentFrom: "is different from",
}

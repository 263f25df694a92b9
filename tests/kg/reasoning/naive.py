"""The closure in the plainest way: all rules on all triples until nothing is new.

Far too slow for more than a test, and with nothing in it that could be wrong unseen.
Axioms are matched with what trusted triples imply, the rest of a rule with everything.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from rdflib import OWL, RDF, RDFS, Literal
from rdflib.term import Node

from kg.rdf.terms import NodeTriple
from tests.kg.reasoning.tables import (
    Pattern,
    Slot,
    Template,
    are_two,
    contains,
    is_datatype,
    is_one,
    read_lists,
    templates,
)
from tests.kg.reasoning.verifier import Binding, unify

_BUILTIN = (str(OWL), str(RDFS), str(RDF))


@dataclass(frozen=True)
class Result:
    """What holds, and the rules that contradict it."""

    triples: frozenset[NodeTriple]
    conflicts: frozenset[str]


class _Facts:
    def __init__(self, triples: Collection[NodeTriple]) -> None:
        self._found: dict[tuple[Node | None, ...], set[NodeTriple]] = defaultdict(set)
        for triple in triples:
            self.add(triple)

    def __contains__(self, triple: NodeTriple) -> bool:
        return triple in self._found[None, None, None]

    def all(self) -> set[NodeTriple]:
        return self._found[None, None, None]

    def add(self, triple: NodeTriple) -> None:
        s, p, o = triple
        for subject in (s, None):
            for predicate in (p, None):
                for object_ in (o, None):
                    self._found[subject, predicate, object_].add(triple)

    def find(self, pattern: Pattern, binding: Binding) -> Iterator[Binding]:
        """Yield the bindings that make a pattern a fact."""
        for triple in self._found.get(_known(pattern, binding), ()):
            longer = unify(pattern, triple, binding)
            if longer is not None:
                yield longer


def _known(pattern: Pattern, binding: Binding) -> tuple[Node | None, ...]:
    def known(slot: Slot) -> Node | None:
        if isinstance(slot, Literal):
            return None  # written in one of several ways
        return slot if isinstance(slot, Node) else binding.get(slot)

    return tuple(map(known, pattern))


def close(trusted: Collection[NodeTriple], data: Collection[NodeTriple] = ()) -> Result:
    """Return what follows by the rules of the W3C.

    Two literals of different values are a contradiction, and stay two.
    """
    rules = tuple(templates(read_lists(trusted)))
    ontology = _Facts(trusted)
    _grow(ontology, ontology, rules)
    facts = _Facts([*ontology.all(), *data])
    _grow(facts, ontology, rules)
    return Result(frozenset(facts.all()), frozenset(_conflicts(facts, ontology, rules)))


def _grow(facts: _Facts, ontology: _Facts, rules: Sequence[Template]) -> None:
    size = -1
    while size != len(facts.all()):
        size = len(facts.all())
        for triple in list(_of_terms(facts)):
            facts.add(triple)
        for name, body, head in rules:
            if head is not None:
                for found in list(_solve(body, {}, facts, ontology)):
                    if not (name.startswith("eq-") and _between_two(body[0], found)):
                        facts.add(_instance(head, found))


def _between_two(pattern: Pattern, binding: Binding) -> bool:
    one, _, other = _instance(pattern, binding)
    return are_two(one, other)


def _of_terms(facts: _Facts) -> Iterator[NodeTriple]:
    """Yield eq-ref, dt-eq and dt-type2."""
    terms = {term for triple in facts.all() for term in triple}
    literals = [term for term in terms if isinstance(term, Literal)]
    datatypes = [term for term in terms if is_datatype(term)]
    yield from ((term, OWL.sameAs, term) for term in terms)
    for literal in literals:
        yield from ((literal, OWL.sameAs, o) for o in literals if is_one(literal, o))
        for datatype in datatypes:
            if contains(datatype, literal):
                yield literal, RDF.type, datatype


def _conflicts(
    facts: _Facts, ontology: _Facts, rules: Sequence[Template]
) -> Iterator[str]:
    for name, body, head in rules:
        if head is None and any(True for _ in _solve(body, {}, facts, ontology)):
            yield name
    for subject, predicate, object_ in facts.all():
        if predicate == OWL.sameAs and are_two(subject, object_):
            yield "dt-diff"
        if (
            predicate == RDF.type
            and isinstance(subject, Literal)
            and is_datatype(object_)
            and not contains(object_, subject)
        ):
            yield "dt-not-type"


def _solve(
    body: Sequence[Pattern], binding: Binding, facts: _Facts, ontology: _Facts
) -> Iterator[Binding]:
    if not body:
        yield binding
        return
    source = ontology if _is_axiom(body[0]) else facts
    for longer in source.find(body[0], binding):
        yield from _solve(body[1:], longer, facts, ontology)


def _is_axiom(pattern: Pattern) -> bool:
    _, predicate, object_ = pattern
    if predicate == RDF.type:
        plain = object_ in {OWL.Thing, OWL.Nothing}
        return not plain and _is_builtin(object_)
    relating = predicate in {OWL.sameAs, OWL.differentFrom}
    return _is_builtin(predicate) and not relating


def _is_builtin(slot: Slot) -> bool:
    return isinstance(slot, Node) and str(slot).startswith(_BUILTIN)


def _instance(pattern: Pattern, binding: Binding) -> NodeTriple:
    def node(slot: Slot) -> Node:
        return slot if isinstance(slot, Node) else binding[slot]

    subject, predicate, object_ = map(node, pattern)
    return subject, predicate, object_

"""Checks proofs by nothing but the rules of the W3C, as `tables` states them."""

from collections.abc import Collection, Iterator, Sequence

from rdflib import OWL, RDF, Literal
from rdflib.term import Node

from kg.rdf.terms import NodeTriple
from kg.reasoning.engine import Proof
from tests.kg.reasoning.tables import (
    Pattern,
    Slot,
    Template,
    contains,
    is_one,
    read_lists,
    templates,
)

type Binding = dict[str, Node]


class Verifier:
    """Checks proofs from asserted triples."""

    def __init__(self, asserted: Collection[NodeTriple]) -> None:
        self._asserted = frozenset(asserted)
        self._rules: dict[str, list[Template]] = {}
        for template in templates(read_lists(self._asserted)):
            self._rules.setdefault(template[0], []).append(template)

    def faults(self, proof: Proof) -> list[str]:
        """Return what is wrong with a proof: nothing, if it proves its conclusion."""
        return list(self._faults(proof, frozenset()))

    def _faults(self, proof: Proof, below: frozenset[NodeTriple]) -> Iterator[str]:
        if proof.conclusion in below:
            yield f"{proof.conclusion} rests on itself"
        if proof.rule is None:
            if proof.premises or proof.conclusion not in self._asserted:
                yield f"{proof.conclusion} is not asserted"
            return
        premises = [premise.conclusion for premise in proof.premises]
        if not self._is_instance(proof.rule, premises, proof.conclusion):
            yield f"{proof.rule} does not give {proof.conclusion} from {premises}"
        for premise in proof.premises:
            yield from self._faults(premise, below | {proof.conclusion})

    def _is_instance(
        self, rule: str, premises: Sequence[NodeTriple], conclusion: NodeTriple
    ) -> bool:
        subject, predicate, object_ = conclusion
        if rule == "eq-ref":
            return predicate == OWL.sameAs and subject == object_
        if rule == "dt-type2":
            literal = isinstance(subject, Literal) and contains(object_, subject)
            return predicate == RDF.type and not premises and literal
        if rule == "dt-eq":
            return predicate == OWL.sameAs and is_one(subject, object_)
        return any(
            head is not None
            and (binding := unify(head, conclusion, {})) is not None
            and _covers(body, premises, frozenset(), binding)
            for _, body, head in self._rules.get(rule, ())
        )


def unify(pattern: Pattern, triple: NodeTriple, binding: Binding) -> Binding | None:
    """Return the binding that makes a pattern a triple, None if none does."""
    found = dict(binding)
    for slot, node in zip(pattern, triple, strict=True):
        if not fits(slot, node, found):
            return None
    return found


def fits(slot: Slot, node: Node, binding: Binding) -> bool:
    """Say whether a slot can be a node; a number may be written in other ways."""
    if isinstance(slot, Node):
        return slot == node or (isinstance(slot, Literal) and is_one(slot, node))
    return binding.setdefault(slot, node) == node


def _covers(
    body: Sequence[Pattern],
    premises: Sequence[NodeTriple],
    used: frozenset[int],
    binding: Binding,
) -> bool:
    """Say whether each pattern is one of the premises, and no premise is left over."""
    if not body:
        return len(used) == len(premises)
    return any(
        (longer := unify(body[0], premise, binding)) is not None
        and _covers(body[1:], premises, used | {place}, longer)
        for place, premise in enumerate(premises)
    )

"""The reasoner for all who use it: triples in, their closure out."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rdflib import Literal
from rdflib.namespace import OWL
from rdflib.term import Node

from kg.rdf.terms import NodeTriple
from kg.reasoning.conflicts import Conflict, find_conflicts
from kg.reasoning.dictionary import Dictionary
from kg.reasoning.expansion import ExpandedFacts
from kg.reasoning.facts import OPEN
from kg.reasoning.literals import Literals
from kg.reasoning.proofs import Prover, Step
from kg.reasoning.schema import close_ontology


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """A triple and why it holds.

    `rule` is the rule of OWL 2 RL that gives it from the premises; an asserted triple
    has none.
    """

    conclusion: NodeTriple
    rule: str | None
    premises: tuple["Proof", ...] = ()

    def leaves(self) -> Iterator["Proof"]:
        """Yield the asserted triples that the proof rests on."""
        if self.rule is None:
            yield self
        for premise in self.premises:
            yield from premise.leaves()


class Closure:
    """All that follows from triples; it answers as if each name were copied to all.

    Things that are the same are kept once (`stored` counts facts so), and asked for by
    any of their names.
    """

    def __init__(
        self, trusted: Iterable[NodeTriple], data: Iterable[NodeTriple]
    ) -> None:
        """Draw all conclusions from triples; see `reason`."""
        self._dictionary = Dictionary()
        self._literals = Literals(self._dictionary)
        schema = list(self._dictionary.encode(trusted))
        self._live = close_ontology(schema, self._dictionary, self._literals)
        self._live.trusted = False
        facts = list(self._dictionary.encode(data))
        self._live.insert(facts)
        self._asserted = {*schema, *facts}
        self._expanded = ExpandedFacts(self._live.facts, self._live.equality)

    @property
    def stored(self) -> int:
        """How many facts are kept."""
        return len(self._live.facts)

    def __contains__(self, triple: NodeTriple) -> bool:
        """Say whether a triple holds, given or inferred."""
        subject, predicate, object_ = triple
        if predicate == OWL.sameAs and subject == object_:
            return self._dictionary.find(subject) is not None
        return any(True for _ in self.triples(triple))

    def triples(
        self, pattern: tuple[Node | None, Node | None, Node | None]
    ) -> Iterator[NodeTriple]:
        """Yield the triples that hold and fit a pattern, None standing for anything."""
        numbers = [OPEN if n is None else self._dictionary.find(n) for n in pattern]
        subject, predicate, object_ = numbers
        if subject is None or predicate is None or object_ is None:
            return
        node = self._dictionary.node
        predicates = self._expanded.predicates() if predicate == OPEN else (predicate,)
        for each in predicates:
            for start, end in self._expanded.find(subject, each, object_):
                yield node(start), node(each), node(end)

    def inferred(self) -> Iterator[NodeTriple]:
        """Yield what follows and was not given, without literals as subjects."""
        for triple in self.triples((None, None, None)):
            if not isinstance(triple[0], Literal):
                fact = tuple(map(self._dictionary.number, triple))
                if fact not in self._asserted:
                    yield triple

    def conflicts(self) -> Iterator[Conflict]:
        """Yield the contradictions in what holds."""
        live = self._live
        yield from find_conflicts(live.program, live.facts, self._dictionary)

    def triples_of(self, conflict: Conflict) -> tuple[NodeTriple, ...]:
        """Return what a conflict is made of: its axioms, then its facts."""
        facts = (*conflict.axioms, *conflict.facts)
        return tuple(map(self._dictionary.decode, facts))

    def explain(self, triple: NodeTriple) -> Proof | None:
        """Return a proof of a triple, if it holds."""
        if triple not in self:
            return None
        prover = Prover(
            self._live.source,
            self._live.facts,
            self._live.equality,
            self._literals,
            self._asserted,
        )
        numbers = [self._dictionary.number(node) for node in triple]
        step = prover.prove((numbers[0], numbers[1], numbers[2]))
        return None if step is None else self._proof(step)

    def _proof(self, step: Step) -> Proof:
        return Proof(
            conclusion=self._dictionary.decode(step.fact),
            rule=step.rule,
            premises=tuple(map(self._proof, step.premises)),
        )


def reason(trusted: Iterable[NodeTriple], data: Iterable[NodeTriple] = ()) -> Closure:
    """Return all that follows by OWL 2 RL.

    Args:
        trusted: Triples whose axioms become rules.
        data: Triples that rules are applied to, and that change none.
    """
    return Closure(trusted, data)

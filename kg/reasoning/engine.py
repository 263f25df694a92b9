"""The reasoner for all who use it: triples in, their closure out."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rdflib.namespace import OWL
from rdflib.term import Node

from kg.errors import ReasoningError
from kg.rdf.ntriples import term_text, triple_order
from kg.rdf.terms import NodeTriple
from kg.reasoning.axioms import is_builtin
from kg.reasoning.bulk import LIMIT, BudgetError, BulkReasoner
from kg.reasoning.columns import encode
from kg.reasoning.conflicts import Conflict, find_conflicts
from kg.reasoning.dictionary import Dictionary, Fact
from kg.reasoning.expansion import ExpandedFacts
from kg.reasoning.facts import OPEN
from kg.reasoning.handover import hand_over
from kg.reasoning.literals import Literals
from kg.reasoning.live import LiveReasoner
from kg.reasoning.proofs import Prover, Step
from kg.reasoning.retraction import Retraction
from kg.reasoning.schema import close_ontology

# Data that come to one fact in so many, or to more, are added to arrays as they are.
_SHARE = 1000


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


class AxiomError(ReasoningError):
    """Axioms that cannot be applied to so many facts; `axioms` are these."""

    def __init__(self, message: str, axioms: tuple[NodeTriple, ...]) -> None:
        told = ", ".join(
            " ".join(term_text(node) for node in axiom) for axiom in axioms
        )
        super().__init__(f"{told}: {message}")
        self.axioms = axioms


class Closure:
    """All that follows from triples; it answers as if each name were copied to all.

    Things that are the same are kept once (`stored` counts facts so), and asked for by
    any of their names.
    """

    def __init__(
        self,
        trusted: Iterable[NodeTriple],
        data: Iterable[NodeTriple],
        *,
        in_bulk: bool = True,
        limit: int = LIMIT,
    ) -> None:
        """Draw all conclusions from triples; see `reason`."""
        self._dictionary = Dictionary()
        self._literals = Literals(self._dictionary)
        schema = self._dictionary.encode(trusted)
        self._live = close_ontology(schema, self._dictionary, self._literals)
        self._live.trusted = False
        self._executor: LiveReasoner | BulkReasoner = self._live
        facts = self._dictionary.encode(data)
        # Arrays are by class: what is about all classes at once goes fact by fact.
        if in_bulk and not self._live.program.has_open_types():
            bulk = BulkReasoner(self._live, limit=limit)
            try:
                bulk.insert(encode(facts, bulk.program))
            except BudgetError as error:
                axioms = map(self._dictionary.decode, error.clause.axioms)
                raise AxiomError(str(error), tuple(axioms)) from error
            self._executor = bulk
        else:
            self._live.insert(facts)

    @property
    def stored(self) -> int:
        """How many facts are kept."""
        return len(self._executor.facts)

    def insert(self, triples: Iterable[NodeTriple]) -> None:
        """Add data, and what follows from it."""
        facts = tuple(self._dictionary.encode(triples))
        executor = self._executor
        if isinstance(executor, BulkReasoner) and len(facts) * _SHARE >= self.stored:
            executor.insert(encode(facts, executor.program))
        else:
            self._updatable().insert(facts)

    def delete(self, triples: Iterable[NodeTriple]) -> None:
        """Take data back, and what follows from nothing else."""
        facts = list(self._dictionary.encode(triples))
        Retraction(self._updatable()).remove(facts)

    def watch(self) -> None:
        """From now on, note which facts come and go."""
        live = self._updatable()
        live.facts.touched = None if live.equality else set()

    def touched(self) -> tuple[NodeTriple, ...] | None:
        """Return the triples that may have come or gone since `watch`.

        None stands for any: where things are the same, a fact goes by many names.
        """
        live = self._updatable()
        touched, live.facts.touched = live.facts.touched, None
        if touched is None or live.equality:
            return None
        decode, is_literal = self._dictionary.decode, self._dictionary.is_literal
        return tuple(decode(fact) for fact in touched if not is_literal(fact[0]))

    def is_inferred(self, triple: NodeTriple) -> bool:
        """Say whether a triple holds and was not given."""
        return any(not self._executor.is_asserted(fact) for fact in self._find(triple))

    def __contains__(self, triple: NodeTriple) -> bool:
        """Say whether a triple holds, given or inferred."""
        subject, predicate, object_ = triple
        if predicate == OWL.sameAs and subject == object_:
            return self._dictionary.find(subject) is not None
        return any(True for _ in self._find(triple))

    def triples(
        self, pattern: tuple[Node | None, Node | None, Node | None]
    ) -> Iterator[NodeTriple]:
        """Yield the triples that hold and fit a pattern, None standing for anything.

        What the rules say of the vocabulary of OWL itself, whatever is asked, is left
        out unless it was given: it tells nobody anything.
        """
        for fact in self._find(pattern):
            triple = self._dictionary.decode(fact)
            if not is_builtin(triple[0]) or self._executor.is_asserted(fact):
                yield triple

    def inferred(self) -> Iterator[NodeTriple]:
        """Yield what follows and was not given, without literals as subjects."""
        for fact in self._derived():
            literal = self._dictionary.is_literal(fact[0])
            if not literal and not self._executor.is_asserted(fact):
                yield self._dictionary.decode(fact)

    def _derived(self) -> Iterator[Fact]:
        """Yield at least all facts that were not given."""
        if self._executor.equality:
            return self._find((None, None, None))
        return self._executor.derived()

    def conflicts(self) -> Iterator[Conflict]:
        """Yield the contradictions in what holds."""
        yield from find_conflicts(self._executor, self._dictionary)

    def triples_of(self, conflict: Conflict) -> tuple[NodeTriple, ...]:
        """Return what a conflict is made of: its axioms, then its facts."""
        facts = (*conflict.axioms, *conflict.facts)
        return tuple(map(self._dictionary.decode, facts))

    def refused(self) -> tuple[NodeTriple, ...]:
        """Return what data says of the identity of terms of the ontology, sorted.

        It is not taken: no article can change what the ontology means.
        """
        found = map(self._dictionary.decode, self._executor.refused)
        return tuple(sorted(found, key=triple_order))

    def explain(self, triple: NodeTriple) -> Proof | None:
        """Return a proof of a triple, if it holds."""
        if triple not in self:
            return None
        subject, predicate, object_ = map(self._dictionary.number, triple)
        step = Prover(self._executor, self._literals).prove(
            (subject, predicate, object_)
        )
        return None if step is None else self._proof(step)

    def _find(
        self, pattern: tuple[Node | None, Node | None, Node | None]
    ) -> Iterator[Fact]:
        numbers = [OPEN if n is None else self._dictionary.find(n) for n in pattern]
        subject, predicate, object_ = numbers
        if subject is None or predicate is None or object_ is None:
            return
        expanded = ExpandedFacts(self._executor.facts, self._executor.equality)
        for each in expanded.predicates() if predicate == OPEN else (predicate,):
            for start, end in expanded.find(subject, each, object_):
                yield start, each, end

    def _updatable(self) -> LiveReasoner:
        """Return the executor that takes single facts, with the closure so far."""
        if isinstance(self._executor, BulkReasoner):
            hand_over(self._executor, self._live)
            self._executor = self._live
        return self._live

    def _proof(self, step: Step) -> Proof:
        return Proof(
            conclusion=self._dictionary.decode(step.fact),
            rule=step.rule,
            premises=tuple(map(self._proof, step.premises)),
        )


def reason(
    trusted: Iterable[NodeTriple],
    data: Iterable[NodeTriple] = (),
    *,
    in_bulk: bool = True,
    limit: int = LIMIT,
) -> Closure:
    """Return all that follows by OWL 2 RL.

    Args:
        trusted: Triples whose axioms become rules.
        data: Triples that rules are applied to, and that change none.
        in_bulk: Whether to take all data at once, by arrays, which is faster for much;
            otherwise it is taken fact by fact. The closure is the same.
        limit: Most combinations of facts that a rule may look at in a round, in bulk.

    Raises:
        AxiomError: If a rule would have to look at more; nothing is left out silently.
    """
    return Closure(trusted, data, in_bulk=in_bulk, limit=limit)

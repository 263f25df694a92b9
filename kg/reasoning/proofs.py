"""Why a fact holds: proofs, found in a closure when they are asked for.

Nothing is recorded for them but the level of each fact: what follows has a derivation
from facts of lower levels, so going down finds a proof without a search, and no proof
outlives what it rests on. Only where terms are the same as others are facts kept under
names that the derivation may not have known; there, goals are opened breadth first
until the fact is proved from those open, so that no circle is taken for a proof.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from kg.reasoning.dictionary import Fact
from kg.reasoning.executors import Executor
from kg.reasoning.expansion import ExpandedFacts
from kg.reasoning.facts import instance, match, solve
from kg.reasoning.literals import Literals
from kg.reasoning.program import Atom, Clause

# Of the ways to derive a fact, so many are compared for the one that is told.
_WAYS = 64


@dataclass(frozen=True, slots=True)
class Step:
    """A fact and why it holds: by a rule, from premises; or asserted, without rule."""

    fact: Fact
    rule: str | None
    premises: tuple["Step", ...] = ()


@dataclass(frozen=True, slots=True)
class Derivation:
    """A rule, and facts that it gives another from."""

    rule: str
    premises: tuple[Fact, ...]


class Prover:
    """Finds proofs in a closure."""

    def __init__(self, executor: Executor, literals: Literals) -> None:
        """Take a closure.

        Args:
            executor: What has the closure.
            literals: What is known of the literals among its terms.
        """
        self._program = executor.source
        self._facts = executor.facts
        self._equality = executor.equality
        self._literals = literals
        self._executor = executor
        self._expanded = ExpandedFacts(executor.facts, executor.equality)

    def prove(self, fact: Fact) -> Step | None:
        """Return a proof of a fact, if it holds."""
        if self._executor.is_asserted(fact):
            return Step(fact, None)
        if self._is_merged(fact) or fact[1] == self._program.same:
            return self._search(fact)
        level = self._facts.level(fact)
        return None if level is None else self._descend(fact, level)

    def _is_merged(self, fact: Fact) -> bool:
        return any(len(self._equality.members(term)) > 1 for term in fact)

    def _descend(self, fact: Fact, level: int) -> Step | None:
        """Prove a fact from facts of lower levels."""
        ways = (
            way
            for way in self._derivations(fact)
            if all(self._height(premise) < level for premise in way.premises)
        )
        best = min(islice(ways, _WAYS), key=self._cost, default=None)
        if best is None:
            return self._search(fact)
        premises = tuple(self.prove(premise) for premise in best.premises)
        known = tuple(step for step in premises if step is not None)
        return Step(fact, best.rule, known) if len(known) == len(premises) else None

    def _height(self, fact: Fact) -> int:
        level = self._facts.level(self._represent(fact))
        return 0 if level is None else level

    def _cost(self, way: Derivation) -> tuple[int, int, tuple[Fact, ...]]:
        """Say how long a way is likely to be: the shortest is easiest to follow."""
        heights = [self._height(premise) for premise in way.premises]
        return max(heights, default=0), sum(heights), way.premises

    def _derivations(self, fact: Fact) -> Iterator[Derivation]:
        """Yield the ways in which clauses give a fact."""
        for relation in self._program.relations(fact):
            for clause, head in self._program.heads.get(relation, ()):
                for body in _instances(clause, head, fact, self._expanded):
                    yield Derivation(clause.rule, (*clause.axioms, *body))
        rule = self._literals.given(fact)
        if rule:
            yield Derivation(rule, ())

    def _search(self, fact: Fact) -> Step | None:
        """Prove a fact from whatever it may follow from."""
        opened: set[Fact] = set()
        frontier = {fact}
        ways: dict[Fact, tuple[Derivation, ...]] = {}
        while frontier:
            opened |= frontier
            for goal in sorted(frontier):
                ways[goal] = (
                    () if self._executor.is_asserted(goal) else tuple(self._ways(goal))
                )
            proofs = self._settle(ways)
            if fact in proofs:
                return proofs[fact]
            frontier = {
                premise
                for goal in frontier
                for way in ways[goal]
                for premise in way.premises
            } - opened
        return None

    def _settle(self, ways: dict[Fact, tuple[Derivation, ...]]) -> dict[Fact, Step]:
        """Return the proofs of those goals that follow from the asserted among them."""
        proofs = {
            goal: Step(goal, None) for goal in ways if self._executor.is_asserted(goal)
        }
        waiting = [goal for goal in sorted(ways) if goal not in proofs]
        grown = True
        while grown:
            # One round at a time, so that the first proof found is the lowest.
            found = {
                goal: step
                for goal in waiting
                if (step := _first(goal, ways[goal], proofs)) is not None
            }
            proofs |= found
            waiting = [goal for goal in waiting if goal not in found]
            grown = bool(found)
        return proofs

    def _ways(self, goal: Fact) -> Iterator[Derivation]:
        """Yield the ways in which clauses, or what is the same, give a fact."""
        yield from self._derivations(goal)
        subject, predicate, object_ = goal
        same = self._program.same
        if predicate == same:
            yield Derivation("eq-sym", ((object_, same, subject),))
            for term in self._others(subject):
                if term != object_:
                    path = (subject, same, term), (term, same, object_)
                    yield Derivation("eq-trans", path)
            return
        for term in self._others(subject):
            premises = (term, same, subject), (term, predicate, object_)
            yield Derivation("eq-rep-s", premises)
        for term in self._others(predicate):
            premises = (term, same, predicate), (subject, term, object_)
            yield Derivation("eq-rep-p", premises)
        for term in self._others(object_):
            premises = (term, same, object_), (subject, predicate, term)
            yield Derivation("eq-rep-o", premises)

    def _others(self, term: int) -> Iterator[int]:
        return (other for other in self._equality.members(term) if other != term)

    def _represent(self, fact: Fact) -> Fact:
        find = self._equality.find
        return find(fact[0]), find(fact[1]), find(fact[2])


def _instances(
    clause: Clause, head: Atom, fact: Fact, facts: ExpandedFacts
) -> Iterator[tuple[Fact, ...]]:
    """Yield the bodies that a clause can have where its head is a fact."""
    binding = match(head, fact, clause.variables)
    if binding is not None:
        for found in solve(clause.body, binding, facts):
            body = tuple(instance(atom, found) for atom in clause.body)
            if fact not in body:
                yield body


def _first(
    goal: Fact, ways: Iterable[Derivation], proofs: dict[Fact, Step]
) -> Step | None:
    for way in ways:
        if all(premise in proofs for premise in way.premises):
            return Step(goal, way.rule, tuple(proofs[p] for p in way.premises))
    return None

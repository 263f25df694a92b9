"""Taking facts back: what no longer follows goes, and nothing else.

A fact stays while it has a derivation from facts of lower levels that stay. Facts that
lose the last such derivation are taken away ("delete"); those of them that still follow
otherwise are put back above what they follow from now ("rederive"). This is DRed
(Gupta, Mumick, Subrahmanian: Maintaining Views Incrementally, SIGMOD 1993), where
levels spare the facts that never rested on what goes.

Where what is the same rests on a fact that goes, the things are set apart, all facts
about them are taken away, and those that were asserted are put back under the names
they were asserted with.
"""

from collections import deque
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from math import inf

from kg.reasoning.dictionary import Fact
from kg.reasoning.facts import ASSERTED, FactIndex, instance, match, solve
from kg.reasoning.live import LiveReasoner
from kg.reasoning.program import Trigger


class _Lower:
    """The facts below a level that stay: what a fact of that level may rest on."""

    def __init__(self, facts: FactIndex, gone: AbstractSet[Fact], level: float) -> None:
        self._facts = facts
        self._gone = gone
        self._level = level

    def find(
        self, subject: int, predicate: int, object_: int
    ) -> Iterator[tuple[int, int]]:
        """Yield subjects and objects of a predicate, of those that are not open."""
        for start, end in self._facts.find(subject, predicate, object_):
            fact = start, predicate, end
            if self._facts.height(fact) < self._level and fact not in self._gone:
                yield start, end


class Retraction:
    """One removal of facts from a closure."""

    def __init__(self, reasoner: LiveReasoner) -> None:
        """Take the closure to remove from."""
        self._reasoner = reasoner
        self._facts = reasoner.facts
        self._same = reasoner.program.same
        self._gone: set[Fact] = set()
        self._queue: deque[Fact] = deque()
        self._restored: set[Fact] = set()
        self._split: set[int] = set()

    def remove(self, facts: Iterable[Fact]) -> None:
        """Take back that facts are asserted, and all that follows from that alone.

        Args:
            facts: As they were asserted; those that were not are passed over.
        """
        for fact in facts:
            self._take_back(fact)
        self._delete()
        gone = sorted(self._gone)
        self._gone.clear()
        parted = self._reasoner.part(self._split)
        self._rederive(gone, parted)
        self._reasoner.insert(sorted(self._restored))

    def _take_back(self, fact: Fact) -> None:
        reasoner = self._reasoner
        kept = reasoner.represent(fact)
        reasoner.refused.discard(fact)
        if kept in self._gone:
            self._restored.discard(fact)
        if kept in self._gone or self._facts.level(kept) != ASSERTED:
            return
        originals = reasoner.originals.setdefault(kept, {kept})
        if fact not in originals or fact in reasoner.pinned:
            return
        originals.remove(fact)
        # What is the same may rest on just this reading of the fact.
        for term in kept:
            self._set_apart(term)
        if not originals:
            reasoner.originals.pop(kept, None)
            self._lose(kept)

    def _lose(self, fact: Fact) -> None:
        if fact not in self._gone:
            self._gone.add(fact)
            self._queue.append(fact)

    def _set_apart(self, term: int) -> None:
        """Take away all facts about a thing that has several names."""
        if term in self._split or len(self._reasoner.equality.members(term)) == 1:
            return
        if term in self._reasoner.vocabulary:
            return  # Only the ontology says what its terms are the same as.
        self._split.add(term)
        for fact in tuple(self._facts.about(term)):
            if self._facts.level(fact) == ASSERTED and fact not in self._gone:
                self._restored |= self._reasoner.originals.get(fact, {fact})
            self._reasoner.originals.pop(fact, None)
            self._lose(fact)

    def _delete(self) -> None:
        """Take away what has no derivation left from facts of lower levels."""
        while self._queue:
            fact = self._queue.popleft()
            level = self._facts.level(fact)
            if level is None:
                continue
            for head in self._consequences(fact):
                if head[1] == self._same and head[0] == head[2]:
                    self._set_apart(head[0])
                height = self._facts.level(head)
                if height is None or head in self._gone or height <= level:
                    continue  # It is asserted, or has never rested on this fact.
                if next(self._heights(head, height), None) is None:
                    self._lose(head)
            self._facts.discard(fact)

    def _consequences(self, fact: Fact) -> list[Fact]:
        found = [
            head
            for trigger in self._reasoner.triggers(fact)
            for head in self._heads(trigger, fact)
        ]
        return sorted(set(found))

    def _heads(self, trigger: Trigger, fact: Fact) -> Iterator[Fact]:
        clause = trigger.clause
        binding = match(trigger.atom, fact, clause.variables)
        if clause.head is not None and binding is not None:
            for found in solve(trigger.rest, binding, self._facts):
                yield self._reasoner.represent(instance(clause.head, found))

    def _heights(self, fact: Fact, level: float = inf) -> Iterator[int]:
        """Yield the levels, up to a highest, that a fact has by what stays."""
        if self._reasoner.literals.given(fact):
            yield ASSERTED + 1
        program, lower = self._reasoner.program, _Lower(self._facts, self._gone, level)
        for relation in program.relations(fact):
            for clause, head in program.heads.get(relation, ()):
                if clause.level >= level:
                    continue
                binding = match(head, fact, clause.variables)
                if binding is not None:
                    for found in solve(clause.body, binding, lower):
                        yield self._reasoner.level(clause, found)

    def _rederive(self, gone: Iterable[Fact], parted: frozenset[int]) -> None:
        """Put back what still follows from what is left.

        Args:
            gone: What was taken away.
            parted: The terms that were the same as others.
        """
        reasoner = self._reasoner
        for fact in gone:
            if not self._split.intersection(fact):
                height = next(self._heights(fact), None)
                if height is not None:
                    reasoner.derive(fact, height)
        # What was asserted of things set apart is put back next. Other than by that,
        # they can come back only by their value, or by a clause that holds their name.
        for term in sorted(parted):
            for given in reasoner.literals.about(term, reasoner.program):
                reasoner.derive(given, ASSERTED + 1)
        for clause in reasoner.program.clauses if parted else ():
            if clause.constants() & parted:
                reasoner.conclude(clause)
        reasoner.run()

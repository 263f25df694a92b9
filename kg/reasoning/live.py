"""The live executor: a fact at a time, into a closure that is kept."""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from kg.reasoning.dictionary import Fact
from kg.reasoning.equality import Equality
from kg.reasoning.facts import ASSERTED, OPEN, FactIndex, instance, match, solve
from kg.reasoning.literals import Literals
from kg.reasoning.program import Clause, Program, Trigger


class LiveReasoner:
    """The closure of a set of facts, kept up to date as facts come.

    Facts are kept in the representatives of their terms: of things that are the same,
    one stands for all (`equality`). `originals` remembers what was asserted where that
    reads differently; `pinned` is what can never be taken back; `vocabulary` what
    articles have no say about, and `refused` what they said of it.
    """

    def __init__(
        self, program: Program, literals: Literals, *, trusted: bool = False
    ) -> None:
        """Start without facts.

        Args:
            program: The rules, specialised to the ontology.
            literals: What is known of the literals among the terms.
            trusted: Whether facts may say of terms of the ontology that they are the
                same. From articles, that is not taken.
        """
        self.facts = FactIndex()
        self.equality = Equality()
        self.originals: dict[Fact, set[Fact]] = {}
        self.refused: set[Fact] = set()
        self.pinned: frozenset[Fact] = frozenset()
        self.vocabulary: frozenset[int] = frozenset()
        self.literals = literals
        self.trusted = trusted
        self._queue: deque[Fact] = deque()
        self.adopt(program)

    def adopt(self, program: Program) -> None:
        """Take another program, and draw the conclusions that it gives as well."""
        self.source = program
        self.program = program.renamed(self.equality.names())
        for fact in self.literals.classify(program):
            self.derive(fact, ASSERTED + 1)
        for clause in self.program.clauses:
            self.conclude(clause)
        self.run()

    def insert(self, facts: Iterable[Fact]) -> None:
        """Assert facts, and draw all conclusions."""
        facts = tuple(facts)  # Reading them may number new literals.
        for given in self.literals.fresh(self.program):
            self.derive(given, ASSERTED + 1)
        for fact in facts:
            self.place(fact)
        self.run()

    def place(self, fact: Fact) -> None:
        """Assert a fact; conclusions wait for `run`."""
        kept = self._settle(fact)
        if kept is None:
            return
        if kept != fact:
            self._remember(kept, fact)
        elif kept in self.originals:
            self.originals[kept].add(fact)
        self._add(kept, ASSERTED)

    def derive(self, fact: Fact, level: int) -> None:
        """Add a fact that follows; conclusions wait for `run`."""
        kept = self._settle(fact)
        if kept is not None:
            self._add(kept, level)

    def _add(self, kept: Fact, level: int) -> None:
        if self.facts.add(kept, level):
            self._queue.append(kept)

    def _settle(self, fact: Fact) -> Fact | None:
        """Merge what a fact says is the same.

        Returns:
            The fact as it is to be kept; None if it is not taken.
        """
        kept = self.represent(fact)
        subject, predicate, object_ = kept
        if predicate != self.program.same or subject == object_:
            return kept
        if self.literals.differ(subject, object_):
            return kept  # A contradiction, and no reason to mix up two values.
        if not self.trusted and {subject, object_} & self.vocabulary:
            self.refused.add(fact)
            return None
        self._merge(subject, object_)
        return self.represent(fact)

    def part(self, terms: Iterable[int]) -> frozenset[int]:
        """Set terms apart from all that is the same; facts about them must be gone.

        Returns:
            All the terms that were the same as these.
        """
        members = [self.equality.members(term) for term in terms]
        for each in members:
            self.equality.split(each[0])
        parted = frozenset(chain.from_iterable(members))
        if parted & self.source.constants:
            self.program = self.source.renamed(self.equality.names())
        return parted

    def run(self) -> None:
        """Draw the conclusions from what was added."""
        while self._queue:
            fact = self._queue.popleft()
            level = self.facts.level(fact)
            if level is None:
                continue  # A merger has moved it, and put what it became in the queue.
            for trigger in self.triggers(fact):
                for head, height in self._conclusions(trigger, fact, level):
                    self.derive(head, height)

    def conclude(self, clause: Clause) -> None:
        """Derive all heads of a clause from the facts that are there."""
        if clause.head is None:
            return
        binding: list[int] = [OPEN] * clause.variables
        found = [
            (instance(clause.head, solution), self.level(clause, solution))
            for solution in solve(clause.body, binding, self.facts)
        ]
        for head, level in found:
            self.derive(head, level)

    def derived(self) -> Iterator[Fact]:
        """Yield the facts that follow, as they are kept."""
        return (fact for fact in self.facts if self.facts.level(fact) != ASSERTED)

    def is_asserted(self, fact: Fact) -> bool:
        """Say whether a fact was given, in just these terms."""
        kept = self.represent(fact)
        if self.facts.level(kept) != ASSERTED:
            return False
        return fact in self.originals.get(kept, {kept})

    def instances(self, clause: Clause) -> Iterator[tuple[Fact, ...]]:
        """Yield the facts that a clause's body is, in each way in which it holds."""
        binding = [OPEN] * clause.variables
        for found in solve(clause.body, binding, self.facts):
            yield tuple(instance(atom, found) for atom in clause.body)

    def triggers(self, fact: Fact) -> Iterator[Trigger]:
        """Yield the places of clauses that a fact may fit."""
        for relation in self.program.relations(fact):
            yield from self.program.triggers.get(relation, ())

    def level(self, clause: Clause, binding: Sequence[int]) -> int:
        """Return the level of what a clause gives: above its axioms and premises."""
        height = self.facts.height
        premises = [height(instance(atom, binding)) for atom in clause.body]
        return 1 + max((clause.level, *premises))

    def represent(self, fact: Fact) -> Fact:
        """Return a fact in the representatives of its terms."""
        if not self.equality:
            return fact
        find = self.equality.find
        return find(fact[0]), find(fact[1]), find(fact[2])

    def _conclusions(
        self, trigger: Trigger, fact: Fact, level: int
    ) -> Sequence[tuple[Fact, int]]:
        """Return what a clause gives for a fact at one of its places, with levels."""
        clause = trigger.clause
        if clause.head is None:
            return ()
        binding = match(trigger.atom, fact, clause.variables)
        if binding is None:
            return ()
        if not trigger.rest:
            height = 1 + max(level, clause.level)
            return ((instance(clause.head, binding), height),)
        return [
            (instance(clause.head, solution), self.level(clause, solution))
            for solution in solve(trigger.rest, binding, self.facts)
        ]

    def _merge(self, one: int, other: int) -> None:
        """Make two terms one, and move the facts of the one that is given up."""
        merged = self.equality.merge(one, other)
        if merged is None:
            return
        kept_term, dropped = merged
        for fact in tuple(self.facts.about(dropped)):
            level = self.facts.level(fact)
            self.facts.discard(fact)
            kept = self.represent(fact)
            if level == ASSERTED:
                for original in self.originals.pop(fact, {fact}):
                    self._remember(kept, original)
            if level is not None and self.facts.add(kept, level):
                self._queue.append(kept)
        if dropped in self.program.constants:
            self._rename(kept_term)

    def _rename(self, term: int) -> None:
        """Write the program in the representatives that there are now.

        Args:
            term: One that now stands where another did; the clauses that speak of it
                have to be tried anew.
        """
        self.program = self.source.renamed(self.equality.names())
        for clause in self.program.clauses:
            if term in clause.constants():
                self.conclude(clause)

    def _remember(self, kept: Fact, original: Fact) -> None:
        """Remember what was asserted where it is kept in other terms."""
        if kept not in self.originals:
            asserted = self.facts.level(kept) == ASSERTED
            self.originals[kept] = {kept} if asserted else set()
        self.originals[kept].add(original)

"""The bulk executor: all facts at once, in sorted arrays, round by round.

Each round applies the clauses to what the round before has found (semi-naive
evaluation). What a round finds is kept apart as a layer: a fact of one layer follows
from facts of those below, which is what proofs go down by.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kg.reasoning.columns import (
    Column,
    Relations,
    Table,
    encode,
    is_class,
    join,
    length,
    project,
    renamed,
    table,
)
from kg.reasoning.equality import Equality
from kg.reasoning.linear import closed_clauses
from kg.reasoning.literals import Literals
from kg.reasoning.mergers import Merger
from kg.reasoning.program import Atom, Clause, Program, Relation

# Most combinations of facts that one clause may look at in a round.
LIMIT = 50_000_000
# New facts are joined to the pairs of a property one by one if they are fewer than this
# share of them; otherwise the pairs are read from end to end.
_SHARE = 32


@dataclass(frozen=True, slots=True)
class _Plan:
    """A clause, and the relations of its atoms."""

    clause: Clause
    head: Atom
    target: Relation
    body: tuple[tuple[Atom, Relation], ...]
    is_closed: bool


class BulkReasoner:
    """The closure of a set of facts, by arrays.

    `facts` are kept in the representatives of their terms (`equality`); `layers` hold
    what was derived, by rounds.
    """

    def __init__(
        self, program: Program, literals: Literals, *, limit: int = LIMIT
    ) -> None:
        """Start without facts.

        Args:
            program: The rules, specialised to the ontology.
            literals: What is known of the literals among the terms.
            limit: Most combinations of facts that a clause may look at in a round.
        """
        self.facts = Relations()
        self.layers: list[Relations] = []
        self.equality = Equality()
        self.program = program
        self._literals = literals
        self._limit = limit
        self._plans = _plans(program)
        self._merger = Merger(program, self.equality, literals)

    def insert(self, facts: Mapping[Relation, Sequence[Column]]) -> None:
        """Assert facts, and draw all conclusions.

        Args:
            facts: By relation; neither sorted nor each once.

        Raises:
            ReasoningError: If a clause would have to look at too many combinations.
        """
        found = {relation: list(arrays) for relation, arrays in facts.items()}
        _extend(found, encode(self._literals.fresh(self.program), self.program))
        fresh, moved = self._take(found)
        fresh, rest = _joined(fresh, moved), Relations()
        while len(fresh) or len(rest):
            found, closed = self._round(fresh, rest)
            rest = self.facts.missing(closed)
            self.facts.add(rest)
            fresh, moved = self._take(found)
            layer = _joined(fresh, rest)
            if len(layer):
                self.layers.append(layer)
            fresh = _joined(fresh, moved)

    def _take(self, found: dict[Relation, list[Column]]) -> tuple[Relations, Relations]:
        """Add what was found.

        Returns:
            What of it is new; and, where things turn out to be the same, what was known
            of them under another name, to which clauses have to be applied anew.
        """
        names = self._merger.merge(found)
        moved: dict[Relation, list[Column]] = {}
        if names:
            moved = self.facts.rename(names)
            for layer in self.layers:
                layer.rename(names)
            found = renamed(found, self.equality.names())
            if self.program.constants & names.keys():
                self._plans = _plans(self.program.renamed(self.equality.names()))
                _extend(moved, self.facts.about(names.values()))
        fresh = self.facts.missing(found)
        self.facts.add(fresh)
        return fresh, fresh.missing(moved)

    def _round(
        self, fresh: Relations, rest: Relations
    ) -> tuple[dict[Relation, list[Column]], dict[Relation, list[Column]]]:
        """Apply all clauses to new facts.

        Args:
            fresh: New facts that all clauses are applied to.
            rest: New facts that all are applied to but those of one premise.

        Returns:
            What follows, and apart from it what follows by closed clauses.
        """
        found: dict[Relation, list[Column]] = defaultdict(list)
        closed: dict[Relation, list[Column]] = defaultdict(list)
        delta = _joined(fresh, rest)
        for plan in self._plans:
            given = fresh if len(plan.body) == 1 else delta
            for place, (_, relation) in enumerate(plan.body):
                if len(given[relation]):
                    heads = self._apply(plan, place, given)
                    if len(heads):
                        (closed if plan.is_closed else found)[plan.target].append(heads)
        return found, closed

    def _apply(self, plan: _Plan, place: int, given: Relations) -> Column:
        """Return what a clause gives where one of its atoms is a new fact."""
        atom, relation = plan.body[place]
        if len(plan.body) == 1 and plan.head == Atom(
            atom.subject, plan.head.predicate, atom.object
        ):
            return given[relation]
        rest = [*plan.body[:place], *plan.body[place + 1 :]]
        found = self._start(plan, place, given, rest)
        while rest and length(found):
            best = max(rest, key=lambda other: _bound(other, found))
            rest.remove(best)
            found = join(found, *best, self.facts, self._limit)
        return project(found, plan.head, plan.target)

    def _start(
        self,
        plan: _Plan,
        place: int,
        given: Relations,
        rest: list[tuple[Atom, Relation]],
    ) -> Table:
        """Return the rows of the first two atoms, or of the first alone."""
        atom, relation = plan.body[place]
        new = given[relation]
        for other in rest:
            pairs, start = self.facts[other[1]], other[0]
            if not is_class(relation) or is_class(other[1]):
                continue
            if atom.subject == start.object and len(new) * _SHARE > len(pairs):
                rest.remove(other)
                return join(table(*other, pairs), atom, relation, given, self._limit)
        return table(atom, relation, new)


def _plans(program: Program) -> tuple[_Plan, ...]:
    closed = closed_clauses(program)
    return tuple(
        _Plan(
            clause=clause,
            head=clause.head,
            target=program.relation(clause.head),
            body=tuple((atom, program.relation(atom)) for atom in clause.body),
            is_closed=clause in closed,
        )
        for clause in program.clauses
        if clause.head is not None
    )


def _bound(atom: tuple[Atom, Relation], found: Table) -> tuple[int, bool]:
    """Say how much of an atom rows tell: the more, the fewer rows it adds."""
    slots = atom[0].subject, atom[0].object
    known = sum(slot < 0 or slot in found for slot in slots)
    return known, is_class(atom[1])


def _extend(
    found: dict[Relation, list[Column]], more: Mapping[Relation, Column]
) -> None:
    for relation, array in more.items():
        found.setdefault(relation, []).append(array)


def _joined(one: Relations, other: Relations) -> Relations:
    found = Relations(one.arrays)
    found.add(other)
    return found

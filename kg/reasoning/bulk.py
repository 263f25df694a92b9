"""The bulk executor: all facts at once, in sorted arrays, round by round.

Each round applies the clauses to what the round before has found (semi-naive
evaluation). What a round finds is kept apart as a layer: a fact of one layer follows
from facts of those below, which is what proofs go down by.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kg.errors import ReasoningError
from kg.reasoning.arrays import ArrayFacts
from kg.reasoning.columns import (
    Column,
    Relations,
    Table,
    TooManyRowsError,
    encode,
    is_class,
    join,
    project,
    renamed,
    table,
)
from kg.reasoning.dictionary import Fact
from kg.reasoning.facts import ASSERTED, OPEN, instance
from kg.reasoning.linear import closed_clauses
from kg.reasoning.live import LiveReasoner
from kg.reasoning.mergers import Merger
from kg.reasoning.program import Atom, Clause, Program, Relation

# Most combinations of facts that one clause may look at in a round.
LIMIT = 50_000_000
# New facts are joined to the pairs of a property one by one if they are fewer than this
# share of them; otherwise the pairs are read from end to end.
_SHARE = 32


class BudgetError(ReasoningError):
    """A clause would have to look at more combinations of facts than are allowed."""

    def __init__(self, clause: Clause, rows: int, limit: int) -> None:
        super().__init__(
            f"{clause.rule}: would have to look at {rows:,} combinations of facts,"
            f" more than the {limit:,} allowed"
        )
        self.clause = clause


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

    def __init__(self, schema: LiveReasoner, *, limit: int = LIMIT) -> None:
        """Start with an ontology alone.

        Args:
            schema: The closure of the ontology, with the program it makes.
            limit: Most combinations of facts that a clause may look at in a round.
        """
        self.relations = Relations()
        self.layers: list[Relations] = []
        self.given = Relations()
        self.equality = schema.equality.copy()
        self.source = schema.source
        self.program = schema.program
        self._schema = schema
        self._axioms = schema.facts
        self._top = max(map(schema.facts.height, schema.facts), default=ASSERTED)
        self._limit = limit
        self._plans = _plans(self.program)
        self._merger = Merger(
            self.program.same, self.equality, schema.literals, schema.vocabulary
        )
        self.insert(encode(schema.facts, self.program), given=False)

    @property
    def facts(self) -> ArrayFacts:
        """The closure, to be asked fact by fact."""
        return ArrayFacts(
            self.relations, self.layers, self.program.type, self._axioms, self._top
        )

    @property
    def refused(self) -> set[Fact]:
        """What data says of the identity of terms of the ontology: not taken."""
        return self._merger.refused

    def asserted(self) -> Iterator[Fact]:
        """Yield the facts of the data as they were given."""
        yield from ArrayFacts(self.given, (), self.program.type)

    def derived(self) -> Iterator[Fact]:
        """Yield the facts that follow, of the ontology or of data, as they are kept."""
        yield from self._schema.derived()
        for layer in self.layers:
            yield from ArrayFacts(layer, (), self.program.type)

    def is_asserted(self, fact: Fact) -> bool:
        """Say whether a fact was given, in just these terms."""
        given = ArrayFacts(self.given, (), self.program.type)
        return fact in given or self._schema.is_asserted(fact)

    def instances(self, clause: Clause) -> Iterator[tuple[Fact, ...]]:
        """Yield the facts that a clause's body is, in each way in which it holds."""
        body = [(atom, self.program.relation(atom)) for atom in clause.body]
        if not body:
            yield ()
            return
        atom, relation = min(body, key=lambda other: len(self.relations[other[1]]))
        found = self._joined(
            table(atom, relation, self.relations[relation]),
            [other for other in body if other[0] != atom],
        )
        names = list(found)
        binding = [OPEN] * (clause.variables + 1)
        for row in zip(*(found[name].tolist() for name in names), strict=True):
            for name, term in zip(names, row, strict=True):
                binding[name] = term
            yield tuple(instance(each, binding) for each in clause.body)

    def insert(self, facts: Mapping[Relation, Column], *, given: bool = True) -> None:
        """Assert facts, and draw all conclusions.

        Args:
            facts: By relation; neither sorted nor each once.
            given: Whether they count as asserted.

        Raises:
            BudgetError: If a clause would have to look at too many combinations.
        """
        found = {relation: [array] for relation, array in facts.items()}
        if given:
            self.given.add(self.given.missing(found))
        values = self._schema.literals.fresh(self.program)
        _extend(found, encode(values, self.program))
        rest = Relations()
        fresh, moved = self._take(found, rest)
        fresh = _joined(fresh, moved)
        while len(fresh) or len(rest):
            found, closed = self._round(fresh, rest)
            rest = self.relations.missing(closed)
            self.relations.add(rest)
            fresh, moved = self._take(found, rest)
            layer = _joined(fresh, rest)
            if len(layer):
                self.layers.append(layer)
            fresh = _joined(fresh, moved)

    def _take(
        self, found: dict[Relation, list[Column]], rest: Relations
    ) -> tuple[Relations, Relations]:
        """Add what was found.

        Args:
            found: Facts, new or not.
            rest: New facts that were added before; they are renamed as all others are.

        Returns:
            What of it is new; and, where things turn out to be the same, what was known
            of them under another name, to which clauses have to be applied anew.
        """
        names = self._merger.merge(found)
        moved: dict[Relation, list[Column]] = {}
        if names:
            moved = self.relations.rename(names)
            for layer in (*self.layers, rest):
                layer.rename(names)
            self._axioms = self._axioms.renamed(self.equality.names())
            if self.program.constants & names.keys():
                self.program = self.source.renamed(self.equality.names())
                self._plans = _plans(self.program)
                _extend(moved, self.relations.about(names.values()))
        if self.equality:
            found = renamed(found, self.equality.names())
        fresh = self.relations.missing(found)
        self.relations.add(fresh)
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
        try:
            found = self._joined(self._start(plan, place, given, rest), rest)
        except TooManyRowsError as error:
            raise BudgetError(plan.clause, error.rows, self._limit) from error
        return project(found, plan.head, plan.target)

    def _joined(self, found: Table, rest: list[tuple[Atom, Relation]]) -> Table:
        """Return rows with all other atoms joined to them."""
        while rest:
            best = max(rest, key=lambda other: _bound(other, found))
            rest.remove(best)
            found = join(found, *best, self.relations, self._limit)
        return found

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
            pairs, start = self.relations[other[1]], other[0]
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

"""A program: the rules of OWL 2 RL, specialised to one ontology.

What is left of a rule once its patterns about the ontology are matched speaks of data
only. Terms are numbers of a `Dictionary`.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from kg.reasoning.dictionary import Fact

# A variable, counted from 0, or the constant `t` as `~t`, which is below 0.
type Slot = int
# What facts fit an atom: those of a property; or of rdf:type, and a class if known.
type Relation = tuple[int, int | None]


@dataclass(frozen=True, slots=True)
class Atom:
    """A triple of data with variables; its predicate is a term, and no slot."""

    subject: Slot
    predicate: int
    object: Slot


@dataclass(frozen=True, slots=True)
class Clause:
    """A rule for data: where all of `body` holds, `head` does too.

    Args:
        rule: The name of the rule that it is made from.
        body: What has to hold; nothing, if the axioms are enough.
        head: What follows; None for a contradiction.
        axioms: The facts about the ontology that the rule was matched with.
        variables: How many there are.
        level: The highest of the axioms (see `FactIndex`).
    """

    rule: str
    body: tuple[Atom, ...]
    head: Atom | None
    axioms: tuple[Fact, ...]
    variables: int
    level: int

    def constants(self) -> frozenset[int]:
        """Return the things that the clause speaks of, classes among them."""
        atoms = self.body if self.head is None else (*self.body, self.head)
        slots = (slot for atom in atoms for slot in (atom.subject, atom.object))
        return frozenset(~slot for slot in slots if slot < 0)


@dataclass(frozen=True, slots=True)
class Trigger:
    """A place of a clause's body where a new fact can fit, and the rest of the body."""

    clause: Clause
    atom: Atom
    rest: tuple[Atom, ...]


@dataclass(frozen=True)
class Program:
    """Clauses, with an index of what sets them off.

    Args:
        clauses: In the order of the rules' file.
        type: The number of rdf:type.
        same: The number of owl:sameAs.
    """

    clauses: tuple[Clause, ...]
    type: int
    same: int
    triggers: Mapping[Relation, tuple[Trigger, ...]] = field(init=False)
    heads: Mapping[Relation, tuple[tuple[Clause, Atom], ...]] = field(init=False)
    constants: frozenset[int] = field(init=False)
    vocabulary: frozenset[int] = field(init=False)

    def __post_init__(self) -> None:
        """Index the clauses by the relations of their bodies and heads."""
        triggers: dict[Relation, list[Trigger]] = defaultdict(list)
        heads: dict[Relation, list[tuple[Clause, Atom]]] = defaultdict(list)
        for clause in self.clauses:
            for place, atom in enumerate(clause.body):
                rest = (*clause.body[:place], *clause.body[place + 1 :])
                triggers[self.relation(atom)].append(Trigger(clause, atom, rest))
            if clause.head is not None:
                heads[self.relation(clause.head)].append((clause, clause.head))
        object.__setattr__(self, "triggers", _frozen(triggers))
        object.__setattr__(self, "heads", _frozen(heads))
        constants = frozenset(c for each in self.clauses for c in each.constants())
        object.__setattr__(self, "constants", constants)
        vocabulary = frozenset(_vocabulary(self.clauses, self.type))
        object.__setattr__(self, "vocabulary", vocabulary)

    def has_open_types(self) -> bool:
        """Say whether a clause is about the members of all classes at once."""
        return any(
            self.relation(atom) == (self.type, None)
            for clause in self.clauses
            for atom in (*clause.body, *((clause.head,) if clause.head else ()))
        )

    def renamed(self, names: Mapping[int, int]) -> "Program":
        """Return the program with other terms, by their names so far."""

        def slot(found: Slot) -> Slot:
            return ~names.get(~found, ~found) if found < 0 else found

        def atom(found: Atom) -> Atom:
            predicate = names.get(found.predicate, found.predicate)
            return Atom(slot(found.subject), predicate, slot(found.object))

        clauses = (
            replace(
                clause,
                body=tuple(map(atom, clause.body)),
                head=None if clause.head is None else atom(clause.head),
            )
            for clause in self.clauses
        )
        return Program(tuple(clauses), self.type, self.same)

    def relation(self, atom: Atom) -> Relation:
        """Return what facts fit an atom: those of a property, or of a class.

        That is the predicate, and the class where it is rdf:type and the class known.
        """
        if atom.predicate == self.type and atom.object < 0:
            return atom.predicate, ~atom.object
        return atom.predicate, None

    def relations(self, fact: Fact) -> tuple[Relation, ...]:
        """Return the relations of atoms that a fact can fit."""
        _, predicate, object_ = fact
        if predicate == self.type:
            return (predicate, object_), (predicate, None)
        return ((predicate, None),)


def _vocabulary(clauses: Iterable[Clause], type_: int) -> Iterator[int]:
    """Yield the properties and classes of clauses."""
    for clause in clauses:
        for atom in (*clause.body, *((clause.head,) if clause.head else ())):
            yield atom.predicate
            if atom.predicate == type_ and atom.object < 0:
                yield ~atom.object


def _frozen[T](
    found: Mapping[Relation, Iterable[T]],
) -> dict[Relation, tuple[T, ...]]:
    return {relation: tuple(values) for relation, values in found.items()}

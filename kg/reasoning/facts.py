"""Facts in memory, found by predicate and subject, or by predicate and object."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol

from kg.reasoning.dictionary import Fact
from kg.reasoning.program import Atom

# Stands for a term that is not known, or may be any.
OPEN = -1
# The level of what was asserted.
ASSERTED = 0


class FactIndex:
    """A set of facts, each with its level.

    What was asserted has level 0; a derived fact has a derivation whose premises are
    all of a lower level, so that there are no circles among these derivations.

    Attributes:
        touched: Where it is a set, each fact added or taken away goes into it.
    """

    def __init__(self) -> None:
        """Start without facts."""
        self._objects: dict[int, dict[int, dict[int, int]]] = {}
        self._subjects: dict[int, dict[int, set[int]]] = {}
        self._size = 0
        self.touched: set[Fact] | None = None

    def __len__(self) -> int:
        """Return how many facts there are."""
        return self._size

    def __iter__(self) -> Iterator[Fact]:
        """Yield all facts, in no order that means anything."""
        for predicate in self._objects:
            for subject, object_ in self.pairs(predicate):
                yield subject, predicate, object_

    def __contains__(self, fact: Fact) -> bool:
        """Say whether a fact is there."""
        return self.level(fact) is not None

    def level(self, fact: Fact) -> int | None:
        """Return the level of a fact, None if it is not there."""
        subject, predicate, object_ = fact
        row = self._objects.get(predicate, _EMPTY).get(subject)
        return None if row is None else row.get(object_)

    def height(self, fact: Fact) -> int:
        """Return the level of a fact, that of the asserted if it is not there."""
        return self.level(fact) or ASSERTED

    def add(self, fact: Fact, level: int) -> bool:
        """Add a fact and say whether it is new; of two levels, the lower one counts."""
        subject, predicate, object_ = fact
        if self.touched is not None:
            self.touched.add(fact)
        row = self._objects.setdefault(predicate, {}).setdefault(subject, {})
        if object_ in row:
            row[object_] = min(row[object_], level)
            return False
        row[object_] = level
        column = self._subjects.setdefault(predicate, {})
        if object_ in column:
            column[object_].add(subject)
        else:
            column[object_] = {subject}
        self._size += 1
        return True

    def discard(self, fact: Fact) -> None:
        """Take a fact away, if it is there."""
        subject, predicate, object_ = fact
        rows = self._objects.get(predicate, _EMPTY)
        row = rows.get(subject)
        if row is None or object_ not in row:
            return
        if self.touched is not None:
            self.touched.add(fact)
        del row[object_]
        if not row:
            del rows[subject]
        column = self._subjects[predicate]
        column[object_].remove(subject)
        if not column[object_]:
            del column[object_]
        self._size -= 1

    def renamed(self, names: Mapping[int, int]) -> "FactIndex":
        """Return the facts with other terms written for some."""
        found = FactIndex()
        for fact in self:
            subject, predicate, object_ = (names.get(term, term) for term in fact)
            found.add((subject, predicate, object_), self.height(fact))
        return found

    def predicates(self) -> tuple[int, ...]:
        """Return the predicates of all facts, ascending."""
        return tuple(sorted(p for p, rows in self._objects.items() if rows))

    def objects(self, subject: int, predicate: int) -> Sequence[int]:
        """Return what a subject is related to."""
        return tuple(self._objects.get(predicate, _EMPTY).get(subject, ()))

    def subjects(self, predicate: int, object_: int) -> Sequence[int]:
        """Return what is related to an object."""
        return tuple(self._subjects.get(predicate, _NO_COLUMN).get(object_, ()))

    def find(
        self, subject: int, predicate: int, object_: int
    ) -> Iterator[tuple[int, int]]:
        """Yield subjects and objects of a predicate, of those that are not open.

        The facts have to stay as they are meanwhile.
        """
        if subject >= 0 and object_ >= 0:
            if (subject, predicate, object_) in self:
                yield subject, object_
        elif subject >= 0:
            for found in self._objects.get(predicate, _EMPTY).get(subject, ()):
                yield subject, found
        elif object_ >= 0:
            for found in self._subjects.get(predicate, _NO_COLUMN).get(object_, ()):
                yield found, object_
        else:
            yield from self.pairs(predicate)

    def pairs(self, predicate: int) -> Iterator[tuple[int, int]]:
        """Yield subjects and objects of a predicate."""
        for subject, row in self._objects.get(predicate, _EMPTY).items():
            for object_ in row:
                yield subject, object_

    def values(self, predicate: int) -> tuple[int, ...]:
        """Return what anything is related to by a predicate, ascending."""
        return tuple(sorted(self._subjects.get(predicate, _NO_COLUMN)))

    def about(self, term: int) -> Iterator[Fact]:
        """Yield the facts that a term stands in."""
        for predicate, rows in self._objects.items():
            for object_ in rows.get(term, ()):
                yield term, predicate, object_
            for subject in self._subjects[predicate].get(term, ()):
                if subject != term:
                    yield subject, predicate, term
        for subject, object_ in self.pairs(term):
            if term not in (subject, object_):
                yield subject, term, object_


_EMPTY: dict[int, dict[int, int]] = {}
_NO_COLUMN: dict[int, set[int]] = {}


class Findable(Protocol):
    """Facts that can be asked for by any of their terms."""

    def find(
        self, subject: int, predicate: int, object_: int
    ) -> Iterator[tuple[int, int]]:
        """Yield subjects and objects of a predicate, of those that are not open."""


def solve(
    atoms: Sequence[Atom], binding: list[int], index: Findable
) -> Iterator[list[int]]:
    """Yield the bindings under which all atoms are facts.

    Args:
        atoms: What has to hold.
        binding: By variable, the term it stands for, or None. The list yielded is
            this one, changed in place: copy what is to be kept.
        index: The facts; they have to stay as they are meanwhile.
    """
    if not atoms:
        yield binding
        return
    best = max(range(len(atoms)), key=lambda i: _bound(atoms[i], binding))
    atom, rest = atoms[best], (*atoms[:best], *atoms[best + 1 :])
    subject, object_ = value(atom.subject, binding), value(atom.object, binding)
    is_loop = subject == OPEN and atom.subject == atom.object
    for start, end in index.find(subject, atom.predicate, object_):
        if is_loop and start != end:
            continue
        if subject == OPEN:
            binding[atom.subject] = start
        if object_ == OPEN:
            binding[atom.object] = end
        if rest:
            yield from solve(rest, binding, index)
        else:
            yield binding
    if subject == OPEN:
        binding[atom.subject] = OPEN
    if object_ == OPEN:
        binding[atom.object] = OPEN


def value(slot: int, binding: Sequence[int]) -> int:
    """Return the term that a slot stands for, or `OPEN`."""
    return ~slot if slot < 0 else binding[slot]


def instance(atom: Atom, binding: Sequence[int]) -> Fact:
    """Return the fact that an atom is under a binding of all its variables."""
    return value(atom.subject, binding), atom.predicate, value(atom.object, binding)


def match(atom: Atom, fact: Fact, variables: int) -> list[int] | None:
    """Return the binding under which an atom is a fact, if there is one."""
    subject, predicate, object_ = fact
    if atom.predicate != predicate:
        return None
    binding = [OPEN] * variables
    for slot, term in ((atom.subject, subject), (atom.object, object_)):
        if value(slot, binding) not in {OPEN, term}:
            return None
        if slot >= 0:
            binding[slot] = term
    return binding


def _bound(atom: Atom, binding: Sequence[int]) -> int:
    return (value(atom.subject, binding) >= 0) + (value(atom.object, binding) >= 0)

"""Facts kept under representatives, read under all names of what they are about."""

from collections.abc import Iterator

from kg.reasoning.arrays import ArrayFacts
from kg.reasoning.equality import Equality
from kg.reasoning.facts import OPEN, FactIndex


class ExpandedFacts:
    """A closure as if each fact were copied to all that is the same."""

    def __init__(self, facts: FactIndex | ArrayFacts, equality: Equality) -> None:
        """Take facts in the representatives of their terms."""
        self._facts = facts
        self._equality = equality

    def find(
        self, subject: int, predicate: int, object_: int
    ) -> Iterator[tuple[int, int]]:
        """Yield subjects and objects of a predicate, of those that are not open."""
        find, members = self._equality.find, self._equality.members
        for start, end in self._facts.find(
            subject if subject == OPEN else find(subject),
            find(predicate),
            object_ if object_ == OPEN else find(object_),
        ):
            for one in (subject,) if subject != OPEN else members(start):
                for other in (object_,) if object_ != OPEN else members(end):
                    yield one, other

    def predicates(self) -> Iterator[int]:
        """Yield the predicates of all facts, ascending, under all their names."""
        yield from sorted(
            name
            for predicate in self._facts.predicates()
            for name in self._equality.members(predicate)
        )

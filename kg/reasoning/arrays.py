"""The closure of the bulk executor, asked fact by fact."""

from collections.abc import Iterator, Sequence

import numpy as np

from kg.reasoning.columns import LOW, SHIFT, Column, Relations, contains
from kg.reasoning.dictionary import Fact
from kg.reasoning.facts import ASSERTED, OPEN, FactIndex
from kg.reasoning.program import Relation


class ArrayFacts:
    """Facts in arrays, each with its level, as `FactIndex` has them."""

    def __init__(
        self,
        facts: Relations,
        layers: Sequence[Relations],
        type_: int,
        schema: FactIndex | None = None,
        top: int = ASSERTED,
    ) -> None:
        """Take facts.

        Args:
            facts: All of them.
            layers: Those that were derived from data, by levels.
            type_: The number of rdf:type.
            schema: The closure of the ontology, which has levels of its own.
            top: The highest of these.
        """
        self._facts = facts
        self._layers = layers
        self._type = type_
        self._schema = schema or FactIndex()
        self._top = top

    def __len__(self) -> int:
        """Return how many facts there are."""
        return len(self._facts)

    def __iter__(self) -> Iterator[Fact]:
        """Yield all facts."""
        for relation, array in self._facts.arrays.items():
            yield from _decode(relation, array)

    def __contains__(self, fact: Fact) -> bool:
        """Say whether a fact is there."""
        return _has(self._facts, *self._place(fact))

    def level(self, fact: Fact) -> int | None:
        """Return the level of a fact, None if it is not there."""
        relation, value = self._place(fact)
        if not _has(self._facts, relation, value):
            return None
        known = self._schema.level(fact)
        if known is not None:
            return known
        for level, layer in self._numbered():
            if _has(layer, relation, value):
                return level
        return ASSERTED

    def about(self, term: int) -> Iterator[Fact]:
        """Yield the facts whose subject or object a term is."""
        for relation, array in self._facts.about((term,)).items():
            yield from _decode(relation, array)

    def leveled(self) -> Iterator[tuple[Fact, int]]:
        """Yield all facts with their levels."""
        for relation, array in self._facts.arrays.items():
            levels = np.full(len(array), ASSERTED)
            for level, layer in reversed(tuple(self._numbered())):
                levels[contains(layer[relation], array)] = level
            for fact, level in zip(
                _decode(relation, array), levels.tolist(), strict=True
            ):
                known = self._schema.level(fact)
                yield fact, level if known is None else known

    def _numbered(self) -> Iterator[tuple[int, Relations]]:
        # What follows from data may rest on any axiom.
        yield from enumerate(self._layers, start=self._top + 1)

    def predicates(self) -> tuple[int, ...]:
        """Return the predicates of all facts, ascending."""
        return tuple(sorted({predicate for predicate, _ in self._facts.arrays}))

    def values(self, predicate: int) -> tuple[int, ...]:
        """Return what anything is related to by a predicate, ascending."""
        if predicate == self._type:
            return tuple(sorted(self._classes()))
        return tuple(np.unique(self._facts[predicate, None] & LOW).tolist())

    def subjects(self, predicate: int, object_: int) -> tuple[int, ...]:
        """Return what is related to an object, ascending."""
        return tuple(start for start, _ in self.find(OPEN, predicate, object_))

    def pairs(self, predicate: int) -> Iterator[tuple[int, int]]:
        """Yield subjects and objects of a predicate."""
        return self.find(OPEN, predicate, OPEN)

    def find(
        self, subject: int, predicate: int, object_: int
    ) -> Iterator[tuple[int, int]]:
        """Yield subjects and objects of a predicate, of those that are not open."""
        if predicate == self._type:
            yield from self._members(subject, object_)
        elif OPEN not in (subject, object_):
            if (subject, predicate, object_) in self:
                yield subject, object_
        elif subject != OPEN:
            for pair in _range(self._facts[predicate, None], subject):
                yield subject, pair & LOW
        elif object_ != OPEN:
            for pair in _range(self._facts.inverse((predicate, None)), object_):
                yield pair & LOW, object_
        else:
            for pair in self._facts[predicate, None].tolist():
                yield pair >> SHIFT, pair & LOW

    def _members(self, subject: int, object_: int) -> Iterator[tuple[int, int]]:
        for class_ in self._classes() if object_ == OPEN else (object_,):
            if subject == OPEN:
                for member in self._facts[self._type, class_].tolist():
                    yield member, class_
            elif (subject, self._type, class_) in self:
                yield subject, class_

    def _classes(self) -> Iterator[int]:
        for predicate, class_ in self._facts.arrays:
            if predicate == self._type and class_ is not None:
                yield class_

    def _place(self, fact: Fact) -> tuple[Relation, int]:
        subject, predicate, object_ = fact
        if predicate == self._type:
            return (predicate, object_), subject
        return (predicate, None), subject << SHIFT | object_


def _decode(relation: Relation, array: Column) -> Iterator[Fact]:
    predicate, class_ = relation
    for value in array.tolist():
        if class_ is None:
            yield value >> SHIFT, predicate, value & LOW
        else:
            yield value, predicate, class_


def _has(facts: Relations, relation: Relation, value: int) -> bool:
    array = facts[relation]
    place = int(array.searchsorted(value))
    return place < len(array) and int(array[place]) == value


def _range(pairs: Column, key: int) -> list[int]:
    first, last = np.searchsorted(pairs, (key << SHIFT, (key + 1) << SHIFT))
    found: list[int] = pairs[first:last].tolist()
    return found

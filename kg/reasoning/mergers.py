"""What turns out to be the same in a round of the bulk executor."""

import numpy as np

from kg.reasoning.columns import LOW, SHIFT, Column, union
from kg.reasoning.dictionary import Fact
from kg.reasoning.equality import Equality
from kg.reasoning.literals import Literals
from kg.reasoning.program import Relation


class Merger:
    """Makes one of things that are said to be the same.

    Terms of the ontology are not merged, since these facts are of articles (`refused`);
    nor are literals of different values, which is a contradiction.
    """

    def __init__(
        self,
        same: int,
        equality: Equality,
        literals: Literals,
        vocabulary: frozenset[int],
    ) -> None:
        """Take what to change, `equality`, and what to go by.

        Args:
            same: The number of owl:sameAs.
            equality: Which terms are the same so far.
            literals: What is known of the literals among the terms.
            vocabulary: The terms of the ontology.
        """
        self.refused = set[Fact]()
        self._equality = equality
        self._literals = literals
        self._vocabulary = vocabulary
        self._same: Relation = (same, None)

    def merge(self, found: dict[Relation, list[Column]]) -> dict[int, int]:
        """Merge what facts say is the same, and put what is to be stored there.

        Returns:
            The representative that each term has from now on which was one itself.
        """
        if self._same not in found:
            return {}
        names: dict[int, int] = {}
        kept: set[int] = set()
        for pair in union(found.pop(self._same)).tolist():
            one, other = (
                self._equality.find(term) for term in (pair >> SHIFT, pair & LOW)
            )
            if one == other:
                kept.add(pair >> SHIFT)
            elif self._literals.differ(one, other):
                found.setdefault(self._same, []).append(np.array([pair], np.int64))
            elif {one, other} & self._vocabulary:
                self.refused.add((one, self._same[0], other))
            elif merged := self._equality.merge(one, other):
                names[merged[1]] = merged[0]
                kept.add(merged[0])
        same = np.array(sorted({self._equality.find(term) for term in kept}), np.int64)
        if len(same):
            found.setdefault(self._same, []).append((same << SHIFT) | same)
        return {term: self._equality.find(term) for term in names}

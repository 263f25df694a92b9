"""Figures of a comparison: precision, recall, F1, doubtful statements made edges."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """How well what was found covers what is there; `name` is what was compared."""

    group: str
    name: str
    correct: int
    found: int
    gold: int

    @property
    def precision(self) -> float:
        """The share of what was found that is right; 0 where nothing was found."""
        return self.correct / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """The share of what is there that was found; 0 where there is nothing."""
        return self.correct / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        both = self.found + self.gold
        return 2 * self.correct / both if both else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Leak:
    """How many statements that are no facts became direct edges all the same.

    `doubtful` counts the gold statements that are reported, negated or not actual.
    """

    doubtful: int
    edges: int

    @property
    def share(self) -> float:
        """The share of doubtful statements that became edges."""
        return self.edges / self.doubtful if self.doubtful else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """All figures of one comparison."""

    scores: tuple[Score, ...]
    leak: Leak


def matched[T](
    group: str,
    name: str,
    pairs: Iterable[tuple[Sequence[T], Sequence[T]]],
    fits: Callable[[T, T], bool],
) -> Score:
    """Score what was found in each article against what is there.

    Each thing counts once: as many are correct as can be paired off.
    """
    correct = found = gold = 0
    for there, here in pairs:
        correct += len(pair_off(there, here, fits))
        found += len(here)
        gold += len(there)
    return Score(group=group, name=name, correct=correct, found=found, gold=gold)


def pair_off[T](
    gold: Sequence[T], found: Sequence[T], fits: Callable[[T, T], bool]
) -> dict[int, int]:
    """Return as many pairs as there can be, index of `found` to index of `gold`.

    A matching of greatest size in a bipartite graph, by augmenting paths.
    """
    edges = [[j for j, f in enumerate(found) if fits(g, f)] for g in gold]
    taken: dict[int, int] = {}

    def place(i: int, seen: set[int]) -> bool:
        for j in edges[i]:
            if j not in seen:
                seen.add(j)
                if j not in taken or place(taken[j], seen):
                    taken[j] = i
                    return True
        return False

    for i in range(len(gold)):
        place(i, set())
    return taken

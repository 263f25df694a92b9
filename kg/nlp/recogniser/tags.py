"""Spans as tags of single tokens (begin, inside, last, unit), and the way back."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

type Floats = NDArray[np.float32]
# A labelled stretch of tokens: start, end (half-open), label.
type LabelledSpan = tuple[int, int, str]

_OUTSIDE = 0
_BEGIN, _INSIDE, _LAST, _UNIT = range(4)
_NEVER = np.float32(-1e9)


@dataclass(frozen=True)
class TagSet:
    """The tags of some labels: tag 0 is outside, then four for each label in order."""

    labels: tuple[str, ...]

    def __len__(self) -> int:
        return 1 + 4 * len(self.labels)

    def columns(self, label: str) -> slice:
        """Return where the tags of a label stand."""
        first = 1 + 4 * self.labels.index(label)
        return slice(first, first + 4)

    def encode(self, spans: Iterable[LabelledSpan], length: int) -> NDArray[np.int64]:
        """Return the tag of each token; of spans that overlap, the longest counts."""
        tags = np.zeros(length, dtype=np.int64)
        for start, end, label in sorted(spans, key=lambda s: (s[0] - s[1], s)):
            if tags[start:end].any():
                continue
            first = self.columns(label).start
            tags[start:end] = first + _INSIDE
            tags[end - 1] = first + _LAST
            tags[start] = first + (_UNIT if end - start == 1 else _BEGIN)
        return tags

    def decode(self, scores: Floats) -> tuple[LabelledSpan, ...]:
        """Return the spans of the best legal sequence of tags.

        Args:
            scores: Logarithms of probabilities, a row for each token.
        """
        found = []
        start = 0
        for i, tag in enumerate(self._best(scores)):
            position = (tag - 1) % 4
            if tag == _OUTSIDE:
                continue
            if position in {_BEGIN, _UNIT}:
                start = i
            if position in {_LAST, _UNIT}:
                found.append((start, i + 1, self.labels[(tag - 1) // 4]))
        return tuple(found)

    def _best(self, scores: Floats) -> Sequence[int]:
        """Find the best path: mostly the best tags, which are mostly legal."""
        if not len(scores):
            return ()
        likeliest = scores.argmax(axis=1)
        steps, may_begin, may_end = self._transitions
        costs = steps[likeliest[:-1], likeliest[1:]]
        if not (may_begin[likeliest[0]] or may_end[likeliest[-1]] or costs.any()):
            return [int(tag) for tag in likeliest]
        return self._best_legal(scores)

    def _best_legal(self, scores: Floats) -> Sequence[int]:
        """Find the best path with the algorithm of Viterbi."""
        steps, may_begin, may_end = self._transitions
        best = scores[0] + may_begin
        previous = []
        for row in scores[1:]:
            ways = best[:, None] + steps
            choice = ways.argmax(axis=0)
            previous.append(choice)
            best = ways[choice, np.arange(len(choice))] + row
        path = [int((best + may_end).argmax())]
        for choice in reversed(previous):
            path.append(int(choice[path[-1]]))
        return path[::-1]

    @cached_property
    def _transitions(self) -> tuple[Floats, Floats, Floats]:
        """Return what each step, start and end costs: nothing, or too much."""
        tags = np.arange(len(self))
        label, position = (tags - 1) // 4, (tags - 1) % 4
        opens = (tags == _OUTSIDE) | np.isin(position, (_BEGIN, _UNIT))
        closes = (tags == _OUTSIDE) | np.isin(position, (_LAST, _UNIT))
        same = label[:, None] == label[None, :]
        legal = np.where(closes[:, None], opens[None, :], same & ~opens[None, :])
        return tuple(  # type: ignore[return-value] # three, as there are three inputs
            np.where(mask, np.float32(0), _NEVER) for mask in (legal, opens, closes)
        )

"""Fit a multinomial linear model with a penalty on large weights."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kg.nlp.choice.features import Floats, View
from kg.nlp.choice.softmax import Softmax, softmax

_STEPS = 250
_RATE = 0.05
# Adam, as Kingma and Ba recommend it (2015).
_BETA1, _BETA2, _TINY = 0.9, 0.999, 1e-8


@dataclass(frozen=True, slots=True)
class Lesson:
    """What is seen, the answer to give, and how much the lesson counts."""

    view: View
    answer: str
    weight: float = 1.0


def fit_softmax(lessons: Sequence[Lesson], penalty: float, least: int = 2) -> Softmax:
    """Return the model that explains the answers best; the same for the same lessons.

    Args:
        lessons: At least one.
        penalty: Of the squares of the weights, against the mean loss of a lesson.
        least: How many lessons a name must occur in to have a weight.
    """
    labels = tuple(sorted({lesson.answer for lesson in lessons}))
    values = _Values.of(lessons, least)
    dense = np.stack([lesson.view.dense for lesson in lessons])
    dense = np.column_stack([dense, np.ones(len(lessons), dtype=np.float32)])
    wanted = np.zeros((len(lessons), len(labels)), dtype=np.float32)
    wanted[range(len(lessons)), [labels.index(each.answer) for each in lessons]] = 1
    share = np.array([lesson.weight for lesson in lessons], dtype=np.float32)[:, None]
    share /= share.sum()
    split = len(values.names)
    theta = np.zeros((split + dense.shape[1], len(labels)), dtype=np.float32)
    shrink = np.full((len(theta), 1), penalty, dtype=np.float32)
    shrink[-1] = 0
    first, second = np.zeros_like(theta), np.zeros_like(theta)
    for step in range(1, _STEPS + 1):
        scores = values.times(theta[:split]) + dense @ theta[split:]
        error = (softmax(scores) - wanted) * share
        slope = np.concatenate([values.back(error), dense.T @ error]) + shrink * theta
        first = _BETA1 * first + (1 - _BETA1) * slope
        second = _BETA2 * second + (1 - _BETA2) * slope**2
        scaled = np.sqrt(second / (1 - _BETA2**step)) + _TINY
        rate = _RATE * (1 - step / (_STEPS + 1))
        theta -= np.float32(rate) * (first / (1 - _BETA1**step)) / scaled
    rows = {name: i for i, name in enumerate(values.names)}
    return Softmax(labels, rows, theta[:split], theta[split:-1], theta[-1])


@dataclass(frozen=True, slots=True)
class _Values:
    """A sparse matrix, a row a lesson, kept by rows and by columns."""

    names: tuple[str, ...]
    rows: NDArray[np.int64]
    columns: NDArray[np.int64]
    values: Floats
    by_column: NDArray[np.int64]
    row_starts: NDArray[np.int64]
    column_starts: NDArray[np.int64]

    @classmethod
    def of(cls, lessons: Sequence[Lesson], least: int) -> "_Values":
        count: dict[str, int] = {}
        for lesson in lessons:
            for name in lesson.view.values:
                count[name] = count.get(name, 0) + 1
        # Every row has this one, so that none is empty.
        names = ("", *sorted(name for name, n in count.items() if n >= least))
        index = {name: i for i, name in enumerate(names)}
        cells = [
            (row, index[name], value)
            for row, lesson in enumerate(lessons)
            for name, value in (("", 1.0), *sorted(lesson.view.values.items()))
            if name in index
        ]
        rows, columns = (np.array([cell[i] for cell in cells]) for i in (0, 1))
        order = np.argsort(columns, kind="stable")
        return cls(
            names=names,
            rows=rows,
            columns=columns,
            values=np.array([cell[2] for cell in cells], dtype=np.float32)[:, None],
            by_column=order,
            row_starts=np.searchsorted(rows, np.arange(len(lessons))),
            column_starts=np.searchsorted(columns[order], np.arange(len(names))),
        )

    def times(self, weights: Floats) -> Floats:
        """Return the scores of the rows."""
        cells = weights[self.columns] * self.values
        return np.asarray(np.add.reduceat(cells, self.row_starts, axis=0))

    def back(self, error: Floats) -> Floats:
        """Return the slope of the weights for the errors of the rows."""
        cells = (error[self.rows] * self.values)[self.by_column]
        return np.asarray(np.add.reduceat(cells, self.column_starts, axis=0))

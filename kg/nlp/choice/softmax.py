"""A multinomial linear model over named values and vectors."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from kg.nlp.choice.features import Floats, View


@dataclass(frozen=True, slots=True)
class Softmax:
    """One row of weights for each name, one for each number of the vectors, a bias."""

    labels: tuple[str, ...]
    rows: Mapping[str, int]
    sparse: Floats
    dense: Floats
    bias: Floats

    def of(self, view: View) -> Floats:
        """Return the probability of each label."""
        score = self.bias + view.dense @ self.dense
        for name, value in view.values.items():
            row = self.rows.get(name)
            if row is not None:
                score = score + np.float32(value) * self.sparse[row]
        return softmax(score)


def softmax(scores: Floats) -> Floats:
    """Return probabilities for scores, along the last axis."""
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=-1, keepdims=True), dtype=np.float32)

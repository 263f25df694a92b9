"""The recogniser's network: embeddings, three convolutions, a softmax for each task."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from thinc.api import (
    Dropout,
    HashEmbed,
    Linear,
    Maxout,
    Model,
    Softmax,
    chain,
    clone,
    concatenate,
    expand_window,
    fix_random_seed,
    residual,
)

from kg.nlp.recogniser.features import Features, Keys
from kg.nlp.recogniser.tags import Floats

SEED = 1
# Rows and width of the embedding of each column of `Features.keys`.
_EMBEDDINGS = (
    (3000, 48), (800, 16), (1500, 24), (1200, 24), (64, 16), (64, 8),
    (64, 16), (64, 24), (64, 8),
)  # fmt: skip
_WIDTH = 96
_DEPTH = 3
_DROPOUT = 0.3
# As far as the convolutions reach; sentences packed together lie farther apart.
_GAP = _DEPTH + 1

type Inputs = tuple[Keys, Floats]


@dataclass(frozen=True, slots=True)
class Network:
    """A shared body, and a head for each task."""

    body: Model[Any, Any]
    heads: tuple[Model[Any, Any], ...]

    @property
    def models(self) -> tuple[Model[Any, Any], ...]:
        """The body and the heads."""
        return (self.body, *self.heads)

    @classmethod
    def build(cls, dense: int, sizes: Sequence[int]) -> "Network":
        """Return a network with random weights, which are always the same.

        Args:
            dense: Columns of `Features.dense`.
            sizes: How many tags each task has.
        """
        fix_random_seed(SEED)
        inputs: list[Model[Any, Any]] = [
            chain(
                _pick(0),
                HashEmbed(width, rows, column=i, seed=i + 1, dropout=_DROPOUT / 2),
            )
            for i, (rows, width) in enumerate(_EMBEDDINGS)
        ]
        inputs.append(chain(_pick(1), Dropout(_DROPOUT), Linear(_WIDTH, dense)))
        joined = sum(width for _, width in _EMBEDDINGS) + _WIDTH
        body: Model[Any, Any] = chain(
            concatenate(*inputs),
            _layer(joined),
            clone(residual(chain(expand_window(1), _layer(3 * _WIDTH))), _DEPTH),
        )
        body.initialize()
        heads = tuple(Softmax(size, _WIDTH) for size in sizes)
        for head in heads:
            head.initialize()
        return cls(body, heads)

    def predict(self, sentences: Sequence[Features]) -> list[list[Floats]]:
        """Return the probability of each tag, for each task and sentence.

        There is a row for each token of a sentence.
        """
        inputs, places = pack(sentences)
        hidden = self.body.predict(inputs)
        found = [head.predict(hidden) for head in self.heads]
        return [[rows[place] for place in places] for rows in found]

    def to_bytes(self) -> list[bytes]:
        """Return the weights of the body and the heads."""
        return [model.to_bytes() for model in self.models]

    def from_bytes(self, weights: Sequence[bytes]) -> None:
        """Read weights that a network of the same sizes wrote."""
        for model, data in zip(self.models, weights, strict=True):
            model.from_bytes(data)


def pack(sentences: Sequence[Features]) -> tuple[Inputs, list[slice]]:
    """Lay sentences behind each other, with gaps; say where each one lies."""
    first = sentences[0]
    keys = [np.zeros((_GAP, first.keys.shape[1]), dtype=np.uint64)]
    dense = [np.zeros((_GAP, first.dense.shape[1]), dtype=np.float32)]
    places = []
    position = _GAP
    for sentence in sentences:
        places.append(slice(position, position + len(sentence.keys)))
        position = places[-1].stop + _GAP
        keys += [sentence.keys, keys[0]]
        dense += [sentence.dense, dense[0]]
    return (np.concatenate(keys), np.concatenate(dense)), places


def _layer(width: int) -> Model[Any, Any]:
    return Maxout(_WIDTH, width, nP=3, normalize=True, dropout=_DROPOUT)


def _pick(which: int) -> Model[Any, Any]:
    """Return a layer that passes on one of two inputs, and learns nothing."""

    def forward(_: Model[Any, Any], inputs: Any, is_train: bool) -> Any:  # noqa: ANN401, ARG001, FBT001 - a callback of thinc
        return inputs[which], lambda _: inputs

    return Model("pick", forward)

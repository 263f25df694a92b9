"""What the recogniser sees of a token: its form, parse, stock entity and class."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from spacy.strings import get_string_id
from spacy.tokens import Doc

from kg.nlp.recogniser.tags import Floats

_ATTRIBUTES = ("NORM", "PREFIX", "SUFFIX", "SHAPE", "TAG", "DEP")
# How many columns `Features.keys` has: the attributes, entity, known name, noun.
COLUMNS = len(_ATTRIBUTES) + 3

type Keys = NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Features:
    """A row for each token: `keys` are hashes of strings, `dense` are vectors."""

    keys: Keys
    dense: Floats

    def part(self, start: int, end: int) -> "Features":
        """Return the rows of some tokens."""
        return Features(self.keys[start:end], self.dense[start:end])


def read_features(
    doc: Doc, known: Iterable[tuple[int, int, str]], nouns: Mapping[str, str]
) -> Features:
    """Return what the recogniser sees of a parsed doc.

    Args:
        doc: The doc, with parse and entities of the stock pipeline.
        known: Names of the gazetteer: start, end and what they are.
        nouns: The class that each noun of the lexicon tells.
    """
    attributes = doc.to_array(list(_ATTRIBUTES)).astype(np.uint64)
    entities = [f"{t.ent_iob_}-{t.ent_type_}" for t in doc]
    kinds = [nouns.get(t.lower_) or nouns.get(t.lemma_.lower(), "") for t in doc]
    columns = [_keys(c) for c in (entities, _positions(known, len(doc)), kinds)]
    vectors = [token.vector for token in doc]
    return Features(
        keys=np.column_stack([attributes.reshape(len(doc), -1), *columns]),
        dense=np.column_stack([np.array(vectors), doc.tensor]).astype(np.float32),
    )


def width_of(doc: Doc) -> int:
    """Return how many numbers stand for a token of a doc."""
    return int(doc.vocab.vectors_length + doc.tensor.shape[1])


def _keys(texts: Iterable[str]) -> Keys:
    return np.array([get_string_id(t) if t else 0 for t in texts], dtype=np.uint64)


def _positions(known: Iterable[tuple[int, int, str]], length: int) -> list[str]:
    """Say of each token where in which kind of known name it stands; longest wins."""
    found = [""] * length
    for start, end, kind in sorted(known, key=lambda name: name[1] - name[0]):
        for i in range(start, end):
            first, last = "B" if i == start else "I", "L" if i == end - 1 else ""
            found[i] = f"{first}{last}-{kind}"
    return found

"""Hand-built docs: a parse is written down, one token a line."""

from collections.abc import Callable

import pytest
import spacy
from spacy.tokens import Doc
from spacy.vocab import Vocab

type Parse = Callable[[str], Doc]


@pytest.fixture(scope="session")
def vocab() -> Vocab:
    return spacy.blank("en").vocab


@pytest.fixture
def parse(vocab: Vocab) -> Parse:
    """Build a doc from lines of: word lemma part-of-speech tag head-index label.

    A seventh column holds an entity label in IOB form, such as B-DATE. A blank line
    starts no new sentence; the roots do.
    """

    def build(text: str) -> Doc:
        rows = [line.split() for line in text.strip().splitlines()]
        words, lemmas, pos, tags, heads, deps = zip(
            *(row[:6] for row in rows), strict=True
        )
        ents = [row[6] if len(row) > 6 else "O" for row in rows]
        return Doc(
            vocab,
            words=words,
            lemmas=lemmas,
            pos=pos,
            tags=tags,
            heads=[int(head) for head in heads],
            deps=deps,
            ents=ents,
        )

    return build

"""Hand-built docs: a parse is written down, one token a line."""

from collections.abc import Callable
from pathlib import Path

import pytest
import spacy
from spacy.tokens import Doc
from spacy.vocab import Vocab

from kg.model import MentionKind
from kg.nlp.choice.candidates import plain_frame
from kg.nlp.matches import RelationMatch
from kg.nlp.mentions import Referent
from kg.nlp.names import Sense

type Parse = Callable[[str], Doc]

PARSES = Path(__file__).with_name("parses.txt")


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
            words=list(words),
            lemmas=list(lemmas),
            pos=list(pos),
            tags=list(tags),
            heads=[int(head) for head in heads],
            deps=list(deps),
            ents=ents,
        )

    return build


@pytest.fixture(scope="session")
def parses() -> dict[str, str]:
    """The parses that are written down in `parses.txt`, by their sentence."""
    text = PARSES.read_text(encoding="utf-8")
    blocks = (block.partition("\n") for block in text.strip().split("\n\n"))
    return {sentence.removeprefix("# "): rows for sentence, _, rows in blocks}


@pytest.fixture
def parsed(parse: Parse, parses: dict[str, str]) -> Parse:
    """Build the doc of a sentence, tokens set apart by spaces, as `parses.txt` has it.

    A parse there is what the sentence means, not always what a parser makes of it.
    """
    return lambda sentence: parse(parses[sentence])


@pytest.fixture
def match_of(parsed: Parse) -> Callable[[str, str], RelationMatch]:
    """Match a relation between the first and third word of a sentence of states."""

    def match(sentence: str, relation: str) -> RelationMatch:
        doc = parsed(sentence)
        subject, object_ = (Sense("State", doc[i].text) for i in (0, 2))
        return RelationMatch(
            frame=plain_frame(relation),
            trigger=doc[1],
            subject=Referent(0, 1, MentionKind.NAME, (subject,)),
            subject_sense=subject,
            object=Referent(2, 3, MentionKind.NAME, (object_,)),
            object_sense=object_,
        )

    return match

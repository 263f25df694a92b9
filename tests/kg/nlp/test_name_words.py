import pytest
import spacy
from spacy.tokens import Doc

from kg.nlp.name_words import read_name_words


def _is_no_name(text, start, end):
    """Ask about some tokens of words that are written word/dep/head."""
    rows = [word.split("/") for word in text.split()]
    doc = Doc(
        spacy.blank("en").vocab,
        words=[row[0] for row in rows],
        pos=["PROPN" if row[0][:1].isupper() else "X" for row in rows],
        deps=[row[1] for row in rows],
        heads=[int(row[2]) for row in rows],
    )
    return read_name_words().is_no_name(doc[start:end])


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        pytest.param("Sgt./compound/1 Ilves/ROOT/1", 0, 1, id="rank"),
        pytest.param("Brig/ROOT/0 ./punct/0", 0, 1, id="rank without its point"),
        pytest.param("Jan./ROOT/0 3/nummod/0", 0, 1, id="month"),
        pytest.param("./punct/1 Ilves/ROOT/1", 0, 1, id="sign"),
        pytest.param("Secretary/ROOT/0 of/prep/0 State/pobj/1", 2, 3, id="office"),
        pytest.param("Defence/compound/1 Minister/ROOT/1", 0, 1, id="office before"),
        pytest.param("(/punct/1 Arabic/ROOT/1 :/punct/1", 1, 2, id="language"),
    ],
)
def test_what_looks_like_a_name_and_is_none(text, start, end):
    assert _is_no_name(text, start, end)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        pytest.param("May/nsubj/1 resigned/ROOT/1", 0, 1, id="surname like a month"),
        pytest.param("Ilves/nsubj/1 spoke/ROOT/1", 0, 1, id="surname"),
        pytest.param("Da’esh/nsubj/1 fled/ROOT/1", 0, 1, id="apostrophe"),
        pytest.param("Bank/ROOT/0 of/prep/0 Scotland/pobj/1", 2, 3, id="no office"),
    ],
)
def test_what_is_a_name(text, start, end):
    assert not _is_no_name(text, start, end)

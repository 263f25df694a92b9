import pytest
import spacy
from spacy.tokens import Doc

from kg.nlp.agreement import agree
from kg.nlp.name_words import read_name_words
from kg.nlp.senses import Name, Sense

NOUNS = {"province": "Region", "town": "City", "frigate": "Ship"}


def _types(text, *names):
    """Let names agree: each is a word's index and class; words are word/pos/head."""
    rows = [word.split("/") for word in text.split()]
    doc = Doc(
        spacy.blank("en").vocab,
        words=[row[0] for row in rows],
        pos=[row[1] for row in rows],
        tags=["NN" if row[1] == "NOUN" else "X" for row in rows],
        heads=[int(row[2]) for row in rows],
        deps=["ROOT" if int(row[2]) == i else "dep" for i, row in enumerate(rows)],
    )
    found = [Name(i, i + 1, (Sense(kind, doc[i].text),)) for i, kind in names]
    agreed = agree(doc, found, NOUNS, read_name_words())
    return [name.senses[0].type for name in agreed]


@pytest.mark.parametrize(
    ("text", "index", "kind"),
    [
        pytest.param("Xandor/PROPN/1 province/NOUN/1", 0, "Region", id="after"),
        pytest.param(
            "town/NOUN/0 of/ADP/0 Xandor/PROPN/1", 2, "City", id="before, with of"
        ),
        pytest.param("frigate/NOUN/1 Xandor/PROPN/1", 1, "Ship", id="before"),
    ],
)
def test_a_noun_beside_a_name_tells_its_class(text, index, kind):
    assert _types(text, (index, "Person")) == [kind]


def test_what_a_noun_tells_once_holds_for_the_whole_text():
    text = "Xandor/PROPN/1 province/NOUN/1 ./PUNCT/1 Xandor/PROPN/4 fell/VERB/4"

    assert _types(text, (0, "Place"), (3, "Person")) == ["Region", "Region"]


def test_the_usual_class_of_a_name_is_that_of_all_its_mentions():
    text = "Xandor/PROPN/3 Xandor/PROPN/3 Xandor/PROPN/3 fell/VERB/3"

    types = _types(text, (0, "Place"), (1, "Person"), (2, "Place"))

    assert types == ["Place", "Place", "Place"]


def test_names_of_which_no_class_is_the_usual_one_stay_what_they_are():
    text = "Xandor/PROPN/2 Xandor/PROPN/2 fell/VERB/2"

    assert _types(text, (0, "Place"), (1, "Person")) == ["Place", "Person"]


def test_a_noun_of_another_phrase_tells_nothing():
    text = "Xandor/PROPN/2 province/NOUN/2 fell/VERB/2"

    assert _types(text, (0, "Person")) == ["Person"]


def test_near_at_the_head_of_a_clause_tells_a_place():
    text = "Near/PROPN/1 Xandor/PROPN/2 fell/VERB/2"

    assert _types(text, (1, "Person")) == ["Place"]


def test_what_a_name_is_said_to_be_tells_its_class():
    text = "Xandor/PROPN/0 ,/PUNCT/0 a/DET/3 town/NOUN/0"
    rows = [word.split("/") for word in text.split()]
    doc = Doc(
        spacy.blank("en").vocab,
        words=[row[0] for row in rows],
        pos=[row[1] for row in rows],
        tags=["NNP", ",", "DT", "NN"],
        heads=[int(row[2]) for row in rows],
        deps=["ROOT", "punct", "det", "appos"],
    )

    (name,) = agree(
        doc, [Name(0, 1, (Sense("Person", "Xandor"),))], NOUNS, read_name_words()
    )

    assert name.senses[0].type == "City"

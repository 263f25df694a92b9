"""Descriptions and surnames that refer to what was named before."""

import pytest

from kg.model import Article

pytestmark = pytest.mark.model


def names_of(annotator, text, words):
    annotation = next(annotator.annotate([Article(id="a", text=text)]))
    return [m.name for m in annotation.mentions if m.text == words]


def test_a_surname_is_the_person_named_in_full(annotator):
    text = "Emmanuel Macron visited Berlin. Macron condemned Iran."

    assert names_of(annotator, text, "Macron") == ["Emmanuel Macron"]


def test_a_surname_that_two_persons_bear_is_neither(annotator):
    text = "Adam Holt met Clara Holt in Baku. Holt smiled."

    names = names_of(annotator, text, "Holt")

    assert not set(names) & {"Adam Holt", "Clara Holt"}


@pytest.mark.parametrize(
    ("text", "same"),
    [
        pytest.param("Rockets hit Odesa. The city was dark.", True, id="one city"),
        pytest.param(
            "Rockets hit Odesa and Kharkiv. The city was dark.", False, id="two"
        ),
        pytest.param(
            "Rockets hit Odesa. The city of pipes was dark.", False, id="told apart"
        ),
    ],
)
def test_a_definite_description_takes_up_the_only_one_named(annotator, text, same):
    named = names_of(annotator, text, "Odesa")

    assert (names_of(annotator, text, "city") == named) is same

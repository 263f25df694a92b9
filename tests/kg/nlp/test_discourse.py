"""The words of discourse: all there, and a broken file is named with its key."""

from dataclasses import fields

import pytest

from kg.errors import LexiconError
from kg.nlp.discourse import DISCOURSE, DiscourseWords, read_discourse_words


@pytest.mark.parametrize("name", [field.name for field in fields(DiscourseWords)])
def test_every_list_of_discourse_holds_words_in_lower_case(name):
    words = getattr(read_discourse_words(), name)

    assert words
    assert all(word == word.lower() for word in words)


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        pytest.param("causes:", "roots:", "causes, roots", id="missing"),
        pytest.param("both: [two, both]", "both: two", "both", id="no-list"),
        pytest.param('"on"', "on", "circumstances", id="truth-value"),
    ],
)
def test_a_broken_list_of_discourse_is_named(tmp_path, old, new, key):
    text = DISCOURSE.read_text(encoding="utf-8")
    copy = tmp_path / "discourse.yaml"
    copy.write_text(text.replace(old, new), encoding="utf-8")

    with pytest.raises(LexiconError, match=rf"discourse\.yaml.*: {key}$"):
        read_discourse_words(copy)

"""Places that stand for teams are told from places."""

import pytest

from kg.linking.disambiguation import link
from kg.linking.sports import is_about_sports, teams_among
from kg.model import Mention, MentionKind, Span


def mention(text, name, type_name="State", occurrence=0):
    start = -1
    for _ in range(occurrence + 1):
        start = text.index(name, start + 1)
    return Mention(
        id=f"{name}-{start}",
        span=Span(start, start + len(name)),
        text=name,
        kind=MentionKind.NAME,
        type=type_name,
        name=name,
    )


@pytest.mark.parametrize(
    "text",
    [
        "The goalkeeper was sent off in the second half.",
        "Latvia beat Estonia 2-1 on Friday.",
        "The coach said his players had scored too late.",
    ],
    ids=["a word", "a result", "hints"],
)
def test_sports_are_recognised(text):
    assert is_about_sports(text)


@pytest.mark.parametrize(
    "text",
    [
        "Latvia and Estonia agreed on Friday to share fighter jets.",
        "Parliament voted 51-49 for the treaty.",
        "The minister called the talks a game of chess.",
        "A tennis court was hit. " + "The shelling went on for hours. " * 40,
    ],
    ids=["politics", "a vote", "one hint", "by the way"],
)
def test_politics_are_no_sports(text):
    assert not is_about_sports(text)


@pytest.mark.parametrize(
    ("text", "name", "plays"),
    [
        ("Latvia beat Estonia 2-1 on Friday.", "Latvia", True),
        ("The goalkeeper was born in Latvia.", "Latvia", False),
        ("Latvia coach Janis Ozols resigned.", "Latvia", True),
        ("Latvia's captain lifted the cup.", "Latvia", True),
        ("Latvia coached its diplomats well.", "Latvia", False),
        ("Latvia expelled two diplomats.", "Latvia", False),
    ],
    ids=["plays", "where", "coach", "captain", "coached", "politics"],
)
def test_a_place_that_plays_is_a_team(text, name, plays):
    found = mention(text, name)

    assert teams_among([found], text) == ({found.id} if plays else set())


def test_a_person_is_no_team():
    text = "Maria Berzina captain of the team won 6-3."

    assert not teams_among([mention(text, "Maria Berzina", "Person")], text)


def test_a_team_is_not_linked_and_its_state_is(gazetteer, ontology):
    text = "Iran beat Qatar 2-1. The goalkeeper had arrived from Iran on Monday."
    team, state = mention(text, "Iran"), mention(text, "Iran", occurrence=1)

    (first, second), _ = link(
        [team, state], gazetteer, ontology, article_id="a", text=text
    )

    assert first.qid is None
    assert first.entity != second.entity
    assert first.type == "State"
    assert second.entity == "Iran"

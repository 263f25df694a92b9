"""What is taken for granted, whatever the clause around it says."""

import pytest

from kg.model import Article, Modality, Polarity

pytestmark = pytest.mark.model

FACT = (Polarity.POSITIVE, Modality.ACTUAL)


@pytest.mark.parametrize(
    "text",
    [
        "Iran did not respond to Israel's attack on Natanz.",
        "Iran will respond after Israel's attack on Natanz.",
        "Jordan may act over Israel's attack on Natanz.",
        "Israel will pay for attacking Iran.",
        "Iran will never forgive Israel for attacking Iraq.",
        "Iran would retaliate despite Israel's attack on Iraq.",
    ],
)
def test_what_a_clause_takes_for_granted_stays_a_fact(annotator, text):
    assert attack(annotator, text) == FACT


@pytest.mark.parametrize(
    "text",
    [
        "Iran denied Israel's attack on Natanz.",
        "Iran fears Israel's attack on Natanz.",
        "Israel will respond by attacking Iran.",
        "Israel is preparing for its attack on Natanz.",
        "Israel did not launch the attack on Natanz.",
    ],
)
def test_what_a_word_plans_denies_or_fears_is_not_taken_for_granted(annotator, text):
    assert attack(annotator, text) != FACT


def test_a_state_is_not_denied_by_who_is_in_it(annotator):
    text = "Moscow's embassy in Washington dismissed the report."

    found = next(annotator.annotate([Article(id="a", text=text)])).relation_mentions

    assert [(m.predicate, m.polarity) for m in found] == [
        ("locatedIn", Polarity.POSITIVE)
    ]


def attack(annotator, text):
    """Return polarity and modality of the only attack that a text tells of."""
    found = next(annotator.annotate([Article(id="a", text=text)])).relation_mentions
    (one,) = [m for m in found if m.predicate == "attacks"]
    return one.polarity, one.modality

"""Scores against gold records, on hand-made records."""

from dataclasses import replace

import pytest

from kg.evaluation import Score, evaluate
from kg.model import Mention, MentionKind, Modality, RelationMention, Report, Span
from kg.record import Record


def mention(identifier: str, start: int, type_name: str = "State") -> Mention:
    return Mention(
        id=identifier,
        span=Span(start, start + 5),
        text="Words",
        kind=MentionKind.NAME,
        type=type_name,
        name="Words",
    )


CLAIM = RelationMention(
    subject="m1",
    predicate="threatens",
    object="m2",
    trigger=Span(6, 8),
    evidence=Span(0, 20),
)
GOLD = Record(
    article="a",
    mentions=(mention("m1", 0), mention("m2", 10)),
    relation_mentions=(CLAIM,),
)


def scores(found: Record) -> dict[str, tuple[int, int, int]]:
    rows = evaluate([GOLD], {found.article: found})
    return {row.name: (row.correct, row.found, row.gold) for row in rows}


def test_equal_records_are_all_correct():
    assert scores(GOLD) == {
        "mentions": (2, 2, 2),
        "claims": (1, 1, 1),
        "claims, in full": (1, 1, 1),
        "threatens": (1, 1, 1),
    }


def test_mention_needs_span_and_type():
    found = replace(GOLD, mentions=(mention("m1", 0), mention("m2", 10, "City")))

    assert scores(found)["mentions"] == (1, 2, 2)
    assert scores(found)["claims"] == (1, 1, 1)


@pytest.mark.parametrize(
    "claim",
    [
        replace(CLAIM, modality=Modality.PLANNED),
        replace(CLAIM, report=Report(source=None, cue=None, content=())),
    ],
    ids=["modality", "attribution"],
)
def test_claim_in_full_needs_the_same_reading(claim):
    found = scores(replace(GOLD, relation_mentions=(claim,)))

    assert found["claims"] == (1, 1, 1)
    assert found["claims, in full"] == (0, 1, 1)


def test_direction_and_relation_count():
    turned = replace(CLAIM, subject="m2", object="m1")
    other = replace(CLAIM, predicate="accuses")

    found = scores(replace(GOLD, relation_mentions=(turned, other)))

    assert found["claims"] == (0, 2, 1)
    assert found["accuses"] == (0, 1, 0)
    assert found["threatens"] == (0, 1, 1)


def test_repeated_claim_counts_once_as_correct():
    assert scores(replace(GOLD, relation_mentions=(CLAIM, CLAIM)))["claims"] == (
        1,
        2,
        1,
    )


def test_missing_record_costs_recall_only():
    assert scores(replace(GOLD, article="b"))["mentions"] == (0, 0, 2)


def test_figures_follow_from_the_counts():
    score = Score(name="claims", correct=1, found=2, gold=4)

    assert (score.precision, score.recall) == (0.5, 0.25)
    assert score.f1 == pytest.approx(1 / 3)
    nothing = Score(name="claims", correct=0, found=0, gold=0)
    assert (nothing.precision, nothing.recall, nothing.f1) == (0, 0, 0)

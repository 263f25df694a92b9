"""Scores against gold records, on hand-made records."""

from dataclasses import replace

import pytest

from kg.evaluation.comparison import evaluate
from kg.evaluation.scores import Leak, Score, pair_off
from kg.model import (
    Event,
    Mention,
    MentionKind,
    Modality,
    Polarity,
    RelationMention,
    Report,
    Span,
)
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
SAID = Report(source=None, cue=Span(20, 24), content=(Span(0, 18),))


@pytest.fixture
def score(ontology):
    """Return how a record scores: correct, found and gold of each figure."""

    def compare(found: Record, gold: Record = GOLD) -> dict[str, tuple[int, int, int]]:
        scores = evaluate([gold], {found.article: found}, ontology).scores
        return {
            f"{row.group}: {row.name}": (row.correct, row.found, row.gold)
            for row in scores
        }

    return compare


def test_equal_records_are_all_correct(score):
    figures = score(GOLD)

    assert figures["mentions: span and type"] == (2, 2, 2)
    assert figures["type: State"] == (2, 2, 2)
    assert figures["relation: threatens"] == (1, 1, 1)
    assert figures["claims: in full, with speaker"] == (1, 1, 1)


def test_mention_needs_span_and_type(score):
    found = score(replace(GOLD, mentions=(mention("m1", 0), mention("m2", 10, "City"))))

    assert found["mentions: span"] == (2, 2, 2)
    assert found["mentions: span and type"] == (1, 2, 2)
    assert found["claims: pair and relation"] == (1, 1, 1)


@pytest.mark.parametrize("words", ["the Words", "Words's", "two Words", "its Words"])
def test_determiners_numbers_and_genitives_are_no_part_of_a_mention(score, words):
    start = 10 - words.index("Words")
    longer = replace(
        mention("m2", 10), text=words, span=Span(start, start + len(words))
    )

    figures = score(replace(GOLD, mentions=(mention("m1", 0), longer)))

    assert figures["mentions: span"] == (2, 2, 2)


@pytest.mark.parametrize(
    ("claim", "in_its_world"),
    [
        (replace(CLAIM, modality=Modality.PLANNED), 0),
        (replace(CLAIM, polarity=Polarity.NEGATIVE), 0),
        (replace(CLAIM, report=SAID), 1),
    ],
    ids=["modality", "polarity", "attribution"],
)
def test_claim_in_full_needs_the_same_reading(score, claim, in_its_world):
    found = score(replace(GOLD, relation_mentions=(claim,)))

    assert found["claims: pair and relation"] == (1, 1, 1)
    assert found["claims: with polarity and modality"] == (in_its_world, 1, 1)
    assert found["claims: in full, with speaker"] == (0, 1, 1)


def test_speaker_has_to_be_the_one_of_the_gold(score):
    mentions = (*GOLD.mentions, mention("m3", 30), mention("m4", 40))
    said = replace(CLAIM, report=replace(SAID, mention="m3"))
    other = replace(CLAIM, report=replace(SAID, mention="m4"))
    gold = replace(GOLD, mentions=mentions, relation_mentions=(said,))

    found = score(replace(gold, relation_mentions=(other,)), gold)

    assert found["claims: with polarity and modality"] == (1, 1, 1)
    assert found["claims: in full, with speaker"] == (0, 1, 1)


def test_direction_and_relation_count(score):
    turned = replace(CLAIM, subject="m2", object="m1")
    other = replace(CLAIM, predicate="accuses")

    found = score(replace(GOLD, relation_mentions=(turned, other)))

    assert found["claims: pair"] == (1, 2, 1)
    assert found["claims: pair and relation"] == (0, 2, 1)
    assert found["relation: accuses"] == (0, 1, 0)
    assert found["relation: threatens"] == (0, 1, 1)


@pytest.mark.parametrize(
    ("said", "found"),
    [("borders", "borders"), ("suppliesTo", "purchasesFrom")],
    ids=["symmetric", "inverse"],
)
def test_the_other_way_to_say_it_is_as_good(score, said, found):
    gold = replace(GOLD, relation_mentions=(replace(CLAIM, predicate=said),))
    turned = replace(CLAIM, predicate=found, subject="m2", object="m1")

    figures = score(replace(GOLD, relation_mentions=(turned,)), gold)

    assert figures["claims: pair and relation"] == (1, 1, 1)


def test_an_end_may_be_any_mention_of_the_entity(score):
    again = replace(mention("m3", 30), entity="X")
    first = replace(mention("m1", 0), entity="X")
    gold = replace(GOLD, mentions=(first, GOLD.mentions[1], again))
    found = replace(gold, relation_mentions=(replace(CLAIM, subject="m3"),))

    assert score(found, gold)["claims: pair and relation"] == (1, 1, 1)


def test_what_is_said_twice_is_one_statement(score):
    again = replace(CLAIM, trigger=Span(8, 9))

    figures = score(replace(GOLD, relation_mentions=(CLAIM, again)))

    assert figures["claims: pair and relation"] == (1, 1, 1)


def test_attribution_needs_cue_content_and_source(score):
    report = Report(source=Span(30, 35), cue=Span(20, 24), content=(Span(0, 18),))
    gold = replace(GOLD, reports=(report,))
    short = replace(report, content=(Span(0, 5),))

    same = score(replace(GOLD, reports=(report,)), gold)
    less = score(replace(GOLD, reports=(short,)), gold)
    unnamed = score(replace(GOLD, reports=(replace(report, source=None),)), gold)

    assert same["attributions: source, cue and content"] == (1, 1, 1)
    assert less["attributions: cue and content touch"] == (1, 1, 1)
    assert less["attributions: source, cue and content"] == (0, 1, 1)
    assert unnamed["attributions: source, cue and content"] == (0, 1, 1)


def test_event_that_is_not_found_counts_as_certain(score):
    gold = replace(GOLD, events=(Event(trigger=Span(6, 8), factuality=-3.0),))

    assert score(gold, gold)["factuality: negated"] == (1, 1, 1)
    assert score(GOLD, gold)["factuality: negated"] == (0, 0, 1)


def test_missing_record_costs_recall_only(score):
    assert score(replace(GOLD, article="b"))["mentions: span"] == (0, 0, 2)


DENIED = replace(CLAIM, polarity=Polarity.NEGATIVE)


@pytest.mark.parametrize(
    ("gold", "found", "edges"),
    [
        ((DENIED,), (CLAIM,), 1),
        ((DENIED,), (DENIED,), 0),
        ((DENIED, CLAIM), (CLAIM,), 0),
        ((DENIED,), (), 0),
    ],
    ids=["denial read as fact", "denial", "fact elsewhere", "nothing"],
)
def test_doubtful_statements_that_became_edges(ontology, gold, found, edges):
    there = replace(GOLD, relation_mentions=gold)
    here = replace(GOLD, relation_mentions=found)

    leak = evaluate([there], {"a": here}, ontology).leak

    assert leak == Leak(doubtful=1, edges=edges)
    assert leak.share == edges


def test_as_many_as_possible_are_paired_off():
    """The first could take either of the found, the second only the first."""
    fits = {("a", "x"), ("a", "y"), ("b", "x")}

    assert pair_off("ab", "xy", lambda *pair: pair in fits) == {0: 1, 1: 0}


def test_figures_follow_from_the_counts():
    score = Score(group="claims", name="pair", correct=1, found=2, gold=4)

    assert (score.precision, score.recall) == (0.5, 0.25)
    assert score.f1 == pytest.approx(1 / 3)
    nothing = Score(group="claims", name="pair", correct=0, found=0, gold=0)
    assert (nothing.precision, nothing.recall, nothing.f1) == (0, 0, 0)
    assert Leak(doubtful=0, edges=0).share == 0

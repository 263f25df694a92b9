"""Relation mentions become claims: what is dropped, merged and made an edge."""

from dataclasses import replace
from datetime import date

import pytest

from kg.claims import act_keys, is_edge, make_claims
from kg.model import (
    Annotation,
    Article,
    Mention,
    MentionKind,
    Modality,
    Period,
    Polarity,
    RelationMention,
    Report,
    Span,
)

TEXT = (
    "Iran threatened Israel. Israel borders Syria. Syria borders Israel, said Aliyev."
)


def mention(mention_id, word, type_name="State", entity=None, nth=0):
    start = -1
    for _ in range(nth + 1):
        start = TEXT.index(word, start + 1)
    return Mention(
        id=mention_id,
        span=Span(start, start + len(word)),
        text=word,
        kind=MentionKind.NAME,
        type=type_name,
        name=word,
        entity=word if entity is None else entity,
    )


IRAN = mention("m1", "Iran")
ISRAEL = mention("m2", "Israel")
SYRIA = mention("m3", "Syria")
ALIYEV = mention("m4", "Aliyev", "Person")
MENTIONS = (IRAN, ISRAEL, SYRIA, ALIYEV)


def relation(subject, predicate, object_, *, at=0, **parts):
    return RelationMention(
        subject=subject.id,
        predicate=predicate,
        object=object_.id,
        trigger=Span(at + 5, at + 15),
        evidence=Span(at, at + 23),
        **parts,
    )


def claims_of(ontology, *relation_mentions, mentions=MENTIONS):
    annotation = Annotation(
        article=Article(id="a", text=TEXT),
        mentions=mentions,
        relation_mentions=relation_mentions,
        reports=(),
        events=(),
        model="none",
    )
    return make_claims(annotation, mentions, ontology)


def test_claim_names_entities_and_quotes_its_sentence(ontology):
    (claim,) = claims_of(ontology, relation(IRAN, "threatens", ISRAEL))

    assert (claim.subject, claim.predicate, claim.object) == (
        "Iran",
        "threatens",
        "Israel",
    )
    assert claim.article == "a"
    assert claim.evidence[0].quote == "Iran threatened Israel."
    assert claim.evidence[0].subject == IRAN


@pytest.mark.parametrize(
    ("mentions", "why"),
    [
        ((replace(IRAN, entity=None), ISRAEL), "an end is not linked"),
        ((replace(IRAN, entity="Israel"), ISRAEL), "both ends are one entity"),
        ((ISRAEL,), "an end is not among the mentions"),
        ((replace(IRAN, type="River"), ISRAEL), "the relation does not take its type"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_relation_mention_is_dropped_when(ontology, mentions, why):
    assert why
    assert (
        claims_of(ontology, relation(IRAN, "threatens", ISRAEL), mentions=mentions)
        == ()
    )


def test_both_readings_of_a_symmetric_relation_are_one_claim_as_first_said(ontology):
    later = relation(ISRAEL, "borders", SYRIA, at=46)
    earlier = relation(SYRIA, "borders", ISRAEL, at=24)

    (claim,) = claims_of(ontology, later, earlier)

    assert (claim.subject, claim.object) == ("Syria", "Israel")
    assert len(claim.evidence) == 2


def test_a_denial_stays_apart_from_what_it_denies(ontology):
    affirmed = relation(IRAN, "threatens", ISRAEL)
    denied = replace(affirmed, polarity=Polarity.NEGATIVE)

    assert len(claims_of(ontology, affirmed, denied)) == 2


def test_equal_claims_keep_the_highest_confidence(ontology):
    weak = relation(IRAN, "threatens", ISRAEL, confidence=0.4)
    strong = relation(IRAN, "threatens", ISRAEL, at=24, confidence=0.9)

    (claim,) = claims_of(ontology, strong, weak)

    assert claim.confidence == 0.9
    assert [e.sentence.start for e in claim.evidence] == [0, 24]


def test_attribution_time_and_place_are_kept(ontology):
    october = Period(date(2021, 10, 5), date(2021, 10, 5))
    said = Report(source=ALIYEV.span, cue=None, content=(), mention=ALIYEV.id)

    (claim,) = claims_of(
        ontology,
        relation(IRAN, "threatens", ISRAEL, report=said, time=october, place=SYRIA.id),
    )

    assert claim.reported
    assert claim.attributed_to == "Aliyev"
    assert claim.time == october
    assert claim.place == "Syria"


BY_IRAN = Report(source=IRAN.span, cue=None, content=(), mention=IRAN.id)
BY_ALIYEV = Report(source=ALIYEV.span, cue=None, content=(), mention=ALIYEV.id)
BY_NOBODY = Report(source=None, cue=None, content=())


@pytest.mark.parametrize(
    ("predicate", "parts", "edge"),
    [
        pytest.param("attacks", {}, True, id="the article's own"),
        pytest.param("attacks", {"report": BY_IRAN}, False, id="a deed reported"),
        pytest.param("threatens", {"report": BY_IRAN}, True, id="an act of saying"),
        pytest.param(
            "threatens", {"report": BY_ALIYEV}, False, id="alleged of another"
        ),
        pytest.param("threatens", {"report": BY_NOBODY}, False, id="said by nobody"),
        pytest.param("attacks", {"polarity": Polarity.NEGATIVE}, False, id="a denial"),
        *(
            pytest.param("attacks", {"modality": modality}, False, id=modality)
            for modality in Modality
            if modality is not Modality.ACTUAL
        ),
    ],
)
def test_edge_is_written_only_for_what_is_affirmed_and_actual(
    ontology, predicate, parts, edge
):
    (claim,) = claims_of(ontology, relation(IRAN, predicate, ISRAEL, **parts))

    assert is_edge(claim, ontology) is edge


def act_of(ontology, predicate="threatens", *, turned=False, **parts):
    ends = (ISRAEL, IRAN) if turned else (IRAN, ISRAEL)
    (claim,) = claims_of(ontology, relation(ends[0], predicate, ends[1], **parts))
    (act,) = act_keys([claim], ontology)
    return act


@pytest.mark.parametrize(
    "parts",
    [
        {"polarity": Polarity.NEGATIVE},
        {"modality": Modality.POSSIBLE},
        {"report": Report(source=None, cue=None, content=())},
    ],
    ids=["denied", "feared", "reported"],
)
def test_an_act_is_the_same_however_it_is_spoken_of(ontology, parts):
    assert act_of(ontology) == act_of(ontology, **parts)


@pytest.mark.parametrize(
    ("predicate", "other"),
    [("consultsWith", "consultsWith"), ("suppliesTo", "purchasesFrom")],
    ids=["symmetric", "inverse"],
)
def test_an_act_is_the_same_from_either_side(ontology, predicate, other):
    assert act_of(ontology, predicate) == act_of(ontology, other, turned=True)


def test_the_other_direction_is_another_act(ontology):
    assert act_of(ontology) != act_of(ontology, turned=True)


def test_acts_of_other_days_are_others_and_months_hold_their_days_together(ontology):
    monday, tuesday, last = date(2024, 3, 4), date(2024, 3, 5), date(2024, 3, 31)
    april = date(2024, 4, 1)

    def on(start, end):
        return act_of(ontology, time=Period(start, end))

    assert on(monday, monday) != on(tuesday, tuesday)
    assert on(monday, last) == on(tuesday, last)
    assert on(monday, april) == on(monday, None) == act_of(ontology)


def test_a_state_of_affairs_is_no_act(ontology):
    assert act_of(ontology, "borders") is None


def test_a_finer_relation_tells_of_the_same_act(ontology):
    assert act_of(ontology, "kills") == act_of(ontology, "attacks")
    assert act_of(ontology, "arrests") != act_of(ontology, "attacks")


MONDAY, TUESDAY = date(2024, 3, 4), date(2024, 3, 5)
ON_MONDAY, ON_TUESDAY = Period(MONDAY, MONDAY), Period(TUESDAY, TUESDAY)
IN_MARCH = Period(date(2024, 3, 1), date(2024, 3, 31))


def acts_on(ontology, *times):
    claims = [
        claim
        for time in times
        for claim in claims_of(ontology, relation(IRAN, "attacks", ISRAEL, time=time))
    ]
    return [act[-1] for act in act_keys(claims, ontology) if act]


@pytest.mark.parametrize(
    ("times", "expected"),
    [
        ((ON_MONDAY, None), ["2024-03-04", "2024-03-04"]),
        ((None, IN_MARCH), ["2024-03", "2024-03"]),
        ((IN_MARCH, ON_MONDAY, None), ["2024-03-04"] * 3),
        ((ON_MONDAY, ON_TUESDAY, None), ["2024-03-04", "2024-03-05", ""]),
        ((IN_MARCH, ON_MONDAY, ON_TUESDAY), ["2024-03", "2024-03-04", "2024-03-05"]),
    ],
    ids=["no day", "no month", "a month and no day", "which day", "which of the days"],
)
def test_what_an_article_tells_again_without_a_day_is_the_act_it_dates(
    ontology, times, expected
):
    assert acts_on(ontology, *times) == expected


def test_the_day_of_another_act_is_not_taken(ontology):
    dated = claims_of(ontology, relation(IRAN, "attacks", SYRIA, time=ON_MONDAY))
    undated = claims_of(ontology, relation(IRAN, "attacks", ISRAEL))

    acts = act_keys([*dated, *undated], ontology)

    assert [act[-1] for act in acts if act] == ["2024-03-04", ""]

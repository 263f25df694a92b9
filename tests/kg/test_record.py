"""The extraction record: written as specified, and read back."""

import json
from dataclasses import replace
from datetime import date

import pytest

from kg.errors import ArticleError
from kg.model import (
    Article,
    Claim,
    Event,
    Evidence,
    Extraction,
    Mention,
    MentionKind,
    Modality,
    Period,
    Polarity,
    Report,
    Span,
)
from kg.record import from_record, to_record

TEXT = "On Monday Freedonia's envoy said Osterlich may attack Sylvania near Klopstokia."


def span(words: str) -> Span:
    start = TEXT.index(words)
    return Span(start, start + len(words))


def mention(identifier: str, words: str, **fields) -> Mention:
    known = {"type": "State", "name": words, "entity": words, "qid": None} | fields
    return Mention(
        id=identifier, span=span(words), text=words, kind=MentionKind.NAME, **known
    )


FREEDONIA = mention("x9", "Freedonia", qid="Q1")
OSTERLICH = mention("x1", "Osterlich", confidence=2 / 3)
SYLVANIA = mention("x2", "Sylvania")
KLOPSTOKIA = mention("x3", "Klopstokia")
REPORT = Report(
    source=span("Freedonia's envoy"),
    cue=span("said"),
    content=(span("On Monday"), span("Osterlich may attack Sylvania near Klopstokia")),
    mention="x9",
)
EVIDENCE = Evidence(
    article="a",
    sentence=Span(0, len(TEXT)),
    quote=TEXT,
    trigger=span("attack"),
    subject=OSTERLICH,
    object=SYLVANIA,
    report=REPORT,
    place=KLOPSTOKIA,
)
CLAIM = Claim(
    subject="Osterlich",
    predicate="attacks",
    object="Sylvania",
    polarity=Polarity.POSITIVE,
    modality=Modality.POSSIBLE,
    attributed_to="Freedonia",
    reported=True,
    time=Period(date(2021, 10, 4), None),
    place="Klopstokia",
    article="a",
    confidence=0.87654321,
    evidence=(EVIDENCE,),
)
EXTRACTION = Extraction(
    article=Article(id="a", text=TEXT),
    mentions=(KLOPSTOKIA, SYLVANIA, OSTERLICH, FREEDONIA),
    entities=(),
    claims=(CLAIM,),
    reports=(REPORT,),
    events=(Event(trigger=span("attack"), factuality=1 / 3),),
    model="fake 1",
)


def test_record_says_all_that_was_extracted(ontology):
    record = to_record(EXTRACTION, ontology)

    assert [m["text"] for m in record["mentions"]] == [
        "Freedonia",
        "Osterlich",
        "Sylvania",
        "Klopstokia",
    ]
    assert record["mentions"][1] == {
        "id": "m2",
        "start": 33,
        "end": 42,
        "text": "Osterlich",
        "kind": "name",
        "type": "State",
        "entity": "Osterlich",
        "qid": None,
        "confidence": 0.6667,
    }
    assert record["claims"] == [
        {
            "subject": "m2",
            "predicate": "attacks",
            "object": "m3",
            "trigger": {"start": 47, "end": 53},
            "evidence": {"start": 0, "end": len(TEXT)},
            "polarity": "positive",
            "modality": "possible",
            "attribution": {
                "source": "m1",
                "cue": {"start": 28, "end": 32},
                "content": {"start": 33, "end": 78},
            },
            "time": {"start": "2021-10-04", "end": None},
            "place": "m4",
            "plover": "ASSAULT",
            "confidence": 0.8765,
        }
    ]
    assert record["attributions"] == [
        {
            "source": {"start": 10, "end": 27},
            "cue": {"start": 28, "end": 32},
            "content": [{"start": 0, "end": 9}, {"start": 33, "end": 78}],
        }
    ]
    assert record["events"] == [
        {"trigger": {"start": 47, "end": 53}, "factuality": 0.3333}
    ]


def test_each_piece_of_evidence_is_a_claim_of_the_record(ontology):
    later = replace(EVIDENCE, report=None, place=None)
    claim = replace(CLAIM, evidence=(EVIDENCE, later), time=None)

    record = to_record(replace(EXTRACTION, claims=(claim,)), ontology)

    assert [bool(c["attribution"]) for c in record["claims"]] == [False, True]


def test_order_of_what_was_extracted_does_not_show(ontology):
    other = replace(CLAIM, predicate="threatens")
    one = replace(EXTRACTION, claims=(CLAIM, other))
    two = replace(EXTRACTION, claims=(other, CLAIM), mentions=EXTRACTION.mentions[::-1])

    assert to_record(one, ontology) == to_record(two, ontology)


@pytest.mark.parametrize(
    ("known", "written"),
    [
        pytest.param("City", "City", id="a class of records"),
        pytest.param("Strait", "Place", id="below one"),
        pytest.param("HistoricalState", "State", id="a state, no mere place"),
        pytest.param("Territory", "Region", id="below two"),
        pytest.param("University", "ResearchInstitute", id="the nearest"),
    ],
)
def test_record_knows_the_classes_of_the_contract_only(ontology, known, written):
    mentions = (mention("x1", "Osterlich", type=known),)

    record = to_record(replace(EXTRACTION, mentions=mentions, claims=()), ontology)

    assert [m["type"] for m in record["mentions"]] == [written]


@pytest.mark.parametrize(
    ("known", "written"),
    [
        pytest.param("attacks", "attacks", id="a relation of records"),
        pytest.param("kills", "attacks", id="below one"),
        pytest.param("organOf", "partOf", id="below one and another"),
        pytest.param("appoints", "appoints", id="below none"),
    ],
)
def test_record_knows_the_relations_of_the_contract(ontology, known, written):
    assert ontology.record_relation(known) == written


def test_record_is_read_back_as_it_was_written(ontology):
    line = json.dumps(to_record(EXTRACTION, ontology))

    record = from_record(json.loads(line))

    assert record.article == "a"
    assert [(m.span, m.type) for m in record.mentions] == [
        (m.span, m.type) for m in (FREEDONIA, OSTERLICH, SYLVANIA, KLOPSTOKIA)
    ]
    (claim,) = record.relation_mentions
    assert (claim.subject, claim.predicate, claim.object) == ("m2", "attacks", "m3")
    assert claim.modality is Modality.POSSIBLE
    assert claim.time == CLAIM.time
    assert claim.report is not None
    assert claim.report.mention == "m1"
    assert record.reports == (replace(REPORT, mention=None),)
    assert record.events[0].trigger == span("attack")


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        pytest.param({"mentions": None}, "not iterable", id="no list"),
        pytest.param({"mentions": [{"id": "m1"}]}, "'start' is missing", id="field"),
        pytest.param({"mentions": []}, "a claim names 'm2', no mention", id="mention"),
        pytest.param({"events": [{"trigger": [], "factuality": 1}]}, "list", id="type"),
    ],
)
def test_malformed_record_is_named(ontology, change, reason):
    record = to_record(EXTRACTION, ontology) | change

    with pytest.raises(ArticleError, match=r"^gold\.jsonl:3: ") as caught:
        from_record(record, "gold.jsonl:3")

    assert reason in caught.value.reason

"""The PLOVER type of a claim: what is to come or not done is another event."""

import pytest

from kg.config import Settings
from kg.model import Claim, Evidence, Mention, MentionKind, Modality, Polarity, Span
from kg.ontology import read_ontology
from kg.plover import event_type

ONTOLOGY = read_ontology(Settings().ontology)


def claim(predicate, polarity, modality, *, reported, evidence=()):
    return Claim(
        subject="Iran",
        predicate=predicate,
        object="Iraq",
        polarity=Polarity(polarity),
        modality=Modality(modality),
        attributed_to=None,
        reported=reported,
        time=None,
        place=None,
        article="a",
        confidence=0.5,
        evidence=evidence,
    )


@pytest.mark.parametrize(
    ("predicate", "polarity", "modality", "reported", "code"),
    [
        pytest.param("aids", "positive", "actual", False, "AID", id="done"),
        pytest.param("aids", "positive", "planned", True, "AGREE", id="promised"),
        pytest.param("attacks", "positive", "planned", False, "THREATEN", id="threat"),
        pytest.param(
            "protestsAgainst", "positive", "planned", True, "THREATEN", id="called"
        ),
        pytest.param("aids", "negative", "actual", False, "REJECT", id="refused"),
        pytest.param("attacks", "negative", "planned", True, "CONCEDE", id="renounced"),
        pytest.param("attacks", "negative", "actual", True, None, id="denied"),
        pytest.param("attacks", "positive", "possible", True, "ASSAULT", id="feared"),
        pytest.param("borders", "positive", "actual", False, None, id="no act"),
    ],
)
def test_an_event_has_the_type_of_what_is_done(
    predicate, polarity, modality, reported, code
):
    said = claim(predicate, polarity, modality, reported=reported)
    assert event_type(said, ONTOLOGY) == code


@pytest.mark.parametrize(
    ("polarity", "modality", "code"),
    [
        pytest.param("positive", "actual", "SUPPORT", id="signed"),
        pytest.param("positive", "planned", "AGREE", id="to be signed"),
        pytest.param("negative", "actual", "REJECT", id="not reached"),
    ],
)
def test_words_may_tell_another_type_than_the_relation(polarity, modality, code):
    span = Span(0, 4)
    mention = Mention(
        id="a#0",
        span=span,
        text="Iran",
        type="State",
        kind=MentionKind.NAME,
        name="Iran",
    )
    signed = Evidence(
        article="a",
        sentence=span,
        quote="Iran",
        trigger=span,
        subject=mention,
        object=mention,
        event="SUPPORT",
    )
    said = claim("agreesWith", polarity, modality, reported=False, evidence=(signed,))

    assert event_type(said, ONTOLOGY) == code

import pytest
import spacy
from spacy.tokens import Doc, Span

from kg.model import MentionKind
from kg.nlp.first_person import find_first_persons
from kg.nlp.mentions import Referent
from kg.nlp.senses import Sense
from kg.nlp.speech import Speech

ILVES = Referent(4, 5, MentionKind.NAME, (Sense("Person", "Ilves"),))


@pytest.fixture
def doc():
    return Doc(
        spacy.blank("en").vocab,
        words=["I", "agree", ",", "said", "Ilves", "We", "agree"],
        pos=["PRON", "VERB", "PUNCT", "VERB", "PROPN", "PRON", "VERB"],
        heads=[1, 3, 3, 3, 3, 6, 6],
        deps=["nsubj", "ccomp", "punct", "ROOT", "nsubj", "nsubj", "ROOT"],
    )


def _described(doc, place, label):
    doc.spans["descriptions"] = [Span(doc, place, place + 1, label=label)]
    return doc


def test_i_am_who_speaks(doc):
    speech = Speech(doc[4], doc[3], ((0, 2),))

    (found,) = find_first_persons(
        _described(doc, 0, "Person"), (), {0: (speech,)}, {3: ILVES}
    )

    assert (found.kind, found.senses) == (MentionKind.PRONOUN, ILVES.senses)


def test_i_am_somebody_where_nobody_is_said_to_speak(doc):
    (found,) = find_first_persons(_described(doc, 0, "Person"), (), {}, {})

    assert found.senses[0].type == "Person"


def test_we_are_a_body(doc):
    (found,) = find_first_persons(_described(doc, 5, "Organization"), (), {}, {})

    assert (found.start, found.senses[0].type) == (5, "Organization")


@pytest.mark.parametrize(
    ("place", "label", "taken"),
    [(5, "Person", ()), (1, "Organization", ()), (5, "Organization", {5})],
    ids=["we, several persons", "no pronoun", "known already"],
)
def test_what_is_left_out(doc, place, label, taken):
    assert not list(find_first_persons(_described(doc, place, label), taken, {}, {}))

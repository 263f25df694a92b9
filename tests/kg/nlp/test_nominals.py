"""Descriptions, and numbers that stand for one."""

from collections.abc import Callable
from typing import Any

from spacy.tokens import Doc

from kg.lexicon import Lexicon
from kg.nlp.nominals import find_nominals

NOTHING: frozenset[Any] = frozenset()
LEXICON = Lexicon(
    frames=(),
    nouns={"nurse": "Person", "tank": "Vehicle"},
    support_verbs=NOTHING,
    copular_verbs=NOTHING,
    topic_verbs=NOTHING,
    subject_control_verbs=NOTHING,
    privatives=NOTHING,
    counterparts=NOTHING,
    private_persons=NOTHING,
    partitives=NOTHING,
    befalling_verbs=NOTHING,
)
ELIDED = """
Mines mine NOUN NNS 1 nsubj
killed kill VERB VBD 1 ROOT
nine nine NUM CD 3 nummod
nurses nurse NOUN NNS 1 dobj
and and CCONJ CC 1 cc
hurt hurt VERB VBD 1 conj
twenty twenty NUM CD 5 dobj
. . PUNCT . 1 punct
"""
SINGULAR = ELIDED.replace("nine nine NUM CD", "the the DET DT").replace(
    "nurses nurse NOUN NNS", "nurse nurse NOUN NN"
)


def test_number_stands_for_more_of_those_counted_before(
    parse: Callable[[str], Doc],
) -> None:
    found = find_nominals(parse(ELIDED), NOTHING, LEXICON)

    senses = [(n.senses[0].type, n.senses[0].name) for n in found]
    assert senses == [("Group", "nine nurses"), ("Group", "twenty nurses")]


def test_number_after_one_thing_stands_for_nothing(
    parse: Callable[[str], Doc],
) -> None:
    found = find_nominals(parse(SINGULAR), NOTHING, LEXICON)

    assert [n.senses[0].name for n in found] == ["the nurse"]

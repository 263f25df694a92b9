"""Descriptions, and numbers that stand for one."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
import spacy
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
    mass_nouns=NOTHING,
    befalling_verbs=NOTHING,
    name_nouns=NOTHING,
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


@pytest.fixture
def nominals_in(lexicon):
    """Find the nominals of words that all depend on the last one."""

    def find(text, **words):
        pairs = [word.split("/") for word in text.split()]
        last = len(pairs) - 1
        doc = Doc(
            spacy.blank("en").vocab,
            words=[word for word, _ in pairs],
            pos=["NOUN"] * len(pairs),
            tags=["NN"] * len(pairs),
            lemmas=[word.lower() for word, _ in pairs],
            heads=[last] * len(pairs),
            deps=[dep for _, dep in pairs],
        )
        found = find_nominals(doc, frozenset(), replace(lexicon, **words))
        return [doc[nominal.start : nominal.end].text for nominal in found]

    return find


def test_a_number_is_no_part_of_a_description(nominals_in):
    nouns = {"gates": "Facility"}

    found = nominals_in("17/nummod heavy/amod gates/ROOT", nouns=nouns)

    assert found == ["heavy gates"]


def test_a_noun_of_names_only_is_no_description(nominals_in):
    words = {"nouns": {"service": "GovernmentBody"}, "name_nouns": {"service"}}

    assert nominals_in("other/amod service/ROOT", **words) == []


def test_a_noun_of_names_counts_where_a_word_narrows_it(nominals_in):
    nouns = {"service": "GovernmentBody", "secret service": "GovernmentBody"}

    found = nominals_in("secret/amod service/ROOT", nouns=nouns, name_nouns={"service"})

    assert found == ["secret service"]


def test_the_mark_of_a_footnote_is_no_part_of_a_description(
    parse: Callable[[str], Doc],
) -> None:
    rows = [
        *SINGULAR.strip().splitlines()[:2],
        "[1 [1 X XX 4 nmod",
        "] ] PUNCT -RRB- 4 nmod",
        "nurse nurse NOUN NN 1 dobj",
    ]

    found = find_nominals(parse("\n".join(rows)), NOTHING, LEXICON)

    assert [n.senses[0].name for n in found] == ["nurse"]


BY_FORCE = """
Troops troop NOUN NNS 1 nsubj
took take VERB VBD 1 ROOT
it it PRON PRP 1 dobj
by by ADP IN 1 prep
force force NOUN NN 3 pobj
. . PUNCT . 1 punct
"""


@pytest.mark.parametrize(
    ("before", "names"),
    [pytest.param("", [], id="bare"), pytest.param("a", ["force"], id="determined")],
)
def test_a_mass_noun_names_nobody_where_nothing_determines_it(parse, before, names):
    lexicon = replace(
        LEXICON, nouns={"force": "ArmedForce"}, mass_nouns=frozenset({"force"})
    )
    text = BY_FORCE
    if before:
        text = text.replace(
            "by by ADP IN 1 prep", "by by ADP IN 1 prep\na a DET DT 5 det"
        )

    found = find_nominals(parse(text), NOTHING, lexicon)

    assert [n.senses[0].name for n in found] == names

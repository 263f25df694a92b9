"""Victims whose attack is told of in a sentence before, on written-down parses."""

from collections.abc import Callable
from pathlib import Path

import pytest
from spacy.tokens import Doc

from kg.lexicon import read_lexicon
from kg.model import MentionKind
from kg.nlp.casualties import CasualtyFinder
from kg.nlp.grammar import Grammar
from kg.nlp.mentions import Referent, Referents
from kg.nlp.names import Sense
from kg.nlp.syntax import read_syntax
from kg.ontology import read_ontology

ONTOLOGY = Path(__file__).parents[3] / "ontology"
NOUNS = {"blast": "Attack", "raid": "Attack", "nurses": "Group", "bus": "Vehicle"}

BLAST = """
A a DET DT 1 det
blast blast NOUN NN 2 nsubj
woke wake VERB VBD 2 ROOT
us we PRON PRP 2 dobj
. . PUNCT . 2 punct
"""
RAID = """
A a DET DT {1} det
raid raid NOUN NN {2} nsubj
followed follow VERB VBD {2} ROOT
. . PUNCT . {2} punct
"""
NURSES = """
Nurses nurse NOUN NNS {2} nsubjpass
were be AUX VBD {2} auxpass
killed kill VERB VBN {2} ROOT
"""
BY = """
by by ADP IN {-1} agent
police police NOUN NN {0} pobj
"""
OVERTURNED = """
when when SCONJ WRB {3} advmod
a a DET DT {2} det
bus bus NOUN NN {3} nsubj
overturned overturn VERB VBD {-1} advcl
"""


def text(*pieces: str) -> str:
    """Join pieces of a parse; heads in brackets count from their piece's beginning."""
    lines: list[str] = []
    for piece in pieces:
        start = len(lines)
        for line in piece.strip().splitlines():
            fields = line.split()
            if fields[4].startswith("{"):
                fields[4] = str(start + int(fields[4].strip("{}")))
            lines.append(" ".join(fields))
    return "\n".join(lines)


def casualties(doc: Doc) -> set[tuple[str, str]]:
    """Return the cause and the victim of each casualty of a doc."""
    ontology = read_ontology(ONTOLOGY)
    lexicon = read_lexicon(ONTOLOGY / "lexicon.en.ttl", ontology)
    grammar = Grammar(lexicon, read_syntax(), ontology)
    nominals = [
        Referent(t.i, t.i + 1, MentionKind.NOMINAL, (Sense(kind, t.lower_),))
        for t in doc
        for kind in [NOUNS.get(t.lower_)]
        if kind
    ]
    found = CasualtyFinder(grammar).find(doc, Referents.of((), nominals), ())
    return {(match.subject_sense.name, match.object_sense.name) for match in found}


@pytest.mark.parametrize(
    ("pieces", "expected"),
    [
        ((BLAST, NURSES), {("blast", "nurses")}),
        ((BLAST, RAID, NURSES), {("raid", "nurses")}),
        ((NURSES,), set()),
        ((BLAST, NURSES, BY), set()),
        ((BLAST, NURSES, OVERTURNED), set()),
    ],
    ids=[
        "the attack before",
        "the nearest",
        "no attack",
        "a doer",
        "a clause of cause",
    ],
)
def test_a_victim_is_laid_to_the_attack_just_told(
    parse: Callable[[str], Doc],
    pieces: tuple[str, ...],
    expected: set[tuple[str, str]],
) -> None:
    assert casualties(parse(text(*pieces))) == expected


def test_two_attacks_in_one_sentence_leave_it_open(
    parse: Callable[[str], Doc],
) -> None:
    both = BLAST.replace("us we PRON PRP", "raid raid NOUN NN")
    assert casualties(parse(text(both, NURSES))) == set()

"""Which sense of a referent a role takes."""

import pytest

from kg.config import Settings
from kg.lexicon import read_lexicon
from kg.model import MentionKind
from kg.nlp.grammar import Grammar
from kg.nlp.mentions import Referent
from kg.nlp.names import Sense
from kg.nlp.syntax import read_syntax
from kg.ontology import read_ontology

CITY, STATE = Sense("City", "Oslo"), Sense("State", "Norway")
EVENT = Sense("Election", "referendum")


@pytest.fixture(scope="module")
def grammar() -> Grammar:
    folder = Settings().ontology
    ontology = read_ontology(folder)
    lexicon = read_lexicon(folder / "lexicon.en.ttl", ontology)
    return Grammar(lexicon, read_syntax(), ontology)


def sense_of(grammar: Grammar, frame: str, *senses: Sense) -> Sense | None:
    wanted = next(f for f in grammar.lexicon.frames if f.iri.endswith(f"#{frame}"))
    return grammar.sense(wanted, "object", Referent(0, 1, MentionKind.NAME, senses))


@pytest.mark.parametrize("frame", ["force", "accuse", "give-aid"])
def test_act_towards_a_capital_is_towards_its_government(
    grammar: Grammar, frame: str
) -> None:
    assert sense_of(grammar, frame, CITY, STATE) == STATE


def test_attack_on_a_capital_is_on_the_city(grammar: Grammar) -> None:
    assert sense_of(grammar, "attack", CITY, STATE) == CITY


def test_one_takes_a_stand_on_events_but_not_on_places(grammar: Grammar) -> None:
    assert sense_of(grammar, "accuse", EVENT) == EVENT
    assert sense_of(grammar, "accuse", CITY) is None

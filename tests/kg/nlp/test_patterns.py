"""Names that their form gives away."""

import pytest
import spacy
from spacy.tokens import Doc

from kg.config import Settings
from kg.gazetteer import read_gazetteer
from kg.lexicon import read_lexicon
from kg.nlp.patterns import Patterns
from kg.nlp.senses import Senses
from kg.ontology import read_ontology


@pytest.fixture(scope="module")
def patterns():
    settings = Settings()
    ontology = read_ontology(settings.ontology)
    lexicon = read_lexicon(settings.ontology / "lexicon.en.ttl", ontology)
    gazetteer = read_gazetteer(settings.gazetteer)
    return Patterns(Senses(gazetteer, lexicon, ontology), lexicon, ontology)


@pytest.mark.parametrize(
    ("text", "units"),
    [
        pytest.param("the 25th Air Transport Wing left", ["25th Air Transport Wing"]),
        pytest.param(
            "3rd Battalion , 12th Infantry Regiment",
            ["3rd Battalion", "12th Infantry Regiment"],
        ),
        pytest.param("the 25th Birthday party", [], id="no unit"),
        pytest.param("the 2nd Group met", [], id="too little to tell"),
    ],
)
def test_a_number_and_a_noun_make_a_military_unit(patterns, text, units):
    doc = Doc(spacy.blank("en").vocab, words=text.split())

    found = [doc[name.start : name.end].text for name in patterns.units(doc)]

    assert found == units

"""What the tests of the lexicon share: the words, and an annotator that uses them."""

import pytest

from kg.config import Settings
from kg.lexicon import read_lexicon
from kg.nlp.pipeline import Annotator


@pytest.fixture(scope="session")
def lexicon(ontology):
    return read_lexicon(Settings().ontology / "lexicon.en.ttl", ontology)


@pytest.fixture(scope="session")
def annotator(ontology, gazetteer, lexicon):
    return Annotator(Settings(), ontology, gazetteer, lexicon)

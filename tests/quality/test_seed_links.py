"""The links of the seeds that are said to be sure, each read and judged by a person."""

import csv

import pytest
from rdflib.namespace import OWL

from kg.config import PROJECT, Settings
from kg.model import Article
from kg.pipeline.extraction import extract
from kg.rdf.background import link_triples
from kg.rdf.terms import WD, Names
from kg.sources import read_articles

pytestmark = pytest.mark.model

NAMES = Names(Settings().base_iri)
JUDGED = PROJECT / "tests" / "gold" / "seed_links.tsv"


@pytest.fixture(scope="module")
def sure(annotator, gazetteer, ontology):
    """The pairs that become owl:sameAs."""
    articles = read_articles([PROJECT / "seeds" / "articles"], max_length=1_000_000)
    read = [article for article in articles if isinstance(article, Article)]
    entities = [
        entity
        for extraction in extract(read, annotator, gazetteer, ontology)
        for entity in extraction.entities
    ]
    triples = link_triples(entities, NAMES)
    return {(s, o) for s, predicate, o in triples if predicate == OWL.sameAs}


@pytest.fixture(scope="module")
def judged():
    with JUDGED.open(encoding="utf-8") as file:
        return {
            (NAMES.entity(row["entity"]), WD[row["item"]]): row["right"] == "yes"
            for row in csv.DictReader(file, delimiter="\t")
        }


def test_sure_links_of_the_seeds_were_judged(sure, judged):
    new = {" ".join(pair) for pair in sure - judged.keys()}

    assert not new, f"judge these in {JUDGED.name}"


def test_no_sure_link_of_the_seeds_is_wrong(sure, judged):
    assert not {pair for pair in sure if not judged.get(pair, True)}


def test_sure_links_are_most_that_the_seeds_have(sure):
    assert len(sure) > 100

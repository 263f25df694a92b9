"""The queries of the ontology: they parse, use its terms, and ask in English."""

import re
from pathlib import Path

import pytest
from pyoxigraph import Store
from rdflib import Namespace

from kg.ontology import read_ontology_graph

ONTOLOGY = Path(__file__).resolve().parents[2] / "ontology"
ARAZ = Namespace("https://w3id.org/araz/ontology#")
QUESTIONS = sorted((ONTOLOGY / "questions").glob("*.rq"))
QUERIES = [*QUESTIONS, *sorted((ONTOLOGY / "checks").glob("*.rq"))]


@pytest.fixture(scope="module")
def terms():
    return set(read_ontology_graph(ONTOLOGY).subjects())


@pytest.mark.parametrize("path", QUERIES, ids=lambda path: path.stem)
def test_a_query_parses_and_uses_terms_that_exist(path, terms):
    text = path.read_text(encoding="utf-8")
    body = re.sub(r"#[^\n>]*\n|^PREFIX.*$", "", text, flags=re.MULTILINE)

    Store().query(text)

    names = set(re.findall(r"\baraz:([\w-]+)", body))
    assert {name for name in names if ARAZ[name] not in terms} == set()


@pytest.mark.parametrize("path", QUESTIONS, ids=lambda path: path.stem)
def test_a_question_is_asked_in_english_and_answered_in_order(path):
    text = path.read_text(encoding="utf-8")

    assert re.match(r"# [A-Z].*\?\n", text)
    assert "\nORDER BY " in text


def test_questions_are_numbered():
    numbers = [int(path.stem[:2]) for path in QUESTIONS]

    assert numbers == list(range(1, len(QUESTIONS) + 1))
    assert len(QUESTIONS) >= 14

"""The seed graph, built for real and served: what the first page promises is there."""

import csv
import re
from dataclasses import replace
from io import StringIO

import pytest

from kg.cli.build import SEEDS
from kg.config import PROJECT, Settings
from kg.pipeline.build import build
from kg.pipeline.checks import check
from kg.rdf.store import open_store
from kg.rdf.terms import Names
from server import create_app
from server.queries import read_examples

pytestmark = [pytest.mark.model, pytest.mark.slow]

ENTITY = "https://w3id.org/araz/entity/"
DOCUMENTED = re.findall(
    r"```sparql\n(.*?)```",
    (PROJECT / "docs" / "sparql.md").read_text(encoding="utf-8"),
    re.DOTALL,
)


@pytest.fixture(scope="module")
def built(tmp_path_factory, annotator):
    """Settings whose store holds the seeds."""
    settings = replace(Settings(), store=tmp_path_factory.mktemp("seeds") / "store")
    list(build([SEEDS], settings, load=lambda *_: annotator))
    return settings


@pytest.fixture(scope="module")
def seeds(built):
    return create_app(built).test_client()


def test_every_check_holds_on_the_seeds(built):
    failed = [each for each in check(built) if each.problems]

    assert not failed


def test_a_second_build_changes_not_a_byte_of_the_dump(built, annotator, tmp_path):
    again = replace(built, store=tmp_path / "store")
    list(build([SEEDS], again, load=lambda *_: annotator))

    assert dump(again) == dump(built)


def dump(settings):
    names = Names(settings.base_iri)
    with open_store(settings.store, read_only=True, names=names) as store:
        return b"".join(store.dump("nq"))


def found_by(client, example, entailment="owl-rl"):
    if not example.builds:
        return rows(client, example.text, entailment)
    asked = {"query": example.text, "entailment": entailment, "format": "nt"}
    return client.get("/sparql", query_string=asked).text.splitlines()


def rows(client, query, entailment="owl-rl"):
    response = client.get(
        "/sparql",
        query_string={"query": query, "entailment": entailment, "format": "csv"},
    )
    assert response.status_code == 200, response.text
    return list(csv.DictReader(StringIO(response.text)))


def test_a_head_of_state_who_threatens_makes_the_state_threaten(seeds):
    query = """PREFIX araz: <https://w3id.org/araz/ontology#>
        SELECT ?who ?whom { ?who araz:threatens ?whom }"""

    found = {
        entailment: {
            (row["who"].removeprefix(ENTITY), row["whom"].removeprefix(ENTITY))
            for row in rows(seeds, query, entailment)
        }
        for entailment in ("owl-rl", "none")
    }

    assert found["owl-rl"] >= {("Ilham_Aliyev", "Iran"), ("Azerbaijan", "Iran")}
    assert ("Ilham_Aliyev", "Iran") in found["none"]
    assert ("Azerbaijan", "Iran") not in found["none"]


@pytest.mark.parametrize("example", read_examples(), ids=lambda example: example.name)
def test_an_example_finds_something_and_says_whether_inference_matters(seeds, example):
    found, stated = found_by(seeds, example), found_by(seeds, example, "none")

    assert len(found) > 2
    assert (len(found) > len(stated)) is example.inference


def test_every_query_of_the_document_finds_something(seeds):
    for text in DOCUMENTED:
        name = "ttl" if "CONSTRUCT" in text else "csv"

        response = seeds.get("/sparql", query_string={"query": text, "format": name})

        assert response.text.count("\n") > 1, text


@pytest.mark.parametrize("path", ["/", "/entity/Iran", "/entity/Ilham_Aliyev"])
def test_a_page_of_the_seed_graph_shows_sentences(seeds, path):
    page = seeds.get(path, headers={"Accept": "text/html"})

    assert page.status_code == 200
    assert "<blockquote" in page.text

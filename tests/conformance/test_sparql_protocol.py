"""The W3C's SPARQL 1.1 Protocol tests, from their manifest, against the application.

The tests are not part of the project (https://github.com/w3c/rdf-tests); the folder
`conformance` of ARAZ_SHARED holds them. What the project fails is in
`known_failures.toml`, strictly: a failure that is not listed fails, and so does a test
that is listed and passes. `tests/server/test_protocol.py` guards the same without them.
"""

import json
import os
import tomllib
from pathlib import Path

import pytest
from rdflib import Graph, URIRef

from kg.config import PROJECT
from kg.rdf.store import open_store
from server import create_app

SUITE = Path(os.environ.get("ARAZ_SHARED", PROJECT.parent / "shared")) / "conformance"
KNOWN_FAILURES = tomllib.loads(
    Path(__file__).with_name("known_failures.toml").read_text(encoding="utf-8")
)["protocol"]
# What the manifest calls kinds of results, and what they may come as.
FORMATS = {
    "boolean": ("application/sparql-results+json", "application/sparql-results+xml"),
    "tabular": (
        "application/sparql-results+json",
        "application/sparql-results+xml",
        "text/csv",
        "text/tab-separated-values",
    ),
    "RDF": ("application/rdf+xml", "text/turtle", "application/n-triples"),
}


def read_tests():
    index = SUITE / "sparql-index.jsonl"
    if not index.is_file():
        return []
    with index.open(encoding="utf-8") as lines:
        entries = [json.loads(line) for line in lines]
    return [entry for entry in entries if entry["kind"] == "protocol"]


def parameter(entry):
    name = entry["uri"].rpartition("#")[2]
    reason = KNOWN_FAILURES.get(name)
    marks = [pytest.mark.xfail(reason=reason, strict=True)] if reason else []
    return pytest.param(entry, id=name, marks=marks)


TESTS = read_tests()


@pytest.fixture
def client(settings):
    with open_store(settings.store) as store:
        yield store, create_app(settings, store).test_client()


@pytest.mark.parametrize("entry", [parameter(entry) for entry in TESTS])
def test_protocol(entry, client):
    store, http = client
    for data in entry.get("graph_data", ()):
        graph = Graph().parse(SUITE / data["file"], format="nt")
        store.replace_graph(URIRef(data["name"]), graph)
    for request in entry["requests"]:
        response = http.open(
            # The manifest leaves the path of the endpoint to its user.
            request["path"].replace("/sparql/", "/sparql", 1),
            method=request["method"],
            headers=request["headers"],
            data=request.get("body", "").encode(request.get("encoding", "utf-8")),
        )
        expected = request["expect"]
        classes = {
            status.removeprefix("StatusCode")[0] for status in expected["status"]
        }
        assert str(response.status_code)[0] in classes, response.text
        if "boolean" in expected:
            assert response.json["boolean"] is expected["boolean"]
        if "format" in expected:
            assert response.content_type.split(";")[0] in FORMATS[expected["format"]]


def test_the_whole_suite_is_there():
    if not SUITE.is_dir():
        pytest.skip(f"no W3C tests at {SUITE}; ARAZ_SHARED names the folder above")
    names = {entry["uri"].rpartition("#")[2] for entry in TESTS}

    assert len(names) == 34
    assert set(KNOWN_FAILURES) <= names

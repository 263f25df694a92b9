"""The W3C's SPARQL 1.1 Protocol tests, from their manifest, against the application.

The tests are not part of the project (https://github.com/w3c/rdf-tests); the folder
`conformance` of ARAZ_SHARED holds them. What the project fails is in
`known_failures.toml`, strictly: a failure that is not listed fails, and so does a test
that is listed and passes. `tests/server/test_protocol.py` guards the same without them.
"""

import pytest
from rdflib import Graph, URIRef

from kg.rdf.store import open_store
from server import create_app
from tests.conformance.suites import (
    ABSENT,
    SUITES,
    parameter,
    read_index,
    read_ledger,
)

KNOWN_FAILURES = read_ledger("known_failures.toml")["protocol"]
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


TESTS = [
    entry
    for entry in read_index(SUITES / "sparql-index.jsonl")
    if entry["kind"] == "protocol"
]


def name_of(entry):
    return entry["uri"].rpartition("#")[2]


def parameters():
    return [
        parameter(entry, id=name_of(entry), reason=KNOWN_FAILURES.get(name_of(entry)))
        for entry in TESTS
    ]


@pytest.fixture
def client(settings):
    with open_store(settings.store) as store:
        yield store, create_app(settings, store).test_client()


@pytest.mark.parametrize("entry", parameters())
def test_protocol(entry, client):
    store, http = client
    for data in entry.get("graph_data", ()):
        graph = Graph().parse(SUITES / data["file"], format="nt")
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
    if not TESTS:
        pytest.skip(ABSENT)
    names = {name_of(entry) for entry in TESTS}

    assert len(names) == 34
    assert set(KNOWN_FAILURES) <= names

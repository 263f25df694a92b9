"""The documents cannot lie: routes and formats are compared, queries are run."""

import json
import re

import pytest
from rdflib import Graph

from kg.config import PROJECT
from kg.rdf.formats import FORMATS
from server.negotiation import HTML

HTTP = (PROJECT / "docs" / "http.md").read_text(encoding="utf-8")
SPARQL = (PROJECT / "docs" / "sparql.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(
    r"^## ([^\n]+)\n(?:(?!^## ).)*?```sparql\n(.*?)```",
    SPARQL,
    re.DOTALL | re.MULTILINE,
)


def test_the_document_names_exactly_the_routes_there_are(app):
    documented = {
        (route, frozenset(methods.split(", ")))
        for route, methods in re.findall(
            r"^\| `(/\S*)` \| ([A-Z, ]+) \|", HTTP, re.MULTILINE
        )
    }

    routes = {
        (
            re.sub(r"<\w+:", "<", rule.rule),
            frozenset(rule.methods) - {"HEAD", "OPTIONS"},
        )
        for rule in app.url_map.iter_rules()
    }
    assert routes == documented


def test_the_document_names_exactly_the_formats_there_are():
    documented = dict(
        re.findall(r"^\| `(\w+)` \| [^|]+ \| `(\S+)` \|", HTTP, re.MULTILINE)
    )

    known = {name: known.media_type for name, known in FORMATS.items()}
    assert documented == known | {"html": HTML.media_type}


def test_there_are_examples_enough():
    assert len(EXAMPLES) == SPARQL.count("```sparql") >= 8


@pytest.mark.parametrize(
    "text", [pytest.param(text, id=title) for title, text in EXAMPLES]
)
def test_an_example_in_the_document_finds_something(client, text):
    response = client.get("/sparql", query_string={"query": text})

    assert response.status_code == 200, response.text
    if response.content_type == "application/sparql-results+json":
        assert json.loads(response.text)["results"]["bindings"]
    else:
        assert Graph().parse(data=response.text, format="turtle")


def test_the_command_in_the_document_names_a_query_that_runs(client):
    (text,) = re.findall(r"'query=([^']+)'", SPARQL)

    response = client.post("/sparql", data={"query": text})

    assert len(json.loads(response.text)["results"]["bindings"]) == 2

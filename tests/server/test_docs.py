"""The documents cannot lie: routes and formats are compared, queries are run."""

import json
import re
import shlex

import pytest
from rdflib import Graph

from kg.config import PROJECT
from kg.rdf.formats import FORMATS
from server.front.state import STATE_METHODS
from server.http.negotiation import HTML

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
    front = {(route, frozenset(methods)) for route, methods in STATE_METHODS.items()}
    assert routes | front == documented


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


COMMANDS = re.findall(r"^curl .*$", HTTP, re.MULTILINE)


def request_of(command):
    """Return what the command sends, as the arguments of a test client."""
    words = iter(shlex.split(command)[1:])
    headers: dict[str, str] = {}
    fields: dict[str, str] = {}
    data, url, as_query = None, "", False
    for word in words:
        if word == "-H":
            name, _, value = next(words).partition(": ")
            headers[name] = value
        elif word in {"-d", "--data-urlencode"}:
            name, _, value = next(words).partition("=")
            fields[name] = value
        elif word == "--data":
            data = next(words)
        elif word == "-G":
            as_query = True
        elif word not in {"-s", "-O"}:
            url = word
    path = url.removeprefix("http://127.0.0.1:8000")
    if fields and as_query:
        return "GET", {"path": path, "query_string": fields, "headers": headers}
    body = data or fields or None
    method = "POST" if body else "GET"
    return method, {"path": path, "data": body, "headers": headers}


def test_there_is_a_command_for_each_kind_of_route():
    paths = {request_of(command)[1]["path"].split("/")[1][:6] for command in COMMANDS}

    assert paths >= {"sparql", "entity", "ontolo", "explai", "dump"}


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_in_the_document_succeeds(client, command):
    method, request = request_of(command)

    response = client.open(method=method, buffered=True, **request)

    assert response.status_code == 200, response.text
    assert response.data
    if "Accept" in request["headers"]:
        assert response.content_type.startswith(request["headers"]["Accept"])

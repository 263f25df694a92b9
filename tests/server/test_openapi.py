"""The OpenAPI document names every address and method there is, and nothing else."""

import json
import re

import pytest

from kg import __version__
from kg.rdf.formats import RDF_FORMATS, RESULT_FORMATS
from server.openapi import read_document

# Answered by the front, before any worker.
FRONT = {
    ("/health", "get"),
    ("/health/live", "get"),
    ("/health/ready", "get"),
    ("/metrics", "get"),
    ("/queries", "get"),
    ("/queries/{id}", "delete"),
    ("/workbench/state", "get"),
}
METHODS = ("get", "put", "post", "delete", "head")
DOCUMENT = read_document("http://localhost/")
OPERATIONS = [
    pytest.param(path, method, id=f"{method} {path}")
    for path, item in DOCUMENT["paths"].items()
    for method in METHODS
    if method in item
]


def references(node):
    if isinstance(node, dict):
        for key, value in node.items():
            if key == "$ref":
                yield value
            yield from references(value)
    elif isinstance(node, list):
        for value in node:
            yield from references(value)


def resolved(node):
    while "$ref" in node:
        found = DOCUMENT
        for part in node["$ref"].removeprefix("#/").split("/"):
            found = found[part]
        node = found
    return node


def test_every_address_and_method_is_described_and_nothing_else(app):
    described = {
        (path, method)
        for path, item in DOCUMENT["paths"].items()
        for method in METHODS
        if method in item and method != "head"
    }

    served = {
        (re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule), method.lower())
        for rule in app.url_map.iter_rules()
        for method in rule.methods - {"HEAD", "OPTIONS"}
    }
    assert described == served | FRONT


def test_the_document_is_served_with_address_and_version(app):
    response = app.test_client().get("/openapi.json", base_url="https://kg.example/")

    assert response.mimetype == "application/json"
    assert response.json["openapi"].startswith("3.1.")
    assert response.json["servers"] == [{"url": "https://kg.example"}]
    assert response.json["info"]["version"] == __version__
    assert json.loads(json.dumps(DOCUMENT["paths"])) == response.json["paths"]


def test_a_document_already_known_is_not_sent_again(app):
    client = app.test_client()
    tag = client.get("/openapi.json").headers["ETag"]

    assert (
        client.get("/openapi.json", headers={"If-None-Match": tag}).status_code == 304
    )


def test_every_reference_leads_somewhere_and_every_component_is_used():
    used = set(references(DOCUMENT))

    for reference in used:
        assert resolved({"$ref": reference})
    components = {
        f"#/components/{kind}/{name}"
        for kind, named in DOCUMENT["components"].items()
        if kind != "securitySchemes"
        for name in named
    }
    assert components == used


def test_every_operation_has_a_name_of_its_own():
    names = [DOCUMENT["paths"][p.values[0]][p.values[1]] for p in OPERATIONS]
    ids = [operation["operationId"] for operation in names]

    assert len(ids) == len(set(ids))


@pytest.mark.parametrize(("path", "method"), OPERATIONS)
def test_an_operation_is_complete(path, method):
    item = DOCUMENT["paths"][path]
    operation = item[method]

    parameters = [
        resolved(parameter)
        for parameter in [*item.get("parameters", []), *operation.get("parameters", [])]
    ]
    named = {p["name"] for p in parameters if p["in"] == "path"}
    assert named == set(re.findall(r"\{(\w+)\}", path))
    assert all(p["required"] for p in parameters if p["in"] == "path")
    assert operation["summary"]
    assert set(operation["tags"]) <= {tag["name"] for tag in DOCUMENT["tags"]}
    assert any(status.startswith("2") for status in operation["responses"])
    for status, response in operation["responses"].items():
        assert resolved(response)["description"]
        if status >= "400":
            assert "application/problem+json" in resolved(response)["content"]


@pytest.mark.parametrize(
    ("path", "method"),
    [
        *(("/update", "post"), ("/queries", "get"), ("/workbench/keep", "post")),
        *(("/graph-store", method) for method in ("put", "post", "delete")),
        *(("/graph-store/{path}", method) for method in ("put", "post", "delete")),
    ],
)
def test_what_needs_the_token_says_so(path, method):
    operation = DOCUMENT["paths"][path][method]

    assert operation["security"] == [{"token": []}]
    assert {"401", "403"} <= set(operation["responses"])
    scheme = DOCUMENT["components"]["securitySchemes"]["token"]
    assert (scheme["type"], scheme["scheme"]) == ("http", "bearer")


def test_answers_come_in_the_formats_there_are():
    answers = DOCUMENT["components"]["responses"]

    rdf = {known.media_type for known in RDF_FORMATS}
    results = {known.media_type for known in RESULT_FORMATS}
    assert set(answers["Graph"]["content"]) == rdf
    assert set(answers["Answer"]["content"]) == rdf | results | {"text/html"}


def test_a_request_that_the_document_allows_is_answered(app):
    client = app.test_client()

    for path, item in DOCUMENT["paths"].items():
        if "get" not in item or "{" in path or (path, "get") in FRONT:
            continue
        response = client.get(path)
        statuses = item["get"]["responses"]
        assert str(response.status_code) in statuses, path
        content = resolved(statuses[str(response.status_code)]).get("content", {})
        assert response.mimetype in content, path

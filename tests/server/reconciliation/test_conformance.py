"""The schemas and examples of the specification: what we answer, what we take.

They are in the folder that ARAZ_SHARED names; the tests beside this one guard the same
shapes without it. See https://github.com/reconciliation-api/specs.
"""

import json

import pytest

from server.protocol.operations import ProtocolError
from server.reconciliation.draft import read_match
from server.reconciliation.parsing import read_batch, read_extension

NAMES = ("Iran", "Georgia", "Aliyev, Ilham", 'N’Djamena/"Sérgio" <b>', "Nobody", "")
PROPERTIES = (
    *("wikidata", "country", "type", "office", "articles", "borders", "demonym"),
    *("coordinates", "iri", "hasCapital", "threatens"),
)


@pytest.fixture(scope="session")
def suite(shared):
    folder = shared / "conformance" / "reconciliation"
    if not folder.is_dir():
        pytest.skip(f"no schemas of the specification at {folder}; set ARAZ_SHARED")
    return folder


@pytest.fixture(scope="session")
def cases(suite):
    lines = (suite / "index.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


@pytest.fixture(scope="session")
def check(suite):
    """Validate a value against a schema of a version, named by its file."""
    jsonschema = pytest.importorskip("jsonschema")
    referencing = pytest.importorskip("referencing")
    draft7 = pytest.importorskip("referencing.jsonschema").DRAFT7

    registries = {}
    for version in ("0.2", "1.0-draft"):
        registry = referencing.Registry()
        for path in sorted((suite / version / "schemas").glob("*.json")):
            content = json.loads(path.read_text(encoding="utf-8"))
            resource = draft7.create_resource(content)
            own = content.get("$id") or content["id"]
            # References go by the file's name, beside whatever its id is.
            for base in (own, *(f"{BASE}{each}/schemas/x" for each in VERSIONS)):
                address = f"{base.rpartition('/')[0]}/{path.name}"
                registry = registry.with_resource(address, resource)
            registry = registry.with_resource(own, resource)
        registries[version] = registry

    def validate(value, name, version="0.2"):
        path = suite / version / "schemas" / f"{name}.json"
        schema = json.loads(path.read_text(encoding="utf-8"))
        validator = jsonschema.Draft7Validator(schema, registry=registries[version])
        return [error.message for error in validator.iter_errors(value)]

    return validate


BASE = "https://reconciliation-api.github.io/specs/"
VERSIONS = ("0.2", "draft")


def test_the_schemas_themselves_are_read_as_they_are_meant(suite, cases, check):
    judged = [case for case in cases if case["schema"]]

    for case in judged:
        value = json.loads((suite / case["example"]).read_text(encoding="utf-8"))
        name = case["schema"].rpartition("/")[2].removesuffix(".json")
        assert (not check(value, name, case["version"])) is case["valid"], case
    assert len(judged) == 95


def test_the_manifest_is_valid(client, check):
    assert not check(client.get("/reconcile").json, "manifest")


def test_results_are_valid(client, check):
    queries: dict[str, dict[str, object]] = {
        str(n): {"query": name} for n, name in enumerate(NAMES)
    }
    queries["typed"] = {"query": "Iran", "type": "State", "type_strict": "should"}
    queries["told"] = {"properties": [{"pid": "wikidata", "v": "Q227"}]}
    assert not check(queries, "reconciliation-query-batch")

    answer = client.post("/reconcile", data={"queries": json.dumps(queries)})

    assert answer.json.keys() == queries.keys()
    assert not check(answer.json, "reconciliation-result-batch")


@pytest.mark.parametrize(
    ("kind", "schema"),
    [
        ("entity", "suggest-entities-response"),
        ("type", "suggest-types-response"),
        ("property", "suggest-properties-response"),
    ],
)
@pytest.mark.parametrize("prefix", ["", "s", "Iran", "nothing begins so"])
def test_suggestions_are_valid(client, check, kind, schema, prefix):
    answer = client.get(f"/reconcile/suggest/{kind}", query_string={"prefix": prefix})

    assert not check(answer.json, schema)


@pytest.mark.parametrize("type_name", ["", "Person", "State"])
def test_proposals_are_valid(client, check, type_name):
    asked = {"type": type_name, "limit": 5}
    answer = client.get("/reconcile/properties", query_string=asked)

    assert not check(answer.json, "data-extension-property-proposal")


def test_extensions_are_valid(client, check):
    extension = {
        "ids": ["Iran", "Ilham_Aliyev", "Boeing", "Nobody"],
        "properties": [{"id": name} for name in PROPERTIES],
    }
    assert not check(extension, "data-extension-query")

    answer = client.post("/reconcile", data={"extend": json.dumps(extension)})

    assert not check(answer.json, "data-extension-response")


def test_results_of_the_draft_are_valid(client, check):
    conditions = [[{"matchType": "name", "propertyValue": name}] for name in NAMES]
    queries = {"queries": [{"conditions": each} for each in conditions]}
    assert not check(queries, "reconciliation-query-batch", "1.0-draft")

    answer = client.post("/reconcile/match", json=queries)

    assert len(answer.json["results"]) == len(NAMES)
    assert not check(answer.json, "reconciliation-result-batch", "1.0-draft")


def test_the_queries_of_the_examples_are_answered(client, suite, cases, check):
    asked = 0
    for case in cases:
        if "reconciliation-query-batch" not in case["example"] or not case["valid"]:
            continue
        text = (suite / case["example"]).read_text(encoding="utf-8")
        if case["version"] == "0.2":
            answer = client.post("/reconcile", data={"queries": text})
        else:
            answer = client.post(
                "/reconcile/match", data=text, content_type="application/json"
            )
        assert answer.status_code == 200, answer.text
        name = "reconciliation-result-batch"
        assert not check(answer.json, name, case["version"])
        asked += 1
    assert asked == 9


def test_the_extensions_of_the_examples_are_read(suite, cases):
    examples = [
        case["example"]
        for case in cases
        if "data-extension-query" in case["example"] and case["version"] == "0.2"
    ]

    for example in examples:
        read = read_extension((suite / example).read_text(encoding="utf-8"))
        assert read.ids == ("10662041X", "1064905412")
    assert len(examples) == 2


def test_what_the_examples_call_invalid_is_refused(suite, cases):
    refused = 0
    for case in cases:
        if "reconciliation-query-batch" not in case["example"] or case["valid"]:
            continue
        text = (suite / case["example"]).read_text(encoding="utf-8")
        read = read_batch if case["version"] == "0.2" else read_match
        with pytest.raises(ProtocolError) as problem:
            read(text)
        assert problem.value.status == 400
        refused += 1
    assert refused >= 8

"""The W3C's SPARQL 1.1 Protocol tests, from their manifest, over HTTP.

The tests are not part of the project (https://github.com/w3c/rdf-tests); the folder
`conformance` of ARAZ_SHARED holds them. What the project fails is in
`known_failures.toml`, strictly: a failure that is not listed fails, and so does a test
that is listed and passes. `tests/server/test_protocol.py` guards the same without them.
"""

import json
from urllib.parse import urlencode

import pytest

from tests.conformance.cases import parameters, read_bytes
from tests.conformance.results import CSV, JSON, TSV, TURTLE, XML

# What the manifest calls kinds of results, and what they may come as.
FORMATS = {
    "boolean": (JSON, XML),
    "tabular": (JSON, XML, CSV, TSV),
    "RDF": ("application/rdf+xml", TURTLE, "application/n-triples"),
}


@pytest.mark.parametrize("case", parameters("protocol"))
def test_protocol(case, client):
    for data in case["graph_data"]:
        graph = urlencode({"graph": data["name"]})
        kind = [("Content-Type", "application/n-triples")]
        put = client.send(
            "PUT", f"/graph-store?{graph}", read_bytes(data["file"]), kind
        )
        assert put.status in (200, 201, 204), put.text
    for request in case["requests"]:
        reply = client.send(
            request["method"],
            # The manifest leaves the path of the endpoint to its user.
            request["path"].replace("/sparql/", "/sparql", 1),
            body_of(request),
            request["headers"],
        )
        expected = request["expect"]
        classes = {
            status.removeprefix("StatusCode")[0] for status in expected["status"]
        }
        assert str(reply.status)[0] in classes, reply.text
        if "format" in expected:
            assert reply.media_type in FORMATS[expected["format"]]
        if "boolean" in expected:
            assert json.loads(reply.body)["boolean"] is expected["boolean"]


def body_of(request):
    if "body" not in request:
        return None
    return request["body"].encode(request.get("encoding") or "utf-8")

"""The W3C's SPARQL 1.1 Graph Store HTTP Protocol tests, from their manifest, over HTTP.

The manifest's paths begin with `/gsp`; here it is `/graph-store`.
"""

from http import HTTPStatus
from urllib.parse import quote, urljoin

import pytest

from tests.conformance.cases import parameters
from tests.conformance.comparison import same_graph
from tests.conformance.results import TURTLE, read_graph

# What the manifest calls the codes, by the code.
_NAMES = {
    HTTPStatus.OK: "OK",
    HTTPStatus.CREATED: "Created",
    HTTPStatus.NO_CONTENT: "NoContent",
    HTTPStatus.NOT_FOUND: "NotFound",
}


@pytest.mark.parametrize("case", parameters("graph-store"))
def test_graph_store(case, client, server):
    assert client.update("DROP ALL").status in (200, 204)
    location = ""
    for request in case["requests"]:
        target = request["path"].replace("/gsp", "/graph-store", 1)
        target = target.replace("$LOCATION$", quote(location, safe=""))
        body = request.get("body")
        reply = client.send(
            request["method"], target, body and body.encode(), request["headers"]
        )
        expected = request["expect"]
        step = f"{request['method']} {target}: {reply.status} {reply.text}"
        assert _NAMES.get(reply.status) in expected["status"], step
        for name, value in expected.get("headers", ()):
            assert reply.headers[name] == value, step
        if "location" in expected:
            location = urljoin(server.address + target, reply.headers["location"])
        if "body" in expected:
            base = server.address + target
            found = read_graph(reply.body, reply.media_type, base)
            wanted = read_graph(expected["body"].encode(), TURTLE, base)
            assert same_graph(found, wanted), step

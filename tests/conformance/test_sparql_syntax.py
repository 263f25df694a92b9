"""The W3C's SPARQL 1.1 syntax tests, over HTTP.

What is no SPARQL is answered with 400, and nothing else is: what may not or cannot be
done, though it can be read, has another status.
"""

import pytest

from tests.conformance.cases import parameters, read_bytes

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("case", parameters("syntax"))
def test_syntax(case, client):
    if "query" in case:
        content_type, path = "application/sparql-query", "/sparql"
    else:
        content_type, path = "application/sparql-update", "/update"
    text = read_bytes(case.get("query") or case["update"])

    reply = client.send("POST", path, text, [("Content-Type", content_type)])

    assert reply.status < 500, reply.text
    assert (reply.status != 400) is case["positive"], reply.text

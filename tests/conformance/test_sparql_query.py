"""The W3C's SPARQL 1.1 query evaluation tests, over HTTP.

Each file of data has a graph of its own, named by its own address, so that a test only
says which of them make up its dataset. Nothing is ever deleted: what a query was not
told of must not show.
"""

from urllib.parse import urlencode

import pytest
from rdflib import Graph

from tests.conformance.cases import (
    ending,
    iri_of,
    parameters,
    read_bytes,
    read_text,
    targets,
)
from tests.conformance.comparison import same_result
from tests.conformance.results import (
    JSON,
    MEDIA_TYPES,
    N_TRIPLES,
    read_result,
)

pytestmark = pytest.mark.slow

# A graph that nothing is ever put into, for tests without data.
_EMPTY = iri_of("nothing.ttl")
# Of these a server is asked for the very format; XML stands for any.
_AS_WRITTEN = {"csv", "tsv", "srj"}


@pytest.fixture(scope="module")
def load(client):
    """Put a file into its graph, once."""
    loaded = set()

    def put(path, name):
        if (path, name) in loaded:
            return
        kind = ("Content-Type", MEDIA_TYPES[ending(path)])
        target = f"/graph-store?{urlencode({'graph': name})}"
        reply = client.send("PUT", target, read_bytes(path), [kind])
        assert reply.status in (200, 201, 204), reply.text
        loaded.add((path, name))

    return put


@pytest.mark.parametrize("case", parameters("query"))
def test_query(case, client, load):
    expected = read_expected(case)
    for path in case["data"]:
        load(path, iri_of(path))
    for named in case["graph_data"]:
        load(named["file"], named["name"])

    reply = client.query(read_text(case["query"]), dataset(case), accept(case))

    assert reply.status == 200, reply.text
    found = read_result(reply.body, reply.media_type)
    lax = bool(case.get("lax_cardinality"))
    assert same_result(found, expected, lax=lax), f"{reply.text}\n{shown(expected)}"


def read_expected(case):
    path = case["result"]
    return read_result(read_bytes(path), MEDIA_TYPES[ending(path)], iri_of(path))


def accept(case):
    if isinstance(read_expected(case), Graph):
        return N_TRIPLES
    suffix = ending(case["result"])
    return MEDIA_TYPES[suffix] if suffix in _AS_WRITTEN else JSON


def dataset(case):
    if has_dataset_clause(case):
        return []
    default = [iri_of(path) for path in case["data"]] or [_EMPTY]
    named = [each["name"] for each in case["graph_data"]]
    return [
        *targets(default, "default-graph-uri"),
        *targets(named, "named-graph-uri"),
    ]


def has_dataset_clause(case):
    # No string or comment of these queries holds the word.
    return " from " in f" {' '.join(read_text(case['query']).lower().split())} "


def shown(expected):
    return expected.serialize(format="nt") if isinstance(expected, Graph) else expected

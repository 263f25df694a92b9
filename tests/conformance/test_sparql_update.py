"""The W3C's SPARQL 1.1 update evaluation tests, over HTTP.

All graphs are dropped, those of the test put in, the update sent, and the graphs read
back. A graph without triples is as good as absent, in our store as in the tests.
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
)
from tests.conformance.comparison import same_graph
from tests.conformance.results import (
    MEDIA_TYPES,
    N_TRIPLES,
    Table,
    read_graph,
    read_result,
)

pytestmark = pytest.mark.slow

_DONE = (200, 201, 204)
_ALL_NAMES = "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }"


@pytest.mark.parametrize("case", parameters("update"))
def test_update(case, client):
    prepare(case, client)

    reply = client.update(read_text(case["update"]))

    assert reply.status in _DONE, reply.text
    expected = read_dataset(case, "result_")
    found = {name: fetch(client, name) for name in names_of(client) | {None}}
    assert found.keys() - {None} == expected.keys() - {None}
    for name, graph in expected.items():
        assert same_graph(found[name], graph), found[name].serialize(format="nt")


def prepare(case, client):
    assert client.update("DROP ALL").status in _DONE
    for path in case["data"]:
        post(client, "default", path)
    for named in case["graph_data"]:
        post(client, urlencode({"graph": named["name"]}), named["file"])


def post(client, target, path):
    kind = ("Content-Type", MEDIA_TYPES[ending(path)])
    # Relative IRIs are meant against the address of the file, not that of the graph.
    body = f"@base <{iri_of(path)}> .\n".encode() + read_bytes(path)
    # POST adds: the data of a graph may come from several files.
    reply = client.send("POST", f"/graph-store?{target}", body, [kind])
    assert reply.status in _DONE, reply.text


def names_of(client):
    reply = client.query(_ALL_NAMES)
    assert reply.status == 200, reply.text
    table = read_result(reply.body, reply.media_type)
    assert isinstance(table, Table)
    return {str(row["g"]) for row in table.rows}


def fetch(client, name):
    target = "default" if name is None else urlencode({"graph": name})
    reply = client.send("GET", f"/graph-store?{target}", None, [("Accept", N_TRIPLES)])
    if name is None and reply.status == 404:
        return Graph()
    assert reply.status == 200, reply.text
    return read_graph(reply.body, reply.media_type)


def read_dataset(case, prefix):
    """Return the graphs that a test wants, those without triples left out."""
    default = sum((read_file(path) for path in case[f"{prefix}data"]), Graph())
    named = ((each["name"], each["file"]) for each in case[f"{prefix}graph_data"])
    graphs = {name: read_file(path) for name, path in named}
    return {None: default} | {name: graph for name, graph in graphs.items() if graph}


def read_file(path):
    return read_graph(read_bytes(path), MEDIA_TYPES[ending(path)], iri_of(path))

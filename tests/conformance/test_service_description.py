"""The W3C's SPARQL 1.1 service description tests, over HTTP.

Their manifest holds no more than their names; what is asserted here is what
https://www.w3.org/TR/sparql11-service-description/ asks for under these names.
"""

import pytest
from rdflib import RDF, BNode, Namespace, URIRef

from tests.conformance.cases import parameters, short_id
from tests.conformance.results import TURTLE, read_graph

SD = Namespace("http://www.w3.org/ns/sparql-service-description#")


def description_of(client, server, *headers):
    reply = client.send("GET", "/sparql", None, headers)
    assert reply.status == 200, reply.text
    return read_graph(reply.body, reply.media_type, f"{server.address}/sparql")


def returns_rdf(client, server):
    """Section 2: a GET without a query returns RDF, whether asked for or not."""
    assert len(description_of(client, server)) > 0
    for accept in (TURTLE, "application/rdf+xml", "application/n-triples"):
        assert len(description_of(client, server, ("Accept", accept))) > 0


def has_endpoint_triple(client, server):
    """Section 2: it has the endpoint that it was fetched from."""
    endpoints = set(description_of(client, server).objects(predicate=SD.endpoint))

    assert endpoints == {URIRef(f"{server.address}/sparql")}


def conforms_to_schema(client, server):
    """Section 3: instances of the classes have what these are described by."""
    graph = description_of(client, server)
    (service,) = graph.subjects(RDF.type, SD.Service)
    (dataset,) = graph.objects(service, SD.defaultDataset)
    assert (dataset, RDF.type, SD.Dataset) in graph
    assert set(graph.objects(service, SD.supportedLanguage)) >= {SD.SPARQL11Query}
    assert len(list(graph.objects(dataset, SD.defaultGraph))) == 1
    for default in graph.objects(dataset, SD.defaultGraph):
        assert (default, RDF.type, SD.Graph) in graph
    named = set(graph.objects(dataset, SD.namedGraph))
    assert named
    for each in named:
        assert (each, RDF.type, SD.NamedGraph) in graph
        assert len(list(graph.objects(each, SD.name))) == 1
    for value in (SD.feature, SD.resultFormat, SD.defaultEntailmentRegime):
        things = list(graph.objects(service, value))
        assert things
        assert all(isinstance(thing, URIRef | BNode) for thing in things)


_ASSERTIONS = {
    "service-description#returns-rdf": returns_rdf,
    "service-description#has-endpoint-triple": has_endpoint_triple,
    "service-description#conforms-to-schema": conforms_to_schema,
}


@pytest.mark.parametrize("case", parameters("service-description"))
def test_service_description(case, client, server):
    _ASSERTIONS[short_id(case)](client, server)

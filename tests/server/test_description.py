"""The service description: no ability that is not there, and every one that is."""

from dataclasses import replace

import pytest
from rdflib import RDF, Graph, Namespace, URIRef
from rdflib.namespace import VOID

from server.endpoint.description import SD, Abilities, abilities_of, describe_service
from server.reading.snapshots import open_snapshot

ENDPOINT = "https://kg.example/sparql"
SERVICE = URIRef(f"{ENDPOINT}#service")
ENTAILMENT = Namespace("http://www.w3.org/ns/entailment/")
FORMATS = Namespace("http://www.w3.org/ns/formats/")


@pytest.fixture
def snapshot(served, names):
    return open_snapshot(served.store, names)


def description(snapshot, settings):
    graph = Graph()
    abilities = abilities_of(snapshot, settings)
    for triple in describe_service(ENDPOINT, snapshot.store.graphs(), abilities):
        graph.add(triple)
    return graph


def test_one_service_at_one_endpoint(snapshot, served):
    graph = description(snapshot, served)

    assert list(graph.subjects(RDF.type, SD.Service)) == [SERVICE]
    assert list(graph.objects(predicate=SD.endpoint)) == [URIRef(ENDPOINT)]


def test_updates_are_claimed_where_they_are_on(snapshot, served):
    off = description(snapshot, replace(served, token_hash=""))
    on = description(snapshot, replace(served, token_hash="sha256:00"))  # noqa: S106 - the hash of no token

    update = (SERVICE, SD.supportedLanguage, SD.SPARQL11Update)
    assert update not in off
    assert update in on
    assert not list(off.objects(SERVICE, SD.inputFormat))
    assert set(on.objects(SERVICE, SD.inputFormat)) == {
        *(FORMATS.Turtle, FORMATS["N-Triples"], FORMATS["JSON-LD"], FORMATS.RDF_XML)
    }


def test_federation_is_claimed_where_there_is_somebody_to_ask(snapshot, served):
    feature = (SERVICE, SD.feature, SD.BasicFederatedQuery)

    assert feature not in description(snapshot, replace(served, services=""))
    assert feature in description(snapshot, replace(served, services="https://x/y"))


def test_it_does_not_claim_to_fetch_iris(snapshot, served):
    features = set(description(snapshot, served).objects(SERVICE, SD.feature))

    assert SD.UnionDefaultGraph in features
    assert SD.DereferencesURIs not in features


def test_search_functions_are_those_that_queries_can_call(snapshot, served, names):
    graph = description(snapshot, served)
    functions = set(graph.objects(SERVICE, SD.extensionFunction))

    assert functions == {names.ontology[n] for n in ("matches", "relevance", "snippet")}
    for function in functions:
        assert (function, RDF.type, SD.Function) in graph
        text = f'SELECT (<{function}>(<urn:x>, "word") AS ?found) {{}}'
        assert list(snapshot.store.query(text).rows())


def test_the_switch_of_entailment_is_two_datasets(snapshot, served, names):
    graph = description(snapshot, served)
    inferred = names.graph("inferred")
    default = graph.value(SERVICE, SD.defaultDataset)

    datasets = set(graph.objects(SERVICE, SD.availableGraphs))

    (stated,) = datasets - {default}
    all_graphs = set(graph.objects(default, SD.namedGraph))
    assert all_graphs == set(snapshot.store.graphs())
    assert set(graph.objects(stated, SD.namedGraph)) == all_graphs - {inferred}
    (comment,) = graph.objects(
        stated, URIRef("http://www.w3.org/2000/01/rdf-schema#comment")
    )
    assert "entailment=none" in comment
    regime = graph.value(SERVICE, SD.defaultEntailmentRegime)
    assert regime == ENTAILMENT["OWL-RDF-Based"]


def test_each_graph_has_its_count_and_its_regime(snapshot, served, names):
    graph = description(snapshot, served)

    for name in snapshot.store.graphs():
        assert list(graph.objects(name, SD.name)) == [name]
        count = len(set(snapshot.store.triples(name)))
        assert graph.value(name, VOID.triples).toPython() == count
        inferred = name == names.graph("inferred")
        regime = ENTAILMENT["OWL-RDF-Based" if inferred else "Simple"]
        assert graph.value(name, SD.entailmentRegime) == regime


def test_what_is_not_known_is_not_said():
    graph = Graph()
    for triple in describe_service(ENDPOINT, [URIRef("urn:g")], Abilities()):
        graph.add(triple)

    assert not list(graph.objects(predicate=VOID.triples))
    assert not list(graph.objects(predicate=SD.extensionFunction))

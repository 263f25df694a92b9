"""The description of the dataset: every number in it is what the dump has."""

from collections import Counter
from dataclasses import replace

import pyoxigraph as ox
import pytest
from rdflib import OWL, RDF, Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCAT, DCTERMS, VOID

from kg.rdf.conversion import from_triple
from kg.rdf.formats import RDF_FORMATS
from kg.rdf.store import open_store
from kg.rdf.terms import WD
from server import create_app
from server.endpoint.description import SD
from server.reading.counts import read_counts
from server.reading.snapshots import open_snapshot

HERE = Namespace("http://localhost/void#")
PARSERS = {
    "ttl": ox.RdfFormat.TURTLE,
    "nt": ox.RdfFormat.N_TRIPLES,
    "trig": ox.RdfFormat.TRIG,
    "nq": ox.RdfFormat.N_QUADS,
    "jsonld": ox.RdfFormat.JSON_LD,
    "rdf": ox.RdfFormat.RDF_XML,
}


def read_quads(content, format_name):
    return {
        (*from_triple(quad), URIRef(getattr(quad.graph_name, "value", "")))
        for quad in ox.parse(content, format=PARSERS[format_name])
    }


@pytest.fixture(scope="module")
def described(app):
    return Graph().parse(data=app.test_client().get("/void").text, format="turtle")


@pytest.fixture(scope="module")
def dumped(app):
    """All quads, read from the dump."""
    return read_quads(app.test_client().get("/dump/araz.nq").data, "nq")


def value(graph, subject, predicate):
    (found,) = graph.objects(subject, predicate)
    return found.toPython() if isinstance(found, Literal) else found


def totals(graph, subject):
    return tuple(
        value(graph, subject, predicate)
        for predicate in (VOID.triples, VOID.distinctSubjects, VOID.distinctObjects)
    )


def counted(triples):
    triples = set(triples)
    subjects, _, objects = (set(column) for column in zip(*triples, strict=True))
    return len(triples), len(subjects), len(objects)


def test_the_totals_are_those_of_the_dump(described, dumped, names):
    union = {quad[:3] for quad in dumped}
    own = {s for s, _, _ in union if s.startswith(names.base)}

    assert totals(described, HERE.dataset) == counted(union)
    assert value(described, HERE.dataset, VOID.entities) == len(own)
    classes = {o for _, p, o in union if p == RDF.type}
    assert value(described, HERE.dataset, VOID.classes) == len(classes)
    properties = {p for _, p, _ in union}
    assert value(described, HERE.dataset, VOID.properties) == len(properties)


def test_each_property_has_its_count(described, dumped):
    partitions = described.objects(HERE.dataset, VOID.propertyPartition)

    found = {
        value(described, part, VOID.property): value(described, part, VOID.triples)
        for part in partitions
    }

    assert found == Counter(p for _, p, _ in {quad[:3] for quad in dumped})


def test_each_class_has_its_count(described, dumped):
    partitions = described.objects(HERE.dataset, VOID.classPartition)

    found = {
        value(described, part, VOID["class"]): value(described, part, VOID.entities)
        for part in partitions
    }

    instances = {(s, o) for s, p, o, _ in dumped if p == RDF.type}
    assert found == Counter(class_ for _, class_ in instances)


@pytest.mark.parametrize("name", ["ontology", "background", "links", "inferred"])
def test_each_graph_is_a_subset_with_its_counts(described, dumped, names, name):
    graph = names.graph(name)

    assert (HERE.dataset, VOID.subset, HERE[name]) in described
    assert value(described, HERE[name], SD.name) == graph
    assert value(described, HERE[name], DCTERMS.title)
    assert totals(described, HERE[name]) == counted(
        quad[:3] for quad in dumped if quad[3] == graph
    )


def test_the_articles_are_one_subset(described, dumped, names):
    start = f"{names.base}article/"
    graphs = {quad[3] for quad in dumped if quad[3].startswith(start)}

    assert value(described, HERE.articles, VOID.documents) == len(graphs) == 2
    assert totals(described, HERE.articles) == counted(
        quad[:3] for quad in dumped if quad[3] in graphs
    )


def test_links_to_wikidata_are_counted_by_property(tmp_path, served, names):
    links = [(names.entity(f"E{n}"), OWL.sameAs, WD[f"Q{n}"]) for n in range(3)]
    links.append((names.entity("E0"), RDF.type, names.ontology.State))
    other = URIRef("https://example.org/graph")
    with open_store(tmp_path / "store") as store:
        store.replace_graph(names.graph("links"), links)
        store.replace_graph(other, links[:1])
        store.publish()
    app = create_app(replace(served, store=tmp_path / "store"))

    graph = Graph().parse(data=app.test_client().get("/void").text, format="turtle")

    (linkset,) = graph.subjects(RDF.type, VOID.Linkset)
    assert value(graph, linkset, VOID.linkPredicate) == OWL.sameAs
    assert value(graph, linkset, VOID.triples) == 3
    assert value(graph, linkset, VOID.subjectsTarget) == HERE.dataset
    target = value(graph, linkset, VOID.objectsTarget)
    assert value(graph, target, VOID.uriSpace) == str(WD)
    # A graph of nobody's making but a client's is a subset under its own name.
    assert totals(graph, other) == (1, 1, 1)
    assert totals(graph, HERE.dataset)[0] == 4
    assert not list(graph.objects(HERE.ontology))
    assert not list(graph.objects(HERE.articles))


def test_where_to_get_it_is_said(app, described):
    client = app.test_client()
    files = set(described.objects(HERE.dataset, DCAT.distribution))

    assert files == set(described.objects(HERE.dataset, VOID.dataDump))
    assert len(files) == 12
    for file in files:
        response = client.get(str(file))
        gzipped = (file, DCAT.compressFormat, None) in described
        media_type = str(value(described, file, DCAT.mediaType))
        assert response.status_code == 200
        assert gzipped == (response.mimetype == "application/gzip")
        assert gzipped or media_type.endswith(f"/{response.mimetype}")
    endpoint = value(described, HERE.dataset, VOID.sparqlEndpoint)
    assert str(endpoint) == "http://localhost/sparql"
    (service,) = described.subjects(DCAT.servesDataset, HERE.dataset)
    assert value(described, service, DCAT.endpointURL) == endpoint


def test_the_length_of_a_file_is_given_once_it_was_written(app):
    client = app.test_client()
    size = client.head("/dump/araz.rdf.gz").content_length

    graph = Graph().parse(data=client.get("/void").text, format="turtle")

    file = URIRef("http://localhost/dump/araz.rdf.gz")
    assert value(graph, file, DCAT.byteSize) == size


def test_who_made_it_and_what_it_is(described, served, names):
    snapshot = open_snapshot(served.store, names)

    for predicate in (
        *(DCTERMS.title, DCTERMS.description, DCTERMS.license, DCTERMS.publisher),
        VOID.uriSpace,
    ):
        assert value(described, HERE.dataset, predicate)
    assert (HERE.dataset, RDF.type, DCAT.Dataset) in described
    identifier = value(described, HERE.dataset, DCTERMS.identifier)
    assert identifier == snapshot.generation
    vocabularies = set(described.objects(HERE.dataset, VOID.vocabulary))
    assert URIRef(names.ontology) in vocabularies
    assert URIRef("http://www.opengis.net/ont/geosparql#") not in vocabularies


def test_the_newest_article_dates_it(described):
    modified = value(described, HERE.dataset, DCTERMS.modified)

    assert str(modified) == "2021-10-08"


@pytest.mark.parametrize("known", RDF_FORMATS, ids=lambda known: known.name)
@pytest.mark.parametrize("path", ["/void", "/.well-known/void"])
def test_both_addresses_say_the_same_in_every_format(client, path, known):
    expected = client.get("/void", headers={"Accept": "application/n-triples"}).data

    response = client.get(path, headers={"Accept": known.media_type})

    assert response.mimetype == known.media_type
    assert read_quads(response.data, known.name) == read_quads(expected, "nt")


def test_a_browser_shows_it_as_text(client):
    response = client.get("/void", headers={"Accept": "text/html,*/*;q=0.8"})

    assert response.content_type == "text/plain; charset=utf-8"
    assert "a void:Dataset" in response.text or "void:Dataset" in response.text


def test_it_is_the_same_every_time_and_not_sent_again(client):
    first, second = (client.get("/void") for _ in range(2))

    again = client.get("/void", headers={"If-None-Match": first.headers["ETag"]})

    assert first.data == second.data
    assert again.status_code == 304


def test_counts_are_kept_beside_the_snapshot(served, names):
    snapshot = open_snapshot(served.store, names)
    fresh = read_counts(snapshot)

    kept = read_counts(open_snapshot(served.store, names))

    assert kept == fresh
    assert snapshot.cache is not None
    assert (snapshot.cache / "counts.json").exists()

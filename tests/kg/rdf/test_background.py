"""Background knowledge and links in RDF, and another base IRI."""

from datetime import date
from decimal import Decimal

import pytest
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import OWL, RDF, RDFS, SKOS, VANN, XSD

from kg.config import Settings
from kg.gazetteer import (
    Background,
    HoldingStatus,
    KnownEntity,
    KnownRelation,
    OfficeHolding,
)
from kg.model import Entity
from kg.ontology import read_ontology_graph
from kg.rdf.background import SAME_AS_SCORE, background_triples, link_triples
from kg.rdf.rebase import WRITTEN_BASE, rebased
from kg.rdf.terms import WD, Names

NAMES = Names(WRITTEN_BASE)
ARAZ, ENT = NAMES.ontology, NAMES.entity
IRAN = KnownEntity(
    id="Iran",
    label="Iran",
    type="State",
    qid="Q794",
    country="IR",
    aliases=("Persia",),
    demonyms=("Iranian",),
    metonyms=("Tehran",),
    source="test",
)


def graph_of(triples):
    graph = Graph()
    for triple in triples:
        graph.add(triple)
    return graph


def background(**parts):
    empty = {"entities": (), "relations": (), "holdings": ()}
    return graph_of(background_triples(Background(**(empty | parts)), NAMES))


def test_known_entity_has_type_label_and_other_names():
    graph = background(entities=(IRAN,))

    assert graph.value(ENT("Iran"), RDF.type) == ARAZ.State
    assert graph.value(ENT("Iran"), RDFS.label) == Literal("Iran", lang="en")
    assert graph.value(ENT("Iran"), SKOS.altLabel) == Literal("Persia", lang="en")


def test_known_relation_is_an_edge():
    borders = KnownRelation(
        subject="Iran", relation="borders", object="Turkey", source="test"
    )

    graph = background(relations=(borders,))

    assert (ENT("Iran"), ARAZ.borders, ENT("Turkey")) in graph


@pytest.mark.parametrize(
    ("start", "datatype"),
    [("2013", XSD.gYear), ("2013-08", XSD.gYearMonth), ("2013-08-03", XSD.date)],
)
def test_office_holding_is_dated_as_exactly_as_known(start, datatype):
    holding = OfficeHolding(
        id="Rouhani__President",
        person="Hassan_Rouhani",
        position="President of Iran",
        state="Iran",
        start=start,
        end=None,
        as_of="2022",
        status=HoldingStatus.STALE,
        source="test",
    )

    graph = background(holdings=(holding,))
    iri = ENT("Rouhani__President")

    assert graph.value(iri, ARAZ.holder) == ENT("Hassan_Rouhani")
    assert graph.value(iri, ARAZ.state) == ENT("Iran")
    assert graph.value(iri, ARAZ.start) == Literal(start, datatype=datatype)
    assert graph.value(iri, ARAZ.end) is None
    assert str(graph.value(iri, ARAZ.status)) == "stale"


def entity(score, qid="Q794"):
    return Entity(
        id="Iran", label="Iran", type="State", qid=qid, score=score, method="name"
    )


@pytest.mark.parametrize(
    ("score", "predicate"),
    [
        (SAME_AS_SCORE, OWL.sameAs),
        (0.95, SKOS.exactMatch),
        (0.8, SKOS.exactMatch),
        (0.5, SKOS.closeMatch),
    ],
)
def test_link_says_how_sure_it_is(score, predicate):
    graph = graph_of(link_triples([entity(score)], NAMES, as_of=date(2026, 10, 1)))
    link = graph.value(predicate=RDF.type, object=ARAZ.Link)

    assert list(graph.predicates(ENT("Iran"), WD.Q794)) == [predicate]
    assert graph.value(link, ARAZ.linkPredicate) == predicate
    assert graph.value(link, ARAZ.score) == Literal(Decimal(str(score)))
    assert str(graph.value(link, ARAZ.method)) == "name"
    assert graph.value(link, ARAZ.date) == Literal(date(2026, 10, 1))


def test_best_link_counts_whatever_the_order():
    some = [entity(0.5), entity(1.0), entity(0.7)]

    assert link_triples(some, NAMES) == link_triples(some[::-1], NAMES)
    assert (ENT("Iran"), OWL.sameAs, WD.Q794) in link_triples(some, NAMES)


def test_entity_without_item_has_no_link():
    assert link_triples([entity(0.0, qid=None)], NAMES) == ()


def test_known_entity_is_linked_without_doubt():
    triples = link_triples([], NAMES, known=[IRAN])

    assert (ENT("Iran"), OWL.sameAs, WD.Q794) in triples


def test_ontology_moves_to_another_base():
    names = Names("http://localhost:8000/")

    graph = graph_of(rebased(read_ontology_graph(Settings().ontology), names))

    ontology = URIRef("http://localhost:8000/ontology")
    assert str(graph.value(ontology, VANN.preferredNamespaceUri)) == str(names.ontology)
    assert (names.ontology.threatens, RDF.type, OWL.ObjectProperty) in graph
    assert not [term for triple in graph for term in triple if WRITTEN_BASE in term]


def test_ontology_stays_where_the_base_is_its_own():
    graph = read_ontology_graph(Settings().ontology)

    assert set(rebased(graph, NAMES)) == set(graph)

"""Facts of Wikidata in RDF: the fact, where it was said, and when."""

from datetime import date

import pytest
from rdflib import Graph, Literal
from rdflib.namespace import DCTERMS, RDF, RDFS, SDO, SKOS, XSD

from kg.gazetteer import HoldingStatus, OfficeHolding
from kg.rdf.rebase import WRITTEN_BASE
from kg.rdf.terms import WD, Names
from kg.reasoning.shapes import check_shapes, read_shapes
from kg.wikidata.facts import (
    AliasFact,
    DateFact,
    Facts,
    NewEntity,
    PointFact,
    RelationFact,
    Source,
)
from kg.wikidata.items import Instant, Point
from kg.wikidata.triples import GEO, LICENCE, SITE, fact_triples, revision_iri

NAMES = Names(WRITTEN_BASE)
ARAZ, ENT = NAMES.ontology, NAMES.entity
SOURCE = Source("Q900000001", 101, date(2026, 10, 1))
REVISION = revision_iri(SOURCE)
HOLDING = OfficeHolding(
    id="Orla_Venn__President",
    person="Orla_Venn",
    position="President of Plimpton",
    state="Plimpton",
    start="2019-03-01",
    end=None,
    as_of="2026-10-01",
    status=HoldingStatus.START_ONLY,
    source="Wikidata Q900000004, revision 104",
)
ALL = Facts(
    entities=(NewEntity(id="Quarmby", label="Quarmby", type="State", source=SOURCE),),
    relations=(RelationFact("Plimpton", "borders", "Quarmby", SOURCE),),
    holdings=((SOURCE, HOLDING),),
    aliases=(AliasFact("Plimpton", "Republic of Plimpton", SOURCE),),
    points=(PointFact("Plimpton", Point(46.5, -39.25), SOURCE),),
    dates=tuple(
        DateFact("Weir_War", is_end=is_end, instant=Instant(text), source=SOURCE)
        for is_end, text in ((False, "2020-09-27"), (True, "2020"))
    ),
)


@pytest.fixture(scope="module")
def graph():
    found = Graph()
    for triple in fact_triples(ALL, NAMES):
        found.add(triple)
    return found


def test_revision_is_an_address_that_answers():
    page = "wiki/Special:EntityData/Q900000001.json?revision=101"

    assert str(REVISION) == f"https://www.wikidata.org/{page}"


def test_fact_is_a_triple_and_a_statement_with_source_and_day(graph):
    said = (ENT("Plimpton"), ARAZ.borders, ENT("Quarmby"))
    (statement,) = graph.subjects(RDF.predicate, ARAZ.borders)

    assert said in graph
    assert (statement, RDF.type, RDF.Statement) in graph
    assert graph.value(statement, RDF.subject) == said[0]
    assert graph.value(statement, RDF.object) == said[2]
    assert graph.value(statement, DCTERMS.source) == REVISION
    assert graph.value(statement, ARAZ.asOf) == Literal(date(2026, 10, 1))


def test_revision_belongs_to_its_item_and_the_licence_is_told_once(graph):
    assert graph.value(REVISION, DCTERMS.isVersionOf) == WD.Q900000001
    assert graph.value(REVISION, DCTERMS.isPartOf) == SITE
    assert list(graph.subject_objects(DCTERMS.license)) == [(SITE, LICENCE)]


def test_new_entity_has_class_label_and_source(graph):
    assert graph.value(ENT("Quarmby"), RDF.type) == ARAZ.State
    assert graph.value(ENT("Quarmby"), RDFS.label) == Literal("Quarmby", lang="en")
    assert graph.value(ENT("Quarmby"), DCTERMS.source) == REVISION


def test_place_has_a_geometry_with_longitude_first(graph):
    geometry = graph.value(ENT("Plimpton"), GEO.hasGeometry)
    wkt = graph.value(geometry, GEO.asWKT)

    assert (geometry, RDF.type, GEO.Geometry) in graph
    assert (str(wkt), wkt.datatype) == ("POINT(46.5 -39.25)", GEO.wktLiteral)
    assert graph.value(geometry, DCTERMS.source) == REVISION


def test_alias_and_dates_are_facts_too(graph):
    alias = Literal("Republic of Plimpton", lang="en")
    war = ENT("Weir_War")

    assert (ENT("Plimpton"), SKOS.altLabel, alias) in graph
    assert graph.value(war, SDO.startDate) == Literal(date(2020, 9, 27))
    assert graph.value(war, SDO.endDate) == Literal("2020", datatype=XSD.gYear)
    assert {
        graph.value(s, RDF.predicate) for s in graph.subjects(RDF.subject, war)
    } == {
        SDO.startDate,
        SDO.endDate,
    }


def test_office_is_held_as_background_has_it(graph):
    iri = ENT("Orla_Venn__President")

    assert graph.value(iri, ARAZ.holder) == ENT("Orla_Venn")
    assert graph.value(iri, ARAZ.asOf) == Literal(date(2026, 10, 1))
    assert graph.value(iri, DCTERMS.source) == REVISION


def test_graph_fits_the_shapes(settings):
    assert not check_shapes(fact_triples(ALL, NAMES), read_shapes(settings.ontology))


def test_no_facts_no_triples():
    assert fact_triples(Facts(), NAMES) == ()

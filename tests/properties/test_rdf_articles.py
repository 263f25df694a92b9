"""Laws of an article's graph, whatever was extracted."""

from datetime import date

from hypothesis import given, settings
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import RDF

from kg.claims import is_edge, merge_claims, merge_key
from kg.model import Modality, Period, Polarity
from kg.rdf.quads import article_triples, claim_iri
from kg.rdf.terms import OA, Names
from tests.strategies import extractions

NAMES = Names("https://w3id.org/araz/")
ARAZ = NAMES.ontology


def graph_of(extraction, ontology):
    graph = Graph()
    for triple in article_triples(extraction, ontology, NAMES, "f"):
        graph.add(triple)
    return graph


def read_claim(graph, claim):
    """Read what makes a claim this claim back from the graph."""

    def name(predicate):
        iri = graph.value(claim, predicate)
        return None if iri is None else str(iri).rpartition("/")[2].rpartition("#")[2]

    def day(predicate):
        value = graph.value(claim, predicate)
        return None if value is None else date.fromisoformat(value)

    start, end = day(ARAZ.startDate), day(ARAZ.endDate)
    return (
        name(ARAZ.article),
        name(RDF.subject),
        name(RDF.predicate),
        name(RDF.object),
        Polarity(name(ARAZ.polarity)),
        Modality(name(ARAZ.modality)),
        graph.value(claim, ARAZ.reported).value,
        name(ARAZ.attributedTo),
        Period(start, end) if start or end else None,
        name(ARAZ.place),
    )


def key_as_written(claim):
    # A period without ends says nothing, and is written as nothing.
    return tuple(
        None if part == Period(None, None) else part for part in merge_key(claim)
    )


@settings(deadline=None, max_examples=40)
@given(extraction=extractions())
def test_claims_can_be_read_back(ontology, extraction):
    graph = graph_of(extraction, ontology)

    read = {read_claim(graph, claim) for claim in graph.subjects(RDF.type, ARAZ.Claim)}

    assert read == {key_as_written(claim) for claim in extraction.claims}


@settings(deadline=None, max_examples=40)
@given(extraction=extractions())
def test_edges_are_those_of_the_claims_and_no_others(ontology, extraction):
    graph = graph_of(extraction, ontology)
    relations = {ARAZ[name] for name in ontology.relations}

    edges = {(s, p, o) for s, p, o in graph if p in relations}

    assert edges == {
        (NAMES.entity(c.subject), ARAZ[c.predicate], NAMES.entity(c.object))
        for c in extraction.claims
        if is_edge(c, ontology)
    }


@settings(deadline=None, max_examples=40)
@given(extraction=extractions())
def test_every_span_quotes_the_text(ontology, extraction):
    graph = graph_of(extraction, ontology)

    for span in graph.subjects(RDF.type, OA.SpecificResource):
        position, quote = sorted(graph.objects(span, OA.hasSelector))
        start = int(graph.value(position, OA.start))
        end = int(graph.value(position, OA.end))
        quoted = str(graph.value(quote, OA.exact))
        assert extraction.article.text[start:end] == quoted


@settings(deadline=None, max_examples=40)
@given(extraction=extractions())
def test_every_claim_has_evidence(ontology, extraction):
    graph = graph_of(extraction, ontology)

    for claim in graph.subjects(RDF.type, ARAZ.Claim):
        assert (claim, ARAZ.evidence, None) in graph


@settings(deadline=None, max_examples=40)
@given(extraction=extractions())
def test_second_run_writes_the_same_triples_of_valid_terms(ontology, extraction):
    once = article_triples(extraction, ontology, NAMES, "f")

    assert article_triples(extraction, ontology, NAMES, "f") == once
    for triple in once:
        assert all(isinstance(term, URIRef | Literal) for term in triple)
        assert not any(" " in term for term in triple if isinstance(term, URIRef))


@settings(deadline=None, max_examples=40)
@given(extraction=extractions())
def test_merging_claims_adds_no_node(extraction):
    merged = {claim_iri(claim, NAMES) for claim in merge_claims(extraction.claims)}

    assert merged == {claim_iri(claim, NAMES) for claim in extraction.claims}

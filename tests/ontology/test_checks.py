"""The violation queries: silent on a sound dataset, loud on their own violation."""

from pathlib import Path

import pytest
from pyoxigraph import QuerySolutions, RdfFormat, Store

from kg.ontology import read_ontology_graph

ONTOLOGY = Path(__file__).resolve().parents[2] / "ontology"
CHECKS = sorted((ONTOLOGY / "checks").glob("*-violation.rq"))

PREFIXES = """
@prefix araz: <https://w3id.org/araz/ontology#> .
@prefix art: <https://w3id.org/araz/article/> .
@prefix clm: <https://w3id.org/araz/claim/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix ent: <https://w3id.org/araz/entity/> .
@prefix graph: <https://w3id.org/araz/graph/> .
@prefix oa: <http://www.w3.org/ns/oa#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix schema: <https://schema.org/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""


def span(name, start, end):
    return f"""
art:{name} a oa:SpecificResource ; oa:hasSource art:a ;
    oa:hasSelector art:{name}-p , art:{name}-q .
art:{name}-p a oa:TextPositionSelector ; oa:start {start} ; oa:end {end} .
art:{name}-q a oa:TextQuoteSelector ; oa:exact "{"x" * (end - start)}" .
"""


SOUND = f"""
art:a {{
art:a a araz:Article ; araz:mentions ent:A , ent:B .
ent:A a araz:State ; rdfs:label "A"@en ; araz:threatens ent:B ; araz:attacks ent:B .
ent:B a araz:State ; rdfs:label "B"@en .
clm:1 a araz:Claim ; rdf:subject ent:A ; rdf:predicate araz:threatens ;
    rdf:object ent:B ; araz:polarity araz:positive ; araz:modality araz:actual ;
    araz:reported true ; araz:attributedTo ent:A ; araz:article art:a ;
    araz:evidence art:e .
clm:2 a araz:Claim ; rdf:subject ent:A ; rdf:predicate araz:attacks ;
    rdf:object ent:B ; araz:polarity araz:positive ; araz:modality araz:actual ;
    araz:reported false ; araz:article art:a ; araz:evidence art:e .
art:e a araz:Evidence ; oa:hasTarget art:s ; araz:trigger art:t ;
    araz:subjectMention art:m ; araz:objectMention art:n .
art:m a araz:Mention ; araz:refersTo ent:A .
art:n a araz:Mention ; araz:refersTo ent:B .
{span("s", 0, 20)}{span("m", 0, 3)}{span("t", 4, 9)}{span("n", 10, 13)}
}}
graph:background {{
    <https://w3id.org/araz/holding> a araz:OfficeHolding ; araz:holder ent:P ;
        araz:start "2009"^^xsd:gYear ; araz:end "2017-01-20"^^xsd:date ;
        araz:asOf "2026-10-01"^^xsd:date ; dcterms:source ent:tables .
    ent:A araz:borders ent:B .
    ent:says rdf:subject ent:A ; rdf:predicate araz:borders ; rdf:object ent:B ;
        araz:asOf "2026-10-01"^^xsd:date ; dcterms:source ent:item .
    ent:A a araz:State ; rdfs:label "A"@en ; dcterms:source ent:tables .
    ent:tables dcterms:license ent:free .
    ent:item dcterms:isPartOf ent:tables .
}}
graph:links {{ ent:A owl:sameAs <http://www.wikidata.org/entity/Q1> . }}
graph:inferred {{ ent:B araz:threatenedBy ent:A . }}
"""


@pytest.fixture(scope="module")
def ontology():
    text = read_ontology_graph(ONTOLOGY).serialize(format="nt")
    return text.encode()


def rows(check, ontology, dataset):
    store = Store()
    graph = "https://w3id.org/araz/graph/ontology"
    lines = ontology.decode().replace(" .\n", f" <{graph}> .\n")
    store.load(lines, format=RdfFormat.N_QUADS)
    store.load(PREFIXES + dataset, format=RdfFormat.TRIG)
    solutions = store.query(
        check.read_text(encoding="utf-8"), use_default_graph_as_union=True
    )
    assert isinstance(solutions, QuerySolutions)
    return [[str(value) for value in row] for row in solutions]


def claim(rest):
    return (
        "art:a { clm:3 a araz:Claim ; araz:article art:a ; rdf:subject ent:B ;"
        " rdf:predicate araz:aids ; rdf:object ent:A ; araz:evidence art:e ;"
        f" {rest} }}"
    )


@pytest.mark.parametrize("check", CHECKS, ids=lambda path: path.stem)
def test_a_sound_dataset_breaks_no_check(check, ontology):
    assert rows(check, ontology, SOUND) == []


@pytest.mark.parametrize("check", CHECKS, ids=lambda path: path.stem)
def test_a_check_says_what_it_guards(check):
    assert check.read_text(encoding="utf-8").startswith("# Guards: ")


BROKEN = {
    "background-fact-unsourced": "graph:background { ent:B araz:borders ent:A }",
    "background-source-unlicensed": "graph:background { ent:A dcterms:source ent:B }",
    "claim-without-evidence": "art:a { clm:3 a araz:Claim }",
    "claim-outside-its-article": "art:b { clm:1 a araz:Claim ; araz:article art:a }",
    "claim-without-edge": claim(
        "araz:polarity araz:positive ; araz:modality araz:actual ; araz:reported false"
    ),
    "contradiction": "art:a { ent:A a araz:Person }",
    "edge-without-claim": "art:a { ent:B araz:aids ent:A }",
    "entity-without-class": "art:a { art:a araz:mentions ent:C }",
    "entity-without-label": "art:a { art:m araz:refersTo ent:C }",
    "evidence-inferred": "graph:inferred { clm:1 araz:reported true }",
    "evidence-misses-argument": (
        f"art:a {{ art:e araz:trigger art:z . {span('z', 19, 22)} }}"
    ),
    "inferred-noise": "graph:inferred { ent:A owl:sameAs ent:A }",
    "inferred-restates-asserted": "graph:inferred { ent:A araz:threatens ent:B }",
    "links-inferred": "graph:inferred { ent:A owl:sameAs ent:B }",
    "office-ends-before-start": (
        "graph:background { ent:h a araz:OfficeHolding ;"
        ' araz:start "2009"^^xsd:gYear ; araz:end "2008-01"^^xsd:gYearMonth }'
    ),
    "office-without-dates": (
        "graph:background { ent:h a araz:OfficeHolding ; araz:holder ent:P ;"
        ' araz:asOf "2026"^^xsd:gYear }'
    ),
    "quote-of-wrong-length": 'art:a { art:s-q oa:exact "short" }',
    "term-without-definition": (
        "graph:ontology { araz:x rdfs:isDefinedBy <https://w3id.org/araz/ontology> }"
    ),
    "undeclared-term": "art:a { ent:A araz:worships ent:B }",
    "vocabulary-of-evidence": "graph:ontology { araz:trigger rdfs:domain araz:Claim }",
}


def test_every_check_has_a_case():
    assert {path.stem.removesuffix("-violation") for path in CHECKS} == set(BROKEN)


@pytest.mark.parametrize("name", BROKEN)
def test_a_check_finds_its_violation(name, ontology):
    check = ONTOLOGY / "checks" / f"{name}-violation.rq"

    assert rows(check, ontology, SOUND + BROKEN[name]) != []


@pytest.mark.parametrize(
    "fact",
    [
        'ent:B a araz:State ; rdfs:label "B"@en',
        "ent:h a araz:OfficeHolding ; araz:holder ent:P",
        (
            "ent:B araz:borders ent:A . ent:x rdf:subject ent:B ;"
            " rdf:predicate araz:borders ; rdf:object ent:A ; dcterms:source ent:tables"
        ),
    ],
    ids=["entity", "holding", "relation-without-day"],
)
def test_background_of_any_kind_needs_its_source(fact, ontology):
    check = ONTOLOGY / "checks" / "background-fact-unsourced-violation.rq"

    assert len(rows(check, ontology, f"{SOUND}graph:background {{ {fact} }}")) == 1


DENIED = ("araz:negative", "araz:actual", "false")
PLANNED = ("araz:positive", "araz:planned", "false")
ALLEGED = ("araz:positive", "araz:actual", "true")
# Aid is not given by saying so.
BOASTED = ("araz:positive", "araz:actual", "true ; araz:attributedTo ent:B")


@pytest.mark.parametrize(
    ("polarity", "modality", "reported"),
    [DENIED, PLANNED, ALLEGED, BOASTED],
    ids=["denied", "planned", "alleged", "boasted"],
)
def test_such_a_claim_supports_no_edge(polarity, modality, reported, ontology):
    check = ONTOLOGY / "checks" / "edge-without-claim-violation.rq"
    edge = "art:a { ent:B araz:aids ent:A }"
    rest = (
        f"araz:polarity {polarity} ; araz:modality {modality} ;"
        f" araz:reported {reported}"
    )

    assert len(rows(check, ontology, SOUND + claim(rest) + edge)) == 1

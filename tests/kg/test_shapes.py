"""What the SHACL shapes accept, what each of them refuses, and how fast."""

from pathlib import Path

import pytest
from rdflib import Graph

from kg.errors import ShapeError
from kg.reasoning.shapes import check_shapes, read_shapes

ONTOLOGY = Path(__file__).resolve().parents[2] / "ontology"

PREFIXES = """
@prefix araz: <https://w3id.org/araz/ontology#> .
@prefix art:  <https://w3id.org/araz/article/> .
@prefix clm:  <https://w3id.org/araz/claim/> .
@prefix ent:  <https://w3id.org/araz/entity/> .
@prefix oa:   <http://www.w3.org/ns/oa#> .
@prefix owl:  <http://www.w3.org/2002/07/owl#> .
@prefix rdf:  <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix schema: <https://schema.org/> .
@prefix xsd:  <http://www.w3.org/2001/XMLSchema#> .
"""

SPAN = """
<{iri}> a oa:SpecificResource ; oa:hasSource art:a ;
    oa:hasSelector <{iri}/position> , <{iri}/quote> .
<{iri}/position> a oa:TextPositionSelector ; oa:start {start} ; oa:end {end} .
<{iri}/quote> a oa:TextQuoteSelector ; oa:exact "word" .
"""

ARTICLE = """
art:a a araz:Article ; araz:fingerprint "f" ; araz:model "m 1" ;
    araz:mentions ent:A , ent:B ;
    schema:headline "Something"@en ; schema:datePublished "2021-10-05"^^xsd:date .
"""

MENTION = """
<https://w3id.org/araz/m{n}> a araz:Mention ; araz:refersTo ent:A ;
    araz:mentionKind "name" ; araz:confidence 0.9 .
"""

CLAIM = """
clm:{n} a araz:Claim , rdf:Statement ;
    rdf:subject ent:A ; rdf:predicate araz:threatens ; rdf:object ent:B ;
    araz:polarity araz:positive ; araz:modality araz:actual ; araz:reported false ;
    araz:startDate "2021-10-05"^^xsd:date ; araz:endDate "2021-10-06"^^xsd:date ;
    araz:article art:a ; araz:evidence <https://w3id.org/araz/e{n}> ;
    araz:confidence 0.8 .
<https://w3id.org/araz/e{n}> a araz:Evidence , oa:Annotation ;
    oa:hasTarget <https://w3id.org/araz/s{n}> ;
    araz:trigger <https://w3id.org/araz/t{n}> ;
    araz:subjectMention <https://w3id.org/araz/m{n}> ;
    araz:objectMention <https://w3id.org/araz/m{n}> .
"""

LINK = """
<https://w3id.org/araz/link/1> a araz:Link ; araz:entity ent:A ;
    araz:target <http://www.wikidata.org/entity/Q794> ; araz:score 0.9 ;
    araz:linkPredicate owl:sameAs ; araz:method "name" ; araz:typeAgreement 1.0 ;
    araz:date "2026-01-01"^^xsd:date .
"""

HOLDING = """
<https://w3id.org/araz/holding/1> a araz:OfficeHolding ; araz:holder ent:A ;
    araz:positionTitle "President" ; araz:state ent:B ; araz:status "ended" ;
    araz:start "2009"^^xsd:gYear ; araz:end "2017-01-20"^^xsd:date ;
    araz:asOf "2026-06"^^xsd:gYearMonth .
"""


def text_of(claims: int = 1) -> str:
    parts = [PREFIXES, ARTICLE, LINK, HOLDING]
    for n in range(claims):
        parts.append(CLAIM.format(n=n))
        parts.append(MENTION.format(n=n))
        for offset, letter in enumerate("mst"):
            iri = f"https://w3id.org/araz/{letter}{n}"
            parts.append(SPAN.format(iri=iri, start=offset, end=offset + 5))
    return "".join(parts)


@pytest.fixture(scope="module")
def shapes() -> Graph:
    return read_shapes(ONTOLOGY)


def graph_of(text: str) -> Graph:
    return Graph().parse(data=text, format="turtle")


def test_a_well_formed_graph_conforms(shapes):
    assert check_shapes(graph_of(text_of()), shapes) == ()


@pytest.mark.parametrize(
    ("old", "new", "path"),
    [
        ('araz:fingerprint "f" ;', "", "fingerprint"),
        ('"2021-10-05"^^xsd:date .', '"October" .', "datePublished"),
        ("araz:refersTo ent:A ;", "", "refersTo"),
        ('araz:mentionKind "name"', 'araz:mentionKind "guess"', "mentionKind"),
        ("rdf:object ent:B ;", "", "object"),
        ("rdf:subject ent:A ;", 'rdf:subject "A" ;', "subject"),
        ("rdf:subject ent:A ;", "rdf:subject ent:A, ent:B ;", "subject"),
        ("araz:polarity araz:positive ;", "", "polarity"),
        ("araz:modality araz:actual ;", "araz:modality araz:certain ;", "modality"),
        ("araz:reported false ;", 'araz:reported "no" ;', "reported"),
        ("araz:article art:a ;", "araz:article art:b ;", "article"),
        ("araz:evidence <https://w3id.org/araz/e0> ;", "", "evidence"),
        ("araz:confidence 0.8", "araz:confidence 1.8", "confidence"),
        ("araz:confidence 0.9", "araz:confidence 0.9e0", "confidence"),
        ("2021-10-06", "2021-10-04", "startDate"),
        ("oa:hasTarget <https://w3id.org/araz/s0> ;", "", "hasTarget"),
        ("araz:trigger <https://w3id.org/araz/t0> ;", "", "trigger"),
        ("araz:subjectMention <https://w3id.org/araz/m0>", "", "subjectMention"),
        ("oa:hasSource art:a ;", "", "hasSource"),
        (", <https://w3id.org/araz/s0/quote> .", ".", "hasSelector"),
        ("oa:start 1 ;", "oa:start 9 ;", "start"),
        ("oa:start 0 ;", "oa:start -1 ;", "start"),
        ('oa:exact "word"', 'oa:exact ""', "exact"),
        ("owl:sameAs", "owl:differentFrom", "linkPredicate"),
        ("araz:score 0.9", "araz:score 2.0", "score"),
        ("araz:target <http://www.wikidata.org/entity/Q794> ;", "", "target"),
        ("araz:holder ent:A ;", "", "holder"),
        ('"2009"^^xsd:gYear', '"2009"', "start"),
    ],
    ids=lambda value: value[:45],
)
def test_a_broken_graph_is_refused(shapes, old, new, path):
    text = text_of()
    assert old in text

    found = check_shapes(graph_of(text.replace(old, new).replace("; ;", ";")), shapes)

    assert [v for v in found if v.path.endswith(path)], found
    assert all("\n" not in str(violation) for violation in found)


def test_checking_leaves_the_graph_alone(shapes):
    graph = graph_of(text_of())
    before = set(graph)

    check_shapes(graph, shapes)

    assert set(graph) == before


def test_malformed_shapes_are_named(shapes):
    bad = Graph() + shapes
    bad.parse(
        data="""
        @prefix sh: <http://www.w3.org/ns/shacl#> .
        @prefix araz: <https://w3id.org/araz/ontology#> .
        araz:ClaimShape sh:property [ sh:minCount 1 ] .
        """,
        format="turtle",
    )

    with pytest.raises(ShapeError, match=r"shapes\.ttl"):
        check_shapes(graph_of(text_of()), bad)

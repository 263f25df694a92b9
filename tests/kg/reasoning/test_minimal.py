"""Contradictions told by what was asserted, with nothing that could be left out."""

from itertools import combinations

import pytest
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import RDF

from kg.reasoning.conclusions import Conclusions
from kg.reasoning.engine import reason

_PREFIXES = """
@prefix : <http://example.org/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
ONTOLOGY, ONE, OTHER = (URIRef(f"graph:{name}") for name in ("ontology", "1", "2"))


def triples(text):
    graph = Graph()
    graph.parse(data=_PREFIXES + text, format="turtle")
    return set(graph)


def contradictions(ontology, one="", other=""):
    asserted = {ONTOLOGY: ontology, ONE: one, OTHER: other}
    told = {graph: triples(text) for graph, text in asserted.items()}
    return Conclusions(told, [ONTOLOGY]).contradictions()


LEADERS = ":leads rdfs:domain :Person . :Person owl:disjointWith :State . "


def test_a_contradiction_is_told_with_the_graphs_that_assert_it():
    (found,) = contradictions(
        LEADERS, ":iran :leads :x . :x a :Group .", ":iran a :State . :y a :State ."
    )

    assert found.rule == "cax-dw"
    assert found.triples == tuple(
        sorted(triples(LEADERS + ":iran :leads :x ; a :State ."))
    )
    assert found.graphs == (ONE, OTHER, ONTOLOGY)
    assert "iran is of class State" in found.message
    assert found.message.endswith("the two classes exclude each other")
    by_triple = {source.triple: source.graphs for source in found.sources}
    for triple in triples(":iran a :State ."):
        assert by_triple[triple] == (OTHER,)


def test_a_triple_that_two_graphs_assert_is_of_both():
    (found,) = contradictions(
        LEADERS, ":iran :leads :x ; a :State .", ":iran a :State ."
    )
    assert {len(source.graphs) for source in found.sources} == {1, 2}


def test_several_contradictions_are_told_each():
    found = contradictions(
        "[] a owl:AllDisjointClasses ; owl:members (:A :B :C) .",
        ":x a :A , :B .",
        ":x a :C . :y a :A , :C .",
    )
    assert [each.rule for each in found] == ["cax-adc"] * 4
    assert len({each.message for each in found}) == 4
    assert not any(RDF.first in triple for each in found for triple in each.triples)


@pytest.mark.parametrize(
    ("ontology", "data", "needed"),
    [
        (
            ":age a owl:FunctionalProperty .",
            ":a :age 5 , 6 ; :size 7 . :b :age 5 .",
            ":age a owl:FunctionalProperty . :a :age 5 , 6 .",
        ),
        (
            ":knows a owl:IrreflexiveProperty . :leads rdfs:subPropertyOf :knows .",
            ":a :leads :b . :b owl:sameAs :c . :c owl:sameAs :a . :a owl:sameAs :d .",
            (
                ":knows a owl:IrreflexiveProperty . :leads rdfs:subPropertyOf :knows ."
                ":a :leads :b . :b owl:sameAs :c . :c owl:sameAs :a ."
            ),
        ),
        (
            ":capital a owl:FunctionalProperty .",
            ":a :capital :b , :c . :b owl:differentFrom :c ; :size 1 .",
            (
                ":capital a owl:FunctionalProperty . :a :capital :b , :c ."
                ":b owl:differentFrom :c ."
            ),
        ),
        (":A rdfs:subClassOf owl:Nothing .", ":a a :A .", None),
    ],
)
def test_nothing_is_told_that_the_contradiction_does_without(ontology, data, needed):
    (found,) = contradictions(ontology, data)

    assert set(found.triples) == triples(needed or ontology + data)
    for fewer in combinations(found.triples, len(found.triples) - 1):
        axioms = triples(ontology)
        closure = reason(
            [triple for triple in fewer if triple in axioms],
            [triple for triple in fewer if triple not in axioms],
        )
        assert not list(closure.conflicts())


def test_two_that_are_the_same_and_different_are_named_as_they_were():
    (found,) = contradictions(
        "[] a owl:AllDifferent ; owl:members (:a :b :c) .", ":a owl:sameAs :b ."
    )
    assert found.rule == "eq-diff2"
    assert {"a", "b"} <= set(found.message.split(":")[0].split())


def test_a_literal_of_no_value_is_told_with_what_says_it():
    wrong = Literal("twelve", datatype=URIRef("http://www.w3.org/2001/XMLSchema#int"))
    triple = URIRef("http://example.org/a"), URIRef("http://example.org/age"), wrong
    (found,) = Conclusions({ONE: [triple]}, []).contradictions()

    assert found.triples == (triple,)
    assert found.message == 'a age "twelve": the value is not of this datatype'
    assert str(found).endswith("(dt-not-type; from <graph:1>)")


def test_where_nothing_contradicts_nothing_is_told():
    assert contradictions(LEADERS, ":a :leads :b .", ":b a :State .") == ()

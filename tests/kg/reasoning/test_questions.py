import pytest
from rdflib import OWL, RDF, BNode, Graph, URIRef
from rdflib.compare import isomorphic

from kg.errors import QueryError
from kg.reasoning.questions import spelt_out

PREFIXES = """
PREFIX ex: <http://example.org/>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
"""


def graph(triples):
    built = Graph()
    for triple in triples:
        built.add(triple)
    return built


def turtle(text):
    return Graph().parse(
        data="@prefix ex: <http://example.org/> . "
        "@prefix owl: <http://www.w3.org/2002/07/owl#> . " + text,
        format="turtle",
    )


def test_an_expression_is_defined_with_all_its_parts():
    found = spelt_out(
        PREFIXES
        + """SELECT ?x { OPTIONAL { ?x a [ a owl:Restriction ; owl:onProperty ex:owns ;
             owl:someValuesFrom [ owl:unionOf (ex:Ship ex:Boat) ] ] . ?x ex:p ?y } }"""
    )

    expected = turtle(
        """[] a owl:Class, owl:Restriction ; owl:onProperty ex:owns ; owl:someValuesFrom
             [ a owl:Class ; owl:unionOf (ex:Ship ex:Boat) ] ."""
    )
    assert isomorphic(graph(found), expected)


def test_a_question_that_spells_nothing_out_defines_nothing():
    assert not spelt_out(PREFIXES + "SELECT ?x { ?x a ex:Ship ; ex:owner _:someone }")


def test_an_expression_with_a_variable_inside_asks_for_expressions():
    assert not spelt_out(PREFIXES + "SELECT * { ?x a [ owl:complementOf ?c ] }")


def test_other_statements_of_an_expression_are_questions():
    found = spelt_out(
        PREFIXES + "SELECT ?x { _:c owl:complementOf ex:Ship ; ex:about ?x ; a ?t }"
    )

    assert {triple[1:] for triple in found} == {
        (RDF.type, OWL.Class),
        (OWL.complementOf, URIRef("http://example.org/Ship")),
    }
    assert all(isinstance(subject, BNode) for subject, _, _ in found)


def test_expressions_of_two_questions_are_apart():
    query = PREFIXES + "ASK { ?x a [ owl:complementOf ex:Ship ] }"

    assert not spelt_out(query) & spelt_out(query)


def test_a_mistake_in_the_query_is_named():
    with pytest.raises(QueryError, match="cannot be parsed"):
        spelt_out("SELECT ?x { ?x a [ ")

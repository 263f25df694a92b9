"""The reasoner as its users see it: triples in, closure, conflicts and proofs out."""

import pytest
from rdflib import RDF, Graph, Namespace
from rdflib.namespace import OWL, RDFS

from kg.reasoning.engine import reason
from tests.kg.reasoning.verifier import Verifier

EX = Namespace("http://example.org/")
_PREFIXES = """
@prefix : <http://example.org/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""


def graph(text):
    """Return the graph that Turtle without prefixes describes."""
    return Graph().parse(data=_PREFIXES + text, format="turtle")


def test_what_data_says_of_relations_changes_no_rule():
    closure = reason(
        graph(":threatens rdfs:subPropertyOf :opposes ."),
        graph(":arms rdfs:subPropertyOf :opposes . :a :arms :b . :c :threatens :d ."),
    )
    assert (EX.c, EX.opposes, EX.d) in closure
    assert (EX.a, EX.opposes, EX.b) not in closure


def test_data_cannot_make_two_relations_one():
    closure = reason(
        graph(":threatens rdfs:subPropertyOf :opposes ."),
        graph(":threatens owl:sameAs :arms . :a :arms :b ."),
    )
    assert (EX.a, EX.opposes, EX.b) not in closure


@pytest.mark.parametrize("in_bulk", [True, False], ids=["bulk", "live"])
def test_data_cannot_make_one_of_classes_that_no_rule_is_about(in_bulk):
    closure = reason(
        graph(":State a owl:Class . :Person a owl:Class ."),
        graph(":State owl:sameAs :Person . :iran a :State ."),
        in_bulk=in_bulk,
    )
    assert (EX.iran, RDF.type, EX.Person) not in closure


def test_what_is_the_same_is_stored_once_and_found_under_each_name():
    closure = reason(
        graph(":opposes a owl:SymmetricProperty ."),
        graph(":a owl:sameAs :b . :b owl:sameAs :c . :c :opposes :d ."),
    )
    assert (EX.d, EX.opposes, EX.a) in closure
    assert (EX.c, OWL.sameAs, EX.a) in closure
    assert len(list(closure.triples((EX.d, EX.opposes, None)))) == 3


def test_a_proof_leads_down_to_what_was_given():
    closure = reason(
        graph(":capital a owl:FunctionalProperty . :leads rdfs:domain :Actor ."),
        graph(":x :capital :baku, :baki . :baku :leads :y ."),
    )
    proof = closure.explain((EX.baki, RDF.type, EX.Actor))
    assert proof is not None
    leaves = {leaf.conclusion for leaf in proof.leaves()}
    assert leaves == {
        (EX.capital, RDF.type, OWL.FunctionalProperty),
        (EX.leads, Namespace("http://www.w3.org/2000/01/rdf-schema#").domain, EX.Actor),
        (EX.x, EX.capital, EX.baku),
        (EX.x, EX.capital, EX.baki),
        (EX.baku, EX.leads, EX.y),
    }


def test_what_does_not_hold_has_no_proof():
    closure = reason(graph(":p rdfs:domain :C ."), graph(":a :p :b ."))
    assert closure.explain((EX.b, RDF.type, EX.C)) is None


@pytest.mark.parametrize(
    ("value", "rules"),
    [
        ('"1.0"^^xsd:decimal', []),
        ('"2"^^xsd:integer', ["dt-diff"]),
    ],
    ids=["the same value written otherwise", "another value"],
)
def test_a_functional_property_compares_values(value, rules):
    closure = reason(
        graph(":age a owl:FunctionalProperty ."),
        graph(f':a :age "1"^^xsd:integer, {value} .'),
    )
    assert [conflict.rule for conflict in closure.conflicts()] == rules


def test_an_axiom_is_not_its_own_reason():
    closure = reason(graph(":A owl:equivalentClass :A ."))
    proof = closure.explain((EX.A, RDFS.subClassOf, EX.A))
    assert proof is not None
    assert proof.rule == "scm-eqc1"
    assert [leaf.conclusion for leaf in proof.leaves()] == [
        (EX.A, OWL.equivalentClass, EX.A)
    ]


def test_a_proof_names_what_stands_in_a_list():
    ontology = graph(":C owl:sameAs :D . :E owl:unionOf ( :D ) .")
    data = graph(":a a :C .")
    proof = reason(ontology, data).explain((EX.a, RDF.type, EX.E))
    assert proof is not None
    assert proof.rule == "cls-uni"
    assert not Verifier([*ontology, *data]).faults(proof)


def test_two_names_of_one_relation_stay_so_when_data_go():
    link = (EX.b, EX.s, EX.a)
    closure = reason(
        graph(":s owl:sameAs :r . :E owl:onProperty :r ; owl:hasValue :c ."), [link]
    )
    closure.delete([link])
    closure.insert([(EX.d, EX.s, EX.c)])
    assert (EX.b, EX.s, EX.a) not in closure
    assert (EX.d, EX.r, EX.c) in closure
    assert (EX.d, RDF.type, EX.E) in closure


@pytest.mark.parametrize("in_bulk", [True, False], ids=["bulk", "live"])
def test_a_class_without_rules_may_have_two_names(in_bulk):
    data = graph(":a a :C . :C owl:sameAs :D .")
    assert (EX.a, RDF.type, EX.D) in reason((), data, in_bulk=in_bulk)


@pytest.mark.parametrize("in_bulk", [True, False], ids=["bulk", "live"])
def test_an_ontology_can_contradict_itself_without_data(in_bulk):
    ontology = graph("[] a owl:AllDifferent ; owl:members ( :a :a ) .")
    closure = reason(ontology, in_bulk=in_bulk)
    assert [conflict.rule for conflict in closure.conflicts()] == ["eq-diff2"]


def test_what_a_literal_is_does_not_count_as_given_after_an_update():
    ontology = graph(":F owl:onProperty :v ; owl:someValuesFrom rdfs:Literal .")
    data = list(graph(':a :v "1" .'))
    closure = reason(ontology, data)
    closure.insert([])
    proof = closure.explain((EX.a, RDF.type, EX.F))
    assert proof is not None
    assert not Verifier([*ontology, *data]).faults(proof)


def test_what_followed_under_another_name_goes_with_what_it_rests_on():
    link = (EX.d, EX.p, EX.c)
    closure = reason(
        graph(":E owl:onProperty :p ; owl:hasValue :c . :q a owl:FunctionalProperty ."),
        [(EX.a, EX.q, EX.b), (EX.a, EX.q, EX.d), link],
    )
    closure.delete([link])
    assert (EX.b, OWL.sameAs, EX.d) in closure
    assert (EX.b, RDF.type, EX.E) not in closure

"""Proofs: down to what is asserted, and to the articles that assert it."""

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from rdflib import Graph, URIRef
from rdflib.namespace import OWL, RDF

from kg.config import Settings
from kg.errors import ReasoningError
from kg.ontology import read_ontology_graph
from kg.rdf.terms import Names, NodeTriple
from kg.reasoning.conclusions import Conclusions, Engine

if TYPE_CHECKING:
    from collections.abc import Iterable

NAMES = Names(Settings().base_iri)
ARAZ, ENT = NAMES.ontology, NAMES.entity
EX = "http://example.org/"
PREFIXES = (
    "@prefix : <http://example.org/> . @prefix owl: <http://www.w3.org/2002/07/owl#> ."
    "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> ."
)
CASES = {
    "eq-sym": (":a owl:sameAs :b .", ":b owl:sameAs :a"),
    "prp-fp": (":p a owl:FunctionalProperty . :x :p :a, :b .", ":a owl:sameAs :b"),
    "prp-ifp": (
        ":p a owl:InverseFunctionalProperty . :a :p :x . :b :p :x .",
        ":a owl:sameAs :b",
    ),
    "prp-dom": (":p rdfs:domain :C . :a :p :b .", ":a a :C"),
    "prp-rng": (":p rdfs:range :C . :a :p :b .", ":b a :C"),
    "prp-symp": (":p a owl:SymmetricProperty . :a :p :b .", ":b :p :a"),
    "prp-trp": (":p a owl:TransitiveProperty . :a :p :b . :b :p :c .", ":a :p :c"),
    "prp-spo1": (":p rdfs:subPropertyOf :q . :a :p :b .", ":a :q :b"),
    "prp-spo2": (
        ":q owl:propertyChainAxiom ( :p :r :s ) . :a :p :b . :b :r :c . :c :s :d .",
        ":a :q :d",
    ),
    "prp-eqp1": (":p owl:equivalentProperty :q . :a :p :b .", ":a :q :b"),
    "prp-eqp2": (":q owl:equivalentProperty :p . :a :p :b .", ":a :q :b"),
    "prp-inv1": (":p owl:inverseOf :q . :a :p :b .", ":b :q :a"),
    "prp-inv2": (":q owl:inverseOf :p . :a :p :b .", ":b :q :a"),
    "cls-int1": (":C owl:intersectionOf ( :D :E ) . :a a :D, :E .", ":a a :C"),
    "cls-int2": (":C owl:intersectionOf ( :D :E ) . :a a :C .", ":a a :E"),
    "cls-uni": (":C owl:unionOf ( :D :E ) . :a a :E .", ":a a :C"),
    "cls-svf1": (
        ":C owl:onProperty :p ; owl:someValuesFrom :D . :a :p :b . :b a :D .",
        ":a a :C",
    ),
    "cls-svf2": (
        ":C owl:onProperty :p ; owl:someValuesFrom owl:Thing . :a :p :b .",
        ":a a :C",
    ),
    "cls-avf": (
        ":C owl:onProperty :p ; owl:allValuesFrom :D . :a a :C ; :p :b .",
        ":b a :D",
    ),
    "cls-hv1": (":C owl:onProperty :p ; owl:hasValue :b . :a a :C .", ":a :p :b"),
    "cls-hv2": (":C owl:onProperty :p ; owl:hasValue :b . :a :p :b .", ":a a :C"),
    "cls-oo": (":C owl:oneOf ( :a :b ) .", ":b a :C"),
    "cax-sco": (":D rdfs:subClassOf :C . :a a :D .", ":a a :C"),
    "cax-eqc1": (":D owl:equivalentClass :C . :a a :D .", ":a a :C"),
    "cax-eqc2": (":C owl:equivalentClass :D . :a a :D .", ":a a :C"),
    "scm-sco": (
        ":C rdfs:subClassOf :D . :D rdfs:subClassOf :E .",
        ":C rdfs:subClassOf :E",
    ),
    "scm-dom2": (
        ":p rdfs:subPropertyOf :q . :q rdfs:domain :C .",
        ":p rdfs:domain :C",
    ),
}


def read(text):
    return Graph(bind_namespaces="none").parse(data=PREFIXES + text, format="turtle")


def explainer(**graphs):
    asserted = {URIRef(EX + name): read(text) for name, text in graphs.items()}
    return Conclusions(asserted, asserted)


def triple(text):
    (only,) = read(f"{text} .")
    return only


@pytest.mark.parametrize("rule", CASES)
def test_conclusion_is_explained_by_its_rule(rule):
    said, follows = CASES[rule]

    conclusions = explainer(graph=said)
    proof = conclusions.explain(triple(follows))

    assert proof is not None
    assert proof.rule == rule
    assert proof.conclusion == triple(follows)
    assert all(
        conclusions.graphs(leaf.conclusion) == (URIRef(f"{EX}graph"),)
        for leaf in proof.leaves()
    )


def test_asserted_triple_explains_itself():
    said = triple(":a :p :b")
    conclusions = explainer(one=":a :p :b .", two=":a :p :b .")
    proof = conclusions.explain(said)

    assert proof is not None
    assert proof.rule is None
    assert conclusions.graphs(said) == (URIRef(f"{EX}one"), URIRef(f"{EX}two"))


def test_what_does_not_follow_has_no_proof():
    assert explainer(graph=":a :p :b .").explain(triple(":b :p :a")) is None


def test_proof_is_as_low_as_can_be():
    proof = explainer(
        graph=":p a owl:TransitiveProperty . :a :p :b . :b :p :c . :c :p :d ."
        " :q rdfs:subPropertyOf :p . :a :q :d ."
    ).explain(triple(":a :p :d"))

    assert proof is not None
    assert proof.rule == "prp-spo1"


def test_threat_of_a_head_of_state_is_traced_to_both_articles():
    ontology = read_ontology_graph(Settings().ontology)
    office = (ENT("Aliyev"), ARAZ.headOfStateOf, ENT("Azerbaijan"))
    threat = (ENT("Aliyev"), ARAZ.threatens, ENT("Iran"))
    asserted: dict[URIRef, Iterable[NodeTriple]] = {
        NAMES.graph("ontology"): ontology,
        NAMES.article("one"): [office],
        NAMES.article("two"): [threat],
    }
    goal = (ENT("Azerbaijan"), ARAZ.threatens, ENT("Iran"))
    conclusions = Conclusions(asserted, [NAMES.graph("ontology")])
    proof = conclusions.explain(goal)

    assert proof is not None
    origins = {
        graph
        for leaf in proof.leaves()
        for graph in conclusions.graphs(leaf.conclusion)
    }
    assert {NAMES.article("one"), NAMES.article("two")} <= origins


def test_every_conclusion_of_the_ontology_has_a_proof():
    ontology = read_ontology_graph(Settings().ontology)
    graph = NAMES.graph("ontology")
    found = Conclusions({graph: ontology}, [graph])

    assert [t for t in sorted(found.inferred()) if found.explain(t) is None] == []


def test_owlrl_draws_the_same_conclusions_from_the_ontology():
    graph = NAMES.graph("ontology")
    found = Conclusions({graph: read_ontology_graph(Settings().ontology)}, [graph])

    assert found.inferred() == found.inferred(Engine.OWLRL)


def test_membership_in_a_nameless_class_is_proved_too():
    found = explainer(
        graph=":p owl:inverseOf :q . :b :q :a . :b a :D ."
        " [ owl:onProperty :p ; owl:someValuesFrom :D ] rdfs:subClassOf :C ."
    )

    proof = found.explain(triple(":a a :C"))

    assert proof is not None
    assert [premise.rule for premise in proof.premises] == [None, "cls-svf1"]
    assert proof.premises[1].conclusion[1] == RDF.type


def test_a_rule_that_would_look_at_too_much_is_named_with_its_axiom_and_graph():
    people = " ".join(f":a{n} :p :hub . :hub :q :b{n} ." for n in range(20))
    graphs = {
        URIRef(f"{EX}rules"): read(":r owl:propertyChainAxiom ( :p :q ) ."),
        URIRef(f"{EX}data"): read(people),
    }
    conclusions = Conclusions(graphs, [URIRef(f"{EX}rules")], limit=100)

    with pytest.raises(ReasoningError) as raised:
        conclusions.inferred()

    told = str(raised.value)
    assert told.startswith(f"<{EX}rules>: <{EX}r> <{OWL.propertyChainAxiom}> ")
    assert told.endswith("400 combinations of facts, more than the 100 allowed")


@pytest.mark.parametrize("seed", ["1", "2", "3"])
def test_the_proof_told_does_not_hang_on_the_order_of_sets(seed):
    # Two proofs of one height: which of them is told must not change.
    script = (
        "from rdflib import RDF, Graph, URIRef\n"
        "from kg.reasoning.conclusions import Conclusions\n"
        "graph = Graph().parse(format='turtle', data='''"
        "@prefix : <http://example.org/> ."
        "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> ."
        ":p rdfs:domain :C . :q rdfs:domain :C . :r rdfs:range :C ."
        ":a :p :b ; :q :b . :b :r :a .''')\n"
        "name = URIRef('http://example.org/graph')\n"
        "found = Conclusions({name: sorted(graph)}, [name])\n"
        "goal = URIRef('http://example.org/a'), RDF.type, URIRef('http://example.org/C')\n"
        "print(*(leaf.conclusion[1] for leaf in found.explain(goal).leaves()))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, "PYTHONHASHSEED": seed},
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout.split() == [
        "http://www.w3.org/2000/01/rdf-schema#domain",
        f"{EX}p",
    ]

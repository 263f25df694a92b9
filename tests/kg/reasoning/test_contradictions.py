"""Contradictions: each rule finds its own, and says where it comes from."""

import pytest
from owlrl.OWLRL import OWLRL_Semantics
from rdflib import Graph, URIRef

from kg.config import Settings
from kg.ontology import read_ontology_graph
from kg.rdf.terms import Names
from kg.reasoning.conclusions import Conclusions

PREFIXES = (
    "@prefix : <http://example.org/> . @prefix owl: <http://www.w3.org/2002/07/owl#> ."
    "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> ."
    "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> ."
)
GRAPH = URIRef("http://example.org/graph")
CASES = {
    "eq-diff1": ":a owl:sameAs :b . :a owl:differentFrom :b .",
    "eq-diff2": "[] a owl:AllDifferent ; owl:members ( :a :b :c ) . :a owl:sameAs :b .",
    "eq-diff3": (
        "[] a owl:AllDifferent ; owl:distinctMembers ( :a :b :c ) . :a owl:sameAs :b ."
    ),
    "prp-irp": ":p a owl:IrreflexiveProperty . :a :p :a .",
    "prp-asyp": ":p a owl:AsymmetricProperty . :a :p :b . :b :p :a .",
    "prp-pdw": ":p owl:propertyDisjointWith :q . :a :p :b ; :q :b .",
    "prp-adp": (
        "[] a owl:AllDisjointProperties ; owl:members ( :p :q :r ) . :a :p :b ; :q :b ."
    ),
    "prp-npa1": (
        "[] owl:sourceIndividual :a ; owl:assertionProperty :p ;"
        " owl:targetIndividual :b . :a :p :b ."
    ),
    "prp-npa2": (
        "[] owl:sourceIndividual :a ; owl:assertionProperty :p ;"
        ' owl:targetValue "b" . :a :p "b" .'
    ),
    "cls-nothing2": ":a a owl:Nothing .",
    "cls-com": ":C owl:complementOf :D . :a a :C , :D .",
    "cls-maxc1": (
        ":C rdfs:subClassOf [ owl:onProperty :p ;"
        ' owl:maxCardinality "0"^^xsd:nonNegativeInteger ] . :a a :C ; :p :b .'
    ),
    "cls-maxqc1": (
        ":C rdfs:subClassOf [ owl:onProperty :p ; owl:onClass :D ;"
        ' owl:maxQualifiedCardinality "0"^^xsd:nonNegativeInteger ] .'
        " :a a :C ; :p :b . :b a :D ."
    ),
    "cls-maxqc2": (
        ":C rdfs:subClassOf [ owl:onProperty :p ; owl:onClass owl:Thing ;"
        ' owl:maxQualifiedCardinality "0"^^xsd:nonNegativeInteger ] . :a a :C ; :p :b .'
    ),
    "cax-dw": ":C owl:disjointWith :D . :a a :C , :D .",
    "cax-adc": (
        "[] a owl:AllDisjointClasses ; owl:members ( :C :D :E ) . :a a :C , :E ."
    ),
    "dt-not-type": ':a :p "x"^^xsd:integer .',
}


def read(text):
    return Graph(bind_namespaces="none").parse(data=PREFIXES + text, format="turtle")


def contradictions_of(**graphs):
    asserted = {URIRef(f"http://example.org/{n}"): read(t) for n, t in graphs.items()}
    return Conclusions(asserted, asserted).contradictions()


@pytest.mark.parametrize("rule", CASES)
@pytest.mark.filterwarnings("ignore:Failed to convert Literal")
def test_rule_finds_its_contradiction(rule):
    contradictions = contradictions_of(graph=CASES[rule])

    assert {contradiction.rule for contradiction in contradictions} == {rule}
    assert {contradiction.graphs for contradiction in contradictions} == {(GRAPH,)}


@pytest.mark.parametrize("rule", ["prp-asyp", "cax-adc", "prp-adp"])
def test_contradiction_is_reported_once_though_it_reads_both_ways(rule):
    assert len(contradictions_of(graph=CASES[rule])) == 1


@pytest.mark.parametrize("rule", [rule for rule in CASES if rule != "dt-not-type"])
def test_half_a_contradiction_is_none(rule):
    *most, _ = CASES[rule].rstrip(" .").split(" . ")

    assert contradictions_of(graph=" . ".join(most) + (" ." if most else "")) == ()


@pytest.mark.parametrize("rule", CASES)
@pytest.mark.filterwarnings("ignore:Failed to convert Literal")
def test_owlrl_finds_no_contradiction_that_is_missed(rule):
    graph = read(CASES[rule])
    semantics = OWLRL_Semantics(graph, False, False)  # noqa: FBT003 - owlrl's own
    semantics.closure()

    if semantics.error_messages:
        assert contradictions_of(graph=CASES[rule])


def test_contradiction_names_the_articles_that_its_conclusions_rest_on():
    contradictions = contradictions_of(
        ontology=":p rdfs:domain :C . :q rdfs:range :D . :C owl:disjointWith :D .",
        one=":a :p :b .",
        two=":b :q :a .",
        three=":c :p :d .",
    )

    (contradiction,) = contradictions
    assert contradiction.rule == "cax-dw"
    assert contradiction.message == (
        "a is of class C and a is of class D: the two classes exclude each other"
    )
    assert [graph.rpartition("/")[2] for graph in contradiction.graphs] == [
        "one",
        "ontology",
        "two",
    ]
    assert str(contradiction).startswith(contradiction.message)
    assert "\n" not in str(contradiction)


def test_members_of_an_intersection_are_bound_by_its_parts():
    contradictions = contradictions_of(
        graph=":C owl:equivalentClass [ owl:intersectionOf ( :D [ owl:onProperty :p ;"
        ' owl:maxCardinality "0"^^xsd:nonNegativeInteger ] ) ] . :a a :C ; :p :b .'
    )

    assert [contradiction.rule for contradiction in contradictions] == ["cls-maxc1"]


def test_ontology_does_not_contradict_itself():
    names = Names(Settings().base_iri)
    graph = read_ontology_graph(Settings().ontology)

    ontology = names.graph("ontology")
    assert Conclusions({ontology: graph}, [ontology]).contradictions() == ()


def test_person_that_is_a_city_is_a_contradiction_of_the_ontology():
    names = Names(Settings().base_iri)
    graph = read_ontology_graph(Settings().ontology)
    article = read("")
    for name in ("Person", "City"):
        article.add(
            (
                names.entity("Sumqayit"),
                URIRef("http://www.w3.org/1999/02/22-rdf-syntax-ns#type"),
                names.ontology[name],
            )
        )

    asserted = {names.graph("ontology"): graph, names.article("a"): article}
    contradictions = Conclusions(asserted, [names.graph("ontology")]).contradictions()

    assert {contradiction.rule for contradiction in contradictions} == {"cax-adc"}
    assert all(
        names.article("a") in contradiction.graphs for contradiction in contradictions
    )

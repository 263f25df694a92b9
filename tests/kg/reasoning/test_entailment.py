"""What follows, how it is shown, and what is not shown."""

import pytest
from rdflib import Graph, URIRef

from kg.reasoning.entailment import How, entails

_PREFIXES = """
@prefix : <http://example.org/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""


def graph(text):
    """Return the graph that Turtle without prefixes describes."""
    return Graph().parse(data=_PREFIXES + text, format="turtle")


CLASSES = ":A a owl:Class . :B a owl:Class . :C a owl:Class . "
DISJOINT = ":State owl:disjointWith :Person . :iran a :State . "
FATHERS = ":father owl:propertyDisjointWith :mother . "
PARTIAL = ":age a owl:FunctionalProperty . :a :age 5 . :b :age 6 . "
LEADER = ":leads rdfs:domain :Leader ; rdfs:range :State . "
CAPITAL = ":capital a owl:FunctionalProperty , owl:ObjectProperty . "


@pytest.mark.parametrize(
    ("premise", "conclusion"),
    [
        (DISJOINT, ":iran a [ owl:complementOf :Person ] ."),
        (DISJOINT, "[] a [ owl:complementOf :Person ] ."),
        (DISJOINT, "[] a :State , [ owl:complementOf :Person ] ."),
        (DISJOINT + ":Man rdfs:subClassOf :Person .", ":Man owl:disjointWith :State ."),
        (
            CLASSES + "[] a owl:AllDisjointClasses ; owl:members (:A :B :C) .",
            ":A rdfs:subClassOf [ owl:complementOf [ owl:unionOf (:B :C) ] ] .",
        ),
        (
            ":A rdfs:subClassOf :B , :C .",
            ":A rdfs:subClassOf [ owl:intersectionOf (:B :C) ].",
        ),
        (
            ":A rdfs:subClassOf :C . :B rdfs:subClassOf :C .",
            ":C owl:equivalentClass [ owl:unionOf (:A :B :C) ] .",
        ),
        (
            LEADER,
            (
                "[ owl:onProperty :leads ; owl:minCardinality 1 ]"
                " rdfs:subClassOf :Leader ."
            ),
        ),
        (
            LEADER + ":presides rdfs:subPropertyOf :leads .",
            ":presides rdfs:range :State .",
        ),
        (
            ":age rdfs:range xsd:short , xsd:unsignedInt .",
            ":age rdfs:range xsd:unsignedShort .",
        ),
        (":x :age 1 .", ':x :age "01"^^xsd:integer .'),
        ("", "xsd:integer a rdfs:Datatype . xsd:int rdfs:subClassOf xsd:integer ."),
        (FATHERS + ":a :father :b ; :mother :c .", ":b owl:differentFrom :c ."),
        (
            FATHERS + ":a :father :b .",
            (
                "[] a owl:NegativePropertyAssertion ; owl:sourceIndividual :a ;"
                " owl:assertionProperty :mother ; owl:targetIndividual :b ."
            ),
        ),
        (PARTIAL, ":a owl:differentFrom :b ."),
        (PARTIAL, "[] a owl:AllDifferent ; owl:members (:a :b) ."),
        (":b owl:differentFrom :a .", ":a owl:differentFrom :b ."),
        (
            CAPITAL,
            (
                "owl:Thing rdfs:subClassOf"
                " [ owl:onProperty :capital ; owl:maxCardinality 1 ] ."
            ),
        ),
        (":p a owl:TransitiveProperty .", ":p owl:propertyChainAxiom (:p :p :p) ."),
        (":p owl:propertyChainAxiom (:p :p) .", ":p a owl:TransitiveProperty ."),
        (":p owl:inverseOf :q .", ":p rdfs:subPropertyOf [ owl:inverseOf :q ] ."),
        (
            ":p owl:inverseOf :q . :p a owl:FunctionalProperty .",
            ":q a owl:InverseFunctionalProperty .",
        ),
        (":p a owl:SymmetricProperty .", ":p owl:inverseOf :p ."),
        (":p a owl:AsymmetricProperty .", ":p a owl:IrreflexiveProperty ."),
        (":p owl:equivalentProperty :q .", ":q owl:equivalentProperty :p ."),
        (":knows a owl:ReflexiveProperty . :a a :Person .", ":a :knows :a ."),
        (
            ":p a owl:ObjectProperty . :A owl:hasKey (:p) . :B rdfs:subClassOf :A .",
            ":B owl:hasKey (:p) .",
        ),
        (
            ":C rdfs:subClassOf [ owl:onProperty :p ; owl:hasValue :v ] . :x a :C .",
            ":x a [ owl:onProperty :p ; owl:someValuesFrom owl:Thing ] .",
        ),
        ("", ":a a [ owl:oneOf (:b :a) ] ."),
    ],
)
def test_what_follows_is_shown(premise, conclusion):
    assert entails(graph(premise), graph(conclusion)).holds


@pytest.mark.parametrize(
    ("premise", "conclusion"),
    [
        (DISJOINT, ":State owl:complementOf :Person ."),
        (DISJOINT, ":tehran a [ owl:complementOf :Person ] ."),
        (DISJOINT, "[] a :Person ."),
        (":A rdfs:subClassOf [ owl:unionOf (:B :C) ] .", ":A rdfs:subClassOf :B ."),
        (":B rdfs:subClassOf :A .", ":A rdfs:subClassOf :B ."),
        (
            LEADER,
            (
                ":Leader rdfs:subClassOf"
                " [ owl:onProperty :leads ; owl:minCardinality 1 ] ."
            ),
        ),
        (":age rdfs:range xsd:short .", ":age rdfs:range xsd:unsignedShort ."),
        (":x :age 1 .", ':x :age "1"^^xsd:double .'),
        (":x :age 1 .", ':x :age "one"^^xsd:integer .'),
        (PARTIAL, ":a owl:differentFrom :c ."),
        (CAPITAL, ":capital a owl:InverseFunctionalProperty ."),
        (":p owl:propertyChainAxiom (:p :q) .", ":p a owl:TransitiveProperty ."),
        (":p rdfs:subPropertyOf :q .", ":q rdfs:subPropertyOf :p ."),
        (":A owl:hasKey (:p) .", ":A owl:hasKey (:p :q) . :B owl:hasKey (:p) ."),
        (":knows a owl:ReflexiveProperty .", ":a :knows :b ."),
    ],
)
def test_what_does_not_follow_is_not_shown(premise, conclusion):
    assert not entails(graph(premise), graph(conclusion)).holds


@pytest.mark.parametrize(
    ("conclusion", "reason"),
    [
        (":new a owl:Class .", "nothing says so"),
        (":B rdfs:subClassOf :A .", "its denial contradicts nothing that is known"),
        (
            ":New rdfs:subClassOf owl:Thing .",
            "<http://example.org/New> is not known as a class",
        ),
        (
            ":new rdfs:subPropertyOf :p .",
            "<http://example.org/new> is not known as a property",
        ),
        (":A rdfs:subClassOf [ owl:unionOf :A ] .", "is no list"),
        (
            ":A rdfs:subClassOf [ owl:onProperty :p ; owl:maxCardinality -1 ] .",
            "is no number of things",
        ),
        (
            "[ owl:onProperty :p ; owl:minCardinality 99 ] rdfs:subClassOf :A .",
            "more than 16 things",
        ),
        ("[] a owl:AllDifferent .", "has not one"),
        (":a :p 'x'^^xsd:integer .", "is no value of its datatype"),
        ("[] rdf:first :a ; rdf:rest () .", "it is no axiom of OWL 2"),
    ],
)
def test_why_something_is_not_shown_is_said(conclusion, reason):
    premise = graph(":A rdfs:subClassOf :B . :a :p :b .")
    (part,) = entails(premise, graph(conclusion)).parts

    assert part.how is How.NOT_SHOWN
    assert reason in part.reason


def test_each_part_says_how_it_was_shown():
    premise = graph(DISJOINT + ":p a owl:ObjectProperty .")
    conclusion = graph(
        ":iran a :State . :Person owl:disjointWith :State ."
        "[] a owl:Restriction ; owl:onProperty :p ; owl:maxCardinality 3 ."
        ":iran a :Person ."
    )
    found = entails(premise, conclusion)

    assert sorted(part.how for part in found.parts) == [
        How.CLOSURE,
        How.NOT_SHOWN,
        How.PARSING,
        How.REFUTATION,
    ]
    assert not found.holds


def test_a_class_expression_exists_only_of_names_that_are_known():
    restriction = "[] a owl:Restriction ; owl:onProperty :p ; owl:minCardinality 1 ."
    assert not entails(graph(":q a owl:ObjectProperty ."), graph(restriction)).holds


def test_a_refutation_tells_the_contradiction_and_what_it_rests_on():
    (part,) = entails(
        graph(DISJOINT + ":a a :Person ."), graph(":Person owl:disjointWith :State .")
    ).parts
    (refutation,) = part.refutations

    assert refutation.contradiction.rule == "cax-dw"
    assert set(graph(":State owl:disjointWith :Person .")) <= set(
        refutation.contradiction.triples
    )
    assert set(refutation.assumed) <= set(refutation.contradiction.triples)


def test_what_is_in_the_closure_has_a_proof():
    premise = graph(LEADER + ":a :leads :b .")
    (part,) = entails(premise, graph(":a a :Leader .")).parts

    assert {leaf.conclusion for leaf in part.proofs[0].leaves()} == set(premise) - set(
        graph(":leads rdfs:range :State .")
    )


def test_data_is_reasoned_over_and_makes_no_rules():
    data = graph(":a :leads :b . :State rdfs:subClassOf :Person .")
    assert entails(graph(LEADER), graph(":b a :State ."), data).holds
    assert not entails(graph(LEADER), graph(":b a :Person ."), data).holds


def test_a_contradiction_in_the_premises_makes_nothing_else_true():
    premise = graph(DISJOINT + ":iran a :Person . :A rdfs:subClassOf :B . :x a :C .")
    assert not entails(premise, graph(":B rdfs:subClassOf :A .")).holds
    assert not entails(premise, graph(":x a [ owl:complementOf :A ] .")).holds
    assert entails(premise, graph(":State owl:disjointWith :Person .")).holds
    assert entails(premise, graph(":Person owl:disjointWith :State .")).holds


def test_blank_nodes_of_conclusion_and_premise_are_not_confused():
    premise = graph("_:x a :A . :p a owl:ObjectProperty .")
    conclusion = graph("_:x a [ owl:complementOf :A ] .")
    assert not entails(premise, conclusion).holds


def test_the_order_of_a_conclusion_does_not_matter():
    told = list(graph("[] a :A . [] a :B . :x :p [ a :C ] ."))
    premise = graph(":a a :A , :B .")
    found = [entails(premise, each).parts for each in (told, told[::-1])]
    assert [part.how for part in found[0]] == [part.how for part in found[1]]


def test_a_deep_class_expression_is_read_or_refused_in_good_time():
    nested = ":A"
    for _ in range(8):
        nested = f"[ owl:unionOf ( {nested} {nested} ) ]"
    (part,) = entails(
        graph(":A rdfs:subClassOf :B ."), graph(f"{nested} rdfs:subClassOf :B .")
    ).parts
    assert part.reason == "more than 64 cases"


def test_the_names_of_terms_are_kept():
    (part,) = entails(graph(":a a :A ."), graph(":a a :A .")).parts
    assert part.triples[0][0] == URIRef("http://example.org/a")


def test_expressions_that_share_their_parts_are_refused_in_good_time():
    levels = " ".join(
        f"_:n{n} owl:unionOf ( _:n{n + 1} _:n{n + 1} ) ." for n in range(60)
    )
    conclusion = graph(
        f"{levels} _:n60 owl:complementOf :A . :A rdfs:subClassOf _:n0 ."
    )
    (part,) = entails(graph(":A rdfs:subClassOf :B ."), conclusion).parts
    assert part.reason == "a class expression is part of several others"


def test_an_expression_nested_too_deep_is_refused():
    nested = ":A"
    for _ in range(100):
        nested = f"[ owl:complementOf {nested} ]"
    conclusion = graph(f":A rdfs:subClassOf {nested} .")
    (part,) = entails(graph(":A rdfs:subClassOf :B ."), conclusion).parts
    assert part.reason == "it is nested deeper than 64"


def test_an_axiom_of_many_is_read_or_refused_in_good_time():
    names = " ".join(f":n{n}" for n in range(120))
    conclusion = graph(f"[] a owl:AllDifferent ; owl:members ( {names} ) .")
    (part,) = entails(graph(":a a :A ."), conclusion).parts
    assert part.reason == "more than 256 cases"
    assert entails(conclusion, conclusion).holds

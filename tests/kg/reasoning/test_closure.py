"""What follows from the project's ontology, and what is left out as trivial."""

import pytest
from rdflib import BNode, Graph, Literal, URIRef
from rdflib.namespace import OWL, RDF, RDFS, XSD

from kg.config import Settings
from kg.errors import ReasoningError
from kg.ontology import read_ontology_graph
from kg.rdf.terms import OA, Names
from kg.reasoning.axioms import relevant
from kg.reasoning.closure import OwlrlEngine, is_trivial

NAMES = Names(Settings().base_iri)
ARAZ, ENT = NAMES.ontology, NAMES.entity


def example(text):
    prefixes = (
        "@prefix : <http://example.org/> ."
        "@prefix owl: <http://www.w3.org/2002/07/owl#> ."
        "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> ."
        "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> ."
    )
    return Graph(bind_namespaces="none").parse(data=prefixes + text, format="turtle")


@pytest.fixture(scope="module")
def ontology_graph():
    return read_ontology_graph(Settings().ontology)


@pytest.mark.parametrize(
    ("said", "follows"),
    [
        pytest.param(
            [
                ("Aliyev", "headOfStateOf", "Azerbaijan"),
                ("Aliyev", "threatens", "Iran"),
            ],
            ("Azerbaijan", "threatens", "Iran"),
            id="a head of state's threat is the state's",
        ),
        pytest.param(
            [("Azerbaijan", "purchasesFrom", "Israel")],
            ("Israel", "suppliesTo", "Azerbaijan"),
            id="who purchases is supplied",
        ),
        pytest.param(
            [("Iran", "borders", "Azerbaijan")],
            ("Azerbaijan", "borders", "Iran"),
            id="a border has two sides",
        ),
        pytest.param(
            [
                ("Shusha", "locatedIn", "Karabakh"),
                ("Karabakh", "locatedIn", "Azerbaijan"),
            ],
            ("Shusha", "locatedIn", "Azerbaijan"),
            id="places lie in places",
        ),
    ],
)
def test_conclusion_is_drawn(ontology_graph, said, follows):
    graph = Graph(bind_namespaces="none")
    graph += ontology_graph
    for subject, predicate, object_ in said:
        graph.add((ENT(subject), ARAZ[predicate], ENT(object_)))

    new = OwlrlEngine().closure(graph)

    assert (ENT(follows[0]), ARAZ[follows[1]], ENT(follows[2])) in new


def test_class_by_restriction_gets_its_members(ontology_graph):
    graph = Graph(bind_namespaces="none")
    graph += ontology_graph
    graph.add((ENT("Azerbaijan"), ARAZ.purchasesFrom, ENT("Israel")))

    new = OwlrlEngine().closure(graph)

    assert (ENT("Azerbaijan"), RDF.type, ARAZ.ArmsImporter) in new
    assert (ENT("Azerbaijan"), RDF.type, ARAZ.Actor) in new


def test_input_is_left_as_it_was(ontology_graph):
    graph = Graph(bind_namespaces="none")
    graph += ontology_graph
    before = set(graph)

    OwlrlEngine().closure(graph)

    assert set(graph) == before


def test_nothing_trivial_follows_from_the_ontology_alone(ontology_graph):
    for subject, predicate, object_ in OwlrlEngine().closure(ontology_graph):
        assert isinstance(subject, URIRef)
        assert not (subject == object_ and predicate == OWL.sameAs)
        assert object_ != OWL.Thing


NODE = URIRef("http://example.org/a")


@pytest.mark.parametrize(
    "triple",
    [
        (Literal(1), RDF.type, XSD.integer),
        (BNode("b"), RDF.type, NODE),
        (NODE, RDF.type, BNode("b")),
        (NODE, OWL.sameAs, NODE),
        (NODE, RDFS.subClassOf, NODE),
        (NODE, RDF.type, OWL.Thing),
        (OWL.Nothing, RDFS.subClassOf, NODE),
        (XSD.integer, RDF.type, RDFS.Datatype),
        (NODE, RDF.type, URIRef("https://w3id.org/.well-known/genid/1")),
    ],
    ids=str,
)
def test_trivial_conclusion_is_recognised(triple):
    assert is_trivial(triple)


def test_equality_reaches_what_no_axiom_is_about():
    graph = example(':p a owl:FunctionalProperty . :a :p :b , :c . :b rdfs:label "B" .')

    new = OwlrlEngine().closure(graph)

    c = URIRef("http://example.org/c")
    assert (c, RDFS.label, Literal("B")) in new


def test_keys_are_refused_by_name():
    graph = example(":Person owl:hasKey ( :name ) .")

    with pytest.raises(ReasoningError, match="Person>: this engine cannot apply"):
        OwlrlEngine().closure(graph)


def test_evidence_is_not_reasoned_over(ontology_graph):
    graph = Graph(bind_namespaces="none")
    graph += ontology_graph
    size = len(relevant(graph))
    span = NAMES.article("a")
    graph.add((span, OA.exact, Literal("words")))
    graph.add((span, RDF.type, OA.SpecificResource))
    graph.add((span, RDFS.label, Literal("label")))
    graph.add((ENT("Iran"), ARAZ.borders, ENT("Iraq")))

    assert len(relevant(graph)) == size + 1


@pytest.mark.parametrize(
    "axiom",
    [
        ":p a owl:FunctionalProperty .",
        ":a owl:sameAs :b .",
        ":isA rdfs:subPropertyOf rdfs:subClassOf .",
        ":c rdfs:subClassOf owl:TransitiveProperty .",
    ],
)
def test_nothing_is_left_out_where_axioms_can_reach_everything(axiom):
    graph = example(axiom + ' :x rdfs:label "x" ; a :Untouched ; :untouched :y .')

    assert set(relevant(graph)) == set(graph)

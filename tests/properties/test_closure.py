"""Laws of the closure on random small ontologies, with plain owlrl as the oracle."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from owlrl.OWLRL import OWLRL_Semantics
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import OWL, RDF, RDFS

from kg.reasoning.axioms import relevant
from kg.reasoning.closure import OwlrlEngine, is_trivial
from kg.reasoning.engine import reason

EX = "http://example.org/"


def named(names):
    return st.sampled_from([URIRef(EX + name) for name in names])


THINGS, CLASSES, PROPERTIES = named("abcd"), named("CDEF"), named("pqrs")
# Lists of two, with names for all nodes so that equal graphs are equal sets.
LISTS = {
    URIRef(EX + first + second): (first, second)
    for first, second in (("p", "q"), ("q", "r"), ("C", "D"), ("D", "E"))
}
KINDS = st.sampled_from([OWL.SymmetricProperty, OWL.TransitiveProperty])
AXIOMS = st.one_of(
    st.tuples(PROPERTIES, st.just(RDF.type), KINDS),
    st.tuples(PROPERTIES, st.sampled_from([RDFS.domain, RDFS.range]), CLASSES),
    st.tuples(
        PROPERTIES, st.sampled_from([RDFS.subPropertyOf, OWL.inverseOf]), PROPERTIES
    ),
    st.tuples(
        CLASSES, st.sampled_from([RDFS.subClassOf, OWL.equivalentClass]), CLASSES
    ),
    st.tuples(
        PROPERTIES, st.just(OWL.propertyChainAxiom), st.sampled_from([*LISTS][:2])
    ),
    st.tuples(
        CLASSES,
        st.sampled_from([OWL.intersectionOf, OWL.unionOf]),
        st.sampled_from([*LISTS][2:]),
    ),
    st.tuples(CLASSES, st.just(OWL.onProperty), PROPERTIES),
    st.tuples(
        CLASSES, st.sampled_from([OWL.someValuesFrom, OWL.allValuesFrom]), CLASSES
    ),
    st.tuples(CLASSES, st.just(OWL.hasValue), THINGS),
)
DATA = st.one_of(
    st.tuples(THINGS, PROPERTIES, THINGS),
    st.tuples(THINGS, st.just(RDF.type), CLASSES),
    st.tuples(THINGS, st.just(RDFS.label), st.just(Literal("label"))),
)
EQUATIONS = st.one_of(
    st.tuples(THINGS, st.just(OWL.sameAs), THINGS),
    st.tuples(PROPERTIES, st.just(RDF.type), st.just(OWL.FunctionalProperty)),
)
TRIPLES = st.lists(st.one_of(AXIOMS, DATA), max_size=12)
WITH_EQUALITY = st.lists(st.one_of(AXIOMS, DATA, EQUATIONS), max_size=10)
QUICK = settings(deadline=None, max_examples=25)


def graph_of(triples):
    graph = Graph(bind_namespaces="none")
    for name, (first, second) in LISTS.items():
        graph.add((name, RDF.first, URIRef(EX + first)))
        graph.add((name, RDF.rest, name + "-rest"))
        graph.add((name + "-rest", RDF.first, URIRef(EX + second)))
        graph.add((name + "-rest", RDF.rest, RDF.nil))
    for triple in triples:
        graph.add(triple)
    return graph


def closure(graph):
    return OwlrlEngine().closure(graph)


def plain_owlrl(graph):
    closed = Graph(bind_namespaces="none")
    closed += graph
    OWLRL_Semantics(closed, False, False).closure()  # noqa: FBT003 - owlrl's own
    return {t for t in closed if t not in graph and not is_trivial(t)}


@pytest.mark.parametrize("triples", [TRIPLES, WITH_EQUALITY], ids=["plain", "equality"])
def test_closure_is_that_of_owlrl_without_its_noise(triples):
    @QUICK
    @given(triples)
    def agree(some):
        graph = graph_of(some)
        assert closure(graph) == plain_owlrl(graph)

    agree()


@QUICK
@given(TRIPLES)
def test_what_is_left_out_beforehand_changes_nothing(triples):
    graph = graph_of(triples)

    assert plain_owlrl(relevant(graph)) - set(graph) == plain_owlrl(graph)


@QUICK
@given(WITH_EQUALITY, st.lists(DATA, max_size=3))
def test_closure_is_monotone(triples, more):
    some, all_ = graph_of(triples), graph_of([*triples, *more])

    assert closure(some) | set(some) <= closure(all_) | set(all_)


@QUICK
@given(WITH_EQUALITY)
def test_closure_is_idempotent(triples):
    graph = graph_of(triples)
    closed = graph_of([*graph, *closure(graph)])

    assert closure(closed) == frozenset()


@QUICK
@given(WITH_EQUALITY, st.randoms())
def test_closure_does_not_depend_on_order(triples, random):
    shuffled = list(triples)
    random.shuffle(shuffled)

    assert closure(graph_of(shuffled)) == closure(graph_of(triples))


@QUICK
@given(TRIPLES)
def test_conclusions_have_sound_proofs(triples):
    graph = graph_of(triples)
    closed = reason(graph)

    for triple in closure(graph):
        proof = closed.explain(triple)
        assert proof is not None
        leaves = graph_of(leaf.conclusion for leaf in proof.leaves())
        assert triple in closure(leaves)

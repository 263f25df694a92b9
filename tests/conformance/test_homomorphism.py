"""The scorer of entailment, which the figures of the suites rest on."""

from rdflib import BNode, Graph, URIRef

from tests.conformance.homomorphism import maps_into

EX = "http://example.org/"
A, B, C, P, Q = (URIRef(EX + name) for name in "abcpq")
SOME, OTHER = BNode("some"), BNode("other")


def holds(graph, *known):
    closed = Graph()
    for triple in known:
        closed.add(triple)
    return maps_into(graph, closed)


def test_what_is_known_holds_and_nothing_else():
    assert holds([(A, P, B)], (A, P, B))
    assert not holds([(A, P, C)], (A, P, B))
    assert holds([])


def test_a_blank_node_stands_for_any_node():
    assert holds([(A, P, SOME)], (A, P, B))
    assert holds([(A, P, SOME), (A, P, OTHER)], (A, P, B))


def test_a_blank_node_stands_for_one_node_everywhere():
    path = [(A, P, SOME), (SOME, Q, C)]

    assert holds(path, (A, P, B), (A, P, C), (C, Q, C))
    assert not holds(path, (A, P, B), (C, Q, C))
    assert not holds([(SOME, P, SOME)], (A, P, B))
    assert holds([(SOME, P, SOME)], (A, P, B), (A, P, A))


def test_blank_nodes_of_what_is_known_are_nodes():
    known = BNode("some")

    assert holds([(SOME, P, B)], (known, P, B))
    assert not holds([(known, P, A)], (known, P, B))

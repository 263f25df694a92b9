"""The scorer of tables, which the figures of the suites rest on."""

from rdflib import BNode, Literal, URIRef

from tests.conformance.blank_nodes import named, same_rows, unnamed

A, B = URIRef("http://example.org/a"), URIRef("http://example.org/b")


def test_a_blank_node_goes_in_and_comes_out():
    assert unnamed(named(BNode("x"))) == BNode("x")
    assert unnamed(named(A)) == A
    assert unnamed(None) is None


def test_rows_are_equal_in_any_order_but_counted():
    assert same_rows([[A, None], [B, A]], [[B, A], [A, None]])
    assert not same_rows([[A], [A]], [[A]])
    assert not same_rows([[A], [A], [B]], [[A], [B], [B]])
    assert not same_rows([[Literal("1")]], [[Literal(1)]])


def test_blank_nodes_are_equal_up_to_their_names():
    x, y = BNode("x"), BNode("y")
    u, v = BNode("u"), BNode("v")

    assert same_rows([[x, y], [y, x]], [[u, v], [v, u]])
    assert not same_rows([[x, y]], [[u, u]])
    assert not same_rows([[x, x]], [[u, v]])
    assert not same_rows([[x]], [[A]])

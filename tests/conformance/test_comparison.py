"""Reading results and comparing them, which the figures of the suites rest on."""

import pytest
from rdflib import XSD, BNode, Graph, Literal, URIRef

from tests.conformance.comparison import by_value, same_graph, same_result
from tests.conformance.results import (
    CSV,
    JSON,
    TSV,
    TURTLE,
    XML,
    Table,
    read_graph,
    read_result,
)

A, B = URIRef("http://example.org/a"), URIRef("http://example.org/b")
ROW = {"a": A, "n": Literal("1", datatype=XSD.integer), "x": Literal("t", lang="en")}
TABLE = Table(frozenset("anxu"), (ROW, {"a": BNode("z")}))
WRITTEN = {
    JSON: """{"head": {"vars": ["a", "n", "x", "u"]}, "results": {"bindings": [
        {"a": {"type": "uri", "value": "http://example.org/a"},
         "n": {"type": "literal", "value": "1",
               "datatype": "http://www.w3.org/2001/XMLSchema#integer"},
         "x": {"type": "literal", "value": "t", "xml:lang": "en"}},
        {"a": {"type": "bnode", "value": "q"}}]}}""",
    XML: """<sparql xmlns="http://www.w3.org/2005/sparql-results#"><head>
        <variable name="a"/><variable name="n"/><variable name="x"/>
        <variable name="u"/></head><results>
        <result><binding name="a"><uri>http://example.org/a</uri></binding>
        <binding name="n"><literal datatype="http://www.w3.org/2001/XMLSchema#integer"
        >01</literal></binding>
        <binding name="x"><literal xml:lang="en">t</literal></binding></result>
        <result><binding name="a"><bnode>q</bnode></binding></result>
        </results></sparql>""",
    TSV: '?u\t?a\t?n\t?x\n\t<http://example.org/a>\t1\t"t"@en\n\t_:q\t\t\n',
    TURTLE: """
        @prefix rs: <http://www.w3.org/2001/sw/DataAccess/tests/result-set#> .
        [] a rs:ResultSet ; rs:resultVariable "a", "n", "x", "u" ;
           rs:solution
             [ rs:binding [ rs:variable "a" ; rs:value <http://example.org/a> ] ,
                          [ rs:variable "n" ; rs:value 1 ] ,
                          [ rs:variable "x" ; rs:value "t"@en ] ] ,
             [ rs:binding [ rs:variable "a" ; rs:value _:q ] ] .""",
}


@pytest.mark.parametrize("media_type", WRITTEN)
def test_one_table_is_the_same_in_all_formats(media_type):
    found = read_result(WRITTEN[media_type].encode(), media_type)

    assert same_result(found, TABLE)
    assert not same_result(found, Table(TABLE.variables, (ROW,)))
    assert not same_result(found, Table(frozenset("anx"), TABLE.rows))


def test_in_csv_terms_are_told_by_their_text_alone():
    found = read_result(b"n,a\r\n1,http://example.org/a\r\n,_:q\r\n", CSV)
    expected = read_result(b"a,n\n_:z,\nhttp://example.org/a,1\n", CSV)

    assert same_result(found, expected)
    for other in (b"_:z,\n_:y,1", b"_:z,\nhttp://example.org/a,1.0"):
        assert not same_result(found, read_result(b"a,n\n" + other, CSV))


@pytest.mark.parametrize(
    ("media_type", "text", "value"),
    [
        (JSON, '{"head": {}, "boolean": true}', True),
        (JSON, '{"head": {}, "boolean": false}', False),
        (
            XML,
            """<sparql xmlns="http://www.w3.org/2005/sparql-results#"><head/>
            <boolean> false </boolean></sparql>""",
            False,
        ),
    ],
    ids=["json-true", "json-false", "xml-false"],
)
def test_a_truth_value_is_no_table(media_type, text, value):
    found = read_result(text.encode(), media_type)

    assert same_result(found, value)
    assert not same_result(found, not value)
    assert not same_result(found, TABLE)
    assert not same_result(TABLE, value)


def test_how_often_a_solution_comes_counts_unless_it_is_lax():
    once = Table(frozenset("a"), ({"a": A},))
    twice = Table(frozenset("a"), ({"a": A}, {"a": A}))

    assert not same_result(twice, once)
    assert same_result(twice, once, lax=True)
    assert not same_result(twice, Table(frozenset("a"), ({"a": B},)), lax=True)


@pytest.mark.parametrize(
    ("one", "other", "datatype", "equal"),
    [
        ("01", "1", XSD.integer, True),
        ("2", "3", XSD.integer, False),
        ("2.50", "2.5", XSD.decimal, True),
        ("1.0E6", "1000000", XSD.double, True),
        ("1e0", "1.5e0", XSD.double, False),
        ("NaN", "NaN", XSD.double, True),
        ("2.50", "2.5", XSD.string, False),
        ("x", "y", XSD.integer, False),
        ("1", "true", XSD.boolean, True),
        ("0", "true", XSD.boolean, False),
    ],
)
def test_literals_are_compared_by_value(one, other, datatype, equal):
    literals = [
        Literal(text, datatype=datatype, normalize=False) for text in (one, other)
    ]

    assert (by_value(literals[0]) == by_value(literals[1])) is equal


def test_a_false_value_is_compared_like_any_other():
    tables = [
        Table(
            frozenset("n"),
            ({"n": Literal(text, datatype=XSD.double, normalize=False)},),
        )
        for text in ("0.0", "0E0", "1E0")
    ]

    assert same_result(tables[0], tables[1])
    assert not same_result(tables[0], tables[2])
    assert not same_result(tables[0], Table(frozenset("n"), ({},)))


def test_equal_numbers_of_two_datatypes_are_two_terms():
    one, other = (Literal("1", datatype=kind) for kind in (XSD.integer, XSD.decimal))

    assert by_value(one) != by_value(other)


def test_graphs_are_compared_up_to_blank_nodes_and_by_value():
    found = read_graph(b"<http://x/s> <http://x/p> [ <http://x/q> 1.50 ] .", TURTLE)
    same = read_graph(b"<s> <p> _:b . _:b <q> 1.5 .", TURTLE, "http://x/")
    other = read_graph(b"<s> <p> _:b . _:b <q> 1.6 .", TURTLE, "http://x/")

    assert same_graph(found, same)
    assert not same_graph(found, other)
    assert not same_result(found, TABLE)


@pytest.mark.parametrize("media_type", [TURTLE, "text/html"])
def test_what_is_no_graph_is_an_error(media_type):
    with pytest.raises(ValueError, match=media_type):
        read_graph(b"<p>", media_type)


def test_nothing_is_an_empty_graph():
    assert same_graph(read_graph(b"", TURTLE), Graph())

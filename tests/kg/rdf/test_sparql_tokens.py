"""No query calls another server, and no harmless query is refused."""

import pytest

from kg.errors import QueryError
from kg.rdf.sparql_tokens import (
    MAX_DEPTH,
    MAX_TOKENS,
    check_extent,
    check_offline,
    has_dataset_clause,
)

PREFIXES = "PREFIX : <http://x/> PREFIX e: <http://x/> "


@pytest.mark.parametrize(
    "body",
    [
        "{ SERVICE <http://x/> { ?s ?p ?o } }",
        "{ service<http://x/>{} }",
        "{ SERVICE SILENT ?x {} }",
        "{ SERVICESILENT<http://x/>{} }",
        "{ SERVICE:x {} }",
        "{ SERVICEe:x {} }",
        "{ ?s ?p trueSERVICE <http://x/> {} }",
        "{ ?s ?p 5SERVICE <http://x/> {} }",
        "{ ?s ?p ?o.SERVICE <http://x/> {} }",
        "{ ?s ?p e:.SERVICE <http://x/> {} }",
        "{ # comment\n SERVICE # comment\n <http://x/> {} }",
        "{ ?s ?p 'it\\'s' SERVICE <http://x/> {} }",
        '{ ?s ?p """a " b""" SERVICE <http://x/> {} }',
        "{ \\u0053ERVICE <http://x/> {} }",
        "{ \\U00000053ERVICE <http://x/> {} }",
        "{ ?s ?p <http://x/#> SERVICE <http://x/> {} }",
    ],
)
def test_service_call_is_refused(body):
    with pytest.raises(QueryError, match="SERVICE is not allowed"):
        check_offline(f"{PREFIXES}SELECT * {body}")


def test_load_is_refused():
    with pytest.raises(QueryError, match="line 2, column 1: LOAD"):
        check_offline("CLEAR ALL;\nLOAD <http://x/>")


@pytest.mark.parametrize(
    "body",
    [
        '{ ?s ?p "SERVICE <http://x/>" }',
        "{ ?s ?p '''SERVICE''' }",
        "{ ?s <http://x/SERVICE> ?o }",
        "{ ?SERVICE ?p ?o } # SERVICE",
        "{ ?s ?p e:Federal_Security_Service }",
        "{ ?s ?p e:customer%20service }",
        "{ ?s ?p 'x'@en }",
    ],
)
def test_the_word_alone_does_no_harm(body):
    check_offline(f"{PREFIXES}SELECT * {body}")


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("SELECT * FROM <http://x/> {}", True),
        ("SELECT * from named <http://x/> {}", True),
        ("SELECT ?FROM { ?s ?p 'FROM' } # FROM", False),
    ],
)
def test_dataset_clause_is_found(query, expected):
    assert has_dataset_clause(query) is expected


def nested(opening, closing, levels):
    return f"ASK {{ {opening * levels} {closing * levels} }}"


@pytest.mark.parametrize(
    "opening",
    [
        "(",
        "{",
        "[ <urn:p> ",
        "! ",
        "FILTER EXISTS {",
        "IF(1, ",
        "?a<(",
        "?a<(?b>",
        "\\u0028",
        "# no (\n(",
    ],
)
def test_a_query_nested_too_deep_is_refused(opening):
    # Without what closes: the stack overflows before the parser looks for it.
    with pytest.raises(QueryError, match=r"line \d+, column \d+: nested deeper than"):
        check_extent(nested(opening, "", MAX_DEPTH + 1))


@pytest.mark.parametrize(
    ("opening", "closing"),
    [("(", ")"), ("{", "}"), ("[ <urn:p> ", "]"), ("{ FILTER(!", ")}")],
)
def test_a_query_nested_as_people_write_is_read(opening, closing):
    check_extent(nested(opening, closing, 60))


@pytest.mark.parametrize(
    "body",
    [
        "{} " * 1000,
        "?a ?b '" + "(" * 1000 + "' .",
        "# " + "(" * 1000 + "\n",
        "?a <http://x/a_(b)> ?c . " * 500,
        "?a e:a\\(b ?c . " * 500,
        "FILTER(!?a && !?b) " * 300,
        "VALUES (?a ?b) { " + "(<urn:a> 1) " * 10_000 + "}",
    ],
    ids=["flat", "string", "comment", "iri", "local", "negations", "values"],
)
def test_brackets_that_do_not_nest_are_read(body):
    check_extent(f"{PREFIXES}ASK {{ {body} }}")


@pytest.mark.parametrize(
    "body",
    [
        "?a ?b ?c . ",
        "MINUS { ?a ?b ?c } ",
        "BIND(1 AS ?a) ",
        "FILTER(1-1-1-1-1-1-1-1) ",
        "VALUES:a ?b {} ",
        "VALUES ?b {} ?a ?b ?c . ",
    ],
)
def test_a_query_of_too_many_tokens_is_refused(body):
    with pytest.raises(QueryError, match=f"longer than {MAX_TOKENS} tokens"):
        check_extent(f"ASK {{ {body * (MAX_TOKENS // 3)} }}")

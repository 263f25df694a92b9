"""No query calls another server, and no harmless query is refused."""

import pytest

from kg.errors import QueryError
from kg.rdf.sparql_tokens import (
    MAX_DEPTH,
    MAX_TOKENS,
    case_booleans,
    check_extent,
    check_offline,
    has_dataset_clause,
    is_volatile,
    words,
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
        "{ FILTER(1<2)SERVICE#>\n:x{} }",
        "{ FILTER(1<2)#>'''\nSERVICE <http://x/> {} #'''\n}",
        "{ FILTER(?a<:b#>'''\n)SERVICE <http://x/> {} #'''\n}",
        "{ VALUES ?x {'''a'} SERVICE <http://x/> {} #\\q'''\n}",
        "{ VALUES ?x {'''a'} SERVICE <http://x/> {} #\\uD800'''\n}",
        "{ ?s ?p e:a.b\\' SERVICE <http://x/> {} #'\n}",
        "{ ?s ?p e:a.b\\# SERVICE <http://x/> {}\n}",
        "{ ?s ?p e:a.b.c\\# SERVICE <http://x/> {}\n}",
        "{ ?s ?p e:a\u200d\\# SERVICE <http://x/> {}\n}",
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
        "{ ?service :service '''it's a service''' }",
        "{ VALUES (?a ?b) { (1 <service#>) } ?s ?p (1 <urn:service:x>) }",
        "{ ?s ?p (1 <http://x/service#>) FILTER(?p != <http://x/service#a>) }",
        "{ ?s ?p e:a.b\\' ; ?q 'SERVICE' }",
        "{ FILTER(?a<?b) # it's a comment\n ?s ?service 'x' }",
        "{ ?s ?p 'not closed }",
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
        ("ASKFROM<http://x/>{}", True),
        ("PREFIX x: <http://x/> ASK FROM x:g {}", True),
        ("PREFIX : <http://x/> ASK FROM:g {}", True),
        ("CONSTRUCT { ?s ?p ?o } FROM <http://x/> WHERE { ?s ?p ?o }", True),
        ("SELECT (EXISTS { ?s ?p ?o } AS ?x) FROM <http://x/> {}", True),
        ("PREFIX from: <http://x/> DESCRIBE from:x", False),
        ("SELECT * { ?s from:x ?o }", False),
        ("SELECT * { ?s ?p ?o } GROUP BY ?from", False),
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


def test_nothing_hides_from_the_depth_behind_a_comparison():
    hidden = "{ " * (MAX_DEPTH + 1)

    with pytest.raises(QueryError, match="nested deeper than"):
        check_extent(f"ASK {{ FILTER(1<2#>'''\n) {hidden} #'''\n}}")


def test_words_come_with_their_places():
    assert list(words("ASK # no\n{ e:x a 'no' }")) == [("ASK", 0), ("e", 11), ("a", 15)]


@pytest.mark.parametrize(
    "query",
    [
        "SELECT (NOW() AS ?x) {}",
        "SELECT * { FILTER(rand () < 0.5) }",
        "SELECT * { BIND(Uuid( ) AS ?x) }",
        "SELECT (STRUUID() AS ?x) {}",
        "SELECT (BNODE(?y) AS ?x) {}",
        "SELECT * {} ORDER BYRAND()",
        "SELECT * { FILTER(RAND # so\n () < 1) }",
        'SELECT * { VALUES ?x {"""a"} FILTER(NOW() > 1) #\\q"""\n}',
    ],
)
def test_answers_that_change_by_themselves_are_volatile(query):
    assert is_volatile(query)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { ?s foaf:knows ?now }",
        "SELECT * { ?s ?p 'RAND()' } # NOW()",
        "SELECT * { ?rand (foaf:knows)+ ?o }",
        "SELECT * { ?s foaf:know ( 1 ) }",
        "SELECT (brand:x(1) AS ?x) {}",
        "SELECT * { ?s ?p <http://x/now()> }",
    ],
)
def test_answers_that_depend_on_the_data_alone_are_not(query):
    assert not is_volatile(query)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("ASK { FILTER(TRUE) }", "ASK { FILTER(true) }"),
        ("ASK { ?s ?p False . }", "ASK { ?s ?p false . }"),
        ("ASK { ?s ?p true, FALSE }", "ASK { ?s ?p true, false }"),
    ],
)
def test_booleans_get_the_case_that_the_engine_reads(query, expected):
    assert case_booleans(query) == expected


@pytest.mark.parametrize(
    "query",
    [
        "ASK { ?TRUE ?p 'TRUE' } # TRUE",
        "PREFIX TRUE: <http://x/> ASK { TRUE:a :TRUE _:TRUE }",
        "ASK { <TRUE> e:a.TRUE $FALSE }",
        'ASK { ?s ?p "FALSE"@TRUE, """ TRUE """ }',
        "ASK { ?s ?p 'TRUE }",
    ],
)
def test_what_only_looks_like_a_boolean_stays(query):
    assert case_booleans(query) == query

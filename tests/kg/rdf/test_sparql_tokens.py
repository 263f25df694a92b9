"""No query calls another server, and no harmless query is refused."""

import pytest

from kg.errors import QueryError
from kg.rdf.sparql_tokens import check_offline, has_dataset_clause

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

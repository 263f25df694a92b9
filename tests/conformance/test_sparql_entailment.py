"""The W3C's SPARQL 1.1 entailment tests, all in the one mode that the reasoner has.

Data is closed by the reasoner, then the query answered from the store. Of the 70 tests
those under RDFS and those of the RL profile have to pass; the others are of regimes
that OWL 2 RL does not cover, and those that fail stand in `entailment_ledger.toml`.
"""

import pyoxigraph as ox
import pytest
from rdflib import Literal, URIRef

from kg.rdf.conversion import from_term
from kg.rdf.store import open_store
from kg.reasoning.engine import reason
from kg.reasoning.questions import spelt_out
from tests.conformance.blank_nodes import named, same_rows, unnamed
from tests.conformance.suites import (
    ABSENT,
    SUITES,
    parameter,
    read_index,
    read_ledger,
    read_turtle,
)

BASE = "https://w3c.github.io/rdf-tests/sparql/"
CASES = [
    entry
    for entry in read_index(SUITES / "sparql-index.jsonl")
    if entry.get("entailment")
]
LEDGER = read_ledger("entailment_ledger.toml")
GRAPH = URIRef("urn:x-closed")


def name_of(case):
    return case["id"].rpartition("#")[2]


def is_required(case):
    return "RDFS" in case["entailment"] or "RL" in case.get("profiles", ())


def parameters():
    reasons = LEDGER["beyond"] | LEDGER["open"]
    return [
        parameter(case, id=name_of(case), reason=reasons.get(name_of(case)))
        for case in CASES
    ]


def close(case, query):
    given = set(spelt_out(query))
    for path in case["data"]:
        given |= read_turtle(SUITES / path, BASE + path)
    # What an endpoint shows: a literal is no subject in RDF, nor a variable's value.
    return {
        tuple(named(node) for node in triple)
        for triple in reason(given).triples((None, None, None))
        if not isinstance(triple[0], Literal)
    }


def read_result(path):
    """Return a truth value, or the variables and rows of a table."""
    read = ox.parse_query_results(path=path, format=ox.QueryResultsFormat.XML)
    if isinstance(read, ox.QueryBoolean):
        return bool(read)
    variables = [variable.value for variable in read.variables]
    return variables, [[value and from_term(value) for value in row] for row in read]


@pytest.mark.parametrize("case", parameters())
def test_entailment(case, settings):
    query = (SUITES / case["query"]).read_text(encoding="utf-8")
    expected = read_result(SUITES / case["result"])
    with open_store(settings.store) as store:
        store.replace_graph(GRAPH, close(case, query))
        answer = store.query(query, base_iri=BASE + case["query"])
        if answer.kind == "boolean":
            assert answer.boolean is expected
            return
        variables, rows = expected
        order = [answer.variables.index(variable) for variable in variables]
        found = [[unnamed(row[place]) for place in order] for row in answer.rows()]
        assert same_rows(found, rows), f"{found} instead of {rows}"


def test_no_test_under_rdfs_or_of_the_rl_profile_is_excused():
    if not CASES:
        pytest.skip(ABSENT)
    required = {name_of(case) for case in CASES if is_required(case)}

    assert len(CASES) == 70
    assert sum("RDFS" in case["entailment"] for case in CASES) == 36
    assert sum("RL" in case.get("profiles", ()) for case in CASES) == 29
    assert LEDGER["beyond"].keys() <= {name_of(case) for case in CASES} - required

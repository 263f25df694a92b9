"""The W3C's OWL 2 test cases for the RL profile and for the RL/RDF rules.

See https://www.w3.org/TR/owl2-conformance/. A premise entails a conclusion only if all
of it follows, declarations too, with blank nodes as existential variables. What the
project fails is in `owl2rl_ledger.toml`.
"""

from collections import Counter

import pytest
from rdflib import URIRef

from kg.reasoning.engine import reason
from kg.reasoning.entailment import entails
from tests.conformance.suites import (
    ABSENT,
    SUITES,
    parameter,
    read_index,
    read_ledger,
    read_turtle,
)

SUITE = SUITES / "owl2rl"
CASES = read_index(SUITE / "index.jsonl")
LEDGER = read_ledger("owl2rl_ledger.toml")
# What the suites hold, so that no case is lost on the way.
EXPECTED = {
    ("rl", "positive_entailment"): 28,
    ("rl", "negative_entailment"): 6,
    ("rl", "consistency"): 74,
    ("rl", "inconsistency"): 14,
    ("rdfbased", "positive_entailment"): 66,
    ("rdfbased", "consistency"): 66,
    ("rdfbased", "inconsistency"): 21,
}


def cases_of(kind):
    reasons = LEDGER.get(kind, {})
    return [
        parameter(
            case, id=f"{case['suite']}-{case['id']}", reason=reasons.get(case["id"])
        )
        for case in CASES
        if kind in case["types"]
    ]


def read(case, role):
    return read_turtle(SUITE / case[role])


@pytest.mark.parametrize("case", cases_of("positive_entailment"))
def test_what_must_follow_follows(case):
    assert entails(read(case, "premise"), read(case, "conclusion")).holds


@pytest.mark.parametrize("case", cases_of("negative_entailment"))
def test_what_must_not_follow_does_not(case):
    assert not entails(read(case, "premise"), read(case, "nonconclusion")).holds


@pytest.mark.parametrize("case", cases_of("consistency"))
def test_no_false_contradiction_is_reported(case):
    assert not list(reason(read(case, "premise")).conflicts())


@pytest.mark.parametrize("case", cases_of("inconsistency"))
def test_a_contradiction_is_reported(case):
    assert list(reason(read(case, "premise")).conflicts())


@pytest.mark.parametrize(
    "case",
    [
        parameter(case, id=case["id"])
        for case in CASES
        if case.get("conclusion_declarations_only")
    ],
)
def test_declarations_have_to_follow_too(case):
    """Of a term that nothing is known of, nothing follows."""
    strangers = {
        (URIRef(f"urn:x-stranger:{number}"), predicate, object_)
        for number, (subject, predicate, object_) in enumerate(read(case, "conclusion"))
        if isinstance(subject, URIRef)
    }

    assert not entails(read(case, "premise"), strangers).holds


def test_the_whole_suite_is_there():
    if not CASES:
        pytest.skip(ABSENT)
    found = Counter((case["suite"], kind) for case in CASES for kind in case["types"])

    assert found == EXPECTED
    for kind, reasons in LEDGER.items():
        assert reasons.keys() <= {case["id"] for case in CASES if kind in case["types"]}

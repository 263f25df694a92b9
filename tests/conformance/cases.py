"""The cases of SPARQL 1.1, by kind, with what is excused of them."""

from collections.abc import Iterable
from typing import Any

from tests.conformance.suites import (
    SUITES,
    Case,
    parameter,
    read_index,
    read_ledger,
)

# The base IRI of a file of the suite is this and its path.
BASE = "https://w3c.github.io/rdf-tests/sparql/"
# What every kind has to hold, so that no case is lost on the way.
COUNTS = {
    "protocol": 34,
    "graph-store": 13,
    "service-description": 3,
    "query": 235,
    "update": 94,
    "syntax": 169,
}

_CASES = [
    case
    for case in read_index(SUITES / "sparql-index.jsonl")
    if case["suite"] == "sparql11" and case["approval"] != "Deprecated"
]
_KNOWN = read_ledger("known_failures.toml")


def cases_of(kind: str) -> list[Case]:
    """Return the cases of a kind.

    Left out are those of entailment, which have a test of their own, and those of
    federation: the server calls no other.
    """
    return [
        case
        for case in _CASES
        if case["kind"] == kind
        and not case.get("entailment")
        and "BasicFederatedQuery" not in case["features"]
    ]


def known_failures(kind: str) -> dict[str, str]:
    """Return the reasons of the cases that fail, by their short id."""
    return _KNOWN.get(kind, {})


def short_id(case: Case) -> str:
    """Return the group and the name of a case, which tell it from the others."""
    return str(case["id"]).removeprefix("sparql11/")


def parameters(kind: str) -> list[Any]:
    """Return the parameters of all cases of a kind, for pytest."""
    reasons = known_failures(kind)
    return [
        parameter(case, id=short_id(case), reason=reasons.get(short_id(case)))
        for case in cases_of(kind)
    ]


def read_text(path: str) -> str:
    """Return a query or update with its base IRI in front.

    Relative IRIs in it are meant against the address of the file, and would otherwise
    be resolved against that of the endpoint.
    """
    # Some tests are about the ends of lines, which reading as text would change.
    text = (SUITES / path).read_bytes().decode("utf-8")
    return f"BASE <{BASE}{path}>\n{text}"


def read_bytes(path: str) -> bytes:
    """Return a file of the suite as it is."""
    return (SUITES / path).read_bytes()


def iri_of(path: str) -> str:
    """Return the address of a file, which is the name of its graph too."""
    return BASE + path


def ending(path: str) -> str:
    """Return the ending of a file's name, which tells its format."""
    return path.rpartition(".")[2]


def targets(names: Iterable[str], parameter_name: str) -> list[tuple[str, str]]:
    """Return the parameters of a request that name graphs."""
    return [(parameter_name, name) for name in names]

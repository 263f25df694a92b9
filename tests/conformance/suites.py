"""The W3C's test suites: where they are, how they are read, what of them is excused.

They are not part of the project; README.md beside them says where they come from. A
ledger names the cases that the project fails, each with its reason, and is strict: a
failure that it does not name fails, and so does a named case that passes.
"""

import json
import os
import tomllib
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from kg.config import PROJECT
from kg.rdf.conversion import from_triple
from kg.rdf.terms import NodeTriple

SUITES = Path(os.environ.get("ARAZ_SHARED", PROJECT.parent / "shared")) / "conformance"
ABSENT = f"no W3C tests at {SUITES}; ARAZ_SHARED names the folder above"

type Case = dict[str, Any]
type Ledger = dict[str, dict[str, str]]


def read_index(path: Path) -> list[Case]:
    """Return the entries of an index, or none if the suite is absent."""
    if not path.is_file():
        return []
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def read_ledger(name: str) -> Ledger:
    """Return the reasons of excused cases, by table and case."""
    text = Path(__file__).with_name(name).read_text(encoding="utf-8")
    return tomllib.loads(text)


def parameter(*values: object, id: str, reason: str | None = None) -> Any:  # noqa: A002 - pytest's own name
    """Return the parameters of one case, expected to fail if there is a reason.

    Only a wrong answer is excused; an exception is a failure all the same.
    """
    if reason is None:
        return pytest.param(*values, id=id)
    excused = pytest.mark.xfail(reason=reason, strict=True, raises=AssertionError)
    return pytest.param(*values, id=id, marks=excused)


def read_turtle(path: Path, base: str | None = None) -> frozenset[NodeTriple]:
    """Return the triples of a Turtle file, with literals as they are written."""
    parsed = ox.parse(path=path, format=ox.RdfFormat.TURTLE, base_iri=base)
    return frozenset(from_triple(quad.triple) for quad in parsed)

"""The closure of data in the shape of LUBM, as much as other engines find."""

import json
import subprocess
import sys

import pytest
from rdflib import BNode

from kg.reasoning.engine import reason
from tests.conformance.suites import ABSENT, SUITES, read_turtle
from tests.kg.reasoning.verifier import Verifier

_SCRIPT = SUITES / "lubm" / "lubm_like.py"
_DATA = "http://example.org/campus/data/"
_W3C = "http://www.w3.org/"
# Of the triples inferred, every so many is proved.
_EVERY = 151

pytestmark = pytest.mark.skipif(not _SCRIPT.is_file(), reason=ABSENT)


@pytest.fixture(
    scope="module",
    params=["--triples 10000", "--triples 10000 --all --same-as 10:5"],
    ids=["core", "all axioms and aliases"],
)
def case(request, tmp_path_factory):
    """The ontology, the data, and how much should follow."""
    folder = tmp_path_factory.mktemp("lubm")
    files = folder / "tbox.ttl", folder / "abox.ttl"
    options = [*request.param.split(), "--tbox", files[0], "-o", files[1]]
    subprocess.run([sys.executable, _SCRIPT, *options], check=True)
    reference = json.loads((SUITES / "reference.json").read_text(encoding="utf-8"))
    counts = {
        each["arguments"]: each["closure"] for each in reference["lubm_like"]["cases"]
    }
    return *map(read_turtle, files), counts[request.param]


@pytest.mark.parametrize("in_bulk", [True, False], ids=["bulk", "live"])
def test_as_much_follows_as_other_engines_find(case, in_bulk):
    ontology, data, count = case
    closure = reason(ontology, data, in_bulk=in_bulk)

    assert sum(map(is_counted, closure.triples((None, None, None)))) == count


def test_what_follows_has_proofs(case):
    ontology, data, _ = case
    closure = reason(ontology, data)
    verifier = Verifier([*ontology, *data])

    for triple in sorted(closure.inferred())[::_EVERY]:
        proof = closure.explain(triple)
        assert proof is not None, triple
        assert not verifier.faults(proof)


def is_counted(triple):
    """Whether a triple counts by the definition of `reference.json`."""
    subject, predicate, object_ = map(str, triple)
    named = not isinstance(triple[2], BNode)
    told = named and object_ != subject and not object_.startswith(_W3C)
    return (
        subject.startswith(_DATA) and told and not predicate.endswith("#differentFrom")
    )

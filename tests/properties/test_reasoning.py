"""Laws of the reasoner on random small ontologies that use all of OWL 2 RL.

The oracles are owlrl, where it is right, and the plainest evaluation of the W3C's rules
(`tests.kg.reasoning.naive`). ARAZ_EXAMPLES says how many examples to try of each law.
"""

import os

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from owlrl.OWLRL import OWLRL_Semantics
from rdflib import XSD, Graph, Literal, URIRef

from kg.reasoning.closure import is_trivial
from kg.reasoning.engine import reason
from tests.kg.reasoning.naive import close
from tests.kg.reasoning.verifier import Verifier
from tests.properties.ontologies import (
    AXIOMS,
    EX,
    ONE,
    PLAIN_AXIOMS,
    PLAIN_DATA,
    SYNONYMS,
    assertions,
    literal,
    ontologies,
)

EXAMPLES = int(os.environ.get("ARAZ_EXAMPLES", "40"))
LAW = settings(
    deadline=None,
    max_examples=EXAMPLES,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
WITH_SYNONYMS = ontologies(st.one_of(AXIOMS, AXIOMS, AXIOMS, SYNONYMS))


NAMES = {URIRef(EX + name) for name in "abcd"}
NUMBERS = [literal(text, XSD.nonNegativeInteger) for text in "01"] + [*ONE]


def tells(triple):
    """Whether a triple says something, as all but these do."""
    subject, _, object_ = triple
    trivial = subject == object_ and is_trivial(triple)
    return not trivial and not isinstance(subject, Literal)


def all_of(closure):
    return {triple for triple in closure.triples((None, None, None)) if tells(triple)}


def about_things(triples):
    """Leave out what is said of the ontology: data do not reason about it."""
    return {triple for triple in triples if triple[0] in NAMES}


def things_of(closure):
    return about_things(all_of(closure))


def plain_owlrl(triples):
    closed = Graph(bind_namespaces="none")
    for triple in triples:
        closed.add(triple)
    OWLRL_Semantics(closed, False, False).closure()  # noqa: FBT003 - owlrl's own
    return {triple for triple in closed if not is_trivial(triple)}


@LAW
@given(ontologies(PLAIN_AXIOMS), assertions(PLAIN_DATA))
def test_the_closure_is_that_of_owlrl(trusted, data):
    closure = {t for t in all_of(reason(trusted, data)) if not is_trivial(t)}

    assert about_things(closure) == about_things(plain_owlrl([*trusted, *data]))


@LAW
@given(ontologies(PLAIN_AXIOMS))
def test_what_an_ontology_implies_is_what_owlrl_finds(trusted):
    found, expected = all_of(reason(trusted)), plain_owlrl(trusted)

    # owlrl does not say that two forms of a number are the same.
    assert {t for t in found if not is_trivial(t) and t[2] not in NUMBERS} == {
        t for t in expected if t[2] not in NUMBERS
    }


@LAW
@given(ontologies(), assertions())
def test_the_closure_is_what_the_rules_give(trusted, data):
    expected = close(trusted, data)

    assert all_of(reason(trusted, data)) == {t for t in expected.triples if tells(t)}


@LAW
@given(WITH_SYNONYMS, assertions())
def test_an_ontology_may_have_two_names_for_one_relation(trusted, data):
    expected = close([*trusted, *data])

    found = all_of(reason([*trusted, *data]))

    assert found == {triple for triple in expected.triples if tells(triple)}


@LAW
@given(WITH_SYNONYMS, assertions())
def test_there_are_conflicts_where_the_rules_find_one(trusted, data):
    found = {conflict.rule for conflict in reason(trusted, data).conflicts()}

    assert bool(found) == bool(close(trusted, data).conflicts)


@LAW
@given(WITH_SYNONYMS, assertions())
def test_all_that_is_inferred_has_a_proof_that_holds(trusted, data):
    closure = reason(trusted, data)
    verifier = Verifier([*trusted, *data])

    for triple in closure.inferred():
        proof = closure.explain(triple)
        assert proof is not None, triple
        assert proof.conclusion == triple
        assert not verifier.faults(proof)


@LAW
@given(ontologies(), ontologies(st.one_of(AXIOMS, SYNONYMS), 3), assertions())
def test_axioms_in_data_are_not_believed(trusted, axioms, data):
    found = things_of(reason(trusted, [*data, *axioms]))

    # Of things, what reads like an axiom may well say something.
    said = [triple for triple in axioms if triple[0] in NAMES]
    known = {triple[2] for triple in (*trusted, *data, *said)}
    assert things_of(reason(trusted, [*data, *said])) == {
        triple
        for triple in found
        if triple[2] in known or not isinstance(triple[2], Literal)
    }

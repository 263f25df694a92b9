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
    DATA,
    EX,
    ONE,
    PLAIN_AXIOMS,
    PLAIN_DATA,
    SYNONYMS,
    assertions,
    literal,
    ontologies,
)

EXAMPLES = int(os.environ.get("ARAZ_EXAMPLES", "15"))
LAW = settings(
    deadline=None,
    max_examples=EXAMPLES,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
WITH_SYNONYMS = ontologies(st.one_of(AXIOMS, AXIOMS, AXIOMS, SYNONYMS))
# What data say of relations and classes; it counts only where no rule is about them.
CLAIMED = SYNONYMS.map(lambda axiom: axiom[0])
# Some triples to be inserted, and the places of some to be deleted.
CHANGES = st.lists(
    st.tuples(assertions(size=3), st.sets(st.integers(0, 8), max_size=3)),
    min_size=1,
    max_size=3,
)

NAMES = {URIRef(EX + name) for name in "abcd"}
NUMBERS = [literal(text, XSD.nonNegativeInteger) for text in "01"] + [*ONE]


def is_built_in(term):
    return str(term).startswith("http://www.w3.org/")


def tells(triple):
    """Whether a triple says something, as all but these do."""
    subject, _, object_ = triple
    trivial = subject == object_ and is_trivial(triple)
    return not (trivial or isinstance(subject, Literal) or is_built_in(subject))


def all_of(closure):
    return {triple for triple in closure.triples((None, None, None)) if tells(triple)}


def about_things(triples):
    """Leave out what is said of the ontology: data do not reason about it."""
    return {triple for triple in triples if triple[0] in NAMES}


def things_of(closure):
    return about_things(all_of(closure))


def in_these(terms, triples):
    """Leave out what is said with other forms of a literal than these."""
    return {
        triple
        for triple in triples
        if not isinstance(triple[2], Literal) or triple[2] in terms
    }


def rules_broken(closure):
    return {conflict.rule for conflict in closure.conflicts()}


def check_proofs(closure, asserted):
    verifier = Verifier(asserted)
    for triple in closure.inferred():
        proof = closure.explain(triple)
        assert proof is not None, triple
        assert proof.conclusion == triple
        assert not verifier.faults(proof)


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
@given(WITH_SYNONYMS, assertions(st.one_of(DATA, DATA, DATA, CLAIMED)))
def test_both_executors_find_the_same(trusted, data):
    bulk, live = reason(trusted, data), reason(trusted, data, in_bulk=False)

    assert all_of(bulk) == all_of(live)
    assert rules_broken(bulk) == rules_broken(live)


@LAW
@given(WITH_SYNONYMS, assertions(), assertions(), assertions(size=2))
def test_data_that_come_together_are_added_as_if_one_by_one(trusted, data, more, gone):
    bulk, live = reason(trusted, data), reason(trusted, data, in_bulk=False)
    for closure in (bulk, live):
        closure.insert(more)

    given = [*data, *more]
    assert all_of(bulk) == all_of(live) == all_of(reason(trusted, given))
    assert set(bulk.inferred()) == set(live.inferred())
    assert rules_broken(bulk) == rules_broken(live)
    check_proofs(bulk, [*trusted, *given])
    # What was added so can be taken back in turn.
    for closure in (bulk, live):
        closure.delete([*gone, *data])
    assert all_of(bulk) == all_of(live)


@LAW
@given(WITH_SYNONYMS, assertions(), CHANGES, st.booleans())
def test_what_changes_leaves_what_would_have_been_found(
    trusted, data, changes, in_bulk
):
    closure = reason(trusted, data, in_bulk=in_bulk)
    given = dict.fromkeys(data)
    for inserted, places in changes:
        deleted = [triple for place, triple in enumerate(given) if place in places]
        closure.delete(deleted)
        closure.insert(inserted)
        given = {t: None for t in given if t not in deleted} | dict.fromkeys(inserted)

        anew = reason(trusted, given)
        # A form of a value that was once in use stays known as one of its names.
        written = {term for triple in (*trusted, *given) for term in triple}
        assert in_these(written, all_of(closure)) == all_of(anew)
        assert in_these(written, closure.inferred()) == set(anew.inferred())
        assert rules_broken(closure) == rules_broken(anew)
    check_proofs(closure, [*trusted, *given])


@LAW
@given(WITH_SYNONYMS, assertions())
def test_there_are_conflicts_where_the_rules_find_one(trusted, data):
    found = rules_broken(reason(trusted, data))

    assert bool(found) == bool(close(trusted, data).conflicts)


@LAW
@given(WITH_SYNONYMS, assertions(), st.booleans())
def test_all_that_is_inferred_has_a_proof_that_holds(trusted, data, in_bulk):
    closure = reason(trusted, data, in_bulk=in_bulk)

    check_proofs(closure, [*trusted, *data])


@LAW
@given(ontologies(), ontologies(size=3), assertions())
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

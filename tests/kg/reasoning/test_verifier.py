"""The verifier of proofs takes what the rules give, and nothing else."""

import pytest
from rdflib import OWL, RDF, RDFS, XSD, Literal, Namespace

from kg.reasoning.engine import Proof
from tests.kg.reasoning.verifier import Verifier

EX = Namespace("http://example.org/")
LINK = (EX.a, EX.threatens, EX.b)
WIDER = (EX.threatens, RDFS.subPropertyOf, EX.opposes)
DOMAIN = (EX.opposes, RDFS.domain, EX.Actor)
UNION = (EX.Actor, OWL.unionOf, EX.list)
LIST = [(EX.list, RDF.first, EX.State), (EX.list, RDF.rest, RDF.nil)]
STATE = (EX.b, RDF.type, EX.State)
ASSERTED = [LINK, WIDER, DOMAIN, UNION, *LIST, STATE, (EX.a, OWL.sameAs, EX.c)]


def given(triple):
    return Proof(conclusion=triple, rule=None)


def step(conclusion, rule, *premises):
    return Proof(conclusion=conclusion, rule=rule, premises=premises)


OPPOSES = step((EX.a, EX.opposes, EX.b), "prp-spo1", given(WIDER), given(LINK))
ACTOR = step((EX.a, RDF.type, EX.Actor), "prp-dom", given(DOMAIN), OPPOSES)
MEMBER = step((EX.b, RDF.type, EX.Actor), "cls-uni", given(UNION), given(STATE))
ALIAS = step(
    (EX.c, EX.threatens, EX.b),
    "eq-rep-s",
    given((EX.a, OWL.sameAs, EX.c)),
    given(LINK),
)
ONE = Literal("1", datatype=XSD.integer)
NUMBER = step((ONE, RDF.type, XSD.decimal), "dt-type2")


@pytest.mark.parametrize(
    "proof",
    [given(LINK), OPPOSES, ACTOR, MEMBER, ALIAS, NUMBER],
    ids=["asserted", "one step", "two steps", "by a list", "by identity", "a literal"],
)
def test_a_proof_is_accepted(proof):
    assert not Verifier(ASSERTED).faults(proof)


@pytest.mark.parametrize(
    "forged",
    [
        given((EX.b, EX.threatens, EX.a)),
        step(OPPOSES.conclusion, "prp-spo2", *OPPOSES.premises),
        step(OPPOSES.conclusion, "prp-spo3", *OPPOSES.premises),
        step(OPPOSES.conclusion, "prp-spo1", given(LINK)),
        step(OPPOSES.conclusion, "prp-spo1", *OPPOSES.premises, given(STATE)),
        step((EX.b, EX.opposes, EX.a), "prp-spo1", *OPPOSES.premises),
        step((EX.b, RDF.type, EX.Actor), "prp-dom", given(DOMAIN), OPPOSES),
        step(ACTOR.conclusion, "prp-dom", given(DOMAIN), given(OPPOSES.conclusion)),
        step((EX.a, RDF.type, EX.Actor), "cls-uni", given(UNION), given(LINK)),
        step((ONE, RDF.type, XSD.string), "dt-type2"),
        Proof(conclusion=LINK, rule=None, premises=(given(STATE),)),
    ],
    ids=[
        "what was not asserted",
        "another rule",
        "no rule",
        "a missing premise",
        "a premise too many",
        "swapped terms",
        "another subject",
        "a step left out",
        "not of the list",
        "not of the datatype",
        "premises of what is asserted",
    ],
)
def test_a_forged_proof_is_rejected(forged):
    assert Verifier(ASSERTED).faults(forged)


def test_a_proof_that_rests_on_itself_is_rejected():
    symmetric = (EX.meets, RDF.type, OWL.SymmetricProperty)
    there, back = (EX.a, EX.meets, EX.b), (EX.b, EX.meets, EX.a)
    within = step(there, "prp-symp", given(symmetric), given(back))
    circle = step(
        back,
        "prp-symp",
        given(symmetric),
        step(there, "prp-symp", given(symmetric), step(back, "prp-symp", within)),
    )
    assert any(
        "rests on itself" in fault for fault in Verifier([symmetric]).faults(circle)
    )

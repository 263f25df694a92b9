"""What the ontology lets a reasoner conclude, what not, and what contradicts."""

from pathlib import Path

import pytest
from rdflib import RDF, RDFS, SDO, Namespace

from kg.ontology import read_ontology, read_ontology_graph
from kg.reasoning.closure import OwlrlEngine

ONTOLOGY = Path(__file__).resolve().parents[2] / "ontology"
ARAZ = Namespace("https://w3id.org/araz/ontology#")
ENT = Namespace("https://w3id.org/araz/entity/")

WORLD = """
@prefix araz: <https://w3id.org/araz/ontology#> .
@prefix : <https://w3id.org/araz/entity/> .

:Aliyev a araz:Person ; araz:headOfStateOf :Azerbaijan ; araz:threatens :Iran .
:Azerbaijan a araz:State ; araz:purchasesFrom :Israel ; araz:alliesWith :Turkey ;
    araz:cooperatesWith :Israel .
:Turkey a araz:State ; araz:alliesWith :Qatar .
:Puresmayil a araz:Person ; araz:leads :Guard .
:Guard a araz:ArmedForce ; araz:partOf :Iran ; araz:memberOf :Axis .
:Ministry a araz:GovernmentBody ; araz:organOf :Iran ; araz:accuses :Israel .
:Speaker a araz:Person ; araz:spokespersonFor :Ministry ; araz:denies :Rumour .
:Putin a araz:Person ; araz:headOfStateOf :Russia ; araz:consultsWith :Lavrov .
:Lavrov a araz:Person ; araz:represents :Russia .
:Russia araz:claimsTerritory :Crimea ; araz:operates :Shahed ; araz:participatesIn :W .
:Shahed a araz:Drone .
:W a araz:War .
:America araz:sanctions :Iran , :Azerbaijan .
:Baku araz:capitalOf :Azerbaijan .
:Oil a araz:Company ; araz:headquarteredIn :Baku ; araz:subsidiaryOf :Azerbaijan ;
    araz:attacks :Rig .
:Rig a araz:Facility .
:Finland araz:joins :Pact .
:Araz a araz:River ; araz:formsBorderOf :Iran , :Azerbaijan .
:Cafe a araz:Company ; araz:purchasesFrom :Bakery .
"""


@pytest.fixture(scope="module")
def conclusions():
    graph = read_ontology_graph(ONTOLOGY)
    graph.parse(data=WORLD, format="turtle")
    return OwlrlEngine().closure(graph)


def triple(text):
    s, p, o = text.split()
    if p == "a":
        return ENT[s], RDF.type, ARAZ[o]
    return ENT[s], ARAZ[p], ENT[o]


@pytest.mark.parametrize(
    "text",
    [
        "Azerbaijan threatens Iran",  # through its head of state
        "Iran threatenedBy Azerbaijan",
        "Iran a ThreatenedActor",
        "Aliyev a HeadOfState",
        "Aliyev represents Azerbaijan",
        "Aliyev leads Azerbaijan",
        "Azerbaijan ledBy Aliyev",
        "Azerbaijan a ArmsImporter",
        "Israel suppliesTo Azerbaijan",
        "Israel a ArmsExporter",
        "Azerbaijan a SanctionedArmsImporter",
        "Israel cooperatesWith Azerbaijan",
        "Turkey alliesWith Azerbaijan",
        "Puresmayil affiliatedWith Iran",  # leads what is part of it
        "Puresmayil a MilitaryCommander",
        "Iran accuses Israel",  # through its ministry
        "Ministry denies Rumour",  # through its spokesperson
        "Iran denies Rumour",  # and so on up
        "Iran rejects Rumour",
        "Ministry partOf Iran",
        "Russia consultsWith Lavrov",
        "Crimea a ClaimedPlace",
        "Russia a DroneOperator",
        "Russia a Belligerent",
        "Baku a CapitalCity",
        "Baku locatedIn Azerbaijan",
        "Oil headquarteredIn Azerbaijan",
        "Oil partOf Azerbaijan",
        "Oil actsAgainst Rig",
        "Finland memberOf Pact",
        "Azerbaijan actsAgainst Iran",
        "Guard affiliatedWith Axis",
    ],
)
def test_it_follows(conclusions, text):
    assert triple(text) in conclusions


@pytest.mark.parametrize(
    "text",
    [
        "Azerbaijan alliesWith Qatar",  # an ally's ally need not be one
        "Azerbaijan attacks Rig",  # a company is no organ of the state that owns it
        "Russia consultsWith Russia",  # when its organs confer
        "Iran borders Azerbaijan",  # two states on one river need not be neighbours
        "Iran memberOf Axis",
        "Iran threatens Azerbaijan",
        "Iran a ArmsImporter",
        "Rig a Actor",
        "Puresmayil represents Iran",
    ],
)
def test_it_does_not_follow(conclusions, text):
    assert triple(text) not in conclusions


def test_the_evidence_layer_implies_little(conclusions):
    """Types of what stands in it may follow, never a statement about it."""
    graph = read_ontology_graph(ONTOLOGY)
    evidence = set(graph.subjects(SDO.domainIncludes))

    assert len(evidence) > 30
    assert not [p for p in evidence if (p, RDFS.domain, None) in graph]
    assert not [p for p in evidence if (p, RDFS.range, None) in graph]
    assert not [t for t in conclusions if t[1] in evidence]


def contradictions(text):
    import owlrl

    graph = read_ontology_graph(ONTOLOGY)
    graph.parse(data=WORLD.partition(":Aliyev")[0] + text, format="turtle")
    rules = owlrl.OWLRL_Semantics(graph, axioms=False, daxioms=False)
    rules.closure()
    return " ".join(rules.error_messages)


def test_contradictions_are_found():
    found = contradictions("""
        :Leader araz:leads :Leader .
        :A araz:capitalOf :B . :B araz:capitalOf :A .
        :C araz:capitalOf :D ; araz:borders :D .
        :Tehran a araz:Person , araz:City .
        :Pact a araz:Treaty , araz:Organization .
    """)

    for name in ("Leader", "capitalOf", "borders", "Tehran", "Pact"):
        assert name in found, found


def test_ordinary_news_is_no_contradiction():
    assert not contradictions(WORLD.partition("/entity/> .")[2])


def test_every_act_has_a_plover_code_and_no_state_of_affairs_has_one():
    ontology = read_ontology(ONTOLOGY)
    codes = {name: ontology.plover(name) for name in ontology.relations}

    roots = """
        AGREE CONSULT SUPPORT COOPERATE AID CONCEDE RETREAT REQUEST ACCUSE REJECT
        THREATEN PROTEST SANCTION MOBILIZE COERCE ASSAULT
    """
    assert {code for code in codes.values() if code} == set(roots.split())
    assert codes["arrests"] == "COERCE"
    assert codes["conductsExerciseWith"] == "COOPERATE"
    assert not any(codes[n] for n in ("alliesWith", "borders", "memberOf", "leads"))


def test_the_contract_is_kept():
    ontology = read_ontology(ONTOLOGY)
    classes = """
        Actor Person State Organization GovernmentBody ArmedForce ArmedGroup
        InternationalOrganization PoliticalParty Company MediaOrganization
        ResearchInstitute Group Place City Region River Sea Lake Strait Mountain
        Facility WeaponSystem Aircraft Drone Missile Ship Vehicle Munition Event War
        Battle MilitaryExercise Election Summit Attack Treaty Position
        HistoricalState Territory University
    """
    relations = """
        agreesWith consultsWith supports cooperatesWith aids concedesTo retreatsFrom
        requests accuses rejects threatens protestsAgainst sanctions mobilizesAgainst
        coerces attacks arrests purchasesFrom suppliesTo conductsExerciseWith denies
        deploysTo investigates alliesWith borders opposes memberOf partOf locatedIn
        leads headOfStateOf holdsPosition nationalOf employedBy spokespersonFor
        capitalOf headquarteredIn manufactures manufacturedBy operates claimsTerritory
        controls formsBorderOf
    """

    assert set(classes.split()) <= set(ontology.types)
    assert set(relations.split()) <= set(ontology.relations)
    assert ontology.namespace == str(ARAZ)


def test_no_label_is_used_twice():
    ontology = read_ontology(ONTOLOGY)
    relations = [relation.label for relation in ontology.relations.values()]
    types = [each.label for each in ontology.types.values()]

    assert sorted(relations) == sorted(set(relations))
    assert sorted(types) == sorted(set(types))

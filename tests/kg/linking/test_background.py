"""What is known beforehand of states and of the entities met."""

from collections import Counter

import pytest

from kg.config import Settings
from kg.errors import GazetteerError
from kg.gazetteer import HoldingStatus
from kg.linking.background import make_background, read_background_rules
from kg.model import Entity

MET = (
    "Ilham_Aliyev",
    "Recep_Tayyip_Erdoğan",
    "Liz_Truss",
    "IAI_Harop",
    "Islamic_Revolutionary_Guard_Corps",
    "Nakhchivan_Autonomous_Republic",
    "Zorg_Plimpton",
)


@pytest.fixture(scope="module")
def rules():
    return read_background_rules(Settings().gazetteer)


@pytest.fixture(scope="module")
def background(gazetteer, rules):
    met = [Entity(id=name, label=name, type="Actor") for name in MET]
    return make_background(met, gazetteer, rules)


def _relations(background):
    return {(r.subject, r.relation, r.object) for r in background.relations}


def test_all_states_are_in(background, gazetteer):
    states = {
        gazetteer.identifier(facts.entry)
        for facts in gazetteer.country_facts()
        if facts.entry.type == "State"
    }
    assert len(states) > 190
    assert states <= {entity.id for entity in background.entities}


@pytest.mark.parametrize(
    "relation",
    [
        ("Baku", "capitalOf", "Azerbaijan"),
        ("Azerbaijan", "borders", "Iran"),
        ("Armenia", "borders", "Turkey"),
        ("Nakhchivan_Autonomous_Republic", "locatedIn", "Azerbaijan"),
        ("Islamic_Revolutionary_Guard_Corps", "organOf", "Iran"),
        ("IAI_Harop", "manufacturedBy", "Israel"),
        ("Ilham_Aliyev", "nationalOf", "Azerbaijan"),
        ("Recep_Tayyip_Erdoğan", "headOfStateOf", "Turkey"),
    ],
    ids="-".join,
)
def test_relation_is_known(background, relation):
    assert relation in _relations(background)


def test_each_border_is_told_once(background):
    pairs = Counter(
        frozenset((r.subject, r.object))
        for r in background.relations
        if r.relation == "borders"
    )
    assert set(pairs.values()) == {1}


def test_state_knows_its_other_names(background):
    iran = next(entity for entity in background.entities if entity.id == "Iran")
    assert iran.qid == "Q794"
    assert "Iranians" in iran.demonyms
    assert "Tehran" in iran.metonyms
    assert "Tehran" not in iran.aliases


def test_entity_unknown_to_the_gazetteer_adds_nothing(background):
    assert "Zorg_Plimpton" not in {entity.id for entity in background.entities}


def test_person_not_met_and_not_in_office_stays_out(background):
    assert "Barack_Obama" not in {entity.id for entity in background.entities}


@pytest.mark.parametrize("person", ["Ilham_Aliyev", "Liz_Truss"])
def test_stale_holding_gives_no_direct_relation(background, person):
    statuses = {h.status for h in background.holdings if h.person == person}
    assert statuses
    assert HoldingStatus.CURRENT not in statuses
    offices = {"leads", "headOfStateOf", "headOfGovernmentOf"}
    assert not any(
        r.subject == person and r.relation in offices for r in background.relations
    )


def test_only_current_holders_lead(background, rules):
    current = {
        (h.person, h.state)
        for h in background.holdings
        if h.status is HoldingStatus.CURRENT
    }
    leading = {
        (r.subject, r.object)
        for r in background.relations
        if r.relation in set(rules.by_office.values())
    }
    assert leading
    assert leading <= current


def test_holdings_have_identifiers_of_their_own(background):
    names = [holding.id for holding in background.holdings]
    assert len(set(names)) == len(names)


def test_relations_fit_the_ontology(background, ontology):
    types = {entity.id: entity.type for entity in background.entities}
    assert not [
        r
        for r in background.relations
        if not ontology.accepts(r.relation, types[r.subject], types[r.object])
    ]


def test_rules_name_classes_and_relations(rules, ontology, gazetteer):
    assert set(rules.by_type) <= {entry.type for entry in gazetteer.entries}
    for type_name, relation in rules.by_type.items():
        assert ontology.accepts(relation, type_name, "State"), type_name
    for relation in rules.by_office.values():
        assert ontology.accepts(relation, "Person", "State"), relation


def test_background_does_not_depend_on_order(gazetteer, rules, background):
    met = [Entity(id=name, label=name, type="Actor") for name in reversed(MET)]
    assert make_background(met, gazetteer, rules) == background


def test_missing_rules_are_named(tmp_path):
    with pytest.raises(GazetteerError, match=r"country_relations\.tsv"):
        read_background_rules(tmp_path)

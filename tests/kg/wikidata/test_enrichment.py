"""Items become facts about entities, where the ontology lets them."""

from datetime import date

import pytest

from kg.gazetteer import HoldingStatus
from kg.wikidata.enrichment import facts_about, values_of
from kg.wikidata.facts import LinkedEntity, Source
from kg.wikidata.items import Instant, Point, kept, read_item
from tests.wikidata_world import WORLD, day, item, nothing, point, says

TODAY = date(2026, 10, 1)
PLIMPTON = LinkedEntity(id="Plimpton", label="Plimpton", type="State", qid="Q900000001")
VENN = LinkedEntity(id="Orla_Venn", label="Orla Venn", type="Person", qid="Q900000004")


@pytest.fixture
def find(tables, gazetteer, ontology):
    """Return the facts about some entities, of a world with further items."""

    def facts(*entities, more=(), merged=()):
        items = {
            entity["id"]: read_item(entity["id"], kept(entity, tables.kept), TODAY)
            for entity in (*WORLD, *more)
        }
        items |= {old: items[new] for old, new in merged}
        return facts_about(
            entities, items, tables=tables, gazetteer=gazetteer, ontology=ontology
        )

    return facts


def edges(facts):
    return {(fact.subject, fact.relation, fact.object) for fact in facts.relations}


def test_state_has_capital_neighbours_memberships_and_a_head(find):
    facts = find(PLIMPTON, VENN)

    assert edges(facts) == {
        ("Fort_Plimpton_(Q900000002)", "capitalOf", "Plimpton"),
        ("Plimpton", "borders", "Quarmby_(Q900000003)"),
        ("Orla_Venn", "headOfStateOf", "Plimpton"),
        ("Plimpton", "memberOf", "League_of_Rivers_(Q900000006)"),
        ("Orla_Venn", "nationalOf", "Plimpton"),
        ("Orla_Venn", "memberOf", "Plimpton_First_(Q900000010)"),
    }


def test_fact_carries_revision_and_day(find):
    sources = {fact.relation: fact.source for fact in find(PLIMPTON).relations}

    assert sources["capitalOf"] == Source("Q900000001", 101, TODAY)


def test_relation_to_an_item_of_the_wrong_class_is_dropped_and_named(find):
    assert find(PLIMPTON).dropped == (
        "Plimpton: P463 (member of): Some Body (Q900000007) is of class Person",
    )


def test_value_whose_class_nothing_shows_is_dropped_and_named(find):
    more = item("Q900000060", "Riddle")
    base = item("Q900000061", "Base", says("P159", "Q900000060"))
    company = LinkedEntity(id="Base", label="Base", type="Company", qid="Q900000061")

    facts = find(company, more=(more, base))

    assert facts.relations == ()
    (dropped,) = facts.dropped
    assert dropped.endswith(" Riddle (Q900000060): nothing shows its class")


def test_class_of_a_value_is_what_the_property_says_where_nothing_else_shows(find):
    found = {entity.id: entity.type for entity in find(PLIMPTON, VENN).entities}

    assert found == {
        "Fort_Plimpton_(Q900000002)": "City",
        "Quarmby_(Q900000003)": "State",
        "League_of_Rivers_(Q900000006)": "Organization",
        "Plimpton_First_(Q900000010)": "PoliticalParty",
    }


def test_thing_without_an_english_label_is_no_entity(find):
    neighbour = item("Q900000062", "Tarn", says("P47", "Q900000011"))
    tarn = LinkedEntity(id="Tarn", label="Tarn", type="State", qid="Q900000062")

    facts = find(tarn, more=(neighbour,))

    assert facts.entities == ()
    assert facts.dropped == (
        "Tarn: P47 (shares border with): item without an English label (Q900000011)",
    )


def test_fact_leads_to_what_the_gazetteer_knows(find, gazetteer):
    iran = gazetteer.by_name("Iran")
    person = item("Q900000063", "A B", says("P27", iran.qid))
    entity = LinkedEntity(id="A_B", label="A B", type="Person", qid="Q900000063")

    facts = find(entity, more=(person,))

    assert edges(facts) == {("A_B", "nationalOf", "Iran")}
    assert facts.entities == ()


def test_border_is_told_once(find):
    back = item(
        "Q900000003",
        "Quarmby",
        says("P297", nothing("somevalue")),
        says("P47", "Q900000001"),
    )
    quarmby = LinkedEntity(id="Quarmby", label="Quarmby", type="State", qid=back["id"])

    facts = find(PLIMPTON, quarmby, more=(back,))

    borders = {edge for edge in edges(facts) if edge[1] == "borders"}
    assert borders == {("Plimpton", "borders", "Quarmby")}


def test_offices_have_dates_or_are_left_out(find):
    facts = find(PLIMPTON, VENN)

    assert {
        (h.position, h.start, h.end, h.status, h.state, h.as_of)
        for _, h in facts.holdings
    } == {
        (
            "President of Plimpton",
            "2019-03-01",
            None,
            HoldingStatus.START_ONLY,
            "Plimpton",
            "2026-10-01",
        ),
        (
            "Mayor of Fort Plimpton",
            "2012",
            "2018-06",
            HoldingStatus.ENDED,
            "Plimpton",
            "2026-10-01",
        ),
    }
    assert {h.source for _, h in facts.holdings} == {
        "Wikidata Q900000004, revision 104"
    }


def test_head_of_state_is_told_by_the_state_alone(find):
    assert not [fact for fact in find(VENN).relations if "head" in fact.relation]


def test_head_takes_the_place_of_who_was_known_before(find):
    assert find(PLIMPTON).replaced == {("headOfStateOf", "Plimpton")}


def test_other_names_are_aliases(find):
    names = {(fact.entity, fact.name) for fact in find(PLIMPTON, VENN).aliases}

    assert names == {
        ("Plimpton", "Republic of Plimpton"),
        ("Orla_Venn", "O. Venn"),
        ("Orla_Venn", "President Venn"),
    }


def test_places_have_coordinates_and_persons_none(find):
    somebody = item("Q900000064", "C D", says("P625", point(1, 2)))
    entity = LinkedEntity(id="C_D", label="C D", type="Person", qid="Q900000064")

    points = find(PLIMPTON, entity, more=(somebody,)).points

    assert [(fact.entity, fact.point) for fact in points] == [
        ("Plimpton", Point(46.5, 39.25))
    ]


def test_events_have_beginning_and_end(find):
    war = item(
        "Q900000065",
        "Weir War",
        says("P580", day("2020-09-27")),
        says("P582", day("2020-11")),
    )
    twice = item(
        "Q900000066", "Twice", says("P580", day("2001")), says("P580", day("2002"))
    )
    entities = [
        LinkedEntity(id=found["id"], label="", type="War", qid=found["id"])
        for found in (war, twice)
    ]

    dates = find(*entities, more=(war, twice)).dates

    assert [(fact.entity, fact.is_end, fact.instant) for fact in dates] == [
        ("Q900000065", False, Instant("2020-09-27")),
        ("Q900000065", True, Instant("2020-11")),
    ]


def test_place_in_several_states_at_once_is_located_in_none(find):
    region = item(
        "Q900000067", "Weir", says("P17", "Q900000001"), says("P17", "Q900000003")
    )
    entity = LinkedEntity(id="Weir", label="Weir", type="Region", qid="Q900000067")

    facts = find(entity, more=(region,))

    assert facts.relations == ()
    assert facts.dropped == ("Weir: P17 (country): has 2 values at once",)


@pytest.mark.parametrize("type_name", ["River", "Sea", "Territory", "State"])
def test_whose_a_river_or_a_territory_is_is_not_told(find, type_name):
    thing = item("Q900000068", "Tay", says("P17", "Q900000001"))
    entity = LinkedEntity(id="Tay", label="Tay", type=type_name, qid="Q900000068")

    assert find(entity, more=(thing,)).relations == ()


def test_merged_value_is_the_item_that_stands_for_it(find):
    person = item(
        "Q900000069",
        "E F",
        says("P27", "Q900000800"),
        says("P27", "Q900000001"),
    )
    entity = LinkedEntity(id="E_F", label="E F", type="Person", qid="Q900000069")

    facts = find(
        PLIMPTON, entity, more=(person,), merged=[("Q900000800", "Q900000001")]
    )

    assert ("E_F", "nationalOf", "Plimpton") in edges(facts)
    assert facts.relations == find(PLIMPTON, entity, more=(person,)).relations


def test_surer_of_two_entities_of_one_item_stands_for_it(find):
    other = LinkedEntity(
        id="A_Plimpton", label="", type="State", qid="Q900000001", score=0.8
    )

    objects = {fact.object for fact in find(other, PLIMPTON, VENN).relations}

    assert "Plimpton" in objects
    assert ("Orla_Venn", "nationalOf", "A_Plimpton") not in objects


def test_order_of_entities_makes_no_difference(find):
    assert find(PLIMPTON, VENN) == find(VENN, PLIMPTON)


def test_what_items_speak_of_is_known_beforehand(tables, ontology):
    items = {
        entity["id"]: read_item(entity["id"], kept(entity, tables.kept), TODAY)
        for entity in WORLD
    }

    wanted = values_of([VENN], items, tables, ontology)

    assert wanted == {"Q900000001", "Q900000008", "Q900000009", "Q900000010"}

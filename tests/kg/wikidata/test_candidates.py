"""Items are candidates for names; an unlinked name gets one only if it stands out."""

from datetime import date

import pytest

from kg.rdf.background import EXACT_MATCH_SCORE, SAME_AS_SCORE
from kg.wikidata.candidates import Scorer
from kg.wikidata.items import kept, read_item
from tests.wikidata_world import WORLD, day, item, says, word

TODAY = date(2026, 10, 1)


@pytest.fixture
def scorer(tables, gazetteer, ontology):
    return Scorer(tables, gazetteer, ontology)


@pytest.fixture
def world(tables):
    def read(*more):
        return {
            entity["id"]: read_item(entity["id"], kept(entity, tables.kept), TODAY)
            for entity in (*WORLD, *more)
        }

    return read


def test_label_is_surer_than_alias_and_alias_than_another_spelling(scorer, world):
    scores = [
        scorer.candidates(name, None, world().values())[0].score
        for name in ("Orla Venn", "O. Venn", "ORLA VENN")
    ]

    assert scores == sorted(scores, reverse=True)
    assert len(set(scores)) == 3
    assert scores[0] < SAME_AS_SCORE


def test_item_that_only_begins_like_the_name_is_no_candidate(scorer, world):
    assert scorer.candidates("Orl", None, world().values()) == ()


def test_candidate_says_class_and_how_well_known_it_is(scorer, world):
    (found,) = scorer.candidates("Plimpton", None, world().values())

    assert (found.id, found.entry.type) == ("Plimpton_(Q900000001)", "State")
    assert (found.entry.qid, found.method) == ("Q900000001", "wikidata label")
    assert 0 < found.entry.prior < 1


def test_candidate_has_the_country_that_the_gazetteer_has_for_it(
    scorer, world, gazetteer
):
    iran = gazetteer.by_name("Iran")
    person = item("Q900000070", "G H", says("P27", iran.qid))

    (found,) = scorer.candidates("G H", "Person", world(person).values())

    assert found.entry.country == "IR"


def test_candidate_of_another_class_is_left_out(scorer, world):
    assert scorer.candidates("Plimpton", "Person", world().values()) == ()


def test_item_of_the_gazetteer_is_no_second_candidate(scorer, world, gazetteer):
    iran = item(gazetteer.by_name("Iran").qid, "Iran", says("P297", word("IR")))

    assert scorer.candidates("Iran", None, world(iran).values()) == ()


def test_better_known_homonym_comes_first(scorer, world):
    found = scorer.candidates("Tam Reeve", "Person", world().values())

    assert [candidate.entry.qid for candidate in found] == ["Q900000020", "Q900000021"]


@pytest.mark.parametrize(
    ("name", "type_name", "qid", "least"),
    [
        ("Orla Venn", "Person", "Q900000004", EXACT_MATCH_SCORE),
        ("O. Venn", "Person", "Q900000004", EXACT_MATCH_SCORE),
        ("Tam Reeve", "Person", "Q900000020", 0.5),
        ("Plimpton", "State", "Q900000001", EXACT_MATCH_SCORE),
        ("Plimpton", "Place", "Q900000001", 0.5),
    ],
    ids=["label", "alias", "clear lead", "state", "state taken for a place"],
)
def test_unlinked_name_is_taken_for_what_stands_out(
    scorer, world, name, type_name, qid, least
):
    choice = scorer.choose(name, type_name, world())

    assert choice is not None
    assert choice.qid == qid
    assert least <= choice.score < SAME_AS_SCORE


@pytest.mark.parametrize(
    ("name", "type_name"),
    [
        ("Una Holt", "Person"),
        ("Plimpton", "Person"),
        ("ORLA VENN", "Person"),
        ("Orla", "Person"),
        ("Plimpton First", "Organization"),
    ],
    ids=["homonyms", "other class", "other spelling", "only begins so", "no class"],
)
def test_unlinked_name_stays_unlinked(scorer, world, name, type_name):
    assert scorer.choose(name, type_name, world()) is None


def test_item_that_the_gazetteer_did_not_take_is_not_taken(scorer, world, gazetteer):
    known = item(
        gazetteer.by_name("Ilham Aliyev").qid, "K L", says("P569", day("1961"))
    )

    assert scorer.choose("K L", "Person", world(known)) is None


@pytest.mark.parametrize(
    ("name", "type_name", "worth"),
    [
        ("Orla Venn", "Person", True),
        ("Venn", "Person", False),
        ("Plimpton", "State", True),
        ("Harop", "Drone", True),
        ("Battle of Weir", "Battle", False),
        ("Weirmen", "Group", False),
        ("Ministry of Justice", "GovernmentBody", False),
    ],
)
def test_names_of_some_classes_are_looked_up(scorer, name, type_name, worth):
    assert scorer.is_looked_up(name, type_name) is worth

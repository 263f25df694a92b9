"""What names are reconciled with: candidates, scores, and who is certain."""

import json

import pytest

from server.reconciliation.candidates import readings
from server.reconciliation.similarity import likeness, overlap


def ids(candidates):
    return [each["id"] for each in candidates]


def matched(candidates):
    return [each["id"] for each in candidates if each["match"]]


def condition(pid, value):
    return {"pid": pid, "v": value}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        pytest.param("Azerbaijan", "Azerbaijan", id="name"),
        pytest.param("  Azerbaijan\n", "Azerbaijan", id="blanks around it"),
        pytest.param("AZERBAIJAN", "Azerbaijan", id="case"),
        pytest.param("Turkiye", "Turkey", id="alias"),
        pytest.param("İlham Əliyev", "Ilham_Aliyev", id="letters"),
        pytest.param("Aliyev, Ilham", "Ilham_Aliyev", id="the other way round"),
        pytest.param("Aliyev, Heydar", "Heydar_Aliyev", id="not the one of the name"),
        pytest.param("Columbus, Ohio", "Columbus", id="place behind"),
        pytest.param("Yerevan (capital)", "Yerevan", id="brackets"),
        pytest.param("Paris", "Paris", id="a city, not what it stands for"),
        pytest.param("Q227", "Azerbaijan", id="item"),
        pytest.param("http://www.wikidata.org/entity/Q227", "Azerbaijan", id="its IRI"),
        pytest.param("https://w3id.org/araz/entity/Iran", "Iran", id="IRI"),
        pytest.param("ent:Iran", "Iran", id="prefixed name"),
        pytest.param("Ilham_Aliyev", "Ilham_Aliyev", id="local name"),
        pytest.param('N’Djamena/"Sérgio" <b>', 'N’Djamena/"Sérgio" <b>', id="graph"),
        pytest.param("n’djamena sergio B", 'N’Djamena/"Sérgio" <b>', id="folded"),
    ],
)
def test_one_whom_a_name_names_without_a_doubt_is_a_match(reconcile, name, expected):
    found = reconcile(name)

    assert ids(found)[0] == expected
    assert matched(found) == [expected]


@pytest.mark.parametrize(
    ("name", "among"),
    [
        pytest.param("Georgia", ["Georgia", "Georgia_(USA)"], id="homonyms"),
        pytest.param("Washington", ["Washington_D.C.", "Washington"], id="two places"),
        pytest.param("Obama", ["Barack_Obama"], id="surname"),
        pytest.param("Iranian", ["Iran"], id="demonym"),
        pytest.param("Ministry of Justice", ["Ministry_of_Justice"], id="whose"),
        pytest.param("Recep Tayip Erdogan", ["Recep_Tayyip_Erdoğan"], id="misspelt"),
        pytest.param("Zelenskyj Volodymyr", ["Volodymyr_Zelenskyy"], id="and turned"),
        pytest.param("President Aliyev", ["Ilham_Aliyev"], id="in part"),
    ],
)
def test_who_is_only_likely_is_a_candidate_and_no_match(reconcile, name, among):
    found = reconcile(name)

    assert set(among) <= set(ids(found))
    assert not matched(found)


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("", id="empty"),
        pytest.param("   ", id="blanks"),
        pytest.param("?!\"'*", id="signs"),
        pytest.param("Xyzzy Plugh", id="unknown"),
        pytest.param("\u202eلاشيء\u202c", id="right to left"),
        pytest.param("\x00\x02\x03", id="control characters"),
        pytest.param("Azerbaijan " * 100, id="longer than any name"),
        pytest.param("Q99999999999", id="no such item"),
        pytest.param("ent:Nobody_At_All", id="no such entity"),
        pytest.param("https://w3id.org/araz/entity/", id="no local name"),
    ],
)
def test_what_names_nothing_has_no_candidates(reconcile, name):
    assert reconcile(name) == []


def test_scores_go_from_100_down_and_say_what_they_rest_on(reconcile):
    best, other = reconcile("Georgia", limit=2)

    assert best["score"] == 100
    assert 0 < other["score"] < 100
    features = {each["id"]: each["value"] for each in best["features"]}
    assert features.keys() == {"name", "type", "prior"}
    assert all(0 <= value <= 1 for value in features.values())


def test_there_are_as_many_candidates_as_were_asked_for(reconcile):
    assert len(reconcile("Georgia", limit=1)) == 1
    assert len(reconcile("Ministry of Justice", limit=3)) == 3


def test_a_candidate_says_what_it_is(reconcile):
    (found,) = reconcile("Ilham Aliyev")

    assert found["name"] == "Ilham Aliyev"
    assert found["description"].startswith("person, Azerbaijan; President")
    assert found["type"][0] == {"id": "Person", "name": "person"}


@pytest.mark.parametrize(
    ("types", "expected"),
    [
        pytest.param("State", "Georgia", id="a state"),
        pytest.param("Region", "Georgia_(USA)", id="a region"),
        pytest.param("araz:Region", "Georgia_(USA)", id="prefixed"),
        pytest.param(
            "https://w3id.org/araz/ontology#Region", "Georgia_(USA)", id="IRI"
        ),
        pytest.param("region", "Georgia_(USA)", id="by its label"),
        pytest.param(["Person", "Region"], "Georgia_(USA)", id="one of two"),
    ],
)
def test_a_type_tells_homonyms_apart(reconcile, types, expected):
    assert matched(reconcile("Georgia", type=types)) == [expected]


@pytest.mark.parametrize(
    ("strictness", "expected"),
    [
        pytest.param({}, [], id="not said"),
        pytest.param({"type_strict": "any"}, [], id="any"),
        pytest.param({"type_strict": "all"}, [], id="all"),
        pytest.param({"type_strict": "should"}, ["Azerbaijan"], id="should"),
    ],
)
def test_another_type_is_let_in_only_where_types_should_be(
    reconcile, strictness, expected
):
    found = reconcile("Azerbaijan", type="Person", **strictness)

    assert ids(found) == expected
    assert not matched(found)


def test_all_types_have_to_be_there_if_all_are_wanted(reconcile):
    both = {"type_strict": "all"}

    assert matched(reconcile("Iran", type=["State", "ThreatenedActor"], **both))
    assert not reconcile("Israel", type=["State", "ThreatenedActor"], **both)
    assert not reconcile("Iran", type=["State", "City"], **both)


def test_a_type_that_is_only_inferred_counts(reconcile):
    found = reconcile("Iran", type="ThreatenedActor", type_strict="any")

    assert matched(found) == ["Iran"]
    assert {"id": "ThreatenedActor", "name": "threatened actor"} in found[0]["type"]


def test_a_type_that_there_is_not_has_no_members(reconcile):
    assert reconcile("Iran", type="DifferentiatedPerson") == []


@pytest.mark.parametrize(
    ("pid", "value"),
    [
        pytest.param("country", "US", id="code"),
        pytest.param("country", "USA", id="longer code"),
        pytest.param("country", "United States", id="name"),
        pytest.param("country", "America", id="other name"),
        pytest.param("country", {"id": "United_States", "name": "x"}, id="reconciled"),
        pytest.param("country code", "us", id="property by its name"),
        pytest.param("https://w3id.org/araz/ontology#country", "US", id="by its IRI"),
        pytest.param("wikidata", "Q1428", id="item"),
        pytest.param("type", "Region", id="type"),
        pytest.param("locatedIn", "United States", id="relation"),
        pytest.param("country", ["AZ", "US"], id="one of two"),
    ],
)
def test_a_condition_tells_homonyms_apart(reconcile, pid, value):
    found = reconcile("Georgia", properties=[condition(pid, value)])

    assert ids(found)[0] == "Georgia_(USA)"
    assert found[0]["features"][-1] == {"id": "properties", "value": 1}


def test_who_meets_none_of_many_conditions_is_no_candidate(reconcile):
    against = [condition("country", "IR")] * 100

    assert reconcile("Baku", properties=against) == []


def test_a_condition_that_is_met_makes_a_common_name_certain(reconcile):
    found = reconcile("Ministry of Justice", properties=[condition("country", "Egypt")])

    assert matched(found) == ["Ministry_of_Justice_(Q4294857)"]


def test_a_condition_that_is_not_met_lowers_the_score_and_forbids_a_match(reconcile):
    (found,) = reconcile("Baku", properties=[condition("country", "IR")], limit=1)

    assert found["id"] == "Baku"
    assert not found["match"]
    assert found["score"] < 60


def test_an_identifier_beats_the_name(reconcile):
    found = reconcile("Aserbaidschan", properties=[condition("wikidata", "Q227")])

    assert matched(found) == ["Azerbaijan"]


def test_an_identifier_is_enough(client):
    batch = {"q": {"properties": [condition("wikidata", "Q227")]}}

    answer = client.post("/reconcile", data={"queries": json.dumps(batch)})

    assert matched(answer.json["q"]["result"]) == ["Azerbaijan"]


def test_a_property_that_there_is_not_is_met_by_nobody(reconcile):
    with_it = reconcile("Iran", properties=[condition("profession", "x")])

    assert ids(with_it)[0] == "Iran"
    assert with_it[0]["score"] < reconcile("Iran")[0]["score"]


def test_who_is_in_an_article_only_is_found_by_what_the_graph_says(reconcile):
    (found,) = reconcile('N’Djamena "Sérgio"', type="ArmedGroup")

    assert found["type"] == [{"id": "ArmedGroup", "name": "armed group"}]
    assert found["description"] == "armed group"


def test_a_name_is_read_as_it_is_written_first():
    assert list(readings("Aliyev, Ilham [x]")) == [
        "Aliyev, Ilham [x]",
        "Aliyev, Ilham",
        "Ilham Aliyev",
    ]
    assert list(readings("Baku")) == ["Baku"]


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("ilham aliyev", "ilham aliyev", 1),
        ("ilham aliyev", "aliyev", 0.5),
        ("ilham aliyev", "heydar mammadov", 0),
        ("", "", 0),
    ],
)
def test_names_overlap_as_far_as_they_share_words(one, other, expected):
    assert overlap(one.split(), other.split()) == expected


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("erdogan", "erdoghan", True),
        ("erdogan", "aliyev", False),
        ("iran", "iraq", False),
        ("kharkiv", "lharkiv", False),
    ],
)
def test_long_words_are_alike_that_differ_in_a_letter(one, other, alike):
    assert bool(likeness(one, other)) is alike

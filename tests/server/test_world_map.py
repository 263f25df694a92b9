"""Claims about states, on a map and as tables."""

import json
import re

import pytest


def data(text):
    """Return what the page gives to its script."""
    found = re.search(r'id="map-data">(.*?)</script>', text, re.DOTALL)
    assert found
    return json.loads(found[1])


def test_states_have_the_number_of_their_claims_and_all_their_names(client):
    shown = data(client.get("/map?relation=any").text)
    states = {state["label"]: state for state in shown["states"]}

    claims = {label: state["claims"] for label, state in states.items()}
    assert claims == {"Azerbaijan": 3, "Iran": 3, "Israel": 2}
    assert states["Iran"]["names"] == ["Iran"]
    assert states["Iran"]["page"] == "/entity/Iran"
    assert states["Iran"]["timeline"] == "/timeline?entity=ent:Iran&relation=any"


def test_only_what_an_article_says_itself_is_an_arrow(client):
    shown = data(client.get("/map").text)

    (arrow,) = shown["edges"]
    ends = [shown["states"][arrow[end]]["label"] for end in ("from", "to")]
    assert (ends, arrow["claims"]) == (["Azerbaijan", "Israel"], 1)
    assert client.get(arrow["page"]).status_code == 200


@pytest.mark.parametrize(
    ("query", "states"),
    [
        ("relation=araz:purchasesFrom", {"Azerbaijan", "Israel"}),
        ("from=2021-10-08", {"Azerbaijan", "Iran"}),
        ("from=2022", set()),
    ],
)
def test_filters_choose(client, query, states):
    text = client.get(f"/map?{query}").text

    assert {state["label"] for state in data(text)["states"]} == states
    assert ("Nothing of this kind" in text) is (not states)


def test_tables_say_the_same_without_scripts(client):
    text = client.get("/map").text

    tables = text.partition('id="table"')[2]
    assert '<a href="/entity/Israel">Israel</a>' in tables
    assert "purchases" in tables.partition('id="between"')[2]
    assert "How was this made?" in text


def test_a_limit_that_no_map_can_show_is_refused(client):
    assert client.get("/map?limit=501").status_code == 400

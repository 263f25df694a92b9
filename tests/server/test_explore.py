"""Claims all together: as a graph, and what each relation of it rests on."""

import re
from dataclasses import replace

import pytest
from rdflib import URIRef
from werkzeug.datastructures import MultiDict

from kg.config import Settings
from kg.rdf.store import open_store
from server import create_app
from server.explore.filters import Filters, Kind, Window, shorten
from server.explore.keeping import kept_rows
from server.explore.relations import Relations
from server.protocol.operations import ProtocolError
from server.reading.snapshots import open_snapshot
from tests.server.conftest import NASTY

ACTS = Relations(
    labels={"acts": "acts", "threatens": "threatens", "threatened": "threatened by"},
    narrower={"acts": ("threatens",)},
    wider={"threatens": ("acts",)},
    mirrors={"threatens": ("threatened",), "threatened": ("threatens",)},
)


def graph(client, **query):
    response = client.get("/explore/graph", query_string=query)
    assert response.status_code == 200, response.text
    return response.json


def edges(client, **query):
    return {
        (edge["subject"], edge["relation"], edge["object"]): edge["kind"]
        for edge in graph(client, **query)["edges"]
    }


def test_the_graph_tells_why_each_relation_is_shown(client):
    found = edges(client, relation="any")

    nasty = next(node for node in graph(client)["nodes"] if node["label"] == NASTY)
    assert found == {
        ("ent:Ilham_Aliyev", "araz:threatens", "ent:Iran"): "asserted",
        ("ent:Azerbaijan", "araz:purchasesFrom", "ent:Israel"): "asserted",
        ("ent:Azerbaijan", "araz:conductsExerciseWith", "ent:Israel"): "reported",
        ("ent:Azerbaijan", "araz:attacks", "ent:Iran"): "reported",
        ("ent:Iran", "araz:suppliesTo", nasty["id"]): "denied",
        ("ent:Azerbaijan", "araz:threatens", "ent:Iran"): "inferred",
    }


def test_what_is_known_beforehand_is_shown_on_demand(client):
    head = ("ent:Ilham_Aliyev", "araz:headOfStateOf", "ent:Azerbaijan")

    assert head not in edges(client, entity="ent:Ilham_Aliyev")
    assert edges(client, entity="ent:Ilham_Aliyev", kind=["known"]) == {head: "known"}


def test_nodes_say_what_they_are_and_where_their_page_is(client):
    nodes = {node["id"]: node for node in graph(client)["nodes"]}

    assert nodes["ent:Ilham_Aliyev"] == {
        "id": "ent:Ilham_Aliyev",
        "label": "Ilham Aliyev",
        "type": "person",
        "family": "Person",
        "page": "/entity/Ilham_Aliyev",
    }
    assert nodes["ent:Iran"]["family"] == "State"


def test_edges_say_how_often_how_and_when(client):
    found = {edge["relation"]: edge for edge in graph(client)["edges"]}

    threat = found["araz:conductsExerciseWith"]
    assert (threat["claims"], threat["manners"]) == (1, ["planned"])
    assert (threat["first"], threat["last"]) == ("2021-10-06", "2021-10-06")


@pytest.mark.parametrize(
    ("query", "relations"),
    [
        ({"relation": "araz:threatens"}, {"araz:threatens"}),
        ({"relation": "actsAgainst"}, {"araz:threatens", "araz:attacks"}),
        ({"kind": "denied"}, {"araz:suppliesTo"}),
        ({"from": "2021-10-08"}, {"araz:attacks", "araz:suppliesTo"}),
        ({"to": "2021-10-05"}, {"araz:threatens"}),
        ({"from": "2022"}, set()),
        ({"entity": "ent:Israel"}, {"araz:purchasesFrom", "araz:conductsExerciseWith"}),
        ({"entity": "israel"}, {"araz:purchasesFrom", "araz:conductsExerciseWith"}),
        (
            {"hide": ["ent:Iran"]},
            {"araz:purchasesFrom", "araz:conductsExerciseWith"},
        ),
        (
            {"kind": "denied", "more": "ent:Ilham_Aliyev"},
            {"araz:suppliesTo"},
        ),
    ],
    ids=[
        *("a relation", "a family", "a kind", "from", "to", "too late"),
        *("an entity", "its name", "hidden", "more"),
    ],
)
def test_filters_choose(client, query, relations):
    assert {relation for _, relation, _ in edges(client, **query)} == relations


def test_a_limit_keeps_what_is_claimed_most_and_says_how_much_there_is(client):
    found = graph(client, limit=2, kind=["asserted", "reported", "denied"])

    assert len(found["edges"]) == 2
    assert found["total"] == 5


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ({"kind": "rumoured"}, "kind: expected one of asserted"),
        ({"from": "yesterday"}, "from: expected a day such as"),
        ({"to": "2021-13"}, "to: expected a day such as"),
        ({"limit": "0"}, "limit: expected a number from 1 to 2,000"),
        ({"limit": "2001"}, "limit: expected a number"),
        ({"more": "Iran"}, "more: expected an IRI"),
        ({"relation": "a> b"}, "relation: expected a name"),
        ({"entity": ["ent:A"] * 51}, "entity: expected at most 50"),
    ],
    ids=lambda value: str(value)[:24],
)
def test_what_cannot_be_read_is_told(client, query, told):
    response = client.get("/explore/graph", query_string=query)

    assert response.status_code == 400
    assert told in response.json["detail"]


def test_a_name_that_nothing_has_is_told_on_the_page_and_in_the_data(client):
    page = client.get("/explore?entity=<i>Xyzzy</i>").text

    assert "called “&lt;i&gt;Xyzzy&lt;/i&gt;”" in page
    assert graph(client, entity="Xyzzy")["missing"] == ["Xyzzy"]


def test_the_page_has_the_same_relations_as_a_table_and_prints_its_queries(client):
    text = client.get("/explore?relation=any").text

    table = text.partition('class="relations"')[2].partition("</table>")[0]
    assert table.count("<tr class=") == 6
    assert "How was this made?" in text
    assert "rdf:predicate ?relation" in text
    assert "<b>" not in text
    assert " style=" not in text


def test_addresses_of_the_page_name_the_entities_that_it_is_around(client):
    text = client.get("/explore?entity=Iran&more=ent:Israel").text

    chosen = re.findall(r'name="(entity|more)" value="([^"]+)"', text)
    assert chosen == [("entity", "ent:Iran"), ("more", "ent:Israel")]
    assert 'href="/explore?entity=ent:Iran"' in text


def edge(client, subject, relation, object_):
    query = {"subject": subject, "relation": relation, "object": object_}
    return client.get("/explore/edge", query_string=query)


def test_behind_a_relation_stand_its_sentences(client):
    page = edge(client, "ent:Ilham_Aliyev", "araz:threatens", "ent:Iran").text

    assert "Ilham Aliyev threatened Iran on Tuesday." in page
    assert "An article says so itself." in page


def test_behind_an_inferred_relation_stands_its_proof(client):
    page = edge(client, "ent:Azerbaijan", "araz:threatens", "ent:Iran").text

    assert "/explain?subject=" in page
    assert "An article says so itself." not in page


def test_what_is_only_said_is_told_so(client):
    page = edge(client, "ent:Azerbaijan", "araz:attacks", "ent:Iran").text

    assert "No article says so itself" in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_a_relation_that_nobody_claims_is_not_found(client):
    assert edge(client, "ent:Iran", "araz:attacks", "ent:Israel").status_code == 404
    assert edge(client, "Iran", "araz:attacks", "ent:Israel").status_code == 400


def test_every_edge_of_the_graph_leads_to_a_page(client):
    for each in graph(client, relation="any", kind=list(Kind))["edges"]:
        assert client.get(each["page"]).status_code == 200, each


def test_a_statement_implies_what_says_less_or_the_same_backwards():
    assert ACTS.implied(("a", "threatens", "b")) == {
        ("a", "acts", "b"),
        ("b", "threatened", "a"),
    }


def test_below_a_relation_stands_all_that_is_narrower():
    assert ACTS.below([URIRef("acts")]) == ("acts", "threatens")


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2021", "2021-01-01", "2021-12-31"),
        ("2020-02", "2020-02-01", "2020-02-29"),
        ("9999-12", "9999-12-01", "9999-12-31"),
        ("2021-10-05", "2021-10-05", "2021-10-05"),
    ],
)
def test_a_month_or_a_year_stands_for_all_its_days(names, text, start, end):
    read = Filters.read(MultiDict({"from": text, "to": text}), names, most=10)

    window = read.window
    assert (str(window.start), str(window.end)) == (start, end)


def test_an_address_says_what_was_asked_for_and_no_more(names):
    fields = MultiDict(
        [("entity", "ent:Iran"), ("kind", "denied"), ("from", "2021"), ("limit", "150")]
    )
    read = Filters.read(fields, names, most=2000)

    assert read.fields(names) == {
        "entity": ["ent:Iran"],
        "kind": [Kind.DENIED],
        "from": "2021-01-01",
    }
    assert Filters.read(MultiDict(), names, most=10).fields(names) == {}
    assert not Window()


def kept(folder):
    return sorted(folder.rglob("cache/answers-*/*"))


def test_only_what_a_page_begins_with_is_kept(names, tmp_path):
    with open_store(tmp_path, names=names) as store:
        store.publish()
    client = create_app(replace(Settings(), store=tmp_path)).test_client()

    for path in ("/explore?entity=ent:Iran", "/timeline?from=2021", "/map?limit=7"):
        assert client.get(path).status_code == 200
    few = len(kept(tmp_path))
    for path in ("/explore", "/timeline", "/map"):
        assert client.get(path).status_code == 200

    assert few < len(kept(tmp_path))
    assert {path.suffix for path in kept(tmp_path)} == {".json"}


def test_an_answer_is_kept_as_it_was_found(names, tmp_path):
    with open_store(tmp_path, names=names) as store:
        store.publish()
    query = 'SELECT ?a ?b { VALUES (?a ?b) { ("1" UNDEF) ("x" "1") (UNDEF "é\\n") } }'

    first = kept_rows(open_snapshot(tmp_path, names), query)
    (file,) = kept(tmp_path)
    again = kept_rows(open_snapshot(tmp_path, names), query)

    assert first == again
    assert again == ({"a": "1"}, {"a": "x", "b": "1"}, {"b": "é\n"})
    file.write_text(file.read_text(encoding="utf-8").replace("x", "y"), "utf-8")
    assert kept_rows(open_snapshot(tmp_path, names), query)[1]["a"] == "y"


def test_what_is_not_of_the_graph_is_named_in_full(names):
    assert shorten("http://x.example/a", names) == "http://x.example/a"


def test_a_parameter_without_an_iri_is_refused(names):
    with pytest.raises(ProtocolError, match="hide: expected an IRI"):
        Filters.read(MultiDict({"hide": "no such prefix:x"}), names, most=10)

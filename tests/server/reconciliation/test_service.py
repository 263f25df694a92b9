"""The service over HTTP: manifest, batches, extension, suggestions, previews."""

import json
from urllib.parse import quote

import pytest

from server.reconciliation.parsing import MAX_QUERIES
from server.reconciliation.suggesting import PAGE

ARAZ = "https://w3id.org/araz/"
NASTY = 'N’Djamena/"Sérgio" <b>'
HTML = {"Accept": "text/html"}


def problem_of(answer, status):
    assert answer.status_code == status, answer.text
    assert answer.mimetype == "application/problem+json"
    detail = answer.json["detail"]
    assert "\n" not in detail
    return detail


def suggested(client, kind, **parameters):
    answer = client.get(f"/reconcile/suggest/{kind}", query_string=parameters)
    assert answer.status_code == 200, answer.text
    return answer.json["result"]


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("accept", ["*/*", "text/html"])
def test_without_parameters_the_service_says_what_it_is(client, method, accept):
    answer = client.open(
        "/reconcile",
        method=method,
        headers={"Accept": accept},
        base_url="https://kg.example",
    )

    assert answer.mimetype == "application/json"
    manifest = answer.json
    assert manifest["versions"] == ["0.2"]
    assert manifest["identifierSpace"] == f"{ARAZ}entity/"
    assert manifest["schemaSpace"] == f"{ARAZ}ontology#"
    assert manifest["batchSize"] == 50
    assert manifest["view"]["url"] == "https://kg.example/reconcile/view/{{id}}"
    assert {"id": "Person", "name": "person"} in manifest["defaultTypes"]


def test_every_address_of_the_manifest_answers(client):
    manifest = client.get("/reconcile").json

    services = [*manifest["suggest"].values(), manifest["extend"]["propose_properties"]]
    addresses = [each["service_url"] + each["service_path"] for each in services]
    patterns = manifest["view"]["url"], manifest["preview"]["url"]
    addresses += [pattern.replace("{{id}}", "Boeing") for pattern in patterns]
    for address in addresses:
        assert client.get(address).status_code == 200, address


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_batch_is_answered_by_its_keys_in_their_order(client, method):
    names = {"z": "Iran", "a": "Azerbaijan", "m": ""}
    batch = json.dumps({key: {"query": name} for key, name in names.items()})
    sent = {"queries": batch}

    if method == "GET":
        answer = client.get("/reconcile", query_string=sent)
    else:
        answer = client.post("/reconcile", data=sent)

    assert list(json.loads(answer.text)) == ["z", "a", "m"]
    assert answer.json["a"]["result"][0]["id"] == "Azerbaijan"
    assert answer.json["m"] == {"result": []}


def test_a_batch_of_none_is_answered_with_none(client):
    assert client.post("/reconcile", data={"queries": "{}"}).json == {}


def test_a_form_of_many_parts_is_read_too(client):
    answer = client.post(
        "/reconcile",
        data={"queries": '{"q": {"query": "Iran"}}'},
        content_type="multipart/form-data",
    )

    assert answer.json["q"]["result"][0]["id"] == "Iran"


@pytest.mark.parametrize(
    "address",
    [
        "/reconcile",
        "/reconcile?queries={}",
        "/reconcile?queries=[]",
        "/reconcile/suggest/type?prefix=s",
        "/reconcile/preview?id=Iran",
        "/reconcile/view/Iran",
        "/reconcile/properties?type=None",
    ],
)
def test_pages_of_other_origins_may_read_every_answer(client, address):
    headers = client.get(address, headers={"Origin": "http://127.0.0.1:3333"}).headers

    assert headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize(
    ("sent", "status", "detail"),
    [
        pytest.param({"queries": "Baku"}, 400, "queries: no JSON", id="no JSON"),
        pytest.param({"queries": "[]"}, 400, "expected an object", id="wrong shape"),
        pytest.param({"query": "Baku"}, 400, "ask by queries=", id="of version 0.1"),
        pytest.param({"queries": ["{}", "{}"]}, 400, "and once", id="twice"),
        pytest.param({"queries": "{}", "extend": "{}"}, 400, "or extend", id="both"),
        pytest.param({"extend": "{}"}, 400, "the field ids", id="extension"),
        pytest.param(
            {"extend": '{"ids": [], "properties": [{"id": "x"}]}'},
            400,
            "no property 'x'",
            id="unknown property",
        ),
        pytest.param(
            {"queries": json.dumps({str(n): {"query": ""} for n in range(201)})},
            413,
            f"201 queries: at most {MAX_QUERIES} at once",
            id="too many",
        ),
    ],
)
def test_a_request_that_is_wrong_is_a_problem_in_one_line(client, sent, status, detail):
    assert detail in problem_of(client.post("/reconcile", data=sent), status)


@pytest.mark.parametrize(
    ("address", "detail"),
    [
        ("suggest/entity?prefix=a&type=Nothing", "no type 'Nothing'"),
        ("suggest/entity?prefix=a&cursor=x", "cursor: expected a number, not 'x'"),
        ("properties?type=Nothing", "no type 'Nothing'"),
        ("properties?limit=-1", "limit: expected a number, not '-1'"),
    ],
)
def test_a_wrong_parameter_is_named(client, address, detail):
    assert detail in problem_of(client.get(f"/reconcile/{address}"), 400)


def test_extension_gives_the_values_that_were_asked_for(extend):
    answer = extend(
        ["Ilham_Aliyev", "Iran"],
        "wikidata",
        "country",
        "iri",
        "headOfStateOf",
        "threatens",
        "articles",
        "continent",
        "demonym",
        "countryCode3",
    )

    assert answer["meta"][:2] == [
        {"id": "wikidata", "name": "Wikidata identifier"},
        {"id": "country", "name": "country", "type": {"id": "State", "name": "state"}},
    ]
    azerbaijan = {"id": "Azerbaijan", "name": "Azerbaijan"}
    aliyev = answer["rows"]["Ilham_Aliyev"]
    assert aliyev["wikidata"] == [{"str": "Q57371"}]
    assert aliyev["country"] == aliyev["headOfStateOf"] == [azerbaijan]
    assert aliyev["iri"] == [{"str": f"{ARAZ}entity/Ilham_Aliyev"}]
    assert aliyev["threatens"] == [{"id": "Iran", "name": "Iran"}]
    assert aliyev["articles"] == [{"int": 1}]
    assert aliyev["continent"] == []
    iran = answer["rows"]["Iran"]
    assert iran["articles"] == [{"int": 2}]
    assert iran["continent"] == [{"str": "Asia"}]
    assert {"str": "Iranians"} in iran["demonym"]
    assert iran["countryCode3"] == [{"str": "IRN"}]


def test_what_was_inferred_is_extended_too(extend):
    answer = extend(["Azerbaijan"], "threatens", "hasRepresentative")

    row = answer["rows"]["Azerbaijan"]
    assert row["threatens"] == [{"id": "Iran", "name": "Iran"}]
    assert row["hasRepresentative"] == [{"id": "Ilham_Aliyev", "name": "Ilham Aliyev"}]


def test_entities_outside_the_graph_have_what_the_gazetteer_tells(extend):
    answer = extend(
        ["Boeing", "Mexico_City", "Mexico"],
        *("headquarteredIn", "capitalOf", "hasCapital", "borders", "locatedIn"),
        "articles",
    )

    rows = answer["rows"]
    states = {"id": "United_States", "name": "United States"}
    mexico = {"id": "Mexico", "name": "Mexico"}
    assert rows["Boeing"]["headquarteredIn"] == [states]
    assert rows["Boeing"]["articles"] == [{"int": 0}]
    assert rows["Mexico_City"]["capitalOf"] == [mexico]
    assert rows["Mexico"]["hasCapital"] == [
        {"id": "Mexico_City", "name": "Mexico City"}
    ]
    assert states in rows["Mexico"]["borders"]


def test_settings_bound_values_and_turn_entities_into_names(extend):
    answer = extend(
        ["Mexico"],
        {"id": "borders", "settings": {"limit": "2", "content": "literal"}},
        {"id": "alias", "settings": {"limit": 1}},
    )

    row = answer["rows"]["Mexico"]
    assert [list(cell) for cell in row["borders"]] == [["str"], ["str"]]
    assert len(row["alias"]) == 1
    assert "type" not in answer["meta"][0]


def test_who_is_only_in_the_graph_has_what_it_says(extend):
    row = extend([NASTY], "name", "type", "wikidata", "articles")["rows"][NASTY]

    assert row["name"] == [{"str": NASTY}]
    assert row["type"] == [{"str": "armed group"}]
    assert row["wikidata"] == []
    assert row["articles"] == [{"int": 1}]


def test_offices_come_with_their_years(extend):
    row = extend(["Barack_Obama"], "office")["rows"]["Barack_Obama"]

    assert {"str": "President of the United States, 2013–2017"} in row["office"]


def test_an_entity_that_nobody_knows_has_no_values(extend):
    assert extend(["Nobody <x>"], "name", "borders")["rows"] == {
        "Nobody <x>": {"name": [], "borders": []}
    }


def test_entities_are_suggested_by_beginnings_of_words(client):
    found = suggested(client, "entity", prefix="aliy")

    assert "Ilham_Aliyev" in [each["id"] for each in found]
    assert found[0]["notable"] == [{"id": "Person", "name": "person"}]


def test_who_is_called_exactly_so_is_suggested_first(client):
    assert suggested(client, "entity", prefix="iran")[0]["id"] == "Iran"
    assert suggested(client, "entity", prefix="Q227")[0]["id"] == "Azerbaijan"


def test_entities_of_the_graph_alone_are_suggested(client):
    assert suggested(client, "entity", prefix="n’djamena serg")[0]["id"] == NASTY


def test_suggestions_of_a_type_are_of_that_type(client):
    found = suggested(client, "entity", prefix="par", type="City")

    assert found
    assert all(each["notable"][0]["id"] == "City" for each in found)


def test_a_cursor_goes_on_where_a_page_ended(client):
    first = suggested(client, "entity", prefix="a")
    second = suggested(client, "entity", prefix="a", cursor=PAGE)

    assert len(first) == len(second) == PAGE
    assert not {each["id"] for each in first} & {each["id"] for each in second}
    assert suggested(client, "entity", prefix="a", cursor=100_000) == []


@pytest.mark.parametrize("prefix", ["", "  ", "%_*", "\x00", "x" * 5_000])
def test_what_begins_no_name_has_no_suggestions(client, prefix):
    assert suggested(client, "entity", prefix=prefix) == []


def test_types_are_suggested_with_what_lies_above_them(client):
    found = suggested(client, "type", prefix="sta")

    assert found[0] == {
        "id": "State",
        "name": "state",
        "broader": [{"id": "Actor", "name": "actor"}, {"id": "Place", "name": "place"}],
    }
    assert "HeadOfState" in [each["id"] for each in found]


def test_properties_are_suggested_with_what_they_mean(client):
    found = suggested(client, "property", prefix="head of")

    assert {each["id"] for each in found} == {
        "hasHeadOfState",
        "headOfGovernmentOf",
        "headOfStateOf",
    }
    assert all(each["description"] for each in found)
    assert suggested(client, "property", prefix="Wikid")[0]["id"] == "wikidata"


def test_properties_are_proposed_that_a_type_may_have(client):
    def proposed(**parameters):
        answer = client.get("/reconcile/properties", query_string=parameters)
        return answer.json

    person = {each["id"] for each in proposed(type="Person")["properties"]}
    assert {"wikidata", "office", "headOfStateOf"} <= person
    assert not {"hasCapital", "continent"} & person
    assert len(proposed(type="")["properties"]) > len(person)
    assert "type" not in proposed()
    limited = proposed(type="State", limit=3)
    assert (limited["type"], limited["limit"]) == ("State", 3)
    assert len(limited["properties"]) == 3


def test_a_preview_may_be_framed_by_any_page(client):
    answer = client.get("/reconcile/preview?id=Ilham_Aliyev")

    assert answer.mimetype == "text/html"
    assert "President" in answer.text
    assert 'href="/entity/Ilham_Aliyev"' in answer.text
    assert "http://www.wikidata.org/entity/Q57371" in answer.text
    policy = answer.headers["Content-Security-Policy"]
    assert "frame-ancestors *" in policy
    assert "default-src 'none'" in policy
    assert (
        "frame-ancestors 'none'" in client.get("/").headers["Content-Security-Policy"]
    )


def test_a_preview_escapes_what_it_shows(client):
    answer = client.get("/reconcile/preview", query_string={"id": NASTY})

    assert "<b>" not in answer.text
    assert "&lt;b&gt;" in answer.text
    assert "<script" not in answer.text


def test_a_preview_of_nobody_is_not_there(client):
    problem_of(client.get("/reconcile/preview?id=Nobody"), 404)
    problem_of(client.get("/reconcile/preview"), 404)
    assert client.get("/reconcile/preview?id=Nobody", headers=HTML).status_code == 404


@pytest.mark.parametrize("name", ["Iran", NASTY])
def test_who_is_in_the_graph_is_viewed_on_its_page(client, name):
    answer = client.get(f"/reconcile/view/{quote(name)}")

    assert answer.status_code == 303
    assert client.get(answer.location, headers=HTML).status_code == 200


def test_who_is_not_in_the_graph_is_viewed_as_a_preview(client):
    answer = client.get("/reconcile/view/Boeing")

    assert answer.status_code == 200
    assert "company, United States" in answer.text
    assert client.get("/reconcile/view/Nobody").status_code == 404


def test_the_draft_of_version_1_is_answered_in_order(client):
    def query(name, **rest):
        conditions = [{"matchType": "name", "propertyValue": name}]
        return {"conditions": conditions, **rest}

    queries = [query("Georgia", type="State"), query("Nobody"), query("Baku")]
    answer = client.post("/reconcile/match", json={"queries": queries})

    georgia, nobody, baku = answer.json["results"]
    assert georgia["candidates"][0]["id"] == "Georgia"
    assert nobody == {"candidates": []}
    assert baku["candidates"][0]["match"]
    assert all(each["name"] for each in baku["candidates"][0]["features"])


def test_a_required_condition_of_the_draft_leaves_others_out(client):
    conditions = [
        {"matchType": "name", "propertyValue": "Georgia"},
        {
            "matchType": "property",
            "propertyId": "country",
            "propertyValue": "US",
            "required": True,
        },
    ]

    answer = client.post(
        "/reconcile/match", json={"queries": [{"conditions": conditions}]}
    )

    (found,) = answer.json["results"]
    assert [each["id"] for each in found["candidates"]] == ["Georgia_(USA)"]


@pytest.mark.parametrize(
    ("quantifier", "expected"),
    [("any", True), ("all", False), ("none", False)],
)
def test_a_quantifier_says_how_many_values_have_to_be_there(
    client, quantifier, expected
):
    conditions = [
        {"matchType": "name", "propertyValue": "Baku"},
        {
            "matchType": "property",
            "propertyId": "country",
            "propertyValue": ["AZ", "IR"],
            "required": True,
            "matchQuantifier": quantifier,
        },
    ]

    answer = client.post(
        "/reconcile/match", json={"queries": [{"conditions": conditions}]}
    )

    found = answer.json["results"][0]["candidates"]
    assert ("Baku" in [each["id"] for each in found]) is expected


def test_an_id_of_the_draft_is_enough(client):
    conditions = [{"matchType": "id", "propertyValue": "Azerbaijan"}]

    answer = client.post(
        "/reconcile/match", json={"queries": [{"conditions": conditions}]}
    )

    (found,) = answer.json["results"][0]["candidates"]
    assert (found["id"], found["match"]) == ("Azerbaijan", True)


def test_the_draft_takes_json_only(client):
    sent = client.post("/reconcile/match", data={"queries": "[]"})

    assert "application/json" in problem_of(sent, 415)

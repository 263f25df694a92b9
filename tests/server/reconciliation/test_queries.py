"""What a client may send, without any HTTP: shapes of the specification, no others."""

import json

import pytest

from server.protocol.operations import ProtocolError
from server.reconciliation.draft import read_match
from server.reconciliation.parsing import (
    MAX_IDS,
    MAX_QUERIES,
    read_batch,
    read_extension,
)
from server.reconciliation.questions import (
    Condition,
    Content,
    Given,
    Quantifier,
    Strictness,
    Wanted,
)


def test_a_query_has_a_name_types_a_limit_and_conditions():
    query = {
        "query": "Baku",
        "type": ["City", "Place"],
        "type_strict": "any",
        "limit": 3,
        "properties": [
            {"pid": "country", "v": {"id": "Azerbaijan", "name": "Azerbaijan"}},
            {"pid": "wikidata", "v": ["Q1", 2, 2.5, True]},
        ],
    }

    read = read_batch(json.dumps({"q7": query})).queries["q7"]

    assert (read.text, read.types, read.limit) == ("Baku", ("City", "Place"), 3)
    assert read.strictness is Strictness.ANY
    assert read.conditions == (
        Condition(property="country", values=(Given("Azerbaijan", "Azerbaijan"),)),
        Condition(
            property="wikidata",
            values=(Given("Q1"), Given("2"), Given("2.5"), Given("true")),
        ),
    )


def test_a_query_needs_no_name_when_it_has_conditions():
    text = '{"q": {"properties": [{"pid": "wikidata", "v": "Q227"}]}}'

    assert read_batch(text).queries["q"].text == ""


@pytest.mark.parametrize(
    ("limit", "expected"), [(0, 5), (1, 1), (7.0, 7), (10_000, 50)]
)
def test_a_limit_of_nought_is_the_server_s_and_a_large_one_is_cut(limit, expected):
    text = json.dumps({"q": {"query": "Baku", "limit": limit}})

    assert read_batch(text).queries["q"].limit == expected


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param("Baku", "queries: no JSON: ", id="no JSON"),
        pytest.param("NaN", "NaN is no number", id="NaN"),
        pytest.param("[" * 100_000, "nested too deeply", id="deep"),
        pytest.param("1" * 10_000, "queries: no JSON", id="a number without an end"),
        pytest.param("[]", "queries: expected an object, not []", id="a list"),
        pytest.param('{"q": "Baku"}', 'q: expected an object, not "Baku"', id="text"),
        pytest.param('{"q": {}}', "q: needs a query or properties", id="nothing"),
        pytest.param('{"q": {"properties": []}}', "q: needs a query", id="none"),
        pytest.param('{"q": {"query": 1}}', "q.query: expected a string", id="number"),
        pytest.param(
            '{"q": {"query": "a", "props": []}}', "no field 'props'", id="misnamed"
        ),
        pytest.param(
            '{"q": {"query": "a", "type": 1}}', "q.type: expected a string", id="type"
        ),
        pytest.param(
            '{"q": {"query": "a", "type_strict": "most"}}',
            "q.type_strict: expected one of any, should, all",
            id="strictness",
        ),
        pytest.param(
            '{"q": {"query": "a", "limit": -1}}', "expected a whole number", id="below"
        ),
        pytest.param(
            '{"q": {"query": "a", "limit": true}}', "expected a whole number", id="flag"
        ),
        pytest.param(
            '{"q": {"query": "a", "limit": 1e999}}', "a whole number", id="infinite"
        ),
        pytest.param(
            '{"q": {"query": "a", "properties": [{"pid": "country"}]}}',
            "q.properties: each needs the field v",
            id="no value",
        ),
        pytest.param(
            '{"q": {"query": "a", "properties": [{"pid": "country", "v": null}]}}',
            "q.properties.v: expected a string, not null",
            id="null",
        ),
        pytest.param(
            '{"q": {"query": "a", "properties": [{"pid": "c", "v": {"name": "x"}}]}}',
            "q.properties.v.id: expected a string",
            id="no id",
        ),
    ],
)
def test_what_is_no_batch_is_refused_with_one_line(text, message):
    with pytest.raises(ProtocolError) as refused:
        read_batch(text)

    assert refused.value.status == 400
    assert message in refused.value.message
    assert "\n" not in refused.value.message
    assert len(refused.value.message) < 200


def test_half_a_character_is_read_as_a_question_mark():
    read = read_batch('{"q": {"query": "Ba\\ud800ku"}}')

    assert read.queries["q"].text == "Ba?ku"


def test_a_batch_that_is_too_large_is_refused_whole():
    batch = {str(n): {"query": "Baku"} for n in range(MAX_QUERIES + 1)}

    with pytest.raises(ProtocolError) as refused:
        read_batch(json.dumps(batch))

    assert refused.value.status == 413
    assert f"at most {MAX_QUERIES}" in refused.value.message


@pytest.mark.parametrize(
    ("properties", "message"),
    [
        ([{"pid": "country", "v": "AZ"}] * 101, "101 properties: at most 100"),
        ([{"pid": "country", "v": ["AZ"] * 101}], "101 values of a condition"),
    ],
    ids=["properties", "values"],
)
def test_a_query_with_too_many_conditions_is_refused(properties, message):
    with pytest.raises(ProtocolError, match=message) as refused:
        read_batch(json.dumps({"q": {"properties": properties}}))

    assert refused.value.status == 413


def test_an_extension_has_ids_once_and_properties_with_settings():
    text = json.dumps(
        {
            "ids": ["Baku", "Iran", "Baku"],
            "properties": [
                {"id": "alias", "settings": {"limit": "5"}},
                {"id": "country", "settings": {"limit": 1, "content": "literal"}},
                {"id": "wikidata"},
            ],
        }
    )

    read = read_extension(text)

    assert read.ids == ("Baku", "Iran")
    assert read.properties == (
        Wanted(property="alias", limit=5),
        Wanted(property="country", limit=1, content=Content.LITERAL),
        Wanted(property="wikidata"),
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param("{", "extend: no JSON", id="no JSON"),
        pytest.param('{"ids": []}', "extend: needs the field properties", id="half"),
        pytest.param('{"ids": "a", "properties": []}', "expected a list", id="text"),
        pytest.param('{"ids": [1], "properties": []}', "expected a string", id="id"),
        pytest.param(
            '{"ids": [], "properties": [{"pid": "a"}]}',
            "extend.properties.id",
            id="pid",
        ),
        pytest.param(
            '{"ids": [], "properties": [{"id": "a", "settings": {"limit": "x"}}]}',
            "a.settings.limit: expected a whole number",
            id="limit",
        ),
        pytest.param(
            '{"ids": [], "properties": [{"id": "a", "settings": {"rank": 1}}]}',
            "a.settings: no field 'rank'; there is limit, content",
            id="setting",
        ),
    ],
)
def test_what_is_no_extension_is_refused_with_one_line(text, message):
    with pytest.raises(ProtocolError) as refused:
        read_extension(text)

    assert refused.value.status == 400
    assert message in refused.value.message


def test_an_extension_of_too_many_entities_is_refused():
    text = json.dumps({"ids": [str(n) for n in range(MAX_IDS + 1)], "properties": []})

    with pytest.raises(ProtocolError) as refused:
        read_extension(text)

    assert refused.value.status == 413


def test_conditions_of_the_draft_become_a_query():
    conditions = [
        {"matchType": "name", "propertyValue": "Baku"},
        {"matchType": "id", "propertyValue": ["Baku", "Iran"], "required": True},
        {
            "matchType": "property",
            "propertyId": "country",
            "propertyValue": {"id": "Azerbaijan"},
            "matchQuantifier": "none",
        },
    ]
    body = json.dumps({"queries": [{"type": "City", "conditions": conditions}]})

    (read,) = read_match(body.encode())

    assert (read.text, read.types, read.limit) == ("Baku", ("City",), 5)
    assert read.conditions == (
        Condition(property="id", values=(Given("Baku"), Given("Iran")), required=True),
        Condition(
            property="country",
            values=(Given("", "Azerbaijan"),),
            quantifier=Quantifier.NONE,
        ),
    )


@pytest.mark.parametrize(
    ("body", "message"),
    [
        pytest.param("[]", "the body: expected an object", id="a list"),
        pytest.param("{}", "the body: needs the field queries", id="nothing"),
        pytest.param('{"queries": [{}]}', "queries[0].conditions", id="no conditions"),
        pytest.param(
            '{"queries": [{"conditions": []}]}', "needs one at least", id="none"
        ),
        pytest.param(
            '{"queries": [{"conditions": [{"propertyValue": "a"}]}]}',
            "expected one of name, id, property",
            id="no kind",
        ),
        pytest.param(
            '{"queries": [{"conditions": [{"matchType": "name"}]}]}',
            "needs the field propertyValue",
            id="no value",
        ),
        pytest.param(
            '{"queries": [{"conditions": [{"matchType": "property",'
            ' "propertyValue": "a"}]}]}',
            "propertyId: expected a string",
            id="no property",
        ),
    ],
)
def test_what_is_no_match_is_refused_with_one_line(body, message):
    with pytest.raises(ProtocolError) as refused:
        read_match(body.encode())

    assert refused.value.status == 400
    assert message in refused.value.message

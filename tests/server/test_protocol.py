"""The SPARQL 1.1 Protocol: what a request says, without any HTTP library."""

import pytest

from server.protocol.operations import (
    FORM,
    SPARQL_QUERY,
    SPARQL_UPDATE,
    Entailment,
    Kind,
    Operation,
    ProtocolError,
    parse_request,
)

ASK = "ASK {}"


def parse(method="GET", content_type="", query_string="", body=b""):
    return parse_request(
        method=method,
        content_type=content_type,
        query_string=query_string.encode(),
        body=body,
    )


@pytest.mark.parametrize(
    ("request_parts", "kind"),
    [
        pytest.param({"query_string": "query=ASK+%7B%7D"}, Kind.QUERY, id="get"),
        pytest.param(
            {"method": "HEAD", "query_string": "query=ASK+%7B%7D"},
            Kind.QUERY,
            id="head",
        ),
        pytest.param(
            {"method": "POST", "content_type": FORM, "body": b"query=ASK+%7B%7D"},
            Kind.QUERY,
            id="post-form",
        ),
        pytest.param(
            {"method": "POST", "content_type": SPARQL_QUERY, "body": b"ASK {}"},
            Kind.QUERY,
            id="post-direct",
        ),
        pytest.param(
            {
                "method": "POST",
                "content_type": "Application/Sparql-Query; Charset=UTF-8",
                "body": b"ASK {}",
            },
            Kind.QUERY,
            id="post-direct-with-charset",
        ),
        pytest.param(
            {"method": "POST", "content_type": FORM, "body": b"update=ASK+%7B%7D"},
            Kind.UPDATE,
            id="update-by-form",
        ),
        pytest.param(
            {"method": "POST", "content_type": SPARQL_UPDATE, "body": b"ASK {}"},
            Kind.UPDATE,
            id="update-direct",
        ),
    ],
)
def test_each_way_to_send_an_operation_is_read(request_parts, kind):
    assert parse(**request_parts) == Operation(kind=kind, text=ASK)


@pytest.mark.parametrize("query_string", ["", "format=ttl", "default-graph-uri=x:y"])
def test_a_get_without_a_query_asks_for_nothing(query_string):
    assert parse(query_string=query_string) is None


def test_an_empty_query_is_a_query_that_the_engine_refuses():
    operation = parse(query_string="query=")

    assert operation is not None
    assert operation.text == ""


def test_text_survives_every_encoding():
    text = 'ASK { ?x ?y "Gülüstan – 100 % + &=" }'

    form = parse(
        method="POST",
        content_type=FORM,
        body=b"query=ASK+%7B+%3Fx+%3Fy+%22G%C3%BCl%C3%BCstan+%E2%80%93+100+%25+%2B+"
        b"%26%3D%22+%7D",
    )
    direct = parse(method="POST", content_type=SPARQL_QUERY, body=text.encode())

    assert form.text == direct.text == text


def test_graphs_are_taken_from_the_url_and_from_the_form():
    operation = parse(
        method="POST",
        content_type=FORM,
        query_string="default-graph-uri=http%3A%2F%2Fx%2F1&named-graph-uri=urn:n",
        body=b"query=ASK+%7B%7D&default-graph-uri=http://x/2&default-graph-uri=http://x/1",
    )

    assert operation.default_graphs == ("http://x/1", "http://x/2")
    assert operation.named_graphs == ("urn:n",)


def test_an_update_has_graphs_of_its_own_name():
    operation = parse(
        method="POST",
        content_type=SPARQL_UPDATE,
        query_string="using-graph-uri=urn:a&using-named-graph-uri=urn:b&default-graph-uri=urn:c",
        body=b"CLEAR ALL",
    )

    assert operation.default_graphs == ("urn:a",)
    assert operation.named_graphs == ("urn:b",)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("", Entailment.OWL_RL),
        ("&entailment=owl-rl", Entailment.OWL_RL),
        ("&entailment=none", Entailment.NONE),
    ],
)
def test_entailment_is_on_unless_switched_off(given, expected):
    assert parse(query_string=f"query=x{given}").entailment is expected


@pytest.mark.parametrize(
    ("request_parts", "status", "message"),
    [
        pytest.param(
            {"query_string": "query=a&query=b"}, 400, "one query, not 2", id="two"
        ),
        pytest.param(
            {"query_string": "update=CLEAR+ALL"}, 400, "POST", id="update-by-get"
        ),
        pytest.param({"method": "PUT"}, 405, "GET or POST", id="put"),
        pytest.param({"method": "POST"}, 415, "no Content-Type", id="no-type"),
        pytest.param(
            {"method": "POST", "content_type": "text/plain", "body": b"ASK {}"},
            415,
            "text/plain",
            id="plain-text",
        ),
        pytest.param(
            {"method": "POST", "content_type": "multipart/form-data; boundary=x"},
            415,
            "multipart/form-data",
            id="multipart",
        ),
        pytest.param(
            {
                "method": "POST",
                "content_type": f"{SPARQL_QUERY}; charset=UTF-16",
                "body": "ASK {}".encode("utf-16"),
            },
            415,
            "UTF-16",
            id="utf-16-said",
        ),
        pytest.param(
            {"method": "POST", "content_type": SPARQL_QUERY, "body": b"ASK \xff"},
            400,
            "byte 4",
            id="not-utf-8",
        ),
        pytest.param(
            {"query_string": "query=%FF"}, 400, "percent-encoded", id="url-not-utf-8"
        ),
        pytest.param(
            {"method": "POST", "content_type": FORM, "body": b"quer=ASK"},
            400,
            "named query or update",
            id="form-without-query",
        ),
        pytest.param(
            {
                "method": "POST",
                "content_type": FORM,
                "query_string": "query=ASK",
                "body": b"x=y",
            },
            400,
            "named query or update",
            id="query-outside-of-the-form",
        ),
        pytest.param(
            {
                "method": "POST",
                "content_type": FORM,
                "query_string": "query=a",
                "body": b"query=b",
            },
            400,
            "one query, not 2",
            id="query-in-url-and-form",
        ),
        pytest.param(
            {"method": "POST", "content_type": FORM, "body": b"query=a&update=b"},
            400,
            "not both",
            id="query-and-update",
        ),
        pytest.param(
            {
                "method": "POST",
                "content_type": SPARQL_QUERY,
                "query_string": "query=a",
                "body": b"ASK {}",
            },
            400,
            "out of the URL",
            id="query-in-url-and-body",
        ),
        pytest.param(
            {"query_string": "query=a&default-graph-uri=relative"},
            400,
            "absolute IRI",
            id="relative-graph",
        ),
        pytest.param(
            {"query_string": "query=a&named-graph-uri=http://x/%3E%3Cy"},
            400,
            "absolute IRI",
            id="graph-that-ends-its-brackets",
        ),
        pytest.param(
            {"query_string": "query=a&entailment=rdfs"},
            400,
            "none or owl-rl",
            id="unknown-entailment",
        ),
        pytest.param(
            {"query_string": "query=a&entailment=none&entailment=none"},
            400,
            "one entailment",
            id="two-entailments",
        ),
        pytest.param(
            {"query_string": "&".join(["a=b"] * 1001)}, 400, "1000", id="many-fields"
        ),
    ],
)
def test_a_broken_request_is_refused_with_its_reason(request_parts, status, message):
    with pytest.raises(ProtocolError, match=message) as caught:
        parse(**request_parts)

    assert caught.value.status == status

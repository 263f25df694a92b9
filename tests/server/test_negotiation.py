"""Content negotiation: which representation an Accept header gets."""

import pytest

from kg.rdf.formats import RDF_FORMATS, RESULT_FORMATS
from server.http.negotiation import HTML, choose, prefers_html
from server.protocol.operations import ProtocolError

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


def chosen(formats, accept, name=None):
    offer, media_type = choose(formats, accept=accept, format_name=name)
    return offer.name, media_type


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        ("", ("json", "application/sparql-results+json")),
        ("*/*", ("json", "application/sparql-results+json")),
        ("application/json", ("json", "application/json")),
        ("text/csv", ("csv", "text/csv")),
        ("TEXT/CSV", ("csv", "text/csv")),
        ("text/tab-separated-values, */*;q=0.1", ("tsv", "text/tab-separated-values")),
        ("text/csv;q=0.5, application/xml;q=0.7", ("xml", "application/xml")),
        ("text/csv; header=present", ("csv", "text/csv")),
        ("text/*", ("xml", "text/xml")),
        (BROWSER, ("html", "text/html")),
        # A more specific range wins over a wider one, whatever its quality.
        (
            "application/sparql-results+json;q=0.1, */*",
            ("json", "application/json"),
        ),
        (
            "*/*, application/sparql-results+json;q=0, application/json;q=0",
            ("xml", "application/sparql-results+xml"),
        ),
        ("text/csv;q=bad, text/html", ("html", "text/html")),
        ("text/csv;q=7, text/html;q=0.9", ("csv", "text/csv")),
        ("nonsense, text/csv", ("csv", "text/csv")),
    ],
)
def test_the_best_of_what_is_accepted_is_sent(accept, expected):
    assert chosen((*RESULT_FORMATS, HTML), accept) == expected


def test_turtle_is_the_first_choice_for_graphs():
    assert chosen(RDF_FORMATS, "*/*") == ("ttl", "text/turtle")


@pytest.mark.parametrize("name", ["csv", "CSV", "text/csv"])
def test_a_format_by_name_beats_the_header(name):
    assert chosen(RESULT_FORMATS, "application/json", name) == ("csv", "text/csv")


@pytest.mark.parametrize(
    ("accept", "name"),
    [
        ("image/png", None),
        ("*/*;q=0", None),
        ("text/turtle", None),
        ("*/*", "ttl"),
        ("*/*", ""),
    ],
)
def test_what_cannot_be_sent_is_refused_with_what_can(accept, name):
    with pytest.raises(ProtocolError, match="json, xml, csv, tsv") as caught:
        choose(RESULT_FORMATS, accept=accept, format_name=name)

    assert caught.value.status == 406


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        (BROWSER, True),
        ("text/html", True),
        ("", False),
        ("*/*", False),
        ("application/json, text/html;q=0.5", False),
        ("text/html;q=0, */*", False),
    ],
)
def test_a_person_is_told_from_a_program(accept, expected):
    assert prefers_html(accept) is expected

"""Errors that the front answers itself."""

import json

import pytest

from server.front.problems import ProblemError, tell
from server.http.negotiation import prefers_html

NASTY = "<script>alert('ü')</script> & \"more\"\n"


def test_programs_get_a_problem():
    head, body = tell(ProblemError(413, NASTY, "too large"), "application/json")

    headers = dict(head.headers)
    assert head.status == 413
    assert headers["Content-Type"] == "application/problem+json"
    assert headers["Cache-Control"] == "no-store"
    assert json.loads(body) == {
        "type": "about:blank",
        "title": "Request Entity Too Large",
        "status": 413,
        "detail": NASTY,
    }


def test_people_get_a_page_in_which_nothing_is_markup():
    accept = "text/html,application/xhtml+xml,*/*;q=0.8"
    head, body = tell(ProblemError(400, NASTY, "refused"), accept)

    assert prefers_html(accept)
    assert dict(head.headers)["Content-Type"] == "text/html; charset=utf-8"
    assert b"&lt;script&gt;" in body
    assert b"<script>" not in body


@pytest.mark.parametrize(
    ("seconds", "told"), [(0.01, "1"), (1.0, "1"), (1.2, "2"), (30, "30")]
)
def test_when_to_try_again_is_a_whole_number_of_seconds(seconds, told):
    head, _ = tell(ProblemError(503, "busy", "busy", retry_after=seconds), "")

    assert dict(head.headers)["Retry-After"] == told


def test_no_time_is_named_where_none_is_known():
    head, _ = tell(ProblemError(503, "late", "deadline"), "")

    assert "Retry-After" not in dict(head.headers)


def test_other_origins_may_read_a_problem():
    head, _ = tell(ProblemError(503, "late", "deadline"), "")

    assert dict(head.headers)["Access-Control-Allow-Origin"] == "*"
    assert dict(head.headers)["X-Content-Type-Options"] == "nosniff"

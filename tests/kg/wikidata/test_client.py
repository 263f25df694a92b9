"""The client is polite, patient and bounded, whatever Wikidata answers."""

import socket
from dataclasses import replace
from email.utils import formatdate

import pytest

from kg.config import Settings, read_settings
from kg.errors import ConfigError, OutsideError
from kg.wikidata.client import assigned, waiting_time
from kg.wikidata.connection import configured_server
from tests.wikidata_server import (
    BrokenOff,
    Right,
    Slow,
    Truncated,
    elsewhere,
    html_page,
    lagging,
    refused,
    timed_out,
    too_many,
    unavailable,
    wikidata,
    wrong_type,
)
from tests.wikidata_world import item

NOON = 1_790_856_000
VENN = "Q900000004"
IN_A_MINUTE = formatdate(NOON + 60, usegmt=True)


@pytest.mark.parametrize(
    ("wrong", "waits"),
    [
        (too_many("7"), [7]),
        (too_many(IN_A_MINUTE), [60]),
        (too_many(), [60]),
        (unavailable("30"), [30]),
        (unavailable(), [60]),
        (lagging("8"), [8]),
        (lagging(None), [60]),
        (lagging("0"), [5]),
        (refused("ratelimited"), [60]),
        (refused("internal_api_error_DBQueryTimeoutError"), [5]),
        (timed_out(), [5]),
        (html_page(502), [5]),
        (html_page(), [5]),
        (wrong_type(), [5]),
        (Truncated(), [5]),
        (BrokenOff(), [5]),
    ],
    ids=[
        "429, seconds",
        "429, date",
        "429, untold",
        "503, seconds",
        "503, untold",
        "maxlag, seconds",
        "maxlag, untold",
        "maxlag, at once",
        "rate limited",
        "internal error",
        "500 TimeoutException",
        "502 page",
        "200 page",
        "wrong type",
        "truncated",
        "broken off",
    ],
)
def test_wrong_answer_is_waited_out(make_client, time, said, wrong, waits):
    with wikidata(wrong) as server:
        found = make_client(server).search("Orla Venn")

    assert VENN in found
    assert time.slept == waits
    assert len(server.asked) == 2
    assert len(said) == 1


def test_waits_grow_and_end(make_client, time, said):
    with (
        wikidata(*[timed_out()] * 9) as server,
        pytest.raises(OutsideError, match=r"in 5 tries: status 500 \(TimeoutExcep"),
    ):
        make_client(server).search("Orla Venn")

    assert time.slept == [5, 10, 20, 40]
    assert len(server.asked) == 5
    assert said[-1].endswith("waiting 40 s")


def test_truncated_answer_ends_in_a_clear_error(make_client):
    with (
        wikidata(*[Truncated()] * 5) as server,
        pytest.raises(OutsideError, match="the answer is no JSON: "),
    ):
        make_client(server).entities([VENN])


def test_slow_answer_is_asked_for_again(make_client, time):
    slow = Slow(30)
    with wikidata(slow) as server:
        found = make_client(server, seconds=0.3).search("Orla Venn")
        slow.enough.set()

    assert VENN in found
    assert time.slept == [5]


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (too_many("86400"), "wants to be left alone for 86400 s"),
        (html_page(403), "status 403"),
        (refused("badvalue"), "badvalue: not like this"),
        (elsewhere("http://127.0.0.1:1/w/api.php"), "redirects to <http://127.0.0.1:1"),
    ],
    ids=["a day", "forbidden", "wrong question", "elsewhere"],
)
def test_what_waiting_does_not_mend_is_not_tried_again(
    make_client, time, wrong, message
):
    with wikidata(wrong) as server, pytest.raises(OutsideError, match=message):
        make_client(server).search("Orla Venn")

    assert time.slept == []
    assert len(server.asked) == 1


def test_server_that_is_not_there_is_asked_once(make_client, time):
    with wikidata() as server:
        client = make_client(server)

    with pytest.raises(OutsideError, match=r"cannot be reached: .*refused"):
        client.search("Orla Venn")
    assert time.slept == []


def test_name_without_address_is_an_error_of_one_line(make_client, monkeypatch):
    def unknown(*_, **__):
        raise socket.gaierror(-2, "Name or service not known")

    with wikidata() as server:
        client = make_client(server)
        monkeypatch.setattr(socket, "getaddrinfo", unknown)
        with pytest.raises(OutsideError, match="cannot be resolved") as caught:
            client.search("Orla Venn")

    assert "\n" not in str(caught.value)


def test_private_address_needs_leave(make_client):
    with wikidata() as server, pytest.raises(OutsideError, match="not public"):
        make_client(server, inside=False).search("Orla Venn")

    assert server.asked == []


def test_request_says_who_asks_and_that_it_can_wait(make_client):
    with wikidata() as server:
        make_client(server).entities([VENN])

    (asked,) = server.asked
    assert asked.headers["User-Agent"].startswith(
        "Araz/0.1 (mail@test.example) python-urllib/3."
    )
    assert asked.parameters["maxlag"] == "5"
    assert asked.parameters["formatversion"] == "2"
    assert (asked.method, asked.path) == ("GET", "/w/api.php")


def test_question_that_somebody_waits_for_has_no_maxlag(make_client):
    with wikidata() as server:
        client = replace(make_client(server), is_batch=False)
        client.search("Orla Venn")

    assert "maxlag" not in server.asked[0].parameters


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("Orla Venn", (VENN,)),
        ("orla venn", (VENN,)),
        ("President Venn", (VENN,)),
        ("Orla", ()),
        ("Tam Reeve", ("Q900000020", "Q900000021")),
    ],
    ids=["label", "other case", "alias", "only begins so", "homonyms"],
)
def test_search_finds_what_is_called_so(make_client, name, found):
    with wikidata() as server:
        assert make_client(server).search(name) == found


def test_hit_without_a_name_is_left_to_be_looked_at(make_client):
    bare = replace(lagging(), body=b'{"search": [{"id": "Q1"}, 3, {}]}', headers={})
    with wikidata(bare) as server:
        assert make_client(server).search("Orla Venn") == ("Q1",)


def test_fifty_items_a_call(make_client):
    world = tuple(item(f"Q{n}", f"Thing {n}") for n in range(900_000_000, 900_000_120))
    with wikidata(world=world) as server:
        found = make_client(server).entities(entity["id"] for entity in world)

    assert list(found) == [entity["id"] for entity in world]
    assert [len(a.parameters["ids"].split("|")) for a in server.asked] == [50, 50, 20]


def test_answer_that_is_too_large_is_asked_for_in_halves(make_client):
    world = tuple(item(f"Q{n}", "x" * 900) for n in range(900_000_000, 900_000_004))
    with wikidata(world=world) as server:
        client = make_client(server, size=3000)
        found = client.entities(entity["id"] for entity in world)

    assert list(found) == [entity["id"] for entity in world]
    assert [len(a.parameters["ids"].split("|")) for a in server.asked] == [4, 2, 2]


def test_item_that_is_too_large_alone_is_an_error(make_client):
    world = (item("Q900000000", "x" * 4000),)
    with wikidata(world=world) as server, pytest.raises(OutsideError, match="over 300"):
        make_client(server, size=300).entities(["Q900000000"])


@pytest.mark.parametrize("under_new_key", [False, True], ids=["old key", "new key"])
def test_merged_item_is_the_one_that_stands_for_it(make_client, under_new_key):
    old = ["Q900000800", "Q900000801"]
    with wikidata() as server:
        server.merged = {old[0]: VENN, old[1]: "Q900000001"}
        server.under_new_key = under_new_key
        found = make_client(server).entities([*old, "Q900000002"])

    assert {qid: entity["id"] for qid, entity in found.items()} == {
        old[0]: VENN,
        old[1]: "Q900000001",
        "Q900000002": "Q900000002",
    }


def test_merged_items_without_a_word_are_asked_for_one_by_one(make_client):
    old = ["Q900000800", "Q900000801"]
    with wikidata() as server:
        server.merged = {old[0]: VENN, old[1]: "Q900000001"}
        server.under_new_key = True
        server.says_who_was_merged = False
        found = make_client(server).entities(old)

    assert {qid: entity["id"] for qid, entity in found.items()} == server.merged
    assert len(server.asked) == 3


def test_missing_item_is_none(make_client):
    with wikidata() as server:
        found = make_client(server).entities([VENN, "Q900000999"])

    assert found["Q900000999"] is None
    assert found[VENN]["id"] == VENN


def test_identifier_that_spoils_a_call_is_found_out(make_client):
    script = (refused("no-such-entity"), Right(), refused("no-such-entity"))
    with wikidata(*script) as server:
        found = make_client(server).entities([VENN, "Q900000999"])

    assert found["Q900000999"] is None
    assert found[VENN]["id"] == VENN


def test_answer_about_something_else_is_an_error(make_client):
    wrong = replace(lagging(), body=b'{"entities": {}}', headers={})
    with wikidata(wrong) as server, pytest.raises(OutsideError, match="something else"):
        make_client(server).entities([VENN])


def test_answers_are_matched_with_questions():
    entities = {"Q2": {"id": "Q2"}, "Q9": {"id": "Q9"}, "Q3": {"missing": ""}}

    assert assigned(["Q1", "Q2", "Q3"], entities) == {
        "Q1": {"id": "Q9"},
        "Q2": {"id": "Q2"},
        "Q3": None,
    }


@pytest.mark.parametrize(
    ("header", "seconds"),
    [("12", 12), ("", 60), ("soon", 60), (IN_A_MINUTE, 60), ("-5", 60)],
)
def test_retry_after_is_seconds_or_a_date(header, seconds):
    assert waiting_time(header, NOON) == seconds


def test_moment_that_has_passed_is_no_wait():
    assert waiting_time(IN_A_MINUTE, NOON + 3600) == 0


def test_nobody_asks_without_a_contact():
    with pytest.raises(ConfigError, match="ARAZ_WIKIDATA_CONTACT"):
        configured_server(Settings())


def test_settings_name_the_server():
    settings = read_settings(
        environment={
            "ARAZ_WIKIDATA": "http://127.0.0.1:8765",
            "ARAZ_WIKIDATA_CONTACT": "https://test.example/araz",
            "ARAZ_PRIVATE_HOSTS": "127.0.0.1:8765",
            "ARAZ_OUTSIDE_DEADLINE": "3",
        }
    )

    server = configured_server(settings)

    assert server.base == "http://127.0.0.1:8765"
    assert server.inside
    assert server.seconds == 3
    assert "(https://test.example/araz)" in server.user_agent


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("WIKIDATA", "www.wikidata.org"),
        ("WIKIDATA", "https://www.wikidata.org/w/api.php"),
        ("WIKIDATA_CONTACT", "me"),
        ("WIKIDATA_CONTACT", "me@test.example\r\nX: y"),
        ("WIKIDATA_CONTACT", "me@(x)"),
        ("WIKIDATA_DAYS", "-1"),
    ],
)
def test_bad_setting_is_named(name, value):
    with pytest.raises(ConfigError, match=f"ARAZ_{name}: needs "):
        read_settings(environment={f"ARAZ_{name}": value})

"""What was fetched is kept, shared, renewed when it is old, and never in the way."""

import sqlite3
import subprocess
import sys
from dataclasses import replace
from datetime import date

import pytest

from kg.config import PROJECT
from kg.errors import StoreError
from kg.wikidata.cache import FILE, Cache, CachedItem, CachedSearch
from tests.wikidata_server import Slow, html_page, timed_out, wikidata

DAY = 86_400
VENN, PLIMPTON = "Q900000004", "Q900000001"


def test_second_look_asks_nothing(make_lookup):
    with wikidata() as server:
        first = make_lookup(server)
        found = first.search("Orla Venn"), first.items([VENN, PLIMPTON])
        asked = len(server.asked)
        second = make_lookup(server)
        again = second.search("Orla Venn"), second.items([PLIMPTON, VENN])

    assert again == found
    assert list(again[1]) == list(found[1]) == [PLIMPTON, VENN]
    assert (asked, len(server.asked), second.client.requests) == (2, 2, 0)


def test_item_tells_revision_and_day(make_lookup):
    with wikidata() as server:
        found = make_lookup(server).items([VENN])[VENN]

    assert (found.revision, found.fetched) == (104, date(2026, 10, 1))


@pytest.mark.parametrize(
    ("days", "requests", "revision"),
    [(29, 0, 104), (30, 1, 999), (31, 1, 999)],
    ids=["fresh", "just expired", "expired"],
)
def test_only_what_is_expired_is_asked_for_again(
    make_lookup, time, days, requests, revision
):
    with wikidata() as server:
        make_lookup(server).items([VENN])
        time.now += 10 * DAY
        make_lookup(server).items([PLIMPTON])
        server.items[VENN] = {**server.items[VENN], "lastrevid": 999}
        server.asked.clear()
        time.now += (days - 10) * DAY

        found = make_lookup(server).items([VENN, PLIMPTON])

    assert found[VENN].revision == revision
    assert len(server.asked) == requests
    assert all(asked.parameters["ids"] == VENN for asked in server.asked)


def test_expired_search_is_made_again(make_lookup, time):
    with wikidata() as server:
        make_lookup(server).search("Orla Venn")
        time.now += 31 * DAY
        found = make_lookup(server).search("Orla Venn")

    assert found == CachedSearch((VENN,), int(time.now))
    assert len(server.asked) == 2


def test_cache_that_lasts_no_day_is_always_renewed(make_lookup):
    with wikidata() as server:
        lookup = make_lookup(server, days=0)
        assert lookup.items([VENN]).keys() == lookup.items([VENN]).keys() == {VENN}

    assert len(server.asked) == 2


def test_what_is_not_there_is_remembered_too(make_lookup):
    with wikidata() as server:
        for _ in range(2):
            lookup = make_lookup(server)
            assert lookup.items(["Q900000999"]) == {}
            assert lookup.search("Nobody Of That Name").ids == ()

    assert len(server.asked) == 2


def test_item_of_other_properties_is_fetched_again(make_lookup):
    with wikidata() as server:
        make_lookup(server).items([VENN])
        replace(make_lookup(server), properties=("P569",)).items([VENN])

    assert len(server.asked) == 2


def test_merged_item_is_found_under_its_old_number_and_named(make_lookup):
    old = "Q900000800"
    with wikidata() as server:
        server.merged[old] = VENN
        first, second = make_lookup(server), make_lookup(server)
        found = first.items([old])
        again = second.items([old, VENN])

    assert found[old].qid == VENN
    assert again == {old: found[old], VENN: found[old]}
    assert first.merged == second.merged == {old: VENN}
    assert len(server.asked) == 1


def test_item_that_is_merged_later_is_followed(make_lookup, time):
    with wikidata() as server:
        server.merged = {"Q900000800": VENN}
        make_lookup(server).items(["Q900000800"])
        time.now += 20 * DAY
        make_lookup(server).cache.add_items(
            {
                VENN: CachedItem(target=PLIMPTON, raw=None, fetched=int(time.now)),
            }
        )
        lookup = make_lookup(server)
        lookup.items([PLIMPTON])
        found = lookup.items(["Q900000800"])

    assert found["Q900000800"].qid == PLIMPTON


def test_without_wikidata_the_cache_serves_however_old(make_lookup, time, said):
    with wikidata() as server:
        online = make_lookup(server)
        found = online.search("Orla Venn"), online.items([VENN])
        time.now += 99 * DAY
    offline = make_lookup(server)

    assert (offline.search("Orla Venn"), offline.items([VENN, PLIMPTON])) == found
    assert offline.search("Plimpton") is None
    assert "cannot be reached" in offline.problem
    assert offline.client.requests == 1
    assert len(said) == 1
    assert said[0].endswith("; going on with what was fetched before")


def test_who_gave_up_asks_no_more(make_lookup):
    with wikidata(html_page(403)) as server:
        lookup = make_lookup(server)
        assert lookup.items([VENN]) == {}
        assert lookup.search("Orla Venn") is None

    assert len(server.asked) == 1
    assert "status 403" in lookup.problem


def test_half_a_fetch_keeps_what_was_whole(make_lookup):
    many = [f"Q{n}" for n in range(900_000_100, 900_000_160)]
    with wikidata(*[Slow(0)], *[timed_out()] * 5) as server:
        make_lookup(server).items([VENN, *many])
        found = make_lookup(server).cache

    assert found.item(VENN) is not None
    assert found.item(many[-1]) is None


@pytest.mark.parametrize(
    "content",
    [b"no database" * 999, b"SQLite format 3\x00" + b"\xff" * 5000],
    ids=["something else", "damaged"],
)
def test_damaged_cache_is_set_aside(make_lookup, tmp_path, said, content):
    folder = tmp_path / "wikidata"
    folder.mkdir()
    (folder / FILE).write_bytes(content)

    with wikidata() as server:
        found = make_lookup(server).items([VENN])

    assert found[VENN].label == "Orla Venn"
    assert (folder / f"{FILE}.damaged-1").read_bytes() == content
    assert len(said) == 1
    assert f"kept as {FILE}.damaged-1, and a new one begun" in said[0]


def test_second_damaged_cache_does_not_take_the_place_of_the_first(tmp_path, said):
    for _ in range(2):
        (tmp_path / FILE).write_bytes(b"no database" * 999)
        Cache(tmp_path, said.append).close()

    assert {path.name for path in tmp_path.glob("*.damaged-*")} == {
        f"{FILE}.damaged-1",
        f"{FILE}.damaged-2",
    }


def test_cache_that_is_damaged_while_it_is_open_is_set_aside(tmp_path, said):
    with Cache(tmp_path, said.append) as cache:
        cache.add_search("x", CachedSearch(("Q1",), 1))
        (tmp_path / FILE).write_bytes(b"no database" * 999)

        assert cache.search("x") is None
        cache.add_search("x", CachedSearch(("Q2",), 2))
        assert cache.search("x") == CachedSearch(("Q2",), 2)

    assert (tmp_path / f"{FILE}.damaged-1").exists()


def test_cache_of_another_layout_is_set_aside(tmp_path, said):
    file = sqlite3.connect(tmp_path / FILE)
    file.execute("PRAGMA user_version = 99")
    file.close()

    Cache(tmp_path, said.append).close()

    assert "has layout 99, not 1" in said[0]


def test_row_that_is_no_json_is_fetched_again(make_lookup, tmp_path, said):
    with wikidata() as server:
        make_lookup(server).items([VENN])
        file = sqlite3.connect(tmp_path / "wikidata" / FILE)
        file.execute("UPDATE item SET raw = '{'")
        file.commit()
        file.close()

        found = make_lookup(server).items([VENN])

    assert found[VENN].label == "Orla Venn"
    assert len(server.asked) == 2
    assert "to be fetched again" in said[0]


def test_cache_that_cannot_be_opened_is_an_error(tmp_path, said):
    (tmp_path / FILE).mkdir()

    with pytest.raises(StoreError, match="cannot be used"):
        Cache(tmp_path, said.append)


def test_processes_ask_one_at_a_time_and_nothing_twice(tmp_path):
    code = """
import sys
from pathlib import Path
from kg.config import Settings
from dataclasses import replace
from kg.wikidata.lookup import open_lookup

settings = replace(Settings(), wikidata=sys.argv[1], wikidata_contact="a@b.example",
    wikidata_cache=Path(sys.argv[2]), private_hosts=sys.argv[1].removeprefix("http://"))
lookup = open_lookup(settings, ("P27",), report=print, is_batch=True)
with lookup.cache:
    for name in ("Orla Venn", "Plimpton", "Quarmby"):
        print(name, lookup.search(name).ids, flush=True)
    print(sorted(lookup.items(["Q900000001", "Q900000004", "Q900000999"])))
"""
    # Long enough for the others to come and find the first one asking.
    with wikidata(*[Slow(0.2)] * 3) as server:
        command = [sys.executable, "-c", code, server.address, str(tmp_path)]
        processes = [
            subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.PIPE, text=True)
            for _ in range(3)
        ]
        said = {process.communicate()[0] for process in processes}

    assert [process.returncode for process in processes] == [0, 0, 0]
    assert len(said) == 1
    assert "['Q900000001', 'Q900000004']" in said.pop()
    assert server.together == 1
    assert len(server.asked) == 4

"""What an item says is read with care: ranks, ends, days, and nonsense."""

from datetime import date

import pytest

from kg.wikidata.items import Instant, ItemValue, Point, kept, read_item
from tests.wikidata_world import day, item, nothing, point, says, word

TODAY = date(2026, 10, 1)
KEPT = ("P17", "P39", "P580", "P625")


def read(*claims, **parts):
    entity = item("Q900000050", "Thing", *claims, **parts)
    return read_item("Q900000050", kept(entity, KEPT), TODAY)


def test_preferred_rank_outdoes_normal_and_deprecated_counts_never():
    thing = read(
        says("P17", "Q900000001"),
        says("P17", "Q900000002", rank="preferred"),
        says("P17", "Q900000003", rank="deprecated"),
    )

    assert thing.items("P17") == ("Q900000002",)


def test_normal_rank_counts_where_none_is_preferred():
    thing = read(
        says("P17", "Q900000001"), says("P17", "Q900000003", rank="deprecated")
    )

    assert thing.items("P17") == ("Q900000001",)


@pytest.mark.parametrize("kind", ["somevalue", "novalue"])
def test_unknown_value_and_no_value_say_nothing(kind):
    thing = read(says("P17", nothing(kind)))

    assert thing.of("P17") == ()
    assert "P17" in thing.properties


@pytest.mark.parametrize(
    ("when", "now"),
    [
        ({}, True),
        ({"start": day("2020")}, True),
        ({"start": day("2027-01")}, False),
        ({"end": day("2026-09-30")}, False),
        ({"end": day("2026")}, False),
        ({"end": day("2027")}, True),
        ({"end": nothing("somevalue")}, False),
        ({"end": nothing("novalue")}, True),
    ],
    ids=[
        "no dates",
        "begun",
        "to begin",
        "ended",
        "ends this year",
        "to end",
        "ended, nobody knows when",
        "has no end",
    ],
)
def test_only_what_holds_on_the_day_holds(when, now):
    thing = read(says("P17", "Q900000001", **when))

    assert bool(thing.items("P17")) is now


@pytest.mark.parametrize(
    ("value", "read_as"),
    [
        (day("2013-08-03"), "2013-08-03"),
        (day("2013-08"), "2013-08"),
        (day("2013"), "2013"),
        (day("1907-08-03"), "1907"),
        (
            {
                "type": "time",
                "value": {"time": "-0044-03-15T00:00:00Z", "precision": 11},
            },
            None,
        ),
        (
            {
                "type": "time",
                "value": {"time": "+2000-00-00T00:00:00Z", "precision": 7},
            },
            None,
        ),
        (
            {
                "type": "time",
                "value": {"time": "+2000-00-00T00:00:00Z", "precision": 11},
            },
            None,
        ),
    ],
    ids=[
        "day",
        "month",
        "year",
        "day of an older calendar",
        "before the common era",
        "century",
        "day that is none",
    ],
)
def test_time_is_as_exact_as_it_is_said(value, read_as):
    statements = read(says("P580", value)).of("P580")

    expected = [] if read_as is None else [Instant(read_as)]
    assert [statement.value for statement in statements] == expected


def test_place_is_longitude_and_latitude():
    (statement,) = read(says("P625", point(46.5, -3))).of("P625")

    assert statement.value == Point(46.5, -3.0)


def test_office_has_its_dates():
    office = says("P39", "Q900000008", start=day("2019-03-01"), end=day("2021"))
    (statement,) = read(office).of("P39")

    assert statement.value == ItemValue("Q900000008")
    assert (statement.start, statement.end) == (Instant("2019-03-01"), Instant("2021"))
    assert statement.has_ended


def test_names_links_and_revision_are_read():
    thing = read(aliases=("b", "a", "a"), sitelinks=7, revision=55)

    assert (thing.label, thing.aliases) == ("Thing", ("a", "b"))
    assert (thing.sitelinks, thing.revision) == (7, 55)


def test_name_of_all_languages_serves_where_there_is_no_english_one():
    entity = item("Q900000050", None)
    entity["labels"] = {"mul": {"language": "mul", "value": "Thing"}}

    assert read_item("Q900000050", kept(entity, KEPT), TODAY).label == "Thing"


def test_statements_of_other_properties_are_not_kept():
    entity = item("Q900000050", "Thing", says("P31", "Q900000051"))

    raw = kept(entity, KEPT)

    assert raw["claims"] == {}
    assert raw["properties"] == ["P31"]


@pytest.mark.parametrize(
    "broken",
    [
        {"claims": []},
        {"claims": {"P17": "x"}},
        {"claims": {"P17": [None, 3, {}]}},
        {"claims": {"P17": [{"rank": "normal", "mainsnak": 3}]}},
        {"claims": {"P17": [{"rank": "normal", "mainsnak": {"snaktype": "value"}}]}},
        {
            "claims": {
                "P17": [{**says("P17", "Q900000001"), "qualifiers": {"P582": [3]}}]
            }
        },
        {"labels": [], "aliases": [], "sitelinks": []},
        {"labels": {"en": "x"}, "lastrevid": "y"},
    ],
    ids=[
        "empty as PHP has it",
        "no list",
        "no statements",
        "no snak",
        "no value",
        "odd qualifier",
        "empty lists",
        "wrong kinds",
    ],
)
def test_what_is_not_as_the_format_says_is_passed_over(broken):
    raw = kept({"id": "Q900000050", **broken}, KEPT)

    thing = read_item("Q900000050", raw, TODAY)

    assert thing.items("P17") in ((), ("Q900000001",))
    assert thing.label is None


def test_string_is_no_item():
    assert read(says("P17", word("Q900000001"))).of("P17") == ()

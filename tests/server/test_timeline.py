"""Claims along time, and the strip that shows how many there are."""

import re
from datetime import date

import pytest

from server.explore.filters import Filters, Window
from server.timeline.reading import narrow
from server.timeline.strip import HEIGHT, WIDTH, make_strip


def statements(text):
    """Return the statements of the list, in the order of the page."""
    found = re.findall(r'<p class="statement">(.*?)</p>', text, re.DOTALL)
    return [" ".join(re.sub(r"<[^>]+>", " ", each).split()) for each in found]


def test_claims_are_listed_by_month_newest_first(client):
    text = client.get("/timeline").text

    assert re.findall(r'<time datetime="2021-10">([^<]+)</time>', text) == [
        "October 2021"
    ]
    told = statements(text)
    assert len(told) == 5
    # Said of Tuesday, in an article of Wednesday.
    assert told[-1] == "Ilham Aliyev threatens Iran"
    assert "1 to 5 of 5 claims" in text


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ({"entity": "Iran"}, 3),
        ({"entity": ["ent:Israel", "ent:Ilham_Aliyev"]}, 3),
        ({"relation": "araz:threatens"}, 1),
        ({"relation": "actsAgainst"}, 2),
        ({"from": "2021-10-06", "to": "2021-10-06"}, 2),
        ({"to": "2021-10-05"}, 1),
        ({"from": "2022"}, 0),
    ],
    ids=["entity", "entities", "relation", "family", "a day", "until", "too late"],
)
def test_filters_choose(client, query, count):
    text = client.get("/timeline", query_string=query).text

    assert len(statements(text)) == count
    assert (f"of {count} claims" in text) is bool(count)


def test_nothing_found_leads_back_to_all_of_the_time(client):
    text = client.get("/timeline?relation=araz:threatens&from=2022").text

    assert "Nothing is said of this." in text
    assert 'href="/timeline?relation=araz:threatens"' in text


def test_a_page_behind_the_last_says_how_many_there_are(client):
    text = client.get("/timeline?page=7").text

    assert "There are only 5 claims." in text
    assert 'rel="prev"' in text
    assert 'rel="next"' not in text


@pytest.mark.parametrize(
    ("page", "start", "end", "left_out"),
    [
        (1, "2021-03-02", "2021-03-03", 0),
        (2, "2021-03-01", "2021-03-02", 10),
        (3, None, None, 200),
        (9, None, None, 800),
    ],
    ids=["first", "within a day", "with the undated", "behind the last"],
)
def test_a_page_is_read_from_the_days_that_have_its_claims(page, start, end, left_out):
    days = {date(2021, 3, 1): 95, date(2021, 3, 3): 90, date(2021, 3, 2): 20}

    window, offset = narrow(days, Filters(page=page))

    assert window == Window(
        start=start and date.fromisoformat(start), end=end and date.fromisoformat(end)
    )
    assert offset == left_out


def test_bars_are_links_and_the_page_prints_its_queries(client):
    text = client.get("/timeline?entity=Iran").text

    assert "from=2021-10-01&amp;to=2021-10-31" in text
    assert "How was this made?" in text
    assert "LIMIT 100" in text
    assert "<b>" not in text
    assert "<script>alert" not in text


def test_a_strip_has_a_bar_for_each_month_between_the_first_and_the_last():
    days = {date(2021, 11, 5): 2, date(2021, 11, 30): 2, date(2022, 2, 1): 1}

    strip = make_strip(days, Window(start=date(2021, 12, 1), end=date(2022, 1, 5)))

    assert strip is not None
    assert [bar.count for bar in strip.bars] == [4, 0, 0, 1]
    assert [str(bar.end) for bar in strip.bars][:2] == ["2021-11-30", "2021-12-31"]
    assert [bar.height for bar in strip.bars] == [HEIGHT, 0, 0, HEIGHT / 4]
    assert strip.chosen == (WIDTH / 4, WIDTH / 2)
    assert strip.labels == ("2021-11", "2021-12", "2022-01", "2022-02")


@pytest.mark.parametrize(
    ("first", "bars", "label"),
    [
        (date(2012, 1, 1), 120, "2012-01"),
        (date(2000, 1, 1), 88, "2000-01"),
        (date(1922, 5, 1), 100, "1922"),
        (date(1, 1, 1), 41, "0001"),
    ],
    ids=["months", "quarters", "years", "half-centuries"],
)
def test_a_long_time_has_bars_of_longer_stretches(first, bars, label):
    strip = make_strip({first: 1, date(2021, 12, 31): 1}, Window())

    assert strip is not None
    assert len(strip.bars) == bars
    assert strip.labels[0] == label
    assert sum(bar.count for bar in strip.bars) == 2


def test_the_last_day_of_all_has_a_bar():
    strip = make_strip({date.max: 1}, Window())

    assert strip is not None
    assert strip.bars[0].start <= date.max


def test_there_is_no_strip_of_nothing_and_no_mark_beside_it():
    assert make_strip({}, Window()) is None
    strip = make_strip({date(2021, 1, 1): 1}, Window(start=date(2022, 1, 1)))
    assert strip is not None
    assert strip.chosen is None

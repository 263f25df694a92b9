"""Bars by month, as numbers."""

from itertools import pairwise

import pytest

from server.things.charts import Chart, draw_months


def drawn(counts: dict[str, int]) -> Chart:
    """Return a chart that there is."""
    chart = draw_months(counts)
    assert chart is not None
    return chart


def test_every_month_between_the_first_and_the_last_has_a_bar():
    chart = drawn({"2021-11": 2, "2022-02": 4})

    assert [(bar.month, bar.count) for bar in chart.bars] == [
        ("2021-11", 2),
        ("2021-12", 0),
        ("2022-01", 0),
        ("2022-02", 4),
    ]


def test_bars_are_as_high_as_they_count_and_stand_on_the_floor():
    chart = drawn({"2021-11": 2, "2021-12": 4})

    low, high = chart.bars
    assert high.height == pytest.approx(2 * low.height)
    assert {bar.y + bar.height for bar in chart.bars} == {chart.floor}
    assert low.x + low.width < high.x


def test_the_same_is_told_in_words():
    assert drawn({"2021-11": 2, "2022-02": 1_000}).told == (
        "1,002 from 2021-11 to 2022-02, most in 2022-02 (1,000)"
    )
    assert drawn({"2021-11": 2}).told == "2 in 2021-11"


def test_labels_have_room_for_themselves():
    chart = drawn({"1990-01": 1, "2024-12": 1})

    places = [tick.x for tick in chart.ticks]
    assert places[0] < 1
    assert all(b - a >= chart.width / 4 for a, b in pairwise(places))
    assert chart.bars[-1].x + chart.bars[-1].width <= chart.width


@pytest.mark.parametrize(
    "months", [{}, {"": 3}, {"2021": 1}, {"2021-13": 1}, {"-021-01": 1}], ids=str
)
def test_what_is_no_month_has_no_bar(months):
    assert draw_months(months) is None

from datetime import date

import pytest

from kg.nlp.relative_times import lasting
from kg.nlp.times import normalise

PUBLISHED = date(2021, 10, 7)  # a Thursday


@pytest.mark.parametrize(
    ("expression", "start", "end"),
    [
        pytest.param("October 5", "2021-10-05", "2021-10-05", id="month-day"),
        pytest.param("Oct. 5th", "2021-10-05", "2021-10-05", id="short-month"),
        pytest.param("5 October", "2021-10-05", "2021-10-05", id="day-month"),
        pytest.param("October 5-8", "2021-10-05", "2021-10-08", id="range"),
        pytest.param(
            "5–8 October 2020", "2020-10-05", "2020-10-08", id="dash-and-year"
        ),
        pytest.param("June 3, 2014", "2014-06-03", "2014-06-03", id="with-year"),
        pytest.param("December 24", "2021-12-24", "2021-12-24", id="soon-ahead"),
        pytest.param("March 2", "2021-03-02", "2021-03-02", id="this-year"),
        pytest.param("February 2016", "2016-02-01", "2016-02-29", id="leap-month"),
        pytest.param("September", "2021-09-01", "2021-09-30", id="bare-month"),
        pytest.param("2016", "2016-01-01", "2016-12-31", id="year"),
        pytest.param("since 2016", "2016-01-01", None, id="since"),
        pytest.param("2014-2018", "2014-01-01", "2018-12-31", id="years"),
        pytest.param("2014–18", "2014-01-01", "2018-12-31", id="short-years"),
        pytest.param("the 1990s", "1990-01-01", "1999-12-31", id="decade"),
        pytest.param("last year's", "2020-01-01", "2020-12-31", id="last-year"),
        pytest.param("next month", "2021-11-01", "2021-11-30", id="next-month"),
        pytest.param("last week", "2021-09-27", "2021-10-03", id="last-week"),
        pytest.param("two days ago", "2021-10-05", "2021-10-05", id="days-ago"),
        pytest.param("three years ago", "2018-01-01", "2018-12-31", id="years-ago"),
        pytest.param("Tuesday", "2021-10-05", "2021-10-05", id="weekday"),
        pytest.param("Thursday", "2021-10-07", "2021-10-07", id="same-weekday"),
        pytest.param("last Thursday", "2021-09-30", "2021-09-30", id="last-weekday"),
        pytest.param("next Monday", "2021-10-11", "2021-10-11", id="next-weekday"),
        pytest.param("yesterday", "2021-10-06", "2021-10-06", id="yesterday"),
        pytest.param("2021-10-05", "2021-10-05", "2021-10-05", id="iso"),
        pytest.param("last December", "2020-12-01", "2020-12-31", id="last-month-name"),
        pytest.param("last May", "2021-05-01", "2021-05-31", id="last-may"),
        pytest.param(
            "from September 5 to October 3", "2021-09-05", "2021-10-03", id="from-to"
        ),
        pytest.param(
            "between May and June 2014", "2014-05-01", "2014-06-30", id="between-and"
        ),
        pytest.param("Monday to Wednesday", "2021-10-04", "2021-10-06", id="weekdays"),
        pytest.param("Friday to Monday", "2021-10-01", "2021-10-04", id="weekend"),
        pytest.param("until October 5", "None", "2021-10-05", id="until"),
        pytest.param("in the 1990s", "1990-01-01", "1999-12-31", id="in-decade"),
        pytest.param("early Monday", "2021-10-04", "2021-10-04", id="early"),
        pytest.param("the night of May 3", "2021-05-03", "2021-05-03", id="night-of"),
        pytest.param("the past two months", "2021-08-07", "2021-10-07", id="past"),
    ],
)
def test_an_expression_is_read_from_the_day_of_publication(expression, start, end):
    period = normalise(expression, PUBLISHED)

    assert period is not None
    assert str(period.start) == start
    assert (str(period.end) if period.end else None) == end


@pytest.mark.parametrize(
    "expression",
    ["many years", "recently", "the day", "February 30", "2021-13-45", "may attack"],
)
def test_an_expression_that_names_no_day_has_no_date(expression):
    assert normalise(expression, PUBLISHED) is None


@pytest.mark.parametrize("expression", ["October 5", "Tuesday", "last year", "May"])
def test_without_publication_day_relative_expressions_have_no_date(expression):
    assert normalise(expression, None) is None


def test_without_publication_day_a_full_date_keeps_its_meaning():
    period = normalise("October 5, 2021", None)

    assert period is not None
    assert period.start == period.end == date(2021, 10, 5)


@pytest.mark.parametrize(
    ("expression", "start"),
    [
        pytest.param("three years", "2018-10-07", id="years"),
        pytest.param("more than ten days", "2021-09-27", id="days"),
        pytest.param("many years", None, id="no-number"),
        pytest.param("99999 years", None, id="too-many"),
    ],
)
def test_what_has_lasted_has_no_end(expression, start):
    period = lasting(expression, PUBLISHED)

    assert (str(period.start) if period else None) == start
    assert period is None or period.end is None

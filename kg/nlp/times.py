"""Dates: what "on October 5" or "last year" means, seen from the day of publication.

Only expressions that name days, months, years or decades are understood; anything
else ("recently") has no date, which is better than a wrong one.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from kg.model import Period
from kg.nlp.relative_times import MONTH_OF, WEEKDAY, relative_period

_MONTH = r"(?P<month>" + "|".join(sorted(MONTH_OF, key=len, reverse=True)) + r")\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_LAST = r"(?:\s*(?:-|–|—|to|and|until|through)\s*(?P<last>\d{1,2})(?:st|nd|rd|th)?)?"
_YEAR = r"(?:,?\s*(?:of\s+)?(?P<year>(?:19|20)\d\d))?"


def _rule(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


_MONTH_DAY = _rule(rf"\b{_MONTH}\s+{_DAY}{_LAST}{_YEAR}\b")
_DAY_MONTH = _rule(rf"\b{_DAY}{_LAST}\s+(?:of\s+)?{_MONTH}{_YEAR}\b")
_MONTH_YEAR = _rule(rf"\b{_MONTH}{_YEAR}(?!\w|\s+\d)")
_ISO = _rule(r"\b(\d{4})-(\d\d)-(\d\d)\b")
_SINCE = _rule(r"\b(?:since|after|from)\b")
_RANGE = _rule(
    r"\b(?P<first>(?:19|20)\d\d)\s*(?:-|–|to|and)\s*(?P<last>(?:19|20)?\d\d)\b"
)
_BARE_YEAR = _rule(r"\b(?P<year>(?:19|20)\d\d)\b(?!s|-\d)")
_DECADE = _rule(r"\b(?:the\s+)?(?P<year>(?:19|20)\d0)s\b")
_SPAN = _rule(
    r"(?P<open>(?:from|between|since)\s+)?(?P<first>.+?)"
    r"(?:\s*[-–—]\s*|\s+(?P<link>to|until|till|through|and)\s+)(?P<last>.+)"
)
_UNTIL = _rule(r"(?:until|till)\s+(?P<last>.+)")
_NAMES_MONTH = _rule(rf"\b{_MONTH}\b")
_HAS_YEAR = _rule(r"\b(?:19|20)\d\d\b")


@dataclass(frozen=True, slots=True)
class _Clock:
    """The day of publication, if it is known."""

    published: date | None

    def year_near(self, month: int, day: int) -> int | None:
        """Return the year that brings a month and day nearest to publication.

        News looks back more than ahead: up to three months lie in the future.
        """
        if self.published is None:
            return None
        latest = self.published + timedelta(days=92)
        year = latest.year
        return year if (month, day) <= (latest.month, latest.day) else year - 1


def normalise(expression: str, published: date | None) -> Period | None:
    """Return the days that a time expression names.

    Args:
        expression: Such as "October 5-8", "last year" or "since 2016".
        published: The day to count from; without it, only full dates have a meaning.

    Returns:
        A period, open where only one end is named ("since 2016", "until May 3"), or
        None where the expression names no days.
    """
    clock = _Clock(published)
    text = expression.strip().lower()
    whole = _span(text, clock) or _until(text, clock)
    if whole is not None:
        return whole
    for read in (
        _iso,
        _month_day,
        _year_range,
        _decade,
        _relative,
        _month,
        _year,
    ):
        period = read(text, clock)
        if period is not None:
            return _open_if_since(text, period)
    return None


def _open_if_since(text: str, period: Period) -> Period:
    return Period(period.start, None) if _SINCE.match(text) else period


def _span(text: str, clock: _Clock) -> Period | None:
    """Read two dates with what links them: "from October 5 to November 3"."""
    match = _SPAN.fullmatch(text)
    if match is None:
        return None
    opening = (match["open"] or "").strip()
    if match["link"] == "and" and opening != "between":
        return None
    first_text, last_text = match["first"], match["last"]
    year = _HAS_YEAR.search(last_text)
    if year and _NAMES_MONTH.search(first_text) and not _HAS_YEAR.search(first_text):
        first_text = f"{first_text} {year[0]}"
    first = normalise(first_text, clock.published)
    last = normalise(last_text, clock.published)
    if first is None or last is None or first.start is None or last.end is None:
        return None
    start = first.start
    if start > last.end and WEEKDAY.search(first_text):
        start -= timedelta(weeks=1)
    return Period(start, last.end) if start <= last.end else None


def _until(text: str, clock: _Clock) -> Period | None:
    match = _UNTIL.fullmatch(text)
    last = normalise(match["last"], clock.published) if match else None
    return Period(None, last.end) if last is not None else None


def _relative(text: str, clock: _Clock) -> Period | None:
    return relative_period(text, clock.published) if clock.published else None


def _days(year: int, month: int, first: int, last: int) -> Period | None:
    try:
        return Period(date(year, month, first), date(year, month, last))
    except ValueError:  # "February 30": the text names no day
        return None


def _iso(text: str, _clock: _Clock) -> Period | None:
    match = _ISO.search(text)
    if match is None:
        return None
    year, month, day = map(int, match.groups())
    return _days(year, month, day, day)


def _month_day(text: str, clock: _Clock) -> Period | None:
    match = _MONTH_DAY.search(text) or _DAY_MONTH.search(text)
    if match is None:
        return None
    month, day = MONTH_OF[match["month"].lower()], int(match["day"])
    year = int(match["year"]) if match["year"] else clock.year_near(month, day)
    if year is None:
        return None
    return _days(year, month, day, int(match["last"] or day))


def _month(text: str, clock: _Clock) -> Period | None:
    match = _MONTH_YEAR.search(text)
    # "may" and "march" alone are more often verbs than months.
    if match is None:
        return None
    if (
        match["month"] in {"may", "march"}
        and text != match["month"]
        and not match["year"]
    ):
        return None
    month = MONTH_OF[match["month"].lower()]
    year = int(match["year"]) if match["year"] else clock.year_near(month, 1)
    if year is None:
        return None
    return _days(year, month, 1, monthrange(year, month)[1])


def _year_range(text: str, _clock: _Clock) -> Period | None:
    match = _RANGE.search(text)
    if match is None:
        return None
    first = int(match["first"])
    last = int(match["first"][: 4 - len(match["last"])] + match["last"])
    return Period(date(first, 1, 1), date(last, 12, 31)) if first <= last else None


def _decade(text: str, _clock: _Clock) -> Period | None:
    match = _DECADE.search(text)
    if match is None:
        return None
    first = int(match["year"])
    return Period(date(first, 1, 1), date(first + 9, 12, 31))


def _year(text: str, _clock: _Clock) -> Period | None:
    match = _BARE_YEAR.search(text)
    if match is None:
        return None
    year = int(match["year"])
    return Period(date(year, 1, 1), date(year, 12, 31))

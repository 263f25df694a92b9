"""Dates: what "on October 5" or "last year" means, seen from the day of publication.

Only expressions that name days, months, years or decades are understood; anything
else ("recently") has no date, which is better than a wrong one.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from kg.model import Period

_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_MONTH_OF = {name: i for i, name in enumerate(_MONTHS, 1)}
_MONTH_OF |= {name[:3]: i for i, name in enumerate(_MONTHS, 1)} | {"sept": 9}
_WEEKDAYS = (
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
)  # fmt: skip
_COUNTS = (
    "one", "two", "three", "four", "five", "six",
    "seven", "eight", "nine", "ten", "eleven", "twelve",
)  # fmt: skip
_NUMBERS = {word: i for i, word in enumerate(_COUNTS, 1)} | {"a": 1, "an": 1}

_MONTH = r"(?P<month>" + "|".join(sorted(_MONTH_OF, key=len, reverse=True)) + r")\.?"
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
_RELATIVE = _rule(r"\b(?P<which>last|this|next|previous|past|coming)\s+(?P<unit>\w+)")
_AGO = _rule(r"\b(?P<count>\w+)\s+(?P<unit>day|week|month|year)s?\s+(?:ago|earlier)\b")
_WEEKDAY = _rule(r"\b(?P<weekday>" + "|".join(_WEEKDAYS) + r")\b")
_NAMED_DAY = {"today": 0, "tonight": 0, "yesterday": -1, "tomorrow": 1}
_UNIT_DAYS = {"day": 1, "week": 7}


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
        A closed period, or None where the expression names no days.
    """
    clock = _Clock(published)
    text = expression.strip().lower()
    for read in (_iso, _month_day, _year_range, _decade, _relative, _month, _year):
        period = read(text, clock)
        if period is not None:
            return _open_if_since(text, period)
    return None


def _open_if_since(text: str, period: Period) -> Period:
    return Period(period.start, None) if _SINCE.match(text) else period


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
    month, day = _MONTH_OF[match["month"].lower()], int(match["day"])
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
    month = _MONTH_OF[match["month"].lower()]
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


def _relative(text: str, clock: _Clock) -> Period | None:
    today = clock.published
    if today is None:
        return None
    for name, offset in _NAMED_DAY.items():
        if re.search(rf"\b{name}\b", text):
            day = today + timedelta(days=offset)
            return Period(day, day)
    return _ago(text, today) or _last_or_next(text, today) or _weekday(text, today)


def _ago(text: str, today: date) -> Period | None:
    match = _AGO.search(text)
    if match is None:
        return None
    word = match["count"]
    count = int(word) if word.isdigit() else _NUMBERS.get(word)
    if count is None:
        return None
    if match["unit"] in _UNIT_DAYS:
        day = today - timedelta(days=count * _UNIT_DAYS[match["unit"]])
        return Period(day, day)
    return _unit_period(match["unit"], today, -count)


def _last_or_next(text: str, today: date) -> Period | None:
    match = _RELATIVE.search(text)
    if match is None:
        return None
    which, unit = match["which"], match["unit"].removesuffix("'s").removesuffix("’s")
    offset = {"this": 0, "next": 1, "coming": 1}.get(which, -1)
    if unit in _WEEKDAYS:
        days = (today.weekday() - _WEEKDAYS.index(unit)) % 7 or 7
        day = (
            today - timedelta(days=days) if offset < 1 else today + timedelta(7 - days)
        )
        return Period(day, day)
    if unit in _MONTH_OF:
        month = _MONTH_OF[unit]
        year = today.year + (offset if (month >= today.month) == (offset < 0) else 0)
        return _days(year, month, 1, monthrange(year, month)[1])
    return _unit_period(unit, today, offset)


def _unit_period(unit: str, today: date, offset: int) -> Period | None:
    if unit == "year":
        year = today.year + offset
        return Period(date(year, 1, 1), date(year, 12, 31))
    if unit == "month":
        months = today.year * 12 + today.month - 1 + offset
        year, month = divmod(months, 12)
        return _days(year, month + 1, 1, monthrange(year, month + 1)[1])
    if unit == "week":
        monday = today - timedelta(days=today.weekday()) + timedelta(weeks=offset)
        return Period(monday, monday + timedelta(days=6))
    return None


def _weekday(text: str, today: date) -> Period | None:
    match = _WEEKDAY.search(text)
    if match is None:
        return None
    days = (today.weekday() - _WEEKDAYS.index(match["weekday"])) % 7
    day = today - timedelta(days=days)
    return Period(day, day)

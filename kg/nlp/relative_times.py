"""Time expressions that count from the day of publication: "last year", "Monday"."""

import re
from calendar import monthrange
from datetime import date, timedelta

from kg.model import Period

_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
MONTH_OF = {name: i for i, name in enumerate(_MONTHS, 1)}
MONTH_OF |= {name[:3]: i for i, name in enumerate(_MONTHS, 1)} | {"sept": 9}
_WEEKDAYS = (
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
)  # fmt: skip
_COUNTS = (
    "one", "two", "three", "four", "five", "six",
    "seven", "eight", "nine", "ten", "eleven", "twelve",
)  # fmt: skip
_NUMBERS = {word: i for i, word in enumerate(_COUNTS, 1)} | {"a": 1, "an": 1}


def _rule(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


_RELATIVE = _rule(r"\b(?P<which>last|this|next|previous|past|coming)\s+(?P<unit>\w+)")
_AGO = _rule(r"\b(?P<count>\w+)\s+(?P<unit>day|week|month|year)s?\s+(?:ago|earlier)\b")
WEEKDAY = _rule(r"\b(?P<weekday>" + "|".join(_WEEKDAYS) + r")\b")
_PAST_COUNT = _rule(
    r"\b(?:last|past|previous)\s+(?P<count>\w+)\s+(?P<unit>day|week|month|year)s\b"
)
_LASTING = _rule(
    r"(?:for\s+)?(?:(?:nearly|almost|about|over)\s+|more\s+than\s+)?"
    r"(?P<count>\w+)\s+(?P<unit>day|week|month|year)s?"
)
# News does not count back further than this.
_MANY = 1000
_NAMED_DAY = {"today": 0, "tonight": 0, "yesterday": -1, "tomorrow": 1}
_UNIT_DAYS = {"day": 1, "week": 7}


def relative_period(text: str, today: date) -> Period | None:
    """Read an expression that counts from a day, such as "last year" or "Monday"."""
    for name, offset in _NAMED_DAY.items():
        if re.search(rf"\b{name}\b", text):
            day = today + timedelta(days=offset)
            return Period(day, day)
    return (
        _ago(text, today)
        or _past(text, today)
        or _last_or_next(text, today)
        or _weekday(text, today)
    )


def _ago(text: str, today: date) -> Period | None:
    match = _AGO.search(text)
    if match is None:
        return None
    count = _count(match["count"])
    if count is None:
        return None
    if match["unit"] in _UNIT_DAYS:
        day = today - timedelta(days=count * _UNIT_DAYS[match["unit"]])
        return Period(day, day)
    return _unit_period(match["unit"], today, -count)


def _past(text: str, today: date) -> Period | None:
    """Read "the past three months", which end on the day of publication."""
    match = _PAST_COUNT.search(text)
    count = _count(match["count"]) if match else None
    if match is None or count is None:
        return None
    return Period(_back(today, count, match["unit"]), today)


def lasting(expression: str, published: date) -> Period | None:
    """Return the open period of what has gone on "for three years" up to now."""
    match = _LASTING.fullmatch(expression.strip().lower())
    count = _count(match["count"]) if match else None
    if match is None or count is None:
        return None
    return Period(_back(published, count, match["unit"]), None)


def _count(word: str) -> int | None:
    count = int(word) if word.isdecimal() else _NUMBERS.get(word)
    return count if count is not None and count < _MANY else None


def _back(today: date, count: int, unit: str) -> date:
    if unit in _UNIT_DAYS:
        return today - timedelta(days=count * _UNIT_DAYS[unit])
    months = today.year * 12 + today.month - 1 - count * (12 if unit == "year" else 1)
    year, month = divmod(months, 12)
    return date(year, month + 1, min(today.day, monthrange(year, month + 1)[1]))


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
    if unit in MONTH_OF:
        month = MONTH_OF[unit]
        year = today.year + (offset if (month >= today.month) == (offset < 0) else 0)
        return _month_period(year, month)
    return _unit_period(unit, today, offset)


def _unit_period(unit: str, today: date, offset: int) -> Period | None:
    if unit == "year":
        year = today.year + offset
        return Period(date(year, 1, 1), date(year, 12, 31))
    if unit == "month":
        months = today.year * 12 + today.month - 1 + offset
        year, month = divmod(months, 12)
        return _month_period(year, month + 1)
    if unit == "week":
        monday = today - timedelta(days=today.weekday()) + timedelta(weeks=offset)
        return Period(monday, monday + timedelta(days=6))
    return None


def _month_period(year: int, month: int) -> Period:
    return Period(date(year, month, 1), date(year, month, monthrange(year, month)[1]))


def _weekday(text: str, today: date) -> Period | None:
    match = WEEKDAY.search(text)
    if match is None:
        return None
    days = (today.weekday() - _WEEKDAYS.index(match["weekday"])) % 7
    day = today - timedelta(days=days)
    return Period(day, day)

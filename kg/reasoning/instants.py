"""From the lexical form of a date or time to its value.

The values are those of the seven-property model of XML Schema 1.1 part 2 (appendix
D.2): year, month, day, hour, minute, second and the offset of the time zone in minutes,
each None where it is missing. OWL 2 compares values by identity (Structural
Specification, section 4), and two values that mean one instant in different time zones
are equal, not identical: they are different individuals. "Z", "+00:00" and "-00:00"
are one offset; the end of a day is the beginning of the next.
"""

import re
from collections.abc import Callable
from decimal import MAX_EMAX, Context, Decimal

# Year, month, day, hour, minute, second, offset of the time zone in minutes.
type Instant = tuple[
    Decimal | None,
    int | None,
    int | None,
    int | None,
    int | None,
    Decimal | None,
    int | None,
]

_YEAR = "(?P<year>-?(?:[1-9][0-9]{3,}|0[0-9]{3}))"
_MONTH = "(?P<month>0[1-9]|1[0-2])"
_DAY = "(?P<day>0[1-9]|[12][0-9]|3[01])"
_TIME = (
    "(?:(?P<hour>[01][0-9]|2[0-3]):(?P<minute>[0-5][0-9])"
    r":(?P<second>[0-5][0-9](?:\.[0-9]+)?)|(?P<end>24:00:00(?:\.0+)?))"
)
_ZONE = "(?P<zone>Z|[+-](?:(?:0[0-9]|1[0-3]):[0-5][0-9]|14:00))?"
_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def _reader(pattern: str) -> Callable[[str], Instant | None]:
    whole = re.compile(pattern + _ZONE)

    def read(form: str) -> Instant | None:
        match = whole.fullmatch(form)
        return None if match is None else _instant(match.groupdict())

    return read


def _instant(parts: dict[str, str | None]) -> Instant | None:
    year, month, day = parts.get("year"), _int(parts, "month"), _int(parts, "day")
    if day is not None and month is not None and day > _length(year, month):
        return None
    second = parts.get("second")
    instant = (
        None if year is None else Decimal(year),
        month,
        day,
        _int(parts, "hour"),
        _int(parts, "minute"),
        None if second is None else Decimal(second),
        _offset(parts.get("zone")),
    )
    return _midnight_after(instant, year or "") if parts.get("end") else instant


def _int(parts: dict[str, str | None], name: str) -> int | None:
    digits = parts.get(name)
    return None if digits is None else int(digits)


def _length(year: str | None, month: int) -> int:
    # Of a month without a year, February has the 29th; 10,000 years are whole cycles.
    if month == 2 and year is not None:
        cycle = int(year[-4:])
        leap = cycle % 4 == 0 and (cycle % 100 != 0 or cycle % 400 == 0)
        return 29 if leap else 28
    return _DAYS[month - 1]


def _offset(zone: str | None) -> int | None:
    if zone is None:
        return None
    if zone == "Z":
        return 0
    minutes = 60 * int(zone[1:3]) + int(zone[4:])
    return -minutes if zone[0] == "-" else minutes


def _midnight_after(instant: Instant, digits: str) -> Instant:
    year, month, day, _, _, _, offset = instant
    if year is not None and month is not None and day is not None:
        day += 1
        if day > _length(digits, month):
            month, day = month + 1, 1
        if month > 12:
            # The usual context would round, or overflow at a million digits.
            exact = Context(prec=len(digits) + 1, Emax=MAX_EMAX)
            year, month = exact.add(year, 1), 1
    return year, month, day, 0, 0, Decimal(0), offset


date_time = _reader(f"{_YEAR}-{_MONTH}-{_DAY}T{_TIME}")
date = _reader(f"{_YEAR}-{_MONTH}-{_DAY}")
time = _reader(_TIME)
year = _reader(_YEAR)
year_month = _reader(f"{_YEAR}-{_MONTH}")
month_day = _reader(f"--{_MONTH}-{_DAY}")
day = _reader(f"---{_DAY}")
month = _reader(f"--{_MONTH}")


def is_zoned(instant: Instant) -> bool:
    """Say whether a time zone is given, as xsd:dateTimeStamp requires."""
    return instant[-1] is not None

"""Bars by month, as numbers that a template draws with; no script has a part in it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

# In units of the drawing; the page scales it to its own width.
_WIDTH, _HEIGHT, _FLOOR, _TOP = 320, 124, 100, 4
_GAP = 0.2
_WIDEST = 24.0
# So many labels have room below the bars.
_TICKS = 4
_MONTHS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A month and how often, with the place of its bar."""

    month: str
    count: int
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Tick:
    """A label below the bars."""

    x: float
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """All bars from the first month to the last; `told` says the same in words."""

    width: int
    height: int
    floor: int
    bars: tuple[Bar, ...]
    ticks: tuple[Tick, ...]
    told: str


def draw_months(counts: Mapping[str, int]) -> Chart | None:
    """Return a bar for each month from the first to the last; none without any.

    Args:
        counts: How often, by months such as `2024-05`; others are left out.
    """
    known = {_number(month): count for month, count in counts.items() if _is(month)}
    if not known:
        return None
    first, last = min(known), max(known)
    step = min(_WIDTH / (last - first + 1), _WIDEST)
    most = max(known.values())
    bars = []
    for number in range(first, last + 1):
        count = known.get(number, 0)
        height = (_FLOOR - _TOP) * count / most
        bars.append(
            Bar(
                month=_name(number),
                count=count,
                x=round((number - first + _GAP / 2) * step, 2),
                y=round(_FLOOR - height, 2),
                width=round((1 - _GAP) * step, 2),
                height=round(height, 2),
            )
        )
    return Chart(
        width=_WIDTH,
        height=_HEIGHT,
        floor=_FLOOR,
        bars=tuple(bars),
        ticks=tuple(_ticks(bars)),
        told=_told(known, most),
    )


def _ticks(bars: list[Bar]) -> Iterable[Tick]:
    """Yield labels as wide apart as they are long, the first one always."""
    free = 0.0
    room = _WIDTH / _TICKS
    for bar in bars:
        if bar.x >= free and bar.x + room / 2 <= _WIDTH:
            yield Tick(bar.x, bar.month)
            free = bar.x + room


def _told(known: Mapping[int, int], most: int) -> str:
    peak = min(number for number, count in known.items() if count == most)
    total = sum(known.values())
    first, last = _name(min(known)), _name(max(known))
    if first == last:
        return f"{total:,} in {first}"
    return f"{total:,} from {first} to {last}, most in {_name(peak)} ({most:,})"


def _is(month: str) -> bool:
    year, dash, rest = month.partition("-")
    if not (dash and len(year) == 4 and len(rest) == 2):
        return False
    return (year + rest).isdecimal() and 1 <= int(rest) <= _MONTHS


def _number(month: str) -> int:
    year, _, rest = month.partition("-")
    return int(year) * _MONTHS + int(rest) - 1


def _name(number: int) -> str:
    return f"{number // _MONTHS:04}-{number % _MONTHS + 1:02}"

"""How many claims there are along time, as bars of equal width."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from server.explore.filters import Window

WIDTH, HEIGHT = 1000, 100
# Bars of a strip; beyond that a bar stands for a longer stretch.
_MOST_BARS = 120
# Months that a bar may stand for.
_SPANS = (1, 3, 12, 60, 120, 600)
_YEAR = 12
_LABELS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A stretch of days, both ends included, with how many claims are in it.

    The numbers are in units of the strip; `y` and `height` are those of the bar.
    """

    start: date
    end: date
    count: int
    x: float
    width: float
    y: float
    height: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Strip:
    """Bars from the first day to the last, and labels at even distances.

    `chosen` is where the stretch begins and how wide it is that is looked at.
    """

    bars: tuple[Bar, ...]
    labels: tuple[str, ...]
    most: int
    chosen: tuple[float, float] | None


def make_strip(days: Mapping[date, int], window: Window) -> Strip | None:
    """Return the strip of all days; nothing if there are none.

    Args:
        days: How many claims there are of each.
        window: The stretch that is looked at.
    """
    if not days:
        return None
    first, last = _month(min(days)), _month(max(days))
    fitting = (span for span in _SPANS if (last - first) // span < _MOST_BARS)
    span = next(fitting, _SPANS[-1])
    first -= first % span
    counts = [0] * ((last - first) // span + 1)
    for day, count in days.items():
        counts[(_month(day) - first) // span] += count
    width = WIDTH / len(counts)
    most = max(counts)
    bars = tuple(
        Bar(
            start=_day(first + number * span),
            end=_day(first + (number + 1) * span) - timedelta(days=1),
            count=count,
            x=round(number * width, 2),
            width=round(width, 2),
            y=round(HEIGHT * (1 - count / most), 2),
            height=round(HEIGHT * count / most, 2),
        )
        for number, count in enumerate(counts)
    )
    return Strip(
        bars=bars, labels=_labels(bars, span), most=most, chosen=_chosen(bars, window)
    )


def _labels(bars: tuple[Bar, ...], span: int) -> tuple[str, ...]:
    steps = min(_LABELS, len(bars))
    places = (round(n * (len(bars) - 1) / max(steps - 1, 1)) for n in range(steps))
    length = len("2021-10") if span < _YEAR else len("2021")
    return tuple(bars[place].start.isoformat()[:length] for place in places)


def _chosen(bars: tuple[Bar, ...], window: Window) -> tuple[float, float] | None:
    if not window:
        return None
    start, end = window.start or date.min, window.end or date.max
    inside = [bar for bar in bars if bar.end >= start and bar.start <= end]
    if not inside:
        return None
    left = inside[0].x
    return left, round(inside[-1].x + inside[-1].width - left, 2)


def _month(day: date) -> int:
    """Return the number of a month, counted from the year 0."""
    return day.year * 12 + day.month - 1


def _day(month: int) -> date:
    """Return the first day of a month by its number, the last day of all if later."""
    year, index = divmod(month, 12)
    if year < date.min.year:
        return date.min
    return date(year, index + 1, 1) if year <= date.max.year else date.max

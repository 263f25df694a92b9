"""Reliability: of the claims with a confidence of p, is the share p right?"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

BINS = 5
_SIDE, _MARGIN = 320, 48


@dataclass(frozen=True, slots=True, kw_only=True)
class Bin:
    """Claims of like confidence: how sure on average, and which share is right."""

    low: float
    high: float
    count: int
    expected: float
    right: float


def bins_of(judged: Sequence[tuple[float, bool]], number: int = BINS) -> list[Bin]:
    """Return bins of about as many claims each, by rising confidence.

    Args:
        judged: Confidence of each claim, and whether it is right.
        number: How many bins.
    """
    ordered = sorted(judged)
    borders = [round(i * len(ordered) / number) for i in range(number + 1)]
    pieces = (ordered[a:b] for a, b in pairwise(borders))
    return [
        Bin(
            low=piece[0][0],
            high=piece[-1][0],
            count=len(piece),
            expected=sum(p for p, _ in piece) / len(piece),
            right=sum(right for _, right in piece) / len(piece),
        )
        for piece in pieces
        if piece
    ]


def plot(bins: Sequence[Bin]) -> str:
    """Return a reliability diagram as SVG: the nearer the diagonal, the better."""
    size = _SIDE + 2 * _MARGIN
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}"',
            ' font-family="sans-serif" font-size="12" role="img">',
            "<title>Reliability of the confidence of claims</title>",
            f'<rect width="{size}" height="{size}" fill="#fff"/>',
            *_axes(),
            *_points(bins),
            "</svg>",
            "",
        ]
    )


def _axes() -> Iterator[str]:
    left, right, low, high = _x(0), _x(1), _y(0), _y(1)
    yield (
        f'<path d="M{left} {high}V{low}H{right}" fill="none" stroke="#333"/>'
        f'<path d="M{left} {low}L{right} {high}" stroke="#999" stroke-dasharray="4"/>'
    )
    for step in range(0, 11, 2):
        value = step / 10
        yield (
            f'<text x="{_x(value)}" y="{low + 18}" text-anchor="middle">{value}</text>'
            f'<text x="{left - 8}" y="{_y(value) + 4}" text-anchor="end">{value}</text>'
        )
    middle = _x(0.5)
    yield f'<text x="{middle}" y="{low + 38}" text-anchor="middle">confidence</text>'
    yield f'<text x="{left}" y="{high - 14}">share that is right</text>'


def _points(bins: Sequence[Bin]) -> Iterator[str]:
    places = [(_x(each.expected), _y(each.right)) for each in bins]
    line = " ".join(f"{x},{y}" for x, y in places)
    yield f'<polyline points="{line}" fill="none" stroke="#0b5c8a" stroke-width="2"/>'
    for (x, y), each in zip(places, bins, strict=True):
        yield (
            f'<circle cx="{x}" cy="{y}" r="4" fill="#0b5c8a">'
            f"<title>{each.count} claims</title></circle>"
        )


def _x(value: float) -> float:
    return round(_MARGIN + value * _SIDE, 1)


def _y(value: float) -> float:
    return round(_MARGIN + (1 - value) * _SIDE, 1)

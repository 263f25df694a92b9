"""A text cut where marks begin and end, so that it can be shown with all of them."""

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from kg.model import Span


@dataclass(frozen=True, slots=True)
class Segment[Mark]:
    """A stretch of a text that lies below the same marks, the longest mark first."""

    span: Span
    text: str
    marks: tuple[Mark, ...]


def segments[Mark](
    text: str, marks: Iterable[tuple[Span, Mark]]
) -> Iterator[Segment[Mark]]:
    """Yield a text in segments that, put together, are the text again.

    Marks may lie in each other and overlap as they like. What reaches beyond the text
    is cut off.

    Args:
        text: The text.
        marks: Spans of it, in code points, and what they mean.
    """
    known = [(span, mark) for span, mark in marks if span.start < len(text)]
    coming = deque(sorted(known, key=lambda pair: pair[0].start))
    ends = {min(end, len(text)) for span, _ in known for end in (span.start, span.end)}
    over: list[tuple[Span, Mark]] = []
    for start, end in pairwise(sorted({0, len(text), *ends})):
        over = [pair for pair in over if pair[0].end > start]
        while coming and coming[0][0].start == start:
            over.append(coming.popleft())
        over.sort(key=lambda pair: (pair[0].start - pair[0].end, pair[0].start))
        yield Segment(Span(start, end), text[start:end], tuple(m for _, m in over))

"""A text with marks in it: spans that cross one another become elements that nest."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from itertools import pairwise

_ENDS = (".", "!", "?", "”", '"', "»", ":", "…")
# A shorter line, in code points, is a heading, or the last of its paragraph.
_SHORT = 60


class MarkKind(IntEnum):
    """What a mark says of its words; of two as long, the lower one is outside."""

    SENTENCE = 0
    CONTENT = 1
    SOURCE = 2
    CUE = 3
    MENTION = 4
    TRIGGER = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A half-open span of a text, in code points, and what it stands for.

    Attributes:
        start: Where it begins.
        end: Where it ends.
        kind: What it says of its words.
        claims: Numbers of the claims that it is evidence of.
        entity: IRI of the entity that the words refer to.
    """

    start: int
    end: int
    kind: MarkKind
    claims: tuple[int, ...] = ()
    entity: str | None = None

    @property
    def is_link(self) -> bool:
        """Whether the words lead somewhere, so that no other link may be inside."""
        return self.kind in (MarkKind.MENTION, MarkKind.TRIGGER)


@dataclass(frozen=True, slots=True)
class Node:
    """A stretch of text: words, or what a mark encloses.

    `is_first` says whether the mark begins here, and is not only going on.
    """

    text: str = ""
    mark: Mark | None = None
    is_first: bool = True
    children: tuple["Node", ...] = ()


def nest(text: str, marks: Iterable[Mark]) -> tuple[tuple[Node, ...], ...]:
    """Return the paragraphs of a text, each a row of nodes.

    Joined, the texts of all nodes are the text without the space between paragraphs.
    Where two marks cross, the later one is cut; where two links share words, the inner
    one has them; marks that reach beyond the text are left out.

    Args:
        text: What the spans are counted in.
        marks: In any order; equal ones become one.
    """
    fitting = [mark for mark in marks if 0 <= mark.start < mark.end <= len(text)]
    pieces = _apart(_merged(fitting))
    paragraphs = []
    for start, end in _paragraphs(text):
        inside = [
            (max(a, start), min(b, end), mark)
            for a, b, mark in pieces
            if a < end and b > start
        ]
        paragraphs.append(_nodes(text, start, end, _uncrossed(inside)))
    return tuple(paragraphs)


type _Piece = tuple[int, int, Mark]


def _paragraphs(text: str) -> Iterable[tuple[int, int]]:
    """Yield where paragraphs begin and end, without the space around them.

    A blank line ends one; so does a line that ends like a sentence, or a short one.
    Other line ends are where an editor broke a paragraph.
    """
    at, start = 0, 0
    for line in text.splitlines(keepends=True):
        before, at = at, at + len(line)
        words = line.rstrip()
        if not text[start:before].strip():
            start = before
        if words and not words.endswith(_ENDS) and len(words) >= _SHORT:
            continue
        yield from _trimmed(text, start, at)
        start = at
    yield from _trimmed(text, start, at)


def _trimmed(text: str, start: int, end: int) -> Iterable[tuple[int, int]]:
    words = text[start:end].strip()
    if words:
        first = text.index(words, start)
        yield first, first + len(words)


def _merged(marks: Iterable[Mark]) -> list[Mark]:
    """Return the marks, those of the same words and kind as one."""
    merged: dict[tuple[int, int, MarkKind], Mark] = {}
    for mark in marks:
        key = (mark.start, mark.end, mark.kind)
        known = merged.get(key, mark)
        claims = tuple(sorted({*known.claims, *mark.claims}))
        entity = known.entity or mark.entity
        merged[key] = replace(known, claims=claims, entity=entity)
    return list(merged.values())


def _apart(marks: Sequence[Mark]) -> list[_Piece]:
    """Return the pieces that marks cover; words of two links are the inner one's."""
    pieces = [(mark.start, mark.end, mark) for mark in marks if not mark.is_link]
    links = sorted(
        (mark for mark in marks if mark.is_link),
        key=lambda mark: (mark.end - mark.start, -mark.kind, mark.start),
    )
    taken: list[tuple[int, int]] = []
    for mark in links:
        free = [(mark.start, mark.end)]
        for start, end in taken:
            free = [rest for each in free for rest in _without(each, start, end)]
        pieces.extend((start, end, mark) for start, end in free)
        taken.extend(free)
    return pieces


def _without(span: tuple[int, int], start: int, end: int) -> Iterable[tuple[int, int]]:
    left = (span[0], min(span[1], start))
    right = (max(span[0], end), span[1])
    if end <= span[0] or start >= span[1]:
        yield span
        return
    yield from (each for each in (left, right) if each[0] < each[1])


def _uncrossed(pieces: Iterable[_Piece]) -> list[_Piece]:
    """Return pieces of which any two are apart, or one inside the other."""
    waiting = sorted(pieces, key=_order, reverse=True)
    done: list[_Piece] = []
    open_ends: list[int] = []
    while waiting:
        start, end, mark = waiting.pop()
        while open_ends and open_ends[-1] <= start:
            open_ends.pop()
        if open_ends and open_ends[-1] < end:
            # It goes on behind what it crosses, which ends first.
            waiting.append((open_ends[-1], end, mark))
            waiting.sort(key=_order, reverse=True)
            end = open_ends[-1]
        done.append((start, end, mark))
        open_ends.append(end)
    return done


def _order(piece: _Piece) -> tuple[int, int, int, int, int]:
    start, end, mark = piece
    return start, -end, mark.kind, mark.start, -mark.end


def _nodes(
    text: str, start: int, end: int, pieces: Sequence[_Piece]
) -> tuple[Node, ...]:
    """Return the nodes of a stretch; pieces are in order and do not cross."""
    outer: list[tuple[_Piece, list[_Piece]]] = []
    for piece in pieces:
        if outer and piece[0] < outer[-1][0][1]:
            outer[-1][1].append(piece)
        else:
            outer.append((piece, []))
    nodes = []
    edges = [start, *(at for (a, b, _), _ in outer for at in (a, b)), end]
    gaps = [text[a:b] for a, b in pairwise(edges)][::2]
    for ((a, b, mark), inside), gap in zip(outer, gaps, strict=False):
        if gap:
            nodes.append(Node(gap))
        children = _nodes(text, a, b, inside)
        is_first = a == mark.start
        nodes.append(Node(mark=mark, is_first=is_first, children=children))
    if gaps[-1]:
        nodes.append(Node(gaps[-1]))
    return tuple(nodes)

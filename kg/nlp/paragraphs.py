"""Cut a text into paragraphs, so that no sentence is parsed across two of them."""

import itertools
import re
from collections.abc import Iterator

# A blank line ends a paragraph; so does a line that ends like a sentence, or a short
# line, which is a heading or page furniture.
_BLANK = re.compile(r"\n\s*\n\s*")
_LINE = re.compile(r"\n\s*")
_ENDS = (".", "!", "?", "”", '"', ":", "…")
_SHORT = 60
# The longest piece, in code points: several stages look at all pairs of words of a
# sentence, and text without any punctuation is one sentence to a parser.
LONGEST = 5_000
_SENTENCE_END = re.compile(r"[.!?…][”\"»’')]*\s+")
_SPACE = re.compile(r"\s+")


def split_paragraphs(text: str) -> tuple[str, ...]:
    """Return the paragraphs, each with the space after it; joined they are the text.

    A paragraph longer than `LONGEST` is cut between sentences, or else words.
    """
    cuts = {match.end() for match in _BLANK.finditer(text)}
    start = 0
    for match in _LINE.finditer(text):
        line = text[start : match.start()].rstrip()
        if line.endswith(_ENDS) or len(line) < _SHORT:
            cuts.add(match.end())
        start = match.end()
    edges = [0, *sorted(cuts - {0, len(text)}), len(text)]
    return tuple(
        piece
        for first, last in itertools.pairwise(edges)
        for piece in _shortened(text[first:last])
    )


def _shortened(paragraph: str) -> Iterator[str]:
    start = 0
    while len(paragraph) - start > LONGEST:
        window = paragraph[start : start + LONGEST]
        cut = _last_end(_SENTENCE_END, window) or _last_end(_SPACE, window) or LONGEST
        yield window[:cut]
        start += cut
    yield paragraph[start:]


def _last_end(pattern: re.Pattern[str], text: str) -> int:
    return max((match.end() for match in pattern.finditer(text)), default=0)

"""Cut a text into paragraphs, so that no sentence is parsed across two of them.

A dateline ("KABUL (Pajhwok) --") counts as one: parsers take its city for the subject
of the sentence after it.
"""

import itertools
import re
from collections.abc import Iterator

# A blank line ends a paragraph; so does a line that ends like a sentence, or a short
# line, which is a heading or page furniture.
_BLANK = re.compile(r"\n\s*\n\s*")
_LINE = re.compile(r"\n\s*")
_ENDS = (".", "!", "?", "”", '"', ":", "…")
_SHORT = 60
# Where a report was written: a place, perhaps a day and an agency, then a dash before a
# capital. A colon ends it only after an agency, since names of speakers take one.
_PLACE = r"[A-Z][\w.’'-]*(?: [A-Z][\w.’'-]*){0,3}"
_MONTH = r"[A-Z][a-z]{2,8}\.?"
_DAY = rf"(?:, (?:{_MONTH} \d{{1,2}}|\d{{1,2}} {_MONTH}|[A-Z]{{2,8}})){{0,2}}"
_AGENCY = r" ?\([^()\n]{2,40}\)"
_DATELINE = re.compile(
    rf"{_PLACE}(?:, {_PLACE})?{_DAY}(?:(?:{_AGENCY})? ?(?:--|—|–| -)|{_AGENCY} ?:)"
    r"\s*(?=[A-Z“\"‘'])"
)
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
        for part in _without_dateline(text[first:last])
        for piece in _shortened(part)
    )


def _without_dateline(paragraph: str) -> tuple[str, ...]:
    match = _DATELINE.match(paragraph)
    if match is None or match.end() == len(paragraph):
        return (paragraph,)
    return paragraph[: match.end()], paragraph[match.end() :]


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

"""Cut a text into paragraphs, so that no sentence is parsed across two of them."""

import itertools
import re

# A blank line ends a paragraph; so does a line that ends like a sentence, or a short
# line, which is a heading or page furniture.
_BLANK = re.compile(r"\n\s*\n\s*")
_LINE = re.compile(r"\n\s*")
_ENDS = (".", "!", "?", "”", '"', ":", "…")
_SHORT = 60


def split_paragraphs(text: str) -> tuple[str, ...]:
    """Return the paragraphs, each with the space after it; joined they are the text."""
    cuts = {match.end() for match in _BLANK.finditer(text)}
    start = 0
    for match in _LINE.finditer(text):
        line = text[start : match.start()].rstrip()
        if line.endswith(_ENDS) or len(line) < _SHORT:
            cuts.add(match.end())
        start = match.end()
    edges = [0, *sorted(cuts - {0, len(text)}), len(text)]
    return tuple(text[first:last] for first, last in itertools.pairwise(edges))

"""A cheap, honest check that a text is English: its script and its small words."""

import re
import unicodedata
from functools import cache
from importlib.resources import files

_WORD = re.compile(r"[^\W\d_]+")
# A shorter text may well do without small words; it gets the benefit of the doubt.
_FEWEST_WORDS = 20
_LONGEST_SAMPLE = 20_000
# Measured on 5,457 English texts of 21 words or more, mostly single sentences: all
# but two have more, or are lists of names. Texts in other languages have less.
_LEAST_DISTINCTIVE = 0.02
_LEAST = 0.2
_LIST_OF_NAMES = 0.5


def why_not_english(text: str) -> str | None:
    """Return the reason to think that a text is not English, or nothing.

    Only the start of a long text is looked at. A text of 20 words or fewer, and one
    that is a list of names, is judged by its script alone.
    """
    words = _WORD.findall(text[:_LONGEST_SAMPLE])
    letters = "".join(words)
    latin = sum(unicodedata.name(c, "").startswith("LATIN") for c in letters)
    if latin * 2 < len(letters):
        others = len(letters) - latin
        return f"not English: {others} of {len(letters)} letters are not Latin"
    if len(words) <= _FEWEST_WORDS:
        return None
    shared, distinctive = _function_words()
    folded = [word.casefold() for word in words]
    names = sum(word[0].isupper() for word in words) / len(words)
    clear = sum(word in distinctive for word in folded) / len(words)
    share = clear + sum(word in shared for word in folded) / len(words)
    if clear < _LEAST_DISTINCTIVE and share < _LEAST and names < _LIST_OF_NAMES:
        return f"not English: {share:.0%} of the words are English function words"
    return None


@cache
def _function_words() -> tuple[frozenset[str], frozenset[str]]:
    """Read the words that other languages write too, and those that are English."""
    table = files("kg.sources").joinpath("function_words.en.tsv")
    rows = [line.split("\t") for line in table.read_text("utf-8").splitlines()[1:]]
    shared = frozenset(word for word, kind in rows if kind == "shared")
    return shared, frozenset(word for word, kind in rows) - shared

"""A cheap, honest check that a text is English: its script and its small words."""

import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

_WORD = re.compile(r"[^\W\d_]+")
# A shorter text may well do without small words; it gets the benefit of the doubt.
_FEWEST_WORDS = 20
_LONGEST_SAMPLE = 20_000
# A text with fewer English words than this is refused if it has words of another
# language, or is long enough to be sure. Measured on 5,457 English texts of 21 words
# or more, mostly single sentences: none is refused.
_LEAST_DISTINCTIVE = 0.02
_LEAST = 0.2
_LIST_OF_NAMES = 0.5
_FOREIGN = 0.1
_SURE_WORDS = 60


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
    kinds = [_function_words().get(word.casefold()) for word in words]
    distinctive = kinds.count("distinctive") / len(words)
    english = distinctive + kinds.count("shared") / len(words)
    names = sum(word[0].isupper() for word in words) / len(words)
    if distinctive >= _LEAST_DISTINCTIVE or english >= _LEAST or names > _LIST_OF_NAMES:
        return None
    foreign = kinds.count("foreign") / len(words)
    if foreign < _FOREIGN and len(words) <= _SURE_WORDS:
        return None
    return f"not English: {english:.0%} of the words are English function words"


@cache
def _function_words() -> Mapping[str, str]:
    """Read small words: English ones, ones that other languages share, foreign ones."""
    table = files("kg.sources").joinpath("function_words.tsv").read_text("utf-8")
    rows = (line.partition("\t") for line in table.splitlines()[1:])
    return {word: kind for word, _, kind in rows}

"""Folding: what two spellings of one name have in common."""

import re
import unicodedata
from pathlib import Path

from kg.gazetteer.tables import TRANSLITERATION, read_rows

type Transliteration = tuple[tuple[str, str], ...]

# Latin letters that Unicode does not decompose into a base letter and a mark.
_LETTERS = str.maketrans(
    {
        "ə": "a",
        "\N{LATIN SMALL LETTER DOTLESS I}": "i",
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "æ": "ae",
        "œ": "oe",
        "ħ": "h",
    }
)
# Full stops, apostrophes and the marks that transliterations write like them.
_DROPPED = re.compile("[.'`\u2018\u2019\u02bb\u02bc\u02be\u02bf]")
_OTHER = re.compile(r"[\W_]+")
_REPEATED = re.compile(r"(.)\1+")


def fold(surface: str) -> str:
    """Return a key equal for spellings that differ in case, marks or punctuation.

    >>> fold("Recep Tayyip Erdoğan"), fold("The Shahed-136"), fold("Sana'a")
    ('recep tayyip erdogan', 'shahed 136', 'sanaa')
    """
    if surface.isascii():
        text = surface.lower()
    else:
        # İ decomposes under casefolding into i and a dot, which goes with the marks.
        decomposed = unicodedata.normalize("NFKD", surface.casefold())
        marked = decomposed.translate(_LETTERS)
        text = "".join(c for c in marked if not unicodedata.combining(c))
    words = _OTHER.sub(" ", _DROPPED.sub("", text)).strip()
    return words.removeprefix("the ")


def read_transliteration(file: Path) -> Transliteration:
    """Return the replacements that make transliterations alike, in table order.

    Raises:
        GazetteerError: For an unreadable table or an empty pattern.
    """
    rules = []
    for row in read_rows(file, TRANSLITERATION):
        pattern, replacement = row.cells
        if not pattern:
            row.fail("needs letters to replace")
        rules.append((pattern, replacement))
    return tuple(rules)


def skeleton(folded: str, rules: Transliteration) -> str:
    """Return what transliterations of one name have in common.

    >>> skeleton("zelenskyy", (("y", "i"),)) == skeleton("zelenskiy", (("y", "i"),))
    True
    """
    for pattern, replacement in rules:
        folded = folded.replace(pattern, replacement)
    return _REPEATED.sub(r"\1", folded)

"""What somebody types into a search box, as an expression of SQLite's FTS5.

Words have to stand in a document, all of them, in any order. Words in double quotes
have to stand side by side, and a star after a word or a phrase stands for any ending.
Nothing of what is typed reaches FTS5 as syntax: it gets letters, digits and the quotes
put around them here. See https://www.sqlite.org/fts5.html, section 3.
"""

import re
import unicodedata
from dataclasses import dataclass

from kg.errors import QueryError

MAX_LENGTH = 1_000

_PIECE = re.compile(r'"(?P<phrase>[^"]*)"(?P<star>\*?)|(?P<word>[^\s"]+)')
_QUOTES = str.maketrans("“”„", '"""')
# Letters that no decomposition of Unicode leads back to the plain ones.
_PLAIN = str.maketrans("əƏıŁłØøĐđĦħŦŧ", "eEiLlOoDdHhTt")


@dataclass(frozen=True, slots=True)
class Expression:
    """What is searched for.

    `match` is for FTS5; `whole` is the text folded, to compare with whole names;
    `as_written` says that words are meant as they are written, not in all their forms.
    """

    match: str
    whole: str
    as_written: bool


def read_words(text: str) -> Expression | None:
    """Return the expression for what somebody typed; nothing if it has no words.

    Raises:
        QueryError: If it is longer than `MAX_LENGTH`.
    """
    terms = []
    as_written = False
    for piece in _pieces(text):
        word = piece["word"]
        words = _letters(piece["phrase"] if word is None else word)
        if words:
            starred = bool(piece["star"]) if word is None else word.endswith("*")
            as_written |= starred or word is None
            terms.append(f'"{words}"' + "*" * starred)
    if not terms:
        return None
    return Expression(" AND ".join(terms), fold(text), as_written)


def read_beginning(text: str) -> Expression | None:
    """Return the expression for words of which the last may not be complete yet.

    Raises:
        QueryError: If they are longer than `MAX_LENGTH`.
    """
    words = [letters for piece in _pieces(text) if (letters := _letters(piece[0]))]
    if not words:
        return None
    match = " AND ".join(f'"{word}"' for word in words) + "*"
    return Expression(match, fold(text), as_written=True)


def plain(text: str) -> str:
    """Return a text, letter by letter, with plain ones where FTS5 would not fold."""
    return text.translate(_PLAIN)


def fold(text: str) -> str:
    """Return a text without case, accents and punctuation, to compare names by."""
    decomposed = unicodedata.normalize("NFKD", plain(text).casefold())
    bare = "".join(c for c in decomposed if not unicodedata.combining(c))
    return _letters(bare)


def _pieces(text: str) -> list[re.Match[str]]:
    if len(text) > MAX_LENGTH:
        raise QueryError(
            f"a search has at most {MAX_LENGTH:,} characters, not {len(text):,}"
        )
    return list(_PIECE.finditer(text.translate(_QUOTES)))


def _letters(text: str) -> str:
    """Return the letters, digits and accents of a text, with a space for the rest."""
    kept = "".join(
        c if c.isalnum() or unicodedata.category(c).startswith("M") else " "
        for c in plain(text)
    )
    # An accent alone is no word.
    return " ".join(word for word in kept.split() if any(map(str.isalnum, word)))

"""The names of the gazetteer, by the beginnings of their words."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from weakref import finalize

from kg.errors import StoreError
from kg.gazetteer.folding import fold
from server.reconciliation.kept import open_kept

# How many places of the index are looked at for a name that is misspelt.
_PLACES = 150
# Two words that differ in a letter or two are one word misspelt, if they are long.
_LONG_WORD = 5
_SPELLING = 0.8
_HEAD = 4
_AFTER_ALL = "\U0010ffff"

_BEGINNING = """
SELECT entity, min(CASE
    WHEN surface = :start THEN 0
    WHEN surface >= :start AND surface < :after THEN 1
    ELSE 2 END) AS rank
FROM place WHERE start >= :start AND start < :after
GROUP BY entity ORDER BY rank, max(prior) DESC, entity LIMIT :limit"""

_SIMILAR = """
SELECT entity, surface, start FROM place
WHERE start >= :start AND start < :after ORDER BY start LIMIT :limit"""


@dataclass(frozen=True, slots=True)
class Similar:
    """An entity by its id, with the folded name that is like the one asked for.

    `share` is how much of the words of both are the same, from 0 to 1.
    """

    id: str
    surface: str
    share: float


class NameIndex:
    """All names and aliases, folded, by the place where each word of them begins.

    For one thread at a time.
    """

    def __init__(self, path: Path) -> None:
        """Open the file that `server.reconciliation.kept` made.

        Raises:
            StoreError: If it cannot be read.
        """
        self._path = path
        with self._errors_named():
            self._file = open_kept(path)
            self._let_go = finalize(self, self._file.close)

    def beginning(self, text: str, limit: int) -> tuple[str, ...]:
        """Return the ids of entities in whose names words begin so, likeliest first.

        Whole names come first, then names that begin so, then other words of names.

        Raises:
            StoreError: If the file cannot be read.
        """
        rows = self._ask(_BEGINNING, fold(text), limit)
        return tuple(row[0] for row in rows)

    def similar(self, text: str) -> Iterator[Similar]:
        """Yield entities with names of much the same words, misspelt perhaps.

        The longest word has to be among them, and to begin alike. Each entity comes
        once.

        Raises:
            StoreError: If the file cannot be read.
        """
        words = fold(text).split()
        best: dict[str, tuple[float, str]] = {}
        longest = max(words, key=len, default="")
        alike: dict[str, float] = {}
        for entity, surface, start in self._ask(_SIMILAR, longest[:_HEAD], _PLACES):
            word = start.partition(" ")[0]
            if word not in alike:
                alike[word] = likeness(longest, word)
            if alike[word]:
                found = (overlap(words, surface.split()), surface)
                best[entity] = max(found, best.get(entity, found))
        for entity, (share, surface) in best.items():
            yield Similar(entity, surface, share)

    def _ask(self, query: str, start: str, limit: int) -> list[tuple[str, ...]]:
        if not start:
            return []
        values = {"start": start, "after": start + _AFTER_ALL, "limit": limit}
        with self._errors_named():
            return self._file.execute(query, values).fetchall()

    @contextmanager
    def _errors_named(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise StoreError(f"{self._path}: cannot be read: {error}") from error


def overlap(one: list[str], other: list[str]) -> float:
    """Return how many words two names share, of all that they have, from 0 to 1.

    >>> overlap(["ilham", "aliyev"], ["aliyev"])
    0.5
    """
    left = list(other)
    shared = 0.0
    for word in one:
        alike = [(likeness(word, each), each) for each in left]
        best = max(alike, default=(0.0, ""))
        if best[0]:
            shared += best[0]
            left.remove(best[1])
    return shared / max(1, len(one) + len(left))


def likeness(one: str, other: str) -> float:
    """Return 1 for equal words, less for one that is misspelt, 0 for others."""
    if one == other:
        return 1.0
    shorter, longer = sorted((len(one), len(other)))
    if shorter < _LONG_WORD or longer - shorter > 2 or one[0] != other[0]:
        return 0.0
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    # An upper bound, quicker to have.
    if matcher.quick_ratio() < _SPELLING:
        return 0.0
    ratio = matcher.ratio()
    return ratio if ratio >= _SPELLING else 0.0

"""Searching a text index: ranked hits, suggestions, and what matches at all."""

import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any
from weakref import finalize

from kg.errors import StoreError
from kg.rdf import text_layout as sql
from kg.rdf.text_documents import Kind
from kg.rdf.text_words import Expression, read_beginning, read_words
from kg.sqlite import open_unchanging

# How many matches of a search are kept in memory for SPARQL, and of how many searches.
MAX_MATCHES = 100_000
_KEPT = 8
# No text has these characters: they are cut out when the index is written.
_OPEN, _CLOSE = "\x02", "\x03"


@dataclass(frozen=True, slots=True)
class Passage:
    """A text, and where in it a search matches: half-open spans, in code points."""

    text: str
    marks: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A thing that a search found; the higher the score, the better the match.

    The snippet is from the text or the names that match, or the beginning of the text
    where the title alone does; it is empty where there is nothing but a title.
    """

    iri: str
    kind: Kind
    title: Passage
    snippet: Passage
    score: float


@dataclass(frozen=True, slots=True)
class SearchPage:
    """Some hits of a search, best first, and how many it has in all."""

    hits: tuple[Hit, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A thing whose name goes on as somebody began to type it."""

    iri: str
    kind: Kind
    title: str


class TextIndex:
    """A text index, opened to read; for one thread at a time."""

    def __init__(self, path: Path) -> None:
        """Open the file.

        Raises:
            StoreError: If there is none, or it cannot be read.
        """
        if not path.is_file():
            raise StoreError(
                f"{path.parent}: the snapshot has no text index; publish it anew with "
                "'kg build'"
            )
        self._path = path
        with self._errors_named():
            self._file = open_unchanging(path)
            self._let_go = finalize(self, self._file.close)
            self._check_layout()
            rows = self._file.execute(sql.KINDS)
            self._numbers = {Kind(kind): (first, last) for kind, first, last in rows}
        self._matches = lru_cache(maxsize=_KEPT)(self._read_matches)

    def search(
        self,
        words: str,
        *,
        kinds: Collection[str] = (),
        limit: int = 20,
        offset: int = 0,
    ) -> SearchPage:
        """Return the things that match words, best first.

        Args:
            words: As `kg.rdf.text_words` reads them; without any nothing matches.
            kinds: Values of `Kind`; all, if not given.
            limit: How many hits to return at most.
            offset: How many of the best to leave out.

        Raises:
            QueryError: If the words are too long.
            StoreError: If the index cannot be read.
        """
        expression = read_words(words)
        if expression is None:
            return SearchPage((), 0)
        among = self._among(kinds)
        page = {"limit": limit, "offset": offset, "whole": expression.whole}
        with self._errors_named():
            ((total,),) = self._ask(sql.COUNT, expression, among=among)
            found = self._ask(sql.SEARCH, expression, page, among=among).fetchall()
            hits = (self._hit(expression, number, score) for number, score in found)
            return SearchPage(tuple(hits), total)

    def suggest(self, beginning: str, limit: int = 10) -> tuple[Suggestion, ...]:
        """Return terms, entities and articles with names in which words begin so.

        Args:
            beginning: Words, of which the last may not be complete yet.
            limit: How many to return at most.

        Raises:
            QueryError: If the words are too long.
            StoreError: If the index cannot be read.
        """
        expression = read_beginning(beginning)
        if expression is None:
            return ()
        values = {
            "match": f"{{title aliases}} : ({expression.match})",
            "whole": expression.whole,
            "after": expression.whole + chr(0x10FFFF),
            "limit": limit,
        }
        among = self._among([kind for kind in Kind if kind is not Kind.CLAIM])
        with self._errors_named():
            rows = self._ask(sql.SUGGEST, expression, values, among=among)
            return tuple(Suggestion(iri, Kind(kind), name) for iri, kind, name in rows)

    def matches(self, words: str) -> Mapping[str, float]:
        """Return the score of each thing that matches words, by its IRI.

        There are `MAX_MATCHES` of the best at most; `score` knows the others too.

        Raises:
            QueryError: If the words are too long.
            StoreError: If the index cannot be read.
        """
        return self._matches(words)

    def score(self, iri: str, words: str) -> float | None:
        """Return the score of a thing; nothing if it does not match the words.

        Raises:
            QueryError: If the words are too long.
            StoreError: If the index cannot be read.
        """
        matches = self._matches(words)
        if iri in matches or len(matches) < MAX_MATCHES:
            return matches.get(iri)
        expression = read_words(words)
        if expression is None:
            return None
        with self._errors_named():
            values = {"number": self._number(iri)}
            rows = self._ask(sql.SCORE, expression, values)
            return next((float(score) for (score,) in rows), None)

    def snippet(self, iri: str, words: str) -> Passage | None:
        """Return where a thing matches words; nothing if it does not.

        Raises:
            QueryError: If the words are too long.
            StoreError: If the index cannot be read.
        """
        expression = read_words(words)
        with self._errors_named():
            number = self._number(iri)
            if expression is None or number is None:
                return None
            passages = self._passages(expression, number)
        if passages is None:
            return None
        title, snippet = passages
        return snippet if snippet.marks else title

    def titles(self, iris: Iterable[str]) -> dict[str, str]:
        """Return what things are called; those that it does not know are left out.

        Raises:
            StoreError: If the index cannot be read.
        """
        with self._errors_named():
            found = ((iri, self._file.execute(sql.TITLE, (iri,))) for iri in iris)
            return {iri: title for iri, rows in found for (title,) in rows}

    def close(self) -> None:
        """Let go of the file; the index cannot be used any more."""
        self._let_go()

    def _check_layout(self) -> None:
        (layout,) = self._file.execute("PRAGMA user_version").fetchone()
        if layout != sql.LAYOUT:
            raise StoreError(
                f"{self._path}: a text index of layout {layout}, not {sql.LAYOUT}; "
                "publish the snapshot anew with 'kg build'"
            )

    def _read_matches(self, words: str) -> dict[str, float]:
        expression = read_words(words)
        if expression is None:
            return {}
        with self._errors_named():
            rows = self._ask(sql.MATCHES, expression, {"limit": MAX_MATCHES})
            return dict(rows.fetchall())

    def _hit(self, expression: Expression, number: int, score: float) -> Hit:
        iri, kind = self._file.execute(sql.DOCUMENT, (number,)).fetchone()
        passages = self._passages(expression, number)
        if passages is None:
            raise StoreError(f"{self._path}: document {number} is not what was found")
        title, snippet = passages
        return Hit(iri=iri, kind=Kind(kind), title=title, snippet=snippet, score=score)

    def _passages(
        self, expression: Expression, number: int
    ) -> tuple[Passage, Passage] | None:
        """Return the title and the best snippet of a document, if it matches."""
        values = {"number": number, "open": _OPEN, "close": _CLOSE}
        row = self._ask(sql.PASSAGES, expression, values).fetchone()
        if row is None:
            return None
        title, *others = map(_unmark, row)
        return title, next((each for each in others if each.marks), others[0])

    def _number(self, iri: str) -> int | None:
        row = self._file.execute(sql.NUMBER, (iri,)).fetchone()
        return None if row is None else int(row[0])

    def _among(self, kinds: Collection[str]) -> str:
        """Return the condition that a row is of one of the kinds."""
        if not kinds:
            return "TRUE"
        wanted = {Kind(kind) for kind in kinds}
        # Kinds that follow one another are one range, which FTS5 goes to at once.
        ranges: list[tuple[int, int]] = []
        for first, last in sorted(
            numbers for kind, numbers in self._numbers.items() if kind in wanted
        ):
            follows = ranges and ranges[-1][1] + 1 == first
            ranges.append((ranges.pop()[0] if follows else first, last))
        told = (f"{{table}}.rowid BETWEEN {first} AND {last}" for first, last in ranges)
        return f"({' OR '.join(told) or 'FALSE'})"

    def _ask(
        self,
        template: str,
        expression: Expression,
        values: Mapping[str, Any] | None = None,
        *,
        among: str = "TRUE",
    ) -> sqlite3.Cursor:
        table = "written" if expression.as_written else "stemmed"
        filled = template.replace("{among}", among).replace("{better}", sql.BETTER)
        text = filled.replace("{table}", table)
        return self._file.execute(text, {"match": expression.match, **(values or {})})

    @contextmanager
    def _errors_named(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            message = f"{self._path}: the text index cannot be read: {error}"
            raise StoreError(message) from error


def _unmark(marked: str) -> Passage:
    """Return a passage whose matches stand between marks."""
    text, marks = "", []
    head, *tails = marked.split(_OPEN)
    text = head
    for tail in tails:
        inside, _, after = tail.partition(_CLOSE)
        marks.append((len(text), len(text) + len(inside)))
        text += inside + after
    return Passage(text, tuple(marks))

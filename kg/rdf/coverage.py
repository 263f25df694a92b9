"""How articles cover what they speak of: counted when a snapshot is published.

An entity of the news stands in thousands of articles; to count them at each visit takes
longer than a reader waits. A snapshot never changes, so the counts lie beside it.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from weakref import finalize

from rdflib import URIRef
from rdflib.namespace import RDF, SDO

from kg.errors import StoreError
from kg.rdf.terms import Names
from kg.rdf.vocabulary import Vocabulary as V  # noqa: N817 - it stands on every line
from kg.sqlite import open_unchanging, written_whole

if TYPE_CHECKING:
    # The store writes coverage itself.
    from kg.rdf.store import Store

# Written into the file; another number is another layout.
_LAYOUT = 1
_CREATE = f"""
PRAGMA journal_mode = OFF;
PRAGMA user_version = {_LAYOUT};
CREATE TABLE claimed (
    thing TEXT NOT NULL, article TEXT NOT NULL, claims INTEGER NOT NULL,
    PRIMARY KEY (thing, article)
) WITHOUT ROWID;
CREATE TABLE mentioned (
    thing TEXT NOT NULL, article TEXT NOT NULL, PRIMARY KEY (thing, article)
) WITHOUT ROWID;
CREATE TABLE published (
    article TEXT NOT NULL, day TEXT NOT NULL, PRIMARY KEY (article, day)
) WITHOUT ROWID;
"""
_ADD_CLAIMED = "INSERT INTO claimed VALUES (?, ?, ?)"
# More than one graph may say the same.
_ADD_MENTIONED = "INSERT OR IGNORE INTO mentioned VALUES (?, ?)"
_ADD_PUBLISHED = "INSERT OR IGNORE INTO published VALUES (?, ?)"
_MONTHS = """
SELECT coalesce(substr(day, 1, 7), '') AS month, sum(claims)
FROM claimed LEFT JOIN published USING (article)
WHERE thing = ? GROUP BY month ORDER BY month
"""
_ARTICLES = """
SELECT article, day FROM mentioned LEFT JOIN published USING (article)
WHERE thing = ? ORDER BY day DESC, article LIMIT ? OFFSET ?
"""
_COUNT = "SELECT count(*) FROM mentioned WHERE thing = ?"


def coverage_predicates(names: Names) -> frozenset[str]:
    """Return what coverage is made of: a change of anything else changes nothing."""
    araz = names.ontology
    return frozenset(map(str, {*_ends(names), SDO.datePublished, araz[V.MENTIONS]}))


def _ends(names: Names) -> tuple[URIRef, ...]:
    """Return how a claim leads to what it is about, by whom it is, and where."""
    araz = names.ontology
    return RDF.subject, RDF.object, araz[V.ATTRIBUTED_TO], araz[V.PLACE]


def write_coverage(store: "Store", names: Names, path: Path) -> None:
    """Write the coverage of a store, all at once or not at all.

    Equal content gives an equal file, as long as SQLite is the same.

    Args:
        store: Where to read.
        names: The knowledge graph's IRIs.
        path: The file to write; what is there is replaced.

    Raises:
        StoreError: If the store cannot be read, or the file not be written.
    """
    try:
        with written_whole(path) as file:
            _write(file, store, names)
    except (OSError, sqlite3.Error) as error:
        raise StoreError(f"{path}: cannot be written: {error}") from error


def _write(file: sqlite3.Connection, store: "Store", names: Names) -> None:
    start = names.article("")
    ends = " UNION ".join(f"{{ ?claim <{end}> ?thing }}" for end in _ends(names))
    file.executescript(_CREATE)
    file.execute("BEGIN")
    for article in (graph for graph in store.graphs() if graph.startswith(start)):
        found = f"""
            SELECT ?thing (<{article}> AS ?article) (COUNT(DISTINCT ?claim) AS ?claims)
            WHERE {{ GRAPH <{article}> {{ {ends} }} FILTER(isIRI(?thing)) }}
            GROUP BY ?thing"""
        file.executemany(_ADD_CLAIMED, _rows(store, found))
    mentions = f"SELECT ?2 ?1 {{ ?1 <{names.ontology[V.MENTIONS]}> ?2 }}"
    days = f"SELECT ?1 ?2 {{ ?1 <{SDO.datePublished}> ?2 }}"
    file.executemany(_ADD_MENTIONED, _rows(store, mentions))
    file.executemany(_ADD_PUBLISHED, _rows(store, days))
    file.execute("COMMIT")
    # The engine puts nothing in order quickly; so the file is the same in any order.
    file.execute("VACUUM")


def _rows(store: "Store", query: str) -> Iterator[tuple[str, ...]]:
    return (tuple(map(str, row)) for row in store.query(query).rows())


class Coverage:
    """How articles cover things, opened to read; for one thread at a time."""

    def __init__(self, path: Path) -> None:
        """Open the file.

        Raises:
            StoreError: If there is none, or it cannot be read.
        """
        self._path = path
        with self._errors_named():
            self._file = open_unchanging(path)
            self._let_go = finalize(self, self._file.close)
            (layout,) = self._file.execute("PRAGMA user_version").fetchone()
        if layout != _LAYOUT:
            raise StoreError(
                f"{path}: coverage of layout {layout}, not {_LAYOUT}; publish the "
                "snapshot anew with 'kg build'"
            )

    def months(self, thing: str) -> tuple[tuple[str, int], ...]:
        """Return how many claims the articles of each month make about a thing.

        Counted are those about it, by it, and at it. The month is empty for articles
        without a date.

        Raises:
            StoreError: If the file cannot be read.
        """
        with self._errors_named():
            return tuple(self._file.execute(_MONTHS, (thing,)))

    def articles(
        self, thing: str, *, limit: int, start: int = 0
    ) -> tuple[tuple[str, str | None], ...]:
        """Return the articles that mention a thing with their dates, newest first.

        Args:
            thing: Its IRI.
            limit: The most wanted.
            start: How many to leave out before.

        Raises:
            StoreError: If the file cannot be read.
        """
        with self._errors_named():
            return tuple(self._file.execute(_ARTICLES, (thing, limit, start)))

    def article_count(self, thing: str) -> int:
        """Return how many articles mention a thing.

        Raises:
            StoreError: If the file cannot be read.
        """
        with self._errors_named():
            ((count,),) = self._file.execute(_COUNT, (thing,))
        return int(count)

    def close(self) -> None:
        """Let go of the file; it cannot be asked any more."""
        self._let_go()

    @contextmanager
    def _errors_named(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            message = f"{self._path}: coverage cannot be read: {error}"
            raise StoreError(message) from error

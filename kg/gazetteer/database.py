"""Writing the index of a gazetteer: one SQLite file that does not change any more.

    entry    an entry; `id` is its place when the likeliest comes first
    name     what a key finds, see `kg.gazetteer.surfaces`; a surface that is its
             own key is left out, and forms are numbers in the order of `NameForm`
    spelling the folded names and aliases that may be misspelt
    piece    which of them have a piece, see `kg.gazetteer.misspelling`
    word     the names from each of their words on, see `kg.gazetteer.words`
    phrase   the surfaces that are safe to spot, with their best candidates
    country  a state or territory
    holder   a person in office
    fact     the rules and the date, by name; see `kg.gazetteer.rules`

Several values in a cell are separated by `|`, as in the tables.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import astuple
from itertools import groupby
from pathlib import Path

from kg.gazetteer.content import Content
from kg.gazetteer.misspelling import edits_in, piece_keys
from kg.gazetteer.rules import write_facts
from kg.gazetteer.surfaces import (
    RANKS,
    Key,
    identifiers,
    keyed_names,
    known_surfaces,
    order,
    phrases,
)
from kg.gazetteer.values import Candidate, GazetteerEntry, NameForm
from kg.gazetteer.words import word_starts
from kg.sqlite import written_whole

_CREATE = """
PRAGMA journal_mode = OFF;
PRAGMA page_size = 4096;
CREATE TABLE entry (
    id INTEGER PRIMARY KEY, place INTEGER NOT NULL, qid TEXT, name TEXT NOT NULL,
    type TEXT NOT NULL, country TEXT, prior REAL NOT NULL, aliases TEXT NOT NULL,
    source TEXT NOT NULL, identifier TEXT NOT NULL
);
CREATE TABLE name (
    kind INTEGER NOT NULL, key TEXT NOT NULL, form INTEGER NOT NULL,
    entry INTEGER NOT NULL, surface TEXT, PRIMARY KEY (kind, key, form, entry)
) WITHOUT ROWID;
CREATE TABLE spelling (id INTEGER PRIMARY KEY, folded TEXT NOT NULL);
CREATE TABLE piece (
    key INTEGER NOT NULL, spelling INTEGER NOT NULL, PRIMARY KEY (key, spelling)
) WITHOUT ROWID;
CREATE TABLE word (
    start TEXT NOT NULL, surface TEXT NOT NULL, entry TEXT NOT NULL,
    prior REAL NOT NULL, PRIMARY KEY (start, surface, entry)
) WITHOUT ROWID;
CREATE TABLE phrase (
    place INTEGER PRIMARY KEY, surface TEXT NOT NULL, form INTEGER NOT NULL,
    entry INTEGER NOT NULL
);
CREATE TABLE country (
    place INTEGER PRIMARY KEY, entry INTEGER NOT NULL, iso2 TEXT NOT NULL, iso3 TEXT,
    capital INTEGER, neighbours TEXT NOT NULL, demonyms TEXT NOT NULL,
    metonyms TEXT NOT NULL, continent TEXT, source TEXT NOT NULL
);
CREATE TABLE holder (
    place INTEGER PRIMARY KEY, qid TEXT NOT NULL, name TEXT NOT NULL,
    position TEXT NOT NULL, state TEXT, start TEXT NOT NULL, end TEXT,
    as_of TEXT NOT NULL, status TEXT NOT NULL, source TEXT NOT NULL
);
CREATE TABLE fact (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
"""
# Last, since indexes are made faster of what is there, and smaller.
_INDEX = """
CREATE INDEX entry_qid ON entry (qid) WHERE qid IS NOT NULL;
CREATE INDEX entry_identifier ON entry (identifier);
CREATE INDEX country_iso2 ON country (iso2);
"""

_FOLDED = RANKS[NameForm.FOLDED]

type _Name = tuple[int, str, int, int, str | None]
type _Ids = Mapping[GazetteerEntry, int]


def write_database(content: Content, path: Path, fingerprint: str) -> None:
    """Write the index of a gazetteer, all at once or not at all.

    Equal content gives an equal file, as long as SQLite is the same.

    Args:
        content: What the tables hold.
        path: The file to write; what is there is replaced. Beside it, a partial file
            is written first.
        fingerprint: What tells this state of the tables from another; it is kept.

    Raises:
        OSError: If the file cannot be written.
        sqlite3.Error: If SQLite cannot write it.
    """
    with written_whole(path) as file:
        write_content(file, content, fingerprint)


def write_content(
    file: sqlite3.Connection, content: Content, fingerprint: str = ""
) -> None:
    """Write the index into an empty database.

    Raises:
        sqlite3.Error: If SQLite cannot write it.
    """
    file.executescript(_CREATE)
    ids = {entry: at for at, entry in enumerate(sorted(content.entries, key=order))}
    known = known_surfaces(content)
    identified = identifiers(content.entries)
    _insert(file, "entry", 10, _entries(content, ids, identified))
    names = sorted(_names(known, content, ids))
    _insert(file, "name", 5, names)
    spellings = list(enumerate(_spellings(names)))
    _insert(file, "spelling", 2, spellings)
    pieces = {(key, at) for at, folded in spellings for key in piece_keys(folded)}
    _insert(file, "piece", 2, sorted(pieces))
    _insert(file, "word", 4, sorted(word_starts(content, identified)))
    spotted = (
        (at, c.surface, RANKS[c.form], ids[c.entry])
        for at, c in enumerate(phrases(known, content))
    )
    _insert(file, "phrase", 4, spotted)
    _insert(file, "country", 10, _countries(content, ids))
    holders = enumerate(map(astuple, content.office_holders))
    _insert(file, "holder", 10, ((at, *map(_text, cells)) for at, cells in holders))
    _insert(file, "fact", 2, write_facts(content, fingerprint).items())
    file.executescript(_INDEX)
    file.commit()


def _insert(
    file: sqlite3.Connection, table: str, width: int, rows: Iterable[tuple[object, ...]]
) -> None:
    places = ", ".join("?" * width)
    # Names of tables are no values, and stand in this module.
    file.executemany(f"INSERT INTO {table} VALUES ({places})", rows)  # noqa: S608 - see above


def _entries(
    content: Content, ids: _Ids, names: Mapping[GazetteerEntry, str]
) -> Iterator[tuple[object, ...]]:
    places = {entry: place for place, entry in enumerate(content.entries)}
    for entry, at in ids.items():
        yield (
            at,
            places[entry],
            entry.qid,
            entry.name,
            entry.type,
            entry.country,
            entry.prior,
            _joined(entry.aliases),
            entry.source,
            names[entry],
        )


def _names(
    known: Mapping[str, list[Candidate]], content: Content, ids: _Ids
) -> Iterator[_Name]:
    for kind, key, found in keyed_names(known, content):
        for candidate in found:
            surface = None if candidate.surface == key else candidate.surface
            form, entry = RANKS[candidate.form], ids[candidate.entry]
            yield int(kind), key, form, entry, surface


def _spellings(names: Iterable[_Name]) -> Iterator[str]:
    """Yield the folded names that may be misspelt, of rows in their order."""
    spellings = (
        key
        for kind, key, form, _, _ in names
        if (kind, form) == (Key.FOLDED, _FOLDED) and edits_in(key)
    )
    return (key for key, _ in groupby(spellings))


def _countries(content: Content, ids: _Ids) -> Iterator[tuple[object, ...]]:
    for place, facts in enumerate(content.countries):
        yield (
            place,
            ids[facts.entry],
            facts.iso2,
            facts.iso3,
            ids[facts.capital] if facts.capital else None,
            _joined(facts.neighbours),
            _joined(facts.demonyms),
            _joined(facts.metonyms),
            facts.continent,
            facts.source,
        )


def _text(cell: str | None) -> str | None:
    return None if cell is None else str(cell)


def _joined(cells: tuple[str, ...]) -> str:
    return "|".join(cells)

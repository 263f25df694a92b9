"""Reading an index that `kg.gazetteer.database` wrote, as values."""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any, NamedTuple
from weakref import finalize

from kg.errors import GazetteerError
from kg.gazetteer.rules import Rules, read_facts
from kg.gazetteer.surfaces import FORMS, Key
from kg.gazetteer.tables import values
from kg.gazetteer.values import (
    Candidate,
    CountryFacts,
    GazetteerEntry,
    HoldingStatus,
    OfficeHolder,
)
from kg.gazetteer.words import WordStart

# The file is read as memory is, which costs no call and shares what processes read.
_MAP = f"PRAGMA mmap_size = {1 << 28}"
# Entries and what leads to them are asked for again and again: an article speaks of
# few things, and background knowledge of some hundred states and persons.
_KEPT = 4096
_CELLS = "qid, name, type, country, prior, aliases, source"
_ENTRY = f"SELECT identifier, {_CELLS} FROM entry WHERE id = ?"  # noqa: S608 - columns
_ENTRIES = f"SELECT {_CELLS} FROM entry ORDER BY place"  # noqa: S608 - columns
_BY_QID = "SELECT id FROM entry WHERE qid = ?"
_BY_IDENTIFIER = "SELECT id FROM entry WHERE identifier = ?"
_STATE = "SELECT entry FROM country WHERE iso2 = ? ORDER BY place DESC"
_NAMES = """
SELECT form, entry, surface FROM name WHERE kind = ? AND key = ? ORDER BY form, entry"""
_SPELLINGS = """
SELECT folded FROM spelling WHERE id IN (
    SELECT spelling FROM piece WHERE key IN (SELECT value FROM json_each(?))
) ORDER BY id"""
_BEGINNING = """
SELECT entry, min(CASE
    WHEN surface = :start THEN 0
    WHEN surface >= :start AND surface < :after THEN 1
    ELSE 2 END) AS rank
FROM word WHERE start >= :start AND start < :after
GROUP BY entry ORDER BY rank, max(prior) DESC, entry LIMIT :limit"""
_STARTING = """
SELECT start, surface, entry, prior FROM word
WHERE start >= :start AND start < :after ORDER BY start LIMIT :limit"""
# Behind all that begins with something.
_AFTER_ALL = "\U0010ffff"
_PHRASES = """
SELECT phrase.surface, form, entry.id, qid, name, type, country, prior, aliases, source
FROM phrase JOIN entry ON entry.id = phrase.entry ORDER BY phrase.place"""
_COUNTRIES = """
SELECT entry, capital, iso2, iso3, neighbours, demonyms, metonyms, continent, source
FROM country ORDER BY place"""
_HOLDERS = """
SELECT qid, name, position, state, start, end, as_of, status, source
FROM holder ORDER BY place"""


class Named(NamedTuple):
    """One row of what a key finds: the form by its number, the entry by its id.

    Rows sort like the candidates that they are, the best first.
    """

    form: int
    entry: int
    surface: str


class Rows:
    """The rows of an index, for one thread at a time.

    Args:
        file: The open database; it is closed when nobody reads it any more.
        name: What errors call it.
    """

    def __init__(self, file: sqlite3.Connection, name: str) -> None:
        self._file = _File(file, name)
        finalize(self._file, file.close)
        # Of the file, not of this object, which would never be let go of.
        self._entry = lru_cache(_KEPT)(partial(_entry, self._file))
        self._by_qid = lru_cache(_KEPT)(partial(_first, self._file, _BY_QID))
        self._state = lru_cache(_KEPT)(partial(_first, self._file, _STATE))

    def map_memory(self) -> None:
        """Read the file as memory from now on, as far as SQLite can."""
        self._file.ask(_MAP)

    def rules(self) -> Rules:
        """Return the rules and the date."""
        return read_facts(dict(self._file.ask("SELECT name, value FROM fact")))

    def entry(self, at: int) -> GazetteerEntry:
        """Return the entry with an id."""
        return self._entry(at)[0]

    def identifier(self, at: int) -> str:
        """Return the local name of the entry with an id."""
        return self._entry(at)[1]

    def by_qid(self, qid: str) -> GazetteerEntry | None:
        """Return the entry with a Wikidata identifier."""
        at = self._by_qid(qid)
        return None if at is None else self.entry(at)

    def by_identifier(self, identifier: str) -> GazetteerEntry | None:
        """Return the entry with a local name."""
        at = _first(self._file, _BY_IDENTIFIER, identifier)
        return None if at is None else self.entry(at)

    def state(self, iso2: str) -> GazetteerEntry | None:
        """Return the state or territory with an ISO 3166 alpha-2 code."""
        at = self._state(iso2)
        return None if at is None else self.entry(at)

    def names(self, kind: Key, key: str) -> list[Named]:
        """Return what a key finds: an entry once, the best form and entry first."""
        found = self._file.ask(_NAMES, kind, key)
        return [Named(form, at, surface or key) for form, at, surface in found]

    def spellings(self, keys: Iterable[int]) -> list[str]:
        """Return the folded names that have one of some pieces, in order."""
        found = self._file.ask(_SPELLINGS, json.dumps(list(keys)))
        return [folded for (folded,) in found]

    def beginning(self, start: str, limit: int) -> list[str]:
        """Return the local names of entries in whose names words begin so, in order."""
        found = self._file.ask(_BEGINNING, _from(start, limit))
        return [identifier for identifier, _ in found]

    def starting(self, start: str, limit: int) -> list[WordStart]:
        """Return names from words on that begin so, in order."""
        found = self._file.ask(_STARTING, _from(start, limit))
        return [WordStart(*cells) for cells in found]

    def entries(self) -> Iterator[GazetteerEntry]:
        """Yield all entries, in the order of the tables."""
        return (_make(cells) for cells in self._file.ask(_ENTRIES))

    def phrases(self) -> Iterator[tuple[str, Candidate]]:
        """Yield the surfaces that are safe to spot, with their best candidates."""
        entries: dict[int, GazetteerEntry] = {}
        for surface, form, at, *cells in self._file.ask(_PHRASES):
            if at not in entries:
                entries[at] = _make(cells)
            yield surface, Candidate(entries[at], FORMS[form], surface)

    def countries(self) -> Iterator[CountryFacts]:
        """Yield what is known of states and territories, in the order of the tables."""
        for at, capital, *cells in self._file.ask(_COUNTRIES):
            iso2, iso3, neighbours, demonyms, metonyms, continent, source = cells
            yield CountryFacts(
                entry=self.entry(at),
                iso2=iso2,
                iso3=iso3,
                capital=None if capital is None else self.entry(capital),
                neighbours=values(neighbours),
                demonyms=values(demonyms),
                metonyms=values(metonyms),
                continent=continent,
                source=source,
            )

    def office_holders(self) -> Iterator[OfficeHolder]:
        """Yield who holds and held offices, in the order of the tables."""
        for cells in self._file.ask(_HOLDERS):
            qid, name, position, state, start, end, as_of, status, source = cells
            yield OfficeHolder(
                qid=qid,
                name=name,
                position=position,
                state=state,
                start=start,
                end=end,
                as_of=as_of,
                status=HoldingStatus(status),
                source=source,
            )


@dataclass(frozen=True, slots=True, weakref_slot=True)
class _File:
    """An open database, whose errors say which it is."""

    connection: sqlite3.Connection
    name: str

    def ask(self, query: str, *given: object) -> list[Any]:
        """Return all rows; values are given one by one, or all by name in one mapping.

        Raises:
            GazetteerError: If the file cannot be read.
        """
        try:
            named = given[0] if given and isinstance(given[0], dict) else given
            return self.connection.execute(query, named).fetchall()
        except UnicodeEncodeError:
            # Half of a surrogate pair, which no name has.
            return []
        except sqlite3.Error as error:
            message = f"{self.name}: the index cannot be read: {error}"
            raise GazetteerError(message) from error


def _entry(file: _File, at: int) -> tuple[GazetteerEntry, str]:
    ((identifier, *cells),) = file.ask(_ENTRY, at)
    return _make(cells), identifier


def _from(start: str, limit: int) -> dict[str, object]:
    return {"start": start, "after": start + _AFTER_ALL, "limit": limit}


def _first(file: _File, query: str, key: str) -> int | None:
    found: list[tuple[int]] = file.ask(query, key)
    return found[0][0] if found else None


def _make(cells: Sequence[Any]) -> GazetteerEntry:
    qid, name, type_name, country, prior, aliases, source = cells
    return GazetteerEntry(
        qid=qid,
        name=name,
        type=type_name,
        country=country,
        prior=prior,
        aliases=values(aliases),
        source=source,
    )

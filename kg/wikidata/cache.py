"""What was fetched from Wikidata, kept on disk: it need not be asked for twice.

    wikidata/cache.sqlite   items, as much of them as is used, and searches
    wikidata/*.lock         held by the process that opens the cache, or asks

A file that is damaged is set aside with a message, and another one begun: nothing in it
is lost that could not be fetched again.
"""

import fcntl
import json
import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import count
from pathlib import Path
from typing import Any, Self

from kg.errors import StoreError
from kg.rdf.snapshots import Lock

FILE = "cache.sqlite"
# Another number is another layout.
_LAYOUT = 1
_PATIENCE = 60.0
_CREATE = f"""
CREATE TABLE IF NOT EXISTS item (
    qid TEXT PRIMARY KEY, target TEXT NOT NULL, revision INTEGER, raw TEXT,
    fetched INTEGER NOT NULL, kept TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS search (
    name TEXT PRIMARY KEY, ids TEXT NOT NULL, fetched INTEGER NOT NULL
) WITHOUT ROWID;
PRAGMA user_version = {_LAYOUT};
"""
_ITEM = "SELECT target, raw, fetched, kept FROM item WHERE qid = ?"
_ADD_ITEM = "INSERT OR REPLACE INTO item VALUES (?, ?, ?, ?, ?, ?)"
_SEARCH = "SELECT ids, fetched FROM search WHERE name = ?"
_ADD_SEARCH = "INSERT OR REPLACE INTO search VALUES (?, ?, ?)"

type Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class CachedItem:
    """What was fetched for an identifier.

    `target` is the item that stands for it now, another one if it was merged; `raw` is
    what was kept, and None for an item that is missing, or kept under its target.
    `fetched` is in seconds since 1970, `kept` tells what was kept of the item.
    """

    target: str
    raw: Json | None
    fetched: int
    kept: str = ""


@dataclass(frozen=True, slots=True)
class CachedSearch:
    """What a search found, and when, in seconds since 1970."""

    ids: tuple[str, ...]
    fetched: int


def day_of(seconds: int) -> date:
    """Return the day, in Greenwich, of a time in seconds since 1970."""
    return datetime.fromtimestamp(seconds, UTC).date()


class Cache:
    """The cache in a folder, shared by all processes.

    Args:
        folder: Made if needed.
        report: Is told when a damaged file is set aside.

    Raises:
        OSError: If the folder cannot be made.
        StoreError: If the file in it cannot be used, though it is whole.
    """

    def __init__(self, folder: Path, report: Callable[[str], None]) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._report = report
        self._file = self._open()

    def item(self, qid: str) -> CachedItem | None:
        """Return what was fetched for an identifier, if anything was."""
        for target, raw, fetched, kept in self._run(_ITEM, [(qid,)]):
            try:
                entity = None if raw is None else json.loads(raw)
            except ValueError as error:
                self._report(f"{self._path}: {qid}: {error}; to be fetched again")
                return None
            return CachedItem(target=target, raw=entity, fetched=fetched, kept=kept)
        return None

    def add_items(self, items: Mapping[str, CachedItem]) -> None:
        """Keep what was fetched, all of it or nothing."""
        self._run(
            _ADD_ITEM,
            [
                (
                    qid,
                    item.target,
                    item.raw.get("lastrevid") if item.raw else None,
                    None if item.raw is None else _json(item.raw),
                    item.fetched,
                    item.kept,
                )
                for qid, item in sorted(items.items())
            ],
        )

    def search(self, name: str) -> CachedSearch | None:
        """Return what a search found, if it was made."""
        for ids, fetched in self._run(_SEARCH, [(name,)]):
            return CachedSearch(tuple(json.loads(ids)), fetched)
        return None

    def add_search(self, name: str, found: CachedSearch) -> None:
        """Keep what a search found."""
        self._run(_ADD_SEARCH, [(name, _json(list(found.ids)), found.fetched)])

    def alone(self) -> Lock:
        """Return the lock of the one process that asks; others wait until it is closed.

        Raises:
            OSError: If there can be no lock in the folder.
        """
        return Lock(self._folder / "asking.lock", fcntl.LOCK_EX)

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()

    def __enter__(self) -> Self:
        """Use the cache in a `with` block, which closes it."""
        return self

    def __exit__(self, *exception: object) -> None:
        """Close the cache."""
        self.close()

    def _run(self, text: str, rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
        """Run a statement for each of some rows, all in one step.

        Raises:
            StoreError: If the file cannot be read or written.
        """
        try:
            return _transact(self._file, text, rows)
        except sqlite3.OperationalError as error:
            raise self._unusable(error) from error
        except sqlite3.DatabaseError:
            # Damaged while it was open; what is damaged is found when it is opened.
            self._file.close()
            self._file = self._open()
        try:
            return _transact(self._file, text, rows)
        except sqlite3.Error as error:
            raise self._unusable(error) from error

    def _open(self) -> sqlite3.Connection:
        lock = Lock(self._folder / "opening.lock", fcntl.LOCK_EX)
        try:
            try:
                return _connect(self._path)
            except sqlite3.OperationalError as error:
                raise self._unusable(error) from error
            except sqlite3.DatabaseError as error:
                self._set_aside(error)
                return _connect(self._path)
        finally:
            lock.close()

    def _set_aside(self, error: sqlite3.DatabaseError) -> None:
        numbered = (self._folder / f"{FILE}.damaged-{n}" for n in count(1))
        aside = next(path for path in numbered if not path.exists())
        self._path.rename(aside)
        # What belongs to the old file must not be taken for the new one's.
        for ending in ("-journal", "-wal", "-shm"):
            self._path.with_name(FILE + ending).unlink(missing_ok=True)
        self._report(
            f"{self._path}: {error}; kept as {aside.name}, and a new one begun"
        )

    @property
    def _path(self) -> Path:
        return self._folder / FILE

    def _unusable(self, error: sqlite3.Error) -> StoreError:
        return StoreError(f"{self._path}: cannot be used: {error}")


def _connect(path: Path) -> sqlite3.Connection:
    """Return the file, checked and with its tables.

    Raises:
        sqlite3.DatabaseError: If it is damaged, or of another layout.
    """
    file = sqlite3.connect(path, timeout=_PATIENCE, isolation_level=None)
    try:
        (layout,) = file.execute("PRAGMA user_version").fetchone()
        if layout not in {0, _LAYOUT}:
            raise sqlite3.DatabaseError(f"has layout {layout}, not {_LAYOUT}")
        (state,) = file.execute("PRAGMA quick_check(1)").fetchone()
        if state != "ok":
            raise sqlite3.DatabaseError(str(state))
        if layout == 0:
            file.executescript(_CREATE)
    except sqlite3.Error:
        file.close()
        raise
    return file


def _transact(
    file: sqlite3.Connection, text: str, rows: list[tuple[Any, ...]]
) -> list[tuple[Any, ...]]:
    is_writing = not text.startswith("SELECT")
    file.execute("BEGIN IMMEDIATE" if is_writing else "BEGIN")
    try:
        found = [row for each in rows for row in file.execute(text, each)]
    except BaseException:
        if file.in_transaction:
            file.execute("ROLLBACK")
        raise
    file.execute("COMMIT")
    return found


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

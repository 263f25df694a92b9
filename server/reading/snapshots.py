"""The published knowledge graph that an application reads."""

import logging
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any, Protocol

from flask import Flask, current_app, g, request

from kg.errors import StoreError
from kg.rdf.coverage import Coverage
from kg.rdf.oxigraph import open_text_index
from kg.rdf.snapshots import CACHE, COVERAGE, TEXT_INDEX, Folder
from kg.rdf.store import Store, open_store
from kg.rdf.terms import Names
from kg.rdf.text_index import TextIndex
from server.reading.links import Links

_KEY = "araz.publication"

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A store that does not change, and the name of its generation.

    `folder` is where the snapshot lies, if it lies anywhere.
    """

    store: Store
    generation: str
    names: Names
    folder: Path | None = None

    @property
    def cache(self) -> Path | None:
        """A folder for what is made of this snapshot, removed together with it."""
        return self.folder and self.folder / CACHE

    @property
    def text_index(self) -> TextIndex:
        """The index of its texts.

        Raises:
            StoreError: If it has none.
        """
        if self.folder is None:
            raise StoreError("this store has no text index; publish it first")
        return open_text_index(self.folder / TEXT_INDEX)

    @property
    def coverage(self) -> Coverage | None:
        """How articles cover things, if it was counted when this was published."""
        path = self.folder and self.folder / COVERAGE
        return _open_coverage(path) if path and path.is_file() else None


class Publication(Protocol):
    """Where snapshots come from."""

    def snapshot(self) -> Snapshot:
        """Return the newest snapshot."""


class SnapshotPublication:
    """One snapshot, for good."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot

    def snapshot(self) -> Snapshot:
        """Return the snapshot."""
        return self._snapshot


class FolderPublication:
    """The snapshots published in a folder; a newer one is opened when it is there.

    To look costs the reading of one short file. A snapshot lives until the last
    request that uses it has ended.
    """

    def __init__(self, folder: Path, names: Names) -> None:
        self._folder = Folder(folder)
        self._names = names
        self._lock = Lock()
        self._snapshot: Snapshot | None = None

    def snapshot(self) -> Snapshot:
        """Return the newest snapshot.

        Raises:
            StoreError: If there is none that can be opened.
        """
        with self._lock:
            current = self._folder.current()
            known = self._snapshot
            if known is None or current is None or current.name != known.generation:
                known = self._snapshot = self._open(known)
            return known

    def _open(self, known: Snapshot | None) -> Snapshot:
        try:
            return open_snapshot(self._folder.path, self._names)
        except StoreError as error:
            if known is None:
                raise
            _log.warning("going on with generation %s: %s", known.generation, error)
            return known


@lru_cache(maxsize=2)
def _open_coverage(path: Any) -> Coverage:  # noqa: ANN401 - a Path, which is hashable
    return Coverage(path)


def open_snapshot(path: Path, names: Names, generation: str | None = None) -> Snapshot:
    """Open a snapshot of the store in a folder, the newest if none is named.

    Raises:
        StoreError: If there is none that can be opened.
    """
    store = open_store(path, read_only=True, names=names, generation=generation)
    folder = Folder(path).snapshot(store.generation())
    return Snapshot(store, store.generation(), names, folder)


def current_snapshot() -> Snapshot:
    """Return the snapshot that this request reads, the same until it ends."""
    if "snapshot" not in g:
        publication: Publication = current_app.extensions[_KEY]
        g.snapshot = publication.snapshot()
    snapshot: Snapshot = g.snapshot
    return snapshot


def current_links() -> Links:
    """Return what makes the links of this request's pages."""
    return Links(current_snapshot().names, request.script_root)


def register_publication(app: Flask, publication: Publication) -> None:
    """Give an application its snapshots."""
    app.extensions[_KEY] = publication

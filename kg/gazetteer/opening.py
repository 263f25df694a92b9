"""Opening the gazetteer of a folder: its index is made once, and found afterwards.

An index is called by the fingerprint of its tables, so that a stale one is never
taken. It lies in `data/gazetteer` of the project for the project's own tables, and
in the user's cache otherwise, or where the project cannot be written to.
"""

import fcntl
import logging
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from kg.config import PROJECT
from kg.errors import GazetteerError
from kg.gazetteer.content import Content
from kg.gazetteer.database import write_database
from kg.gazetteer.fingerprint import fingerprint
from kg.gazetteer.index import Gazetteer
from kg.gazetteer.reading import read_content

# So many stay in a folder: of several tables, or of several versions of the code.
_KEPT = 4

_log = logging.getLogger(__name__)


def read_gazetteer(folder: Path) -> Gazetteer:
    """Return the gazetteer of the tables in a folder.

    That takes some milliseconds, and some seconds for tables that have no index yet.
    Where no index can be kept, it is made in memory, and the log says so.

    Args:
        folder: The folder of the tables, as in `seeds/gazetteer`.

    Raises:
        GazetteerError: For a missing table or a malformed row; names file and line.
    """
    version = fingerprint(folder)
    paths = [place / f"{version}.sqlite" for place in _places(folder)]
    for path in paths:
        if gazetteer := _open(path, version):
            return gazetteer
    content = read_content(folder)
    _log.warning("making the index of %s, once; that takes some seconds", folder)
    for path in paths:
        try:
            return _made(content, path, version)
        except (OSError, sqlite3.Error) as error:
            _log.warning("%s: no index can be kept there: %s", path.parent, error)
    return Gazetteer.of(content)


def _places(folder: Path) -> Iterator[Path]:
    """Yield the folders where an index may be kept, the best first."""
    if folder.resolve().is_relative_to(PROJECT):
        yield PROJECT / "data" / "gazetteer"
    if cache := _user_cache():
        yield cache / "araz" / "gazetteer"


def _user_cache() -> Path | None:
    """Return the user's folder for what can be made again, if there is a user."""
    # XDG Base Directory Specification 0.8: a relative path is to be ignored.
    given = Path(os.environ.get("XDG_CACHE_HOME", ""))
    if given.is_absolute():
        return given
    try:
        return Path.home() / ".cache"
    except RuntimeError:
        # A process of a number that is nobody's, as in containers.
        return None


def _open(path: Path, version: str) -> Gazetteer | None:
    """Open an index, if it is there; one that is broken is as good as none."""
    # Not of the path, which fails where a folder above is closed to the user.
    if not os.path.exists(path):  # noqa: PTH110 - see above
        return None
    try:
        return Gazetteer.opened(path, version)
    except GazetteerError as error:
        _log.warning("%s", error)
        return None


def _made(content: Content, path: Path, version: str) -> Gazetteer:
    """Make an index and open it; of several processes one does, the others wait."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with (path.parent / "lock").open("ab") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        found = _open(path, version)
        if found is None:
            write_database(content, path, version)
            _forget_older(path)
    return found or Gazetteer.opened(path, version)


def _forget_older(newest: Path) -> None:
    """Remove indexes of before; who reads one goes on reading it."""
    others = [path for path in newest.parent.glob("*.sqlite") if path != newest]
    others.sort(key=lambda path: (path.stat().st_mtime_ns, path.name), reverse=True)
    for path in others[_KEPT - 1 :]:
        path.unlink()

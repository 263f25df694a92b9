"""SQLite files that are written once, whole, and only read from then on."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path


@contextmanager
def written_whole(path: Path) -> Iterator[sqlite3.Connection]:
    """Give an empty database that becomes a file when all is in it, or not at all.

    It is written beside the file, as a partial one. Whoever writes commits.

    Args:
        path: The file to write; what is there is replaced.

    Raises:
        OSError: If the file cannot be written.
        sqlite3.Error: If SQLite cannot write it.
    """
    partial = path.with_name(f"{path.name}.partial")
    # One that was killed has left it.
    partial.unlink(missing_ok=True)
    with closing(sqlite3.connect(partial)) as file:
        yield file
    os.replace(partial, path)  # noqa: PTH105 - the atomic one


def open_unchanging(path: Path) -> sqlite3.Connection:
    """Open a file that nobody writes any more, for one thread after another.

    Nothing has to be locked, and SQLite is built to be used so.

    Raises:
        sqlite3.Error: If it cannot be opened.
    """
    address = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
    return sqlite3.connect(address, uri=True, check_same_thread=False)

"""What is made of a snapshot once, kept in its cache for all who read it later."""

import os
from collections.abc import Callable
from pathlib import Path

from kg.errors import StoreError
from server.reading.snapshots import Snapshot


def kept_text(snapshot: Snapshot, name: str, make: Callable[[], str]) -> str:
    """Return a text about a snapshot, from its cache if it is there.

    The first worker that is asked makes it and keeps it, for the other workers and for
    a server that starts again. It goes when the snapshot goes.

    Args:
        snapshot: What it is about; without a folder nothing is kept.
        name: The path of the file, within the cache. Another form needs another name,
            so that what an older server kept is not read.
        make: Makes the text.

    Raises:
        StoreError: If it cannot be kept, or not be read.
    """
    if snapshot.cache is None:
        return make()
    path = snapshot.cache / name
    try:
        if path.exists():
            return path.read_text(encoding="utf-8")
        text = make()
        _write(path, text)
    except OSError as error:
        raise StoreError(f"{path}: cannot be kept: {error}") from error
    return text


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f"{path.name}.{os.getpid()}.partial")
    partial.write_text(text, encoding="utf-8")
    partial.rename(path)

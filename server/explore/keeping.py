"""Answers that every reader asks for first, kept beside the snapshot they are of."""

import json
import os
from hashlib import sha256
from pathlib import Path

from kg.errors import StoreError
from server.reading.results import Row, select
from server.reading.snapshots import Snapshot

# Another number with another form: what an older server kept is not read.
_FOLDER = "answers-1"


def kept_rows(snapshot: Snapshot, query: str) -> tuple[Row, ...]:
    """Return the answer to a query, from the snapshot's cache if it is there.

    The first worker that is asked reads the graph and keeps what it found, for the
    other workers and for a server that starts again. Nothing is removed before the
    snapshot is: only queries of which there are few are for keeping.

    Raises:
        StoreError: If it cannot be kept.
    """
    base = snapshot.names.base
    if snapshot.cache is None:
        return select(snapshot.store, query, base_iri=base)
    digest = sha256(f"{base}\n{query}".encode()).hexdigest()
    path = snapshot.cache / _FOLDER / f"{digest}.json"
    try:
        if path.exists():
            return _from_json(path.read_text(encoding="utf-8"))
        rows = select(snapshot.store, query, base_iri=base)
        _keep(path, _to_json(rows))
    except OSError as error:
        raise StoreError(f"{path}: cannot be kept: {error}") from error
    return rows


def _to_json(rows: tuple[Row, ...]) -> str:
    """Return variables, values each once, and rows as the places of their values."""
    names = tuple(dict.fromkeys(name for row in rows for name in row))
    places: dict[str, int] = {}
    cells = [
        [
            places.setdefault(row[name], len(places)) if name in row else None
            for name in names
        ]
        for row in rows
    ]
    fields = [names, tuple(places), cells]
    return json.dumps(fields, ensure_ascii=False, separators=(",", ":"))


def _from_json(text: str) -> tuple[Row, ...]:
    names, values, cells = json.loads(text)
    return tuple(
        {
            name: values[place]
            for name, place in zip(names, row, strict=True)
            if place is not None
        }
        for row in cells
    )


def _keep(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f"{path.name}.{os.getpid()}.partial")
    partial.write_text(text, encoding="utf-8")
    partial.rename(path)

"""Answers that every reader asks for first, kept beside the snapshot they are of."""

import json
from hashlib import sha256

from server.reading.keeping import kept_text
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
    digest = sha256(f"{base}\n{query}".encode()).hexdigest()
    text = kept_text(
        snapshot,
        f"{_FOLDER}/{digest}.json",
        lambda: _to_json(select(snapshot.store, query, base_iri=base)),
    )
    return _from_json(text)


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

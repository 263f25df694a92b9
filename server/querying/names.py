"""What the things in a result are called."""

from collections.abc import Iterable, Mapping

from server.reading.snapshots import Snapshot


def read_names(snapshot: Snapshot, rows: Iterable[Mapping[str, str]]) -> dict[str, str]:
    """Return the names of the things in some rows, by IRI.

    Entities, articles, claims and terms of the ontology have one; others are left out.

    Args:
        snapshot: Where to look.
        rows: The IRIs in each row, by variable.

    Raises:
        StoreError: If the snapshot has no text index, or it cannot be read.
    """
    base = snapshot.names.base
    things = dict.fromkeys(iri for row in rows for iri in row.values())
    own = [iri for iri in things if iri.startswith(base)]
    return snapshot.text_index.titles(own) if own else {}

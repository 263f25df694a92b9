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
        StoreError: If the text index of the snapshot cannot be read.
    """
    base = snapshot.names.base
    things = dict.fromkeys(iri for row in rows for iri in row.values())
    own = [iri for iri in things if iri.startswith(base)]
    # A store that is no snapshot has no index of names; IRIs tell enough there.
    if snapshot.folder is None or not own:
        return {}
    return snapshot.text_index.titles(own)

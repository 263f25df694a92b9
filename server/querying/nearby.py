"""Names that somebody may have meant who wrote one that the graph does not know."""

from collections.abc import Iterable
from difflib import get_close_matches

from rdflib import URIRef

from server.queries import fill, read_query
from server.querying.completions import (
    Completion,
    CompletionKind,
    complete,
    read_terms,
    split_beginning,
    written,
)
from server.reading.results import select
from server.reading.snapshots import Snapshot

_MOST = 3
# How alike names have to be, from 0 to 1.
_ALIKE = 0.7
# Letters by which entities are looked up that may be meant.
_BEGINNING = 3


def read_unknown(snapshot: Snapshot, iris: Iterable[str]) -> tuple[str, ...]:
    """Return those of some IRIs of which the graph knows nothing, in order.

    Raises:
        ValueError: If one has a character that would end it.
    """
    asked = tuple(dict.fromkeys(iris))
    if not asked:
        return ()
    query = fill(read_query("known_terms"), terms=map(URIRef, asked))
    found = select(snapshot.store, query, base_iri=snapshot.names.base)
    known = {row["term"] for row in found}
    return tuple(iri for iri in asked if iri not in known)


def read_nearby(snapshot: Snapshot, iri: str) -> tuple[str, ...]:
    """Return names that are much like an unknown IRI, best first, as queries have them.

    The same name below another prefix comes first.
    """
    prefixes = snapshot.names.prefixes
    prefix, local = split_beginning(iri, prefixes)
    if prefix is None or not local.strip():
        return ()
    own = [f"{prefixes[name]}{local}" for name in ("araz", "ent") if name != prefix]
    elsewhere = set(own) - set(read_unknown(snapshot, own))
    moved = [written(each, prefixes)[0] for each in own if each in elsewhere]
    candidates = (
        _entities(snapshot, local)
        if prefix == "ent"
        else [each for terms in read_terms(snapshot).values() for each in terms]
    )
    by_name: dict[str, list[str]] = {}
    for each in candidates:
        name = each.text.partition(":")[2]
        by_name.setdefault(name.lower(), []).append(each.text)
    close = get_close_matches(local.lower(), by_name, n=_MOST, cutoff=_ALIKE)
    alike = [text for name in close for text in by_name[name]]
    # A class begins with a capital letter, a relation with a small one.
    alike.sort(
        key=lambda text: text.partition(":")[2][0].isupper() != local[0].isupper()
    )
    return tuple(dict.fromkeys([*moved, *alike]))[:_MOST]


def _entities(snapshot: Snapshot, local: str) -> list[Completion]:
    words = local.replace("_", " ").split()
    found: list[Completion] = []
    for word in words:
        for beginning in dict.fromkeys((word, word[:_BEGINNING])):
            found += complete(snapshot, beginning, CompletionKind.ENTITY)
    return found

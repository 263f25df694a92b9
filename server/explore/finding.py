"""Entities that somebody names in words, found by what they are called."""

from dataclasses import dataclass, replace

from flask import request
from rdflib import URIRef

from kg.errors import QueryError
from kg.rdf.text_index import Kind as TextKind
from server.explore.filters import Filters
from server.protocol.operations import ProtocolError
from server.reading.labels import linked, with_labels
from server.reading.links import Link, Links
from server.reading.snapshots import Snapshot

# How many suggestions are looked at for one that is called exactly so.
_SUGGESTIONS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """The filters of a request, its entities found.

    `chosen` shows them, with those to add and to hide; `missing` are words that
    nothing is called by.
    """

    filters: Filters
    chosen: tuple[Link, ...]
    missing: tuple[str, ...]


def read_wanted(snapshot: Snapshot, links: Links, *, most: int) -> Wanted:
    """Return what the address of this request asks for.

    Args:
        snapshot: Where to look.
        links: Makes the links.
        most: The largest limit.

    Raises:
        ProtocolError: With status 400, if the address cannot be read.
    """
    filters = Filters.read(request.args, snapshot.names, most=most)
    found = {words: _find(snapshot, words) for words in filters.named}
    named = [iri for iri in found.values() if iri is not None]
    entities = tuple(dict.fromkeys((*filters.entities, *named)))
    shown = (*entities, *filters.more, *filters.hidden)
    rows = with_labels(snapshot, ({"entity": str(iri)} for iri in shown), ("entity",))
    return Wanted(
        filters=replace(filters, entities=entities, named=()),
        chosen=tuple(linked(row, "entity", links) for row in rows),
        missing=tuple(words for words, iri in found.items() if iri is None),
    )


def _find(snapshot: Snapshot, words: str) -> URIRef | None:
    """Return the entity of that name, or the first whose name goes on like it."""
    try:
        suggested = snapshot.text_index.suggest(words, _SUGGESTIONS)
    except QueryError as error:
        raise ProtocolError(400, f"entity: {error}") from error
    entities = [each for each in suggested if each.kind is TextKind.ENTITY]
    exact = [each for each in entities if each.title.casefold() == words.casefold()]
    best = next(iter((*exact, *entities)), None)
    return URIRef(best.iri) if best else None

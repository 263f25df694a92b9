"""What the preview of an entity shows."""

from dataclasses import dataclass

from kg.rdf.terms import WD
from server.reading.links import Link, Links
from server.reading.snapshots import Snapshot
from server.reconciliation.known import Known
from server.reconciliation.things import read_things, specific
from server.reconciliation.wording import describe, office

_ALIASES, _OFFICES = 8, 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """An entity in a few lines; `page` is its own, if the graph has one."""

    name: str
    description: str
    types: tuple[str, ...]
    aliases: tuple[str, ...]
    offices: tuple[str, ...]
    item: Link | None
    page: Link | None


def read_preview(
    name: str, snapshot: Snapshot, known: Known, links: Links
) -> Preview | None:
    """Return the preview of an entity; nothing if nobody knows it."""
    thing = read_things(snapshot, known, [name]).get(name)
    if thing is None:
        return None
    entry = thing.entry
    held = known.offices.get(entry.qid, ()) if entry.qid else ()
    iri = str(snapshot.names.entity(name))
    return Preview(
        name=entry.name,
        description=describe(entry, known),
        types=tuple(
            known.ontology.types[each].label
            for each in specific(thing.types, known.ontology)
        ),
        aliases=entry.aliases[:_ALIASES],
        offices=tuple(office(each, known) for each in held[:_OFFICES]),
        item=links.link(str(WD[entry.qid]), entry.qid) if entry.qid else None,
        page=links.link(iri) if thing.in_graph else None,
    )

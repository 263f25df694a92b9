"""Whether there is a resource, and what the page about the ontology shows."""

from collections.abc import Sequence
from dataclasses import dataclass

from rdflib import URIRef

from server.queries import fill, read_query
from server.reading.links import Link, Links
from server.reading.questions import Reader
from server.reading.results import Row
from server.reading.snapshots import Snapshot


@dataclass(frozen=True, slots=True, kw_only=True)
class TermView:
    """A class or property of the ontology."""

    name: str
    kind: str
    label: str
    definition: str | None
    domain: tuple[Link, ...]
    range: tuple[Link, ...]
    parents: tuple[Link, ...]
    code: str | None


def exists(snapshot: Snapshot, iri: URIRef) -> bool:
    """Say whether the graph says anything of a resource."""
    return snapshot.store.query(fill(read_query("exists"), resource=iri)).boolean


def read_ontology(reader: Reader) -> tuple[TermView, ...]:
    """Return the classes and properties of the ontology, by kind and label."""
    grouped: dict[tuple[str, str], list[Row]] = {}
    for row in reader.rows("ontology"):
        grouped.setdefault((row["kind"], row["term"]), []).append(row)
    return tuple(_term(rows, reader.links) for rows in grouped.values())


def _term(rows: Sequence[Row], links: Links) -> TermView:
    row = rows[0]
    name = row["term"].rpartition("#")[2]

    def related(variable: str) -> tuple[Link, ...]:
        iris = dict.fromkeys(r[variable] for r in rows if variable in r)
        return tuple(links.link(iri) for iri in iris)

    return TermView(
        name=name,
        kind=row["kind"].rpartition("#")[2],
        label=row.get("label") or name,
        definition=row.get("definition"),
        domain=related("domain"),
        range=related("range"),
        parents=related("parent"),
        code=row.get("code"),
    )

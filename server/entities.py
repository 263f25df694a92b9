"""What the page about an entity shows, read by SPARQL."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rdflib import RDFS, URIRef
from rdflib.namespace import SKOS

from server.claims import ClaimView, read_claims
from server.edges import Edges, read_edges
from server.labels import linked, with_labels
from server.links import Link, Links
from server.resources import read_rows
from server.results import Row
from server.snapshots import Snapshot


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeView:
    """A class that an entity belongs to."""

    link: Link
    inferred: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkView:
    """The same entity in another data set."""

    link: Link
    predicate: Link | None
    score: str | None
    method: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeView:
    """That somebody holds or held a position, with dates as precise as known.

    Without an `end` none was known on the day `as_of`.
    """

    holding: Link
    holder: Link
    position: Link
    state: Link | None
    start: str | None
    end: str | None
    as_of: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityView:
    """All that the page about an entity shows.

    `holds_offices` says whether the entity is the holder of the offices, not their
    state. `claims` are those that no edge of the page rests on.
    """

    label: str
    aliases: tuple[str, ...]
    types: tuple[TypeView, ...]
    links: tuple[LinkView, ...]
    offices: tuple[OfficeView, ...]
    holds_offices: bool
    edges: Edges
    claims: tuple[ClaimView, ...]
    articles: tuple[tuple[Link, str | None], ...]


def read_entity(snapshot: Snapshot, links: Links, iri: URIRef) -> EntityView:
    """Return what is known of an entity."""
    inferred = str(snapshot.names.graph("inferred"))
    facts = read_rows(snapshot, "entity", iri)
    held = read_rows(snapshot, "offices", iri)
    held = with_labels(snapshot, held, ("holder", "position", "state"))
    offices = tuple(_office(row, links) for row in held)
    label = _label(facts, offices, iri, links)
    aliases = _values(facts, (RDFS.label, SKOS.prefLabel, SKOS.altLabel))
    claims = read_claims(snapshot, links, "claims_of_entity", resource=iri)
    articles = tuple(
        (links.link(row["article"], row.get("headline")), row.get("published"))
        for row in read_rows(snapshot, "articles_of_entity", iri)
    )
    edges = read_edges(snapshot, links, iri, claims)
    used = {claim.link for edge in edges.told for claim in edge.claims}
    return EntityView(
        label=label,
        aliases=tuple(alias for alias in aliases if alias != label),
        types=_types(facts, links, inferred),
        links=tuple(_link(row, links) for row in read_rows(snapshot, "links", iri)),
        offices=offices,
        holds_offices=any(o.holder.href == links.page(iri) for o in offices),
        edges=edges,
        claims=tuple(claim for claim in claims if claim.link not in used),
        articles=articles,
    )


def _label(
    facts: Iterable[Row], offices: Iterable[OfficeView], iri: URIRef, links: Links
) -> str:
    """Return what an entity is called; an office holding by its holder and office."""
    if labels := _values(facts, (RDFS.label, SKOS.prefLabel)):
        return labels[0]
    for office in offices:
        if office.holding.href == links.page(iri):
            return f"{office.holder.text}, {office.position.text}"
    return links.name(iri)


def _values(facts: Iterable[Row], properties: Sequence[URIRef]) -> tuple[str, ...]:
    values = [
        row["value"]
        for wanted in properties
        for row in facts
        if row["property"] == str(wanted)
    ]
    return tuple(dict.fromkeys(values))


def _types(facts: Iterable[Row], links: Links, inferred: str) -> tuple[TypeView, ...]:
    only_inferred: dict[Link, bool] = {}
    for row in facts:
        if row["property"] == str(RDFS.Class):
            link = linked(row, "value", links)
            derived = row["graph"] == inferred
            only_inferred[link] = only_inferred.get(link, True) and derived
    types = [TypeView(link=k, inferred=v) for k, v in only_inferred.items()]
    return tuple(sorted(types, key=lambda view: view.inferred))


def _link(row: Row, links: Links) -> LinkView:
    predicate = row.get("predicate")
    return LinkView(
        link=links.link(row["target"]),
        predicate=links.link(predicate) if predicate else None,
        score=row.get("score"),
        method=row.get("method"),
    )


def _office(row: Row, links: Links) -> OfficeView:
    title = row.get("title")
    if "position" in row:
        position = links.link(row["position"], row.get("positionLabel") or title)
    else:
        position = Link(title or "an office")
    return OfficeView(
        holding=links.link(row["holding"]),
        holder=linked(row, "holder", links),
        position=position,
        state=linked(row, "state", links) if "state" in row else None,
        start=row.get("start"),
        end=row.get("end"),
        as_of=row.get("asOf"),
    )

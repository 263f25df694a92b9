"""What the pages about entities, articles and the ontology show, read by SPARQL."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rdflib import RDFS, URIRef
from rdflib.namespace import SKOS

from server.claims import ClaimView, Statement, linked, read_claims
from server.links import Link, Links
from server.queries import fill, read_query
from server.results import Row, select
from server.snapshots import Snapshot


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """A relation that holds, and the claims it rests on.

    `inferred` edges are in no graph but the inferred one; an edge without claims that
    is not inferred is background knowledge.
    """

    subject: Link
    relation: Link
    object: Link
    inferred: bool
    claims: tuple[ClaimView, ...]


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
class EntityView:
    """All that the page about an entity shows.

    `claims` are those that no edge of the page rests on.
    """

    label: str
    aliases: tuple[str, ...]
    types: tuple[TypeView, ...]
    links: tuple[LinkView, ...]
    edges: tuple[Edge, ...]
    claims: tuple[ClaimView, ...]
    articles: tuple[tuple[Link, str | None], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MentionView:
    """An entity in an article, with the words used for it and how often."""

    entity: Link
    words: tuple[str, ...]
    times: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleView:
    """All that the page about an article shows."""

    headline: str
    published: str | None
    publisher: str | None
    author: str | None
    url: Link | None
    model: str | None
    mentions: tuple[MentionView, ...]
    claims: tuple[ClaimView, ...]


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


def read_entity(snapshot: Snapshot, links: Links, iri: URIRef) -> EntityView:
    """Return what is known of an entity."""
    inferred = str(snapshot.names.graph("inferred"))
    facts = _read(snapshot, "entity", iri)
    labels = _values(facts, (RDFS.label, SKOS.prefLabel))
    label = labels[0] if labels else links.name(iri)
    aliases = _values(facts, (RDFS.label, SKOS.prefLabel, SKOS.altLabel))
    claims = read_claims(snapshot, links, "claims_of_entity", resource=iri)
    edges = _edges(_read(snapshot, "edges", iri), links, claims, inferred)
    used = {claim.link for edge in edges for claim in edge.claims}
    return EntityView(
        label=label,
        aliases=tuple(alias for alias in aliases if alias != label),
        types=_types(facts, links, inferred),
        links=tuple(_link(row, links) for row in _read(snapshot, "links", iri)),
        edges=edges,
        claims=tuple(claim for claim in claims if claim.link not in used),
        articles=tuple(
            (links.link(row["article"], row.get("headline")), row.get("published"))
            for row in _read(snapshot, "articles_of_entity", iri)
        ),
    )


def read_article(snapshot: Snapshot, links: Links, iri: URIRef) -> ArticleView:
    """Return what is known of an article and what it says."""
    row = _read(snapshot, "article", iri)[0]
    url = row.get("url")
    return ArticleView(
        headline=row.get("headline") or links.name(iri),
        published=row.get("published"),
        publisher=row.get("publisher"),
        author=row.get("author"),
        url=links.link(url, url) if url else None,
        model=row.get("model"),
        mentions=_mentions(_read(snapshot, "mentions", iri), links),
        claims=read_claims(snapshot, links, "claims_of_article", resource=iri),
    )


def read_ontology(snapshot: Snapshot, links: Links) -> tuple[TermView, ...]:
    """Return the classes and properties of the ontology, by kind and label."""
    grouped: dict[tuple[str, str], list[Row]] = {}
    query = read_query("ontology")
    for row in select(snapshot.store, query, base_iri=snapshot.names.base):
        grouped.setdefault((row["kind"], row["term"]), []).append(row)
    return tuple(_term(rows, links) for rows in grouped.values())


def _read(snapshot: Snapshot, name: str, iri: URIRef) -> tuple[Row, ...]:
    query = fill(read_query(name), resource=iri)
    return select(snapshot.store, query, base_iri=snapshot.names.base)


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


def _edges(
    rows: Iterable[Row],
    links: Links,
    claims: Iterable[ClaimView],
    inferred: str,
) -> tuple[Edge, ...]:
    grounds: dict[Statement, list[ClaimView]] = {}
    for claim in claims:
        if claim.affirmed:
            grounds.setdefault(claim.statement, []).append(claim)
    grouped: dict[Statement, list[Row]] = {}
    for row in rows:
        statement = (row["subject"], row["relation"], row["object"])
        grouped.setdefault(statement, []).append(row)
    edges = [
        Edge(
            subject=linked(group[0], "subject", links),
            relation=linked(group[0], "relation", links),
            object=linked(group[0], "object", links),
            inferred=all(row["graph"] == inferred for row in group),
            claims=tuple(grounds.get(statement, ())),
        )
        for statement, group in grouped.items()
    ]
    return tuple(sorted(edges, key=lambda edge: (edge.inferred, not edge.claims)))


def _mentions(rows: Iterable[Row], links: Links) -> tuple[MentionView, ...]:
    grouped: dict[str, list[Row]] = {}
    for row in rows:
        grouped.setdefault(row["entity"], []).append(row)
    views = [
        MentionView(
            entity=links.link(iri, group[0].get("label") or links.name(iri)),
            words=tuple(dict.fromkeys(row["words"] for row in group)),
            times=sum(int(row["times"]) for row in group),
        )
        for iri, group in grouped.items()
    ]
    return tuple(sorted(views, key=lambda view: (-view.times, view.entity.text)))


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

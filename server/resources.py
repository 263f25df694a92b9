"""What the pages about articles and the ontology show, read by SPARQL."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rdflib import URIRef

from server.claims import ClaimView, read_claims
from server.links import Link, Links
from server.queries import fill, read_query
from server.results import Row, select
from server.snapshots import Snapshot


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


def read_article(snapshot: Snapshot, links: Links, iri: URIRef) -> ArticleView:
    """Return what is known of an article and what it says."""
    row = read_rows(snapshot, "article", iri)[0]
    url = row.get("url")
    return ArticleView(
        headline=row.get("headline") or links.name(iri),
        published=row.get("published"),
        publisher=row.get("publisher"),
        author=row.get("author"),
        url=links.link(url, url) if url else None,
        model=row.get("model"),
        mentions=_mentions(read_rows(snapshot, "mentions", iri), links),
        claims=read_claims(snapshot, links, "claims_of_article", resource=iri),
    )


def read_ontology(snapshot: Snapshot, links: Links) -> tuple[TermView, ...]:
    """Return the classes and properties of the ontology, by kind and label."""
    grouped: dict[tuple[str, str], list[Row]] = {}
    query = read_query("ontology")
    for row in select(snapshot.store, query, base_iri=snapshot.names.base):
        grouped.setdefault((row["kind"], row["term"]), []).append(row)
    return tuple(_term(rows, links) for rows in grouped.values())


def read_rows(snapshot: Snapshot, name: str, iri: URIRef) -> tuple[Row, ...]:
    """Return the rows of a query about one resource."""
    query = fill(read_query(name), resource=iri)
    return select(snapshot.store, query, base_iri=snapshot.names.base)


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

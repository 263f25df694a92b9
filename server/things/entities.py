"""What the page about an entity shows, read by SPARQL."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rdflib import RDFS, URIRef
from rdflib.namespace import SKOS

from server.reading.labels import linked
from server.reading.links import Link, Links
from server.reading.questions import Reader
from server.reading.results import Row
from server.things.charts import Chart, draw_months
from server.things.claims import ClaimView
from server.things.coverage import (
    articles_mentioning,
    claims_by_month,
    count_articles,
)
from server.things.edges import Group
from server.things.relations import read_relations

type ArticleLink = tuple[Link, str | None]


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

    Attributes:
        label: What it is called.
        aliases: What else it is called.
        types: Its classes, the asserted ones first.
        description: What it is, as words and links put together from the graph.
        links: The same in other data sets.
        offices: Those that it holds, or that are of it.
        holds_offices: Whether it is their holder, not their state.
        groups: Its relations, in groups; some of each.
        wider: Groups of relations that say less than others; some of each.
        claims: Newest claims about it that no relation rests on.
        claim_count: How many claims there are about it, by it, or at it.
        chart: The same by month.
        articles: The newest that mention it, with their dates.
        neighbours: With whom claims of these connect it most, with their number.
        article_count: How many do.
    """

    label: str
    aliases: tuple[str, ...]
    types: tuple[TypeView, ...]
    description: tuple[tuple[str, Link], ...]
    links: tuple[LinkView, ...]
    offices: tuple[OfficeView, ...]
    holds_offices: bool
    groups: tuple[Group, ...]
    wider: tuple[Group, ...]
    claims: tuple[ClaimView, ...]
    claim_count: int
    chart: Chart | None
    neighbours: tuple[tuple[Link, int], ...]
    articles: tuple[ArticleLink, ...]
    article_count: int


# The newest articles, from which relations and claims have their sentences.
_ARTICLES = 40


def read_entity(reader: Reader, iri: URIRef) -> EntityView:
    """Return what is known of an entity."""
    links = reader.links
    facts = reader.rows("entity", resource=iri)
    offices = read_offices(reader, iri)
    label = label_of(facts, offices, iri, links)
    aliases = _values(facts, (RDFS.label, SKOS.prefLabel, SKOS.altLabel))
    articles = articles_mentioning(reader, iri, limit=_ARTICLES)
    newest = tuple(URIRef(row["article"]) for row in articles)
    relations = read_relations(reader, iri, newest)
    months = claims_by_month(reader, iri)
    return EntityView(
        label=label,
        aliases=tuple(alias for alias in aliases if alias != label),
        types=_types(facts, links),
        description=_description(reader, iri),
        links=tuple(_link(row, links) for row in reader.rows("links", resource=iri)),
        offices=offices,
        holds_offices=any(o.holder.href == links.page(iri) for o in offices),
        groups=relations.groups,
        wider=relations.wider,
        claims=relations.claims,
        claim_count=sum(months.values()),
        chart=draw_months(months),
        neighbours=relations.neighbours,
        articles=article_links(reader, articles),
        article_count=count_articles(reader, iri),
    )


def read_name(reader: Reader, iri: URIRef) -> str:
    """Return what an entity is called."""
    facts = reader.rows("entity", resource=iri)
    return label_of(facts, (), iri, reader.links)


def read_offices(reader: Reader, iri: URIRef) -> tuple[OfficeView, ...]:
    """Return the offices that an entity holds or held, or that are of it."""
    held = reader.rows("offices", resource=iri)
    held = reader.labelled(held, ("holder", "position", "state"))
    return tuple(_office(row, reader.links) for row in held)


def article_links(reader: Reader, rows: Iterable[Row]) -> tuple[ArticleLink, ...]:
    """Return the links of articles, called by their headlines, with their dates."""
    return tuple(
        (linked(row, "article", reader.links), row.get("published"))
        for row in reader.labelled(rows, ("article",))
    )


def label_of(
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


def _types(facts: Iterable[Row], links: Links) -> tuple[TypeView, ...]:
    types = {
        linked(row, "value", links): row["inferred"] == "true"
        for row in facts
        if row["property"] == str(RDFS.Class)
    }
    views = [TypeView(link=link, inferred=each) for link, each in types.items()]
    return tuple(sorted(views, key=lambda view: view.inferred))


def _description(reader: Reader, iri: URIRef) -> tuple[tuple[str, Link], ...]:
    rows = reader.labelled(reader.rows("description", resource=iri), ("object",))
    return tuple(
        (row["relationLabel"], linked(row, "object", reader.links)) for row in rows
    )


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

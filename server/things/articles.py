"""What the page about an article shows: its text, and what was found in it."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rdflib import URIRef

from kg.rdf.terms import OA, Names
from kg.rdf.vocabulary import Vocabulary as V  # noqa: N817 - it stands on every line
from server.reading.links import Link
from server.reading.questions import Reader
from server.reading.results import Row
from server.things.claims import ClaimView, read_claims
from server.things.passages import Mark, MarkKind, Node, nest


@dataclass(frozen=True, slots=True, kw_only=True)
class MentionView:
    """An entity in an article, with the words used for it and how often."""

    entity: Link
    words: tuple[str, ...]
    times: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleView:
    """All that the page about an article shows.

    `paragraphs` are empty where the graph does not keep the text. Numbers of claims in
    their marks are places in `claims`; `entities` are the links of their mentions, and
    `places` the sentences of each claim.
    """

    headline: str
    published: str | None
    publisher: str | None
    author: str | None
    language: str | None
    url: Link | None
    model: str | None
    paragraphs: tuple[tuple[Node, ...], ...]
    entities: Mapping[str, Link]
    mentions: tuple[MentionView, ...]
    claims: tuple[ClaimView, ...]
    places: tuple[tuple[Mark, ...], ...]


def read_article(reader: Reader, iri: URIRef) -> ArticleView:
    """Return what is known of an article and what it says."""
    row = reader.rows("article", resource=iri)[0]
    url = row.get("url")
    links = reader.links
    found = reader.labelled(reader.rows("mentions", resource=iri), ("entity",))
    entities = {
        each["entity"]: links.link(
            each["entity"], each.get("entityLabel") or links.name(each["entity"])
        )
        for each in found
    }
    claims = read_claims(reader, "claims_of_article", resource=iri)
    text = row.get("text")
    told: tuple[Mark, ...] = ()
    if text is not None:
        evidence = reader.rows("evidence_of_article", resource=iri)
        numbers = {claim.iri: number for number, claim in enumerate(claims)}
        told = tuple(_told(evidence, numbers, reader.snapshot.names))
    return ArticleView(
        headline=row.get("headline") or links.name(iri),
        published=row.get("published"),
        publisher=row.get("publisher"),
        author=row.get("author"),
        language=row.get("language"),
        url=links.link(url, url) if url else None,
        model=row.get("model"),
        paragraphs=nest(text or "", (*_mentioned(found), *told)),
        entities=entities,
        mentions=_mentions(found, entities),
        claims=claims,
        places=tuple(_sentences(told, number) for number in range(len(claims))),
    )


def _sentences(marks: Iterable[Mark], claim: int) -> tuple[Mark, ...]:
    return tuple(
        mark
        for mark in marks
        if mark.kind is MarkKind.SENTENCE and claim in mark.claims
    )


def _mentions(
    rows: Sequence[Row], entities: Mapping[str, Link]
) -> tuple[MentionView, ...]:
    """Return the entities, those mentioned most first."""
    times = Counter(row["entity"] for row in rows)
    words: dict[str, dict[str, None]] = {}
    for row in rows:
        words.setdefault(row["entity"], {})[row["words"]] = None
    views = [
        MentionView(entity=link, words=tuple(words[iri]), times=times[iri])
        for iri, link in entities.items()
    ]
    return tuple(sorted(views, key=lambda view: (-view.times, view.entity.text)))


def _mentioned(rows: Iterable[Row]) -> Iterable[Mark]:
    for row in rows:
        if (span := _span(row)) is not None:
            start, end = span
            kind = MarkKind.MENTION
            yield Mark(start=start, end=end, kind=kind, entity=row["entity"])


def _told(
    rows: Iterable[Row], numbers: Mapping[str, int], names: Names
) -> Iterable[Mark]:
    araz = names.ontology
    kinds = {
        str(OA.hasTarget): MarkKind.SENTENCE,
        str(araz[V.TRIGGER]): MarkKind.TRIGGER,
        str(araz[V.SUBJECT_MENTION]): MarkKind.MENTION,
        str(araz[V.OBJECT_MENTION]): MarkKind.MENTION,
        str(araz[V.ATTRIBUTION_SOURCE]): MarkKind.SOURCE,
        str(araz[V.ATTRIBUTION_CUE]): MarkKind.CUE,
        str(araz[V.ATTRIBUTION_CONTENT]): MarkKind.CONTENT,
    }
    for row in rows:
        span, number = _span(row), numbers.get(row["claim"])
        if span is not None and number is not None:
            kind = kinds[row["part"]]
            yield Mark(start=span[0], end=span[1], kind=kind, claims=(number,))


def _span(row: Row) -> tuple[int, int] | None:
    """Return a span; none where an edit of the graph left no whole numbers."""
    start, end = row["start"], row["end"]
    if start.isdecimal() and end.isdecimal():
        return int(start), int(end)
    return None

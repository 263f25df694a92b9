"""One part of what is known of an entity, page by page: nothing is left out."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from rdflib import URIRef

from server.protocol.operations import ProtocolError
from server.reading.questions import Reader
from server.things.claims import ClaimView, read_claims
from server.things.coverage import (
    articles_mentioning,
    claims_by_month,
    count_articles,
)
from server.things.edges import Group, Way, read_groups
from server.things.entities import ArticleLink, article_links, read_name
from server.things.relations import read_group

_PER_PAGE = 50
_MOST = 10_000_000


class Part(StrEnum):
    """What a part has."""

    RELATION = "relation"
    CLAIMS = "claims"
    ARTICLES = "articles"


@dataclass(frozen=True, slots=True, kw_only=True)
class PartView:
    """A page of a part: its entries, the first of them, and how many there are.

    `previous` and `following` are where the pages beside it begin.
    """

    label: str
    part: Part
    start: int
    total: int
    group: Group | None = None
    claims: tuple[ClaimView, ...] = ()
    articles: tuple[ArticleLink, ...] = ()

    @property
    def end(self) -> int:
        """How many entries this page and those before it have."""
        return min(self.start + _PER_PAGE, self.total)

    @property
    def previous(self) -> int | None:
        """Where the page before begins."""
        return max(self.start - _PER_PAGE, 0) if self.start else None

    @property
    def following(self) -> int | None:
        """Where the next page begins."""
        return self.end if self.end < self.total else None


def read_part(reader: Reader, iri: URIRef, asked: Mapping[str, str]) -> PartView:
    """Return the part of an entity that a request asks for.

    Args:
        reader: Asks.
        iri: The entity.
        asked: Parameters: `part`, `start`, and for relations `relation` and `way`.

    Raises:
        ProtocolError: 400 for what is none, 404 for a relation that it has not.
    """
    part = _one_of(Part, "part", asked.get("part", ""))
    start = _start(asked.get("start", "0"))
    label = read_name(reader, iri)
    if part is Part.RELATION:
        group = _group(reader, iri, asked)
        filled = read_group(reader, iri, group, start=start, limit=_PER_PAGE)
        return PartView(
            label=label, part=part, start=start, total=group.total, group=filled
        )
    if part is Part.CLAIMS:
        return PartView(
            label=label,
            part=part,
            start=start,
            total=sum(claims_by_month(reader, iri).values()),
            claims=read_claims(
                reader, "claims_of_entity", limit=_PER_PAGE, start=start, resource=iri
            ),
        )
    rows = articles_mentioning(reader, iri, limit=_PER_PAGE, start=start)
    return PartView(
        label=label,
        part=part,
        start=start,
        total=count_articles(reader, iri),
        articles=article_links(reader, rows),
    )


def _group(reader: Reader, iri: URIRef, asked: Mapping[str, str]) -> Group:
    way = _one_of(Way, "way", asked.get("way", ""))
    wanted = asked.get("relation", "")
    for group in read_groups(reader, iri):
        if group.sort.name == wanted and group.sort.way is way:
            return group
    raise ProtocolError(404, f"relation: it has none that is called {wanted!r}")


def _one_of[Known: StrEnum](kind: type[Known], name: str, given: str) -> Known:
    if given not in set(kind):
        known = ", ".join(kind)
        raise ProtocolError(400, f"{name}: expected one of {known}, not {given!r}")
    return kind(given)


def _start(given: str) -> int:
    if given.isascii() and given.isdecimal() and int(given[:9]) <= _MOST:
        return int(given[:9])
    raise ProtocolError(
        400, f"start: expected a number from 0 to {_MOST:,}, not {given!r}"
    )

"""Search by words: what the graph has whose names or sentences hold them."""

import re
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, json, render_template, request, url_for
from rdflib import Literal

from kg.errors import QueryError
from kg.rdf.formats import Format
from kg.rdf.text_index import Hit, Kind, Passage, SearchPage
from server.http.negotiation import HTML, choose
from server.http.sending import send
from server.protocol.operations import ProtocolError
from server.queries import read_query
from server.reading.links import Link, Links
from server.reading.questions import Question, question
from server.reading.snapshots import current_links, current_snapshot

blueprint = Blueprint("search", __name__)

_JSON = Format(name="json", title="JSON", media_types=("application/json",))
_LIMIT, _MAX_LIMIT = 20, 100
_MAX_OFFSET = 1_000_000
_NUMBER = re.compile(r"[0-9]{1,7}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """What is searched for, and which of the hits are wanted."""

    words: str
    kinds: tuple[Kind, ...]
    limit: int
    offset: int

    def address(self, offset: int, format_name: str | None = None) -> str:
        """Return the address of the same search, from another hit on."""
        kinds = [str(kind) for kind in self.kinds]
        limit = None if self.limit == _LIMIT else self.limit
        return url_for(
            "search.search",
            q=self.words,
            kind=kinds or None,
            limit=limit,
            offset=offset or None,
            format=format_name,
        )


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a text, marked where it matches."""

    text: str
    marked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class HitView:
    """A hit as a page shows it."""

    link: Link
    kind: Kind
    title: tuple[Part, ...]
    snippet: tuple[Part, ...]


@blueprint.route("/search")
def search() -> Response:
    """Find what matches words, best first."""
    offer, media_type = choose(
        (_JSON, HTML),
        accept=request.headers.get("Accept", ""),
        format_name=request.args.get("format"),
    )
    asked = _read_search()
    page = _find(asked)
    links = current_links()
    previous, following = _beside(asked, page)
    if offer is _JSON:
        fields = _fields(asked, page, links)
        fields |= {"previous": previous, "next": following}
        return send(json.dumps(fields, ensure_ascii=False) + "\n", media_type)
    shown = render_template(
        "search.html",
        search=asked,
        kinds=tuple(Kind),
        total=page.total,
        hits=tuple(_view(hit, links) for hit in page.hits),
        previous=previous,
        following=following,
        data=asked.address(asked.offset, _JSON.name),
        questions=_questions(asked) if asked.words else (),
    )
    return send(shown, media_type)


@blueprint.route("/search/suggest")
def suggest() -> Response:
    """Say whose names go on as somebody began to type them."""
    beginning = request.args.get("q", "")
    limit = _number("limit", default=10, least=1, most=_MAX_LIMIT)
    links = current_links()
    try:
        found = current_snapshot().text_index.suggest(beginning, limit)
    except QueryError as error:
        raise ProtocolError(400, f"q: {error}") from error
    suggestions = [
        {
            "iri": each.iri,
            "kind": each.kind,
            "title": each.title,
            "page": links.page(each.iri),
        }
        for each in found
    ]
    fields = {"query": beginning, "suggestions": suggestions}
    text = json.dumps(fields, ensure_ascii=False) + "\n"
    return send(text, _JSON.media_types[0])


def _read_search() -> Search:
    kinds = []
    for name in request.args.getlist("kind"):
        if name and name not in set(Kind):
            known = ", ".join(Kind)
            raise ProtocolError(400, f"kind: expected one of {known}, not {name!r}")
        if name:
            kinds.append(Kind(name))
    return Search(
        words=request.args.get("q", "").strip(),
        kinds=tuple(dict.fromkeys(kinds)),
        limit=_number("limit", default=_LIMIT, least=1, most=_MAX_LIMIT),
        offset=_number("offset", default=0, least=0, most=_MAX_OFFSET),
    )


def _questions(asked: Search) -> tuple[Question, ...]:
    """Return the search as a query, which has the same hits without their pages."""
    text = read_query("search").replace("$words", Literal(asked.words).n3())
    return (question(text, current_snapshot().names.base),)


def _number(name: str, *, default: int, least: int, most: int) -> int:
    text = request.args.get(name, "").strip()
    if not text:
        return default
    if not _NUMBER.fullmatch(text) or not least <= int(text) <= most:
        expected = f"expected a number from {least:,} to {most:,}"
        raise ProtocolError(400, f"{name}: {expected}, not {text!r}")
    return int(text)


def _find(asked: Search) -> SearchPage:
    if not asked.words:
        return SearchPage((), 0)
    try:
        return current_snapshot().text_index.search(
            asked.words, kinds=asked.kinds, limit=asked.limit, offset=asked.offset
        )
    except QueryError as error:
        raise ProtocolError(400, f"q: {error}") from error


def _beside(asked: Search, page: SearchPage) -> tuple[str | None, str | None]:
    """Return the addresses of the page before and of the one after."""
    before, after = asked.offset - asked.limit, asked.offset + asked.limit
    return (
        asked.address(max(before, 0)) if asked.offset else None,
        asked.address(after) if after < min(page.total, _MAX_OFFSET) else None,
    )


def _fields(asked: Search, page: SearchPage, links: Links) -> dict[str, Any]:
    hits = [
        {
            "iri": hit.iri,
            "kind": hit.kind,
            "title": hit.title.text,
            "page": links.page(hit.iri),
            "snippet": {"text": hit.snippet.text, "marks": hit.snippet.marks},
            "score": round(hit.score, 6),
        }
        for hit in page.hits
    ]
    return {
        "query": asked.words,
        "kinds": asked.kinds,
        "limit": asked.limit,
        "offset": asked.offset,
        "total": page.total,
        "hits": hits,
    }


def _view(hit: Hit, links: Links) -> HitView:
    return HitView(
        link=links.link(hit.iri, hit.title.text),
        kind=hit.kind,
        title=_parts(hit.title),
        snippet=_parts(hit.snippet),
    )


def _parts(passage: Passage) -> tuple[Part, ...]:
    parts = []
    done = 0
    for start, end in passage.marks:
        parts.append(Part(passage.text[done:start], marked=False))
        parts.append(Part(passage.text[start:end], marked=True))
        done = end
    parts.append(Part(passage.text[done:], marked=False))
    return tuple(part for part in parts if part.text)

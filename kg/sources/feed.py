"""RSS 2.0 and Atom feeds: one article an item."""

import hashlib
import re
from collections.abc import Iterator
from email.utils import parsedate_to_datetime
from html import escape
from xml.parsers import expat

from kg.errors import ArticleError
from kg.sources.draft import Draft, Input
from kg.sources.html import text_of

_ATOM = "http://www.w3.org/2005/Atom "
_CONTENT = "http://purl.org/rss/1.0/modules/content/ "
_DUBLIN_CORE = "http://purl.org/dc/elements/1.1/ "
_XHTML = "http://www.w3.org/1999/xhtml "
# Per field the elements that may hold it, the best first.
_ELEMENTS = {
    "id": ("guid", f"{_ATOM}id"),
    "url": ("link", f"{_ATOM}link"),
    "title": ("title", f"{_ATOM}title"),
    "author": (f"{_DUBLIN_CORE}creator", f"{_ATOM}author", "author"),
    "published": (
        "pubDate",
        f"{_ATOM}published",
        f"{_DUBLIN_CORE}date",
        f"{_ATOM}updated",
    ),
    "text": (
        f"{_CONTENT}encoded",
        f"{_ATOM}content",
        "description",
        f"{_ATOM}summary",
    ),
}
_ITEMS = frozenset({"item", f"{_ATOM}entry"})
_ROOTS = frozenset({"rss", f"{_ATOM}feed"})
_LONGEST_SLUG = 60

type Item = dict[str, str]


class _Collector:
    """Receives a feed's elements; keeps the items and the feed's own title."""

    def __init__(self) -> None:
        self.items: list[Item] = []
        self.root: str | None = None
        self.publisher = ""
        self._path: list[str] = []
        self._item: Item | None = None

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.root = self.root or name
        self._path.append(name)
        if name in _ITEMS:
            self._item = {}
            self.items.append(self._item)
        elif self._item is not None:
            if name == f"{_ATOM}link" and attributes.get("rel") in {None, "alternate"}:
                self._item.setdefault(name, attributes.get("href", ""))
            if name.startswith(_XHTML):
                self.text(f"<{name.removeprefix(_XHTML)}>", escaped=True)

    def end(self, name: str) -> None:
        if self._item is not None and name.startswith(_XHTML):
            self.text(f"</{name.removeprefix(_XHTML)}>", escaped=True)
        if name in _ITEMS:
            self._item = None
        self._path.pop()

    def text(self, data: str, *, escaped: bool = False) -> None:
        in_xhtml = any(name.startswith(_XHTML) for name in self._path)
        outer = [name for name in self._path if not name.startswith(_XHTML)]
        if self._item is not None and len(outer) > 2:
            # An Atom author is an element around a name: it counts for the author.
            name = outer[-2] if outer[-1] == f"{_ATOM}name" else outer[-1]
            data = escape(data) if in_xhtml and not escaped else data
            self._item[name] = self._item.get(name, "") + data
        elif outer[1:] in (["channel", "title"], [f"{_ATOM}title"]):
            self.publisher += data


def read(source: Input) -> Iterator[Draft]:
    """Yield the articles of a feed.

    Raises:
        ArticleError: If the file is no well-formed feed or declares a document type.
    """
    collector = _Collector()
    _parse(source, collector)
    if collector.root not in _ROOTS:
        raise ArticleError(source.name, f"no RSS or Atom feed: root {collector.root!r}")
    for number, item in enumerate(collector.items, start=1):
        where = f"{source.name}: item {number}"
        yield _draft(where, source.stem, item, collector.publisher.strip() or None)


def _parse(source: Input, collector: _Collector) -> None:
    def refuse(*_: object) -> None:
        raise ArticleError(source.name, "document type declarations are refused")

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = collector.start
    parser.EndElementHandler = collector.end
    parser.CharacterDataHandler = collector.text
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    content = source.stream.read(source.max_bytes + 1)
    if len(content) > source.max_bytes:
        raise ArticleError(source.name, f"too long: over {source.max_bytes} bytes")
    try:
        parser.Parse(content, True)  # noqa: FBT003 - the signature of expat
    except expat.ExpatError as error:
        reason = f"malformed XML: {expat.errors.messages[error.code]}"
        raise ArticleError(f"{source.name}:{error.lineno}", reason) from error


def _draft(where: str, stem: str, item: Item, publisher: str | None) -> Draft:
    fields = {
        field: next((item[n].strip() for n in names if item.get(n, "").strip()), None)
        for field, names in _ELEMENTS.items()
    }
    title = _plain(fields["title"])
    identity = fields["id"] or fields["url"] or f"{title} {fields['text']}"
    return Draft(
        where=where,
        id=article_id(title or stem, identity),
        text=text_of(fields["text"] or ""),
        title=title,
        published=_iso_date(fields["published"]),
        url=fields["url"],
        publisher=publisher,
        author=fields["author"],
    )


def _plain(markup: str | None) -> str | None:
    return text_of(markup) or None if markup else None


def _iso_date(value: str | None) -> str | None:
    """Turn the date of an e-mail header into an ISO date; leave all else as it is."""
    if value is None:
        return None
    try:
        return parsedate_to_datetime(value).date().isoformat()
    except (TypeError, ValueError):
        return value


def article_id(title: str, identity: str) -> str:
    """Return a readable id that is unique for what identifies the article."""
    slug = re.sub(r"[^a-z0-9]+", "-", title.casefold())[:_LONGEST_SLUG].strip("-")
    return f"{slug}-{hashlib.sha256(identity.encode()).hexdigest()[:8]}".lstrip("-")

"""Web pages: the article's text without navigation, scripts and footers."""

import json
import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from html.parser import HTMLParser

from kg.sources.draft import Draft, Input

_BLOCKS = re.compile(
    "address|article|aside|blockquote|body|br|dd|div|dl|dt|figure|h[1-6]|hr|li|main|ol"
    "|p|pre|section|table|td|th|tr|ul"
)
_FURNITURE = re.compile(
    "aside|button|figcaption|footer|form|header|iframe|nav|noscript|script|select"
    "|style|svg|template|textarea"
)
_META = {
    "og:title": "title",
    "article:published_time": "published",
    "datepublished": "published",
    "date": "published",
    "dc.date": "published",
    "og:url": "url",
    "og:site_name": "publisher",
    "author": "author",
}
_SPACE = re.compile(r"[ \t\r\n\f]+")


class Page(HTMLParser):
    """Collects the blocks of text and the metadata of a page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.fields: dict[str, str] = {}
        self.dates: list[str] = []
        self.captured: dict[str, str] = {}
        self._blocks: dict[str, list[str]] = {"body": [""], "article": [""]}
        self._furniture: list[str] = []
        self._articles = 0
        self._capture: str | None = None

    @property
    def text(self) -> str:
        """The article element's blocks, or else all, parted by an empty line."""
        for part in ("article", "body"):
            blocks = (_SPACE.sub(" ", block).strip() for block in self._blocks[part])
            if text := "\n\n".join(block for block in blocks if block):
                return text
        return ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open a block, skip furniture, read metadata."""
        attributes = {name: value or "" for name, value in attrs}
        is_metadata = attributes.get("type") == "application/ld+json"
        if tag in {"title", "h1"} or (tag == "script" and is_metadata):
            self._capture = tag if tag not in self.captured else None
            self.captured.setdefault(tag, "")
        self._read_metadata(tag, attributes)
        if _FURNITURE.fullmatch(tag) and not self._heads_article(tag):
            self._furniture.append(tag)
        if tag in {"article", "main"}:
            self._articles += 1
        if _BLOCKS.fullmatch(tag):
            self._break()

    def handle_endtag(self, tag: str) -> None:
        """Close what the tag opened."""
        if tag == self._capture:
            self._capture = None
            if tag == "script":
                self._read_json(self.captured.pop(tag))
        if tag in self._furniture:
            while self._furniture.pop() != tag:
                pass
        if tag in {"article", "main"} and self._articles:
            self._articles -= 1
        if _BLOCKS.fullmatch(tag):
            self._break()

    def handle_data(self, data: str) -> None:
        """Add text to the block, or to the title or metadata being read."""
        if self._capture:
            self.captured[self._capture] += data
        if self._furniture or self._capture:
            return
        self._blocks["body"][-1] += data
        if self._articles:
            self._blocks["article"][-1] += data

    def _heads_article(self, tag: str) -> bool:
        return tag == "header" and self._articles > 0

    def _break(self) -> None:
        for blocks in self._blocks.values():
            blocks.append("")

    def _read_metadata(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "meta":
            key = attributes.get("property") or attributes.get("name") or ""
            key = key or attributes.get("itemprop", "")
            field = _META.get(key.casefold())
            if field and (value := attributes.get("content", "").strip()):
                self._add(field, value)
        elif tag == "time" and (value := attributes.get("datetime", "").strip()):
            self._add("published", value)
        elif tag == "link" and attributes.get("rel") == "canonical":
            self._add("url", attributes.get("href", ""))

    def _add(self, field: str, value: str) -> None:
        if field == "published":
            self.dates.append(value)
        elif value:
            self.fields.setdefault(field, value)

    def _read_json(self, text: str) -> None:
        try:
            found = json.loads(text)
        except ValueError:
            return  # other people's metadata; the page itself is still readable
        nodes = found if isinstance(found, list) else [found]
        for node in nodes:
            if isinstance(node, dict):
                inner = node.get("@graph")
                for part in inner if isinstance(inner, list) else [node]:
                    if isinstance(part, dict) and part.get("datePublished"):
                        self._add("published", str(part["datePublished"]))


def read(source: Input) -> Iterator[Draft]:
    """Yield the one article of a page.

    Raises:
        ArticleError: If the file is binary, not UTF-8 or far too long.
    """
    yield read_page(source.name, source.stem, source.read_text())


def read_page(where: str, article_id: str, markup: str) -> Draft:
    """Return the article that a page holds; its text may turn out empty."""
    page = Page()
    page.feed(markup)
    page.close()
    fields = page.fields
    title = next(
        filter(None, (fields.get("title"), *map(page.captured.get, ("h1", "title")))),
        None,
    )
    return Draft(
        where=where,
        id=article_id,
        text=page.text,
        title=_SPACE.sub(" ", title).strip() if title else None,
        published=_first_date(page.dates),
        url=fields.get("url"),
        publisher=fields.get("publisher"),
        author=fields.get("author"),
    )


def text_of(markup: str) -> str:
    """Return the text of a fragment of HTML, as feeds carry it."""
    return read_page("", "", markup).text


def _first_date(dates: list[str]) -> str | None:
    """Return the first that is an ISO date, or else the first, to be complained of."""
    for value in dates:
        try:
            return datetime.fromisoformat(value).date().isoformat()
        except ValueError:
            continue
    return dates[0] if dates else None

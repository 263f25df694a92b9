"""Articles from paths: finds the files, reads each format, checks every article."""

import re
import sys
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import BinaryIO

from kg.errors import ArticleError
from kg.model import Article
from kg.sources import feed, html, jsonl, markdown, text, warc
from kg.sources.draft import Draft, Input
from kg.sources.language import why_not_english

type Reader = Callable[[Input], Iterator[Draft | ArticleError]]

# A new format is one module and one line here; the longest suffix decides.
READERS: dict[str, Reader] = {
    ".txt": text.read,
    ".md": markdown.read,
    ".html": html.read,
    ".htm": html.read,
    ".jsonl": jsonl.read,
    ".rss": feed.read,
    ".atom": feed.read,
    ".xml": feed.read,
    ".warc": warc.read,
    ".warc.gz": warc.read,
}

STDIN = "-"
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_LONGEST_ID = 300
_BAD_ID = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]|(?:^|/)\.{0,2}(?:/|$)")
# XML and RDF have no place for these, so no dump could hold the text.
_BAD_TEXT = re.compile(r"[\x00\ud800-\udfff]")


def read_articles(
    paths: Iterable[Path | str], *, max_length: int
) -> Iterator[Article | ArticleError]:
    """Yield every article of the files, in order, and an error for every bad one.

    Args:
        paths: Files, folders (all files of known formats below, sorted), or `-` for
            JSON Lines on standard input.
        max_length: The longest text accepted, in code points.
    """
    seen: set[str] = set()
    for path in paths:
        for found in _read_path(path, max_length):
            if isinstance(found, ArticleError):
                yield found
                continue
            try:
                article = check(found, max_length)
            except ArticleError as error:
                yield error
                continue
            if article.id in seen:
                reason = f"duplicate article id {article.id!r}: the first one counts"
                yield ArticleError(found.where, reason)
                continue
            seen.add(article.id)
            yield article


def read_stream(
    name: str, stream: BinaryIO, *, max_length: int
) -> Iterator[Article | ArticleError]:
    """Yield every article of one file that is open already, as `read_articles` does.

    Args:
        name: What the file is called, without folders; the suffix says the format.
        stream: What it holds.
        max_length: The longest text accepted, in code points.
    """
    suffix = _suffix(Path(name))
    if suffix is None:
        yield ArticleError(name, _unknown(Path(name)))
        return
    stem = name[: -len(suffix)]
    for found in _read_stream(name, stem, READERS[suffix], stream, max_length):
        try:
            yield check(found, max_length) if isinstance(found, Draft) else found
        except ArticleError as error:
            yield error


def _read_path(path: Path | str, max_length: int) -> Iterator[Draft | ArticleError]:
    if str(path) == STDIN:
        stdin = sys.stdin.buffer
        yield from _read_stream("standard input", STDIN, jsonl.read, stdin, max_length)
        return
    path = Path(path)
    if path.is_dir():
        inside = [
            p for p in sorted(path.rglob("*")) if _suffix(p) and _visible(p, path)
        ]
        if not inside:
            known = " ".join(READERS)
            yield ArticleError(path, f"no article in this folder; known are {known}")
        for file in inside:
            yield from _read_file(file, max_length)
        return
    yield from _read_file(path, max_length)


def _read_file(path: Path, max_length: int) -> Iterator[Draft | ArticleError]:
    suffix = _suffix(path)
    if suffix is None and path.exists():
        yield ArticleError(path, _unknown(path))
        return
    reader = READERS[suffix or ".txt"]
    stem = path.name[: -len(suffix or "") or None]
    try:
        with path.open("rb") as stream:
            yield from _read_stream(str(path), stem, reader, stream, max_length)
    except OSError as error:
        yield ArticleError(path, f"cannot be read: {error.strerror or error}")


def _read_stream(
    name: str, stem: str, reader: Reader, stream: BinaryIO, max_length: int
) -> Iterator[Draft | ArticleError]:
    source = Input(name=name, stem=stem, stream=stream, max_length=max_length)
    try:
        yield from reader(source)
    except ArticleError as error:
        yield error


def _unknown(path: Path) -> str:
    return f"unknown format {path.suffix!r}; known are {' '.join(READERS)}"


def _suffix(path: Path) -> str | None:
    """Return the format's suffix: for `a.warc.gz` the whole `.warc.gz`."""
    name = path.name.casefold()
    known = (suffix for suffix in READERS if name.endswith(suffix))
    return max(known, key=len, default=None)


def _visible(path: Path, folder: Path) -> bool:
    inside = path.relative_to(folder).parts
    return path.is_file() and not any(part.startswith(".") for part in inside)


def check(draft: Draft, max_length: int) -> Article:
    """Return the article if nothing is wrong with it.

    Raises:
        ArticleError: Names the place, what is wrong, and what was expected.
    """
    if not draft.id or len(draft.id) > _LONGEST_ID or _BAD_ID.search(draft.id):
        reason = (
            f"id {draft.id[:40]!r} cannot become part of an address: expected 1 to"
            f" {_LONGEST_ID} printable characters"
        )
        raise ArticleError(draft.where, reason)
    if not draft.text.strip():
        raise ArticleError(draft.where, "empty: there is no text")
    if bad := _BAD_TEXT.search(draft.text):
        reason = f"not text: U+{ord(bad[0]):04X} at offset {bad.start()}"
        raise ArticleError(draft.where, reason)
    if len(draft.text) > max_length:
        reason = f"too long: {len(draft.text)} code points, at most {max_length}"
        raise ArticleError(draft.where, reason)
    language = draft.language or "en"
    if language.casefold().replace("_", "-").split("-")[0] != "en":
        raise ArticleError(draft.where, f"not English: language is {language!r}")
    if doubt := why_not_english(draft.text):
        raise ArticleError(draft.where, doubt)
    return Article(
        id=draft.id,
        text=draft.text,
        title=draft.title,
        published=_read_date(draft),
        url=draft.url,
        publisher=draft.publisher,
        author=draft.author,
        language=language,
    )


def _read_date(draft: Draft) -> date | None:
    """Read an ISO date, or the day of an ISO date and time."""
    value = draft.published
    if value is None:
        return None
    try:
        if _DATE.match(value):
            return datetime.fromisoformat(value).date()
    except ValueError:
        pass
    reason = f"published {value!r} is not a date: expected YYYY-MM-DD"
    raise ArticleError(draft.where, reason)

"""The text that somebody gives, by hand or as a file, made an article."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import BinaryIO

from kg.errors import ArticleError
from kg.model import Article
from kg.sources import Draft, check, read_stream
from kg.sources.feed import article_id
from server.protocol.operations import ProtocolError

# What an article may say of itself besides its text.
FIELDS = ("name", "title", "published", "url", "publisher", "author")
SUFFIXES = (".txt", ".md", ".html", ".htm", ".jsonl")

_WHERE = "the text"
# A file may have so many bytes more than its text has code points.
_OVERHEAD, _SLACK = 16, 1 << 20
_WORDS_OF_NAME = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A file as it came: what it is called, and what it holds."""

    name: str
    stream: BinaryIO


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """What was filled in; a file counts more than a text."""

    text: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)
    upload: Upload | None = None

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to read."""
        return self.upload is None and not self.text.strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """The article to read, and what its reader should know of how it came about."""

    article: Article
    notes: tuple[str, ...] = ()


def read_form(form: Form, max_length: int) -> Given:
    """Return the article that a form holds.

    Args:
        form: What was filled in.
        max_length: The longest text accepted, in code points.

    Raises:
        ProtocolError: 400 for no text, 413 for a long one, 415 for a file of another
            format, 422 for one that cannot be read or is not English.
    """
    if form.is_empty:
        raise ProtocolError(400, "there is no text: paste one, or choose a file")
    try:
        if form.upload is None:
            return Given(article=_typed(form, max_length))
        return _uploaded(form, form.upload, max_length)
    except ArticleError as error:
        raise ProtocolError(422, str(error)) from error


def _typed(form: Form, max_length: int) -> Article:
    text = _with_plain_lines(form.text)
    _check_length(text, max_length)
    start = " ".join(text.split(maxsplit=_WORDS_OF_NAME)[:_WORDS_OF_NAME])
    name = article_id(form.fields.get("title") or start, text)
    return check(_filled(Draft(where=_WHERE, id=name, text=text), form), max_length)


def _uploaded(form: Form, upload: Upload, max_length: int) -> Given:
    name = re.split(r"[/\\]", upload.name)[-1]
    if not name.lower().endswith(SUFFIXES):
        known = ", ".join(SUFFIXES)
        raise ProtocolError(415, f"{name}: unknown format; known are {known}")
    most = max_length * _OVERHEAD + _SLACK
    if upload.stream.seek(0, 2) > most:
        raise ProtocolError(413, f"{name}: too long: over {most:,} bytes")
    upload.stream.seek(0)
    # Its length is looked at here, where it is known to be no other mistake.
    found = list(islice(read_stream(name, upload.stream, max_length=most), 2))
    if not found:
        raise ProtocolError(422, f"{name}: there is no article in it")
    article = found[0]
    if isinstance(article, ArticleError):
        raise article
    text = _with_plain_lines(article.text)
    _check_length(text, max_length)
    draft = Draft(
        where=name,
        id=article.id,
        text=text,
        title=article.title,
        published=article.published.isoformat() if article.published else None,
        url=article.url,
        publisher=article.publisher,
        author=article.author,
        language=article.language,
    )
    more = f"{name} holds more than one article; this is the first."
    return Given(
        article=check(_filled(draft, form), max_length),
        notes=(more,) if found[1:] else (),
    )


def _filled(draft: Draft, form: Form) -> Draft:
    """Return a draft with what the form says of it instead."""
    given = {name: value for name, value in form.fields.items() if value}
    if name := given.pop("name", None):
        given["id"] = name
    return replace(draft, **given)


def _with_plain_lines(text: str) -> str:
    """Return a text whose lines end as those of a form that is sent again do."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _check_length(text: str, max_length: int) -> None:
    if len(text) > max_length:
        raise ProtocolError(
            413, f"too long: {len(text):,} code points, at most {max_length:,}"
        )

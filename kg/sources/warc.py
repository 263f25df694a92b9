"""WARC files (ISO 28500:2017), plain or gzipped: one article an HTML response."""

import gzip
import zlib
from collections.abc import Iterator
from dataclasses import replace
from email.message import Message
from email.parser import BytesHeaderParser
from typing import BinaryIO, cast

from kg.errors import ArticleError
from kg.sources.draft import Draft, Input, decode
from kg.sources.feed import article_id
from kg.sources.html import read_page

_LONGEST_LINE = 1 << 16
_PIECE = 1 << 20


def read(source: Input) -> Iterator[Draft | ArticleError]:
    """Yield the page of each successful response with HTML.

    Raises:
        ArticleError: If the file breaks off or is no WARC file.
    """
    # Any member of a gzip file may hold a record; gzip reads through all of them.
    if not source.name.casefold().endswith(".gz"):
        yield from _read_records(source, source.stream)
        return
    try:
        with gzip.open(source.stream) as stream:
            yield from _read_records(source, cast("BinaryIO", stream))
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise ArticleError(source.name, f"broken gzip: {error}") from error


def _read_records(source: Input, stream: BinaryIO) -> Iterator[Draft | ArticleError]:
    number = 0
    while line := stream.readline(_LONGEST_LINE):
        if not line.strip():
            continue
        number += 1
        where = f"{source.name}: record {number}"
        if not line.startswith(b"WARC/"):
            raise ArticleError(where, f"no WARC record: it starts {line[:20]!r}")
        yield from _read_record(where, source, stream)


def _read_record(
    where: str, source: Input, stream: BinaryIO
) -> Iterator[Draft | ArticleError]:
    header = _read_header(stream)
    size = header.get("Content-Length", "")
    if not size.isdecimal():
        raise ArticleError(where, f"needs a Content-Length, not {size!r}")
    wanted = header.get("WARC-Type") == "response" and int(size) <= source.max_bytes
    content = _read_exactly(where, stream, int(size), keep=wanted)
    if header.get("WARC-Type") != "response":
        return
    if not wanted:
        yield ArticleError(where, f"too long: {size} bytes")
        return
    url = header.get("WARC-Target-URI", "").strip("<>")
    try:
        markup = _html_of(where, content)
    except ArticleError as error:
        yield error
        return
    if markup is not None:
        page = read_page(where, article_id(url.rpartition("//")[2], url), markup)
        yield replace(page, url=page.url or url or None)


def _read_header(stream: BinaryIO) -> Message:
    lines = []
    while (line := stream.readline(_LONGEST_LINE)).strip():
        lines.append(line)
    return BytesHeaderParser().parsebytes(b"".join(lines))


def _read_exactly(where: str, stream: BinaryIO, size: int, *, keep: bool) -> bytes:
    pieces = []
    while size:
        piece = stream.read(min(size, _PIECE))
        if not piece:
            raise ArticleError(where, f"breaks off: {size} bytes are missing")
        size -= len(piece)
        if keep:
            pieces.append(piece)
    return b"".join(pieces)


def _html_of(where: str, response: bytes) -> str | None:
    """Return the markup of an HTTP response, or nothing if it is no page."""
    head, _, body = response.partition(b"\r\n\r\n")
    status, _, fields = head.partition(b"\r\n")
    header = BytesHeaderParser().parsebytes(fields)
    if b" 200" not in status or header.get_content_type() != "text/html":
        return None
    if header.get("Transfer-Encoding", "").casefold() == "chunked":
        body = _join_chunks(body)
    if header.get("Content-Encoding", "").casefold() == "gzip":
        try:
            body = gzip.decompress(body)
        except (EOFError, OSError, zlib.error) as error:
            raise ArticleError(
                where, f"broken gzip in the response: {error}"
            ) from error
    return decode(where, body, header.get_content_charset("utf-8"))


def _join_chunks(body: bytes) -> bytes:
    """Undo the chunked coding (RFC 9112, 7.1); crawlers that did so are let be."""
    pieces = []
    rest = body
    while rest:
        size, found, rest = rest.partition(b"\r\n")
        try:
            length = int(size.split(b";")[0], 16)
        except ValueError:
            return body
        if not found or not length:
            break
        pieces.append(rest[:length])
        rest = rest[length + 2 :]
    return b"".join(pieces)

"""JSON Lines: one article a line, as the extraction record's input is defined."""

import json
from collections.abc import Iterator

from kg.errors import ArticleError
from kg.sources.draft import Draft, Input, decode

_REQUIRED = ("id", "text")
_OPTIONAL = ("title", "published", "url", "publisher", "author", "language")


def read(source: Input) -> Iterator[Draft | ArticleError]:
    """Yield the article of each line, or what is wrong with the line."""
    for number, line in enumerate(_lines(source), start=1):
        if not line.strip():
            continue
        where = f"{source.name}:{number}"
        if len(line) > source.max_bytes:
            yield ArticleError(where, f"too long: over {source.max_bytes} bytes")
            continue
        try:
            yield _read_line(where, line)
        except ArticleError as error:
            yield error


def _lines(source: Input) -> Iterator[bytes]:
    """Yield lines, each cut after `max_bytes` so that none fills the memory."""
    limit = source.max_bytes + 1
    while line := source.stream.readline(limit):
        rest = line
        while not rest.endswith(b"\n") and len(rest) == limit:
            rest = source.stream.readline(limit)
        yield line


def _read_line(where: str, line: bytes) -> Draft:
    try:
        fields = json.loads(decode(where, line.strip()))
    except json.JSONDecodeError as error:
        reason = f"not JSON: {error.msg} at column {error.colno}"
        raise ArticleError(where, reason) from error
    except RecursionError as error:
        raise ArticleError(where, "not JSON: nested too deep") from error
    if not isinstance(fields, dict):
        raise ArticleError(where, "expected a JSON object with id and text")
    for name in _REQUIRED:
        if not isinstance(fields.get(name), str):
            found = f", not {fields[name]!r:.40}" if name in fields else ""
            raise ArticleError(where, f"needs {name!r}, a string{found}")
    for name in _OPTIONAL:
        if not isinstance(fields.get(name), str | None):
            reason = f"{name!r} must be a string, not {fields[name]!r:.40}"
            raise ArticleError(where, reason)
    known = {name: fields.get(name) or None for name in _OPTIONAL}
    return Draft(where=where, id=fields["id"], text=fields["text"], **known)

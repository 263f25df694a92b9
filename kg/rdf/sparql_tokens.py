r"""The tokens of a SPARQL text, as far as its safety depends on them.

A query must never make the store call another server. The words of a text are found
with its strings, IRIs, comments, variables and language tags left out, so that a
`SERVICE` in a label harms nobody and one behind a comment is seen.

Oxigraph reads keywords without a boundary after them: it takes `SERVICE:x` and
`trueSERVICE <x>` for a service call. So a word that merely contains the keyword is
refused too, except inside the local part of a prefixed name (`ent:Secret_Service`)
up to its first dot.
Unicode escapes (SPARQL 1.1, 19.2) are looked at both as written and as meant.
"""

import re
from collections.abc import Iterator

from kg.errors import QueryError

_TOKEN = re.compile(
    r"""
    (?P<long>   \"\"\"(?:[^"\\]|\\.|\"{1,2}(?!\"))*\"\"\"
              | '''(?:[^'\\]|\\.|'{1,2}(?!'))*''' )
  | (?P<short>  "(?:[^"\\\r\n]|\\.)*" | '(?:[^'\\\r\n]|\\.)*' )
  | (?P<iri>    <[^<>"{}|^`\x00-\x20]*> )
  | (?P<comment>\#[^\r\n]* )
  | (?P<variable>[?$]\w+ )
  | (?P<language>@[A-Za-z]+(?:-[A-Za-z0-9]+)* )
  | (?P<word>   [\w-]+ )
  | (?P<local>  : (?:[\w:-]|%[0-9A-Fa-f]{2}|\\[^\w\s])* )
  | (?P<other>  . )
    """,
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")


def words(text: str) -> Iterator[tuple[str, int]]:
    """Yield keywords, prefixes and numbers of a SPARQL text, with their offsets."""
    for token in _TOKEN.finditer(text):
        if token.lastgroup == "word":
            yield token.group(), token.start()


def has_dataset_clause(text: str) -> bool:
    """Say whether a query names its own dataset with `FROM`."""
    return any(word.upper() == "FROM" for word, _ in words(text))


def check_offline(text: str) -> None:
    """Refuse a text that could make the store open a connection.

    Raises:
        QueryError: For `SERVICE` or `LOAD`, with line and column.
    """
    for reading in (text, _unescaped(text)):
        for word, offset in words(reading):
            folded = word.upper()
            if "SERVICE" in folded or folded == "LOAD":
                keyword = "SERVICE" if "SERVICE" in folded else "LOAD"
                raise QueryError(
                    f"{_position(reading, offset)}: {keyword} is not allowed here: "
                    f"this store never calls another server"
                )


def _unescaped(text: str) -> str:
    return _ESCAPE.sub(_character, text)


def _character(escape: re.Match[str]) -> str:
    code = int(escape.group(1) or escape.group(2), 16)
    # Beyond Unicode there is no character; the parser says so itself.
    return chr(code) if code <= 0x10FFFF else escape.group()


def _position(text: str, offset: int) -> str:
    line = text.count("\n", 0, offset) + 1
    column = offset - text.rfind("\n", 0, offset)
    return f"line {line}, column {column}"

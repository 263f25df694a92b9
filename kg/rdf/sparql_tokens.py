r"""The tokens of a SPARQL text, as far as its safety depends on them.

A query must never make the store call another server. The words of a text are found
with its strings, IRIs, comments, variables and language tags left out, so that a
`SERVICE` in a label harms nobody and one behind a comment is seen.

Oxigraph reads keywords without a boundary after them: it takes `SERVICE:x` and
`trueSERVICE <x>` for a service call. So a word that merely contains the keyword is
refused too, except inside the local part of a prefixed name (`ent:Secret_Service`)
up to its first dot.
Unicode escapes (SPARQL 1.1, 19.2) are looked at both as written and as meant.

A query must never end the process either. Oxigraph walks the tree of a query by
recursion, and a tree too deep overflows its stack, which no handler can catch: about
700 nested `IF`, 1,000 `EXISTS`, 3,000 `MINUS` after one another or 5,000 times `+ ?x`
are enough. So both how deep a query nests and how many tokens it has are bounded;
the rows of `VALUES` count for nothing, as they make no tree.
"""

import re
from collections.abc import Iterator

from kg.errors import QueryError

MAX_DEPTH = 200
MAX_TOKENS = 8_000

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
  | (?P<space>  \s+ )
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


def check_extent(text: str) -> None:
    """Refuse a text whose tree could overflow the stack of the store's engine.

    Raises:
        QueryError: If it nests deeper than `MAX_DEPTH` or has more than `MAX_TOKENS`
            tokens outside `VALUES`, with line and column.
    """
    for reading in (text, _unescaped(text)):
        depth = negations = tokens = 0
        block = _ValuesBlock()
        for token in _TOKEN.finditer(reading):
            if token.lastgroup in {"space", "comment"}:
                continue
            written = token.group()
            negations = negations + 1 if written == "!" else 0
            rise, change = _nesting(token)
            # A row of VALUES nests too, if only to be refused by the parser.
            if depth + rise + negations > MAX_DEPTH:
                raise QueryError(
                    f"{_position(reading, token.start())}: nested deeper than "
                    f"{MAX_DEPTH} levels, which this store does not read"
                )
            depth = max(depth + change, 0)
            if not block.holds(written, token.lastgroup):
                tokens += _weight(token)
            if tokens > MAX_TOKENS:
                raise QueryError(
                    f"{_position(reading, token.start())}: longer than {MAX_TOKENS} "
                    f"tokens, which this store does not read; put lists into VALUES"
                )


class _ValuesBlock:
    """Follows a text into the rows of `VALUES` and out of them."""

    def __init__(self) -> None:
        self._state = ""

    def holds(self, written: str, kind: str | None) -> bool:
        """Take the next token and say whether it is among the rows."""
        if self._state == "rows":
            if written in "{}":
                self._state = ""
            return written != "{"
        if written.upper() == "VALUES":
            self._state = "keyword"
        elif self._state == "keyword" and (kind == "variable" or written == "("):
            # A prefix of this name would be followed by its colon.
            self._state = "variables"
        elif self._state == "variables" and (kind == "variable" or written in "()"):
            pass
        else:
            self._state = "rows" if self._state and written == "{" else ""
        return False


def _weight(token: re.Match[str]) -> int:
    """Return how many tokens the engine may see in one: `1-1-1` is a word here."""
    if token.lastgroup in {"word", "local"}:
        return 1 + token.group().count("-")
    return 1


def _nesting(token: re.Match[str]) -> tuple[int, int]:
    """Return how deep a token goes at most, and how much deeper it leaves the text.

    What looks like an IRI may be two comparisons, so the brackets in one count where
    they open more than they close.
    """
    if token.lastgroup not in {"iri", "other"}:
        return 0, 0
    depth = rise = 0
    for character in token.group():
        if character in "([{":
            depth += 1
        elif character in ")]}":
            depth -= 1
        rise = max(rise, depth)
    return rise, max(depth, 0) if token.lastgroup == "iri" else depth


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

r"""What the tokens of a SPARQL text tell before the engine sees it.

A query must never make the store call another server. The words of a text are found
with its strings, IRIs, comments, variables and language tags left out, so that a
`SERVICE` in a label harms nobody and one behind a comment is seen.

Oxigraph reads keywords without a boundary after them: it takes `SERVICE:x` and
`trueSERVICE <x>` for a service call. So a word that merely contains the keyword is
refused too, except inside the local part of a prefixed name (`ent:Secret_Service`)
up to its first dot. Where the tokens become unclear, the bare letters are enough.
Unicode escapes (SPARQL 1.1, 19.2) are looked at both as written and as meant.

A query must never end the process either. Oxigraph walks the tree of a query by
recursion, and a tree too deep overflows its stack, which no handler can catch: about
700 nested `IF`, 1,000 `EXISTS`, 3,000 `MINUS` after one another or 5,000 times `+ ?x`
are enough. So both how deep a query nests and how many tokens it has are bounded;
the rows of `VALUES` count for nothing, as they make no tree.

Small queries are answered in 100 microseconds, so each function first asks whether the
bare characters can matter at all; most texts are never cut into tokens.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from kg.errors import QueryError
from kg.rdf.sparql_lexer import Token, position, readings, tokens

__all__ = [
    "MAX_DEPTH",
    "MAX_TOKENS",
    "case_booleans",
    "check_extent",
    "check_offline",
    "has_dataset_clause",
    "is_volatile",
    "may_hold",
    "outside_keyword",
    "words",
]

MAX_DEPTH = 200
MAX_TOKENS = 8_000

_VOLATILE = ("NOW", "RAND", "UUID", "STRUUID", "BNODE")
_VOLATILE_LETTERS = ("now", "rand", "uuid", "bnode", "\\u")
_VOLATILE_CALL = re.compile(
    r"(?:now|rand|uuid|bnode)(?:[ \t\r\n]|#[^\r\n]*+)*+\(|\\u", re.ASCII
)
# Wherever these letters are, they are no keyword: a variable or a local name goes on
# as long as it can, and within a string, an IRI or a comment there is no keyword.
_NAMED = re.compile(r"[?$:][A-Za-z0-9_]++")
_BOOLEAN = re.compile("true|false", re.IGNORECASE | re.ASCII)


def words(text: str) -> Iterator[tuple[str, int]]:
    """Yield keywords, prefixes and numbers of a SPARQL text, with their offsets."""
    for token in tokens(text):
        if token.kind == "word":
            yield token.text, token.start
        elif token.kind == "name" and (prefix := token.text.partition(":")[0]):
            yield prefix, token.start


def may_hold(text: str, *letters: str) -> bool:
    """Say, fast, whether a text may have one of some keywords, given in lower case."""
    lowered = text.lower()
    if not any(word in lowered for word in letters):
        return False
    rest = _NAMED.sub("?", lowered)
    return any(word in rest for word in letters)


def has_dataset_clause(text: str) -> bool:
    """Say whether a query names its own dataset with `FROM`.

    It stands before the pattern (SPARQL 1.1, 13.2), or between the template of
    CONSTRUCT and the pattern.
    """
    if not may_hold(text, "from"):
        return False
    # A query is asked about more than once, and often comes back; a long one seldom.
    return _has_from(text) if len(text) <= 4096 else _has_from.__wrapped__(text)


@lru_cache(maxsize=1024)
def _has_from(text: str) -> bool:
    depth = 0
    groups = 1
    declared: set[str] = set()
    before = ""
    for token in tokens(text):
        if token.kind == "name" and before.endswith("PREFIX"):
            declared.add(token.text.partition(":")[0])
        elif depth == 0 and _holds_from(token, declared):
            return True
        before = token.text.upper()
        if token.kind == "word" and "CONSTRUCT" in before:
            groups = 2
        if token.kind == "other":
            groups -= depth == 0 and token.text == "{"
            depth += _nesting(token)[1]
            if groups == 0:
                return False
    return False


def is_volatile(text: str) -> bool:
    """Say whether a query may answer differently over the same data.

    It does with NOW, RAND, UUID, STRUUID and BNODE (SPARQL 1.1, 17.4), so that its
    answer must not be kept.
    """
    lowered = text.lower()
    if not any(letters in lowered for letters in _VOLATILE_LETTERS):
        return False
    if not _VOLATILE_CALL.search(lowered):
        return False
    for reading in readings(text):
        for token in tokens(reading):
            # The engine takes `BYRAND()` for `BY RAND()`.
            if token.kind == "word" and token.text.upper().endswith(_VOLATILE):
                return True
            if token.kind == "unclear" and _VOLATILE_CALL.search(token.text.lower()):
                return True
    return False


def case_booleans(text: str) -> str:
    """Return a text with `true` and `false` in the lower case that the engine needs.

    SPARQL 1.1 (19.8, note 1) has all keywords but `a` in any case. Nothing moves.
    """
    lowered = text.lower()
    if all(lowered.count(word) == text.count(word) for word in ("true", "false")):
        return text
    pieces: list[str] = []
    done = 0
    for token in tokens(text):
        if token.kind == "word" and _BOOLEAN.fullmatch(token.text):
            pieces += (text[done : token.start], token.text.lower())
            done = token.end
    return "".join([*pieces, text[done:]])


def outside_keyword(token: Token) -> str | None:
    """Return the keyword of a call that the engine may see in a token.

    It is `SERVICE`, `LOAD` or None.
    """
    folded = token.text.upper()
    if token.kind == "unclear":
        found = [word for word in ("SERVICE", "LOAD") if word in folded]
        return found[0] if found else None
    if token.kind not in {"word", "name"}:
        return None
    prefix, _, local = folded.partition(":")
    if "SERVICE" in prefix or "SERVICE" in local.partition(".")[2]:
        return "SERVICE"
    return "LOAD" if prefix.startswith("LOAD") else None


def check_offline(text: str) -> None:
    """Refuse a text that could make the store open a connection.

    Raises:
        QueryError: For `SERVICE` or `LOAD`, with line and column.
    """
    if not may_hold(text, "service", "load", "\\u"):
        return
    for reading in readings(text):
        for token in tokens(reading):
            if keyword := outside_keyword(token):
                raise QueryError(
                    f"{position(reading, token.start)}: {keyword} is not allowed here: "
                    f"this store never calls another server"
                )


def check_extent(text: str) -> None:
    """Refuse a text whose tree could overflow the stack of the store's engine.

    Raises:
        QueryError: If it nests deeper than `MAX_DEPTH` or has more than `MAX_TOKENS`
            tokens outside `VALUES`, with line and column.
    """
    for reading in readings(text):
        few = len(reading) + reading.count("-") <= MAX_TOKENS
        if not few or sum(map(reading.count, "([{!")) > MAX_DEPTH:
            _check_extent(reading)


def _check_extent(reading: str) -> None:
    depth = negations = count = 0
    for token in tokens(reading):
        negations = negations + 1 if token.text == "!" else 0
        rise, change = _nesting(token)
        # A row of VALUES nests too, if only to be refused by the parser.
        if depth + rise + negations > MAX_DEPTH:
            raise QueryError(
                f"{position(reading, token.start)}: nested deeper than "
                f"{MAX_DEPTH} levels, which this store does not read"
            )
        depth = max(depth + change, 0)
        count += 0 if token.row else _weight(token)
        if count > MAX_TOKENS:
            raise QueryError(
                f"{position(reading, token.start)}: longer than {MAX_TOKENS} "
                f"tokens, which this store does not read; put lists into VALUES"
            )


def _holds_from(token: Token, declared: set[str]) -> bool:
    """Say whether a token outside all brackets has `FROM` in it for the engine."""
    if token.kind == "name":
        prefix = token.text.partition(":")[0]
        return "FROM" in prefix.upper() and prefix not in declared
    return token.kind in {"word", "unclear"} and "FROM" in token.text.upper()


def _weight(token: Token) -> int:
    """Return how many tokens the engine may see in one: `1-1-1` is a word here."""
    if token.kind == "unclear":
        return len(token.text)
    if token.kind not in {"word", "name"}:
        return 1
    parts = token.text.count("-") + token.text.count(".")
    return 1 + parts + (token.text.find(":") > 0)


def _nesting(token: Token) -> tuple[int, int]:
    """Return how deep a token goes at most, and how much deeper it leaves the text.

    What looks like an IRI may be two comparisons, so the brackets in one count where
    they open more than they close.
    """
    if token.kind == "unclear":
        # Nothing is known of what closes.
        rise = sum(map(token.text.count, "([{!"))
        return rise, rise
    if token.kind not in {"iri", "other"}:
        return 0, 0
    depth = rise = 0
    for character in token.text:
        if character in "([{":
            depth += 1
        elif character in ")]}":
            depth -= 1
        rise = max(rise, depth)
    return rise, max(depth, 0) if token.kind == "iri" else depth

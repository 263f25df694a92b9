"""SERVICE: another endpoint is asked first, and its answer written into the query.

The engine would call any server by itself, without a limit of time, so it never sees
the keyword. `SERVICE <endpoint> { pattern }` becomes `VALUES (?a ?b) { .. }` with the
solutions that the endpoint has for `SELECT * WHERE { pattern }`; that is what SPARQL
1.1 Federated Query, section 4, defines. The endpoint sees nothing of the rest of the
query, so a pattern must be selective by itself.

A `VALUES` clause may stand where a `SERVICE` clause may and nowhere else, so that a
text with a mistake keeps it.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

import pyoxigraph as ox

from kg.errors import OutsideError, QueryError, ServiceFailedError, ServiceRefusedError
from kg.rdf.service_rows import Term, values_clause
from kg.rdf.sparql_lexer import Token, position, tokens, unescaped
from kg.rdf.sparql_names import Prologue, prologue_length
from kg.rdf.sparql_tokens import case_booleans, may_hold, outside_keyword
from kg.rdf.update_text import without_loads

__all__ = ["MAX_SERVICES", "Caller", "inline_services", "without_services"]

MAX_SERVICES = 10

_SYNTAX_ERROR = re.compile(r"error at (\d+):(\d+): ")
_QUERY_FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
_SILENT = ("word", "SILENT")


class Caller(Protocol):
    """Asks endpoints."""

    def __call__(
        self, endpoint: str, query: str
    ) -> tuple[Sequence[str], Iterable[Sequence[Term | None]]]:
        """Return the variables, without `?`, and the solutions of a SELECT query.

        A solution has a term for each variable, or None.

        Raises:
            OutsideError: If the endpoint cannot be asked or its answer used.
        """


@dataclass(frozen=True, slots=True)
class _Service:
    """A clause: its keyword, `SILENT` perhaps, its target and its pattern in braces."""

    keyword: Token
    silent: Token | None
    target: Token
    prologue: Prologue
    pattern: tuple[int, int]
    variables: frozenset[str]


def inline_services(
    text: str, base_iri: str | None, allowed: frozenset[str], call: Caller
) -> str:
    """Return a query or an update with the answers of all its services written in.

    Blank nodes become IRIs `urn:bnode:..`, different ones for each clause, since
    `VALUES` has no place for blank nodes; `isBlank` is not true of them any more. A
    clause with `SILENT` that fails has one empty solution (section 2.4).

    Args:
        text: The query or update, which may have no `SERVICE` at all.
        base_iri: Against which relative IRIs are resolved.
        allowed: The IRIs of the endpoints that may be asked.
        call: Asks one.

    Raises:
        QueryError: For a mistake in the text, for more than `MAX_SERVICES` clauses, or
            if the keyword is not written apart.
        ServiceRefusedError: For another endpoint, a variable in its place, or a
            service within the pattern of a service, `SILENT` or not.
        ServiceFailedError: If an endpoint fails, without `SILENT`.
    """
    services = _services(text, base_iri)
    if not services:
        return text
    _check_syntax(_without(text, services), base_iri)
    for before, service in zip([None, *services], services, strict=False):
        _check_allowed(text, service, allowed)
        if before and service.keyword.start < before.pattern[1]:
            raise ServiceRefusedError(
                f"{position(text, service.keyword.start)}: SERVICE is not allowed "
                f"within the pattern of another SERVICE"
            )
    if len(services) > MAX_SERVICES:
        raise QueryError(f"{len(services)} SERVICE clauses; at most {MAX_SERVICES}")
    pieces: list[str] = []
    done = 0
    for number, service in enumerate(services):
        pieces.append(text[done : service.keyword.start])
        pieces.append(_answer(text, service, number, call))
        done = service.pattern[1]
    return "".join([*pieces, text[done:]])


def without_services(text: str, base_iri: str | None = None) -> str:
    """Return a text that asks graphs of the store where it would ask services.

    It is as long, and the engine accepts it if it would accept the text: `GRAPH` stands
    where `SERVICE` may stand. So it serves to check the syntax on an empty store.

    Raises:
        QueryError: If the keyword is not written apart, or no clause follows it.
    """
    return _without(text, _services(text, base_iri))


def _without(text: str, services: Sequence[_Service]) -> str:
    pieces: list[str] = []
    done = 0
    for service in services:
        pieces += (text[done : service.keyword.start], "GRAPH  ")
        done = service.keyword.end
        if service.silent:
            pieces += (text[done : service.silent.start], " " * len("SILENT"))
            done = service.silent.end
    return "".join([*pieces, text[done:]])


def _services(text: str, base_iri: str | None) -> tuple[_Service, ...]:
    if not may_hold(text, "service", "\\u"):
        return ()
    return tuple(_found(text, [*tokens(text)], Prologue(base_iri)))


def _found(text: str, found: Sequence[Token], prologue: Prologue) -> Iterator[_Service]:
    meant = "SERVICE" in unescaped(text).upper()
    for index, token in enumerate(found):
        if length := prologue_length(found, index):
            prologue = prologue.after(found[index : index + length]) or prologue
        elif token.kind == "word" and token.text.upper() == "SERVICE":
            yield _clause(text, found, index, prologue)
        elif outside_keyword(token) == "SERVICE" or (meant and _is_escape(token)):
            raise QueryError(
                f"{position(text, token.start)}: SERVICE cannot be told from what is "
                f"around it; write it apart, and close all quotation marks before it"
            )


def _clause(
    text: str, found: Sequence[Token], index: int, prologue: Prologue
) -> _Service:
    keyword = found[index]
    after = index + 1
    silent = None
    if after < len(found) and (found[after].kind, found[after].text.upper()) == _SILENT:
        silent = found[after]
        after += 1
    if after + 1 >= len(found) or found[after + 1].text != "{":
        raise _malformed(text, keyword)
    end = _closing(found, after + 1)
    if end is None:
        raise _malformed(text, keyword)
    inside = found[after + 1 : end + 1]
    return _Service(
        keyword,
        silent,
        found[after],
        prologue,
        (inside[0].start, inside[-1].end),
        frozenset(token.text[1:] for token in inside if token.kind == "variable"),
    )


def _closing(found: Sequence[Token], opening: int) -> int | None:
    """Return the index of the brace that closes the one at an index."""
    depth = 0
    for index in range(opening, len(found)):
        if found[index].kind == "other":
            depth += (found[index].text == "{") - (found[index].text == "}")
            if depth == 0:
                return index
    return None


def _is_escape(token: Token) -> bool:
    """Say whether it is an escape out of place, which may stand for part of a word."""
    return token.kind == "unclear" and token.text.startswith("\\")


def _malformed(text: str, keyword: Token) -> QueryError:
    return QueryError(
        f"{position(text, keyword.start)}: expected SERVICE, perhaps SILENT, the IRI "
        f"of an endpoint and a pattern in braces"
    )


def _check_syntax(text: str, base_iri: str | None) -> None:
    """Let the engine read a text without services; mistakes go before refusals."""
    text = case_booleans(text)
    items = list(tokens(text))
    index = 0
    while length := prologue_length(items, index):
        index += length
    form = items[index].text.upper() if index < len(items) else ""
    try:
        if form.startswith(_QUERY_FORMS):
            ox.Store().query(text, base_iri=base_iri)
        else:
            ox.Store().update(without_loads(text, base_iri), base_iri=base_iri)
    except SyntaxError as error:
        reason = _SYNTAX_ERROR.sub(r"line \1, column \2: ", str(error))
        raise QueryError(" ".join(reason.split())) from error
    except (RuntimeError, ValueError, OSError):
        # It was read; that it cannot be carried out on an empty store says nothing.
        return


def _check_allowed(text: str, service: _Service, allowed: frozenset[str]) -> None:
    place = position(text, service.keyword.start)
    known = ", ".join(f"<{iri}>" for iri in sorted(allowed)) or "none"
    if service.target.kind == "variable":
        raise ServiceRefusedError(
            f"{place}: SERVICE {service.target.text} is not allowed here; name one of "
            f"the endpoints that may be asked: {known}"
        )
    endpoint = service.prologue.iri(service.target)
    if endpoint is None:
        raise _malformed(text, service.keyword)
    if endpoint not in allowed:
        raise ServiceRefusedError(
            f"{place}: SERVICE <{endpoint}> is not allowed here; endpoints that may be "
            f"asked: {known}"
        )


def _answer(text: str, service: _Service, number: int, call: Caller) -> str:
    endpoint = service.prologue.iri(service.target) or ""
    query = f"{service.prologue.text()}SELECT * WHERE {text[slice(*service.pattern)]}"
    try:
        variables, rows = call(endpoint, query)
        return values_clause(variables, rows, service.variables, f"s{number}-")
    except OutsideError as error:
        if service.silent:
            # One solution that binds nothing, of the variables that there would be.
            return values_clause((), [()], service.variables, f"s{number}-")
        raise ServiceFailedError(f"SERVICE <{endpoint}> failed: {error}") from error

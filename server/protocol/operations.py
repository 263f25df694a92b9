"""The SPARQL 1.1 Protocol, without any HTTP library.

The parts of a request go in; an `Operation` comes out, or nothing where the request
asks for nothing, or a `ProtocolError`. See section 2 of
https://www.w3.org/TR/sparql11-protocol/.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import parse_qsl

FORM = "application/x-www-form-urlencoded"
SPARQL_QUERY = "application/sparql-query"
SPARQL_UPDATE = "application/sparql-update"

_MAX_FIELDS = 1000
_ABSOLUTE_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:[^\x00-\x20<>\"{}|\\^`]*")
_CHARSET = re.compile(r";\s*charset\s*=\s*\"?([^\s\";]+)", re.IGNORECASE)

type Parameters = Mapping[str, Sequence[str]]


class Kind(StrEnum):
    """What an operation does."""

    QUERY = "query"
    UPDATE = "update"


class Entailment(StrEnum):
    """Which triples a query sees: all, or none that were inferred."""

    NONE = "none"
    OWL_RL = "owl-rl"


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """A SPARQL string, and the dataset, entailment and format that are asked for."""

    kind: Kind
    text: str
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    entailment: Entailment = Entailment.OWL_RL
    format_name: str | None = None


class ProtocolError(Exception):
    """The request cannot be answered; `status` is the HTTP status to send.

    Args:
        status: A status of the 400s.
        message: One line: what is wrong and what was expected.
        position: Line and column, counted from 1, where a query cannot be read.
    """

    def __init__(
        self, status: int, message: str, *, position: tuple[int, int] | None = None
    ) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.position = position


def parse_request(
    *, method: str, content_type: str, query_string: bytes, body: bytes
) -> Operation | None:
    """Return the operation of a request, or `None` where a GET carries none.

    Args:
        method: GET, HEAD or POST.
        content_type: The Content-Type header as sent; empty if there is none.
        query_string: The part of the URL after the question mark, as sent.
        body: The body as sent.

    Raises:
        ProtocolError: 400, 405 or 415 where the request breaks the protocol.
    """
    url = _read_parameters(_decode(query_string, "the URL"), "the query string")
    if method in {"GET", "HEAD"}:
        return _from_url(url)
    if method != "POST":
        raise ProtocolError(405, f"use GET or POST, not {method}")
    media_type = content_type.partition(";")[0].strip().lower()
    if media_type not in {FORM, SPARQL_QUERY, SPARQL_UPDATE}:
        given = media_type or "no Content-Type"
        expected = f"{FORM}, {SPARQL_QUERY} or {SPARQL_UPDATE}"
        raise ProtocolError(415, f"POST needs {expected}, not {given}")
    charset = _CHARSET.search(content_type)
    if charset and charset[1].lower() not in {"utf-8", "utf8"}:
        raise ProtocolError(415, f"send UTF-8, not {charset[1]}")
    text = _decode(body, "the body")
    if media_type == FORM:
        return _from_form(url, _read_parameters(text, "the form"))
    for name in Kind:
        if name in url:
            where = f"the body already is the operation; leave {name}= out of the URL"
            raise ProtocolError(400, where)
    kind = Kind.QUERY if media_type == SPARQL_QUERY else Kind.UPDATE
    return _operation(kind, (text,), url)


def _from_url(url: Parameters) -> Operation | None:
    if Kind.UPDATE in url:
        raise ProtocolError(400, "an update goes by POST, never by GET")
    if Kind.QUERY not in url:
        return None
    return _operation(Kind.QUERY, url[Kind.QUERY], url)


def _from_form(url: Parameters, form: Parameters) -> Operation:
    both = {name: (*url.get(name, ()), *form.get(name, ())) for name in {**url, **form}}
    if Kind.QUERY in both and Kind.UPDATE in both:
        raise ProtocolError(400, "give a query or an update, not both")
    kind = Kind.UPDATE if Kind.UPDATE in both else Kind.QUERY
    if kind not in form:
        raise ProtocolError(400, "the form needs a field named query or update")
    return _operation(kind, both[kind], both)


def _operation(kind: Kind, texts: Sequence[str], parameters: Parameters) -> Operation:
    if len(texts) != 1:
        raise ProtocolError(400, f"give one {kind}, not {len(texts)}")
    if kind is Kind.QUERY:
        default, named = "default-graph-uri", "named-graph-uri"
    else:
        default, named = "using-graph-uri", "using-named-graph-uri"
    return Operation(
        kind=kind,
        text=texts[0],
        default_graphs=_graphs(parameters, default),
        named_graphs=_graphs(parameters, named),
        entailment=_entailment(parameters),
        format_name=_single(parameters, "format"),
    )


def _graphs(parameters: Parameters, name: str) -> tuple[str, ...]:
    graphs = tuple(dict.fromkeys(parameters.get(name, ())))
    for graph in graphs:
        if not _ABSOLUTE_IRI.fullmatch(graph):
            raise ProtocolError(400, f"{name} needs an absolute IRI, not {graph!r}")
    return graphs


def _single(parameters: Parameters, name: str) -> str | None:
    values = parameters.get(name, ())
    if len(values) > 1:
        raise ProtocolError(400, f"give one {name}, not {len(values)}")
    return values[0] if values else None


def _entailment(parameters: Parameters) -> Entailment:
    value = _single(parameters, "entailment")
    if value is None:
        return Entailment.OWL_RL
    try:
        return Entailment(value)
    except ValueError:
        known = " or ".join(Entailment)
        raise ProtocolError(400, f"entailment is {known}, not {value!r}") from None


def _read_parameters(text: str, where: str) -> dict[str, tuple[str, ...]]:
    try:
        pairs = parse_qsl(
            text, keep_blank_values=True, errors="strict", max_num_fields=_MAX_FIELDS
        )
    except UnicodeDecodeError:
        raise ProtocolError(400, f"{where} is not UTF-8, percent-encoded") from None
    except ValueError:
        raise ProtocolError(400, f"{where} has over {_MAX_FIELDS} fields") from None
    parameters: dict[str, tuple[str, ...]] = {}
    for name, value in pairs:
        parameters[name] = (*parameters.get(name, ()), value)
    return parameters


def _decode(sent: bytes, where: str) -> str:
    try:
        return sent.decode("utf-8")
    except UnicodeDecodeError as error:
        place = f"byte {error.start} is not"
        raise ProtocolError(400, f"{where} must be UTF-8; {place}") from None

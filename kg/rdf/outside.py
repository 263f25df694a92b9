"""The only way from here to another server, and only to what an operator allowed.

There is no default server, no proxy of the environment, no cookie and no credential.
"""

import http.client
import ssl
from dataclasses import dataclass, field
from itertools import islice
from urllib.parse import SplitResult, quote, urlencode, urljoin, urlsplit

import pyoxigraph as ox

from kg.errors import OutsideError
from kg.rdf.outside_connection import Deadline, TimedSocket, connect, secured
from kg.rdf.service_rows import MAX_ROWS, Term

__all__ = ["Access", "Reply", "SparqlCaller", "fetch_rdf", "request"]

USER_AGENT = "Araz/0.1 (+https://w3id.org/araz/)"

_REDIRECTS = 3
_MOVED = frozenset({301, 302, 303, 307, 308})
_MOVED_WITH_BODY = frozenset({307, 308})
_RDF = (
    "text/turtle, application/n-triples, application/rdf+xml;q=0.9, "
    "application/ld+json;q=0.8"
)
_FORM = "application/x-www-form-urlencoded"
_RESULTS = "application/sparql-results+json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """What may be reached, and for how much.

    Attributes:
        allowed: The URLs, exactly as they are asked for.
        seconds: For everything from the name of the host to the last byte, redirects
            included.
        size: The most bytes of an answer.
        insecure_hosts: `host:port` of those that may have a private address.
        tls: Which certificates are trusted; those of the system, if not given.
    """

    allowed: frozenset[str]
    seconds: float = 10.0
    size: int = 16 * 1024 * 1024
    insecure_hosts: frozenset[str] = frozenset()
    tls: ssl.SSLContext | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer: where it came from at last, its `Content-Type` and its content."""

    url: str
    content_type: str
    body: bytes


def request(
    url: str,
    access: Access,
    *,
    accept: str,
    body: bytes | None = None,
    body_type: str = _FORM,
) -> Reply:
    """Return the answer to a GET, or to a POST if there is a body.

    Redirects are followed to allowed URLs only, three at most.

    Raises:
        OutsideError: If the URL or one it redirects to is not allowed, is not public,
            answers too late, too much or not with status 200.
    """
    deadline = Deadline.within(access.seconds)
    headers = {"Accept": accept, "Accept-Encoding": "identity"}
    if body is not None:
        headers["Content-Type"] = body_type
    try:
        for _ in range(_REDIRECTS + 1):
            found = _ask(url, access, headers, body, deadline)
            if isinstance(found, Reply):
                return found
            url = found
    except TimeoutError as error:
        reason = f"no complete answer within {access.seconds:g} s"
        raise OutsideError(f"<{url}>: {reason}") from error
    except (OSError, ValueError, http.client.HTTPException) as error:
        reason = str(error) or type(error).__name__
        raise OutsideError(f"<{url}>: {reason}") from error
    raise OutsideError(f"<{url}>: more than {_REDIRECTS} redirects")


class SparqlCaller:
    """Asks SPARQL endpoints (SPARQL 1.1 Protocol, 2.1.2)."""

    def __init__(self, allowed: frozenset[str], access: Access | None = None) -> None:
        self._access = access or Access(allowed=allowed)

    def __call__(
        self, endpoint: str, query: str
    ) -> tuple[list[str], list[tuple[Term | None, ...]]]:
        """Return the variables and the solutions of a SELECT query.

        Raises:
            OutsideError: If there is no answer, or none that can be read.
        """
        body = urlencode({"query": query}).encode()
        reply = request(endpoint, self._access, accept=_RESULTS, body=body)
        essence = _essence(reply.content_type)
        if essence not in {_RESULTS, "application/json"}:
            raise OutsideError(f"<{endpoint}>: answers {essence!r} and not {_RESULTS}")
        try:
            found = ox.parse_query_results(
                reply.body, format=ox.QueryResultsFormat.JSON
            )
            if not isinstance(found, ox.QuerySolutions):
                raise OutsideError(f"<{endpoint}>: answers a truth value")
            names = [variable.value for variable in found.variables]
            rows = [tuple(solution) for solution in islice(found, MAX_ROWS + 1)]
        except (SyntaxError, ValueError) as error:
            raise OutsideError(
                f"<{endpoint}>: answer cannot be read: {error}"
            ) from error
        return names, rows


def fetch_rdf(url: str, access: Access) -> tuple[bytes, str]:
    """Return the content and the media type of an RDF document.

    Raises:
        OutsideError: As for `request`.
    """
    reply = request(url, access, accept=_RDF)
    return reply.body, _essence(reply.content_type)


def _ask(
    url: str,
    access: Access,
    headers: dict[str, str],
    body: bytes | None,
    deadline: Deadline,
) -> Reply | str:
    """Return the answer, or the URL to ask instead."""
    parts, host, port = _checked(url, access)
    inside = f"{host}:{port}" in access.insecure_hosts
    connected = connect(host, port, deadline, inside=inside)
    try:
        if parts.scheme == "https":
            context = access.tls or ssl.create_default_context()
            connected = secured(connected, host, context, deadline)
        connection = http.client.HTTPConnection(host, port)
        connection.auto_open = 0
        connection.sock = TimedSocket(connected, deadline)
        named = {**headers, "Host": parts.netloc, "User-Agent": USER_AGENT}
        method = "GET" if body is None else "POST"
        connection.request(method, _target(parts), body, named)
        response = connection.getresponse()
        if response.status in (_MOVED if body is None else _MOVED_WITH_BODY):
            return urljoin(url, response.headers.get("Location", ""))
        return _reply(url, response, access.size)
    finally:
        connected.close()


def _reply(url: str, response: http.client.HTTPResponse, size: int) -> Reply:
    if response.status != http.client.OK:
        raise OutsideError(f"<{url}>: status {response.status} {response.reason}")
    if response.headers.get("Content-Encoding", "identity") != "identity":
        raise OutsideError(f"<{url}>: answers compressed, which was not asked for")
    body = response.read(size + 1)
    if len(body) > size:
        raise OutsideError(f"<{url}>: answers more than {size} bytes")
    if response.length:
        raise OutsideError(f"<{url}>: the answer breaks off")
    return Reply(url, response.headers.get("Content-Type", ""), body)


def _checked(url: str, access: Access) -> tuple[SplitResult, str, int]:
    """Return the parts of an allowed URL, its host and port."""
    if url not in access.allowed:
        raise OutsideError(f"<{url}> is not allowed")
    parts = urlsplit(url)
    host = parts.hostname or ""
    port = parts.port or {"http": 80, "https": 443}.get(parts.scheme)
    if port is None or not host or "@" in parts.netloc:
        raise OutsideError(f"<{url}> is no URL of http or https without credentials")
    if not host.isascii():
        raise OutsideError(f"<{url}>: write its host in ASCII (xn--..)")
    return parts, host, port


def _target(parts: SplitResult) -> str:
    """Return what is asked for, with the characters of an IRI encoded (RFC 3987)."""
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~")
    query = quote(parts.query, safe="/%:@!$&'()*+,;=~?")
    return f"{path}?{query}" if query else path


def _essence(content_type: str) -> str:
    return content_type.partition(";")[0].strip().lower()

"""One question to one server: the configured one, within bounds, no further.

A redirect is an answer like any other here, so nothing leads elsewhere; there is no
proxy of the environment, no cookie and no credential.
"""

import http.client
import platform
import ssl
import zlib
from dataclasses import dataclass, field
from urllib.parse import urlencode, urlsplit

from kg import __version__
from kg.config import Settings
from kg.errors import AnswerTooLargeError, ConfigError, OutsideError
from kg.rdf.outside_connection import Deadline, TimedSocket, connect, secured

# Fifty countries take some tens of megabytes; packed, a tenth of that.
_SIZE = 64 * 1024 * 1024
_GZIP = 16 + zlib.MAX_WBITS


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """An answer, whatever it says; header fields that are not there are empty."""

    status: int
    content_type: str
    retry_after: str
    location: str
    body: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """Where to ask, as whom, and how much an answer may take.

    Attributes:
        base: Scheme and host.
        user_agent: Who asks; the operators want a name and a way to reach somebody.
        seconds: For everything from the name of the host to the last byte.
        size: The most bytes of an answer, unpacked.
        inside: Whether the server may have a private address.
        tls: Which certificates are trusted; those of the system, if not given.
    """

    base: str
    user_agent: str
    seconds: float = 20.0
    size: int = _SIZE
    inside: bool = False
    tls: ssl.SSLContext | None = field(default=None, compare=False)


def configured_server(settings: Settings) -> Server:
    """Return the server that the settings name.

    Raises:
        ConfigError: If they do not say whom its operators could write to.
    """
    if not settings.wikidata_contact:
        raise ConfigError(
            "wikidata_contact: needs a mail address or a URL by which the operators of"
            " Wikidata reach you; set it in araz.toml, or ARAZ_WIKIDATA_CONTACT"
        )
    host, port = _host_and_port(settings.wikidata)
    return Server(
        base=settings.wikidata,
        user_agent=user_agent(settings.wikidata_contact),
        seconds=settings.outside_deadline,
        inside=f"{host}:{port}" in settings.private_hosts.split(),
    )


def user_agent(contact: str) -> str:
    """Return who asks, as the operators want it: name, contact, library.

    >>> user_agent("me@example.org").partition(") ")[0]
    'Araz/0.1 (me@example.org'
    """
    version = __version__.rpartition(".")[0]
    major, minor, _ = platform.python_version_tuple()
    return f"Araz/{version} ({contact}) python-urllib/{major}.{minor}"


def get(server: Server, path: str, parameters: dict[str, str]) -> Reply:
    """Return the answer to one GET.

    Args:
        server: Whom to ask.
        path: What to ask for, with a slash at the beginning.
        parameters: Of the query.

    Raises:
        OutsideError: If the server cannot be reached: there is no use in asking again.
        AnswerTooLargeError: If the answer takes more bytes than it may.
        TimeoutError: If it takes too long.
        OSError: If the connection breaks.
        http.client.HTTPException: If the answer is none of HTTP, or breaks off.
    """
    host, port = _host_and_port(server.base)
    deadline = Deadline.within(server.seconds)
    try:
        connected = connect(host, port, deadline, inside=server.inside)
    except OSError as error:
        reason = f"cannot be reached: {error}"
        raise OutsideError(f"<{server.base}>: {reason}") from error
    try:
        if server.base.startswith("https:"):
            context = server.tls or ssl.create_default_context()
            connected = secured(connected, host, context, deadline)
        connection = http.client.HTTPConnection(host, port)
        connection.auto_open = 0
        connection.sock = TimedSocket(connected, deadline)
        headers = {
            "Host": urlsplit(server.base).netloc,
            "User-Agent": server.user_agent,
            "Accept": "application/json",
            "Accept-Encoding": "gzip",
        }
        target = f"{path}?{urlencode(parameters)}"
        connection.request("GET", target, headers=headers)
        return _reply(server, connection.getresponse())
    except ssl.SSLCertVerificationError as error:
        raise OutsideError(f"<{server.base}>: {error.verify_message}") from error
    finally:
        connected.close()


def _reply(server: Server, response: http.client.HTTPResponse) -> Reply:
    body = response.read(server.size + 1)
    if len(body) <= server.size and response.length:
        raise http.client.IncompleteRead(body, response.length)
    if response.headers.get("Content-Encoding", "").lower() == "gzip":
        body = _unpacked(body, server.size + 1)
    if len(body) > server.size:
        raise AnswerTooLargeError(f"<{server.base}>: answers over {server.size} bytes")
    return Reply(
        status=response.status,
        content_type=response.headers.get_content_type(),
        retry_after=response.headers.get("Retry-After", "").strip(),
        location=response.headers.get("Location", ""),
        body=body,
    )


def _unpacked(body: bytes, size: int) -> bytes:
    unpacker = zlib.decompressobj(_GZIP)
    try:
        unpacked = unpacker.decompress(body, size)
    except zlib.error as error:
        raise http.client.HTTPException(f"cannot be unpacked: {error}") from error
    if len(unpacked) < size and not unpacker.eof:
        raise http.client.IncompleteRead(unpacked)
    return unpacked


def _host_and_port(base: str) -> tuple[str, int]:
    parts = urlsplit(base)
    try:
        port = parts.port or {"http": 80, "https": 443}[parts.scheme]
    except ValueError as error:
        raise ConfigError(f"wikidata: {base}: {error}") from error
    if not parts.hostname:
        raise ConfigError(f"wikidata: needs a host, not {base!r}")
    return parts.hostname, port

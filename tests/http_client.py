"""A client that keeps its connection, as a program that asks often does."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTPConnection, IncompleteRead
from typing import Self
from urllib.parse import urlencode

from tests.http_server import TOKEN, Server

_SECONDS = 120


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer of a server; names of headers are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode("utf-8", errors="replace")

    @property
    def media_type(self) -> str:
        """The media type without its parameters, or an empty string."""
        return self.headers.get("content-type", "").partition(";")[0].strip()


class CutOffError(OSError):
    """An answer broke off, in a way that whoever reads it notices.

    Args:
        status: That it began with.
    """

    def __init__(self, status: int) -> None:
        super().__init__(f"an answer with the status {status} broke off")
        self.status = status


class Client:
    """One connection to a server; it is opened again where the server closed it.

    Args:
        server: Whom to ask.
        token: Sent with each request; none if empty.
        seconds: How long to wait for an answer.
    """

    def __init__(self, server: Server, token: str = TOKEN, seconds: float = _SECONDS):
        self._connection = HTTPConnection(server.host, timeout=seconds)
        self._headers = {"Authorization": f"Bearer {token}"} if token else {}

    def send(
        self,
        method: str,
        target: str,
        body: bytes | None = None,
        headers: Iterable[tuple[str, str]] = (),
    ) -> Reply:
        """Send a request and return the answer.

        Raises:
            CutOffError: If it breaks off.
            OSError: If there is none.
        """
        given = self._headers | dict(headers)
        kept = self._connection.sock is not None
        try:
            return self._exchange(method, target, body, given)
        except ConnectionError:
            # A server may close a connection that waits; a new one has no excuse.
            self._connection.close()
            if not kept:
                raise
            return self._exchange(method, target, body, given)

    def query(
        self,
        text: str,
        parameters: Iterable[tuple[str, str]] = (),
        accept: str = "application/sparql-results+json",
    ) -> Reply:
        """Ask a query, by direct POST."""
        return self.send(
            "POST",
            f"/sparql?{urlencode(list(parameters))}".rstrip("?"),
            text.encode(),
            [("Content-Type", "application/sparql-query"), ("Accept", accept)],
        )

    def update(self, text: str) -> Reply:
        """Send an update, by direct POST."""
        content_type = ("Content-Type", "application/sparql-update")
        return self.send("POST", "/update", text.encode(), [content_type])

    def close(self) -> None:
        """Hang up."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def _exchange(
        self, method: str, target: str, body: bytes | None, headers: Mapping[str, str]
    ) -> Reply:
        # A server may refuse what is too long before all of it has come.
        with suppress(ConnectionError):
            self._connection.request(method, target, body, dict(headers))
        response = self._connection.getresponse()
        try:
            content = response.read()
        except (IncompleteRead, ConnectionError) as error:
            self._connection.close()
            raise CutOffError(response.status) from error
        lower = {name.lower(): value for name, value in response.getheaders()}
        return Reply(response.status, lower, content)

"""Connections to other servers that end in time and never lead to the inside.

A name is resolved once, all its addresses are checked, and the connection goes to an
address that was checked: resolving it again could give another one.
"""

import io
import queue
import socket
import ssl
import threading
import time
from collections.abc import Buffer
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

from kg.errors import OutsideError

_NAT64 = IPv6Network("64:ff9b::/96")

type _Address = IPv4Address | IPv6Address


@dataclass(frozen=True, slots=True)
class Deadline:
    """A moment at which all has to be done.

    Attributes:
        moment: In seconds, on the monotonic clock.
    """

    moment: float

    @classmethod
    def within(cls, seconds: float) -> "Deadline":
        """Return the moment some seconds from now."""
        return cls(time.monotonic() + seconds)

    def remaining(self) -> float:
        """Return how many seconds are left.

        Raises:
            TimeoutError: If there are none.
        """
        left = self.moment - time.monotonic()
        if left <= 0:
            raise TimeoutError("it takes too long")
        return left


def connect(host: str, port: int, deadline: Deadline, *, inside: bool) -> socket.socket:
    """Return a connection to a server.

    Args:
        host: Its name or address.
        port: Its port.
        deadline: When to give up.
        inside: Whether private addresses may be reached too.

    Raises:
        OutsideError: If one of its addresses is not public.
        OSError: If it cannot be reached, or not in time.
    """
    addresses = _resolve(host, port, deadline)
    refused = [address for address in addresses if not (inside or is_public(address))]
    if refused:
        raise OutsideError(f"{host} has the address {refused[0]}, which is not public")
    failure: OSError = OSError(f"{host} has no address")
    for address in addresses:
        try:
            return socket.create_connection(
                (str(address), port), timeout=deadline.remaining()
            )
        except OSError as error:
            failure = error
    raise failure


def is_public(address: _Address) -> bool:
    """Say whether an address is one of the open internet.

    An address of IPv6 that only wraps one of IPv4 is what it wraps (RFC 4291, 3056,
    4380, 6052).
    """
    if isinstance(address, IPv6Address) and (wrapped := _wrapped(address)):
        return is_public(wrapped)
    closed = (
        address.is_private
        or address.is_loopback
        or address.is_link_local
        or address.is_multicast
        or address.is_reserved
        or address.is_unspecified
    )
    return address.is_global and not closed


class TimedSocket:
    """As much of a socket as an HTTP connection needs, with one deadline for all."""

    def __init__(self, connected: socket.socket, deadline: Deadline) -> None:
        self._connected = connected
        self._deadline = deadline

    def sendall(self, data: Buffer) -> None:
        """Send everything, in time."""
        self._connected.settimeout(self._deadline.remaining())
        self._connected.sendall(data)

    def makefile(self, mode: str) -> io.BufferedReader:
        """Return what is received, as a file."""
        del mode
        return io.BufferedReader(_TimedReader(self._connected, self._deadline))

    def close(self) -> None:
        """Do nothing: the file is still read, and whoever connected closes."""


class _TimedReader(io.RawIOBase):
    def __init__(self, connected: socket.socket, deadline: Deadline) -> None:
        super().__init__()
        self._connected = connected
        self._deadline = deadline

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Buffer) -> int:
        # A server that sends a byte now and then must not win time by it.
        self._connected.settimeout(self._deadline.remaining())
        return self._connected.recv_into(buffer)


def secured(
    connected: socket.socket, host: str, context: ssl.SSLContext, deadline: Deadline
) -> socket.socket:
    """Return a connection encrypted, with the server's certificate verified.

    Raises:
        OSError: If it is not valid for the host, or takes too long.
    """
    connected.settimeout(deadline.remaining())
    return context.wrap_socket(connected, server_hostname=host)


def _resolve(host: str, port: int, deadline: Deadline) -> list[_Address]:
    """Return the addresses of a host, each once, as the system orders them."""
    answers: queue.SimpleQueue[list[str] | OSError] = queue.SimpleQueue()

    def ask() -> None:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            answers.put(OSError(f"{host} cannot be resolved: {error}"))
        else:
            answers.put([str(entry[4][0]) for entry in found])

    # The system's resolver knows no deadline; a thread can be left behind.
    threading.Thread(target=ask, daemon=True).start()
    try:
        answer = answers.get(timeout=deadline.remaining())
    except queue.Empty:
        raise TimeoutError(f"{host} is not resolved in time") from None
    if isinstance(answer, OSError):
        raise answer
    return [ip_address(address) for address in dict.fromkeys(answer)]


def _wrapped(address: IPv6Address) -> IPv4Address | None:
    if address in _NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    # Of a Teredo address (RFC 4380), the second is the client behind it.
    client = address.teredo[1] if address.teredo else None
    return address.ipv4_mapped or address.sixtofour or client

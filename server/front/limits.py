"""How much one client may ask for: requests a second, and at once.

A client is an IPv4 address, or the /64 network of an IPv6 one. A bucket of tokens
fills at the rate and holds ten seconds' worth, so that a page with its parts, or a
notebook run from the top, passes.
"""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from typing import Self

from kg.config import Settings

_BURST_SECONDS = 10.0
# Clients remembered; who has not asked for longest is forgotten.
_MOST_CLIENTS = 10_000
_IPV6_PREFIX = 64


@dataclass(slots=True)
class _Bucket:
    tokens: float
    filled: float
    running: int = 0


class TooManyRequestsError(Exception):
    """A client has asked for too much; it may try again after so many seconds."""

    def __init__(self, message: str, retry_after: float) -> None:
        super().__init__(message)
        self.retry_after = retry_after


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """How many requests a client may make a second, and have answered at once.

    `told` says the former to those who made more.
    """

    rate: float
    at_once: int
    told: str

    @classmethod
    def of_requests(cls, settings: Settings) -> Self:
        """Return the bounds of requests of any kind."""
        told = f"at most {settings.rate:g} requests a second"
        return cls(rate=settings.rate, at_once=settings.client_queries, told=told)

    @classmethod
    def of_texts(cls, settings: Settings) -> Self:
        """Return the bounds of texts to be read: one at a time, and one more."""
        a_minute = settings.workbench_rate
        told = f"at most {a_minute:g} texts a minute"
        return cls(rate=a_minute / 60, at_once=2, told=told)


class Limiter:
    """Counts the requests of each client."""

    def __init__(
        self,
        settings: Settings,
        clock: Callable[[], float],
        bounds: Bounds | None = None,
    ) -> None:
        """Take the limits, and a clock in seconds that never goes back.

        Without `bounds` they are those of requests of any kind.
        """
        bounds = bounds or Bounds.of_requests(settings)
        self._rate = bounds.rate
        self._at_once = bounds.at_once
        self._told = bounds.told
        self._clock = clock
        self._unlimited = tuple(ip_network(n) for n in settings.unlimited.split())
        self._known: dict[str, str | None] = {}
        self._buckets: OrderedDict[str, _Bucket] = OrderedDict()

    def enter(self, client: str) -> str | None:
        """Let a request in, or not; return what to give to `leave`.

        Raises:
            TooManyRequestsError: If the client has asked for too much.
        """
        key = self._key(client)
        if key is None:
            return None
        bucket = self._bucket(key)
        if bucket.running >= self._at_once:
            message = f"at most {self._at_once} requests at once; wait for an answer"
            raise TooManyRequestsError(message, 1.0)
        if self._rate:
            if bucket.tokens < 1:
                wait = (1 - bucket.tokens) / self._rate
                raise TooManyRequestsError(self._told, wait)
            bucket.tokens -= 1
        bucket.running += 1
        return key

    def leave(self, key: str | None) -> None:
        """Note that a request was answered."""
        if key is not None and key in self._buckets:
            self._buckets[key].running -= 1

    def _bucket(self, key: str) -> _Bucket:
        now, most = self._clock(), max(1.0, self._rate * _BURST_SECONDS)
        bucket = self._buckets.get(key)
        if bucket is None:
            bucket = self._buckets[key] = _Bucket(tokens=most, filled=now)
            if len(self._buckets) > _MOST_CLIENTS:
                self._forget()
        bucket.tokens = min(most, bucket.tokens + (now - bucket.filled) * self._rate)
        bucket.filled = now
        self._buckets.move_to_end(key)
        return bucket

    def _forget(self) -> None:
        for key, bucket in self._buckets.items():
            if not bucket.running:
                del self._buckets[key]
                return

    def _key(self, client: str) -> str | None:
        if client not in self._known:
            if len(self._known) > _MOST_CLIENTS:
                self._known.clear()
            self._known[client] = _key_of(client, self._unlimited)
        return self._known[client]


def client_of(address: str, forwarded: str, proxies: int) -> str:
    """Return the address of the client of a request.

    Args:
        address: Whom the connection is with.
        forwarded: The X-Forwarded-For header, to which each proxy adds whom it got
            the request from.
        proxies: How many proxies in front are trusted.
    """
    hops = [hop.strip() for hop in forwarded.split(",") if hop.strip()]
    if not proxies or not hops:
        return address
    return hops[-min(proxies, len(hops))]


def _key_of(
    client: str, unlimited: tuple[IPv4Network | IPv6Network, ...]
) -> str | None:
    """Return what a client is counted under; None for one without limits."""
    try:
        address = ip_address(client.partition("%")[0])
    except ValueError:
        # A proxy may name a client as it likes; it is counted all the same.
        return client
    if mapped := getattr(address, "ipv4_mapped", None):
        address = mapped
    if any(address in network for network in unlimited):
        return None
    if address.version == 4:
        return str(address)
    return str(ip_network((int(address), _IPV6_PREFIX), strict=False))

"""How much one client may ask for, by a clock of the test's own."""

from dataclasses import dataclass, replace
from typing import Any

import pytest

from kg.config import Settings
from server.front.limits import Limiter, TooManyRequestsError, client_of


@dataclass
class Clock:
    seconds: float = 1000.0

    def __call__(self):
        return self.seconds


def limiter(clock=None, **settings):
    given: dict[str, Any] = {"rate": 2.0, "client_queries": 100}
    return Limiter(replace(Settings(), **(given | settings)), clock or Clock())


def ask(limits, client, times=1):
    """Make requests one after the other, each answered before the next."""
    for _ in range(times):
        limits.leave(limits.enter(client))


def test_ten_seconds_worth_of_requests_pass_and_no_more():
    limits = limiter()
    ask(limits, "192.0.2.1", 20)

    with pytest.raises(TooManyRequestsError, match="2 requests a second") as caught:
        limits.enter("192.0.2.1")

    assert caught.value.retry_after == pytest.approx(0.5)


def test_the_bucket_fills_at_the_rate_and_not_above_the_burst():
    clock = Clock()
    limits = limiter(clock)
    ask(limits, "192.0.2.1", 20)

    clock.seconds += 1.5
    ask(limits, "192.0.2.1", 3)
    with pytest.raises(TooManyRequestsError):
        limits.enter("192.0.2.1")
    clock.seconds += 1e6
    ask(limits, "192.0.2.1", 20)
    with pytest.raises(TooManyRequestsError):
        limits.enter("192.0.2.1")


@pytest.mark.parametrize("rate", [0.01, 0.05, 0.09, 0.1])
def test_a_rate_of_few_requests_a_minute_still_lets_one_through(rate):
    clock = Clock()
    limits = limiter(clock, rate=rate)

    ask(limits, "192.0.2.1")
    with pytest.raises(TooManyRequestsError) as caught:
        ask(limits, "192.0.2.1", 2)
    clock.seconds += caught.value.retry_after + 0.001
    ask(limits, "192.0.2.1")


def test_without_a_rate_any_number_passes():
    ask(limiter(rate=0.0), "192.0.2.1", 10_000)


def test_requests_at_once_are_bounded_until_one_is_answered():
    limits = limiter(client_queries=2)
    first = limits.enter("192.0.2.1")
    limits.enter("192.0.2.1")

    with pytest.raises(TooManyRequestsError, match="at most 2 requests at once"):
        limits.enter("192.0.2.1")
    limits.leave(first)
    limits.enter("192.0.2.1")


def test_a_refused_request_counts_neither_as_running_nor_against_the_rate():
    clock = Clock()
    limits = limiter(clock, client_queries=1, rate=0.2)
    key = limits.enter("192.0.2.1")
    for _ in range(5):
        with pytest.raises(TooManyRequestsError, match="at once"):
            limits.enter("192.0.2.1")
    limits.leave(key)

    ask(limits, "192.0.2.1")


def test_clients_do_not_count_for_each_other():
    limits = limiter()
    ask(limits, "192.0.2.1", 20)

    ask(limits, "192.0.2.2", 20)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("2001:db8::1", "2001:db8::ffff:1", id="one-network"),
        pytest.param("2001:db8::1", "2001:0db8:0::0001", id="written-otherwise"),
        pytest.param("::ffff:192.0.2.1", "192.0.2.1", id="mapped"),
        pytest.param("fe80::1%eth0", "fe80::1%eth1", id="zone"),
    ],
)
def test_addresses_of_one_client_are_counted_together(one, other):
    limits = limiter()
    ask(limits, one, 10)
    ask(limits, other, 10)

    with pytest.raises(TooManyRequestsError):
        limits.enter(one)
    with pytest.raises(TooManyRequestsError):
        limits.enter(other)


def test_another_network_of_ipv6_is_another_client():
    limits = limiter()
    ask(limits, "2001:db8::1", 20)

    ask(limits, "2001:db8:0:1::1", 20)


@pytest.mark.parametrize(
    "client", ["127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1", "10.1.2.3"]
)
def test_networks_without_limits_have_none(client):
    limits = limiter(unlimited="127.0.0.0/8 ::1 10.0.0.0/8", client_queries=1)

    for _ in range(100):
        assert limits.enter(client) is None
    limits.leave(None)


@pytest.mark.parametrize("client", ["11.0.0.1", "::2", "128.0.0.1"])
def test_networks_beside_have_limits(client):
    assert limiter(unlimited="127.0.0.0/8 ::1 10.0.0.0/8").enter(client) is not None


def test_no_network_is_without_limits_where_none_is_named():
    assert limiter(unlimited="").enter("127.0.0.1") == "127.0.0.1"


def test_what_a_proxy_calls_a_client_is_counted_whatever_it_is():
    limits = limiter()
    ask(limits, "unknown", 20)

    with pytest.raises(TooManyRequestsError):
        limits.enter("unknown")


def test_who_runs_something_is_not_forgotten_for_many_others():
    limits = limiter(client_queries=1)
    limits.enter("192.0.2.1")
    for number in range(10_500):
        ask(limits, f"10.{number >> 16}.{number >> 8 & 255}.{number & 255}")

    with pytest.raises(TooManyRequestsError):
        limits.enter("192.0.2.1")


@pytest.mark.parametrize(
    ("forwarded", "proxies", "client"),
    [
        pytest.param("", 0, "198.51.100.9", id="direct"),
        pytest.param("192.0.2.1", 0, "198.51.100.9", id="claimed-without-a-proxy"),
        pytest.param("192.0.2.1", 1, "192.0.2.1", id="one-proxy"),
        pytest.param("6.6.6.6, 192.0.2.1", 1, "192.0.2.1", id="claimed-before-one"),
        pytest.param("192.0.2.1, 10.0.0.1", 2, "192.0.2.1", id="two-proxies"),
        pytest.param(
            "6.6.6.6,192.0.2.1,10.0.0.1", 2, "192.0.2.1", id="claimed-before-two"
        ),
        pytest.param("192.0.2.1", 2, "192.0.2.1", id="fewer-than-proxies"),
        pytest.param("", 1, "198.51.100.9", id="proxy-says-nothing"),
        pytest.param(" , ,", 2, "198.51.100.9", id="only-commas"),
        pytest.param(" 192.0.2.1 ,", 1, "192.0.2.1", id="spaces-and-a-comma"),
    ],
)
def test_the_client_is_whom_the_outermost_trusted_proxy_saw(forwarded, proxies, client):
    assert client_of("198.51.100.9", forwarded, proxies) == client

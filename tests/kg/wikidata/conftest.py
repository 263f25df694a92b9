"""A client on an invented Wikidata, with a clock that nobody waits for."""

from dataclasses import dataclass, field

import pytest

from kg.wikidata.cache import Cache
from kg.wikidata.client import Client
from kg.wikidata.clock import Clock
from kg.wikidata.connection import Server, user_agent
from kg.wikidata.lookup import Lookup
from kg.wikidata.tables import Tables, read_tables

# 1 October 2026, at noon in Greenwich.
NOON = 1_790_856_000


@dataclass
class Time:
    """A clock that goes on only when somebody sleeps; it remembers how long."""

    now: float = NOON
    slept: list[float] = field(default_factory=list)

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds

    @property
    def clock(self) -> Clock:
        return Clock(now=lambda: self.now, sleep=self.sleep)


@pytest.fixture
def time():
    return Time()


@pytest.fixture
def said():
    """What was reported."""
    return []


@pytest.fixture(scope="session")
def tables(ontology) -> Tables:
    return read_tables(ontology)


@pytest.fixture
def make_client(time, said):
    """Return a client of a server."""

    def make(server, **limits):
        where = {"base": server.address, "inside": True, **limits}
        return Client(
            server=Server(user_agent=user_agent("mail@test.example"), **where),
            clock=time.clock,
            report=said.append,
        )

    return make


@pytest.fixture
def make_lookup(make_client, said, tables, tmp_path):
    """Return what looks things up at a server, with a cache of the test's own."""
    opened = []

    def make(server, folder=tmp_path / "wikidata", days=30.0):
        cache = Cache(folder, said.append)
        opened.append(cache)
        return Lookup(
            client=make_client(server), cache=cache, properties=tables.kept, days=days
        )

    yield make
    for cache in opened:
        cache.close()

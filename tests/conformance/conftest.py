"""A server to write to, one for all tests of a module, and a client of it."""

import pytest

from tests.http_client import Client
from tests.http_server import seeded_store, serving, writable


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    store = seeded_store(tmp_path_factory.mktemp("endpoint") / "store")
    with serving(store, environment=writable()) as running:
        yield running


@pytest.fixture(scope="module")
def client(server):
    with Client(server) as connected:
        yield connected

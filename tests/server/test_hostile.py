"""Who asks too much has an error in time, and the others their answers meanwhile."""

import pytest

from tests.bench.endpoint_bystanders import bystanders
from tests.bench.endpoint_data import make_store
from tests.bench.endpoint_hostile import SLOW, attack, dawdle, listening
from tests.bench.endpoint_hostile_corpus import CORPUS
from tests.bench.endpoint_processes import memory_watched
from tests.http_client import Client
from tests.http_server import serving

pytestmark = pytest.mark.slow

_TRIPLES = 20_000
_DEADLINE = 1.0
# In MB: of the server, and of what a query may take.
_MEMORY = 2_000
_QUERY_MEMORY = 512


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    store = make_store(tmp_path_factory.mktemp("hostile") / "store", _TRIPLES)
    environment = {
        "ARAZ_DEADLINE": f"{_DEADLINE:g}",
        "ARAZ_QUERY_MEMORY": f"{_QUERY_MEMORY}",
    }
    with serving(store, environment=environment) as running:
        yield running


@pytest.fixture
def listener():
    with listening() as noted:
        yield noted


@pytest.mark.parametrize("name", CORPUS)
def test_it_ends_in_a_way_that_is_clear(name, server, listener):
    with (
        memory_watched(server.pid) as watch,
        bystanders(server, 1) as seen,
    ):
        outcome = attack(server, name, listener, _DEADLINE)

    assert not outcome.fault
    assert outcome.status
    assert listener.visits == 0
    assert not seen.failures
    assert watch.peak < _MEMORY


@pytest.mark.parametrize("name", SLOW)
def test_who_is_slow_to_ask_is_not_waited_for(name, server):
    outcome = dawdle(server, name, _DEADLINE)

    assert not outcome.fault


def test_afterwards_the_server_answers_as_before(server):
    with Client(server, token="") as client:
        reply = client.query("ASK { ?s ?p ?o }")

    assert reply.status == 200
    assert b"true" in reply.body

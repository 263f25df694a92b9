"""The benchmark of the endpoint runs, at sizes that take seconds."""

import pytest

from tests.bench.endpoint_data import make_store, make_triples
from tests.bench.endpoint_latency import measure_latencies
from tests.bench.endpoint_load import CLIENTS, best_client, measure_load
from tests.bench.endpoint_peers import ENGINE, OTHER, OURS
from tests.bench.endpoint_processes import cpu_seconds, resident_memory, tree
from tests.bench.endpoint_queries import QUERIES
from tests.http_server import serving

_TRIPLES = 8_000


def test_less_data_is_the_beginning_of_more():
    few, more = list(make_triples(5_000)), list(make_triples(6_000))

    assert few == more[:5_000]
    assert len(set(more)) == 6_000


@pytest.mark.slow
def test_all_peers_answer_all_queries_alike():
    found = measure_latencies(_TRIPLES, rounds=1)

    assert found.timings.keys() == QUERIES.keys()
    assert len(QUERIES) == 10
    for timing in found.timings.values():
        assert timing.times.keys() == {OURS, ENGINE, OTHER}
        assert all(time > 0 for time in timing.times.values())
    assert found.mean_ratio(OURS) == pytest.approx(1)


@pytest.mark.slow
@pytest.mark.parametrize("client", CLIENTS)
def test_small_queries_are_answered_and_counted(client, tmp_path):
    if client == "wrk" != best_client():
        pytest.skip("no wrk on this machine")
    with serving(make_store(tmp_path / "store", _TRIPLES)) as server:
        assert len(tree(server.pid)) > 1
        assert resident_memory(server.pid) > 10
        for distinct in (False, True):
            before = cpu_seconds(server.pid)
            found = measure_load(server, 1.0, distinct=distinct, client=client)
            assert found.client == client
            assert found.requests > 0
            assert found.failed == 0
            assert found.cpu <= cpu_seconds(server.pid) - before

"""The benchmark runs, at sizes that take seconds."""

import pytest

from tests.bench.data import ABSENT, GENERATOR
from tests.bench.latency import quantiles
from tests.bench.measure import measure
from tests.bench.report import render


@pytest.mark.slow
def test_all_engines_find_the_same_and_the_report_tells_it():
    if not GENERATOR.is_file():
        pytest.skip(ABSENT)
    results = measure((500,), singles=20, asked=20, cliques=5)

    assert results.runs[500].keys() == {"Araz", "reasonable", "owlrl"}
    assert len({run.answers for run in results.runs[500].values()}) == 1
    assert all(run.closure > 0 and run.memory > 0 for run in results.runs[500].values())
    assert results.proofs.proved == results.proofs.asked > 0
    assert results.cliques.stored < results.cliques.expanded
    report = render(results)
    assert "| 500 | owlrl 7." in report
    assert "| one fact out |" in report


def test_quantiles_are_of_sorted_times():
    latency = quantiles(float(number) for number in reversed(range(1000)))

    assert (latency.p50, latency.p95, latency.p99) == (500, 950, 990)

"""Measure the endpoint beside others, under attack and while the graph changes.

    python -m tests.bench.endpoint

takes minutes, and writes what was found to standard output or into a file.
"""

from pathlib import Path
from tempfile import TemporaryDirectory

import click

from tests.bench.endpoint_data import TRIPLES, make_store
from tests.bench.endpoint_generations import measure_generations
from tests.bench.endpoint_hostile import measure_hostility
from tests.bench.endpoint_latency import measure_latencies
from tests.bench.endpoint_load import Throughput, measure_load
from tests.bench.endpoint_report import EndpointResults, render_endpoint
from tests.http_server import serving


def measure_endpoint(
    triples: int,
    *,
    rounds: int,
    load: float,
    deadline: float,
    attackers: int,
    clients: int,
    span: float,
) -> EndpointResults:
    """Measure everything, one thing after another.

    Args:
        triples: How many the servers hold.
        rounds: How often each peer is asked each query.
        load: How long small queries are asked, in seconds, for each kind.
        deadline: Of the server that is attacked, in seconds.
        attackers: How many hostile requests are under way at once.
        clients: How many ask while generations come.
        span: For how long, in seconds.
    """
    repeated, distinct = _measure_loads(triples, load)
    return EndpointResults(
        latencies=measure_latencies(triples, rounds),
        repeated=repeated,
        distinct=distinct,
        hostility=measure_hostility(triples, deadline, load, attackers),
        generations=measure_generations(clients, span),
    )


def _measure_loads(triples: int, seconds: float) -> tuple[Throughput, Throughput]:
    with TemporaryDirectory() as name:
        store = make_store(Path(name) / "store", triples)
        with serving(store) as server:
            # The first time warms up.
            measure_load(server, min(seconds, 2.0), distinct=True)
            return (
                measure_load(server, seconds, distinct=False),
                measure_load(server, seconds, distinct=True),
            )


@click.command()
@click.option(
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The report; standard output by default.",
)
@click.option("--triples", type=int, default=TRIPLES, show_default=True)
@click.option("--rounds", type=int, default=9, show_default=True)
@click.option("--attackers", type=int, default=1, show_default=True)
def main(output: Path | None, triples: int, rounds: int, attackers: int) -> None:
    """Measure, and write the report."""
    results = measure_endpoint(
        triples,
        rounds=rounds,
        load=10.0,
        deadline=5.0,
        attackers=attackers,
        clients=24,
        span=60.0,
    )
    report = render_endpoint(results)
    if output is None:
        click.echo(report)
    else:
        output.write_text(report, encoding="utf-8")


if __name__ == "__main__":
    main()

"""Measure the reasoner beside others, and write down what was found.

    python -m tests.bench.measure

takes minutes, and needs the generator of data (see `data`).
"""

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from kg.config import PROJECT
from tests.bench.apart import apart
from tests.bench.changes import add_in_bulk, change
from tests.bench.cliques import merge
from tests.bench.data import ABSENT, GENERATOR, Data, make_data
from tests.bench.engines import ENGINES, Run, run_araz
from tests.bench.proofs import prove
from tests.bench.report import Results, render

SIZES = (10_000, 100_000, 1_000_000)
# owlrl takes hours where others take seconds.
_LARGEST = {"owlrl": 10_000}


def measure(sizes: Sequence[int], *, singles: int, asked: int, cliques: int) -> Results:
    """Measure everything, each in a process of its own.

    Args:
        sizes: Numbers of triples; changes use the largest, proofs the one in between.
        singles: How many facts to delete and insert one by one.
        asked: How many proofs to ask for.
        cliques: How many things have ten names.
    """
    runs: dict[int, dict[str, Run]] = {}
    made: dict[int, Data] = {}
    with TemporaryDirectory() as name:
        for size in sizes:
            made[size] = make_data(Path(name), size)
            runs[size] = {
                engine: apart(run, made[size])
                for engine, run in ENGINES.items()
                if size <= _LARGEST.get(engine, size)
            }
        return Results(
            runs=runs,
            layered=_quickest(made[max(sizes)], keep_layers=True),
            bare=_quickest(made[max(sizes)], keep_layers=False),
            changes=apart(change, made[max(sizes)], singles),
            batch=apart(add_in_bulk, made[max(sizes)]),
            proofs=apart(prove, made[sorted(sizes)[len(sizes) // 2]], asked),
            cliques=apart(merge, cliques, 10),
        )


def _quickest(data: Data, *, keep_layers: bool) -> Run:
    """Return the quickest of some runs: what is compared must not depend on chance."""
    runs = (apart(run_araz, data, keep_layers=keep_layers) for _ in range(3))
    return min(runs, key=lambda run: run.closure)


@click.command()
@click.option(
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    default=PROJECT / "docs" / "performance.md",
    help="The report.",
)
def main(output: Path) -> None:
    """Measure, and write the report."""
    if not GENERATOR.is_file():
        raise click.ClickException(ABSENT)
    results = measure(SIZES, singles=5_000, asked=1_000, cliques=1_000)
    output.write_text(render(results), encoding="utf-8")
    click.echo(f"{output} is written")


if __name__ == "__main__":
    main()

"""The results as Markdown: the text of docs/performance.md."""

import os
import platform
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from tests.bench.changes import Changes
from tests.bench.cliques import Cliques
from tests.bench.engines import Run
from tests.bench.latency import Latency
from tests.bench.proofs import Proofs

OURS = "Araz"


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """What one run of the benchmark found.

    `runs` are by number of triples, then by engine; changes were measured on the
    largest of these numbers, and so was the closure with layers and without (`bare`).
    """

    runs: Mapping[int, Mapping[str, Run]]
    layered: Run
    bare: Run
    changes: Changes
    batch: float
    proofs: Proofs
    cliques: Cliques


def render(results: Results) -> str:
    """Return the report."""
    return "\n".join(
        (
            _INTRODUCTION,
            f"Measured on {_machine()}, {datetime.now(UTC):%d %B %Y}, by `make bench`.",
            "",
            _closures(results),
            _changes(results),
            _proofs(results),
            _cliques(results.cliques),
        )
    )


def _closures(results: Results) -> str:
    rows = [
        (
            f"{size:,}",
            f"{name} {_version(name)}".strip(),
            f"{run.load:.2f}",
            f"{run.closure:.2f}",
            _ratio(run.closure, runs[OURS].closure),
            f"{run.memory:,.0f}",
            _ratio(run.memory, runs[OURS].memory),
            f"{run.answers:,}",
        )
        for size, runs in results.runs.items()
        for name, run in runs.items()
    ]
    columns = (
        *("triples", "engine", "load, CPU s", "closure, CPU s", "times ours"),
        *("peak, MB", "times ours", "triples that hold"),
    )
    return f"## The closure\n\n{_CLOSURE}\n{_table(columns, rows)}"


def _changes(results: Results) -> str:
    found = results.changes
    rows = [
        ("one fact in", *_quantiles(found.insert)),
        ("one fact out", *_quantiles(found.delete)),
    ]
    text = (
        f"At {max(results.runs):,} triples ({found.facts:,} facts kept), in ms:\n\n"
        + _table(("change", "p50", "p95", "p99"), rows)
        + f"\nA batch of {found.batch:,} facts: in within {results.batch:.3f} s in bulk"
        ", which is how a closure drawn in bulk takes it in; within"
        f" {found.batch_in:.3f} s fact by fact, out within {found.batch_out:.3f} s.\n"
    )
    return f"## Changes\n\n{_CHANGES}\n{text}"


def _proofs(results: Results) -> str:
    found = results.proofs
    share = 100 * found.proved / found.asked
    rows = [("one proof", *_quantiles(found.time))]
    return (
        f"## Proofs\n\n{_PROOFS}\nOf {found.inferred:,} inferred triples"
        f" {found.asked:,} were drawn; {share:.1f} % have a proof down to asserted"
        " triples that the verifier of the tests takes, which knows nothing but the"
        " rules of the W3C. In ms:\n\n"
        f"{_table(('question', 'p50', 'p95', 'p99'), rows)}\n{_overhead(results)}"
    )


def _overhead(results: Results) -> str:
    run, bare = results.layered, results.bare
    return (
        f"The closure of {max(results.runs):,} triples takes {run.closure:.2f} CPU s"
        f" and {run.memory:,.0f} MB with the rounds kept, {bare.closure:.2f} CPU s and"
        f" {bare.memory:,.0f} MB without.\n"
    )


def _cliques(found: Cliques) -> str:
    rows = [
        (
            f"{found.asserted:,}",
            f"{found.stored:,}",
            f"{found.expanded:,}",
            f"{found.seconds:.2f}",
        )
    ]
    columns = ("asserted", "facts kept", "triples that hold", "CPU s")
    return f"## Things of many names\n\n{_CLIQUES}\n{_table(columns, rows)}"


def _table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    rule = ["---" if number == 0 else "--:" for number in range(len(columns))]
    lines = (" | ".join(row) for row in (columns, rule, *rows))
    return "".join(f"| {line} |\n" for line in lines)


def _quantiles(time: Latency) -> tuple[str, str, str]:
    return f"{time.p50:.3f}", f"{time.p95:.3f}", f"{time.p99:.3f}"


def _ratio(one: float, other: float) -> str:
    return f"{one / other:.1f}" if other else "-"


def _version(engine: str) -> str:
    return "" if engine == OURS else version(engine)


def _machine() -> str:
    cpuinfo = Path("/proc/cpuinfo")
    text = cpuinfo.read_text(encoding="utf-8") if cpuinfo.is_file() else ""
    model = text.partition("model name")[2].partition(":")[2].partition("\n")[0]
    return (
        f"{model.strip() or platform.machine()} ({os.cpu_count()} cores),"
        f" {platform.system()}, Python {platform.python_version()}"
    )


_INTRODUCTION = """\
# Performance of the reasoner

Written by `make bench`, which anyone can run: every figure of this page comes from one
run on one machine. Compare the ratios; the seconds are those of the machine.
"""
_CLOSURE = """\
The data has the shape of LUBM's (universities, departments, people, courses) over a
schema of its own; these are not LUBM results. Each engine runs in a process of its own,
on one core. Loading is reading the files and numbering terms. `reasonable` hands over
all triples as soon as it is done, so its closure includes that. The last column counts
what holds of the data in the end, trivial triples left out: where it is lower, an
engine misses conclusions. owlrl runs on the smallest size only.
"""
_CHANGES = """\
Facts drawn from all of the data are retracted, then asserted again, one by one; then
one in a hundred more are asserted together, and retracted. Times are CPU time and
include all conclusions; what was loaded is kept from the garbage collector, as a
server would. The closure is checked to be the same before and after.
"""
_PROOFS = """\
Nothing is recorded for proofs while conclusions are drawn but the round of each, so a
proof costs whoever asks for it, and nobody else.
"""
_CLIQUES = """\
A thousand things of ten names each, five facts by each name. One name stands for all,
and answers come by every name.
"""

"""What was measured of the endpoint, as Markdown."""

import os
import platform
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from tests.bench.endpoint_generations import Generations
from tests.bench.endpoint_hostile import GRACE, Hostility
from tests.bench.endpoint_latency import Latencies
from tests.bench.endpoint_load import Throughput
from tests.bench.endpoint_peers import ENGINE, OTHER, OURS


@dataclass(frozen=True, slots=True, kw_only=True)
class EndpointResults:
    """What one run of the benchmark found."""

    latencies: Latencies
    repeated: Throughput
    distinct: Throughput
    hostility: Hostility
    generations: Generations


def render_endpoint(results: EndpointResults) -> str:
    """Return the report."""
    return "\n".join(
        (
            "# Performance of the endpoint\n",
            _occasion(),
            _latencies(results.latencies),
            _throughput(results),
            _hostility(results.hostility),
            _generations(results.generations),
        )
    )


def _occasion() -> str:
    return (
        f"Measured on {_machine()}, {datetime.now(UTC):%d %B %Y}, by `python -m"
        f" tests.bench.endpoint`; the load was {os.getloadavg()[0]:.1f} at the end.\n"
    )


def _latencies(found: Latencies) -> str:
    rows = [
        (
            name,
            f"{timing.size:,}",
            *(f"{timing.times[peer]:,.1f}" for peer in (OURS, ENGINE, OTHER)),
            *(f"{timing.ratio(peer):.2f}" for peer in (ENGINE, OTHER)),
        )
        for name, timing in found.timings.items()
    ]
    means = [f"{found.mean_ratio(peer):.2f}" for peer in (ENGINE, OTHER)]
    rows.append(("geometric mean", "", "", "", "", *means))
    columns = (
        *("query", "answers", "Araz, ms", "engine, ms", "rdflib-endpoint, ms"),
        *("engine, times ours", "rdflib-endpoint, times ours"),
    )
    text = _LATENCY.format(
        triples=f"{found.triples:,}",
        rounds=found.rounds,
        engine=f"{ENGINE} {version(ENGINE)}",
        other=f"{OTHER} {version(OTHER)}",
    )
    return f"## Queries\n\n{text}\n{_table(columns, rows)}"


def _throughput(results: EndpointResults) -> str:
    kinds = {"the same again": results.repeated, "no two the same": results.distinct}
    rows = [
        (
            name,
            f"{found.rate:,.0f}",
            f"{found.rate_by_core:,.0f}",
            f"{found.failed:,}",
            f"{found.seconds:.0f}",
            found.client,
        )
        for name, found in kinds.items()
    ]
    columns = ("queries", "a second", "a CPU second", "failed", "seconds", "client")
    return f"## Small queries\n\n{_THROUGHPUT}\n{_table(columns, rows)}"


def _hostility(found: Hostility) -> str:
    rows = [
        (
            outcome.name,
            f"{outcome.seconds:.2f}",
            f"{outcome.status or 'hung up'}{', cut off' if outcome.cut_off else ''}",
            outcome.fault or "-",
        )
        for outcome in found.outcomes
    ]
    ratio = found.during.p95 / found.before.p95
    text = (
        f"The deadline is {found.deadline:g} s, and {found.attackers} of the requests"
        f" under way at once. Of {len(found.outcomes)} requests"
        f" {len(found.late())} ended later than {GRACE:g} s behind it, and"
        f" {len(found.wrong())} with an unclear error or a wrong answer;"
        f" {len(found.cut_off())} broke off, so that it shows. The address"
        f" that they named was visited {found.visits} times. The server held"
        f" {found.memory_before:,.0f} MB before and at most {found.peak:,.0f} MB.\n\n"
        f"Well-behaved clients: p50 {found.before.p50:.1f} ms and p95"
        f" {found.before.p95:.1f} ms before, p50 {found.during.p50:.1f} ms and p95"
        f" {found.during.p95:.1f} ms meanwhile, {ratio:.2f} times as long;"
        f" {len(found.failures)} had no answer.\n"
    )
    table = _table(("request", "seconds", "status", "fault"), rows)
    return f"## Hostile requests\n\n{_HOSTILE}\n{text}\n{table}"


def _generations(found: Generations) -> str:
    rows = [
        (
            str(each.number),
            f"{found.answers.get(each.number, 0):,}",
            "never" if each.seen is None else f"{each.seen - each.published:.2f}",
        )
        for each in found.publications
    ]
    text = (
        f"{found.clients} clients had {sum(found.answers.values()):,} answers in"
        f" {found.seconds:g} s (p50 {found.time.p50:.1f} ms, p95"
        f" {found.time.p95:.1f} ms); {len(found.failures)} failed,"
        f" {len(found.mixed)} mixed two generations, {found.backward} were of an older"
        " generation than the client had seen before.\n"
    )
    columns = ("generation", "answers", "first seen, s after it was published")
    return f"## New generations\n\n{_GENERATIONS}\n{text}\n{_table(columns, rows)}"


def _table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    rule = ["---" if number == 0 else "--:" for number in range(len(columns))]
    lines = (" | ".join(row) for row in (columns, rule, *rows))
    return "".join(f"| {line} |\n" for line in lines)


def _machine() -> str:
    cpuinfo = Path("/proc/cpuinfo")
    text = cpuinfo.read_text(encoding="utf-8") if cpuinfo.is_file() else ""
    model = text.partition("model name")[2].partition(":")[2].partition("\n")[0]
    return (
        f"{model.strip() or platform.machine()} ({os.cpu_count()} cores),"
        f" {platform.system()}, Python {platform.python_version()}"
    )


_LATENCY = """\
Ten queries on {triples} triples made for this, the median of {rounds} rounds in which
the peers take turns, in ms. Araz and {other} are asked over HTTP on a connection that
is kept, and write out each answer anew; {engine} is called in this process on the very
snapshot that Araz serves, and writes its answer into memory. {other} holds its data in
memory, the others on disk. All give answers of the same size.
"""
_THROUGHPUT = """\
One query for one name, over 16 connections. CPU seconds are those of the server and all
processes below it; the client runs on the same machine, so the answers a second are
fewer than they could be.
"""
_HOSTILE = """\
Requests that no server should be brought down by, while two well-behaved clients ask
small queries, no two the same.
"""
_GENERATIONS = """\
While clients ask, another process writes and publishes three generations of five
graphs. Each triple of a generation carries its number.
"""

"""Latencies, as their quantiles.

They are of processor time: what a machine with nothing else to do takes.
"""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Latency:
    """Quantiles, in milliseconds."""

    p50: float
    p95: float
    p99: float


def timed[**P](step: Callable[P, object], *args: P.args, **kwargs: P.kwargs) -> float:
    """Return how long a step takes, in milliseconds."""
    start = time.process_time_ns()
    step(*args, **kwargs)
    return (time.process_time_ns() - start) / 1e6


def quantiles(times: Iterable[float]) -> Latency:
    """Return the quantiles of times."""
    found = sorted(times)

    def at(share: float) -> float:
        return found[min(int(len(found) * share), len(found) - 1)]

    return Latency(at(0.50), at(0.95), at(0.99))

"""What is counted, in the text format of Prometheus."""

from collections.abc import Iterator

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    disable_created_metrics,
    generate_latest,
)
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from server.front.cache import Cache
from server.front.pool import Pool

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"

_BUCKETS = (0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30)


class Metrics:
    """Counters of a server, and gauges that are read when somebody asks."""

    def __init__(self, pool: Pool, cache: Cache) -> None:
        disable_created_metrics()  # type: ignore[no-untyped-call]
        self._registry = CollectorRegistry()
        self._requests = Counter(
            "araz_requests",
            "Requests answered, by route and status.",
            ("route", "status"),
            registry=self._registry,
        )
        self._seconds = Histogram(
            "araz_request_seconds",
            "Seconds until an answer was complete, by route.",
            ("route",),
            buckets=_BUCKETS,
            registry=self._registry,
        )
        self._outcomes = Counter(
            "araz_outcomes",
            "How requests ended: ok, cached, or why not.",
            ("outcome",),
            registry=self._registry,
        )
        self._bytes = Counter(
            "araz_sent_bytes", "Bytes of bodies sent.", registry=self._registry
        )
        self._rows = Counter(
            "araz_rows", "Rows of results sent.", registry=self._registry
        )
        self.running = Gauge(
            "araz_running", "Requests being answered.", registry=self._registry
        )
        self._registry.register(_State(pool, cache))
        self._children: dict[tuple[str, int], tuple[Counter, Histogram]] = {}
        self._known_outcomes: dict[str, Counter] = {}

    def note(
        self,
        route: str,
        status: int,
        outcome: str,
        *,
        seconds: float,
        size: int,
        rows: int | None,
    ) -> None:
        """Count an answer."""
        key = (route, status)
        if key not in self._children:
            requests = self._requests.labels(route, str(status))
            self._children[key] = (requests, self._seconds.labels(route))
        if outcome not in self._known_outcomes:
            self._known_outcomes[outcome] = self._outcomes.labels(outcome)
        requests, histogram = self._children[key]
        requests.inc()
        histogram.observe(seconds)
        self._known_outcomes[outcome].inc()
        self._bytes.inc(size)
        if rows:
            self._rows.inc(rows)

    def text(self) -> bytes:
        """Return all figures."""
        return generate_latest(self._registry)


class _State(Collector):
    """The state of workers, cache and graph, read when it is asked for."""

    def __init__(self, pool: Pool, cache: Cache) -> None:
        self._pool = pool
        self._cache = cache

    def collect(self) -> Iterator[Metric]:
        workers = GaugeMetricFamily(
            "araz_workers",
            "Readers by state, and requests that wait.",
            labels=["state"],
        )
        for state, count in self._pool.counts.items():
            workers.add_metric([state], count)
        yield workers
        ready = self._pool.ready
        generation = GaugeMetricFamily(
            "araz_generation", "The generation that is served.", labels=["generation"]
        )
        generation.add_metric([ready.generation], 1)
        yield generation
        yield GaugeMetricFamily(
            "araz_triples", "Triples that are served.", value=ready.triples
        )
        yield GaugeMetricFamily(
            "araz_cache_bytes", "Bytes of answers kept.", value=self._cache.size
        )

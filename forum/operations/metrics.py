"""Metrics for Prometheus. Labels are bounded: route rule, method, class of the status; never an address or an account.

Processes of one generation share a folder of counters (prometheus_client's multiprocess mode).
"""

import os
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    generate_latest,
)
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from forum.config import Settings
from forum.operations import readiness

FOLDER = "PROMETHEUS_MULTIPROC_DIR"  # read by prometheus_client when it is imported
BUCKETS = (0.005, 0.025, 0.1, 0.5, 2.5, 10.0)  # seconds

_requests = Counter("wenqu_requests", "Requests answered.", ("rule", "method", "status"))
_seconds = Histogram("wenqu_request_seconds", "Seconds until a response began.", ("method",), buckets=BUCKETS)
_turned_away = Counter("wenqu_requests_turned_away", "Requests answered with 503 since too many waited.")
_gone = Counter("wenqu_requests_gone", "Requests dropped since their clients had gone.")
_waiting = Gauge("wenqu_requests_waiting", "Requests that wait for a thread.", multiprocess_mode="livesum")


def count(rule: str, method: str, status: str, seconds: float) -> None:
    """Count a request that was answered."""
    _requests.labels(rule, method, status).inc()
    _seconds.labels(method).observe(seconds)


def count_unanswered(why: str) -> None:
    """Count a request that the server did not let wait: `turned away` or `gone`."""
    (_gone if why == "gone" else _turned_away).inc()


def tell_waiting(number: int) -> None:
    """Note how many requests wait in this process."""
    _waiting.set(number)


def waiting() -> int:
    """How many requests wait in all web processes of this generation, as of the last second."""
    registry = CollectorRegistry()
    if os.environ.get(FOLDER):
        MultiProcessCollector(registry)
    else:
        registry.register(_waiting)
    return int(registry.get_sample_value("wenqu_requests_waiting") or 0)


def exposition(settings: Settings, search: Any, now: datetime) -> bytes:
    """Everything in the text format of Prometheus."""
    registry = CollectorRegistry()
    if os.environ.get(FOLDER):
        MultiProcessCollector(registry)
    else:
        for each in (_requests, _seconds, _turned_away, _gone, _waiting):
            registry.register(each)
    registry.register(_State(settings, search, now))
    return generate_latest(registry)


class _State(Collector):
    def __init__(self, settings: Settings, search: Any, now: datetime) -> None:
        self._given = settings, search, now

    def collect(self) -> Iterable[Metric]:
        settings, search, now = self._given
        behind = GaugeMetricFamily("wenqu_reader_behind_entries", "Entries a reader has to read.", labels=["reader"])
        late = GaugeMetricFamily("wenqu_reader_behind_seconds", "Age of its first unread entry.", labels=["reader"])
        for reader in readiness.reader_states(search, now):
            behind.add_metric([reader.name], reader.behind)
            late.add_metric([reader.name], (now - reader.since).total_seconds() if reader.since else 0)
        outbox = GaugeMetricFamily("wenqu_outbox_items", "Items of the outbox.", labels=["state"])
        for state, number in readiness.outbox_counts().items():
            outbox.add_metric([state], number)
        yield from (behind, late, outbox)
        yield GaugeMetricFamily(
            "wenqu_disk_free_bytes", "Room on the data folder's disk.", readiness.disk(settings).free
        )

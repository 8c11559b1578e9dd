"""What Prometheus scrapes: everything was counted before, so an answer costs no query and no call."""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Callable, Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from fastapi import APIRouter, Response

from shared.http.access import needs
from shared.runtime import Runtime
from shared.telemetry.metrics import CONTENT_TYPE, Histogram, Labels, StageMeter, family, histogram

STATM = Path("/proc/self/statm")
STARTED = time.time()
OUTCOMES = ("handled", "skipped", "unknown", "repeated")
Samples = Iterator[tuple[Labels, float]]


def router(runtime: Runtime) -> APIRouter:
    """The route, bound to one service."""
    routes = APIRouter()

    @routes.get("/metrics", tags=["operations"], dependencies=[needs("operate")])
    async def metrics() -> Response:
        """Figures of this process and of what its service has open, in Prometheus' text format."""
        return Response(text_of(runtime), media_type=CONTENT_TYPE)

    return routes


def text_of(runtime: Runtime) -> str:
    """All figures of one process."""
    return "".join((*_service(runtime), *_stages(runtime), *_process(runtime)))


def _service(runtime: Runtime) -> Iterator[str]:
    watch, counts = runtime.watch, runtime.watch.counts
    calls = [({"gateway": row["gateway"], "state": row["status"]}, row["count"]) for row in counts.calls]
    parked = [({"stage": row["stage"], "kind": row["kind"]}, row["count"]) for row in counts.parked]
    lag = [({"topic": topic}, count) for topic, count in watch.lag.items()]
    items = [({"kind": kind}, count) for kind, count in counts.work_items.items()]
    yield family("rcm_group_lag", "gauge", "Messages that the whole consumer group has not handled yet.", lag)
    yield family("rcm_outbox_depth", "gauge", "Events that wait to be published; counted up to 20001.", [({}, counts.outbox)])
    yield family("rcm_outbox_oldest_seconds", "gauge", "How long the oldest unpublished event has been seen waiting.", [({}, watch.stuck_seconds)])
    yield family("rcm_parked", "gauge", "Messages set aside.", parked)
    yield family("rcm_work_items", "gauge", "Things that people have to do.", items)
    yield family("rcm_outside_calls", "gauge", "Outside calls that are not settled.", calls)
    yield family("rcm_outside_calls_settled_total", "counter", "Outside calls settled by this process.", _settled(runtime))
    current = counts.revision == runtime.revisions[0]
    yield family("rcm_migrations_current", "gauge", "1 when the schema is at this release's migration.", [({}, current)])
    yield family("rcm_kafka_silent_seconds", "gauge", "Since Kafka last answered.", [({}, watch.kafka_silent_seconds)])
    if runtime.relay is not None:
        yield family("rcm_relay_published_total", "counter", "Events published by this process.", [({}, runtime.relay.published)])


def _settled(runtime: Runtime) -> Samples:
    for performer in runtime.performers:
        for state in ("answered", "gave_up", "uncertain"):
            yield {"gateway": performer.gateway.name, "state": state}, performer.settler.counts[state]


def _stages(runtime: Runtime) -> Iterator[str]:
    yield family("rcm_messages_total", "counter", "What became of messages, by stage.", _messages(runtime))
    for name, meaning, of in HISTOGRAMS:
        yield histogram(name, meaning, [({"stage": stage}, of(runner.meter)) for stage, runner in runtime.runners.items()])


HISTOGRAMS: tuple[tuple[str, str, Callable[[StageMeter], Histogram]], ...] = (
    ("rcm_batch_seconds", "From the begin of a batch to its commit.", lambda meter: meter.seconds),
    ("rcm_batch_messages", "Messages of a batch.", lambda meter: meter.sizes),
    ("rcm_stage_latency_seconds", "From the time in a message's header to the commit of its effect.", lambda meter: meter.latency),
)


def _messages(runtime: Runtime) -> Samples:
    for stage, runner in runtime.runners.items():
        for outcome in (*OUTCOMES, *sorted(set(runner.counts) - set(OUTCOMES))):
            yield {"stage": stage, "outcome": outcome}, runner.counts[outcome]


def _process(runtime: Runtime) -> Iterator[str]:
    used = resource.getrusage(resource.RUSAGE_SELF)
    build = {"service": runtime.service.name, "version": _version(), "migration": runtime.revisions[0], "python": sys.version.split()[0]}
    yield family("rcm_build_info", "gauge", "Release of this process and the migration it needs.", [(build, 1)])
    yield family("process_cpu_seconds_total", "counter", "User and system time.", [({}, used.ru_utime + used.ru_stime)])
    yield family("process_resident_memory_bytes", "gauge", "Resident memory.", [({}, _resident(used.ru_maxrss))])
    yield family("process_start_time_seconds", "gauge", "Start, in seconds since 1970.", [({}, STARTED)])


def _resident(most_kilobytes: int) -> int:
    """Memory now, where the system tells; otherwise the most there ever was."""
    return int(STATM.read_text().split()[1]) * resource.getpagesize() if STATM.exists() else most_kilobytes * 1024


def _version() -> str:
    try:
        return version("rcm-shared")
    except PackageNotFoundError:
        return "unknown"

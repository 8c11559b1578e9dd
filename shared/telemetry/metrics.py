"""Figures for Prometheus: what a stage notes while it works, and the text in which everything is told.

Labels are few and fixed: service, stage, topic, kind, state. Never an id, never a value of an event. Noting costs a batch some microseconds.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from datetime import datetime
from time import perf_counter
from typing import Any

BATCH_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)
BATCH_SIZES = (1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0, 500.0, 1000.0)
LATENCY_SECONDS = (0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 300.0, 3600.0)
CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
Labels = Mapping[str, str]


class Histogram:
    """How often a figure lay at or below each bound, and above all of them."""

    def __init__(self, bounds: Sequence[float]) -> None:
        self.bounds, self.counts, self.sum = tuple(bounds), [0] * (len(bounds) + 1), 0.0

    def add(self, value: float) -> None:
        self.counts[bisect_left(self.bounds, value)] += 1
        self.sum += value


class StageMeter:
    """Durations and sizes of a stage's batches, and how old its messages were at the commit."""

    def __init__(self, handles: Container[str]) -> None:
        self.handles = handles
        self.now: Callable[[], datetime] | None = None
        """The installation's clock, which may stand on a fixed day; without one no latency is noted."""
        self.seconds, self.sizes, self.latency = Histogram(BATCH_SECONDS), Histogram(BATCH_SIZES), Histogram(LATENCY_SECONDS)

    def begin(self) -> float:
        """A batch begins; give the result to `end`."""
        return perf_counter()

    def end(self, began: float, deliveries: Sequence[Any]) -> None:
        """The batch is committed. Latency is seconds from the time in the header, when it became true at the edge, to now."""
        self.seconds.add(perf_counter() - began)
        self.sizes.add(len(deliveries))
        if self.now is not None:
            now = self.now()
            for each in deliveries:
                if each.place is not None and each.envelope.type in self.handles:
                    self.latency.add(max(0.0, (now - each.envelope.time).total_seconds()))


def family(name: str, kind: str, meaning: str, samples: Iterable[tuple[Labels, float]]) -> str:
    """One figure with its samples, in Prometheus' text format. `kind` is counter or gauge."""
    lines = [f"# HELP {name} {meaning}", f"# TYPE {name} {kind}"]
    lines += [f"{name}{_braced(labels)} {_number(value)}" for labels, value in samples]
    return "\n".join(lines) + "\n"


def histogram(name: str, meaning: str, samples: Iterable[tuple[Labels, Histogram]]) -> str:
    """Histograms of the same bounds, in Prometheus' text format: buckets add up to the last one."""
    lines = [f"# HELP {name} {meaning}", f"# TYPE {name} histogram"]
    for labels, found in samples:
        below = 0
        for bound, count in zip((*map(_number, found.bounds), "+Inf"), found.counts, strict=True):
            below += count
            lines.append(f"{name}_bucket{_braced({**labels, 'le': bound})} {below}")
        lines += [f"{name}_sum{_braced(labels)} {_number(found.sum)}", f"{name}_count{_braced(labels)} {below}"]
    return "\n".join(lines) + "\n"


def _braced(labels: Labels) -> str:
    inside = ",".join(f'{name}="{_escaped(value)}"' for name, value in labels.items())
    return f"{{{inside}}}" if inside else ""


def _escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")


def _number(value: float) -> str:
    return str(int(value)) if value == int(value) else repr(value)

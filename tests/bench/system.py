"""The whole system under load, on this machine: encounters a second through all five services, and what it costs.

`python -m tests.bench.system --encounters 2000` starts Kafka, PostgreSQL, the services and the payer sandbox, posts visits over HTTP as fast as
they are taken, and waits until every claim is paid. With `--rate 10` visits come at that pace, and the time each stage adds is measured: from the
instant its cause was published to the instant its own event was.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from deploy.embedded.installation import Running
from tests.bench.measure import Seen, Spent, percentiles, read, spent, until_quiet
from tests.bench.profile import Profiles
from tests.bench.workload import post, system, visit

WARM_S = 10.0
"""At a given rate, latency counts from here on: before, Java is still compiling and pools are filling."""
PARTNERED = frozenset({"eligibility/ask", "submission/send", "adjudication/deposit"})
"""Sources whose time holds a partner's answer, or the wait of claims for their interchange: no latency of a stage."""


@dataclass(frozen=True)
class Measured:
    """The figures of one run."""

    encounters: int
    rate: float | None
    first_paid_s: float
    all_paid_s: float
    paid: int
    used: Mapping[str, Spent]
    """Since the services were ready."""
    seen: Seen
    profiles: Mapping[str, list[tuple[str, float]]]

    @property
    def per_second(self) -> float:
        """Encounters through all stages per second, from the first post to the last posting."""
        return self.encounters / self.all_paid_s

    def as_dict(self) -> dict[str, Any]:
        return {
            "encounters": self.encounters,
            "offered_per_second": self.rate,
            "paid": self.paid,
            "encounters_per_second": round(self.per_second, 1),
            "first_paid_s": round(self.first_paid_s, 2),
            "all_paid_s": round(self.all_paid_s, 2),
            "events": dict(sorted(self.seen.events.items())),
            "processes": {
                name: {"cpu_ms_per_encounter": round(1000 * one.cpu_s / self.encounters, 2), "peak_mb": round(one.peak_mb)}
                for name, one in sorted(self.used.items())
            },
            "profile_percent": self.profiles,
            "latency_ms": {stage: percentiles(values) for stage, values in sorted(self.seen.latency.items())},
        }


def measure(running: Running, encounters: Sequence[Mapping[str, Any]], rate: float | None, screen: Console, profile_s: int = 0) -> Measured:
    """Post, wait, read. With `profile_s` the services' stacks are sampled for so long, which itself takes some of the processor."""
    before, began = spent(), time.time()
    profiles = Profiles(profile_s) if profile_s else None
    with Progress(console=screen) as progress:
        post(running.addresses["eligibility"], encounters, rate, progress)
        until_quiet(running.kafka, len(encounters), progress)
    after = spent()
    used = {name: Spent(one.cpu_s - before.get(name, Spent()).cpu_s, one.peak_mb) for name, one in after.items()}
    seen = read(running.kafka, began, WARM_S if rate else 0.0)
    paid = sorted(seen.paid_at.values()) or [float("nan")]
    return Measured(len(encounters), rate, paid[0], paid[-1], len(paid), used, seen, profiles.finish() if profiles else {})


def show(measured: Measured, screen: Console) -> None:
    """The figures for a person."""
    figures = measured.as_dict()
    screen.print(f"{measured.paid} of {measured.encounters} claims paid, {measured.per_second:.1f} encounters/s, first {measured.first_paid_s:.1f} s")
    table = Table("process", "CPU ms per encounter", "peak MB")
    for name, one in figures["processes"].items():
        table.add_row(name, str(one["cpu_ms_per_encounter"]), str(one["peak_mb"]))
    table.add_row("all", f"{sum(one['cpu_ms_per_encounter'] for one in figures['processes'].values()):.2f}", "")
    screen.print(table)
    latencies = Table("from cause to effect", "count", "p50 ms", "p99 ms", "max ms")
    for stage, values in figures["latency_ms"].items():
        latencies.add_row(f"{stage} (with a partner)" if stage in PARTNERED else stage, *(str(value) for value in values.values()))
    screen.print(latencies)
    for service, functions in measured.profiles.items():
        screen.print(f"[bold]{service}[/bold] " + ", ".join(f"{name} {share} %" for name, share in functions), soft_wrap=True, highlight=False)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.system", description=__doc__.splitlines()[0])
    parser.add_argument("--encounters", type=int, default=1000)
    parser.add_argument("--rate", type=float, help="visits per second; without it as fast as they are taken")
    parser.add_argument("--profile", type=int, default=0, metavar="SECONDS", help="sample the services' stacks for so long from the first post")
    parser.add_argument("--json", action="store_true", help="print JSON instead of tables")
    given = parser.parse_args()
    screen = Console(stderr=given.json)
    encounters = [visit(number) for number in range(1, given.encounters + 1)]
    with system(encounters, screen) as running:
        measured = measure(running, encounters, given.rate, screen, given.profile)
    if given.json:
        print(json.dumps(measured.as_dict(), indent=1))
    else:
        show(measured, screen)


if __name__ == "__main__":
    main()

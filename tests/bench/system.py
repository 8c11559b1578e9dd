"""The whole system under load, on this machine: encounters a second through all five services, and what it costs.

`python -m tests.bench.system --encounters 2000` starts Kafka, PostgreSQL, the services and the payer sandbox, posts visits over HTTP as fast as
they are taken, and waits until every claim is paid. With `--rate 10` visits come at that pace, and the time each stage adds is measured: from the
instant its cause was published to the instant its own event was. Everything is read from the topics afterwards, so measuring costs the run nothing.
"""

from __future__ import annotations

import argparse
import http.client
import json
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import psutil
from kafka import KafkaConsumer, TopicPartition
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from deploy.embedded.installation import Plan, Running, installation
from deploy.embedded.settings import StackSettings
from deploy.samples.knowledge import ROSTER_HEADER
from shared.contracts.topics import TOPICS

TODAY = date(2026, 11, 2)
KEY = "the bench's key is no secret either"
CONNECTIONS = 4
PARCEL = 20
"""Visits of one request, as interface engines send them when they have many; at a given rate each comes alone."""
QUIET_S = 6.0
OFFICE = [{"code": "99213", "units": "1", "amount": "150.00"}, {"code": "85025", "units": "1", "amount": "40.00"}]
KNEE = [
    {"code": "99214", "units": "1", "amount": "210.00"},
    {"code": "20610", "units": "1", "amount": "180.00"},
    {"code": "J1010", "units": "40", "amount": "30.00"},
]
DENIED_EVERY = 10
"""One visit in ten is a knee injection without modifier 25: its visit line is denied."""


@dataclass
class Spent:
    """What a process used."""

    cpu_s: float = 0.0
    peak_mb: float = 0.0


@dataclass
class Seen:
    """What the topics say about a run. Times are seconds since the first visit was posted."""

    events: Counter[str] = field(default_factory=Counter)
    paid_at: dict[str, float] = field(default_factory=dict)
    """Claim → when its first balance with a payment was published."""
    latency: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    """Stage → seconds from cause to effect, both as published."""


def visit(number: int) -> dict[str, Any]:
    """One insured visit; every patient comes once."""
    letters = "".join(chr(ord("A") + int(digit)) for digit in f"{number:06d}")
    knee = number % DENIED_EVERY == 0
    return {
        "visit_number": f"B{number:06d}",
        "source_system": "registration",
        "patient": {
            "mrn": f"MRNB{number:06d}",
            "name": {"last": f"Test{letters.lower()}", "first": "Ada"},
            "birth_date": f"{1940 + number % 60}-{1 + number % 12:02d}-{1 + number % 28:02d}",
            "sex": "F",
            "address": {"line": f"{number} Example Street", "city": "Springfield", "state": "OH", "postal_code": "455011234"},
            "phone": "9375550110",
        },
        "coverages": [{"payer_id": "NWHP1", "member_id": f"NWC{number:07d}"}],
        "consent_on_file": True,
        "encounter": {
            "facility_id": "clinic",
            "service_from": f"2026-{9 + number % 2:02d}-{1 + number % 28:02d}",
            "rendering_npi": "1003000126",
            "diagnoses": [{"code": code, "rank": rank} for rank, code in enumerate(("M1711", "M25561") if knee else ("R5383", "D649"), 1)],
            "charges": KNEE if knee else OFFICE,
        },
    }


def member(one: Mapping[str, Any]) -> str:
    """The roster row by which the payer knows the patient."""
    patient = one["patient"]
    return f"NWHP1,{one['coverages'][0]['member_id']},{patient['name']['last']},Ada,{patient['birth_date']},F,C,2026-01-01,,,,,,"


@contextmanager
def system(encounters: Sequence[Mapping[str, Any]], screen: Console) -> Iterator[Running]:
    """An installation of its own in a folder that is thrown away, with durable servers."""
    with tempfile.TemporaryDirectory(prefix="rcm-bench-") as folder:
        roster = Path(folder) / "members.csv"
        roster.write_text("\n".join([ROSTER_HEADER, *map(member, encounters)]) + "\n")
        stack = StackSettings(data=Path(folder) / "run", cache=Path("var/cache").resolve())
        plan = Plan(stack, Path("deploy/site/site.yaml"), key=KEY, today=TODAY, members=roster, announce=False, open_access=True)
        with installation(plan, lambda text: screen.print(f"[dim]{text}[/dim]")) as running:
            yield running


def post(address: str, encounters: Sequence[Mapping[str, Any]], rate: float | None, progress: Progress) -> None:
    """Hand the visits in over a few connections: as fast as they are taken, or at a pace."""
    host = address.removeprefix("http://")
    task = progress.add_task("posted", total=len(encounters))
    began = time.perf_counter()

    parcels = [encounters[start : start + (1 if rate else PARCEL)] for start in range(0, len(encounters), 1 if rate else PARCEL)]

    def some(part: int) -> None:
        connection = http.client.HTTPConnection(host, timeout=120)
        for position in range(part, len(parcels), CONNECTIONS):
            if rate:
                time.sleep(max(0.0, began + position / rate - time.perf_counter()))
            body = json.dumps({"encounters": parcels[position]})
            connection.request("POST", "/v1/encounters/batch", body, {"content-type": "application/json"})
            answer = connection.getresponse()
            said = answer.read()
            if answer.status != 202:
                raise SystemExit(f"Visits were refused with {answer.status}: {said[:300]!r}")
            progress.advance(task, len(parcels[position]))

    with ThreadPoolExecutor(CONNECTIONS) as pool:
        list(pool.map(some, range(CONNECTIONS)))


def until_quiet(kafka: str, claims: int, progress: Progress) -> None:
    """Return when the topics have not grown for a while."""
    consumer = KafkaConsumer(bootstrap_servers=kafka, enable_auto_commit=False)
    partitions = [TopicPartition(topic.name, number) for topic in TOPICS for number in range(topic.partitions)]
    task, before, since = progress.add_task("remitted", total=claims), -1, time.monotonic()
    while time.monotonic() - since < QUIET_S:
        ends = consumer.end_offsets(partitions)
        total = sum(ends.values())
        if total != before:
            before, since = total, time.monotonic()
        progress.update(task, completed=min(claims, sum(end for at, end in ends.items() if at.topic == "rcm.adjudication.payment")))
        time.sleep(0.5)
    consumer.close()


def read(kafka: str, began: float) -> Seen:
    """Everything that was published, with the broker's record times."""
    consumer = KafkaConsumer(bootstrap_servers=kafka, enable_auto_commit=False, auto_offset_reset="earliest", fetch_max_bytes=50_000_000)
    partitions = [TopicPartition(topic.name, number) for topic in TOPICS for number in range(topic.partitions)]
    consumer.assign(partitions)
    ends = consumer.end_offsets(partitions)
    seen, published, effects = Seen(), {}, []
    consumer.seek_to_beginning(*partitions)
    while any(consumer.position(at) < end for at, end in ends.items()):
        for records in consumer.poll(timeout_ms=500, max_records=5000).values():
            for record in records:
                headers = {name: value.decode() for name, value in record.headers}
                at = record.timestamp / 1000 - began
                kind = headers["ce_type"].split(".")[-2]
                seen.events[kind] += 1
                published[headers["ce_id"]] = at
                effects.append((headers["ce_source"].split("/", 2)[2], headers["ce_causationid"], at))
                if kind == "claim-posted":
                    _note_paid(seen, json.loads(record.value), at)
    consumer.close()
    for stage, cause, at in effects:
        if cause in published:
            seen.latency[stage].append(at - published[cause])
    return seen


def _note_paid(seen: Seen, event: Mapping[str, Any], at: float) -> None:
    if event["cause"] == "remittance":
        seen.paid_at.setdefault(event["claim_id"], at)


def spent() -> dict[str, Spent]:
    """CPU and peak memory of every process of the installation so far, by what it is."""
    found: dict[str, Spent] = defaultdict(Spent)
    for process in psutil.Process().children(recursive=True):
        try:
            words, cpu = process.cmdline(), process.cpu_times()
            status = Path(f"/proc/{process.pid}/status").read_text()
        except (psutil.Error, OSError):
            continue
        one = found[_name(words)]
        one.cpu_s += cpu.user + cpu.system
        peak = next((int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmHWM")), 0.0)
        one.peak_mb = max(one.peak_mb, peak)
    return found


def _name(words: Sequence[str]) -> str:
    text = " ".join(words)
    if "serve" in words:
        return words[words.index("serve") + 1]
    for mark, name in (("deploy.sandbox", "sandbox"), ("kafka.Kafka", "kafka"), ("postgres", "postgres")):
        if mark in text:
            return name
    return "other"


OUTSIDE = ("submission.batch", "folder", "gateway")
"""Parts that wait for a partner or gather for a while on purpose: their time is no latency of a stage."""


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
            "latency_ms": {stage: percentiles(values) for stage, values in sorted(self.seen.latency.items())},
        }


def percentiles(values: Sequence[float]) -> dict[str, float]:
    """Median, 99th percentile and maximum in milliseconds, and of how many."""
    ordered = sorted(values)
    pick = {"p50": ordered[len(ordered) // 2], "p99": ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))], "max": ordered[-1]}
    return {"count": len(ordered), **{name: round(1000 * value, 1) for name, value in pick.items()}}


def measure(running: Running, encounters: Sequence[Mapping[str, Any]], rate: float | None, screen: Console) -> Measured:
    """Post, wait, read."""
    before = spent()
    began = time.time()
    with Progress(console=screen) as progress:
        post(running.addresses["eligibility"], encounters, rate, progress)
        until_quiet(running.kafka, len(encounters), progress)
    after = spent()
    used = {name: Spent(one.cpu_s - before.get(name, Spent()).cpu_s, one.peak_mb) for name, one in after.items()}
    seen = read(running.kafka, began)
    paid = sorted(seen.paid_at.values()) or [float("nan")]
    return Measured(len(encounters), rate, paid[0], paid[-1], len(seen.paid_at), used, seen)


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
        latencies.add_row(stage, *(str(value) for value in values.values()))
    screen.print(latencies)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.system", description=__doc__.splitlines()[0])
    parser.add_argument("--encounters", type=int, default=1000)
    parser.add_argument("--rate", type=float, help="visits per second; without it as fast as they are taken")
    parser.add_argument("--json", action="store_true", help="print JSON instead of tables")
    given = parser.parse_args()
    screen = Console(stderr=given.json)
    encounters = [visit(number) for number in range(1, given.encounters + 1)]
    with system(encounters, screen) as running:
        measured = measure(running, encounters, given.rate, screen)
    if given.json:
        print(json.dumps(measured.as_dict(), indent=1))
    else:
        show(measured, screen)


if __name__ == "__main__":
    main()

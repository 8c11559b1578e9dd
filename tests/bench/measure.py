"""What a run of the whole system did and cost: read from the topics and from the processes, afterwards, so that measuring costs the run nothing."""

from __future__ import annotations

import json
import time
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil
from kafka import KafkaConsumer, TopicPartition
from rich.progress import Progress

from shared.contracts.topics import TOPICS

QUIET_S = 6.0
PARTITIONS = [TopicPartition(topic.name, number) for topic in TOPICS for number in range(topic.partitions)]


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


def until_quiet(kafka: str, claims: int, progress: Progress) -> None:
    """Return when the topics have not grown for a while."""
    consumer = KafkaConsumer(bootstrap_servers=kafka, enable_auto_commit=False)
    task, before, since = progress.add_task("remitted", total=claims), -1, time.monotonic()
    while time.monotonic() - since < QUIET_S:
        ends = consumer.end_offsets(PARTITIONS)
        total = sum(ends.values())
        if total != before:
            before, since = total, time.monotonic()
        progress.update(task, completed=min(claims, sum(end for at, end in ends.items() if at.topic == "rcm.adjudication.payment")))
        time.sleep(0.5)
    consumer.close()


def read(kafka: str, began: float, warm_s: float = 0.0) -> Seen:
    """Everything that was published, with the broker's record times. Latency counts for causes later than `warm_s`."""
    consumer = KafkaConsumer(bootstrap_servers=kafka, enable_auto_commit=False, auto_offset_reset="earliest", fetch_max_bytes=50_000_000)
    consumer.assign(PARTITIONS)
    ends = consumer.end_offsets(PARTITIONS)
    seen, published, effects = Seen(), {}, []
    consumer.seek_to_beginning(*PARTITIONS)
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
        if published.get(cause, -1.0) >= warm_s:
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


def percentiles(values: Sequence[float]) -> dict[str, float]:
    """Median, 99th percentile and maximum in milliseconds, and of how many."""
    ordered = sorted(values)
    pick = {"p50": ordered[len(ordered) // 2], "p99": ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))], "max": ordered[-1]}
    return {"count": len(ordered), **{name: round(1000 * value, 1) for name, value in pick.items()}}

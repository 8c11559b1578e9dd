"""When a trial is over: nothing moves any more, seen from outside. No event is unpublished or unread, no call open, no claim or answer on its way."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib.metadata import entry_points
from pathlib import Path

import httpx
from kafka import KafkaAdminClient, TopicPartition
from kafka.errors import KafkaError

from shared.contracts.topics import TOPICS, Topic
from shared.settings import Settings
from tests.chaos.books import AWAY, Books
from tests.chaos.faults import SERVICES

CALM_LOOKS = 3
LATEST = -1
LOOK_EVERY_S = 0.35
WAITING = """
SELECT (SELECT count(*) FROM outbox WHERE published_at IS NULL) AS "events to be published",
       (SELECT count(*) FROM outside_call WHERE status IN ('waiting', 'started')) AS "calls to be made"
"""
CLAIMS = "SELECT count(*) AS n FROM claim WHERE status IN ('built', 'released', 'submitted')"
FILES = "SELECT name FROM intake_file"


class Restless(Exception):
    """Something still moves after a long time, or nothing does although something should."""


@dataclass
class Calm:
    """Looks at one trial from all sides. `desks` does what people have to do and says how much that was."""

    books: Books
    kafka: str
    clearinghouse: Path
    sandbox: str
    desks: Callable[[], int]
    others: Callable[[], list[str]]
    """What else has to come to an end: faults, copies."""
    readers: Mapping[str, set[Topic]]
    """Which topics each service reads."""
    still: int = 0
    events: int = -1
    last: list[str] = field(default_factory=list)

    def wait(self, patience_s: float) -> None:
        """Return when everything is at rest. Raises Restless with what is not."""
        deadline = time.monotonic() + patience_s
        self.still = 0
        while self.still < CALM_LOOKS:
            self.look()
            if time.monotonic() > deadline:
                raise Restless(f"not at rest after {patience_s:.0f} s: {'; '.join(self.last) or 'it goes on and on'}")
            time.sleep(LOOK_EVERY_S)

    def look(self) -> None:
        """One look: calm when nothing moves and nothing has happened since the last one."""
        answered = self.desks()
        try:
            events = self.books.events()
            self.last = self.moving()
        except (*AWAY, KafkaError, httpx.HTTPError) as fault:
            self.last, events = [f"{type(fault).__name__} when asked"], -1
        is_calm = not answered and not self.last and events == self.events
        self.still, self.events = self.still + 1 if is_calm else 0, events

    def moving(self) -> list[str]:
        """What moves, cheapest questions first."""
        return self.others() or self._in_the_books() or self._at_the_payers() or self._on_the_way()

    def _in_the_books(self) -> list[str]:
        found = self.books.everywhere(WAITING)
        return [f"{count} {name} in {service}" for service, [row] in found.items() for name, count in row.items() if count]

    def _at_the_payers(self) -> list[str]:
        read = self.books.read({"claims": ("submission", CLAIMS), "submission": ("submission", FILES), "adjudication": ("adjudication", FILES)})
        lying = {path.name for path in (self.clearinghouse / "from-clearinghouse").glob("*.x12")}
        unread = {service: len(lying - {row["name"] for row in read[service]}) for service in ("submission", "adjudication")}
        sent = len(list((self.clearinghouse / "to-clearinghouse").glob("*.x12")))
        due = httpx.get(f"{self.sandbox}/healthz", timeout=5, trust_env=False).json()["answers_waiting"]
        found = {"claims to be answered": read["claims"][0]["n"], "files to be taken": sent, "answers due": due}
        return [f"{count} {name}" for name, count in {**found, **{f"files to be read by {name}": n for name, n in unread.items()}}.items() if count]

    def _on_the_way(self) -> list[str]:
        """Messages that a service has not committed. Its own account of it would not do: a process that has lost its partitions has no lag."""
        client = KafkaAdminClient(bootstrap_servers=self.kafka, bootstrap_timeout_ms=3000)
        try:
            partitions = [TopicPartition(name, number) for topic in TOPICS for number in range(topic.partitions) for name in [self._name(topic)]]
            ends = {place: found.offset for place, found in client.list_partition_offsets(dict.fromkeys(partitions, LATEST)).items()}
            return [text for service in SERVICES for text in self._lag(client, service, ends)]
        finally:
            client.close()

    def _lag(self, client: KafkaAdminClient, service: str, ends: Mapping[TopicPartition, int]) -> list[str]:
        group = f"{self.books.prefix}rcm.{service}"
        done = client.list_group_offsets(group)[group]
        read = {self._name(topic) for topic in self.readers[service]}
        lag = sum(end - (done[place].offset if place in done else 0) for place, end in ends.items() if place.topic in read)
        return [f"{lag} messages to be read by {service}"] if lag > 0 else []

    def _name(self, topic: Topic) -> str:
        return self.books.prefix + topic.name


def readers(settings: Settings) -> dict[str, set[Topic]]:
    """Which topics each service reads."""
    known = {entry.name: entry for entry in entry_points(group="rcm.services")}
    found = {}
    for name in SERVICES:
        parts = known[name].load().build(settings)
        found[name] = {topic for bound in parts.stages for topic in bound.stage.subscribes} | {each.subscribes for each in parts.gateways}
    return found


def topics(prefix: str) -> dict[str, int]:
    """Every topic of a trial, with its number of partitions."""
    return {prefix + topic.name: topic.partitions for topic in TOPICS}

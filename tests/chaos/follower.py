"""A subscriber that reads every topic from its beginning to the end of the trial; on request it publishes every message a second time.

The second copy goes to the same partition with the same id, after whatever was published meanwhile, as a relay that died between publishing and
noting it would send it.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from kafka import KafkaConsumer, KafkaProducer, TopicPartition
from kafka.errors import KafkaError

from deploy.embedded.background import Background

BACK_MS = 1000
"""A client doubles its wait for a broker that is away, to half a minute; a trial has been judged by then."""
Line = tuple[str, str]
"""A topic and a key: within it, order is promised."""


class Follower(Background):
    """`with Follower(bootstrap, topics) as follower:` keeps `seen` and `order` current. `topics`: name → partitions."""

    def __init__(self, bootstrap: str, topics: Mapping[str, int], twice: bool = False) -> None:
        super().__init__("follower")
        self.seen: Counter[str] = Counter()
        """Event id → how often it was on Kafka."""
        self.order: dict[Line, list[str]] = {}
        """Event ids in the order in which they first came."""
        self.sent_again = 0
        self.failure: BaseException | None = None
        self._bootstrap, self._topics, self._twice = bootstrap, topics, twice
        self._waiting: list[Any] = []

    def lacks(self, announced: int) -> list[str]:
        """What has not come yet, of so many events, or not twice although it should."""
        missing = announced - len(self.seen)
        once = len(self.seen) - self.sent_again if self._twice else 0
        return [f"{missing} messages to reach the subscriber"] * (missing > 0) + [f"{once} messages to come twice"] * (once > 0)

    def _run(self) -> None:
        while not self._stop.is_set() and self.failure is None:
            try:
                self._follow()
            except KafkaError:
                time.sleep(0.5)  # the broker is away: read on when it is back, the known ids are dropped
            except Exception as failure:  # noqa: BLE001  told by whoever looks at the trial
                self.failure = failure

    def _follow(self) -> None:
        consumer = KafkaConsumer(
            bootstrap_servers=self._bootstrap, auto_offset_reset="earliest", enable_auto_commit=False, reconnect_backoff_max_ms=BACK_MS
        )
        producer = KafkaProducer(bootstrap_servers=self._bootstrap, acks="all", reconnect_backoff_max_ms=BACK_MS) if self._twice else None
        try:
            partitions = [TopicPartition(topic, number) for topic, count in self._topics.items() for number in range(count)]
            consumer.assign(partitions)
            consumer.seek_to_beginning(*partitions)
            self.seen.clear()
            while not self._stop.is_set():
                for records in consumer.poll(timeout_ms=100).values():
                    self._note(records)
                if producer:
                    self._send_again(producer)
        finally:
            consumer.close()
            if producer:
                producer.close(timeout=2)

    def _note(self, records: Sequence[Any]) -> None:
        for record in records:
            id = dict(record.headers)["ce_id"].decode()
            self.seen[id] += 1
            known = self.order.setdefault((record.topic, record.key.decode()), [])
            if id not in known:
                known.append(id)
                self._waiting.append(record)

    def _send_again(self, producer: Any) -> None:
        while self._waiting:
            record = self._waiting[0]
            sent = producer.send(record.topic, record.value, record.key, headers=list(record.headers), partition=record.partition)
            sent.get(timeout=20)
            self._waiting.pop(0)
            self.sent_again += 1

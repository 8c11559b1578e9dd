"""Reads every topic from its beginning, as a subscriber of another system would, and folds what it reads into a story."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from threading import Lock
from typing import Any

from kafka import KafkaConsumer, TopicPartition

from deploy.demo.story import Story
from deploy.embedded.background import Background


class Subscriber(Background):
    """`with Subscriber(bootstrap, topics) as subscriber:` keeps `subscriber.story` current. It reads without a group."""

    def __init__(self, bootstrap: str, topics: Sequence[str]) -> None:
        super().__init__("subscriber")
        self.story = Story()
        self.lock = Lock()
        self.news_at = time.monotonic()
        self.first_paid_at: float | None = None
        """Wall clock of the first claim with a payment posted."""
        self._bootstrap, self._topics = bootstrap, topics
        self._failure: BaseException | None = None

    def check(self) -> None:
        """Raises what ended the reading."""
        if self._failure:
            raise self._failure

    def quiet_for(self) -> float:
        """Seconds since the last new event."""
        return time.monotonic() - self.news_at

    def _run(self) -> None:
        try:
            consumer = KafkaConsumer(bootstrap_servers=self._bootstrap, auto_offset_reset="earliest", enable_auto_commit=False)
            partitions = [TopicPartition(topic, number) for topic in self._topics for number in consumer.partitions_for_topic(topic) or ()]
            consumer.assign(partitions)
            consumer.seek_to_beginning(*partitions)
            while not self._stop.is_set():
                for records in consumer.poll(timeout_ms=100).values():
                    self._fold(records)
            consumer.close()
        except Exception as failure:  # noqa: BLE001  shown to the person by `check`
            self._failure = failure

    def _fold(self, records: Sequence[Any]) -> None:
        with self.lock:
            for record in records:
                headers = {name: value.decode() for name, value in record.headers if value}
                if self.story.see(headers["ce_id"], headers["ce_type"], json.loads(record.value)):
                    self.news_at = time.monotonic()
            if self.first_paid_at is None and self.story.paid():
                self.first_paid_at = time.time()

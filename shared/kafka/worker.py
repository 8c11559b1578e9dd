"""Reads topics and feeds every consumer of the service. The only module that knows Faust.

One Faust application per service (group `rcm.<service>`), one agent per topic. An agent gets whole chunks of a partition's records rather than
single messages: stock Faust starts several tasks per message, which costs more than the work itself. It passes them on to one line for all topics,
where whatever has come meanwhile is handled in one round (`shared.db.round`). Topics are `acks=False`, and offsets are committed here, after every
consumer of the topic has committed to the database. Faust's own `take` acknowledges in a `finally`, so a failed batch would be lost; and an agent
that raises acknowledges its event. So nothing here raises: it waits (the database is away) or stops the process (`StopTheLine`), with the
partitions held either way.

The chunk transport leans on internals of faust-streaming 0.15.3, which is pinned; a test fails when they change.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from time import monotonic
from typing import Any

import faust
from aiokafka.errors import IllegalStateError
from aiokafka.protocol.fetch import FetchRequest
from faust.events import Event as FaustEvent
from faust.transport.drivers import aiokafka as driver
from faust.types import TP
from sqlalchemy.ext.asyncio import AsyncEngine

from shared.contracts.topics import Topic
from shared.db.delivery import Delivery, Place
from shared.db.round import Round
from shared.db.runner import Runner
from shared.kafka.headers import from_headers
from shared.servers import KafkaSecurity
from shared.settings import Settings
from shared.stage.faults import StopTheLine
from shared.telemetry.log import where

log = logging.getLogger(__name__)
FETCH_WAIT_MS = 500
PACE_SECONDS = 0.04
"""A fetch is not sent sooner than this after the one before. The broker answers at the first event, so an event in quiet times is brought at once,
while under load each answer brings many: answering every event for itself would cost several times the work per event."""
METADATA_AGE_MS = 5_000
"""A broker that starts after a crash answers before it has found all its topics, and a group formed then leaves the missing ones to nobody. It shares
out anew when it sees them, at the next refresh; by default that is after five minutes of a silence that looks like peace."""
LARGEST_BATCH = 500
LINE = 16
"""Chunks that may stand in line; beyond that the fetcher waits."""
GATHER_SECONDS = 0.005
"""The chunks of one answer come one after the other; waiting for them makes one batch of them instead of two."""
MANY = 50
LONGEST_REST = 2.0
LET_GO_SECONDS = 5.0


class ChunkThread(driver.AIOKafkaConsumerThread):  # type: ignore[misc]
    """Faust fixes the longest wait of a fetch at 1.5 s, which a stop would have to wait for, and fetches as fast as it can."""

    def _create_worker_consumer(self, transport: Any) -> Any:
        consumer = super()._create_worker_consumer(transport)
        consumer._fetch_max_wait_ms = FETCH_WAIT_MS
        consumer._client.send = paced(consumer._client.send)
        return consumer


def paced(send: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
    """A client's `send` that lets some time pass between fetches."""
    sent: dict[Any, float] = {}

    async def slowly(node: Any, request: Any, **more: Any) -> Any:
        if isinstance(request, FetchRequest):
            await asyncio.sleep(max(0.0, sent.get(node, 0.0) + PACE_SECONDS - monotonic()))
            sent[node] = monotonic()
        return await send(node, request, **more)

    return slowly


def rest_after(records: int, seconds: float) -> float:
    """Seconds to let messages gather after a round. A round costs much and one message more costs little: where many come and the machine is busy,
    the next round shall be larger; where few come, they shall not wait."""
    many = min(1.0, records / MANY)
    return 0.0 if records >= LARGEST_BATCH // 2 else min(seconds * (1 + 11 * many), LONGEST_REST)


@dataclass(frozen=True, slots=True)
class Chunk:
    """Records of one partition, in order."""

    epoch: int
    """Rebalances before it was queued: a chunk of an earlier epoch lies behind a position that has been set back."""
    records: list[Any]


class Gaps:
    """Offsets that are missing are believed only when they are missing twice.

    Progress may only grow over messages that were handled. Records that were under way during a rebalance can turn up after the position was set
    back; taking them would jump over the ones before them, for ever. A gap that is still there after reading again is real: retention took them.
    """

    def __init__(self) -> None:
        self._seen: dict[Any, tuple[int, int]] = {}

    def is_real(self, partition: Any, expected: int, found: int) -> bool:
        """Whether `found` may follow although `expected` did not come; if not, read again from `expected`."""
        if found == expected:
            return True
        if self._seen.pop(partition, None) == (expected, found):
            return True
        self._seen[partition] = (expected, found)
        return False


class ChunkConsumer(driver.Consumer):  # type: ignore[misc]
    """Hands the records of one partition to the agent as one event."""

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        self.epoch = 0
        self.gaps = Gaps()

    def _new_consumer_thread(self) -> Any:
        return ChunkThread(self, loop=self.loop, beacon=self.beacon)

    async def on_partitions_revoked(self, revoked: Any) -> None:
        self.epoch += 1
        await super().on_partitions_revoked(revoked)

    async def _drain_messages(self, fetcher: Any) -> None:
        try:
            while not (self._stopped.is_set() or fetcher._stopped.is_set()):
                records, active = await self._wait_next_records(1.0)
                epoch = self.epoch
                await asyncio.sleep(0)
                if records and not self.should_stop:
                    with suppress(IllegalStateError):  # a partition was taken from us meanwhile; nothing has been passed over, so it is read again
                        await self._pass_on(records, active, epoch)
        except (*self.consumer_stopped_errors, asyncio.CancelledError):
            if not self.app.should_stop:
                raise

    async def _pass_on(self, records: Any, active: Any, epoch: int) -> None:
        if not self.flow_active:
            await self.perform_seek()
            return
        for partition, chunk in records.items():
            expected = await self._expected(partition)
            if not self.flow_active or self.epoch != epoch:
                return
            fresh = [record for record in chunk if record.offset >= expected]
            if not fresh or (active is not None and partition not in active):
                continue
            if self.gaps.is_real(partition, expected, fresh[0].offset):
                await self._enqueue(partition, Chunk(epoch, fresh))
            else:
                log.warning("topic=%s partition=%d reads again from %d", partition.topic, partition.partition, expected)
                await self.seek(partition, expected)

    async def _expected(self, partition: Any) -> int:
        """The offset that comes next: where we are, or where the partition begins."""
        if self._read_offset[partition] is None:
            self._read_offset[partition] = (await self.earliest_offsets(partition))[partition]
        return int(self._read_offset[partition] or 0)

    async def _enqueue(self, partition: Any, chunk: Chunk) -> None:
        event = FaustEvent(self.app, None, chunk, None, self._to_message(partition, chunk.records[-1]))

        async def put() -> None:
            for channel in self.app.topics._tp_index.get(partition, ()):
                await channel.queue.put(event)
            if self.epoch == chunk.epoch:  # otherwise the position has been set back meanwhile, and must stay there
                self._read_offset[partition] = chunk.records[-1].offset + 1

        # a full queue holds the fetcher back; a rebalance must be able to interrupt that
        await self.wait_first(put(), self.suspend_flow.wait())


class ChunkTransport(driver.Transport):  # type: ignore[misc]
    """Faust's Kafka transport with chunks."""

    Consumer = ChunkConsumer


class StatelessApp(faust.App):  # type: ignore[misc]
    """Stock Faust makes a data folder in the working directory for tables; ours are in the database, and the folder may be read-only."""

    def _create_directories(self) -> None:
        return None


def _credentials(security: KafkaSecurity) -> Any:
    """TLS and login in Faust's words; None for a broker that asks for neither."""
    if security.user:
        return faust.SASLCredentials(username=security.user, password=security.password, ssl_context=security.tls, mechanism=security.mechanism)
    return faust.SSLCredentials(security.tls) if security.tls else None


class Worker:
    """The consuming half of a service process."""

    def __init__(
        self, settings: Settings, service: str, engine: AsyncEngine, readers: Mapping[Topic, Sequence[Runner]], topic_ids: Mapping[str, str]
    ) -> None:
        self.settings, self.readers, self.topic_ids = settings, readers, topic_ids
        self.names = {settings.topic(topic.name): topic for topic in readers}
        self.app = self._make_app(service)
        self.failed: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._round = Round(engine, readers)
        self._line: asyncio.Queue[tuple[Topic, Chunk]] = asyncio.Queue(LINE)
        self._busy: asyncio.Future[None] | None = None
        self._done: dict[Any, int] = {}
        self._reached: dict[Any, int] = {}
        self._partitions: set[Any] = set()
        for topic in readers:
            self._add_agent(topic)

    async def run(self) -> None:
        """Consume until cancelled; raises StopTheLine when something must not go on."""
        starting, rounds = asyncio.ensure_future(self.app.start()), asyncio.ensure_future(self._rounds())
        try:
            await asyncio.shield(starting)
            log.info("group=%s topics=%d reading", self.app.conf.id, len(self.readers))
            while not self.failed.done():
                await asyncio.wait([self.failed, rounds], timeout=0.25, return_when=asyncio.FIRST_COMPLETED)
                await self._commit()
                self._check_alive()
                if rounds.done():
                    self._fail(rounds.exception() or StopTheLine("The rounds ended."))
            self.failed.result()
        finally:
            await asyncio.wait([starting])
            await self._until_stoppable()
            await self._let_go()
            rounds.cancel()
            await asyncio.wait([rounds])
            await self.app.stop()

    async def _until_stoppable(self) -> None:
        """Faust's consumer thread cannot be stopped before it has a consumer: it would never end, and the process with it."""
        deadline = asyncio.get_running_loop().time() + LET_GO_SECONDS
        while not self.assigned() and asyncio.get_running_loop().time() < deadline:
            await asyncio.sleep(0.05)

    def lag(self) -> dict[str, int]:
        """Messages of each topic that this process has been assigned and not handled yet."""
        lag = dict.fromkeys((topic.name for topic in self.readers), 0)
        for partition in self._partitions:
            end = self.app.consumer.highwater(partition) or 0
            lag[self.names[partition.topic].name] += max(0, end - self._next(partition))
        return lag

    def reached(self) -> dict[tuple[str, int], int]:
        """Up to where everything is handled, by topic and partition, in those that this process reads."""
        return {(self.names[partition.topic].name, partition.partition): self._next(partition) for partition in self._partitions}

    def _next(self, partition: Any) -> int:
        return self._reached.get(partition, self.app.consumer._committed_offset[partition] or 0)

    @property
    def fault(self) -> str:
        """Why it reads no more; empty while it does."""
        return str(self.failed.exception()) if self.failed.done() and not self.failed.cancelled() else ""

    def assigned(self) -> int:
        """How many partitions this process reads; 0 while the group is being formed."""
        return len(self._partitions)

    def _make_app(self, service: str) -> Any:
        app = StatelessApp(
            self.settings.group(service),
            broker=[f"kafka://{broker}" for broker in self.settings.kafka.split(",")],
            broker_credentials=_credentials(self.settings.kafka_security),
            store="memory://",
            web_enabled=False,
            topic_allow_declare=False,
            topic_disable_leader=True,
            broker_session_timeout=6,
            broker_heartbeat_interval=2,
            broker_rebalance_timeout=12,
            broker_max_poll_records=LARGEST_BATCH,
            consumer_auto_offset_reset="earliest",
            consumer_metadata_max_age_ms=METADATA_AGE_MS,
            stream_buffer_maxsize=8,
            stream_wait_empty=False,
            stream_recovery_delay=0.0,
            worker_redirect_stdouts=False,
        )
        app.transport = ChunkTransport(app.conf.broker_consumer, app)
        app.on_partitions_assigned.connect(self._on_assigned, weak=False)
        app.on_partitions_revoked.connect(self._on_revoked, weak=False)
        return app

    def _add_agent(self, topic: Topic) -> None:
        source = self.app.topic(self.settings.topic(topic.name), value_serializer="raw", key_serializer="raw", acks=False)

        async def read(stream: Any) -> None:
            async for chunk in stream:
                await self._line.put((topic, chunk))

        self.app.agent(source, name=topic.name)(read)

    async def _rounds(self) -> None:
        """One after the other. Under load they grow; in quiet times nothing waits."""
        while True:
            records = await self._gathered()
            if not records:
                continue
            began = monotonic()
            self._busy = asyncio.ensure_future(self._handle(records))
            await asyncio.shield(self._busy)  # whoever is cancelled does not cut a round in two
            await asyncio.sleep(rest_after(len(records), monotonic() - began))

    async def _gathered(self) -> list[tuple[Topic, Any]]:
        """What stands in line, once there is something."""
        chunks = [await self._line.get()]
        await asyncio.sleep(GATHER_SECONDS)
        while sum(len(chunk.records) for _, chunk in chunks) < LARGEST_BATCH and not self._line.empty():
            chunks.append(self._line.get_nowait())
        return [(topic, record) for topic, chunk in chunks if chunk.epoch == self.app.consumer.epoch for record in chunk.records]

    async def _handle(self, records: Sequence[tuple[Topic, Any]]) -> None:
        """All consumers; only then do the offsets count as done."""
        try:
            await self._round.run([self._delivery(topic, record) for topic, record in records])
        except Exception as fault:  # noqa: BLE001  told by whoever runs the worker
            self._fail(fault)
            await asyncio.Event().wait()
        for _, record in records:
            partition = TP(record.topic, record.partition)
            self._done[partition] = self._reached[partition] = record.offset + 1

    def _delivery(self, topic: Topic, record: Any) -> Delivery:
        place = Place(topic.name, self.topic_ids[topic.name], record.partition, record.offset)
        envelope, fault = from_headers(record.key, record.headers, f"{place.topic_id}/{place.partition}/{place.offset}")
        return Delivery(envelope, record.value or b"", place, fault)

    def _fail(self, fault: BaseException) -> None:
        if not self.failed.done():
            stop = fault if isinstance(fault, StopTheLine) else StopTheLine(f"The worker failed: {where(fault)}.")
            self.failed.set_exception(stop)

    def _check_alive(self) -> None:
        if self.app.crashed:
            self._fail(StopTheLine("The Kafka consumer broke down; the process ends so that it is started afresh."))

    async def _on_assigned(self, _: Any, assigned: set[Any], **__: Any) -> None:
        self._partitions = {partition for partition in assigned if partition.topic in self.names}

    async def _on_revoked(self, *_: Any, **__: Any) -> None:
        await self._let_go()
        self._partitions = set()
        self._reached.clear()

    async def _let_go(self) -> None:
        """Finish what is in hand and commit it, before others take the partitions."""
        if self._busy and not self.failed.done():
            await asyncio.wait([self._busy], timeout=LET_GO_SECONDS)
        await self._commit()

    async def _commit(self) -> None:
        """Tell Kafka how far we are. If that fails, the messages come again and `progress` drops them."""
        done, self._done = self._done, {}
        if done:
            await self.app.consumer._thread.commit(done)

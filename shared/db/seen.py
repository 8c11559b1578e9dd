"""What a stage has seen: offsets (`progress`) and event ids (`inbox`). Both are written in the transaction of the effect.

Offsets alone would not notice an event published twice; ids alone would have to be kept for ever, because a consumer group that Kafka has
forgotten reads all of history again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import text
from sqlmodel.ext.asyncio.session import AsyncSession

from shared.db.delivery import Delivery, Place
from shared.db.sql import execute
from shared.stage.faults import StopTheLine

POSITIONS = text(
    "SELECT topic, partition, topic_id, next_offset FROM progress WHERE stage = :stage AND (topic, partition) IN "
    "(SELECT * FROM unnest(CAST(:topics AS text[]), CAST(:partitions AS int[]))) ORDER BY topic, partition FOR UPDATE"
)
ADVANCE = text(
    "INSERT INTO progress AS kept (stage, topic, partition, topic_id, next_offset) SELECT :stage, * FROM unnest("
    "CAST(:topics AS text[]), CAST(:partitions AS int[]), CAST(:topic_ids AS text[]), CAST(:offsets AS bigint[])) "
    "ON CONFLICT (stage, topic, partition) DO UPDATE SET next_offset = GREATEST(kept.next_offset, excluded.next_offset)"
)
NOTE = text(
    "INSERT INTO inbox (stage, event_id) SELECT :stage, * FROM unnest(CAST(:ids AS text[])) AS given(id) ORDER BY id "
    "ON CONFLICT DO NOTHING RETURNING event_id"
)
KNOWN = text("SELECT event_id FROM inbox WHERE stage = :stage AND event_id = ANY(CAST(:ids AS text[]))")
FORGET = text("DELETE FROM inbox WHERE seen_at < now() - make_interval(days => :days)")
INBOX_DAYS = 35


async def not_yet_passed(session: AsyncSession, stage: str, deliveries: Sequence[Delivery]) -> list[Delivery]:
    """Drop what lies before the stage's position; lock the positions, so that a worker thought dead cannot overtake."""
    partitions = sorted({(place.topic, place.partition) for place in _places(deliveries)})
    if not partitions:
        return list(deliveries)
    topics, numbers = zip(*partitions, strict=True)
    rows = await execute(session, POSITIONS, {"stage": stage, "topics": list(topics), "partitions": list(numbers)})
    positions = {(topic, partition): (topic_id, offset) for topic, partition, topic_id, offset in rows}
    return [delivery for delivery in deliveries if delivery.place is None or _is_ahead(stage, delivery.place, positions)]


def _is_ahead(stage: str, place: Place, positions: dict[tuple[str, int], tuple[str, int]]) -> bool:
    topic_id, offset = positions.get((place.topic, place.partition), (place.topic_id, -1))
    if topic_id != place.topic_id:
        raise StopTheLine(
            f"The topic {place.topic} was deleted and created again since {stage} last read it: its offsets mean other events now. "
            f"If that was intended, delete the rows of this topic from the table progress and start again."
        )
    return place.offset >= offset


async def advance(session: AsyncSession, stage: str, deliveries: Sequence[Delivery]) -> None:
    """Note how far the stage has come."""
    ends: dict[tuple[str, int], Place] = {}
    for place in _places(deliveries):
        end = ends.get((place.topic, place.partition))
        if end is None or end.offset < place.offset:
            ends[place.topic, place.partition] = place
    if ends:
        places = [ends[key] for key in sorted(ends)]
        columns = {"topics": [p.topic for p in places], "partitions": [p.partition for p in places], "topic_ids": [p.topic_id for p in places]}
        await execute(session, ADVANCE, {"stage": stage, **columns, "offsets": [p.offset + 1 for p in places]})


async def note_new(session: AsyncSession, stage: str, ids: Iterable[str]) -> set[str]:
    """Write these event ids into the stage's inbox; returns those that were not there."""
    return set((await execute(session, NOTE, {"stage": stage, "ids": sorted(set(ids))})).scalars())


async def known(session: AsyncSession, stage: str, ids: Iterable[str]) -> set[str]:
    """Which of these event ids the stage has seen."""
    return set((await execute(session, KNOWN, {"stage": stage, "ids": sorted(set(ids))})).scalars())


async def forget_old(session: AsyncSession) -> None:
    """Let inbox rows expire: by then progress has long covered their offsets."""
    await execute(session, FORGET, {"days": INBOX_DAYS})


def _places(deliveries: Sequence[Delivery]) -> list[Place]:
    return [delivery.place for delivery in deliveries if delivery.place is not None]

"""What a stage has seen: offsets (`progress`) and event ids (`inbox`). Both are written in the transaction of the effect.

Offsets alone would not notice an event published twice; ids alone would have to be kept for ever, because a consumer group that Kafka has
forgotten reads all of history again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import text

from shared.db import outbox
from shared.db.delivery import Delivery, Place
from shared.db.outbox import Outgoing
from shared.db.sql import Session, execute
from shared.stage.faults import StopTheLine

ENTER = text(
    "WITH given AS (SELECT * FROM unnest(CAST(:ids AS text[]), CAST(:topics AS text[]), CAST(:partitions AS int[]), CAST(:offsets AS bigint[])) "
    "AS given(id, topic, partition, place)), "
    "kept AS (SELECT topic, partition, topic_id, next_offset FROM progress WHERE stage = :stage AND (topic, partition) IN "
    "(SELECT * FROM unnest(CAST(:read_topics AS text[]), CAST(:read_partitions AS int[]))) ORDER BY topic, partition FOR UPDATE), "
    "fresh AS (INSERT INTO inbox (stage, event_id) SELECT :stage, id FROM given LEFT JOIN kept USING (topic, partition) "
    "WHERE next_offset IS NULL OR place >= next_offset GROUP BY id ORDER BY id ON CONFLICT DO NOTHING RETURNING event_id) "
    "SELECT topic, partition, topic_id, next_offset, NULL AS id FROM kept UNION ALL SELECT NULL, NULL, NULL, NULL, event_id FROM fresh"
)
"""Progress is locked before the inbox is written: a worker thought dead that still has these partitions is waited for, and what it did counts."""
LEAVE = text(
    "WITH " + outbox.ADDED + ", moved AS ("  # noqa: S608
    "INSERT INTO progress AS kept (stage, topic, partition, topic_id, next_offset) SELECT :stage, * FROM unnest("
    "CAST(:read_topics AS text[]), CAST(:read_partitions AS int[]), CAST(:read_topic_ids AS text[]), CAST(:read_offsets AS bigint[])) "
    "ON CONFLICT (stage, topic, partition) DO UPDATE SET next_offset = GREATEST(kept.next_offset, excluded.next_offset)) "
    "SELECT key FROM quarantined WHERE stage = :stage AND key = ANY(CAST(:subjects AS text[])) "
    "UNION ALL SELECT NULL FROM (" + outbox.TELL + ") AS told"
)
KNOWN = text("SELECT event_id FROM inbox WHERE stage = :stage AND event_id = ANY(CAST(:ids AS text[]))")
FORGET = text("DELETE FROM inbox WHERE seen_at < now() - make_interval(days => :days)")
INBOX_DAYS = 35


@dataclass(frozen=True, slots=True)
class Entered:
    """What a batch brings that its stage has not seen."""

    ahead: list[Delivery]
    """Deliveries that progress has not passed."""
    fresh: set[str]
    """Event ids that were not in the inbox, and are now."""


async def enter(session: Session, stage: str, deliveries: Sequence[Delivery], meant: Sequence[Delivery]) -> Entered:
    """Lock the positions of all deliveries and note the ids of those that are meant for the stage, in one query."""
    read = sorted({(place.topic, place.partition) for place in _places(deliveries)})
    values = {
        "stage": stage,
        "ids": [each.envelope.id for each in meant],
        "topics": [each.place.topic if each.place else None for each in meant],
        "partitions": [each.place.partition if each.place else None for each in meant],
        "offsets": [each.place.offset if each.place else None for each in meant],
        "read_topics": [topic for topic, _ in read],
        "read_partitions": [partition for _, partition in read],
    }
    rows = (await execute(session, ENTER, values)).all()
    positions = {(topic, partition): (topic_id, offset) for topic, partition, topic_id, offset, _ in rows if topic is not None}
    ahead = [each for each in deliveries if each.place is None or _is_ahead(stage, each.place, positions)]
    return Entered(ahead, {id for *_, id in rows if id is not None})


def _is_ahead(stage: str, place: Place, positions: dict[tuple[str, int], tuple[str, int]]) -> bool:
    topic_id, offset = positions.get((place.topic, place.partition), (place.topic_id, -1))
    if topic_id != place.topic_id:
        raise StopTheLine(
            f"The topic {place.topic} was deleted and created again since {stage} last read it: its offsets mean other events now. "
            f"If that was intended, delete the rows of this topic from the table progress and start again."
        )
    return place.offset >= offset


async def leave(session: Session, stage: str, deliveries: Sequence[Delivery], outgoing: Sequence[Outgoing], subjects: Iterable[str]) -> set[str]:
    """Add to the outbox and note how far the stage has come, in one query; returns those of the subjects that are in quarantine."""
    ends: dict[tuple[str, int], Place] = {}
    for place in _places(deliveries):
        end = ends.get((place.topic, place.partition))
        if end is None or end.offset < place.offset:
            ends[place.topic, place.partition] = place
    places = [ends[key] for key in sorted(ends)]
    values = {
        **outbox.columns(outgoing),
        "stage": stage,
        "subjects": sorted(set(subjects)),
        "read_topics": [place.topic for place in places],
        "read_partitions": [place.partition for place in places],
        "read_topic_ids": [place.topic_id for place in places],
        "read_offsets": [place.offset + 1 for place in places],
    }
    return {key for key in (await execute(session, LEAVE, values)).scalars() if key is not None}


async def known(session: Session, stage: str, ids: Iterable[str]) -> set[str]:
    """Which of these event ids the stage has seen."""
    return set((await execute(session, KNOWN, {"stage": stage, "ids": sorted(set(ids))})).scalars())


async def forget_old(session: Session) -> None:
    """Let inbox rows expire: by then progress has long covered their offsets."""
    await execute(session, FORGET, {"days": INBOX_DAYS})


def _places(deliveries: Sequence[Delivery]) -> list[Place]:
    return [delivery.place for delivery in deliveries if delivery.place is not None]

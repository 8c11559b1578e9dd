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
    "WITH given AS (SELECT * FROM unnest(CAST(:stages AS text[]), CAST(:ids AS text[]), CAST(:topics AS text[]), CAST(:partitions AS int[]), "
    "CAST(:offsets AS bigint[])) AS given(stage, id, topic, partition, place)), "
    "kept AS (SELECT stage, topic, partition, topic_id, next_offset FROM progress WHERE (stage, topic, partition) IN (SELECT * FROM unnest("
    "CAST(:read_stages AS text[]), CAST(:read_topics AS text[]), CAST(:read_partitions AS int[]))) ORDER BY stage, topic, partition FOR UPDATE), "
    "fresh AS (INSERT INTO inbox (stage, event_id) SELECT stage, id FROM given LEFT JOIN kept USING (stage, topic, partition) "
    "WHERE next_offset IS NULL OR place >= next_offset GROUP BY stage, id ORDER BY stage, id ON CONFLICT DO NOTHING RETURNING stage, event_id) "
    "SELECT stage, topic, partition, topic_id, next_offset, NULL AS id FROM kept UNION ALL SELECT stage, NULL, NULL, NULL, NULL, event_id FROM fresh"
)
"""Progress is locked before the inbox is written: a worker thought dead that still has these partitions is waited for, and what it did counts."""
LEAVE = text(
    "WITH " + outbox.ADDED + ", moved AS ("  # noqa: S608
    "INSERT INTO progress AS kept (stage, topic, partition, topic_id, next_offset) SELECT * FROM unnest(CAST(:read_stages AS text[]), "
    "CAST(:read_topics AS text[]), CAST(:read_partitions AS int[]), CAST(:read_topic_ids AS text[]), CAST(:read_offsets AS bigint[])) "
    "ON CONFLICT (stage, topic, partition) DO UPDATE SET next_offset = GREATEST(kept.next_offset, excluded.next_offset)) "
    "SELECT key FROM quarantined WHERE (stage, key) IN (SELECT * FROM unnest(CAST(:waiting AS text[]), CAST(:subjects AS text[]))) "
    "UNION ALL SELECT NULL FROM (" + outbox.TELL + ") AS told"
)
KNOWN = text("SELECT event_id FROM inbox WHERE stage = :stage AND event_id = ANY(CAST(:ids AS text[]))")
FORGET = text("DELETE FROM inbox WHERE seen_at < now() - make_interval(days => :days)")
INBOX_DAYS = 35


@dataclass(frozen=True, slots=True)
class Share:
    """What one stage is sent."""

    stage: str
    deliveries: Sequence[Delivery]
    meant: Sequence[Delivery]
    """Those that the stage handles; of the others only the places count."""


@dataclass(frozen=True, slots=True)
class Entered:
    """What a batch brings that its stage has not seen."""

    ahead: list[Delivery]
    """Deliveries that progress has not passed."""
    fresh: set[str]
    """Event ids that were not in the inbox, and are now."""


async def enter(session: Session, shares: Sequence[Share]) -> list[Entered]:
    """Lock the positions of all deliveries and note the ids of those that are meant for their stage, in one query for all stages."""
    read = sorted({(share.stage, place.topic, place.partition) for share in shares for place in _places(share.deliveries)})
    meant = [(share.stage, each) for share in shares for each in share.meant]
    values = {
        "stages": [stage for stage, _ in meant],
        "ids": [each.envelope.id for _, each in meant],
        "topics": [each.place.topic if each.place else None for _, each in meant],
        "partitions": [each.place.partition if each.place else None for _, each in meant],
        "offsets": [each.place.offset if each.place else None for _, each in meant],
        "read_stages": [stage for stage, *_ in read],
        "read_topics": [topic for _, topic, _ in read],
        "read_partitions": [partition for *_, partition in read],
    }
    rows = await execute(session, ENTER, values)
    positions = {(stage, topic, partition): (topic_id, offset) for stage, topic, partition, topic_id, offset, _ in rows if topic is not None}
    fresh: dict[str, set[str]] = {share.stage: set() for share in shares}
    for stage, *_, id in rows:
        if id is not None:
            fresh[stage].add(id)
    return [Entered([each for each in share.deliveries if _is_ahead(share.stage, each.place, positions)], fresh[share.stage]) for share in shares]


def _is_ahead(stage: str, place: Place | None, positions: dict[tuple[str, str, int], tuple[str, int]]) -> bool:
    if place is None:
        return True
    topic_id, offset = positions.get((stage, place.topic, place.partition), (place.topic_id, -1))
    if topic_id != place.topic_id:
        raise StopTheLine(
            f"The topic {place.topic} was deleted and created again since {stage} last read it: its offsets mean other events now. "
            f"If that was intended, delete the rows of this topic from the table progress and start again."
        )
    return place.offset >= offset


async def leave(session: Session, shares: Sequence[Share], outgoing: Sequence[Outgoing], subjects: Iterable[tuple[str, str]]) -> set[str]:
    """Add to the outbox and note how far the stages have come, in one query; returns those keys of the subjects (stage and key) that are in
    quarantine."""
    ends: dict[tuple[str, str, int], Place] = {}
    for share in shares:
        for place in _places(share.deliveries):
            end = ends.get((share.stage, place.topic, place.partition))
            if end is None or end.offset < place.offset:
                ends[share.stage, place.topic, place.partition] = place
    read, waiting = sorted(ends), sorted(set(subjects))
    values = {
        **outbox.columns(outgoing),
        "waiting": [stage for stage, _ in waiting],
        "subjects": [key for _, key in waiting],
        "read_stages": [stage for stage, *_ in read],
        "read_topics": [topic for _, topic, _ in read],
        "read_partitions": [partition for *_, partition in read],
        "read_topic_ids": [ends[each].topic_id for each in read],
        "read_offsets": [ends[each].offset + 1 for each in read],
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

"""After a backup was restored: prepare the schema for its service, tell how far it has caught up, and let it go on."""

from __future__ import annotations

import asyncio
from datetime import UTC
from typing import Any

from kafka.errors import KafkaError

from shared.contracts.topics import TOPICS
from shared.db import recalled, restored
from shared.db.restored import Hold
from shared.kafka import restoring
from shared.runtime import Runtime


async def prepare(runtime: Runtime) -> dict[str, Any]:
    """Mark the restored schema of a service that does not run: read again from the backup's positions, know again what was published since."""
    await runtime.migrate()
    async with runtime.session() as session:
        passed, newest = await restored.positions(session), await restored.newest_published(session)
    ends = await asyncio.to_thread(restoring.rewind, runtime.settings, runtime.service.name, _targets(runtime, passed))
    at = runtime.moment().at.astimezone(UTC).isoformat(timespec="seconds")
    async with runtime.session() as session:
        await restored.mark(session, Hold(at, ends))
    adopted = 0
    owned = [topic for topic in TOPICS if topic.owner == runtime.service.name]
    bundles = restoring.published_since(runtime.settings, owned, newest) if owned else iter(())
    while (bundle := await asyncio.to_thread(next, bundles, None)) is not None:
        async with runtime.session() as session:
            await recalled.recall(session, runtime.parts.stages, bundle)
            await restored.adopt(session, bundle)
        adopted += len(bundle)
    return {"service": runtime.service.name, "restored_at": at, "partitions": len(ends), "events_known_again": adopted}


def _targets(runtime: Runtime, passed: dict[tuple[str, str, int], int]) -> dict[tuple[str, int], int]:
    """Of each partition the position of the stage that had come least far; a stage without one had handled nothing there."""
    return {
        (topic.name, number): min(passed.get((runner.work.name, topic.name, number), 0) for runner in runners)
        for topic, runners in runtime.topics().items()
        for number in range(topic.partitions)
    }


async def state(runtime: Runtime) -> dict[str, Any]:
    """Whether the service is held back, and what keeps a person from letting it go on, as sentences."""
    async with runtime.session() as session:
        hold = await restored.held(session)
    if hold is None:
        return {"held": False, "objections": []}
    status = await runtime.status()
    waiting = sum(call["count"] for call in status["outside_calls"] if call["status"] in ("waiting", "started"))
    shown = {"held": True, "restored_at": hold.restored_at, "calls_to_ask_about": waiting}
    return {**shown, "events_to_publish": status["outbox"], "objections": [*await _behind(runtime, hold), *_open(status)]}


async def _behind(runtime: Runtime, hold: Hold) -> list[str]:
    try:
        count = await runtime.watch.behind(hold.until)
    except KafkaError:
        return ["Kafka does not say how far the service has come."]
    return [f"{count} messages from before the restore are still to be read again."] if count else []


def _open(status: dict[str, Any]) -> list[str]:
    parked = sum(row["count"] for row in status["parked"])
    return [f"{parked} messages are parked: see `rcm parked list`."] if parked else []


async def confirm(runtime: Runtime) -> int:
    """Let the service go on; returns how many calls will be asked about first."""
    async with runtime.session() as session:
        if runtime.parts.recover is not None:
            await runtime.parts.recover(session)
        return await restored.release(session)

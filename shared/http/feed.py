"""Feeding a consumer of this service from an HTTP request, in the request's own transaction and past Kafka, as the calendar does.

For what must not travel (facts that identify a patient stay in one topic, and this service does not own it) and for what must not wait for the
broker. The consumer's inbox drops repeats, its quarantine is respected, and whatever it emits goes through the outbox as ever.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import Any

from shared.contracts.event import Event
from shared.db.batch import Batch
from shared.db.delivery import Delivery
from shared.db.engine import Collided
from shared.http.problems import Problem
from shared.runtime import Runtime
from shared.stage.faults import Limits
from shared.stage.step import Origin

TRIES = 5


async def feed(session: Any, runtime: Runtime, consumer: str, events: Sequence[Event], *, cause: str, at: datetime) -> None:
    """Let a stage or gateway of this service handle these events. The same cause and place give the same ids as `record` gives them.

    A Problem when it cannot: raised inside the transaction, so that nothing is kept.
    """
    origin = Origin(runtime.settings.site.site, f"{runtime.service.name}.http", cause, at)
    batch = Batch(session, runtime.runners[consumer].work, Limits())
    outcome = await batch.receive([Delivery.of(message) for message in origin.messages(events)])
    if any(refused.kind == "waiting" for refused in outcome.refused):
        raise Problem(409, "an earlier message about this is parked", "Nothing was recorded. An operator has to release or discard it first.")
    if outcome.refused:
        raise Problem(422, "this cannot be handled", "; ".join(refused.reason for refused in outcome.refused))


async def colliding(attempt: Callable[[], Awaitable[Any]]) -> Any:
    """Run it again when another transaction created the same subject first: then it will be found."""
    for _ in range(TRIES):
        try:
            return await attempt()
        except Collided:
            continue
    raise Problem(503, "others write about the same subject", "Nothing was recorded. Send the request again.", retry_after=1)

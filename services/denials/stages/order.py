"""denials.order: let the decisions of 835s that denials took in itself be judged in the order in which they make sense.

Reads   rcm.denials.decision   DecisionReceived
Writes  rcm.denials.decision   DecisionTaken
Keeps   one Queue per claim: decisions that stand and those that wait
Rules   the same as where adjudication takes remittances in (shared/remittance): a correction waits for the reversal of what stands, a reversal is
        told only if it takes back exactly what was remitted, a later payer waits for the one ahead of it
Elsewhere: the balance of a remittance (intake), what was billed (nobody here knows), whether money was refused (stages/triage.py)
"""

from __future__ import annotations

from collections.abc import Sequence

from services.denials.model.queue import Queue
from shared.contracts import topics
from shared.contracts.denials import DecisionReceived, DecisionTaken
from shared.contracts.event import Event
from shared.contracts.values import ClaimId
from shared.remittance.decision import Decision
from shared.remittance.turn import next_in_turn
from shared.stage.stage import Context, Stage


def decide(queue: Queue, event: Event, context: Context[None]) -> Sequence[Event]:
    after = evolve(queue, event)
    emitted: list[Event] = []
    while (turn := next_in_turn(after)) is not None:
        taken = DecisionTaken.model_validate(turn)
        emitted.append(taken)
        after = evolve(after, taken)
    return emitted


def evolve(queue: Queue, event: Event) -> Queue:
    match event:
        case DecisionReceived():
            return queue.received(Decision.of(event))
        case DecisionTaken():
            return queue.passed_on(event)
    return queue


STAGE: Stage[Queue, None] = Stage(
    name="denials.order",
    subscribes=(topics.DECISIONS,),
    handles=(DecisionReceived,),
    emits=(DecisionTaken,),
    initial=lambda key: Queue(claim_id=ClaimId(key)),
    decide=decide,
    evolve=evolve,
)

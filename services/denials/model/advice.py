"""One payment of a payer as denials' own intake knows it: taken, or set aside until a sound copy comes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from shared.contracts.denials import AdviceDuplicated, AdviceReceived, AdviceSetAside
from shared.contracts.event import Event
from shared.contracts.values import RemittanceId, Value, WorkItem
from shared.stage.stage import State

CONFLICTING = "conflicting_copy"
SENTENCES = {
    "out_of_balance": "The payer's remittance does not add up ({}). None of its claims was judged. Ask the payer for a corrected remittance.",
    CONFLICTING: "A remittance with the key of one already taken says something else. Ask the payer which of the two is right.",
    "unreadable": "Amounts of the remittance cannot be read ({}). None of its claims was judged. Ask the payer to send it again.",
    "other_payee": "The remittance is for another organisation. None of its claims was judged. Tell the clearinghouse that it was delivered wrongly.",
}
NAMED = 3
"""How many imbalances a work item names: the last ones, of which the payment's own is the last."""


class Taken(Value):
    """A remittance whose claims were passed on."""

    remittance_id: RemittanceId
    content: str


class SetAside(Value):
    """A remittance that nothing was taken of."""

    remittance_id: RemittanceId
    cause: str
    places: tuple[str, ...] = ()


class Advice(State):
    """What came under one trace number (TRN02)."""

    trace_number: str
    taken: tuple[Taken, ...] = ()
    set_aside: tuple[SetAside, ...] = ()
    duplicates: int = 0

    def columns(self) -> Mapping[str, Any]:
        return {"set_aside": len(self.set_aside), "duplicates": self.duplicates}

    def work_items(self) -> Sequence[WorkItem]:
        """One for each remittance that is set aside."""
        place = f"remittance {self.trace_number}"
        return [
            WorkItem(
                id=f"{one.cause}-{one.remittance_id}-{ordinal}",
                kind=f"remittance_{one.cause}",
                subject=self.trace_number,
                place=place,
                sentence=SENTENCES[one.cause].format("; ".join(one.places)),
            )
            for ordinal, one in enumerate(self.set_aside)
        ]


def evolve(advice: Advice, event: Event) -> Advice:
    match event:
        case AdviceReceived():
            return _taken(advice, event)
        case AdviceSetAside():
            return _set_aside(advice, event)
        case AdviceDuplicated():
            return advice.but(duplicates=advice.duplicates + 1)
    return advice


def _taken(advice: Advice, event: AdviceReceived) -> Advice:
    """A sound copy ends the wait for one; which of two that contradict each other is right stays open."""
    one = Taken(remittance_id=event.remittance_id, content=event.content)
    taken = advice.taken if one in advice.taken else (*advice.taken, one)
    return advice.but(taken=taken, set_aside=tuple(each for each in advice.set_aside if each.cause == CONFLICTING))


def _set_aside(advice: Advice, event: AdviceSetAside) -> Advice:
    out_by = (f"{one.place}: {one.expected} stated, {one.found} found, {abs(one.found - one.expected)} out" for one in event.imbalances[-NAMED:])
    one = SetAside(remittance_id=event.remittance_id, cause=event.cause, places=(*event.places, *out_by))
    return advice if one in advice.set_aside else advice.but(set_aside=(*advice.set_aside, one))

"""adjudication.assign: find the remittance that money without a trace number pays.

Reads   rcm.adjudication.remittance  RemittanceReceived, DepositRecorded, UntracedDepositRecorded, DepositAssigned
Writes  rcm.adjudication.remittance  DepositAssigned, RemittancePosted
Keeps   one SameAmount per amount: remittances that wait for money, bank lines that wait for a remittance
Rules   a line is assigned when exactly one remittance of its payer and amount waits, whichever of the two came first; otherwise it stands in
        suspense, and a person finds out what it pays
Elsewhere: deposits that name their trace number (stages/deposit.py), what the bank's file says (bank/)
"""

from __future__ import annotations

from collections.abc import Sequence

from services.billing.adjudication.model import chart
from services.billing.adjudication.model.books import Books, Closing
from services.billing.adjudication.model.clearing.same_amount import Awaited, SameAmount, Untraced
from shared.contracts import topics
from shared.contracts.adjudication import DepositAssigned, DepositRecorded, RemittancePosted, RemittanceReceived, UntracedDepositRecorded
from shared.contracts.event import Event
from shared.contracts.values import ZERO, cents
from shared.stage.stage import Context, Stage


def decide(state: SameAmount, event: Event, context: Context[Closing]) -> Sequence[Event]:
    """What was assigned by a person leaves suspense; then everything that is certain is assigned; the rest goes into suspense."""
    books = Books(context.on, context.reference.closed_through)
    emitted: list[Event] = [_posting(line, books, "match") for line in _taken_out(state, event) if line.in_suspense]
    after = evolve(state, event)
    while (found := next(((line, meant) for line in after.lines if (meant := _only(after, line))), None)) is not None:
        line, meant = found
        step: list[Event] = [line.assigned_to(meant.trace_number), *([_posting(line, books, "match")] if line.in_suspense else [])]
        emitted += step
        after = evolve(after, step[0])
    return [*emitted, *(_posting(line, books, "suspense") for line in after.lines if not line.in_suspense)]


def evolve(state: SameAmount, event: Event) -> SameAmount:
    match event:
        case RemittanceReceived() if event.total_paid > 0:
            return _received(state, event)
        case DepositRecorded():
            return _deposited(state, event.trace_number)
        case UntracedDepositRecorded():
            return _untraced(state, event)
        case DepositAssigned():
            lines = tuple(one for one in state.lines if one.number != event.deposit)
            return _deposited(state, event.trace_number).but(lines=lines) if lines != state.lines else state
        case RemittancePosted():
            lines = tuple(one.model_copy(update={"in_suspense": True}) if one.number == event.trace_number else one for one in state.lines)
            return state.but(lines=lines)
        case _:
            return state


def _received(state: SameAmount, event: RemittanceReceived) -> SameAmount:
    if event.trace_number in state.early:
        at = state.early.index(event.trace_number)
        return state.but(early=(*state.early[:at], *state.early[at + 1 :]))
    values = {name: getattr(event, name) for name in ("trace_number", "remittance_id", "payer_id", "remitted_on")}
    return state.but(awaited=(*state.awaited, Awaited(originator=event.payer_originator, **values)))


def _deposited(state: SameAmount, trace: str) -> SameAmount:
    """The remittance has its money; where it has not come, it does not wait when it comes."""
    place = next((at for at, one in enumerate(state.awaited) if one.trace_number == trace), None)
    if place is None:
        return state.but(early=(*state.early, trace))
    return state.but(awaited=(*state.awaited[:place], *state.awaited[place + 1 :]))


def _untraced(state: SameAmount, event: UntracedDepositRecorded) -> SameAmount:
    if any(one.number == event.trace_number for one in state.lines):
        return state
    values = {name: getattr(event, name) for name in ("amount", "fee", "deposited_on", "payer_id", "originator")}
    return state.but(lines=(*state.lines, Untraced(number=event.trace_number, **values)))


def _only(state: SameAmount, line: Untraced) -> Awaited | None:
    """The one remittance that the line can mean."""
    meant = state.candidates(line)
    return meant[0] if len(meant) == 1 else None


def _taken_out(state: SameAmount, event: Event) -> list[Untraced]:
    return [one for one in state.lines if isinstance(event, DepositAssigned) and one.number == event.deposit]


def _posting(line: Untraced, books: Books, cause: str) -> RemittancePosted:
    """Dr cash / Cr suspense under the line's own number, and the contra of it when it is assigned: the payment posts the cash then."""
    entries = (*chart.entry(chart.CASH, chart.SUSPENSE, line.amount), *chart.entry(chart.FEE, chart.SUSPENSE, line.fee))
    return RemittancePosted.model_validate(
        {
            "trace_number": line.number,
            "payer_id": line.payer_id,
            "cause": cause,
            "entries": chart.contra(entries) if cause == "match" else entries,
            "posted_on": line.deposited_on,
            "period": books.period(line.deposited_on),
        }
    )


def _key(event: Event) -> str:
    """What the payer paid: amount and fee; of a posting, the sum of its entries."""
    match event:
        case RemittanceReceived():
            amount = event.total_paid
        case DepositRecorded() | UntracedDepositRecorded() | DepositAssigned():
            amount = event.amount + event.fee
        case RemittancePosted():
            amount = sum((one.amount for one in event.entries), ZERO)
        case _:
            amount = ZERO
    return f"{cents(amount):.2f}"


STAGE: Stage[SameAmount, Closing] = Stage(
    name="adjudication.assign",
    subscribes=(topics.REMITTANCES,),
    handles=(RemittanceReceived, DepositRecorded, UntracedDepositRecorded, DepositAssigned),
    emits=(DepositAssigned, RemittancePosted),
    initial=lambda key: SameAmount(amount=key),
    decide=decide,
    evolve=evolve,
    key=_key,
)

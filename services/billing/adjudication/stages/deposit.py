"""adjudication.deposit: a payment as a whole: remittance against bank, provider adjustments, suspense.

Reads   rcm.adjudication.remittance  RemittanceReceived, RemittanceSetAside, RemittanceDuplicated, DepositRecorded
        rcm.adjudication.claim       ClaimUnmatched, DecisionHeld, ClaimRemitted
Writes  rcm.adjudication.remittance  RemittancePosted
Keeps   one Clearing per trace number: payments, deposits, what waits in suspense
Rules   remit clearing of a payment comes to BPR02 and then, with the deposit, to zero; a deposit whose remittance is set aside or has another
        amount waits in suspense; so does money of claims that nobody knows, until they are matched
Elsewhere: balance and duplicates (intake), entries of claims (stages/post.py)
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from services.billing.adjudication.model import chart
from services.billing.adjudication.model.clearing import Clearing, Deposit, Payment, SetAside, Suspended
from services.billing.adjudication.model.provider_adjustments import adjustment_entries, is_known
from shared.contracts import topics
from shared.contracts.adjudication import (
    ClaimRemitted,
    ClaimUnmatched,
    DecisionHeld,
    DepositRecorded,
    RemittanceDuplicated,
    RemittancePosted,
    RemittanceReceived,
    RemittanceSetAside,
)
from shared.contracts.event import Event
from shared.stage.stage import Context, Stage

Rule = Callable[[Clearing, date], RemittancePosted | None]
TRACE = "trace_number"
"""The field of every event here that names the payment."""


def decide(clearing: Clearing, event: Event, context: Context[None]) -> Sequence[Event]:
    after = evolve(clearing, event)
    emitted: list[Event] = []
    while (posting := next((found for rule in RULES if (found := rule(after, context.on)) is not None), None)) is not None:
        emitted.append(posting)
        after = evolve(after, posting)
    return emitted


def adjust(clearing: Clearing, on: date) -> RemittancePosted | None:
    """Provider adjustments of a remittance, all at once."""
    payment = next((one for one in clearing.payments if one.adjustments), None)
    if payment is None:
        return None
    entries = tuple(entry for one in payment.adjustments for entry in adjustment_entries(one))
    return RemittancePosted(
        trace_number=clearing.trace_number,
        remittance_id=payment.remittance_id,
        payer_id=payment.payer_id,
        cause="provider_adjustment",
        entries=entries,
        posted_on=payment.remitted_on,
        period=_period(on, payment.remitted_on),
    )


def suspend(clearing: Clearing, on: date) -> RemittancePosted | None:
    """A claim's payment that cannot be posted to a claim: Dr remit clearing / Cr suspense."""
    waiting = next((one for one in clearing.suspended if not one.posted), None)
    return None if waiting is None else _suspense(clearing, waiting, on, "suspense")


def release(clearing: Clearing, on: date) -> RemittancePosted | None:
    """The contra, once the claim is known and the payment posted to it."""
    matched = next((one for one in clearing.suspended if one.released), None)
    return None if matched is None else _suspense(clearing, matched, on, "match")


def place_deposit(clearing: Clearing, on: date) -> RemittancePosted | None:
    """Dr cash against remit clearing or suspense; a deposit whose remittance turns up later, good or bad, moves between the two."""
    for place, deposit in enumerate(clearing.deposits):
        account = clearing.account_of(place)
        if account != deposit.account:
            entries = chart.entry(deposit.account or chart.CASH, account, deposit.amount)
            return RemittancePosted(
                trace_number=clearing.trace_number,
                cause="deposit",
                entries=tuple(entries),
                posted_on=deposit.deposited_on,
                period=_period(on, deposit.deposited_on),
            )
    return None


RULES: tuple[Rule, ...] = (adjust, suspend, release, place_deposit)


def _suspense(clearing: Clearing, one: Suspended, on: date, cause: str) -> RemittancePosted:
    entries = tuple(chart.entry(chart.REMIT_CLEARING, chart.SUSPENSE, one.paid))
    return RemittancePosted.model_validate(
        {
            "trace_number": clearing.trace_number,
            "remittance_id": one.remittance_id,
            "claim_id": one.claim_id,
            "ordinal": one.ordinal,
            "cause": cause,
            "entries": chart.contra(entries) if cause == "match" else entries,
            "posted_on": one.remitted_on,
            "period": _period(on, one.remitted_on),
        }
    )


def _period(on: date, posted_on: date) -> str:
    """The month in which it is posted: closed months stay closed."""
    return chart.period_of(max(on, posted_on))


def evolve(clearing: Clearing, event: Event) -> Clearing:
    match event:
        case RemittanceReceived():
            return _received(clearing, event)
        case RemittanceSetAside():
            return _set_aside(clearing, event)
        case RemittanceDuplicated():
            return clearing.but(duplicates=clearing.duplicates + 1)
        case DepositRecorded():
            return clearing.but(deposits=(*clearing.deposits, Deposit(amount=event.amount, deposited_on=event.deposited_on)))
        case ClaimUnmatched() | DecisionHeld():
            return _suspended(clearing, event)
        case ClaimRemitted():
            mine = (event.remittance_id, event.payment.ordinal)
            return _marked(clearing, mine, released=True)
        case RemittancePosted():
            return _posted(clearing, event)
        case _:
            return clearing


def _received(clearing: Clearing, event: RemittanceReceived) -> Clearing:
    if any(one.remittance_id == event.remittance_id for one in clearing.payments):
        return clearing
    payment = Payment(
        remittance_id=event.remittance_id,
        payer_id=event.payer_id,
        total=event.total_paid,
        remitted_on=event.remitted_on,
        content=event.content,
        adjustments=tuple(one for one in event.provider_adjustments if one.amount),
    )
    unknown = tuple(one for one in payment.adjustments if not is_known(one))
    return clearing.but(payments=(*clearing.payments, payment), unknown=(*clearing.unknown, *unknown))


def _set_aside(clearing: Clearing, event: RemittanceSetAside) -> Clearing:
    """The last imbalances are named; the payment's own comes last."""
    out_by = tuple(f"{one.place}: {one.expected} stated, {one.found} found, {abs(one.found - one.expected)} out" for one in event.imbalances[-3:])
    one = SetAside(remittance_id=event.remittance_id, cause=event.cause, total=event.total_paid, out_by=(*event.places, *out_by))
    return clearing if one in clearing.set_aside else clearing.but(set_aside=(*clearing.set_aside, one))


def _suspended(clearing: Clearing, event: ClaimUnmatched | DecisionHeld) -> Clearing:
    """Once per payment, however often its reason to wait changes; nothing waits where nothing was paid."""
    mine = (event.remittance_id, event.ordinal)
    if not event.paid or any((one.remittance_id, one.ordinal) == mine for one in clearing.suspended):
        return clearing
    one = Suspended.model_validate({name: getattr(event, name) for name in ("remittance_id", "claim_id", "ordinal", "paid", "remitted_on")})
    return clearing.but(suspended=(*clearing.suspended, one))


def _marked(clearing: Clearing, key: tuple[str, int], **changes: bool) -> Clearing:
    if not any((one.remittance_id, one.ordinal) == key for one in clearing.suspended):
        return clearing
    suspended = (one.model_copy(update=changes) if (one.remittance_id, one.ordinal) == key else one for one in clearing.suspended)
    return clearing.but(suspended=tuple(suspended))


def _posted(clearing: Clearing, event: RemittancePosted) -> Clearing:
    match event.cause:
        case "provider_adjustment":
            payments = (one.model_copy(update={"adjustments": ()}) if one.remittance_id == event.remittance_id else one for one in clearing.payments)
            return clearing.but(payments=tuple(payments))
        case "suspense":
            return _marked(clearing, (str(event.remittance_id), event.ordinal), posted=True)
        case "match":
            kept = (one for one in clearing.suspended if (one.remittance_id, one.ordinal) != (event.remittance_id, event.ordinal))
            return clearing.but(suspended=tuple(kept))
        case "deposit":
            return clearing.but(deposits=_placed(clearing, event))


def _placed(clearing: Clearing, event: RemittancePosted) -> tuple[Deposit, ...]:
    """The first deposit that the entry can mean."""
    moved = event.entries[0]
    before = "" if moved.debit == chart.CASH else moved.debit
    for place, one in enumerate(clearing.deposits):
        if one.account == before and one.amount == moved.amount:
            return (*clearing.deposits[:place], one.model_copy(update={"account": moved.credit}), *clearing.deposits[place + 1 :])
    return clearing.deposits


STAGE: Stage[Clearing, None] = Stage(
    name="adjudication.deposit",
    subscribes=(topics.REMITTANCES, topics.REMITTED_CLAIMS),
    handles=(RemittanceReceived, RemittanceSetAside, RemittanceDuplicated, DepositRecorded, ClaimUnmatched, DecisionHeld, ClaimRemitted),
    emits=(RemittancePosted,),
    initial=lambda key: Clearing(trace_number=key),
    decide=decide,
    evolve=evolve,
    key=lambda event: str(getattr(event, TRACE)),
)

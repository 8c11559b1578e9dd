"""How a payment's clearing follows from what happened."""

from __future__ import annotations

from services.billing.adjudication.model import chart
from services.billing.adjudication.model.clearing.clearing import Clearing, Deposit, Payment, SetAside, Unexplained
from services.billing.adjudication.model.clearing.provider_adjustments import account_of, needs_a_person
from shared.contracts.adjudication import (
    DepositAssigned,
    DepositRecorded,
    ProviderAdjustmentExplained,
    RemittanceDuplicated,
    RemittancePosted,
    RemittanceReceived,
    RemittanceSetAside,
)
from shared.contracts.clock import Woken
from shared.contracts.event import Event

NAMED = 3
"""How many imbalances are named: the last ones, of which the payment's own is the last."""
SHOWN = 12
"""Characters of a file's hash that name it where it came without a name."""


def evolve(clearing: Clearing, event: Event) -> Clearing:
    """What is known after the event, and the next day on which somebody has to ask for what is missing."""
    after = _evolved(clearing, event)
    if after is clearing:
        return clearing
    return after.but(wake_on=min((day for day in after.waits_until() if after.as_of is None or day > after.as_of), default=None))


def _evolved(clearing: Clearing, event: Event) -> Clearing:
    match event:
        case RemittanceReceived():
            return _received(clearing, event)
        case RemittanceSetAside():
            return _set_aside(clearing, event)
        case RemittanceDuplicated():
            return clearing.but(duplicates=clearing.duplicates + 1)
        case DepositRecorded() | DepositAssigned():
            return clearing.but(deposits=(*clearing.deposits, _deposit(event)))
        case ProviderAdjustmentExplained():
            return _changed(clearing, event.place - 1, meant=event.account, told_on=event.recorded_on)
        case RemittancePosted():
            return _posted(clearing, event)
        case Woken():
            return clearing.but(as_of=event.on)
        case _:
            return clearing


def _received(clearing: Clearing, event: RemittanceReceived) -> Clearing:
    if any(one.remittance_id == event.remittance_id for one in clearing.payments):
        return clearing
    payment = Payment(
        remittance_id=event.remittance_id,
        payer_id=event.payer_id,
        originator=event.payer_originator,
        total=event.total_paid,
        remitted_on=event.remitted_on,
        content=event.content,
        paper_key=event.paper_key,
        meaning=event.meaning,
        adjustments=tuple(one for one in event.provider_adjustments if one.amount),
    )
    origin = {"remittance_id": payment.remittance_id, "payer_id": payment.payer_id, "originator": payment.originator}
    unknown = (Unexplained(adjustment=one, account=account_of(one), **origin) for one in payment.adjustments if needs_a_person(one.code))
    return clearing.but(payments=(*clearing.payments, payment), unknown=(*clearing.unknown, *unknown))


def _set_aside(clearing: Clearing, event: RemittanceSetAside) -> Clearing:
    named = event.imbalances[-NAMED:]
    out_by = tuple(f"{one.place}: {one.expected} stated, {one.found} found, {abs(one.found - one.expected)} out" for one in named)
    file = event.document.name or f"with hash {event.document.sha256[:SHOWN]}"
    where = (f"file {file}", f"set {event.set_number}" if event.set_number else "", named[0].place if named else "")
    one = SetAside(
        remittance_id=event.remittance_id,
        cause=event.cause,
        total=event.total_paid,
        place=", ".join(filter(None, where)),
        difference=abs(named[-1].found - named[-1].expected) if named else None,
        out_by=(*event.places, *out_by),
    )
    return clearing if one in clearing.set_aside else clearing.but(set_aside=(*clearing.set_aside, one))


def _deposit(event: DepositRecorded | DepositAssigned) -> Deposit:
    return Deposit.model_validate({name: getattr(event, name) for name in Deposit.model_fields if hasattr(event, name)})


def _changed(clearing: Clearing, place: int, **changes: object) -> Clearing:
    """One unexplained adjustment with these changes; a place that is not there changes nothing."""
    if place >= len(clearing.unknown):
        return clearing
    unknown = list(clearing.unknown)
    unknown[place] = unknown[place].model_copy(update=changes)
    return clearing.but(unknown=tuple(unknown))


def _posted(clearing: Clearing, event: RemittancePosted) -> Clearing:
    match event.cause:
        case "explained":
            return _changed(clearing, event.ordinal - 1, account=clearing.unknown[event.ordinal - 1].meant)
        case "provider_adjustment":
            payments = (one.model_copy(update={"adjustments": ()}) if one.remittance_id == event.remittance_id else one for one in clearing.payments)
            return clearing.but(payments=tuple(payments))
        case "deposit":
            return clearing.but(deposits=_placed(clearing, event))
        case _:
            return clearing


def _placed(clearing: Clearing, event: RemittancePosted) -> tuple[Deposit, ...]:
    """The deposit that the entries can mean: the first that stands where they take it from and belongs where they put it."""
    moved = event.entries[0]
    before = "" if moved.debit == chart.CASH else moved.debit
    amount = sum(one.amount for one in event.entries)
    for place, (one, account) in enumerate(zip(clearing.deposits, clearing.accounts(), strict=True)):
        if one.account == before and one.gross == amount and account == moved.credit:
            return (*clearing.deposits[:place], one.model_copy(update={"account": moved.credit}), *clearing.deposits[place + 1 :])
    return clearing.deposits

"""How a payment's clearing follows from what happened."""

from __future__ import annotations

from services.billing.adjudication.model import chart
from services.billing.adjudication.model.clearing import Clearing, Deposit, Payment, SetAside, Suspended
from services.billing.adjudication.model.provider_adjustments import is_known
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

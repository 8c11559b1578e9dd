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
from services.billing.adjudication.model.clearing import Clearing, Suspended
from services.billing.adjudication.model.clearing_fold import evolve
from services.billing.adjudication.model.provider_adjustments import adjustment_entries
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

"""adjudication.deposit: a payment as a whole: remittance against bank, provider adjustments.

Reads   rcm.adjudication.remittance  RemittanceReceived, RemittanceSetAside, RemittanceDuplicated, DepositRecorded, DepositAssigned,
        ProviderAdjustmentExplained
Writes  rcm.adjudication.remittance  RemittancePosted, PayerBalanceMoved
Keeps   one Clearing per trace number: payments, deposits
Rules   remit clearing of a payment comes to BPR02 and then, with the deposit, to zero; a deposit whose remittance is set aside or has another
        amount waits in suspense; after two weeks somebody asks for the half that is missing
Elsewhere: balance and duplicates (intake), money of claims that wait (stages/match.py), entries of claims (stages/post.py), deposits without a trace
        number (stages/assign.py), what payers carry forward over several payments (stages/recoup.py)
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date

from services.billing.adjudication.model import chart
from services.billing.adjudication.model.books import Books, Closing
from services.billing.adjudication.model.clearing.clearing import Clearing, Deposit, Payment, Unexplained
from services.billing.adjudication.model.clearing.fold import evolve
from services.billing.adjudication.model.clearing.provider_adjustments import CLEARING, adjustment_entries
from shared.contracts import topics
from shared.contracts.adjudication import (
    DepositAssigned,
    DepositRecorded,
    LedgerEntry,
    PayerBalanceMoved,
    ProviderAdjustment,
    ProviderAdjustmentExplained,
    RemittanceDuplicated,
    RemittancePosted,
    RemittanceReceived,
    RemittanceSetAside,
)
from shared.contracts.clock import Woken
from shared.contracts.event import Event
from shared.stage.stage import Context, Folded, Stage, key_by

Rule = Callable[[Clearing, Books], RemittancePosted | None]


def decide(clearing: Clearing, event: Event, context: Context[Closing]) -> Sequence[Event]:
    after, books = evolve(clearing, event), Books(context.on, context.reference.closed_through)
    emitted: list[Event] = []
    while (posting := next((found for rule in RULES if (found := rule(after, books)) is not None), None)) is not None:
        emitted += (posting, *_moved(after, posting))
        after = evolve(after, posting)
    return Folded(emitted, after)


def _moved(clearing: Clearing, posting: RemittancePosted) -> Iterator[PayerBalanceMoved]:
    """What the provider adjustments that are posted with it carry forward or recover."""
    if posting.cause == "provider_adjustment":
        payment = next(one for one in clearing.payments if one.remittance_id == posting.remittance_id)
        yield from (_move(clearing, payment, one, payment.remitted_on) for one in payment.adjustments if one.code in CLEARING)
    elif posting.cause == "explained" and (told := clearing.unknown[posting.ordinal - 1]).meant == chart.PAYER_CLEARING:
        yield _move(clearing, told, told.adjustment, posting.posted_on)


def _move(clearing: Clearing, origin: Payment | Unexplained, one: ProviderAdjustment, on: date) -> PayerBalanceMoved:
    return PayerBalanceMoved(
        trace_number=clearing.trace_number,
        remittance_id=origin.remittance_id,
        payer_id=origin.payer_id,
        payer_originator=origin.originator,
        reference=one.reference,
        code=one.code,
        amount=one.amount,
        moved_on=on,
    )


def adjust(clearing: Clearing, books: Books) -> RemittancePosted | None:
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
        period=books.period(payment.remitted_on),
    )


def explain(clearing: Clearing, books: Books) -> RemittancePosted | None:
    """What a person found out about a provider adjustment moves it from where it stood."""
    found = next(((place, one) for place, one in enumerate(clearing.unknown, 1) if one.meant and one.meant != one.account), None)
    if found is None:
        return None
    place, one = found
    on = one.told_on or books.on
    return RemittancePosted(
        trace_number=clearing.trace_number,
        remittance_id=one.remittance_id,
        payer_id=one.payer_id,
        ordinal=place,
        cause="explained",
        entries=tuple(chart.entry(one.meant, one.account, one.adjustment.amount, reference=one.adjustment.reference)),
        posted_on=on,
        period=books.period(on),
    )


def place_deposit(clearing: Clearing, books: Books) -> RemittancePosted | None:
    """Dr cash and fee against remit clearing or suspense; a deposit whose remittance turns up later, good or bad, moves between the two."""
    for deposit, account in zip(clearing.deposits, clearing.accounts(), strict=True):
        if account != deposit.account:
            return RemittancePosted(
                trace_number=clearing.trace_number,
                cause="deposit",
                entries=tuple(_deposit_entries(deposit, account)),
                posted_on=deposit.deposited_on,
                period=books.period(deposit.deposited_on),
            )
    return None


def _deposit_entries(deposit: Deposit, account: str) -> list[LedgerEntry]:
    if deposit.account:
        return chart.entry(deposit.account, account, deposit.gross)
    return [*chart.entry(chart.CASH, account, deposit.amount), *chart.entry(chart.FEE, account, deposit.fee)]


RULES: tuple[Rule, ...] = (adjust, explain, place_deposit)


STAGE: Stage[Clearing, Closing] = Stage(
    name="adjudication.deposit",
    subscribes=(topics.REMITTANCES,),
    handles=(
        RemittanceReceived,
        RemittanceSetAside,
        RemittanceDuplicated,
        DepositRecorded,
        DepositAssigned,
        ProviderAdjustmentExplained,
        Woken,
    ),
    emits=(RemittancePosted, PayerBalanceMoved),
    initial=lambda key: Clearing(trace_number=key),
    decide=decide,
    evolve=evolve,
    key=key_by("trace_number"),
)

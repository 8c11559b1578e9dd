"""835s that others wrote: those that add up are taken to the cent, those that do not are set aside, and claims they answer are found."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

import pytest

from services.billing.adjudication.facts import FACTS
from shared.contracts.adjudication import ClaimPaymentReceived, ClaimRemitted, DepositRecorded, RemittanceReceived, RemittanceSetAside
from shared.contracts.event import Event
from shared.contracts.submission import ClaimSubmitted
from shared.contracts.values import Actor
from shared.db.blobs import document_for
from shared.remittance.payee import stated_numbers
from shared.remittance.proof import prove
from shared.remittance.read import Intake
from shared.stage.stage import Reject
from shared.x12.interchange import read_transactions
from shared.x12.translate.claim import ClaimDocument
from shared.x12.translate.read_claim import read_claims
from tests.unit.adjudication.desk import Desk
from tests.unit.adjudication.remits import submitted
from tests.unit.adjudication.test_intake import INTAKE, SITE, Register
from tests.unit.x12.outside import body, needs_outside, x12_files

pytestmark = [pytest.mark.outside, needs_outside]
PAIRS = ("facility", "professional", "sample")
SUSPENDED = ("SUS", "CLR", "ADJ", "NRB", "LEVY", "INT-in", "INT-out")


def proofs(path: str) -> list[object]:
    try:
        return list(prove(body(path)))
    except Reject:
        return []


REMITTANCES = [path for path in x12_files() if proofs(path)]


def events_of(path: str) -> Sequence[Event]:
    """As the payee of the file would take it."""
    numbers = {number for proof in prove(body(path)) for number in stated_numbers(proof.header)}
    organisation = SITE.organisation.model_copy(update={"also_paid_as": tuple(sorted(numbers))})
    intake = Intake(SITE.model_copy(update={"organisation": organisation}), INTAKE.names, FACTS)
    return list(asyncio.run(intake.read(body(path), document_for(body(path), "835"), Register())))


def test_there_are_foreign_remittances_of_both_kinds() -> None:
    told = [event for path in REMITTANCES for event in events_of(path)]
    assert sum(isinstance(event, RemittanceReceived) for event in told) >= 8
    assert {event.cause for event in told if isinstance(event, RemittanceSetAside)} == {"out_of_balance", "unreadable"}


@pytest.mark.parametrize("path", REMITTANCES)
def test_every_set_is_taken_to_the_cent_or_set_aside_with_a_place(path: str) -> None:
    told = events_of(path)
    taken = [event for event in told if isinstance(event, RemittanceReceived)]
    aside = [event for event in told if isinstance(event, RemittanceSetAside)]
    assert len(taken) + len(aside) == len(proofs(path))
    assert all(one.imbalances or one.places for one in aside)
    desk = Desk()
    desk.deliver(*told)
    clearing = desk.trial_balance().get("RC", Decimal(0))
    assert clearing == sum((one.total_paid for one in taken), Decimal(0)), "remit clearing comes to what the payers say they pay"
    assert desk.trial_balance().keys() <= {"RC", *SUSPENDED}
    unmatched = [event for event in told if isinstance(event, ClaimPaymentReceived)]
    assert [item.kind for item in desk.work()].count("claim_unknown") == len(unmatched)
    paid = [one for one in taken if one.total_paid > 0]
    desk.deliver(*(_deposit(one) for one in paid))
    assert desk.trial_balance().get("Cash", Decimal(0)) == sum((one.total_paid for one in paid), Decimal(0))
    assert {desk.clearing(one.trace_number).state for one in paid} <= {"deposited"}


def _deposit(one: RemittanceReceived) -> DepositRecorded:
    return DepositRecorded(
        trace_number=one.trace_number, amount=one.total_paid, originator=one.payer_originator, deposited_on=one.remitted_on, actor=Actor(id="clerk-7")
    )


def sent(path: str) -> list[ClaimSubmitted]:
    """The claims of an 837 as if we had sent them."""
    return [_submitted(claim) for transaction in read_transactions(body(path)) if transaction.set_id == "837" for claim in read_claims(transaction)]


def _submitted(claim: ClaimDocument) -> ClaimSubmitted:
    codes = [("|HC:".join(filter(None, (line.revenue_code, ":".join((line.code, *line.modifiers))))), str(line.charge)) for line in claim.lines]
    made = submitted(claim.patient_control_number, codes, on=date(2026, 6, 3))
    lines = tuple(one.model_copy(update={"service_on": line.on or one.service_on}) for one, line in zip(made.lines, claim.lines, strict=True))
    return made.model_copy(update={"lines": lines, "service_from": lines[0].service_on, "service_to": lines[-1].service_on})


@pytest.mark.parametrize("name", PAIRS)
def test_an_answer_finds_its_claim_and_every_line_of_it(name: str) -> None:
    folder = "x12/pairs_837_835/alexjreid__"
    [claim], told = sent(f"{folder}{name}_837.edi"), events_of(f"{folder}{name}_835.edi")
    answers = [event for event in told if isinstance(event, ClaimPaymentReceived)]
    desk = Desk()
    desk.deliver(claim, *told, on=date(2026, 6, 8) + timedelta(days=1))
    remitted = desk.of(ClaimRemitted)
    if not answers:
        assert name == "sample", "its line does not add up"
        assert [item.kind for item in desk.work()] == ["remittance_out_of_balance"]
        return
    assert [one.claim_id for one in remitted] == [claim.claim_id]
    assert [line.line_number for line in remitted[0].payment.lines] == [line.line_number for line in claim.lines]
    found = desk.balances(claim.claim_id)
    assert (found.charged, found.payer_paid, found.patient_open) == (claim.total, answers[0].payment.paid, answers[0].payment.patient_responsibility)
    assert found.payer_open == 0

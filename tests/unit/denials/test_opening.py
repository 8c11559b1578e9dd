"""Claims of an earlier system: their lines are known, what was refused is fought for here, what was paid makes a take-back a take-back."""

from shared.contracts.adjudication import OpeningClaimRecorded, PriorDecision
from shared.contracts.denials import DenialOpened
from shared.contracts.values import Actor, ClaimKind
from tests.unit.denials.desk import CLAIM, ENCOUNTER, FIRST, SECOND, SERVED, Desk, Line, decided, reversed_, submitted

PAID: list[Line] = [("99214", "210.00", "150.00", [("CO", "45", "60.00")])]
REFUSED: list[Line] = [("99214", "210.00", "0.00", [("CO", "197", "210.00")])]


def opening(lines: list[Line]) -> OpeningClaimRecorded:
    """The claim as it stood on the day of the change."""
    sent, earlier = submitted(1, SERVED, "99214"), decided(lines)
    billed = tuple(line.model_copy(update={"charge": earlier.payment.charge}) for line in sent.lines)
    prior = PriorDecision(payer_id=earlier.payer_id, payer_order=1, remitted_on=SERVED, payment=earlier.payment)
    return OpeningClaimRecorded(
        claim_id=CLAIM,
        encounter_id=ENCOUNTER,
        kind=ClaimKind.PROFESSIONAL,
        payer_id=earlier.payer_id,
        service_from=SERVED,
        service_to=SERVED,
        lines=billed,
        total=earlier.payment.charge,
        submitted_on=SERVED,
        decisions=(prior,),
        opened_on=SERVED,
        actor=Actor(id="biller-7"),
        reason="taken over",
    )


def test_what_an_earlier_system_left_refused_is_a_denial_here() -> None:
    desk = Desk()
    desk.hear(opening(REFUSED))
    assert desk.opened() == [(1, "authorization", "210.00")]


def test_a_claim_that_was_paid_before_and_is_refused_now_was_taken_back() -> None:
    desk = Desk()
    assert desk.hear(opening(PAID)) == []
    desk.hear(reversed_(decided(PAID), on=FIRST), decided(REFUSED, "R3", SECOND))
    assert [each.phase for each in desk.of(DenialOpened)] == ["after_payment"]


def test_what_came_before_the_claim_was_told_is_not_judged_by_its_past() -> None:
    desk = Desk()
    desk.hear(decided(PAID, "R3", SECOND), opening(REFUSED))
    assert desk.opened() == []
    assert desk.case.billed

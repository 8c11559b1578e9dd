"""May a decision be passed on now? If not, what does it wait for?

A payer that changes its mind takes the earlier decision back (CLP02 = 22) and decides again. Files overtake each other, so both halves
may come in any order: nothing is posted until its place in the sequence decision, reversal, decision is certain.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Literal

from shared.contracts.adjudication import ClaimPayment
from shared.contracts.values import ZERO
from shared.remittance.claim_file import ClaimFile
from shared.remittance.decision import Billed, Decision
from shared.remittance.lines import matched
from shared.remittance.prior import adjustments, difference, refused_whole
from shared.remittance.reversal import takes_back

Verdict = Literal["ready", "correction_pending", "decision_missing", "prior_payer_pending", "prior_payer_differs", "duplicate_decision",
                  "predetermination", "over_reversal", "unexplained"]  # fmt: skip

DUPLICATE = "18"
PREDETERMINATION = "25"
"""CLP02 of an estimate: no payment, nothing to post."""


def fitted(file: ClaimFile, decision: Decision) -> Decision:
    """The decision with our line numbers, its payer and the payer's place in line."""
    pair = _pair(file, decision)
    order = pair.payer_order if pair else file.order_of(decision)
    return decision.model_copy(
        update={"payment": matched(decision.payment, file.billed), "payer_id": file.payer_of(decision), "payer_order": order},
    )


def reversed_by(file: ClaimFile, decision: Decision) -> Decision | None:
    """The standing decision that this reversal takes back."""
    return _pair(file, decision) if decision.payment.is_reversal else None


def judge(file: ClaimFile, decision: Decision) -> Verdict:
    """For a decision that waits on a known claim."""
    return _judge_reversal(file, decision) if decision.payment.is_reversal else judge_fitted(file, fitted(file, decision))


def judge_fitted(file: ClaimFile, found: Decision) -> Verdict:
    """The same for one that is no reversal and has our line numbers already."""
    if found.payment.status == PREDETERMINATION:
        return "predetermination"
    if not _fits_bill(found.payment, file.billed):
        return "unexplained"
    return _judge_prior_payers(file, found) or _judge_standing(file, found) or _judge_reversals(file, found) or "ready"


def _judge_reversal(file: ClaimFile, reversal: Decision) -> Verdict:
    if _pair(file, reversal):
        return "ready"
    number = reversal.payment.payer_claim_control_number
    mine = [one for one in file.standing if one.is_from(reversal.payer_id)]
    same = [one for one in mine if number in ("", one.payment.payer_claim_control_number)]
    return "over_reversal" if same else "decision_missing"


def _judge_prior_payers(file: ClaimFile, decision: Decision) -> Verdict | None:
    """A later payer decides on what the one before it left, and on nothing else."""
    if decision.payer_order <= file.first_order:
        return None
    if not _before(file, decision):
        return "prior_payer_pending"
    return "prior_payer_differs" if _gap(file, decision) else None


def gap(file: ClaimFile, decision: Decision) -> Decimal:
    """How far a later payer is off from what the payers before it remitted; zero for a first payer.

    It may have rested on a decision that was taken back since, while its own remittance was on the way: it will decide again.
    """
    return _gap(file, fitted(file, decision))


def _gap(file: ClaimFile, found: Decision) -> Decimal:
    if found.payer_order <= file.first_order:
        return ZERO
    earlier = (one for one in file.taken_back if one.payer_order == found.payer_order - 1)
    return ZERO if any(not difference(found, [one]) for one in earlier) else difference(found, _before(file, found))


def _before(file: ClaimFile, decision: Decision) -> list[Decision]:
    return [one for one in file.standing if one.payer_order == decision.payer_order - 1]


def _judge_standing(file: ClaimFile, decision: Decision) -> Verdict | None:
    """The same lines may have one standing decision of each payer in line."""
    rivals = [one for one in file.standing if one.payer_order == decision.payer_order and _overlap(one.payment, decision.payment)]
    mine = [one for one in rivals if one.is_from(decision.payer_id)]
    if mine:
        return "duplicate_decision" if any(_repeats(decision.payment, one.payment) for one in mine) else "correction_pending"
    return None if all(refused_whole(one.payment) for one in rivals) else "unexplained"


def _judge_reversals(file: ClaimFile, decision: Decision) -> Verdict | None:
    """A reversal whose decision is missing proves that an earlier decision is still to come; it comes first."""
    early = [one for one in file.waiting if one.payment.is_reversal and one.is_from(decision.payer_id) and judge(file, one) == "decision_missing"]
    if not early or any(_takes_back(file, one, decision) for one in early):
        return None
    return "correction_pending"


def _pair(file: ClaimFile, reversal: Decision) -> Decision | None:
    """The standing decision that is taken back; the one with the same payer claim control number (CLP07) if several would fit."""
    if not reversal.payment.is_reversal:
        return None
    fit = [one for one in file.standing if one.is_from(reversal.payer_id) and _takes_back(file, reversal, one)]
    number = reversal.payment.payer_claim_control_number
    return next((one for one in fit if one.payment.payer_claim_control_number == number), fit[0] if fit else None)


def _takes_back(file: ClaimFile, reversal: Decision, decision: Decision) -> bool:
    return takes_back(matched(reversal.payment, file.billed), decision.payment)


def _fits_bill(payment: ClaimPayment, billed: Sequence[Billed]) -> bool:
    """The payer decided on what we billed: the total of a submission, or lines of it (a payer may split a claim); True while that is not known."""
    if not billed or payment.charge in {one.total for one in billed}:
        return True
    charges = {(line.line_number, line.charge) for one in billed for line in one.lines}
    return bool(payment.lines) and all((line.line_number, line.charge) in charges for line in payment.lines)


def _overlap(one: ClaimPayment, other: ClaimPayment) -> bool:
    """Both speak of the same line, or one of them of the claim as a whole."""
    mine, theirs = ({line.line_number for line in payment.lines} for payment in (one, other))
    whole = not mine or not theirs or None in mine or None in theirs
    return whole or bool(mine & theirs)


def _repeats(decision: ClaimPayment, standing: ClaimPayment) -> bool:
    """A second decision under another payer number that refuses the claim as a duplicate."""
    other_number = decision.payer_claim_control_number != standing.payer_claim_control_number
    return other_number and any(one.carc == DUPLICATE for one in adjustments(decision))

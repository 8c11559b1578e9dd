"""Adjudication: pure functions from a claim, a member, a payer and what came before, to paid lines.

Per line: charge = paid + contractual (CO-45) + patient share (PR-1 deductible, PR-2 coinsurance, PR-3 copay)
+ sequestration (CO-253), or charge = one refusal. Every share is rounded half up on its line, so that lines,
claims and payments add up exactly (835 guide, balancing, section 1.10.2).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from deploy.sandbox.claims import Claim, Line
from deploy.sandbox.money import ZERO, cents
from deploy.sandbox.payer import Payer, Plan, is_visit
from deploy.sandbox.roster import Member
from deploy.sandbox.rules import History, Situation, refusal


@dataclass(frozen=True)
class Adjustment:
    """CAS01, CAS02, CAS03."""

    group: str
    reason: str
    amount: Decimal


@dataclass(frozen=True)
class AdjudicatedLine:
    """One SVC loop. `allowed` is zero on refused lines; `remarks` become LQ*HE."""

    line: Line
    paid: Decimal
    allowed: Decimal
    adjustments: tuple[Adjustment, ...]
    remarks: tuple[str, ...] = ()

    @property
    def patient_share(self) -> Decimal:
        return sum((one.amount for one in self.adjustments if one.group == "PR"), ZERO)


@dataclass(frozen=True)
class Result:
    """One adjudicated claim. `remarks` become MOA03."""

    claim: Claim
    lines: tuple[AdjudicatedLine, ...]
    remarks: tuple[str, ...] = ()

    @property
    def paid(self) -> Decimal:
        return sum((line.paid for line in self.lines), ZERO)

    @property
    def allowed(self) -> Decimal:
        return sum((line.allowed for line in self.lines), ZERO)

    @property
    def patient_share(self) -> Decimal:
        return sum((line.patient_share for line in self.lines), ZERO)

    @property
    def deductible(self) -> Decimal:
        """What this claim took from the member's deductible (PR-1)."""
        shares = (one for line in self.lines for one in line.adjustments)
        return sum((one.amount for one in shares if (one.group, one.reason) == ("PR", "1")), ZERO)


@dataclass
class _Purse:
    """What is still to be asked of the patient while the lines are walked in order."""

    plan: Plan
    deductible_left: Decimal
    copay_left: Decimal


def adjudicate(claim: Claim, member: Member, payer: Payer, history: History) -> Result:
    """Decides every line in the order of the claim. Amounts depend on these four arguments and nothing else."""
    now = Situation(claim, member, payer, history)
    plan = payer.plans[member.plan]
    left = max(ZERO, member.deductible_left - history.deductible_used) if plan.deductible else ZERO
    purse = _Purse(plan, left, plan.copay)
    lines = tuple(_decide(line, now, purse) for line in claim.lines)
    return Result(claim, lines, (payer.claim_remark,) if payer.claim_remark else ())


def reversal(result: Result) -> Result:
    """The same claim with every amount negated: charge, paid and all adjustments keep their codes."""
    lines = tuple(_negated(line) for line in result.lines)
    return Result(result.claim, lines, result.remarks)


def _negated(line: AdjudicatedLine) -> AdjudicatedLine:
    adjustments = tuple(Adjustment(one.group, one.reason, -one.amount) for one in line.adjustments)
    return AdjudicatedLine(line.line, -line.paid, -line.allowed, adjustments, line.remarks)


def _decide(line: Line, now: Situation, purse: _Purse) -> AdjudicatedLine:
    if refused := refusal(line, now):
        denied = Adjustment(refused.group, refused.reason, line.charge)
        return AdjudicatedLine(line, ZERO, ZERO, (denied,) if line.charge else (), (refused.remark,) if refused.remark else ())
    allowed = _allowed(line, now.payer)
    shares = tuple(_shares(line, allowed, purse))
    payable = allowed - sum((share.amount for share in shares), ZERO)
    kept = cents(payable * now.payer.sequestration)
    contractual = (Adjustment("CO", "45", line.charge - allowed), Adjustment("CO", "253", kept))
    adjustments = tuple(one for one in (*contractual, *shares) if one.amount)
    return AdjudicatedLine(line, payable - kept, allowed, adjustments)


def _allowed(line: Line, payer: Payer) -> Decimal:
    """Unit price times units, never more than the charge. A case rate pays once, whatever the units."""
    if line.revenue_code and line.code in payer.case_rates:
        return min(line.charge, payer.case_rates[line.code])
    price = payer.price(line.code) or ZERO
    return min(line.charge, cents(price * line.units))


def _shares(line: Line, allowed: Decimal, purse: _Purse) -> Iterator[Adjustment]:
    """Deductible first, coinsurance on the rest; the copay on the first visit that is paid."""
    deductible = min(allowed, purse.deductible_left)
    purse.deductible_left -= deductible
    rest = allowed - deductible
    coinsurance = cents(rest * purse.plan.coinsurance_on(line.code))
    copay = min(rest - coinsurance, purse.copay_left) if is_visit(line.code) else ZERO
    if is_visit(line.code):
        purse.copay_left = ZERO
    for reason, share in (("1", deductible), ("2", coinsurance), ("3", copay)):
        if share:
            yield Adjustment("PR", reason, share)

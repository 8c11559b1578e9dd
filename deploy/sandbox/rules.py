"""Why a payer of this world refuses a line. Each rule reads as a sentence and answers with a Refusal or nothing.

Order matters and is the order of a payer's system: is the person covered, is the claim in time, is it new,
is it packaged, and only then what the line itself lacks.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from deploy.sandbox.claims import Claim, Line
from deploy.sandbox.money import ZERO
from deploy.sandbox.payer import Payer, Refusal
from deploy.sandbox.roster import Member

PACKAGED_REVENUE_CODES = ("0250", "0710")
INJECTIONS_WITH_VISIT = ("20610",)


@dataclass(frozen=True)
class History:
    """What the payer already decided for this member. `first_received_on` belongs to the claim a replacement replaces."""

    services: frozenset[str] = frozenset()
    deductible_used: Decimal = ZERO
    first_received_on: date | None = None


@dataclass(frozen=True)
class Situation:
    """Everything a rule may look at."""

    claim: Claim
    member: Member
    payer: Payer
    history: History


Rule = Callable[[Line, Situation], Refusal | None]


def service_key(claim: Claim, line: Line) -> str:
    """Same kind of claim, day, code and modifiers is the same service; facility and professional claims never collide."""
    code = line.code or f"NU{line.revenue_code}"
    return "|".join((claim.kind, line.served_on.isoformat(), code, *sorted(line.modifiers)))


def case_rate_line(claim: Claim, payer: Payer) -> Line | None:
    """The line whose case rate pays for the whole facility claim, if there is one."""
    if claim.kind != "I":
        return None
    return next((line for line in claim.lines if line.code in payer.case_rates), None)


def coverage_had_not_begun(line: Line, now: Situation) -> Refusal | None:
    begun = now.member.effective_on
    return Refusal("CO", "26") if begun and line.served_on < begun else None


def coverage_had_ended(line: Line, now: Situation) -> Refusal | None:
    """Claims see a retroactive end that the 271 does not know yet."""
    ends = [day for day in (now.member.terminated_on, now.member.retro_terminated_on) if day]
    return Refusal("CO", "27") if ends and line.served_on > min(ends) else None


def filing_limit_has_passed(line: Line, now: Situation) -> Refusal | None:
    """Days from the last service date of the claim to receipt; a replacement inherits the first receipt."""
    received = now.history.first_received_on or now.claim.received_on
    late = (received - now.claim.last_on).days > now.payer.filing_limit_days
    return Refusal("CO", "29") if late else None


def service_was_already_adjudicated(line: Line, now: Situation) -> Refusal | None:
    return Refusal("CO", "18") if service_key(now.claim, line) in now.history.services else None


def line_is_packaged(line: Line, now: Situation) -> Refusal | None:
    """Facility claims: everything beside a case rate, and supplies without a code in any case."""
    if now.claim.kind != "I":
        return None
    paying = case_rate_line(now.claim, now.payer)
    packaged = paying is not line if paying else not line.code and line.revenue_code in PACKAGED_REVENUE_CODES
    return Refusal("CO", "97") if packaged else None


def authorization_is_missing(line: Line, now: Situation) -> Refusal | None:
    """REF*G1 of the claim or the line must be on the roster for this code."""
    if line.code not in now.payer.authorization["required"]:
        return None
    offered = {(line.code, number) for number in (*now.claim.authorizations, line.authorization)}
    return None if offered & now.member.authorizations else Refusal("CO", "197")


def records_are_wanted_first(line: Line, now: Situation) -> Refusal | None:
    wanted = line.code in now.payer.records_wanted and now.claim.frequency == "1"
    return Refusal("CO", "252", "N706") if wanted else None


def wellness_visit_was_used(line: Line, now: Situation) -> Refusal | None:
    return Refusal("PR", "119") if line.code == "G0439" and now.member.wellness_used else None


def diagnosis_does_not_support(line: Line, now: Situation) -> Refusal | None:
    letter = (now.payer.diagnosis_must_start_with or {}).get(line.code)
    unsupported = letter and not any(code.startswith(letter) for code in now.claim.diagnoses)
    return Refusal("CO", "50", "N115") if unsupported else None


def never_paid_separately(line: Line, now: Situation) -> Refusal | None:
    return Refusal("CO", "97", "M15") if line.code in now.payer.never_separately_paid else None


def visit_needs_modifier_25(line: Line, now: Situation) -> Refusal | None:
    """A 992xx beside a procedure of the same day is part of it, unless modifier 25 says otherwise."""
    if not line.code.startswith("992") or "25" in line.modifiers:
        return None
    beside = any(other.code in INJECTIONS_WITH_VISIT and other.served_on == line.served_on for other in now.claim.lines)
    return Refusal("CO", "97") if beside else None


def not_on_the_fee_schedule(line: Line, now: Situation) -> Refusal | None:
    return now.payer.not_on_schedule if now.payer.price(line.code) is None else None


RULES: tuple[Rule, ...] = (
    coverage_had_not_begun,
    coverage_had_ended,
    filing_limit_has_passed,
    service_was_already_adjudicated,
    line_is_packaged,
    authorization_is_missing,
    records_are_wanted_first,
    wellness_visit_was_used,
    diagnosis_does_not_support,
    never_paid_separately,
    visit_needs_modifier_25,
    not_on_the_fee_schedule,
)


def refusal(line: Line, now: Situation) -> Refusal | None:
    """The first rule that refuses the line."""
    for rule in RULES:
        if found := rule(line, now):
            return found
    return None

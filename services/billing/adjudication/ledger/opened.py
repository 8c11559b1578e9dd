"""Claims of an earlier system as events: complete, in balance, and not known here yet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from services.billing.adjudication.ledger.bodies import OldAdjustment, OldDecision, OpenClaims, OpeningClaim
from shared.contracts.adjudication import Adjustment, ClaimPayment, OpeningClaimRecorded, PriorDecision, RemittedLine
from shared.contracts.coding import CodedLine
from shared.contracts.ids import Names
from shared.contracts.values import ZERO, ClaimId, EncounterId, PayerId
from shared.http.problems import Problem

Fault = dict[str, str]


def opening_events(body: OpenClaims, names: Names, today: date, known: Iterable[str], payers: set[str]) -> list[OpeningClaimRecorded]:
    """One event per claim. Raises Problem 422 with every fault and its place; then nothing is recorded."""
    faults = [*_repeated(body.claims), *_already(body.claims, set(known))]
    events: list[OpeningClaimRecorded] = []
    for place, claim in enumerate(body.claims):
        found = [*_days(claim, today), *_payers(claim, payers), *_sums(claim)]
        faults += [{"place": f"claims[{place}].{each['place']}", "reason": each["reason"]} for each in found]
        if not found:
            events.append(_event(claim, body, names, today))
    if faults:
        raise Problem(422, "claims that cannot be taken over", "Mend the places named in problems and send all of them again.", problems=faults)
    return events


def encounter_of(claim_id: str, names: Names) -> EncounterId:
    """The account of a claim that no visit here belongs to: always the same one, so that a claim is never taken over into two accounts."""
    return EncounterId(names.of("encounter", "opening", claim_id))


def _event(claim: OpeningClaim, body: OpenClaims, names: Names, today: date) -> OpeningClaimRecorded:
    lines = tuple(_line(claim, place) for place in range(len(claim.lines)))
    return OpeningClaimRecorded(
        claim_id=ClaimId(claim.claim_id),
        encounter_id=encounter_of(claim.claim_id, names),
        kind=claim.kind,
        payer_id=PayerId(claim.payer_id),
        payer_order=claim.payer_order,
        later_payers=claim.later_payers,
        service_from=claim.service_from,
        service_to=claim.service_to or claim.service_from,
        lines=lines,
        total=sum((line.charge for line in lines), ZERO),
        submitted_on=claim.submitted_on or claim.service_to or claim.service_from,
        decisions=tuple(_decision(claim, one, place, lines) for place, one in enumerate(claim.decisions, start=1)),
        patient_paid=claim.patient_paid,
        opened_on=body.opened_on or today,
        actor=body.actor,
        reason=body.reason,
    )


def _line(claim: OpeningClaim, place: int) -> CodedLine:
    line = claim.lines[place]
    told = line.model_dump(include={"code", "revenue_code", "modifiers", "units", "charge"})
    return CodedLine(line_number=line.line_number or place + 1, service_on=line.service_on or claim.service_from, **told)


def _decision(claim: OpeningClaim, one: OldDecision, place: int, lines: Sequence[CodedLine]) -> PriorDecision:
    billed = {line.line_number: line for line in lines}
    remitted = tuple(
        RemittedLine(
            line_number=each.line_number,
            charge=billed[each.line_number].charge,
            paid=each.paid,
            adjustments=_adjustments(each.adjustments),
            **billed[each.line_number].model_dump(include={"code", "revenue_code", "modifiers", "service_on"}),
        )
        for each in one.lines
    )
    told: dict[str, Any] = {"payer_claim_control_number": one.payer_claim_control_number, "adjustments": _adjustments(one.adjustments)}
    payment = ClaimPayment(ordinal=place, status=one.status, charge=_charge(one, lines), paid=_paid(one), lines=remitted, **told)
    payer = PayerId(one.payer_id or claim.payer_id)
    return PriorDecision(payer_id=payer, payer_order=one.payer_order, remitted_on=one.remitted_on, payment=payment)


def _adjustments(found: Sequence[OldAdjustment]) -> tuple[Adjustment, ...]:
    return tuple(Adjustment(group=each.group, carc=each.carc, amount=each.amount) for each in found)


def _charge(one: OldDecision, lines: Sequence[CodedLine]) -> Decimal:
    """Of the lines that the payer decided; of the whole claim when it gave none."""
    decided = {each.line_number for each in one.lines}
    return sum((line.charge for line in lines if not decided or line.line_number in decided), ZERO)


def _paid(one: OldDecision) -> Decimal:
    return sum((each.paid for each in one.lines), ZERO) if one.paid is None else one.paid


def _repeated(claims: Sequence[OpeningClaim]) -> list[Fault]:
    often = {claim_id for claim_id, count in Counter(claim.claim_id for claim in claims).items() if count > 1}
    reason = "the claim is named more than once: one claim is taken over once"
    return [{"place": f"claims[{place}].claim_id", "reason": reason} for place, claim in enumerate(claims) if claim.claim_id in often]


def _already(claims: Sequence[OpeningClaim], known: set[str]) -> list[Fault]:
    reason = "this claim is known here already: adjust it, or wait for the payer"
    return [{"place": f"claims[{place}].claim_id", "reason": reason} for place, claim in enumerate(claims) if claim.claim_id in known]


def _days(claim: OpeningClaim, today: date) -> list[Fault]:
    to = claim.service_to or claim.service_from
    faults = [{"place": "service_to", "reason": "the service ends before it begins"}] if to < claim.service_from else []
    days = (claim.service_from, to, claim.submitted_on or to, *(one.remitted_on for one in claim.decisions))
    late = {"place": "service_from", "reason": "the service, the claim or a decision is of a day that has not come yet"}
    return [*faults, *([late] if max(days) > today else [])]


def _payers(claim: OpeningClaim, payers: set[str]) -> list[Fault]:
    named = {claim.payer_id, *(one.payer_id for one in claim.decisions if one.payer_id)}
    unknown = bool(payers) and not named <= payers
    return [{"place": "payer_id", "reason": "a payer is not in the payer directory of the site"}] if unknown else []


def _sums(claim: OpeningClaim) -> list[Fault]:
    """Lines are numbered once, and every decision adds up at line and claim level."""
    lines = [_line(claim, place) for place in range(len(claim.lines))]
    charges = {line.line_number: line.charge for line in lines}
    if len(charges) < len(lines):
        return [{"place": "lines", "reason": "two lines have the same number"}]
    return [fault for place, one in enumerate(claim.decisions) for fault in _out_of_balance(one, f"decisions[{place}]", charges, lines)]


def _out_of_balance(one: OldDecision, where: str, charges: dict[int, Decimal], lines: Sequence[CodedLine]) -> list[Fault]:
    numbers = [each.line_number for each in one.lines]
    if not set(numbers) <= charges.keys() or len(set(numbers)) < len(numbers):
        return [{"place": f"{where}.lines", "reason": "a line number is none of the claim's, or is named twice"}]
    faults: list[Fault] = []
    for place, each in enumerate(one.lines):
        difference = charges[each.line_number] - each.paid - sum((adjustment.amount for adjustment in each.adjustments), ZERO)
        faults += _fault(f"{where}.lines[{place}]", difference)
    reasons = (*one.adjustments, *(adjustment for each in one.lines for adjustment in each.adjustments))
    return [*faults, *_fault(where, _charge(one, lines) - _paid(one) - sum((adjustment.amount for adjustment in reasons), ZERO))]


def _fault(place: str, difference: Decimal) -> list[Fault]:
    return [{"place": place, "reason": f"charge less paid less adjustments is {difference:.2f} and must be 0.00"}] if difference else []

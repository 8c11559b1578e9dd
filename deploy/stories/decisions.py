"""What a payer says of one claim: from the plain values of a story to loop 2100 of an 835, and the exact negation of what was said before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from deploy.stories.format.payers import ClaimSaid, RemitLine
from deploy.stories.format.reasons import Reasons
from deploy.stories.format.story import Person
from shared.site.model import Payer
from shared.x12.translate.adjudication import ClaimGroup, InpatientAdjudication, OutpatientAdjudication
from shared.x12.translate.adjustment import Adjustment
from shared.x12.translate.naming import Name, Reference
from shared.x12.translate.remitted_claim import REVERSAL, Amount, Individual, Party, RemittedClaim, RemittedLine

GROUP = ClaimGroup("1")
INPATIENT = "11"
"""Facility code of stays."""
REMITTED, PREFERRED = frozenset({"12", "13", "14", "15", "16", "17", "AM", "CH", "DS", "HM", "LM", "MA", "MB", "MC", "OF", "TV", "VA", "WC"}), "12"
"""CLP06 has no code for commercial plans in general: they are said to be preferred provider organisations."""
MEDICARE = frozenset({"MA", "MB"})


@dataclass(frozen=True)
class Billed:
    """What is needed of a claim beside the payer's words."""

    number: str
    """CLM01."""
    icn: str
    member: str
    patient: Person | None
    """None for a claim that is nobody's here."""
    served: date
    units: Mapping[int, Decimal]
    facility_code: str = ""


def decided(said: ClaimSaid, billed: Billed, payer: Payer) -> RemittedClaim:
    """The claim as the payer remits it."""
    assert said.charge is not None
    assert said.paid is not None
    stays, medicare = billed.facility_code == INPATIENT, payer.claim_filing in MEDICARE
    return RemittedClaim(
        patient_control_number=billed.number,
        status=said.status,
        charge=said.charge,
        paid=said.paid,
        patient_responsibility=said.patient,
        filing_indicator=payer.claim_filing if payer.claim_filing in REMITTED else PREFERRED,
        payer_claim_control_number=billed.icn,
        facility_code=billed.facility_code,
        frequency=said.frequency,
        adjustments=_reasons(said.adjust),
        lines=tuple(_line(each, billed) for each in said.lines),
        patient=_person(billed),
        crossover=None,
        inpatient=InpatientAdjudication(Decimal(0), said.remarks) if stays and said.remarks else None,
        outpatient=OutpatientAdjudication(remarks=said.remarks) if not stays and (said.remarks or medicare) else None,
        statement_from=None if said.lines else billed.served,
        group=GROUP,
    )


def forwarded(claim: RemittedClaim, to: Payer) -> RemittedClaim:
    """The same, with the payer to whom it was passed on (NM1*TT)."""
    return replace(claim, crossover=Party(to.name, "PI", to.payer_id))


def taken_back(claim: RemittedClaim) -> RemittedClaim:
    """Every amount negated, nothing said of the patient's share (CLP05), nothing forwarded."""
    lines = tuple(replace(each, **_negated(each)) for each in claim.lines)
    return replace(claim, status=REVERSAL, patient_responsibility=None, crossover=None, lines=lines, **_negated(claim))


def _negated(said: RemittedClaim | RemittedLine) -> dict[str, Any]:
    amounts = tuple(replace(each, value=-each.value) for each in said.amounts)
    return {"charge": -said.charge, "paid": -said.paid, "adjustments": tuple(map(_opposite, said.adjustments)), "amounts": amounts}


def _opposite(adjustment: Adjustment) -> Adjustment:
    quantity = None if adjustment.quantity is None else -adjustment.quantity
    return replace(adjustment, amount=-adjustment.amount, quantity=quantity)


def _line(said: RemitLine, billed: Billed) -> RemittedLine:
    """SVC01 is the procedure, or the revenue code where there is none."""
    units = said.units if said.units is not None else billed.units.get(said.line or 0, Decimal(1))
    return RemittedLine(
        qualifier="HC" if said.code else "NU",
        code=said.code or said.revenue or "",
        charge=said.charge,
        paid=said.paid,
        modifiers=said.modifiers,
        revenue_code=said.revenue or "",
        paid_units=units,
        service_from=said.served or billed.served,
        service_to=said.served or billed.served,
        adjustments=_reasons(said.adjust),
        references=(Reference("6R", str(said.line)),) if said.line else (),
        amounts=(Amount("B6", said.allowed),) if said.allowed is not None else (),
        remarks=said.remarks,
    )


def _reasons(reasons: Reasons) -> tuple[Adjustment, ...]:
    return tuple(Adjustment(each.group, each.carc, each.amount, each.quantity) for each in reasons)


def _person(billed: Billed) -> Individual:
    name = Name(billed.patient.last, billed.patient.first) if billed.patient else Name("Testperson", "Another")
    return Individual(name, "MI" if billed.member else "", billed.member)

"""As which events denials' own intake tells what it takes in: with nothing but the 835 behind them."""

from __future__ import annotations

from datetime import date
from typing import Any

from shared.contracts.adjudication import ClaimPayment
from shared.contracts.denials import AdviceDuplicated, AdviceReceived, AdviceSetAside, DecisionReceived
from shared.contracts.values import ClaimKind
from shared.remittance.read import Facts
from shared.x12.translate.remittance import RemittanceHeader
from shared.x12.translate.remitted_claim import RemittedClaim


def _claim(claim: RemittedClaim, header: RemittanceHeader, told: dict[str, Any]) -> DecisionReceived:
    """Where the directory has no such payer, it keeps the name that the 835 gives it."""
    payer_id = told["payer_id"] or header.payer_id or header.payer_name
    payment = _dated(told["payment"], claim.statement_from)
    return DecisionReceived.model_validate({**told, "payer_id": payer_id, "kind": kind_of(claim), "payment": payment})


def kind_of(claim: RemittedClaim) -> ClaimKind:
    """Only a facility is paid by DRG or covered days, and only its lines have revenue codes. CLP08 does not tell: 11 is an office or a hospital."""
    facility = claim.drg or claim.covered_days is not None or any(line.revenue_code for line in claim.lines)
    return ClaimKind.INSTITUTIONAL if facility else ClaimKind.PROFESSIONAL


def _dated(payment: ClaimPayment, statement_from: date | None) -> ClaimPayment:
    """A line without a date of service (DTM*472 or 150) has that of the claim (DTM*232), as the guide says."""
    if statement_from is None or all(line.service_on for line in payment.lines):
        return payment
    lines = (line if line.service_on else line.model_copy(update={"service_on": statement_from}) for line in payment.lines)
    return payment.model_copy(update={"lines": tuple(lines)})


FACTS = Facts(received=AdviceReceived, set_aside=AdviceSetAside, duplicated=AdviceDuplicated, claim=_claim)

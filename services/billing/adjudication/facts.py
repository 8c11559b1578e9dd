"""As which events adjudication tells what its intake takes in."""

from __future__ import annotations

from typing import Any

from shared.contracts.adjudication import ClaimPaymentReceived, RemittanceDuplicated, RemittanceReceived, RemittanceSetAside
from shared.remittance.read import Facts
from shared.x12.translate.remittance import RemittanceHeader
from shared.x12.translate.remitted_claim import RemittedClaim


def _claim(claim: RemittedClaim, header: RemittanceHeader, told: dict[str, Any]) -> ClaimPaymentReceived:
    return ClaimPaymentReceived.model_validate(told)


FACTS = Facts(received=RemittanceReceived, set_aside=RemittanceSetAside, duplicated=RemittanceDuplicated, claim=_claim)

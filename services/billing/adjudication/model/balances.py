"""Balances of a claim, so arranged that what was charged is always fully explained."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from services.billing.adjudication.model import chart
from shared.contracts.adjudication import Balances


def balances(books: Mapping[str, Decimal], patient_credit: Decimal) -> Balances:
    """charged = payer_paid + contractual + written_off + patient_paid + patient_open + payer_open + denied_open + disputed.

    It holds because entries balance and no claim has entries on other accounts: `patient_paid` is what came from the patient, as cash or from
    credit, and did not go back to credit. Of a claim of an earlier system, the opening account stands for the charge.
    """

    def on(*accounts: str) -> Decimal:
        return sum((chart.balance(books, account) for account in accounts), Decimal("0.00"))

    return Balances(
        charged=-on(chart.REVENUE, chart.OPENING),
        payer_paid=on(chart.REMIT_CLEARING),
        contractual=on(chart.CONTRACTUAL, chart.SEQUESTRATION, chart.CAPITATION),
        patient_paid=on(chart.CASH, chart.PATIENT_CREDIT),
        payer_open=chart.payer_open(books),
        denied_open=on(chart.DENIED),
        disputed=on(chart.DISPUTED),
        patient_open=on(chart.PATIENT),
        patient_credit=patient_credit,
        written_off=on(*chart.WRITE_OFFS),
    )

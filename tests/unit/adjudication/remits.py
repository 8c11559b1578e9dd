"""Synthetic bills and remittances: amounts of the acceptance scenarios, people and payers invented.

A line is (code, charge, paid, [(group, carc, amount), …]); a code such as `99214:25` carries a modifier, `NU:0250` is a revenue code alone,
`0750|HC:45385` a revenue code with a procedure.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from shared.contracts.adjudication import (
    Adjustment,
    ClaimPayment,
    ClaimPaymentReceived,
    DepositRecorded,
    PatientPaymentRecorded,
    ProviderAdjustment,
    RemittanceReceived,
    RemittedLine,
)
from shared.contracts.coding import CodedLine
from shared.contracts.event import Event
from shared.contracts.submission import ClaimSubmitted
from shared.contracts.values import Actor, ClaimId, ClaimKind, CoverageId, Document, EncounterId, InterchangeId, PayerId, RemittanceId

Line = tuple[str, str, str, list[tuple[str, str, str]]]
SERVICE = date(2026, 9, 10)
SENT = date(2026, 9, 14)
PAID = date(2026, 10, 1)
DOCUMENT = Document(sha256="0" * 64, size=1, kind="835")
CLERK = Actor(id="clerk-7")


def service(code: str) -> tuple[str | None, str | None, tuple[str, ...]]:
    """(procedure, revenue code, modifiers) of a code as written above."""
    revenue, _, procedure = code.rpartition("|")
    if procedure.startswith("NU:"):
        return None, procedure[3:], ()
    procedure, *modifiers = procedure.removeprefix("HC:").split(":")
    return procedure, revenue or None, tuple(modifiers)


def billed_line(number: int, code: str, charge: str, units: str = "1") -> CodedLine:
    procedure, revenue, modifiers = service(code)
    return CodedLine(
        line_number=number,
        code=procedure,
        revenue_code=revenue,
        modifiers=modifiers,
        units=Decimal(units),
        charge=Decimal(charge),
        service_on=SERVICE,
    )


def submitted(claim: str, codes: Sequence[tuple[str, ...]], number: int = 1, on: date = SENT, **changes: Any) -> ClaimSubmitted:
    """A claim whose encounter is `visit-<claim>`."""
    lines = tuple(billed_line(place, *code) for place, code in enumerate(codes, start=1))
    values: dict[str, Any] = {
        "claim_id": ClaimId(claim),
        "encounter_id": EncounterId(f"visit-{claim}"),
        "submission": number,
        "interchange_id": InterchangeId("I1"),
        "reference": "R1",
        "kind": ClaimKind.PROFESSIONAL,
        "frequency": "1",
        "payer_id": PayerId("NWHP1"),
        "coverage_id": CoverageId("C1"),
        "service_from": SERVICE,
        "service_to": SERVICE,
        "lines": lines,
        "total": sum((line.charge for line in lines), Decimal(0)),
        "submitted_on": on,
        "document": Document(sha256="1" * 64, size=1, kind="837P"),
    }
    return ClaimSubmitted.model_validate({**values, **changes})


def remitted_line(number: int | None, line: Line) -> RemittedLine:
    code, charge, paid, adjustments = line
    procedure, revenue, modifiers = service(code)
    reasons = tuple(Adjustment(group=group, carc=carc, amount=Decimal(amount)) for group, carc, amount in adjustments)
    return RemittedLine(
        line_number=number,
        code=procedure,
        revenue_code=revenue,
        modifiers=modifiers,
        charge=Decimal(charge),
        paid=Decimal(paid),
        adjustments=reasons,
        service_on=SERVICE,
    )


def payment(status: str, lines: Sequence[Line], ordinal: int = 1, icn: str = "ICN1", numbered: bool = True, **changes: Any) -> ClaimPayment:
    """A CLP whose totals are those of its lines; line numbers are echoed unless `numbered` is false."""
    remitted = tuple(remitted_line(place if numbered else None, line) for place, line in enumerate(lines, start=1))
    values: dict[str, Any] = {
        "ordinal": ordinal,
        "status": status,
        "charge": sum((line.charge for line in remitted), Decimal(0)),
        "paid": sum((line.paid for line in remitted), Decimal(0)),
        "payer_claim_control_number": icn,
        "lines": remitted,
    }
    return ClaimPayment.model_validate({**values, **changes})


def negated(lines: Sequence[Line]) -> list[Line]:
    def minus(amount: str) -> str:
        return str(-Decimal(amount) + 0)

    return [
        (code, minus(charge), minus(paid), [(group, carc, minus(amount)) for group, carc, amount in reasons]) for code, charge, paid, reasons in lines
    ]


def remittance(trace: str, *claims: tuple[str, ClaimPayment], plb: Sequence[tuple[str, str]] = (), day: int = 0, payer: str = "NWHP1") -> list[Event]:
    """What intake makes of one balanced 835: the payment and one event for each claim."""
    on = PAID + timedelta(days=day)
    adjustments = tuple(ProviderAdjustment(code=code, amount=Decimal(amount)) for code, amount in plb)
    paid = sum((one.paid for _, one in claims), Decimal(0)) - sum((one.amount for one in adjustments), Decimal(0))
    head = {"remittance_id": RemittanceId(f"R-{trace}"), "payer_id": PayerId(payer) if payer else None, "trace_number": trace, "remitted_on": on}
    received = RemittanceReceived.model_validate(
        {
            **head,
            "payer_originator": "1999999999",
            "total_paid": paid,
            "method": "ACH",
            "claims": len(claims),
            "provider_adjustments": adjustments,
            "document": DOCUMENT,
        }
    )
    payments = [
        ClaimPaymentReceived.model_validate(
            {**head, "claim_id": claim, "payment": one.model_copy(update={"ordinal": place}), "document": DOCUMENT},
        )
        for place, (claim, one) in enumerate(claims, start=1)
    ]
    return [received, *payments]


def deposit(trace: str, amount: str, day: int = 2) -> DepositRecorded:
    return DepositRecorded(trace_number=trace, amount=Decimal(amount), deposited_on=PAID + timedelta(days=day), actor=CLERK)


def patient_pays(claim: str, amount: str, on: date = SERVICE) -> PatientPaymentRecorded:
    return PatientPaymentRecorded(
        encounter_id=EncounterId(f"visit-{claim}"), amount=Decimal(amount), method="card", received_on=on, actor=CLERK, reason="paid at the desk"
    )


S1_BILL = [("99213", "150.00"), ("85025", "40.00")]
S1: list[Line] = [("99213", "150.00", "67.00", [("CO", "45", "58.00"), ("PR", "3", "25.00")]), ("85025", "40.00", "10.50", [("CO", "45", "29.50")])]
S4_BILL = [("99214", "210.00"), ("20610", "180.00"), ("J1010", "30.00", "40")]
S4_AGAIN = [("99214:25", "210.00"), ("20610", "180.00"), ("J1010", "30.00", "40")]
S4_REST: list[Line] = [
    ("20610", "180.00", "108.00", [("CO", "45", "60.00"), ("PR", "2", "12.00")]),
    ("J1010", "30.00", "10.00", [("CO", "45", "20.00")]),
]
S4_FIRST: list[Line] = [("99214", "210.00", "0.00", [("CO", "97", "210.00")]), *S4_REST]
S4_SECOND: list[Line] = [("99214:25", "210.00", "115.20", [("CO", "45", "82.00"), ("PR", "2", "12.80")]), *S4_REST]
S5A: list[Line] = [("99214:25", "210.00", "0.00", [("PR", "27", "210.00")]), ("20610", "180.00", "0.00", [("PR", "27", "180.00")]),
                   ("J1010", "30.00", "0.00", [("PR", "27", "30.00")])]  # fmt: skip
S5B_FIRST: list[Line] = [("99205", "420.00", "233.20", [("CO", "45", "162.00"), ("PR", "2", "24.80")])]
S5B_SECOND: list[Line] = [("99205", "420.00", "180.00", [("CO", "45", "220.00"), ("PR", "2", "20.00")])]
S7_MEDICARE: list[Line] = [("99214", "250.00", "109.76", [("CO", "45", "110.00"), ("CO", "253", "2.24"), ("PR", "2", "28.00")])]
S7_MEDIGAP: list[Line] = [("99214", "250.00", "28.00", [("OA", "23", "222.00")])]
S8_PRIMARY: list[Line] = [("99205", "500.00", "160.00", [("CO", "45", "200.00"), ("PR", "1", "100.00"), ("PR", "2", "40.00")])]
S8_SECONDARY: list[Line] = [("99205", "500.00", "120.00", [("OA", "23", "360.00"), ("PR", "3", "20.00")])]
S9A: list[Line] = [("99204", "320.00", "0.00", [("CO", "45", "110.00"), ("PR", "1", "210.00")])]
S9B: list[Line] = [("99214", "95.00", "0.00", [("CO", "24", "95.00")])]
S10_BILL = [("0750|HC:45385", "6900.00"), ("NU:0250", "600.00"), ("NU:0710", "900.00")]
S10_REST: list[Line] = [("NU:0250", "600.00", "0.00", [("CO", "97", "600.00")]), ("NU:0710", "900.00", "0.00", [("CO", "97", "900.00")])]
S10_FIRST: list[Line] = [("0750|HC:45385", "6900.00", "3240.00", [("CO", "45", "3300.00"), ("PR", "2", "360.00")]), *S10_REST]
S10_SECOND: list[Line] = [("0750|HC:45385", "6900.00", "3780.00", [("CO", "45", "2700.00"), ("PR", "2", "420.00")]), *S10_REST]
S11: list[Line] = [("99204", "275.00", "150.00", [("CO", "45", "105.00"), ("PR", "3", "20.00")])]

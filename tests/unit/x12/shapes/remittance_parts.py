"""Invented payments: what the shapes of an 835 are put together from."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from shared.x12.translate.adjudication import ClaimGroup
from shared.x12.translate.adjustment import Adjustment
from shared.x12.translate.claim import Address, Name, Reference
from shared.x12.translate.naming import Contact
from shared.x12.translate.remittance import ProviderAdjustment, RemittanceDocument, RemittanceHeader
from shared.x12.translate.remittance_header import BankAccount
from shared.x12.translate.remitted_claim import Amount, Individual, RemittedClaim, RemittedLine

D = Decimal
DAY, NEXT = date(2026, 10, 5), date(2026, 10, 6)
PAID_ON, YEAR_END = date(2026, 11, 16), date(2026, 12, 31)
HOSPITAL = "1234567893"
GROUP = ClaimGroup("1")
JANE = Individual(Name("DOE", "JANE", "R"), "MI", "NWA100200")
JOHN = Individual(Name("DOE", "JOHN"), "MI", "NWA100201")
ALVAREZ = Individual(Name("ALVAREZ", "MARIA"), "XX", "1003000126")
Reason = tuple[str, str, str] | tuple[str, str, str, str]


def header(**changes: object) -> RemittanceHeader:
    """Northwind pays Riverbend by transfer."""
    values: dict[str, object] = {
        "set_control_number": "0001",
        "paid": D(0),
        "handling": "I",
        "credit_debit": "C",
        "method": "ACH",
        "payment_format": "CCP",
        "payer_account": BankAccount("071000013", "111222333"),
        "payer_company": "1841234567",
        "payee_account": BankAccount("071000013", "444555666"),
        "paid_on": PAID_ON,
        "trace": "TRACE77",
        "originator_id": "1841234567",
        "receiver_id": "CLEARPATH1",
        "produced_on": date(2026, 11, 15),
        "payer_name": "NORTHWIND HEALTH PLAN",
        "payer_plan_id": "NWHP1",
        "payer_address": Address("1 NORTH WAY", "COLUMBUS", "OH", "43004"),
        "payer_ids": (Reference("2U", "NW-2U"),),
        "payer_contacts": (Contact("CLAIMS DESK", (("TE", "6145550100"),), "BL"),),
        "payee_name": "RIVERBEND HOSPITAL",
        "payee_qualifier": "XX",
        "payee_id": HOSPITAL,
        "payee_ids": (Reference("TJ", "841234567"),),
    }
    return RemittanceHeader(**{**values, **changes})  # type: ignore[arg-type]


BY_CHECK: dict[str, object] = {"method": "CHK", "payment_format": "", "payer_account": None, "payer_company": "", "payee_account": None}
BY_NOTHING: dict[str, object] = {**BY_CHECK, "method": "NON", "handling": "H"}


def reasons(*found: Reason) -> tuple[Adjustment, ...]:
    """Adjustments from (group, code, amount) or with units."""
    return tuple(Adjustment(each[0], each[1], D(each[2]), D(each[3]) if len(each) > 3 else None) for each in found)


def line(code: str, charge: str, paid: str, *found: Reason, **changes: object) -> RemittedLine:
    """A line of a procedure on one day."""
    values: dict[str, object] = {"qualifier": "HC", "service_from": DAY, "service_to": DAY}
    return RemittedLine(code=code, charge=D(charge), paid=D(paid), adjustments=reasons(*found), **{**values, **changes})  # type: ignore[arg-type]


VISIT = line(
    "99213",
    "150",
    "92",
    ("CO", "45", "33"),
    ("PR", "3", "25"),
    modifiers=("25",),
    references=(Reference("6R", "1"),),
    amounts=(Amount("B6", D(117)),),
)
TEST = line("85025", "40", "12.5", ("CO", "45", "27.5"), references=(Reference("6R", "2"),))


def claim(*lines: RemittedLine, own: Sequence[Reason] = (), **changes: object) -> RemittedClaim:
    """A paid claim whose sums are those of its lines and its own adjustments; `charge` or `paid` where there are no lines."""
    values: dict[str, object] = {
        "patient_control_number": "ACCT-1",
        "status": "1",
        "charge": sum((each.charge for each in lines), D(0)),
        "paid": sum((each.paid for each in lines), D(0)) - sum((D(each[2]) for each in own), D(0)),
        "patient_responsibility": None,
        "filing_indicator": "HM",
        "payer_claim_control_number": "ICN0001",
        "facility_code": "11",
        "frequency": "1",
        "adjustments": reasons(*own),
        "lines": lines,
        "patient": JANE,
        "group": GROUP,
    }
    made = RemittedClaim(**{**values, **changes})  # type: ignore[arg-type]
    owed = made.patient_total()
    return replace(made, patient_responsibility=owed) if owed > 0 and "patient_responsibility" not in changes else made


def withheld(code: str, amount: str, reference: str = "", provider: str = HOSPITAL) -> ProviderAdjustment:
    """An entry of a PLB."""
    return ProviderAdjustment(provider, YEAR_END, code, reference, D(amount))


def payment(*claims: RemittedClaim, plb: Sequence[ProviderAdjustment] = (), **changes: object) -> RemittanceDocument:
    """A payment that balances."""
    paid = sum((each.paid for each in claims), D(0)) - sum((each.amount for each in plb), D(0))
    return RemittanceDocument(header(**{"paid": paid, **changes}), claims, tuple(plb))

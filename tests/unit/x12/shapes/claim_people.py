"""Invented people, places and payers for shapes of claims. All spelled so that they are read back as they were written."""

from dataclasses import replace
from datetime import date
from decimal import Decimal as D

from shared.x12.translate.claim import (
    Address,
    ClaimDocument,
    Diagnosis,
    Name,
    OtherPayer,
    Patient,
    Payer,
    Provider,
    ServiceLine,
    Stay,
    Subscriber,
)

DAY = date(2026, 10, 5)
STREET = Address("100 RIVERBEND WAY", "SPRINGFIELD", "OH", "455011234")
HOME = Address("12 ELM STREET", "SPRINGFIELD", "OH", "45502", "APT 3")
TORONTO = Address("1 KING STREET WEST", "TORONTO", "ON", "M5H1A1", country="CA")
LYON = Address("4 RUE MERCIERE", "LYON", postal_code="69002", country="FR", subdivision="69")
GROUP = Provider("1245319599", Name("RIVERBEND PHYSICIANS"), taxonomy="207Q00000X", tax_id="841234567", address=STREET)
HOSPITAL = Provider("1234567893", Name("RIVERBEND HOSPITAL"), taxonomy="282N00000X", tax_id="841234567", address=STREET)
SOLO = Provider("1003000126", Name("ALVAREZ", "MARIA", "L"), True, "207Q00000X", "841234567", address=STREET)
ALVAREZ = Provider("1003000126", Name("ALVAREZ", "MARIA"), True, "207Q00000X")
BRANDT = Provider("1003000134", Name("BRANDT", "JONAS", "K", "MD"), True)
GREEN = replace(ALVAREZ, taxonomy="")
LAB = Provider("1234567893", Name("RIVERBEND LABORATORY"), address=STREET)
NORTHWIND = Payer("NORTHWIND HEALTH PLAN", "NWHP1")
CASCADE = Payer("CASCADE MUTUAL", "CASC2", address=Address("1 CASCADE PLAZA", "PORTLAND", "OR", "97201"))
MEDICARE = Payer("MEDICARE OF THE VALLEY", "MCVAL")
ROY = Subscriber("NWA100200", Name("ROY", "ZOE", "R"), date(1980, 2, 29), "F", HOME, "G-77")
HELD = replace(ROY, born_on=None, sex="U")
LEE = Subscriber("CSB300400", Name("LEE", "SAMUEL"), group_name="ACME WORKS")
ADA = Patient("19", Name("LEE", "ADA"), date(2015, 3, 4), "F", HOME)
BEN = Patient("01", Name("LEE", "BEN", suffix="JR"), date(1977, 8, 9), "M", HOME)
OLD = Subscriber("1EG4TE5MK73", Name("ROY", "EDNA"), date(1944, 1, 31), "F", HOME, filing_indicator="MB")
HURT = Subscriber("WC-7781", Name("ACME WORKS"), person=False, filing_indicator="WC", group_number="")


def line(charge: str, code: str = "99213", **more: object) -> ServiceLine:
    """A line of a visit that points to the first diagnosis."""
    values: dict[str, object] = {"units": D(1), "on": DAY, "code": code, "pointers": (1,), **more}
    return ServiceLine(D(charge), **values)  # type: ignore[arg-type]


def visit(number: str, *lines: ServiceLine, **more: object) -> ClaimDocument:
    """A professional claim of these lines, 837P."""
    lines = lines or (line("150"),)
    values: dict[str, object] = {
        "kind": "professional",
        "patient_control_number": number,
        "charge": sum((each.charge for each in lines), D(0)),
        "place": "11",
        "billing": GROUP,
        "subscriber": ROY,
        "payer": NORTHWIND,
        "diagnoses": (Diagnosis("E119"), Diagnosis("I10")),
        "lines": lines,
    }
    return ClaimDocument(**(values | more))  # type: ignore[arg-type]


def revenue(charge: str, revenue_code: str, code: str = "", **more: object) -> ServiceLine:
    """A line of a hospital bill."""
    values: dict[str, object] = {"units": D(1), "on": DAY, "revenue_code": revenue_code, "code": code, **more}
    return ServiceLine(D(charge), **values)  # type: ignore[arg-type]


def stay(**more: object) -> Stay:
    """An outpatient's day."""
    values: dict[str, object] = {
        "from_on": DAY,
        "through_on": DAY,
        "patient_status": "01",
        "admission_type": "3",
        "admission_source": "1",
        "attending": ALVAREZ,
    }
    return Stay(**(values | more))  # type: ignore[arg-type]


def bill(number: str, *lines: ServiceLine, **more: object) -> ClaimDocument:
    """An institutional claim of these lines, 837I, outpatient unless said otherwise."""
    lines = lines or (revenue("180", "0361", "20610"),)
    values: dict[str, object] = {
        "kind": "institutional",
        "patient_control_number": number,
        "charge": sum((each.charge for each in lines), D(0)),
        "place": "13",
        "billing": HOSPITAL,
        "subscriber": ROY,
        "payer": NORTHWIND,
        "diagnoses": (Diagnosis("M1711"),),
        "lines": lines,
        "stay": stay(),
    }
    return ClaimDocument(**(values | more))  # type: ignore[arg-type]


def earlier(payer: Payer, subscriber: Subscriber, **more: object) -> OtherPayer:
    """A payer before the one who is billed."""
    return OtherPayer(payer, subscriber, **more)  # type: ignore[arg-type]

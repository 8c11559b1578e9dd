"""The facts of the demonstration world that a hospital's own systems would hold: prices, places, people at work, calendar."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

FIRST_VISIT, LAST_VISIT = date(2026, 9, 1), date(2026, 10, 30)


@dataclass(frozen=True)
class Price:
    """What the hospital charges for one unit, and the revenue code under which a facility claim bills it."""

    revenue_code: str
    charge: Decimal


@dataclass(frozen=True)
class Place:
    id: str
    name: str
    npi: str


@dataclass(frozen=True)
class Doctor:
    npi: str
    last: str
    first: str


PRICES = {
    code: Price(revenue_code, Decimal(charge))
    for code, revenue_code, charge in (
        ("99213", "0510", "150.00"),
        ("99214", "0510", "210.00"),
        ("99204", "0510", "325.00"),
        ("G0439", "0510", "180.00"),
        ("G0463", "0510", "260.00"),
        ("85025", "0305", "40.00"),
        ("20610", "0361", "180.00"),
        ("J1010", "0636", "0.75"),
        ("J3301", "0636", "12.00"),
        ("J1885", "0636", "4.00"),
        ("G0008", "0771", "45.00"),
        ("A4550", "0270", "35.00"),
        ("L1830", "0274", "130.00"),
        ("73721", "0610", "412.00"),
        ("G0105", "0750", "2900.00"),
        ("45385", "0750", "6900.00"),
        ("", "0250", "600.00"),
        ("", "0710", "900.00"),
    )
    for code in (code or revenue_code,)
}
"""By procedure code; by revenue code where the line has no procedure code."""

CLINIC = Place("clinic", "Riverbend Clinic", "1245319599")
HOSPITAL = Place("hospital", "Riverbend Hospital", "1234567893")
DOCTORS = (Doctor("1003000126", "Alvarez", "Maria"), Doctor("1003000134", "Brandt", "Jonas"), Doctor("1003000142", "Chen", "Li"))
PAYER_NAMES = {"NWHP1": "Northwind Health Plan", "CASC2": "Cascade Mutual", "FEDS3": "Federal Senior Health", "MYST9": "Mystery Mutual"}
MEMBER_PREFIXES = {
    ("NWHP1", "A"): "NWA",
    ("NWHP1", "B"): "NWB",
    ("NWHP1", "C"): "NWC",
    ("CASC2", "A"): "CSA",
    ("CASC2", "B"): "CSB",
    ("FEDS3", "A"): "FSA",
    ("MYST9", "A"): "MYS",
}

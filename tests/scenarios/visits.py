"""Three invented patients as the payers know them, and their visits as the hospital's records tell them."""

from __future__ import annotations

from typing import Any

MEMBERS = """
NWHP1,NWA1000040,Testoak,Ada,1980-01-01,F,A,2026-01-01,,,,,,
NWHP1,NWC1000077,Testelm,Bert,1971-02-03,M,C,2026-01-01,,,,,,
NWHP1,NWB1000114,Testfir,Cleo,1965-04-05,F,B,2026-01-01,,,,,,
"""
PRICES = {"99213": "150.00", "85025": "40.00", "99204": "325.00", "99214": "210.00", "20610": "180.00"}


def person(mrn: str, last: str, first: str, birth_date: str, sex: str) -> dict[str, Any]:
    address = {"line": "1 Example Street", "city": "Springfield", "state": "OH", "postal_code": "455011234"}
    return {"mrn": mrn, "name": {"last": last, "first": first}, "birth_date": birth_date, "sex": sex, "address": address, "phone": "9375550110"}


def visit(number: str, on: str, patient: dict[str, Any], member_id: str, charges: list[dict[str, Any]], diagnoses: tuple[str, ...]) -> dict[str, Any]:
    """A professional visit at the clinic, insured with Northwind, complete as far as the desk can see."""
    return {
        "visit_number": number,
        "source_system": "registration",
        "patient": patient,
        "coverages": [{"payer_id": "NWHP1", "member_id": member_id}],
        "consent_on_file": True,
        "encounter": {
            "facility_id": "clinic",
            "service_from": on,
            "rendering_npi": "1003000126",
            "diagnoses": [{"code": code, "rank": rank} for rank, code in enumerate(diagnoses, 1)],
            "charges": charges,
        },
    }


def charge(code: str, units: str = "1", amount: str | None = None) -> dict[str, Any]:
    return {"code": code, "units": units, "amount": amount or PRICES[code]}


ADA = person("MRN1", "Testoak", "Ada", "1980-01-01", "F")
BERT = person("MRN2", "Testelm", "Bert", "1971-02-03", "M")
CLEO = person("MRN3", "Testfir", "Cleo", "1965-04-05", "F")
OFFICE_VISIT = visit("V1", "2026-09-14", ADA, "NWA1000040", [charge("99213"), charge("85025")], ("R5383", "D649"))
MISTYPED_CARD = visit("V3", "2026-10-06", BERT, "NWC1000078", [charge("99204")], ("E119", "I10"))
"""One digit of the member id is wrong; the payer's 271 still finds the member by name and birth date."""
INJECTED_KNEE = visit("V4", "2026-09-28", CLEO, "NWB1000114", [charge("99214"), charge("20610"), charge("J1010", "40", "30.00")], ("M1711", "M25561"))
"""A visit and a joint injection on one day, without modifier 25."""

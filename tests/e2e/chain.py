"""Encounters that others wrote (JSON of one system, HL7 v2 and 837 of another), told as visits of our own clinic and hospital.

Kept from the source: who, when, diagnoses, services, modifiers, units, charges. Ours: payer, facility, provider and member ids, for those that
the sources name are not in our directories.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from tests.scenarios.world import SITE
from tests.unit.x12.outside import OUTSIDE

FOLDER = OUTSIDE / "chain_encounter_to_claim"
BEGINNING = "2024-01-01"
Visit = dict[str, Any]


def visits() -> list[Visit]:
    """All encounters of the folder, with or without services."""
    return [*_family(), *_colon(), _ear()]


def roster(told: Iterable[Visit]) -> str:
    """The people of the visits, as members of the plan that their cards name."""
    rows = {}
    for visit in told:
        patient, card = visit["patient"], visit["coverages"][0]["member_id"]
        name = patient["name"]
        rows[card] = f"NWHP1,{card},{name['last']},{name['first']},{patient['birth_date']},{patient['sex']},C,2024-01-01,,,,,,"
    return "\n".join(rows.values())


def site_for(told: Iterable[Visit], folder: Path) -> Path:
    """Our site file, begun two years earlier, with the codes of these visits in its table of procedures."""
    shutil.copytree(SITE.parent, folder)
    for path in folder.iterdir():
        path.write_text(path.read_text().replace("2026-01-01", BEGINNING))
    table = folder / "codes.csv"
    known = {line.split(",")[0] for line in table.read_text().splitlines()}
    used = {charge["code"] for visit in told for charge in visit["encounter"]["charges"] if charge["code"]}
    with table.open("a") as lines:
        lines.writelines(f"{code},cpt,*,{BEGINNING},\n" for code in sorted(used - known))
    return folder / SITE.name


def _visit(number: str, source: str, patient: Visit, on: str, until: str, care: Visit) -> Visit:
    card = f"NWC{sum(map(ord, patient['mrn'])) * 7919 % 10**7:07d}"
    return {
        "visit_number": number,
        "source_system": source,
        "patient": patient,
        "coverages": [{"payer_id": "NWHP1", "member_id": card}],
        "consent_on_file": True,
        "encounter": {"facility_id": "clinic", "service_from": on, "service_to": until, "rendering_npi": "1003000126", **care},
    }


def _person(mrn: str, last: str, first: str, birth_date: str, sex: str, *address: str) -> Visit:
    line, city, state, postal_code = address
    address_told = {"line": line, "city": city, "state": state, "postal_code": postal_code}
    return {"mrn": mrn, "name": {"last": last, "first": first}, "birth_date": birth_date, "sex": sex, "address": address_told}


def _diagnoses(codes: Iterable[str]) -> list[Visit]:
    return [{"code": code, "rank": rank} for rank, code in enumerate(codes, 1)]


def _charge(code: str | None, amount: Any, units: Any = 1, modifiers: Iterable[str] = (), revenue_code: str | None = None) -> Visit:
    return {"code": code, "amount": f"{float(amount):.2f}", "units": str(units), "modifiers": list(modifiers), "revenue_code": revenue_code}


def _read(*path: str) -> Any:
    return json.loads(FOLDER.joinpath(*path).read_text())


def _family() -> Iterator[Visit]:
    """Office visits of a family: enrolment says who, encounters say what."""
    enrolled = _read("oswald-family-enrollment", "enrollment.json")
    home = enrolled["subscriber"]["address"]
    people = {one["memberId"]: one for one in (enrolled["subscriber"], *enrolled["dependents"])}
    for one in _read("oswald-family-enrollment", "encounters.json")["encounters"]:
        who = people[one["memberId"]]
        address = home["line1"], home["city"], home["state"], home["zipCode"]
        patient = _person(one["memberId"], who["lastName"], who["firstName"], who["dateOfBirth"], who["gender"], *address)
        charges = [_charge(each["code"], each["charge"]) for each in one["procedures"]]
        care = {"diagnoses": _diagnoses(each["code"] for each in one["diagnoses"]), "charges": charges}
        yield _visit(one["encounterId"], "family practice", patient, one["serviceDate"], one["serviceDate"], care)


def _colon() -> Iterator[Visit]:
    """Screening, consultation, surgery and follow-up of one patient. The claims hold the charges; the follow-up was never charged.

    The surgery is a stay. Its claim ends with the total of a paper form (revenue code 0001), which is left out: it is no service.
    """
    told, folder = _read("mark-oswald-colorectal-cancer", "patient.json"), "mark-oswald-colorectal-cancer"
    who = told["patient"]
    home = who["address"]
    address = home["street_address"], home["city"], home["state"], home["postal_code"]
    patient = _person(who["mrn"], who["name"]["family_name"], who["name"]["given_name"], who["birth_date"], who["gender"], *address)
    for claim in _read(folder, "claims.json")["claims"]:
        stay = claim.get("service_dates") or {}
        on, until = stay.get("admission", claim.get("service_date")), stay.get("discharge", claim.get("service_date"))
        charges = [_claim_line(line) for line in claim["service_lines"] if line.get("revenue_code") != "0001"]
        care = {"diagnoses": _diagnoses(each["code"] for each in claim["diagnoses"]), "charges": charges}
        yield _visit(claim["encounter_id"], "hospital", patient, on, until, {**care, **(_stay(told["surgical_encounter"], claim) if stay else {})})
    last = told["oncology_followup"]
    care = {"diagnoses": _diagnoses(each["code"] for each in last["diagnoses"]), "charges": []}
    yield _visit(last["encounter_id"], "hospital", patient, last["encounter_date"], last["encounter_date"], care)


def _stay(encounter: Visit, claim: Visit) -> Visit:
    """What an inpatient bill needs besides: the encounter says when, where to and what was found on admission, the sender's 837I how (CL1)."""
    rows = FOLDER.joinpath("mark-oswald-colorectal-cancer", "claim-837i-surgery.edi").read_text().replace("\n", "").split("~")
    _, admission_type, admission_source, _ = next(row for row in rows if row.startswith("CL1")).split("*")
    marked = [{"code": each["code"], "rank": each["sequence"], "present_on_admission": each["poa"]} for each in encounter["diagnoses"]]
    performed = [{"system": "icd10pcs", "code": each["code"], "performed_on": each["date"]} for each in claim["procedures"]]
    stay = {
        "admitted_at": encounter["admission_datetime"],
        "discharged_at": encounter["discharge_datetime"],
        "admission_type": admission_type,
        "admission_source": admission_source,
        "patient_status": encounter["discharge_disposition"],
        "admitting_diagnosis": {"code": claim["admitting_diagnosis"]["code"]},
    }
    return {"facility_id": "hospital", "diagnoses": marked, "procedures": performed, "stay": stay}


def _claim_line(line: Visit) -> Visit:
    amount = line.get("charge_amount", line.get("charge"))
    return _charge(line.get("procedure_code", line.get("cpt")), amount, line["units"], revenue_code=line.get("revenue_code"))


def _ear() -> Visit:
    """An emergency visit: HL7 v2 (A03) says who and why, the 837P of the sender what was charged."""
    folder = FOLDER / "miles-oswald-ear-infection"
    segments = [line.split("|") for line in (folder / "adt-a03-discharge.hl7").read_text().splitlines()]
    pid, pv1 = (next(row for row in segments if row[0] == name) for name in ("PID", "PV1"))
    last, first = pid[5].split("^")[:2]
    street, _, city, state, postal_code = pid[11].split("^")[:5]
    patient = _person(pid[3].split("^")[0], last, first, _day(pid[7]), pid[8], street, city, state, postal_code)
    lines = [row.split("*") for row in (folder / "claim-837p.edi").read_text().replace("\n", "").split("~")]
    charges = [_service(row) for row in lines if row[0] == "SV1"]
    care = {"diagnoses": _diagnoses(row[3].split("^")[0] for row in segments if row[0] == "DG1"), "charges": charges}
    on = _day(next(row[2] for row in segments if row[0] == "EVN"))
    return _visit(next(field for field in pv1 if field.startswith("ENC")), "emergency", patient, on, on, care)


def _service(row: list[str]) -> Visit:
    _, code, *modifiers = row[1].split(":")
    return _charge(code, row[2], row[4], modifiers)


def _day(text: str) -> str:
    return f"{text[:4]}-{text[4:6]}-{text[6:8]}"

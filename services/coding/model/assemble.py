"""What was documented, with the coders' corrections on top, as the draft of a claim's codes. Nothing is guessed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from services.coding.model.reference import Reference
from shared.contracts.coding import CodedDiagnosis, CodingCorrected, LineCorrection
from shared.contracts.eligibility import CapturedCharge, DocumentedDiagnosis, DocumentedProcedure, EncounterOpened
from shared.contracts.values import ClaimKind, cents
from shared.site.model import Site

MOST_POINTERS = 4


@dataclass(frozen=True, slots=True)
class DraftLine:
    """A line on its way to a claim; what is None is not known yet."""

    line_number: int
    code: str | None
    modifiers: tuple[str, ...]
    revenue_code: str | None
    units: Decimal
    charge: Decimal | None
    service_on: date
    documented_as: str = ""
    """The system of a procedure that named no billable code (`snomed`, `other`); empty otherwise."""


@dataclass(frozen=True, slots=True)
class Draft:
    kind: ClaimKind
    service_from: date
    service_to: date
    diagnoses: tuple[CodedDiagnosis, ...]
    unmapped: tuple[int, ...]
    """Positions of documented diagnoses that have no ICD-10-CM code here."""
    lines: tuple[DraftLine, ...]

    def pointers(self) -> tuple[int, ...]:
        """Professional lines point to the first diagnoses, four at most (SV107); facility lines point to none."""
        if self.kind is ClaimKind.INSTITUTIONAL:
            return ()
        return tuple(range(1, min(MOST_POINTERS, len(self.diagnoses)) + 1))


def assemble(opened: EncounterOpened, corrections: tuple[CodingCorrected, ...], reference: Reference) -> Draft:
    """The encounter as the coding desk sees it after every correction so far."""
    diagnoses, unmapped = _diagnoses(opened, reference.site)
    lines = _lines(opened, reference.site)
    for correction in corrections:
        if correction.diagnoses is not None:
            diagnoses, unmapped = _unique(correction.diagnoses), ()
        lines = tuple(_corrected(line, correction.lines, reference.site) for line in lines)
    return Draft(opened.kind, opened.service_from, opened.service_to, diagnoses, unmapped, lines)


def undotted(code: str) -> str:
    """ICD-10-CM as X12 wants it (HI, no decimal point)."""
    return code.replace(".", "").strip().upper()


def _diagnoses(opened: EncounterOpened, site: Site) -> tuple[tuple[CodedDiagnosis, ...], tuple[int, ...]]:
    ranked = sorted(enumerate(opened.diagnoses), key=lambda each: (each[1].rank if each[1].rank is not None else 999, each[0]))
    found, unmapped = [], []
    for place, documented in ranked:
        code = _icd(documented, site, opened.service_to)
        if code is None:
            unmapped.append(place)
        else:
            found.append(CodedDiagnosis(code=code, present_on_admission=documented.present_on_admission))
    return _unique(tuple(found)), tuple(unmapped)


def _icd(documented: DocumentedDiagnosis, site: Site, on: date) -> str | None:
    if documented.system == "icd10cm" and documented.code:
        return undotted(documented.code)
    mapped = site.mapped(documented.system, documented.code, on)
    return undotted(mapped.target_code) if mapped and mapped.target_system == "icd10cm" else None


def _unique(diagnoses: tuple[CodedDiagnosis, ...]) -> tuple[CodedDiagnosis, ...]:
    """A claim names a diagnosis once; the first mention keeps its place."""
    first = {undotted(each.code): each for each in reversed(diagnoses)}
    order = dict.fromkeys(undotted(each.code) for each in diagnoses)
    return tuple(first[code].model_copy(update={"code": code}) for code in order)


def _lines(opened: EncounterOpened, site: Site) -> tuple[DraftLine, ...]:
    """Captured charges where the source has them, otherwise the performed procedures priced by the charge master."""
    if opened.charges:
        return tuple(_from_charge(place, charge, opened, site) for place, charge in enumerate(opened.charges, start=1))
    procedures = [each for each in opened.procedures if each.system != "icd10pcs"]
    return tuple(_from_procedure(place, each, opened, site) for place, each in enumerate(procedures, start=1))


def _from_charge(number: int, charge: CapturedCharge, opened: EncounterOpened, site: Site) -> DraftLine:
    on = charge.service_on or opened.service_from
    line = DraftLine(number, charge.code, charge.modifiers, charge.revenue_code, charge.units, charge.amount, on)
    return _priced(line, opened.kind, site)


def _from_procedure(number: int, procedure: DocumentedProcedure, opened: EncounterOpened, site: Site) -> DraftLine:
    on = procedure.performed_on or opened.service_from
    mapped = site.mapped(procedure.system, procedure.code, on) if procedure.system != "hcpcs" else None
    code = procedure.code if procedure.system == "hcpcs" else mapped.target_code if mapped and mapped.target_system == "hcpcs" else None
    line = DraftLine(number, code or None, procedure.modifiers, None, procedure.units, None, on, "" if code else procedure.system)
    return _priced(line, opened.kind, site)


def _priced(line: DraftLine, kind: ClaimKind, site: Site) -> DraftLine:
    """Fill in what the charge master knows: the amount where none was captured, the revenue code of a facility line."""
    row = site.charge(line.code, line.revenue_code, line.service_on)
    charge = line.charge if line.charge is not None else cents(row.total(line.units)) if row else None
    revenue = line.revenue_code or (row.revenue_code if row else None)
    return replace(line, charge=charge, revenue_code=revenue if kind is ClaimKind.INSTITUTIONAL else None)


def _corrected(line: DraftLine, corrections: tuple[LineCorrection, ...], site: Site) -> DraftLine:
    """A changed code or number of units is priced anew; changed modifiers leave the charge alone."""
    for change in corrections:
        if change.line_number != line.line_number:
            continue
        repriced = (change.code is not None and change.code != line.code) or (change.units is not None and change.units != line.units)
        line = replace(
            line,
            code=change.code if change.code is not None else line.code,
            modifiers=change.modifiers if change.modifiers is not None else line.modifiers,
            units=change.units if change.units is not None else line.units,
            documented_as="" if change.code else line.documented_as,
        )
        if repriced:
            row = site.charge(line.code, line.revenue_code, line.service_on)
            line = replace(line, charge=row.total(line.units) if row else line.charge)
    return line

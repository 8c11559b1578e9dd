"""What was documented, with the coders' corrections on top, as the draft of a claim's codes. Nothing is guessed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from services.coding.model.icd import icd_of, undotted
from services.coding.model.lines import SourceLine
from services.coding.model.reference import Reference
from services.coding.model.stay import DraftStay, stay_of
from shared.contracts.coding import CodedDiagnosis, CodingCorrected, LineCorrection
from shared.contracts.eligibility import EncounterOpened
from shared.contracts.values import ClaimKind
from shared.site.model import Site

MOST_POINTERS = 4
"""SV107 has four places."""


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
    pointers: tuple[int, ...] | None = None
    """A coder's choice; None for the first diagnoses."""
    omitted: bool = False


@dataclass(frozen=True, slots=True)
class Unmapped:
    """A documented diagnosis that has no ICD-10-CM code here."""

    place: int
    system: str
    code: str


@dataclass(frozen=True, slots=True)
class Draft:
    kind: ClaimKind
    service_from: date
    service_to: date
    diagnoses: tuple[CodedDiagnosis, ...]
    unmapped: tuple[Unmapped, ...]
    lines: tuple[DraftLine, ...]
    stay: DraftStay | None = None

    @property
    def diagnosed_on(self) -> date:
        """The day whose ICD-10-CM list counts: service of a professional claim, discharge of a facility one."""
        return _diagnosed_on(self.kind, self.service_from, self.service_to)

    def pointers(self, line: DraftLine) -> tuple[int, ...]:
        """SV107: a coder's choice, else the first diagnoses. Facility lines point to none."""
        if self.kind is ClaimKind.INSTITUTIONAL:
            return ()
        return line.pointers if line.pointers is not None else tuple(range(1, min(MOST_POINTERS, len(self.diagnoses)) + 1))


def assemble(opened: EncounterOpened, lines: Sequence[SourceLine], corrections: Sequence[CodingCorrected], reference: Reference) -> Draft:
    """The encounter as the coding desk sees it after every correction so far, lines by number."""
    site = reference.site
    diagnoses, unmapped = _diagnoses(opened, site)
    drafts = [_drafted(line, opened.kind, site) for line in sorted(lines, key=lambda each: each.number) if not line.gone]
    for correction in corrections:
        if correction.diagnoses is not None:
            diagnoses, unmapped = _unique(correction.diagnoses), ()
        drafts = [_corrected(line, correction.lines, opened.kind, site) for line in drafts]
    kept = tuple(line for line in drafts if not line.omitted)
    stay = stay_of(opened, corrections, site)
    return Draft(opened.kind, opened.service_from, opened.service_to, diagnoses, unmapped, kept, stay)


def _diagnosed_on(kind: ClaimKind, first: date, last: date) -> date:
    return last if kind is ClaimKind.INSTITUTIONAL else first


def _diagnoses(opened: EncounterOpened, site: Site) -> tuple[tuple[CodedDiagnosis, ...], tuple[Unmapped, ...]]:
    """In the order of their ranks; those without a rank follow in the order in which they were documented."""
    on = _diagnosed_on(opened.kind, opened.service_from, opened.service_to)
    ranked = sorted(enumerate(opened.diagnoses), key=lambda each: (each[1].rank is None, each[1].rank or 0, each[0]))
    coded = [(place, each, icd_of(each, site, on)) for place, each in ranked]
    found = tuple(CodedDiagnosis(code=code, present_on_admission=each.present_on_admission) for _, each, code in coded if code)
    return _unique(found), tuple(Unmapped(place, each.system, each.code) for place, each, code in coded if not code)


def _unique(diagnoses: Sequence[CodedDiagnosis]) -> tuple[CodedDiagnosis, ...]:
    """A claim names a diagnosis once; the first mention keeps its place."""
    first: dict[str, CodedDiagnosis] = {}
    for each in diagnoses:
        code = undotted(each.code)
        first.setdefault(code, each.model_copy(update={"code": code}))
    return tuple(first.values())


def _drafted(source: SourceLine, kind: ClaimKind, site: Site) -> DraftLine:
    code = source.code
    if source.system != "hcpcs":
        mapped = site.mapped(source.system, source.code or "", source.service_on)
        code = mapped.target_code if mapped and mapped.target_system == "hcpcs" else None
    unnamed = source.system if code is None and source.system != "hcpcs" else ""
    line = DraftLine(source.number, code, source.modifiers, source.revenue_code, source.units, source.amount, source.service_on, unnamed)
    return _priced(line, kind, site)


def _priced(line: DraftLine, kind: ClaimKind, site: Site) -> DraftLine:
    """Fill in what the charge master knows: the amount where none was captured, the revenue code of a facility line."""
    row = site.charge(line.code, line.revenue_code, line.service_on)
    charge = line.charge if line.charge is not None else row.total(line.units) if row else None
    revenue = line.revenue_code or (row.revenue_code if row else None)
    return replace(line, charge=charge, revenue_code=revenue if kind is ClaimKind.INSTITUTIONAL else None)


def _corrected(line: DraftLine, corrections: Sequence[LineCorrection], kind: ClaimKind, site: Site) -> DraftLine:
    for change in corrections:
        if change.line_number == line.line_number:
            line = _changed(line, change, kind, site)
    return line


def _changed(line: DraftLine, change: LineCorrection, kind: ClaimKind, site: Site) -> DraftLine:
    """Another code or number of units is priced anew: the captured amount was for something else. Other changes leave the charge alone."""
    code, units = (change.code or "").strip().upper() or line.code, change.units if change.units is not None else line.units
    other_service = (code, units) != (line.code, line.units)
    changed = replace(
        line,
        code=code,
        units=units,
        modifiers=tuple(each.strip().upper() for each in change.modifiers) if change.modifiers is not None else line.modifiers,
        revenue_code=change.revenue_code or line.revenue_code,
        pointers=change.diagnosis_pointers if change.diagnosis_pointers is not None else line.pointers,
        omitted=change.omit if change.omit is not None else line.omitted,
        documented_as="" if change.code else line.documented_as,
        charge=None if other_service else line.charge,
    )
    return _priced(changed, kind, site)

"""837 and 270 interchanges as a provider would send them, made with plain text so that nothing is shared with the reader."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

FACILITY, GROUP_PRACTICE, SURGEON = "1234567893", "1245319599", "1003000134"
PAYER_NAMES = {"NWHP1": "NORTHWIND HEALTH PLAN", "CASC2": "CASCADE MUTUAL", "FEDS3": "FEDERAL SENIOR HEALTH"}


@dataclass(frozen=True)
class Sent:
    """One claim to send. Lines: (code with modifiers, charge, units) or for a facility (revenue code, code, charge, units)."""

    number: str
    payer: str
    member: str
    lines: Sequence[tuple[str, ...]]
    kind: str = "P"
    last: str = "DOE"
    first: str = "JANE"
    birth: str = "19800101"
    on: str = "20261005"
    frequency: str = "1"
    original: str = ""
    authorization: str = ""
    diagnoses: Sequence[str] = ("I10",)
    dependent: tuple[str, str, str] | None = None
    total: str = ""


def interchange(sets: Sequence[str], control: int = 1, guide: str = "005010X222A1", day: date = date(2026, 11, 2), isa14: str = "0") -> str:
    """ISA to IEA around finished sets of one guide."""
    short, long = day.strftime("%y%m%d"), day.strftime("%Y%m%d")
    code = "HS" if guide.startswith("005010X279") else "HC"
    head = f"ISA*00*          *00*          *ZZ*RIVERBEND1     *ZZ*CLEARPATH1     *{short}*0930*^*00501*{control:09d}*{isa14}*P*:~"
    group = f"GS*{code}*RIVERBEND1*CLEARPATH1*{long}*0930*{control}*X*{guide}~"
    return head + group + "".join(sets) + f"GE*{len(sets)}*{control}~IEA*1*{control:09d}~"


def professional(claims: Sequence[Sent], control: int = 1, day: date = date(2026, 11, 2), reference: str = "BATCH1") -> str:
    """An 837P interchange with one set."""
    return interchange([set_837(claims, "P", reference, day)], control, "005010X222A1", day)


def facility(claims: Sequence[Sent], control: int = 1, day: date = date(2026, 11, 2), reference: str = "BATCH1") -> str:
    """An 837I interchange with one set."""
    return interchange([set_837(claims, "I", reference, day)], control, "005010X223A2", day)


def set_837(claims: Sequence[Sent], kind: str, reference: str, day: date, number: str = "0001") -> str:
    """ST to SE."""
    guide = "005010X222A1" if kind == "P" else "005010X223A2"
    npi, taxonomy = (GROUP_PRACTICE, "207Q00000X") if kind == "P" else (FACILITY, "282N00000X")
    rows = [
        f"ST*837*{number}*{guide}",
        f"BHT*0019*00*{reference}*{day:%Y%m%d}*0930*CH",
        "NM1*41*2*RIVERBEND HEALTH*****46*RIVERBEND1",
        "PER*IC*BILLING OFFICE*TE*9375550100",
        "NM1*40*2*CLEARPATH*****46*CLEARPATH1",
        "HL*1**20*1",
        f"PRV*BI*PXC*{taxonomy}",
        f"NM1*85*2*RIVERBEND HEALTH*****XX*{npi}",
        "N3*100 RIVERBEND WAY",
        "N4*SPRINGFIELD*OH*455011234",
        "REF*EI*841234567",
    ]
    level = 1
    for claim in claims:
        level += 1
        rows += _subscriber(claim, level)
        level += claim.dependent is not None
        rows += _patient(claim, level)
        rows += _claim(claim)
    rows.append(f"SE*{len(rows) + 1}*{number}")
    return "".join(row + "~" for row in rows)


def _subscriber(claim: Sent, level: int) -> list[str]:
    relation, child = ("", "1") if claim.dependent else ("18", "0")
    return [
        f"HL*{level}*1*22*{child}",
        f"SBR*P*{relation}*******CI",
        f"NM1*IL*1*{claim.last}*{claim.first}****MI*{claim.member}",
        "N3*1 ELM STREET",
        "N4*SPRINGFIELD*OH*45501",
        f"DMG*D8*{claim.birth}*F",
        f"NM1*PR*2*{PAYER_NAMES.get(claim.payer, 'NOBODY')}*****PI*{claim.payer}",
    ]


def _patient(claim: Sent, level: int) -> list[str]:
    if claim.dependent is None:
        return []
    last, first, birth = claim.dependent
    head = [f"HL*{level}*{level - 1}*23*0", "PAT*19", f"NM1*QC*1*{last}*{first}"]
    return [*head, "N3*1 ELM STREET", "N4*SPRINGFIELD*OH*45501", f"DMG*D8*{birth}*M"]


def _claim(claim: Sent) -> list[str]:
    total = claim.total or f"{sum(float(line[-2]) for line in claim.lines):.2f}"
    rows = [_head(claim, total)]
    if claim.kind == "I":
        rows += [f"DTP*434*RD8*{claim.on}-{claim.on}", "CL1*3*1*01"]
    if claim.authorization:
        rows.append(f"REF*G1*{claim.authorization}")
    if claim.original:
        rows.append(f"REF*F8*{claim.original}")
    rows += _diagnoses(claim)
    rows.append(f"NM1*82*1*BRANDT*JONAS****XX*{SURGEON}" if claim.kind == "P" else f"NM1*71*1*BRANDT*JONAS****XX*{SURGEON}")
    for number, line in enumerate(claim.lines, 1):
        rows += [f"LX*{number}", _service(claim, line), f"DTP*472*D8*{claim.on}", f"REF*6R*{claim.number}L{number}"]
    return rows


def _head(claim: Sent, total: str) -> str:
    if claim.kind == "P":
        return f"CLM*{claim.number}*{total}***11:B:{claim.frequency}*Y*A*Y*Y"
    return f"CLM*{claim.number}*{total}***13:A:{claim.frequency}**A*Y*Y"


def _diagnoses(claim: Sent) -> list[str]:
    first, *others = claim.diagnoses
    if claim.kind == "I":
        return [f"HI*ABK:{first}", *(f"HI*ABF:{code}" for code in others)]
    return ["HI*" + "*".join([f"ABK:{first}", *(f"ABF:{code}" for code in others)])]


def _service(claim: Sent, line: tuple[str, ...]) -> str:
    if claim.kind == "P":
        code, charge, units = line
        return f"SV1*HC:{code}*{charge}*UN*{units}***1"
    revenue, code, charge, units = line
    return f"SV2*{revenue}*{'HC:' + code if code else ''}*{charge}*UN*{units}"


def inquiry(
    payer: str,
    member: str = "",
    last: str = "DOE",
    first: str = "JANE",
    birth: str = "19800101",
    on: str = "20261005",
    procedures: Sequence[str] = (),
    provider: str = FACILITY,
    dependent: tuple[str, str, str] | None = None,
) -> str:
    """A 270 interchange about one patient."""
    number = f"****MI*{member}" if member else ""
    asked = [f"DTP*291*D8*{on}", "EQ*30", "EQ*98", *(f"EQ**HC:{code}" for code in procedures)]
    rows = [
        "ST*270*0001*005010X279A1",
        "BHT*0022*13*ASK1*20261102*0930",
        "HL*1**20*1",
        f"NM1*PR*2*{PAYER_NAMES.get(payer, 'NOBODY')}*****PI*{payer}",
        "HL*2*1*21*1",
        f"NM1*1P*2*RIVERBEND HEALTH*****XX*{provider}",
        f"HL*3*2*22*{1 if dependent else 0}",
        "TRN*1*TRACE1*9841234567",
        f"NM1*IL*1*{last}*{first}{number}",
        f"DMG*D8*{birth}*F",
    ]
    if dependent:
        rows += ["HL*4*3*23*0", "TRN*1*TRACE2*9841234567", f"NM1*03*1*{dependent[0]}*{dependent[1]}", f"DMG*D8*{dependent[2]}*M", "INS*N*19"]
    rows += asked
    rows.append(f"SE*{len(rows) + 1}*0001")
    return interchange(["".join(row + "~" for row in rows)], 7, "005010X279A1")

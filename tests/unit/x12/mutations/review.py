"""Single defects and harmless variants of 278 and 275."""

from tests.unit.x12.mutant import Mutant
from tests.unit.x12.shapes.review import SHAPES

_ADMISSION = SHAPES["278 request"]["an admission with its operation"]
_EXTENSION = SHAPES["278 request"]["an extension"]
_CHILD = SHAPES["278 request"]["an admission of a dependent"]
_AMBULANCE = SHAPES["278 request"]["an ambulance"]
_CROWN = SHAPES["278 request"]["a crown"]
_ACCIDENT = SHAPES["278 request"]["an auto accident"]
_HOME = SHAPES["278 request"]["home health"]
_PAPERS = SHAPES["278 request"]["a standard appeal"]
_CERTIFIED = SHAPES["278 answer"]["certified in total"]
_UNKNOWN = SHAPES["278 answer"]["the subscriber is unknown"]
_SERVICES = SHAPES["278 answer"]["services decided one by one"]
_NOTE = SHAPES["275"]["a PDF with a claim"]
_ANSWER = SHAPES["275"]["an answer"]


def _mutant(name: str, base: bytes, old: str, new: str, finds: str) -> Mutant:
    return Mutant(name, base, ((old, new),), finds)


MUTANTS: list[Mutant] = [
    _mutant("278: a purpose that neither request nor answer has", _ADMISSION, "BHT*0007*13", "BHT*0007*08", "element-code"),
    _mutant("278: another hierarchy", _ADMISSION, "BHT*0007", "BHT*0022", "element-code"),
    _mutant("278: no beginning", _ADMISSION, "BHT*0007*13*RB-1*20261102*0930~", "", "segment-missing"),
    _mutant("278: no number to answer to", _ADMISSION, "*13*RB-1*", "*13**", "element-missing"),
    _mutant("278: a day that is none", _ADMISSION, "*RB-1*20261102*", "*RB-1*20261302*", "element-date"),
    _mutant("278: nobody who reviews", _ADMISSION, "NM1*X3*2*Northwind Health Plan*****PI*NWHP1~", "", "loop-missing"),
    _mutant("278: a reviewer without an id", _ADMISSION, "*****PI*NWHP1~", "~", "element-missing"),
    _mutant(
        "278: a requester who is a payer",
        _ADMISSION,
        "NM1*FA*2*Riverbend Hospital*****XX*1234567893~REF",
        "NM1*PR*2*Riverbend Hospital*****XX*1234567893~REF",
        "loop-missing",
    ),
    _mutant("278: the NPI of the requester", _ADMISSION, "1234567893~REF", "1234567890~REF", "npi-check-digit"),
    _mutant(
        "278: the NPI of a provider",
        _ADMISSION,
        "NM1*SJ*1*Alvarez*Maria****XX*1003000126",
        "NM1*SJ*1*Alvarez*Maria****XX*1003000127",
        "npi-check-digit",
    ),
    _mutant("278: a member without a member id", _ADMISSION, "***MI*NWA100200", "", "element-missing"),
    _mutant("278: a member who is an organization", _ADMISSION, "NM1*IL*1", "NM1*IL*2", "element-code"),
    _mutant("278: born on no day", _ADMISSION, "DMG*D8*19800229", "DMG*D8*19810229", "element-date"),
    _mutant("278: another code for sex", _ADMISSION, "19800229*F", "19800229*X", "element-code"),
    _mutant("278: a member id for the dependent", _CHILD, "NM1*QC*1*Okafor*Ada~", "NM1*QC*1*Okafor*Ada****MI*X9~", "element-not-used"),
    _mutant("278: a dependent who is the insured", _CHILD, "INS*N*19", "INS*Y*19", "element-code"),
    _mutant("278: no event", SHAPES["278 request"]["a referral to a specialist"], "HL*4*3*EV*0~", "", "segment-missing"),
    _mutant("278: an event that asks for nothing", _ADMISSION, "UM*AR*I*2*21:B**E***Y~", "", "segment-missing"),
    _mutant("278: an unknown request category", _ADMISSION, "UM*AR*I", "UM*XX*I", "element-code"),
    _mutant("278: an unknown certification type", _ADMISSION, "UM*AR*I", "UM*AR*Z", "element-code"),
    _mutant("278: a place of neither list", _ADMISSION, "*21:B*", "*21:C*", "element-code"),
    _mutant("278: a third part of the place", _ADMISSION, "*21:B*", "*21:B:1*", "component-not-used"),
    _mutant("278: an admission without its date", _ADMISSION, "DTP*435*D8*20261110~", "", "admission-date-missing"),
    _mutant("278: an extension of nothing", _EXTENSION, "REF*BB*NW-A-1~", "", "earlier-review-missing"),
    _mutant("278: an accident without its date", _ACCIDENT, "DTP*439*D8*20261001~", "", "accident-date-missing"),
    _mutant("278: an auto accident without a state", _ACCIDENT, "AA:EM::OH", "AA:EM", "accident-state-missing"),
    _mutant(
        "278: a period that ends before it begins",
        SHAPES["278 request"]["a course of therapy"],
        "20261110-20270110",
        "20270110-20261110",
        "element-date",
    ),
    _mutant("278: a diagnosis list that is none", _ADMISSION, "HI*ABK:", "HI*XXX:", "element-code"),
    _mutant("278: a diagnosis on no day", _ADMISSION, "M1611:D8:20260901", "M1611:D8:20260931", "element-date"),
    _mutant("278: a present-on-admission mark", _ADMISSION, "*ABF:I10~", "*ABF:I10:::::::Y~", "element-not-used"),
    _mutant("278: thirteen diagnoses", SHAPES["278 request"]["twelve diagnoses"], "*ABF:E1110~", "*ABF:E1110*ABF:E119~", "element-not-used"),
    _mutant("278: days without their number", _ADMISSION, "HSD*DY*4~", "HSD*DY~", "element-relation"),
    _mutant("278: a unit of no delivery", _ADMISSION, "HSD*DY*4~", "HSD*XX*4~", "element-code"),
    _mutant("278: a weight without its unit", _AMBULANCE, "CR1*LB*154", "CR1**154", "element-relation"),
    _mutant("278: a transport of no kind", _AMBULANCE, "CR1*LB*154*I", "CR1*LB*154*Q", "element-code"),
    _mutant("278: a condition twice", _AMBULANCE, "CRC*07*Y*01*05~", "CRC*07*Y*01*05~CRC*07*Y*01~", "segment-repeat"),
    _mutant("278: a condition of no category", _AMBULANCE, "CRC*07", "CRC*99", "segment-unexpected"),
    _mutant("278: home health that began on no day", _HOME, "CR6*4*20261110", "CR6*4*20261131", "element-date"),
    _mutant("278: home health without its kind", _HOME, "*Y*Y*I*20261101", "*Y*Y**20261101", "element-missing"),
    _mutant("278: paper in no known way", _PAPERS, "PWK*OZ*EL", "PWK*OZ*ZZ", "element-code"),
    _mutant("278: a number for paper without its qualifier", _PAPERS, "***AC*RB-ACN-1", "****RB-ACN-1", "element-relation"),
    _mutant("278: two kinds of service in one", _ADMISSION, "SV1*HC:27130", "SV2*0360~SV1*HC:27130", "one-kind-of-service"),
    _mutant("278: teeth without a dental service", _CROWN, "SV3*AD:D2740*900**10*I*1*cracked~", "", "teeth-without-dental-service"),
    _mutant("278: a tooth with no such surface", _CROWN, "TOO*JP*3*M:O", "TOO*JP*3*M:Q", "element-code"),
    _mutant("278: a dental service without its number", _CROWN, "*10*I*1*cracked", "*10*I", "element-missing"),
    _mutant("278: units without their kind", _ADMISSION, "*4200.5*UN*1*", "*4200.5**1*", "element-relation"),
    _mutant("278: an amount with a comma", _ADMISSION, "*4200.5*", "*4200,5*", "element-characters"),
    _mutant("278: five modifiers", _ADMISSION, "27130:RT*", "27130:RT:LT:59:76:77:X:1:2*", "component-not-used"),
    _mutant("278: services that count otherwise", _ADMISSION, "HL*5*4*SS", "HL*9*4*SS", "hl-number"),
    _mutant("278: a service of nobody's event", _ADMISSION, "HL*5*4*SS", "HL*5*3*SS", "hl-parent"),
    _mutant("278: a child that was not announced", _ADMISSION, "HL*4*3*EV*1", "HL*4*3*EV*0", "hl-children"),
    _mutant("278: a decision in a request", _ADMISSION, "HI*ABK", "HCR*A1*NW-1~HI*ABK", "segment-unexpected"),
    _mutant("278: a claim segment in a request", _ADMISSION, "HI*ABK", "CLM*1*2~HI*ABK", "segment-unknown"),
    _mutant(
        "278: a date after the diagnoses",
        _ADMISSION,
        "DTP*435*D8*20261110~DTP*096*D8*20261114~HI*ABK:M1611:D8:20260901*ABF:I10~",
        "HI*ABK:M1611:D8:20260901*ABF:I10~DTP*435*D8*20261110~DTP*096*D8*20261114~",
        "segment-order",
    ),
    _mutant("278: a tracking number without who gave it", _ADMISSION, "TRN*1*RB-2026-1*9RIVERBEND", "TRN*1*RB-2026-1", "element-missing"),
    _mutant("278: who gave a number, a letter short", _ADMISSION, "*9RIVERBEND", "*RIVERBEND", "element-too-short"),
    _mutant("278: a request with the number of another", _ADMISSION, "TRN*1*RB-2026-1", "TRN*2*RB-2026-1", "element-code"),
    _mutant("278: a decision of no kind", _CERTIFIED, "HCR*A1", "HCR*B1", "element-code"),
    _mutant("278: certified without a number", _CERTIFIED, "HCR*A1*NW-A-100", "HCR*A1", "certified-without-number"),
    _mutant("278: neither decided nor refused", _CERTIFIED, "HCR*A1*NW-A-100~", "", "decision-missing"),
    _mutant("278: valid for a period that ends first", _CERTIFIED, "RD8*20261110-20270203", "RD8*20270203-20261110", "element-date"),
    _mutant("278: expires in a period", _CERTIFIED, "DTP*036*D8*20270203", "DTP*036*RD8*20270203-20270204", "element-code"),
    _mutant("278: an answer that will be what", _CERTIFIED, "*0930*18~", "*0930*77~", "element-code"),
    _mutant("278: refused without a reason", _UNKNOWN, "AAA*N**75*C", "AAA*N***C", "element-missing"),
    _mutant("278: a refusal that neither holds nor not", _UNKNOWN, "AAA*N**75*C", "AAA*Q**75*C", "element-code"),
    _mutant("278: what to do, in no known code", _UNKNOWN, "AAA*N**75*C", "AAA*N**75*Q", "element-code"),
    _mutant("278: a diagnosis where records are wanted", _SERVICES, "HI*LOI:18842-5", "HI*ABK:18842-5", "element-code"),
    _mutant("278: a service certified without a number", _SERVICES, "HCR*A6*NW-A-102*0J", "HCR*A6**0J", "certified-without-number"),
    _mutant("275: a purpose of no 275", _NOTE, "BGN*02", "BGN*00", "element-code"),
    _mutant("275: no number", _NOTE, "BGN*02*ATT-1*", "BGN*02**", "element-missing"),
    _mutant("275: no payer", _NOTE, "NM1*PR*2*Northwind Health Plan*****PI*NWHP1~", "", "loop-missing"),
    _mutant("275: the NPI of the provider", _NOTE, "XX*1234567893", "XX*1234567890", "npi-check-digit"),
    _mutant("275: a patient without a member id", _NOTE, "***MI*NWA100200", "", "element-missing"),
    _mutant("275: no trace", _NOTE, "TRN*1*RB-ACN-1~", "", "segment-missing"),
    _mutant("275: a trace of no kind", _NOTE, "TRN*1*RB-ACN-1", "TRN*3*RB-ACN-1", "element-code"),
    _mutant("275: no date of submission", _NOTE, "DTP*368*D8*20261102~", "", "segment-missing"),
    _mutant("275: a date of submission that is none", _NOTE, "DTP*368*D8*20261102", "DTP*368*D8*20261131", "element-date"),
    _mutant("275: no format", _NOTE, "CAT*AE*IA~", "", "segment-missing"),
    _mutant("275: a filter that nobody has", _NOTE, "BDS*B64", "BDS*ZIP", "element-code"),
    _mutant("275: no length", _NOTE, "BDS*B64*", "BDS*B64**", "element-missing"),
    _mutant("275: no object", _NOTE, "OOI*1*47*ATTACHMENT~", "", "loop-missing"),
    _mutant("275: questions from another list", _ANSWER, "18842-5::LOI", "18842-5::LNC", "element-code"),
    _mutant("275: asked on no day", _ANSWER, "*20261028~", "*20261032~", "element-date"),
]


def _plain(name: str, base: bytes, *changes: tuple[str, str]) -> Mutant:
    return Mutant(name, base, changes)


def _otherwise(name: str, base: bytes, table: dict[str, str]) -> Mutant:
    """Other separators throughout: the count of segments stays."""
    return Mutant(name, base.decode("ascii").translate(str.maketrans(table)).encode("ascii"), (), recount=False)


BENIGN: list[Mutant] = [
    _otherwise("278: other separators", _ADMISSION, {"*": "|", ":": ">", "~": "!"}),
    _otherwise("278: lines for segments", _SERVICES, {"~": "\n"}),
    _otherwise("275: other separators", _NOTE, {"*": "|", ":": ">", "~": "!"}),
    Mutant("278: lines after segments", _ADMISSION.replace(b"~", b"~\r\n"), (), recount=False),
    _plain("278: names in small letters", _ADMISSION, ("Pena*Zoe", "pena*zoe")),
    _plain("278: empty elements at the end", _ADMISSION, ("HSD*DY*4~", "HSD*DY*4******~"), ("HL*2*1*21*1~", "HL*2*1*21*1**~")),
    _plain("278: empty components at the end", _ADMISSION, ("*21:B*", "*21:B:*"), ("*ABF:I10~", "*ABF:I10:::~")),
    _plain("278: no implementation in ST", _ADMISSION, ("ST*278*0001*005010X217", "ST*278*0001")),
    _plain("278: dates in another order", _ADMISSION, ("DTP*435*D8*20261110~DTP*096*D8*20261114~", "DTP*096*D8*20261114~DTP*435*D8*20261110~")),
    _plain("278: a member known by the card alone", _ADMISSION, ("DMG*D8*19800229*F~", ""), ("REF*6P*G-77~", "")),
    _plain("278: born, but of no stated sex", _ADMISSION, ("DMG*D8*19800229*F~", "DMG*D8*19800229~")),
    _plain("278: admitted within a period", _ADMISSION, ("DTP*435*D8*20261110", "DTP*435*RD8*20261110-20261112")),
    _plain("278: a time with hundredths", _ADMISSION, ("*20261102*0930~HL", "*20261102*09305912~HL")),
    _plain("278: a diagnosis of the ninth revision", _ADMISSION, ("HI*ABK:M1611", "HI*BK:71516")),
    _plain("278: a request that says it reserves", _ADMISSION, ("*20261102*0930~HL", "*20261102*0930*RU~HL")),
    _plain("278: a service that names only its provider", _ADMISSION, ("DTP*472*D8*20261110~SV1*HC:27130:RT*4200.5*UN*1***1:2~", "")),
    _plain("278: an amount with cents", _ADMISSION, ("*4200.5*", "*4200.50*")),
    _plain(
        "278: an answer without a copy of the request", _CERTIFIED, ("HI*ABK:M1611:D8:20260901*ABF:I10~", ""), ("HSD*DY*4~", ""), ("CL1*3*1~", "")
    ),
    _plain("278: an answer without the member's address", _CERTIFIED, ("N3*12 Elm Street*Apt 3~N4*Springfield*OH*45502~", "")),
    _plain("275: no time and no implementation", SHAPES["275"]["at a minute"], ("*20261102*0930~NM1", "*20261102~NM1"), ("*006020X314~BGN", "~BGN")),
    _plain("275: format with a version", _NOTE, ("CAT*AE*IA~", "CAT*AE*IA*1.7~")),
    _plain("275: empty elements at the end", _NOTE, ("TRN*1*RB-ACN-1~", "TRN*1*RB-ACN-1**~")),
]

"""Single defects of the 837P and 837I, and what looks odd but must be taken."""

import re

from tests.unit.x12.mutant import Mutant
from tests.unit.x12.shapes.claims import SHAPES

_P, _I = SHAPES["837P"], SHAPES["837I"]
_VISIT = _P["subscriber is the patient"]
_CHILD = _P["child of the subscriber"]
_SECOND = _P["secondary with line decisions"]
_WHOLE = _P["secondary decided as a whole"]
_ACCIDENT = _P["auto accident"]
_DRUG = _P["drug with its prescription"]
_SLEEP = _P["anesthesia in minutes"]
_RIDE = _P["ambulance"]
_CHAIR = _P["wheelchair with its certificate"]
_BOUGHT = _P["laboratory bought from another"]
_PROVIDERS = _P["all providers of a claim"]
_STAY = _I["inpatient with DRG and procedures"]
_CODES = _I["value and condition codes"]
_EVENTS = _I["occurrences and spans"]
_EMERGENCY = _I["emergency visit with its reasons"]
_OUT = _I["outpatient"]
_LONG = _I["first bill of a long stay"]
_LATER = _I["secondary with line decisions"]
_DECIDED = "SVD*NWHP1*47.28*HC:99214**1~CAS*CO*45*77.86~CAS*PR*2*11.86~"
_SPLIT = (
    "SVD*NWHP1*30*HC:99213**1~CAS*CO*45*77.86~DTP*573*D8*20261020~"  # all decisions of a payer about a line come to its charge
    "SVD*NWHP1*17.28*HC:99211**1~CAS*PR*2*11.86~"
)


def _claim_of(base: bytes) -> str:
    """The segments of the only claim of a file."""
    text = base.decode()
    return text[text.index("CLM*") : text.index("SE*")]


def _each(base: bytes, kind: str, *changes: tuple[str, str, str, str]) -> list[Mutant]:
    """One mutant for each (name, old, new, rule that finds it)."""
    return [Mutant(f"{kind}: {name}", base, ((old, new),), finds) for name, old, new, finds in changes]


MUTANTS: list[Mutant] = [
    *_each(
        _VISIT,
        "837P",
        ("the total is a cent more than the lines", "CLM*P01*150*", "CLM*P01*150.01*", "claim-total"),
        ("the billing NPI fails its check digit", "XX*1245319599", "XX*1245319598", "npi-check-digit"),
        ("the billing NPI has nine digits", "XX*1245319599", "XX*124531959", "npi-check-digit"),
        ("a pointer beyond the diagnoses", "UN*1***1~", "UN*1***3~", "diagnosis-pointer"),
        ("a pointer to no diagnosis", "UN*1***1~", "UN*1***0~", "diagnosis-pointer"),
        ("the same pointer twice", "UN*1***1~", "UN*1***1:1~", "diagnosis-pointer"),
        ("five pointers", "UN*1***1~", "UN*1***1:2:3:4:5~", "component-not-used"),
        ("no pointer", "UN*1***1~", "UN*1~", "element-missing"),
        ("a replacement without the payer's number", "11:B:1", "11:B:7", "replacement-without-icn"),
        ("a void without the payer's number", "11:B:1", "11:B:8", "replacement-without-icn"),
        ("an original with the payer's number", "HI*ABK", "REF*F8*NW-1~HI*ABK", "original-with-icn"),
        ("a later payer without the earlier one", "SBR*P*18", "SBR*S*18", "other-payer-missing"),
        ("a tertiary payer without the earlier ones", "SBR*P*18", "SBR*T*18", "other-payer-missing"),
        ("an auto accident without its day", "*Y*A*Y*Y~", "*Y*A*Y*Y**AA:::OH~", "accident-date-missing"),
        ("another accident without its day", "*Y*A*Y*Y~", "*Y*A*Y*Y**OA~", "accident-date-missing"),
        ("a cause that the guide does not know", "*Y*A*Y*Y~", "*Y*A*Y*Y**AP~", "element-code"),
        ("a third cause", "*Y*A*Y*Y~", "*Y*A*Y*Y**EM:EM:EM~", "element-not-used"),
        ("the subscriber is the patient and has no birth date", "DMG*D8*19800229*F~", "", "patient-details-missing"),
        ("the subscriber is the patient and has no address", "N3*12 ELM STREET*APT 3~N4*SPRINGFIELD*OH*45502~", "", "patient-details-missing"),
        ("the subscriber is not the patient", "SBR*P*18*", "SBR*P**", "patient-missing"),
        ("born on the thirtieth of February", "D8*19800229*F", "D8*19800230*F", "element-date"),
        ("a sex that the guide does not know", "D8*19800229*F", "D8*19800229*X", "element-code"),
        ("no member id", "*R***MI*NWA100200", "*R", "member-id-missing"),
        ("a relationship other than self in SBR02", "SBR*P*18", "SBR*P*19", "element-code"),
        ("a filing indicator of no kind", "******CI~", "******XX~", "element-code"),
        ("no diagnosis", "HI*ABK:E119*ABF:I10~", "", "segment-missing"),
        ("a principal diagnosis that comes second", "HI*ABK:E119*ABF:I10", "HI*ABF:E119*ABK:I10", "segment-unexpected"),
        ("two principal diagnoses", "ABF:I10", "ABK:I10", "element-code"),
        ("a place of service of an institution", "11:B:1", "11:A:1", "element-code"),
        ("no frequency", "11:B:1", "11:B", "element-missing"),
        ("assignment of a kind that there is not", "*Y*A*Y*Y~", "*Y*P*Y*Y~", "element-code"),
        ("lines of a hospital", "SV1*HC:99213*150*UN*1***1", "SV2*0510*HC:99213*150*UN*1", "guide-mismatch"),
        ("no date of service", "DTP*472*D8*20261005~", "", "segment-missing"),
        ("a period whose ends are reversed", "DTP*472*D8*20261005", "DTP*472*RD8*20261005-20261001", "element-date"),
        ("a day that is none", "472*D8*20261005", "472*D8*20261305", "element-date"),
        ("units of a kind that the guide does not know", "150*UN*1", "150*DA*1", "element-code"),
        ("a charge with a comma", "99213*150*UN", "99213*1,50*UN", "element-characters"),
        ("an element that the line does not use", "UN*1***1~", "UN*1*11*1*1~", "element-not-used"),
        ("a line without LX", "LX*1~", "", "loop-missing"),
        ("the line before the diagnosis", "HI*ABK:E119*ABF:I10~LX*1~", "LX*1~HI*ABK:E119*ABF:I10~", "segment-order"),
        ("no payer", "NM1*PR*2*NORTHWIND HEALTH PLAN*****PI*NWHP1~", "", "loop-missing"),
        ("a payer without a number", "*****PI*NWHP1", "", "element-missing"),
        ("no tax id", "REF*EI*841234567~", "", "segment-missing"),
        ("a segment that the 837 does not know", "LX*1~", "SVC*HC:99213*1*1~LX*1~", "segment-unknown"),
        ("a hierarchy that counts wrong", "HL*2*1*22*0", "HL*3*1*22*0", "hl-number"),
        ("a level under another one", "HL*2*1*22*0", "HL*2*2*22*0", "hl-parent"),
        ("a patient who is announced and never comes", "HL*2*1*22*0", "HL*2*1*22*1", "hl-children"),
        ("no claims", _claim_of(_VISIT), "", "no-claims"),
    ),
    *_each(
        _CHILD,
        "837P",
        ("a child that nobody announced", "HL*2*1*22*1", "HL*2*1*22*0", "hl-children"),
        ("the subscriber says self though there is a patient", "SBR*P*", "SBR*P*18", "patient-is-subscriber"),
        ("a member id of the patient", "NM1*QC*1*LEE*ADA", "NM1*QC*1*LEE*ADA****MI*X9", "element-not-used"),
        ("a patient without sex", "DMG*D8*20150304*F", "DMG*D8*20150304", "element-missing"),
        ("no patient segment", "PAT*19~", "", "segment-missing"),
        ("a relationship that there is not", "PAT*19", "PAT*99", "element-code"),
        ("a patient without claims", _claim_of(_CHILD), "", "loop-missing"),
    ),
    *_each(
        _SECOND,
        "837P",
        ("a line that was paid and adjusted for less", "CAS*PR*2*11.86", "CAS*PR*2*11.85", "earlier-payer-balance"),
        ("a split line that was paid for less", _DECIDED, _SPLIT.replace("*17.28*", "*17.27*"), "earlier-payer-balance"),
        ("an earlier payer who paid something else than his lines", "AMT*D*47.28", "AMT*D*47.29", "earlier-payer-balance"),
        ("a decision without its day", "DTP*573*D8*20261020~", "", "segment-missing"),
        ("a decision without the procedure", "47.28*HC:99214**1", "47.28***1", "element-missing"),
        ("an earlier payer without signature", "OI***Y***Y~", "", "segment-missing"),
        ("an earlier payer without a name", "NM1*PR*2*NORTHWIND HEALTH PLAN*****PI*NWHP1~REF*F8*NW-5~", "", "loop-missing"),
        ("an adjustment group that there is not", "CAS*CO*45", "CAS*XO*45", "element-code"),
        ("no group and no amount of an adjustment", "CAS*PR*2*11.86", "CAS*PR*2", "element-missing"),
    ),
    *_each(
        _WHOLE,
        "837P",
        ("an earlier payer whose sums are not the total", "CAS*PR*3*20", "CAS*PR*3*21", "earlier-payer-balance"),
        ("an earlier payer who decided and paid neither something nor nothing", "AMT*D*100~", "", "payer-paid-missing"),
    ),
    *_each(
        _ACCIDENT,
        "837P",
        ("an auto accident without its state", "AA:OA::OH", "AA:OA", "accident-state-missing"),
        ("an accident without its day", "DTP*439*D8*20260930~", "", "accident-date-missing"),
        ("the day of the accident twice", "DTP*439*D8*20260930~", "DTP*439*D8*20260930~DTP*439*D8*20260929~", "segment-repeat"),
    ),
    *_each(
        _DRUG,
        "837P",
        ("a drug without its quantity", "CTP****2*ML~", "", "segment-missing"),
        ("a drug without its unit", "CTP****2*ML", "CTP****2", "element-missing"),
        ("a unit that no drug has", "CTP****2*ML", "CTP****2*MJ", "element-code"),
        ("a drug by a number of no kind", "LIN**N4*", "LIN**ND*", "element-code"),
    ),
    *_each(
        _SLEEP,
        "837P",
        ("anesthesia in units", "*MJ*95*", "*UN*95*", "anesthesia-minutes"),
        ("half a minute of anesthesia", "*MJ*95*", "*MJ*95.5*", "anesthesia-minutes"),
    ),
    *_each(
        _RIDE,
        "837P",
        ("an ambulance without its transport", "CR1*LB*154**A*DH*12.5****UNABLE TO SIT UP~", "", "ambulance-transport-missing"),
        ("an ambulance that picked up nowhere", "NM1*PW*2~N3*12 ELM STREET*APT 3~N4*SPRINGFIELD*OH*45502~", "", "ambulance-pickup-missing"),
        (
            "an ambulance that went nowhere",
            "NM1*45*2*RIVERBEND HOSPITAL~N3*100 RIVERBEND WAY~N4*SPRINGFIELD*OH*455011234~",
            "",
            "ambulance-drop-off-missing",
        ),
        ("a place without an address", "NM1*PW*2~N3*12 ELM STREET*APT 3~", "NM1*PW*2~", "segment-missing"),
        ("miles without their number", "A*DH*12.5*", "A*DH**", "element-missing"),
        ("a weight without its unit", "CR1*LB*154", "CR1**154", "element-relation"),
        ("a condition that no ambulance has", "CRC*07*Y*01*09", "CRC*07*Y*01*38", "element-code"),
    ),
    *_each(
        _CHAIR,
        "837P",
        ("equipment that is not the service", "SV5*HC:K0001", "SV5*HC:K0002", "equipment-code"),
        ("a certificate without the day when the use began", "DTP*463*D8*20260401~", "", "therapy-date-missing"),
        ("a renewed certificate without its day", "DTP*607*D8*20261005~", "", "recertification-date-missing"),
        ("a certificate that comes by no way", "PWK*CT*AB", "PWK*CT*ZZ", ""),
        ("an attachment number of no kind", "FX***AC*CERT-9", "FX****CERT-9", "element-relation"),
    ),
    *_each(
        _BOUGHT,
        "837P",
        ("a bought service without the seller", "NM1*QB*2******XX*1234567893~", "", "purchased-from-missing"),
        ("a seller with a name", "NM1*QB*2******XX", "NM1*QB*2*LAB*****XX", "element-not-used"),
        (
            "a facility of a line without its address",
            "XX*1234567893~N3*100 RIVERBEND WAY~N4*SPRINGFIELD*OH*455011234~NM1*DK",
            "XX*1234567893~NM1*DK",
            "segment-missing",
        ),
    ),
    *_each(
        _PROVIDERS,
        "837P",
        ("a referring organisation", "NM1*DN*1*", "NM1*DN*2*", "element-code"),
        ("a rendering provider without a name", "NM1*82*1*ALVAREZ*MARIA", "NM1*82*1**MARIA", "element-missing"),
        ("a provider identified by his tax id", "MD*XX*1003000134~NM1*P3", "MD*24*841234567~NM1*P3", "element-code"),
        ("a role that a claim does not know", "NM1*DQ*1", "NM1*DD*1", "segment-unexpected"),
        ("an operating physician of an institution", "NM1*DQ*1", "NM1*72*1", "segment-unexpected"),
    ),
    *_each(
        _STAY,
        "837I",
        ("the total is not the sum of the lines", "CLM*I06*6600*", "CLM*I06*6601*", "claim-total"),
        ("lines of a practice", "SV2*0120**6000*DA*3", "SV1*HC:99213*6000*UN*3***1", "guide-mismatch"),
        ("no day of admission", "DTP*435*DT*202610011400~", "", "admission-date-missing"),
        ("admitted at a quarter past twenty-five", "435*DT*202610011400", "435*DT*202610012515", "element-date"),
        ("no type of admission", "CL1*1*1*01", "CL1**1*01", "admission-type-missing"),
        ("no source of admission", "CL1*1*1*01", "CL1*1**01", "admission-source-missing"),
        ("no patient status", "CL1*1*1*01", "CL1*1*1", "element-missing"),
        ("no CL1", "CL1*1*1*01~", "", "segment-missing"),
        ("no admitting diagnosis", "HI*ABJ:R079~", "", "admitting-diagnosis-missing"),
        ("no hour of discharge", "DTP*096*TM*1100~", "", "discharge-hour-missing"),
        ("no presence on admission", "ABK:I214:::::::Y", "ABK:I214", "poa-missing"),
        ("an indicator of presence that there is not", "ABK:I214:::::::Y", "ABK:I214:::::::Q", "element-code"),
        ("a statement that ends before it begins", "434*RD8*20261001-20261004", "434*RD8*20261004-20261001", "element-date"),
        ("no statement period", "DTP*434*RD8*20261001-20261004~", "", "segment-missing"),
        ("a procedure without its day", "BBR:027034Z:D8:20261002", "BBR:027034Z", "element-missing"),
        ("a procedure on a day that is none", "BBR:027034Z:D8:20261002", "BBR:027034Z:D8:20261032", "element-date"),
        (
            "a second code beside the principal procedure",
            "BBR:027034Z:D8:20261002~",
            "BBR:027034Z:D8:20261002*BBQ:4A023N7:D8:20261002~",
            "element-not-used",
        ),
        ("a second code beside the DRG", "HI*DR:247~", "HI*DR:247*DR:248~", "element-not-used"),
        ("a facility code of a practice", "11:A:1", "11:B:1", "element-code"),
        ("no attending provider", "NM1*71*1*ALVAREZ*MARIA****XX*1003000126~PRV*AT*PXC*207Q00000X~", "", "attending-missing"),
        ("an attending organisation", "NM1*71*1", "NM1*71*2", "element-code"),
        ("a rendering role in place of the attending's taxonomy", "PRV*AT", "PRV*PE", "segment-unexpected"),
        ("two lines of one number", "REF*6R*L2", "REF*6R*L1", "line-number-repeated"),
        ("minutes of a room", "6000*DA*3", "6000*MJ*3", "element-code"),
    ),
    *_each(
        _CODES,
        "837I",
        ("a value code twice", "BE:80:::3*BE:A1", "BE:80:::3*BE:80", "code-repeated"),
        ("a value without its amount", "BE:80:::3", "BE:80", "element-missing"),
        ("a condition code twice", "BG:C1*BG:09", "BG:C1*BG:C1", "code-repeated"),
    ),
    *_each(
        _EVENTS,
        "837I",
        ("a span that ends before it begins", "20260901-20260903", "20260903-20260901", "element-date"),
        ("an occurrence without its day", "BH:11:D8:20260930", "BH:11", "element-missing"),
        ("a span with one day", "BI:74:RD8:20260901-20260903", "BI:74:D8:20260901", "element-code"),
    ),
    *_each(
        _EMERGENCY,
        "837I",
        ("an unscheduled visit without a reason", "HI*APR:R079*APR:R0602*APR:R42~", "", "visit-reason-missing"),
        ("an outpatient procedure without its day", "DTP*472*D8*20261005~", "", "line-date-missing"),
        ("a line without a revenue code", "SV2*0450*", "SV2**", "element-missing"),
    ),
    *_each(
        _OUT,
        "837I",
        ("a replacement without the payer's number", "13:A:1", "13:A:7", "replacement-without-icn"),
        ("a later payer without the earlier one", "SBR*P*18", "SBR*S*18", "other-payer-missing"),
        ("a reason why Medicare pays later", "G-77******CI", "G-77**12****CI", "element-not-used"),
        ("an auto accident without its state", "HI*ABK:M1711~", "HI*ABK:M1711~HI*BH:01:D8:20260930~", "accident-state-missing"),
        ("a billing provider who is a person", "NM1*85*2", "NM1*85*1", "element-code"),
    ),
    *_each(
        _LONG,
        "837I",
        ("a first bill of a patient who has gone home", "CL1*1*1*30", "CL1*1*1*01", "interim-status"),
        ("a last bill of a patient who is still here", "11:A:2", "11:A:4", "final-status"),
    ),
    *_each(
        _LATER,
        "837I",
        ("a decision without its revenue code", "HC:20610*0361*1", "HC:20610**1", "element-missing"),
        ("a line that was paid and adjusted for more", "CAS*CO*45*40", "CAS*CO*45*41", "earlier-payer-balance"),
    ),
]


def _separated(element: str, component: str, repetition: str, end: str) -> bytes:
    """A sound file with other separators."""
    marks = str.maketrans({"*": element, ":": component, "^": repetition, "~": end})
    return _VISIT.decode().translate(marks).encode()


def _padded(data: bytes) -> bytes:
    """Empty elements at the end of segments, as some senders write them."""
    return re.sub(rb"(?<=~)(NM1|REF|HI|SBR|SV1|PRV)(\*[^~]*)~", rb"\1\2**~", data)


BENIGN: list[Mutant] = [
    Mutant("837P: separators that cannot be seen", _separated("\x1d", "\x1f", "\x1e", "\x1c"), (), recount=False),
    Mutant("837P: bars and a line end in place of the terminator", _separated("|", ">", "!", "\n"), (), recount=False),
    Mutant("837P: a line end after each segment", _SECOND.replace(b"~", b"~\r\n"), (), recount=False),
    Mutant("837I: a line end after each segment", _STAY.replace(b"~", b"~\n"), (), recount=False),
    Mutant("837P: empty elements at the ends", _padded(_VISIT), ()),
    Mutant("837I: empty elements at the ends", _padded(_STAY), ()),
    *_each(
        _VISIT,
        "837P",
        ("a name in small letters", "NM1*IL*1*ROY*ZOE", "NM1*IL*1*O'Roy-Smith*Zoe", ""),
        ("a total with needless zeros", "CLM*P01*150*", "CLM*P01*0150.00*", ""),
        ("an employer's plan before Medicare is unknown", "SBR*P*18", "SBR*U*18", ""),
        ("a period of one day", "472*D8*20261005", "472*RD8*20261005-20261005", ""),
        ("no taxonomy of the billing provider", "PRV*BI*PXC*207Q00000X~", "", ""),
        ("two ways to reach the submitter", "PER*IC*BILLING OFFICE*TE", "PER*IC*SECOND OFFICE*FX*9375550109~PER*IC*BILLING OFFICE*TE", ""),
        ("an encounter", "*CH~", "*RP~", ""),
        ("an occupational injury without a day", "*Y*A*Y*Y~", "*Y*A*Y*Y**EM~", ""),
        ("an address abroad", "N4*SPRINGFIELD*OH*45502~", "N4*LYON**69002*FR~", ""),
        ("a country that is named at home", "N4*SPRINGFIELD*OH*45502~", "N4*SPRINGFIELD*OH*45502*US~", ""),
        ("references in another order", "HI*ABK", "REF*EA*MRN-1~REF*G1*A-1~REF*D9*C-1~HI*ABK", ""),
        ("a proprietary field", "HI*ABK", "K3*ANYTHING AT ALL~HI*ABK", ""),
        ("a resent file", "BHT*0019*00", "BHT*0019*18", ""),
        ("a time with seconds", "*20261102*0930*CH", "*20261102*093015*CH", ""),
        ("a line of no charge", "~SE*", "~LX*2~SV1*HC:99213*0*UN*1***2~DTP*472*D8*20261005~SE*", ""),
        ("line numbers that begin anew", "LX*1~", "LX*7~", ""),
        ("four modifiers and a description", "HC:99213*", "HC:99213:25:59:LT:RT:AS DONE*", ""),
    ),
    *_each(_SECOND, "837P", ("a line that the earlier payer split into two", _DECIDED, _SPLIT, "")),
    *_each(
        _STAY,
        "837I",
        ("the day of admission without the hour", "435*DT*202610011400", "435*D8*20261001", ""),
        ("a bill without a DRG", "HI*DR:247~", "", ""),
        ("an exempt diagnosis without an indicator", "ABK:I214:::::::Y", "ABK:Z5111", ""),
        ("a line on a day", "REF*6R*L1", "DTP*472*D8*20261002~REF*6R*L1", ""),
        ("an hour of discharge at midnight", "096*TM*1100", "096*TM*0000", ""),
        ("condition codes in the last place", "~NM1*71", "~HI*BG:C1~NM1*71", ""),
        ("a day's room charge of nothing", "SV2*0250**600*UN*1", "SV2*0250**600*UN*1**0", ""),
    ),
]

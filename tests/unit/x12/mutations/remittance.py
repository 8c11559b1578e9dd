"""Single defects and harmless variants of the 835."""

from tests.unit.x12.mutant import Mutant
from tests.unit.x12.shapes.remittance import SHAPES

_ALL = SHAPES["835"]
_TWO = _ALL["two lines and a patient's share"]
_WHOLE = _ALL["a claim without lines"]
_STAY = _ALL["an inpatient stay with its summaries"]
_CLINIC = _ALL["an outpatient visit of Medicare"]
_REVERSED = _ALL["a reversal and its correction"]
_FORWARDED = _ALL["forwarded to the next payer"]
_DENIED = _ALL["nothing paid, all denied"]
_PERIOD = _ALL["a period of service"]
_CODE = _ALL["paid under another code"]
_WITHHELD = _ALL["seven provider adjustments of two providers"]
_PHARMACY = _ALL["a drug and pharmacy remarks"]
_NUMBERS = _ALL["every number of claim and line"]
_ROOM = "SVC*NU:0120*4000*3000**3~"


def _mutants(base: bytes, *changes: tuple[str, str, str, str]) -> list[Mutant]:
    """One mutant for each (name, old, new, rule that finds it)."""
    return [Mutant(f"835: {name}", base, ((old, new),), finds) for name, old, new, finds in changes]


MUTANTS: list[Mutant] = [
    *_mutants(
        _TWO,
        ("the payment is a cent more than its claims", "BPR*I*104.5*", "BPR*I*104.51*", "payment-balance"),
        ("the charge of a claim is not that of its parts", "CLP*ACCT-1*1*190*", "CLP*ACCT-1*1*191*", "claim-balance"),
        ("the payment of a claim is not that of its parts", "*190*104.5*25*", "*190*103.5*25*", "claim-balance"),
        ("the charge of a line differs from paid and adjusted", "SVC*HC:99213:25*150*", "SVC*HC:99213:25*151*", "line-balance"),
        ("an adjustment is too small", "CAS*CO*45*33~", "CAS*CO*45*32~", "line-balance"),
        ("the patient's share is not the sum of PR", "*104.5*25*HM", "*104.5*24*HM", "patient-responsibility"),
        ("a reason moves from the patient to the contract", "CAS*PR*3*25~", "CAS*OA*3*25~", "patient-responsibility"),
        ("an adjustment reason that does not exist", "CAS*PR*3*25~", "CAS*PR*903*25~", "code-unknown"),
        ("a group code of the version before", "CAS*CO*45*33~", "CAS*CR*45*33~", "element-code"),
        ("a reason without its amount", "CAS*CO*45*33~", "CAS*CO*45*33**253~", "element-relation"),
        ("an amount without its reason", "CAS*CO*45*33~", "CAS*CO*45*33***0~", "element-relation"),
        ("an amount that is no number", "AMT*B6*117~", "AMT*B6*1O7~", "element-characters"),
        ("a modifier that does not exist", "HC:99213:25*", "HC:99213:9Z*", "code-unknown"),
        ("a procedure of no shape", "HC:85025*", "HC:8502*", "code-unknown"),
        ("a qualifier that SVC01 does not know", "SVC*HC:85025", "SVC*XX:85025", "element-code"),
        ("a status that no claim has", "CLP*ACCT-1*1*", "CLP*ACCT-1*5*", "element-code"),
        ("a filing indicator of claims only", "*25*HM*ICN0001", "*25*CI*ICN0001", "element-code"),
        ("no number of the payer for the claim", "*HM*ICN0001*", "*HM**", "element-missing"),
        ("an element that the CLP does not use", "*ICN0001*11*1~", "*ICN0001*11*1*01~", "element-not-used"),
        ("no patient", "NM1*QC*1*DOE*JANE*R***MI*NWA100200~", "", "segment-missing"),
        ("a patient who is an organisation", "NM1*QC*1*", "NM1*QC*2*", "element-code"),
        ("a number of the patient without its kind", "*R***MI*NWA100200", "*R****NWA100200", "element-relation"),
        ("a day that is none", "DTM*472*20261005~", "DTM*472*20261035~", "element-date"),
        ("a line without a date", "DTM*472*20261005~", "", "service-date"),
        ("two control numbers of a line", "REF*6R*1~", "REF*6R*1~REF*6R*9~", "segment-repeat"),
        ("a reference of no kind", "REF*6R*2~", "REF*6X*2~", "segment-unexpected"),
        ("reasons after references", "CAS*PR*3*25~REF*6R*1~", "REF*6R*1~CAS*PR*3*25~", "segment-order"),
        ("no trace number", "TRN*1*TRACE77*1841234567~", "", "segment-missing"),
        ("an originator of the wrong length", "TRN*1*TRACE77*1841234567", "TRN*1*TRACE77*184123456", "element-too-short"),
        ("a transfer that names no account of the payer", "*01*071000013*DA*111222333*1841234567*", "*****1841234567*", "payer-account"),
        ("a transfer that names no account of the payee", "*01*071000013*DA*444555666*20261116", "*****20261116", "payee-account"),
        ("a transfer without its format", "*ACH*CCP*", "*ACH**", "payment-format"),
        ("a bank without its kind of number", "*CCP*01*071000013*", "*CCP**071000013*", "element-relation"),
        ("a method of payment that does not exist", "*C*ACH*", "*C*EFT*", "element-code"),
        ("a payment on no day", "*444555666*20261116~", "*444555666*20261316~", "element-date"),
        ("no address of the payer", "N3*1 NORTH WAY~", "", "segment-missing"),
        ("no one to ask about the file", "PER*BL*CLAIMS DESK*TE*6145550100~", "", "technical-contact"),
        ("a payee without an id", "*XX*1234567893~REF*TJ", "~REF*TJ", "element-missing"),
        ("the NPI of the payee", "*XX*1234567893~REF*TJ", "*XX*1234567890~REF*TJ", "npi-check-digit"),
        ("no payee", "N1*PE*RIVERBEND HOSPITAL*XX*1234567893~REF*TJ*841234567~", "", "loop-missing"),
        ("claims without their group", "LX*1~", "", "segment-missing"),
        ("a segment of a claim, not of its payment", "REF*6R*2~", "REF*6R*2~DTP*472*D8*20261005~", "segment-unknown"),
    ),
    *_mutants(
        _WHOLE,
        ("a claim that is not adjusted enough", "CAS*CO*45*100~", "CAS*CO*45*99.99~", "claim-balance"),
        ("a statement that ends before it begins", "DTM*233*20261006~", "DTM*233*20261004~", "period-reversed"),
        ("a statement that begins twice", "DTM*233*20261006~", "DTM*232*20261006~", "segment-repeat"),
    ),
    *_mutants(
        _STAY,
        ("a remark of the stay that does not exist", "*MA01*", "*MA991*", "code-unknown"),
        ("a stay without its first number", "MIA*0*", "MIA**", "element-missing"),
        ("a stay that is a visit, too", "MIA*0*", "MOA***MA01~MIA*0*", "one-adjudication"),
        ("a revenue code that does not exist", _ROOM, "SVC*NU:0198*4000*3000**3~", "code-unknown"),
        ("a revenue code twice", _ROOM, "SVC*NU:0120*4000*3000*0120*3~", "revenue-code-twice"),
        ("a summary without a fiscal year", "TS3*1234567893*11*20261231*", "TS3*1234567893*11**", "element-missing"),
    ),
    *_mutants(
        _CLINIC,
        ("a remark of the visit that does not exist", "*MA18*", "*MA981*", "code-unknown"),
        ("six remarks of a visit", "*N1*N2*N3*", "*N1*N2*N3*N4*", "element-characters"),
    ),
    *_mutants(
        _REVERSED,
        ("a reversal that is not negated", "*22*-150*-92*", "*22*150*92*", "reversal-sign"),
        ("a reversal whose line is not negated", "*-150*-92**1~", "*150*-92**1~", "line-balance"),
        ("money taken back that nothing withholds", "PLB*1234567893*20261231*WO:ICN0001*12.5~", "", "payment-balance"),
    ),
    *_mutants(
        _FORWARDED,
        ("forwarded to nobody", "NM1*TT*2*CASCADE MUTUAL*****PI*CASC2~", "", "crossover-carrier"),
        ("forwarded to a person", "NM1*TT*2*", "NM1*TT*1*", "element-code"),
    ),
    *_mutants(
        _DENIED,
        ("a remark of a line that does not exist", "LQ*HE*N130~", "LQ*HE*N9930~", "code-unknown"),
        ("a list of remarks that does not exist", "LQ*HE*N130~", "LQ*XX*N130~", "segment-unexpected"),
        ("a file without payment that pays", "BPR*H*0*", "BPR*H*1*", "payment-without-method"),
        ("a payment below nothing", "BPR*H*0*", "BPR*H*-1*", "payment-negative"),
    ),
    *_mutants(
        _PERIOD,
        ("a service that ends before it begins", "DTM*151*20261006~", "DTM*151*20261001~", "period-reversed"),
        ("a service without an end", "DTM*151*20261006~", "", "service-end"),
        ("a service without a beginning", "DTM*150*20261005~", "", "service-begin"),
        ("a day and a period", "DTM*151*20261006~", "DTM*151*20261006~DTM*472*20261005~", "one-service-date"),
    ),
    *_mutants(
        _CODE,
        ("an original code without its kind", "HC:80048:91:59", ":80048:91:59", "element-missing"),
        ("an original code that does not exist", "HC:80048:91:59", "HC:8004:91:59", "code-unknown"),
        ("too many components", "HC:80053*", "HC:80053::::::PANEL*", "component-not-used"),
    ),
    *_mutants(
        _WITHHELD,
        ("a provider adjustment of another amount", "WO:REF WO*1.5", "WO:REF WO*1.6", "payment-balance"),
        ("a provider adjustment of no kind", "*WO:REF WO*", "*XW:REF WO*", "element-code"),
        ("a provider adjustment without its amount", "*72:REF 72*1.5*", "*72:REF 72**", "element-relation"),
        ("a fiscal year that ends on no day", "PLB*1234567893*20261231", "PLB*1234567893*20261232", "element-date"),
        ("an adjustment of no provider", "PLB*1234567893*", "PLB**", "element-missing"),
    ),
    *_mutants(_PHARMACY, ("a drug code of the wrong shape", "N4:00409379501", "N4:0040937950", "code-unknown")),
    *_mutants(
        _NUMBERS,
        ("a count of no kind", "QTY*PS*4~", "QTY*XX*4~", "segment-unexpected"),
        ("an amount of no kind", "AMT*F5*25~", "AMT*ZX*25~", "segment-unexpected"),
        ("a telephone without a number", "PER*CX*APPEALS*TE*6145550199*EX*7~", "PER*CX*APPEALS*TE**EX*7~", "element-missing"),
    ),
]


def _separated(data: bytes, **separators: str) -> tuple[tuple[str, str], ...]:
    """The whole file with other separators, as one change."""
    text = data.decode("ascii")
    other = text.translate(str.maketrans({"*": separators.get("element", "*"), ":": separators.get("component", ":"), "~": separators["end"]}))
    return ((text, other),)


_BENIGN: tuple[tuple[str, bytes, tuple[tuple[str, str], ...]], ...] = (
    ("lines end after each segment", _TWO, _separated(_TWO, end="~\r\n")),
    ("a line end is the terminator", _TWO, _separated(_TWO, end="\n")),
    ("other separators", _TWO, _separated(_TWO, end="\x1e", element="|", component=">")),
    ("a name in small letters", _TWO, (("DOE*JANE*R", "Doe*Jane*R"),)),
    ("empty elements at the end", _TWO, (("CAS*CO*45*33~", "CAS*CO*45*33****~"), ("REF*6R*1~", "REF*6R*1**~"))),
    ("amounts with all their zeros", _TWO, (("*190*104.5*25*", "*190.00*104.50*25.00*"),)),
    ("an amount that begins with its point", _TWO, (("CAS*CO*45*33~", "CAS*CO*45*32.5**253*.5~"),)),
    ("a reason of nothing", _TWO, (("CAS*CO*45*33~", "CAS*CO*45*33**253*0~"),)),
    ("a reason for each segment", _TWO, (("CAS*CO*45*33~", "CAS*CO*45*30~CAS*CO*253*3~"),)),
    ("references in another order", _NUMBERS, (("REF*LU*NOLU~REF*BB*NOBB~", "REF*BB*NOBB~REF*LU*NOLU~"),)),
    ("the set names its guide", _TWO, (("ST*835*0001~", "ST*835*0001*005010X221A1~"),)),
    ("no share of the patient is stated", _TWO, (("*104.5*25*HM", "*104.5**HM"),)),
    ("no units", _TWO, (("*12.5**1~", "*12.5~"),)),
    ("nothing is known of the patient", _TWO, (("NM1*QC*1*DOE*JANE*R***MI*NWA100200~", "NM1*QC*1~"),)),
    ("dates of the claim in place of those of its lines", _PERIOD, (
        ("DTM*150*20261005~DTM*151*20261006~", ""), ("SVC*", "DTM*232*20261005~SVC*"),
    )),
    ("a contact without a number", _TWO, (("PER*BL*CLAIMS DESK*TE*6145550100~", "PER*BL*CLAIMS DESK~"),)),
    ("the version before the errata", _TWO, (("005010X221A1", "005010X221"),)),
    ("names in another order", _FORWARDED, (
        ("NM1*TT*2*CASCADE MUTUAL*****PI*CASC2~", ""), ("NM1*QC*1", "NM1*TT*2*CASCADE MUTUAL*****PI*CASC2~NM1*QC*1"),
    )),
)  # fmt: skip
BENIGN: list[Mutant] = [Mutant(f"835: {name}", base, changes) for name, base, changes in _BENIGN]

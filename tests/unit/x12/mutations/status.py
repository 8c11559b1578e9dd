"""Claim status with one defect each (276, 277, 277CA), and variants that must pass."""

from tests.unit.x12.mutant import Mutant
from tests.unit.x12.shapes.status import SHAPES

ASKED = SHAPES["276"]["every number"]
ASKED_LINE = SHAPES["276"]["one line"]
ASKED_CHILD = SHAPES["276"]["dependent"]
PAID = SHAPES["277"]["paid by transfer"]
PAID_LINES = SHAPES["277"]["paid in part"]
ANSWERED_CHILD = SHAPES["277"]["dependent"]
REFUSED = SHAPES["277"]["request refused as a whole"]
PAYER_DESK = SHAPES["277"]["with the payer's desk"]
TAKEN = SHAPES["277CA"]["one accepted, one rejected"]
LINES = SHAPES["277CA"]["rejected lines"]
FILE_REFUSED = SHAPES["277CA"]["file refused"]
PROVIDER_REFUSED = SHAPES["277CA"]["provider refused"]
EXPLAINED = SHAPES["277CA"]["invalid combination, told in words"]


def _each(base: bytes, *changes: tuple[str, str, str, str]) -> list[Mutant]:
    """One mutant for each (name, rule that finds it, old, new)."""
    return [Mutant(name, base, ((old, new),), finds) for name, finds, old, new in changes]


MUTANTS: list[Mutant] = [
    *_each(
        ASKED,
        ("276: another structure", "element-code", "BHT*0010*13", "BHT*0022*13"),
        ("276: purpose of an answer", "element-code", "BHT*0010*13", "BHT*0010*08"),
        ("276: no reference", "element-missing", "*INQ-1*20261102", "**20261102"),
        ("276: a date that does not exist", "element-date", "*INQ-1*20261102", "*INQ-1*20261302"),
        ("276: a time that does not exist", "element-time", "20261102*0930~HL", "20261102*2530~HL"),
        ("276: a transaction type, which a request has none of", "element-not-used", "20261102*0930~HL", "20261102*0930*DG~HL"),
        ("276: payer without a number", "element-missing", "*****PI*NWHP1", ""),
        ("276: payer named by a qualifier of providers", "element-code", "*****PI*NWHP1", "*****XX*NWHP1"),
        ("276: payer is a person", "element-code", "NM1*PR*2", "NM1*PR*1"),
        ("276: no receiver", "loop-missing", "NM1*41*2*Clearpath*****46*CLEARPATH1~", ""),
        ("276: provider in another role", "element-code", "NM1*1P*", "NM1*85*"),
        ("276: wrong NPI", "npi-check-digit", "XX*1234567893", "XX*1234567890"),
        ("276: HL parent that is not the level above", "hl-parent", "HL*4*3*22", "HL*4*2*22"),
        ("276: HL number left out", "hl-number", "HL*3*2*19*1", "HL*9*2*19*1"),
        ("276: no birth date of the patient", "birth-date", "DMG*D8*19800229*F~", ""),
        ("276: a birth date that does not exist", "element-date", "DMG*D8*19800229", "DMG*D8*19810229"),
        ("276: a sex that there is no code for", "element-code", "19800229*F", "19800229*X"),
        ("276: trace of an answer", "element-code", "TRN*1*", "TRN*2*"),
        ("276: no trace", "claim-missing", "TRN*1*TRACE-1~", ""),
        ("276: a voucher, which only an answer has", "segment-unexpected", "REF*6P*", "REF*VV*"),
        ("276: two account numbers", "segment-repeat", "REF*EJ*ACCT-1~", "REF*EJ*ACCT-1~REF*EJ*ACCT-2~"),
        ("276: an amount that is no charge", "element-code", "AMT*T3*", "AMT*F5*"),
        ("276: a charge that is no number", "element-characters", "AMT*T3*190", "AMT*T3*19O"),
        ("276: no days of service", "claim-date", "DTP*472*D8*20261005~", ""),
    ),
    *_each(
        ASKED_LINE,
        ("276: a line without a day", "segment-missing", "*****1~DTP*472*D8*20261005~", "*****1~"),
        ("276: a line without units", "element-missing", "*150*****1~", "*150~"),
        ("276: a line with a payment", "element-not-used", "HC:99213*150*", "HC:99213*150*20"),
        ("276: a line of an unknown kind", "element-code", "SVC*HC:", "SVC*ZZ:"),
        ("276: a subscriber asked about nothing", "claim-missing", "TRN*1*TRACE-1~REF*EJ*ACCT-1~AMT*T3*190~DTP*472*D8*20261005~SVC", "SVC"),
    ),
    *_each(
        ASKED_CHILD,
        ("276: a dependent with a member id", "element-not-used", "NM1*QC*1*Okafor*Ada", "NM1*QC*1*Okafor*Ada****MI*X12345"),
        ("276: a dependent without a birth date", "segment-missing", "DMG*D8*20150304*F~", ""),
        ("276: a dependent below a subscriber without one", "hl-children", "*22*1~", "*22*0~"),
    ),
    *_each(
        PAID,
        ("277: no transaction type", "element-missing", "*0930*DG~", "*0930~"),
        ("277: purpose of a request", "element-code", "BHT*0010*08", "BHT*0010*13"),
        ("277: no status", "segment-missing", "STC*F1:65*20261102**190*141.5*20261006**20261102*EFT000771~", ""),
        ("277: a status without a day", "element-missing", "STC*F1:65*20261102*", "STC*F1:65**"),
        ("277: a status without a code", "element-missing", "STC*F1:65*", "STC*F1*"),
        ("277: an action, which only an acknowledgement has", "element-not-used", "STC*F1:65*20261102*", "STC*F1:65*20261102*WQ"),
        ("277: a payment method, which is not said", "element-not-used", "20261006**20261102", "20261006*CHK*20261102"),
        ("277: a payment number without its day", "payment-number", "20261006**20261102*EFT", "20261006***EFT"),
        ("277: a paid claim without its charge", "status-charge", "**190*141.5*", "***141.5*"),
        ("277: trace of a request", "element-code", "TRN*2*", "TRN*1*"),
        ("277: a group number, which is only asked with", "segment-unexpected", "REF*EJ*", "REF*6P*"),
        ("277: a period that ends before it begins", "element-date", "472*D8*20261005", "472*RD8*20261005-20261001"),
        ("277: another list of codes", "element-code", "STC*F1:65*", "STC*F1:65::ZZ*"),
        ("277: five parts of a status", "component-not-used", "STC*F1:65*", "STC*F1:65:QC:RX:1*"),
        ("277: a birth date, which is not answered", "segment-unknown", "NM1*IL*1", "DMG*D8*19800229~NM1*IL*1"),
    ),
    *_each(
        PAID_LINES,
        ("277: a line without a payment", "element-missing", "SVC*HC:99213*150*110", "SVC*HC:99213*150*"),
        ("277: a line without a status", "segment-missing", "*110****1~STC*F1:65*20261102~", "*110****1~"),
        ("277: a line with a charge in its status", "element-not-used", "*110****1~STC*F1:65*20261102", "*110****1~STC*F1:65*20261102**150"),
        ("277: three digits of a modifier", "element-too-long", "SVC*HC:99213", "SVC*HC:99213:255"),
    ),
    *_each(
        ANSWERED_CHILD,
        (
            "277: a dependent without a claim",
            "loop-missing",
            "TRN*2*CHILD-1~STC*P1:46*20261102**190~REF*1K*NW-ICN-77~REF*EJ*ACCT-1~DTP*472*D8*20261005~",
            "",
        ),
    ),
    *_each(REFUSED, ("277: a refused request without a reason", "receiver-status-missing", "TRN*2*INQ-1~STC*E0:24:41*20261102~", "")),
    *_each(PAYER_DESK, ("277: half a telephone number", "element-relation", "*EX*77*", "*EX**")),
    *_each(
        TAKEN,
        ("277CA: structure of an answer", "element-code", "BHT*0085", "BHT*0010"),
        ("277CA: no transaction type", "element-missing", "*0930*TH~", "*0930~"),
        ("277CA: no day of receipt", "segment-missing", "DTP*050*D8*20261102~", ""),
        ("277CA: a period of receipt", "element-code", "DTP*050*D8*20261102", "DTP*050*RD8*20261102-20261103"),
        ("277CA: no receipt number", "loop-missing", "TRN*1*RECEIPT-9~DTP*050*D8*20261102~DTP*009*D8*20261102~", ""),
        ("277CA: no status of the file", "segment-missing", "STC*A1:19:PR*20261102*WQ*340~", ""),
        ("277CA: an action that there is none of", "element-code", "STC*A2:20:PR*20261102*WQ", "STC*A2:20:PR*20261102*XX"),
        ("277CA: no action", "element-missing", "STC*A2:20:PR*20261102*WQ*", "STC*A2:20:PR*20261102**"),
        ("277CA: a claim without its charge", "element-missing", "STC*A2:20:PR*20261102*WQ*190", "STC*A2:20:PR*20261102*WQ"),
        ("277CA: a refused claim that goes on", "refusal-accepted", "STC*A7:562:85*20261102*U*", "STC*A7:562:85*20261102*WQ*"),
        ("277CA: an accepted claim that does not go on", "acceptance-refused", "STC*A2:20:PR*20261102*WQ*", "STC*A2:20:PR*20261102*U*"),
        ("277CA: a payment, which nobody has decided on", "element-not-used", "STC*A2:20:PR*20261102*WQ*190", "STC*A2:20:PR*20261102*WQ*190*100"),
        ("277CA: counted by an unknown qualifier", "segment-unexpected", "QTY*90*", "QTY*91*"),
        ("277CA: counted twice", "segment-repeat", "QTY*90*1~", "QTY*90*1~QTY*90*1~"),
        ("277CA: an account number beside the trace", "segment-unexpected", "REF*1K*", "REF*EJ*"),
        ("277CA: a claim without a trace", "loop-missing", "TRN*2*ACCT-1~", ""),
        ("277CA: a patient level under the file", "hl-parent", "HL*4*3*PT", "HL*4*2*PT"),
        ("277CA: wrong NPI", "npi-check-digit", "XX*1234567893", "XX*1234567890"),
        ("277CA: half a patient number", "element-relation", "***MI*NWA100200", "***MI"),
        ("277CA: a decision on a claim", "acknowledgement-category", "STC*A2:20:PR*20261102*WQ*", "STC*F1:20:PR*20261102*WQ*"),
        ("277CA: a day of service that does not exist", "element-date", "472*D8*20261005", "472*D8*20261035"),
    ),
    *_each(
        LINES,
        ("277CA: a line without a status", "segment-missing", "STC*A7:453*20261102*U~", ""),
        ("277CA: a line without its charge", "element-missing", "SVC*HC:99213:25:GC*150", "SVC*HC:99213:25:GC"),
        ("277CA: two control numbers of a line", "segment-repeat", "REF*FJ*L1~", "REF*FJ*L1~REF*FJ*L9~"),
    ),
    *_each(EXPLAINED, ("277CA: status 448 without words", "status-message", "********Bill type and admission source", "")),
    *_each(PROVIDER_REFUSED, ("277CA: a refused provider without a reason", "provider-status-missing", "TRN*1*0~STC*A3:562:85**U*340~QTY*QC*2~", "")),
    *_each(
        FILE_REFUSED, ("277CA: nothing below an accepted file", "file-refusal-missing", "STC*A3:24:41*20261102*U*0~", "STC*A1:19:PR*20261102*WQ*0~")
    ),
    *_each(FILE_REFUSED, ("277CA: the receiver is left out", "loop-missing", "NM1*41*2*Clearpath*****46*CLEARPATH1~", "")),
]


def _separators(base: bytes, element: str, component: str, repetition: str, terminator: str) -> bytes:
    table = str.maketrans("*:^~", element + component + repetition + terminator)
    return base.decode("ascii").translate(table).encode("latin-1")


def _variant(name: str, base: bytes, *changes: tuple[str, str]) -> Mutant:
    return Mutant(name, base, changes)


BENIGN: list[Mutant] = [
    _variant("276: other separators", _separators(ASKED, "|", ">", "!", "'")),
    _variant("277: control characters as separators", _separators(PAID_LINES, "\x1d", "\x1f", "\x1e", "\x1c")),
    _variant("277CA: a newline ends a segment", _separators(TAKEN, "*", ":", "^", "\n")),
    _variant("277CA: line ends after each segment", TAKEN.replace(b"~", b"~\r\n")),
    _variant("276: names in lower case", ASKED, ("*Pena*Zoe*R*", "*pena*zoe*r*")),
    _variant("276: the child code of a dependent is written", ASKED_CHILD, ("*23~", "*23*0~")),
    _variant("277: the child code of a dependent is written", ANSWERED_CHILD, ("*23~", "*23*0~")),
    _variant("277: references in another order", PAID, ("REF*1K*NW-ICN-77~REF*EJ*ACCT-1~", "REF*EJ*ACCT-1~REF*1K*NW-ICN-77~")),
    _variant(
        "277: empty elements at the end",
        PAID,
        ("*EFT000771~", "*EFT000771***~"),
        ("NM1*IL*1*Pena*Zoe*R***MI*NWA100200~", "NM1*IL*1*Pena*Zoe*R***MI*NWA100200***~"),
    ),
    _variant("277: empty components at the end", PAID, ("STC*F1:65*", "STC*F1:65::*")),
    _variant("277: an amount with zeros", PAID, ("*141.5*", "*141.50*")),
    _variant("277: an amount without its zero", PAID, ("*141.5*", "*.5*")),
    _variant("277: a time with seconds", PAID, ("*0930*DG", "*093045*DG")),
    _variant("277: a period of one day", PAID, ("472*D8*20261005", "472*RD8*20261005-20261005")),
    _variant("277: a refused request for two reasons", REFUSED, ("STC*E0:24:41*20261102~", "STC*E0:24:41*20261102~STC*E0:0*20261102~")),
    _variant("277CA: the child code of a patient is written", TAKEN, ("HL*4*3*PT~", "HL*4*3*PT*0~")),
    _variant("277CA: a provider's trace as in an answer", TAKEN, ("TRN*1*0~", "TRN*2*0~")),
    _variant("277CA: the total of the file is not said", TAKEN, ("QTY*90*1~", ""), ("AMT*YU*190~", "")),
    _variant("277CA: long control numbers", TAKEN, ("TRN*2*ACCT-1~", f"TRN*2*{'9' * 38}~")),
    _variant("277: the version names its errata", PAID, ("X*005010X212~", "X*005010X212E1~"), ("277*0001*005010X212~", "277*0001*005010X212E1~")),
    _variant("277CA: the version names its errata", TAKEN, ("X*005010X214~", "X*005010X214E2~"), ("277*0001*005010X214~", "277*0001*005010X214E2~")),
    _variant("277CA: the patient has one name", TAKEN, ("*Pena*Zoe*R***MI", "*Pena*****MI")),
]

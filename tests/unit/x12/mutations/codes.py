"""Codes that do not exist, or not on their day; and codes that nobody may refuse."""

from tests.unit.x12.coded import BENEFITS, INPATIENT, PAYMENT, PROFESSIONAL, STATUS
from tests.unit.x12.mutant import Mutant


def _each(base: bytes, finds: str, *changes: tuple[str, str, str]) -> list[Mutant]:
    """One mutant for each (name, old, new)."""
    return [Mutant(name, base, ((old, new),), finds) for name, old, new in changes]


MUTANTS: list[Mutant] = [
    *_each(
        PROFESSIONAL,
        "code-unknown",
        ("837P: a diagnosis that does not exist", "ABK:E119", "ABK:E1199"),
        ("837P: a diagnosis with its dot", "ABK:E119", "ABK:E11.9"),
        ("837P: a heading as a diagnosis", "ABK:E119", "ABK:E11"),
        ("837P: a second diagnosis that does not exist", "ABF:I10", "ABF:I109"),
        ("837P: a Level II code of no block", "HC:J1885", "HC:R9999"),
        ("837P: a procedure of no shape", "HC:99213", "HC:9921"),
        ("837P: a modifier that does not exist", "J1885:JZ", "J1885:9Z"),
        ("837P: a second modifier that does not exist", "JZ:RT", "JZ:XY"),
        ("837P: an ambulance that goes nowhere", "A0425:RH", "A0425:ZH"),
        ("837P: a place of service that does not exist", "11:B:1", "98:B:1"),
        ("837P: a place of service of a line that does not exist", "UN*1*11*", "UN*1*70*"),
        ("837P: the taxonomy of the billing provider has no classification", "207Q00000X", "999Q00000X"),
        ("837P: a taxonomy cut short", "207RC0000X", "207RC0000"),
        ("837P: a state that does not exist", "Springfield*OH*455011234", "Springfield*ZZ*455011234"),
        ("837P: an accident in no state", "AA:::OH", "AA:::XX"),
    ),
    *_each(
        INPATIENT,
        "code-unknown",
        ("837I: a revenue code that does not exist", "SV2*0120", "SV2*0198"),
        ("837I: a facility type that does not exist", "11:A:1", "99:A:1"),
        ("837I: a principal diagnosis that does not exist", "ABK:I214", "ABK:I2140"),
        ("837I: an admitting diagnosis that does not exist", "ABJ:R079", "ABJ:R0799"),
        ("837I: a procedure that does not exist", "BBR:027034Z", "BBR:027034A"),
        ("837I: a second procedure that does not exist", "BBQ:4A023N7", "BBQ:4A023O7"),
        ("837I: a value code that does not exist", "BE:80", "BE:99"),
        ("837I: a condition code that does not exist", "BG:C1", "BG:QQ"),
        ("837I: an occurrence code that is one of a span", "BH:11", "BH:74"),
        ("837I: a span code that is one of a day", "BI:74", "BI:11"),
        ("837I: a DRG of no shape", "DR:247", "DR:24"),
    ),
    *_each(
        PAYMENT,
        "code-unknown",
        ("835: an adjustment reason that does not exist", "CAS*CO*45*60", "CAS*CO*945*60"),
        ("835: a reason of the patient's share that does not exist", "CAS*PR*1*20", "CAS*PR*Q1*20"),
        ("835: a remark that does not exist", "LQ*HE*N381", "LQ*HE*N9999"),
        ("835: a remark of the claim that does not exist", "MA01*N130", "MA01*NN130"),
        ("835: a paid procedure that does not exist", "HC:J1885", "HC:J188"),
        ("835: a modifier that does not exist", "99213:25", "99213:?5"),
    ),
    *_each(
        STATUS,
        "code-unknown",
        ("277: a status category that does not exist", "STC*F1:65*", "STC*F9:65*"),
        ("277: a status that does not exist", "STC*F1:65*", "STC*F1:965*"),
        ("277: an entity that does not exist", "F1:65:PR", "F1:65:0Z"),
        ("277: a procedure that does not exist", "HC:J1885", "HC:JJ885"),
    ),
    *_each(
        BENEFITS,
        "code-unknown",
        ("271: a diagnosis that does not exist", "ABK:E119", "ABK:E1190"),
        ("271: a taxonomy that does not exist", "207Q00000X", "207Q00000Z"),
        ("271: a procedure that does not exist", "HC:J1885", "HC:X1885"),
        ("271: a state that does not exist", "Springfield*OH", "Springfield*OO"),
    ),
    *_each(
        PROFESSIONAL,
        "code-expired",
        ("837P: a diagnosis retired before the visit", "ABF:I10", "ABF:T528X1A"),
        ("837P: ICD-9 eleven years too late", "HI*ABK:E119*ABF:I10", "HI*BK:25000"),
        ("837P: a Level II code retired before the visit", "HC:J1885", "HC:J9998"),
    ),
    Mutant("837P: ICD-10 before its first day", PROFESSIONAL, tuple((f"{on}20261005", f"{on}20150930") for on in ("D8*",) * 3), "code-expired"),
    Mutant(
        "837P: telehealth at home before there was such a place",
        PROFESSIONAL,
        (("UN*1*11*", "UN*1*10*"), ("472*D8*20261005~LX*3", "472*D8*20211231~LX*3")),
        "code-expired",
    ),
    Mutant(
        "837I: a diagnosis of the new year on a stay that ended before it", INPATIENT, (("20260928-20261002", "20260927-20260930"),), "code-expired"
    ),
    Mutant("835: a reason retired years before the payment", PAYMENT, (("CAS*CO*45*60", "CAS*CO*B5*60"),), "code-expired"),
    Mutant("837P: a tax id with eight digits", PROFESSIONAL, (("REF*EI*841234567", "REF*EI*84123456"),), "tax-id-shape"),
    Mutant("837P: a ZIP code with four digits", PROFESSIONAL, (("OH*45502", "OH*4550"),), "postal-code-shape"),
    Mutant("837P: a drug in hyphens", PROFESSIONAL, (("N4*00409379501", "N4*0409-3795-01"),), "ndc-shape"),
]

BENIGN: list[Mutant] = [
    Mutant("837P: a CPT code that no public list has", PROFESSIONAL, (("HC:99213", "HC:99499"),)),
    Mutant("837P: an emerging technology code", PROFESSIONAL, (("HC:99213", "HC:0042T"),)),
    Mutant("837P: a proprietary laboratory test", PROFESSIONAL, (("HC:99213", "HC:0001U"),)),
    Mutant("837P: a physical status modifier", PROFESSIONAL, (("99213:25", "99213:P3"),)),
    Mutant("837P: a payer's own procedure code", PROFESSIONAL, (("SV1*HC:99213:25", "SV1*ER:LOCAL7:Z9"),)),
    Mutant("837P: a Level II code retired after the visit", PROFESSIONAL, (("HC:J1885", "HC:J9998"), ("472*D8*20261005~LIN", "472*D8*20250105~LIN"))),
    Mutant(
        "837P: a diagnosis on the last day before it was retired",
        PROFESSIONAL,
        (("ABF:I10", "ABF:T528X1A"), *((("D8*20261005"), "D8*20260930"),) * 3),
    ),
    Mutant("837P: lines on both sides of a new year", PROFESSIONAL, (("ABF:I10", "ABF:T528X1A"), ("D8*20261005", "D8*20260930"))),
    Mutant(
        "837P: ICD-9 while it was in force", PROFESSIONAL, (("HI*ABK:E119*ABF:I10", "HI*BK:25000*BF:4019"), *((("D8*20261005"), "D8*20140105"),) * 3)
    ),
    Mutant("837P: a Canadian address", PROFESSIONAL, (("N4*Springfield*OH*45502", "N4*Toronto*ON*M5V3L9*CA"),)),
    Mutant("837P: a Mexican address", PROFESSIONAL, (("N4*Springfield*OH*45502", "N4*Tijuana*BC*22000*MX"),)),
    Mutant("837P: the first list of taxonomies", PROFESSIONAL, (("207Q00000X", "203BF0100Y"),)),
    Mutant("837I: a diagnosis of the new year on a stay that began before it", INPATIENT, (("ABK:I214", "ABK:M7221"),)),
    Mutant("837I: a DRG with its severity", INPATIENT, (("DR:247", "DR:1744"),)),
    Mutant("837I: a prospective payment group", INPATIENT, (("SV2*0636*HC:J1885:JZ", "SV2*0022*HP:RUC10"),)),
    Mutant("835: a remark newer than every list", PAYMENT, (("N381", "N905"),)),
    Mutant("835: a drug paid for by its number", PAYMENT, (("SVC*HC:J1885:JZ", "SVC*N4:00409379501"),)),
    Mutant("835: a retired reason while it was in force", PAYMENT, (("CAS*CO*45*60", "CAS*CO*B5*60"), ("*20261116~TRN", "*20160401~TRN"))),
    Mutant("271: a dental procedure, whose list is licensed", BENEFITS, (("HC:J1885:JZ", "AD:D0120"),)),
]

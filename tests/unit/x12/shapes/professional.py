"""Shapes of the 837P: what practices, ambulances, laboratories and suppliers send."""

from dataclasses import replace
from datetime import date
from decimal import Decimal as D

from shared.x12.translate.adjudication import OutpatientAdjudication
from shared.x12.translate.adjustment import Adjustment
from shared.x12.translate.claim import (
    Accident,
    ClaimDocument,
    Condition,
    Contact,
    Diagnosis,
    Drug,
    LineAdjudication,
    Name,
    OtherPayerProvider,
    Payer,
    Provider,
    Reference,
)
from shared.x12.translate.claim_details import (
    Attachment,
    Certification,
    Contract,
    Equipment,
    Indicator,
    LineAmount,
    Measurement,
    Note,
    Purchase,
    Repricing,
    SpinalCondition,
    Transport,
)
from shared.x12.translate.days import Dated
from tests.unit.x12.shapes.claim_people import (
    ADA,
    ALVAREZ,
    BEN,
    BRANDT,
    CASCADE,
    DAY,
    GREEN,
    GROUP,
    HELD,
    HOME,
    HURT,
    LAB,
    LEE,
    LYON,
    MEDICARE,
    NORTHWIND,
    OLD,
    ROY,
    SOLO,
    STREET,
    TORONTO,
    earlier,
    line,
    visit,
)

PAID_ON = date(2026, 10, 20)
DECIDED = LineAdjudication(
    "NWHP1", D("47.28"), D(1), PAID_ON, (Adjustment("CO", "45", D("77.86")), Adjustment("PR", "2", D("11.86"))), "99214", remaining=D("11.86")
)
SECOND = replace(ROY, member_id="CSA100200", sequence="S")
LATER = replace(HELD, member_id="CSA100200", sequence="S")
SECONDARY = visit(
    "P21",
    line("137", "99214", control_number="P21-1", adjudications=(DECIDED,)),
    subscriber=SECOND,
    payer=CASCADE,
    other_payers=(
        earlier(
            NORTHWIND,
            HELD,
            paid=D("47.28"),
            remaining=D("11.86"),
            payer_claim_control_number="NW-5",
            outpatient=OutpatientAdjudication(remarks=("MA01",)),
        ),
    ),
)
TRIP = Transport("A", D("12.5"), D("154"), "", "UNABLE TO SIT UP")
RIDE = {
    "place": "41",
    "transport": TRIP,
    "pick_up": HOME,
    "drop_off": STREET,
    "drop_off_name": "RIVERBEND HOSPITAL",
    "diagnoses": (Diagnosis("R0789"),),
    "indicators": (Indicator("07", True, ("01", "09")),),
    "billing": replace(GROUP, taxonomy="3416L0300X"),
}
NUMBERS = (Reference("9A", "RP-1"), Reference("9C", "RP-2"), Reference("D9", "CH-3"), Reference("P4", "DEMO1"), Reference("1J", "HH-4"))

PROFESSIONAL: dict[str, tuple[ClaimDocument, ...]] = {
    "subscriber is the patient": (visit("P01"),),
    "child of the subscriber": (visit("P02", subscriber=LEE, payer=CASCADE, patient=ADA),),
    "two patients of one subscriber": (
        visit("P03A", subscriber=LEE, payer=CASCADE, patient=ADA),
        visit("P03B", line("90"), line("60.5", "36415"), subscriber=LEE, payer=CASCADE, patient=BEN),
    ),
    "several claims of one person": (visit("P04A"), visit("P04B", line("75.25", "99212"))),
    "two billing providers": (visit("P05A"), visit("P05B", billing=SOLO, rendering=None)),
    "solo practice with a social security number": (visit("P06", billing=replace(SOLO, tax_id_kind="SY", tax_id="123456789")),),
    "payments go to another address": (visit("P07", billing=replace(GROUP, pay_to=TORONTO)),),
    "payments go to a plan": (
        visit(
            "P08",
            billing=replace(
                GROUP, pay_to_plan=Payer("STATE FUND", "SF1", address=STREET, references=(Reference("2U", "77"), Reference("EI", "841234567")))
            ),
        ),
    ),
    "whom to call at the billing office": (
        visit("P09", billing=replace(GROUP, contacts=(Contact("BILLING OFFICE", (("TE", "9375550100"), ("EX", "12"), ("FX", "9375550101"))),))),
    ),
    "foreign patient and foreign money": (visit("P10", subscriber=replace(ROY, address=LYON), billing=replace(GROUP, currency="CAD")),),
    "all providers of a claim": (
        visit(
            "P11",
            referring=BRANDT,
            primary_care=GREEN,
            rendering=ALVAREZ,
            facility=LAB,
            supervising=replace(BRANDT, references=(Reference("LU", "S1"),)),
        ),
    ),
    "provider without an NPI": (
        visit("P12", rendering=Provider("", Name("GREEN", "PAT"), True, references=(Reference("0B", "OH123"), Reference("G2", "77")))),
    ),
    "facility with number and telephone": (
        visit("P13", facility=replace(LAB, references=(Reference("LU", "SITE1"),), contacts=(Contact("", (("TE", "9375550122"), ("EX", "4"))),))),
    ),
    "replacement": (visit("P14", frequency="7", payer_claim_control_number="NW-9001"),),
    "void": (visit("P15", frequency="8", payer_claim_control_number="NW-9002"),),
    "authorization, referral, record number": (visit("P16", authorization="AUTH77", referral="REF9", medical_record_number="MRN-42"),),
    "numbers of repricers and programs": (visit("P17", references=(Reference("4N", "3"), Reference("X4", "36D1234567"), *NUMBERS)),),
    "auto accident": (visit("P18", accident=Accident(("AA", "OA"), date(2026, 9, 30), "OH"), onset_on=date(2026, 9, 30), patient_paid=D(25)),),
    "auto accident abroad": (visit("P19", accident=Accident(("AA",), date(2026, 9, 30), "ON", "CA")),),
    "injury at work": (
        visit(
            "P20",
            subscriber=replace(HURT, references=(Reference("Y4", "WC-1"),), contact=Contact("RISK OFFICE", (("TE", "9375550133"),))),
            patient=replace(BEN, relationship="20", references=(Reference("Y4", "WC-1"), Reference("SY", "123456789"))),
            accident=Accident(("EM",), None),
            dates=(Dated("297", date(2026, 9, 29)), Dated("360", date(2026, 9, 30)), Dated("444", DAY)),
        ),
    ),
    "secondary with line decisions": (SECONDARY,),
    "secondary decided as a whole": (
        visit(
            "P22",
            subscriber=SECOND,
            payer=CASCADE,
            other_payers=(
                earlier(
                    NORTHWIND, HELD, paid=D(100), adjudicated_on=PAID_ON, adjustments=(Adjustment("CO", "45", D(30)), Adjustment("PR", "3", D(20)))
                ),
            ),
        ),
    ),
    "tertiary": (
        visit(
            "P23",
            subscriber=replace(ROY, sequence="T", member_id="T-1"),
            payer=Payer("THIRD PLAN", "TP3", references=(Reference("FY", "CO-9"),)),
            other_payers=(
                earlier(NORTHWIND, HELD, paid=D(0), noncovered=D(150), remaining=D(150)),
                earlier(CASCADE, LATER, paid=D("10.5"), patient_signed=False, relationship="01", benefits_assigned="N"),
            ),
        ),
    ),
    "Medicare after an employer's plan": (
        visit(
            "P24",
            subscriber=replace(OLD, sequence="S", medicare_secondary="12"),
            payer=MEDICARE,
            other_payers=(
                earlier(
                    replace(NORTHWIND, references=(Reference("G1", "A-1"), Reference("T4", "Y"))),
                    replace(HELD, references=(Reference("SY", "123456789"),)),
                    relationship="01",
                    paid=D(90),
                    providers=(OtherPayerProvider("82", True, (Reference("G2", "P-7"),)), OtherPayerProvider("85", False, (Reference("LU", "B-7"),))),
                ),
            ),
        ),
    ),
    "payer after the one billed now": (visit("P25", other_payers=(earlier(CASCADE, LATER),)),),
    "drug with its prescription": (
        visit("P26", line("12.5", "J1885", units=D(4), modifiers=("JZ",), drug=Drug("00409379501", D(2), "ML", "RX-7"), note="LEFT ARM")),
    ),
    "drugs of one compound": (
        visit(
            "P27",
            line("40", "J3490", drug=Drug("00409379501", D("0.5"), "ML", link="C-1"), description="COMPOUND"),
            line("30", "J3490", drug=Drug("00009030602", D(2), "GR", link="C-1"), description="COMPOUND"),
        ),
    ),
    "anesthesia in minutes": (
        visit(
            "P28",
            line("900", "00790", unit="MJ", units=D(95), modifiers=("AA", "P1"), obstetric_units=None),
            anesthesia_for=("47562", "49320"),
            place="24",
        ),
    ),
    "anesthesia of a birth": (
        visit("P29", line("700", "01967", unit="MJ", units=D(120), obstetric_units=D(2)), diagnoses=(Diagnosis("O80"), Diagnosis("Z370"))),
    ),
    "ambulance": (visit("P30", line("450", "A0429", modifiers=("RH",)), line("125", "A0425", units=D("12.5"), modifiers=("RH",)), **RIDE),),
    "ambulance with two patients in one car": (
        visit(
            "P31",
            line(
                "450",
                "A0429",
                modifiers=("RH",),
                patients=D(2),
                transport=TRIP,
                indicators=(Indicator("07", True, ("04",)),),
                pick_up=STREET,
                drop_off=HOME,
            ),
            **RIDE,
        ),
    ),
    "chiropractor": (
        visit(
            "P32",
            line("55", "98941", modifiers=("AT",), dates=(Dated("454", date(2026, 9, 1)), Dated("455", date(2026, 9, 2)))),
            subscriber=OLD,
            payer=MEDICARE,
            spinal=SpinalCondition("A", "LOW BACK PAIN", "AFTER A FALL"),
            diagnoses=(Diagnosis("M9903"),),
            dates=(Dated("454", date(2026, 9, 1)), Dated("304", date(2026, 10, 1)), Dated("453", date(2026, 8, 30))),
        ),
    ),
    "wheelchair with its certificate": (
        visit(
            "P33",
            line(
                "75",
                "K0001",
                modifiers=("RR", "KX"),
                through_on=date(2026, 11, 4),
                equipment=Equipment("K0001", D(30), D(75), D(600), "4"),
                attachments=(Attachment("CT", "AB"), Attachment("OZ", "FX", "CERT-9")),
                certification=Certification("R", D(99)),
                indicators=(Indicator("09", True, ("38", "ZV")),),
                dates=(Dated("607", DAY), Dated("463", date(2026, 4, 1)), Dated("461", DAY)),
                ordering=replace(BRANDT, address=STREET, contacts=(Contact("DR BRANDT", (("TE", "9375550144"),)),)),
            ),
        ),
    ),
    "dialysis with its tests": (
        visit(
            "P34",
            line("60", "90960", measurements=(Measurement("TR", "R1", D("9.8")), Measurement("TR", "R2", D(31))), dates=(Dated("738", DAY),)),
            diagnoses=(Diagnosis("N186"),),
        ),
    ),
    "laboratory bought from another": (
        visit(
            "P35",
            line(
                "40",
                "85025",
                purchase=Purchase("1234567893", D(22)),
                purchased_from=replace(LAB, name=Name(""), address=None),
                references=(Reference("F4", "36D7654321"),),
            ),
            line("20", "80053", facility=LAB, references=(Reference("X4", "36D1234567"), Reference("G1", "A1", payer_id="NWHP1")), ordering=GREEN),
        ),
    ),
    "own providers of a line": (visit("P36", line("150", rendering=ALVAREZ, supervising=BRANDT, referring=BRANDT, primary_care=GREEN, place="22")),),
    "attachments": (visit("P37", attachments=(Attachment("OZ", "EL", "ATT-1"), Attachment("B4", "AA"))),),
    "notes and fixed text": (
        visit(
            "P38",
            line("150", notes=(Note("TPO", "TO THE REPRICER"),), fixed_format=("LINE FORMAT",)),
            note="SEEN AT HOME",
            fixed_format=("CLAIM FORMAT",),
        ),
    ),
    "repriced": (
        visit(
            "P39",
            line(
                "150",
                repricing=Repricing("03", D(110), D(40), "PPO1", qualifier="HC", code="99212", unit="UN", units=D(1)),
                references=(Reference("9B", "L-1"), Reference("9D", "L-2")),
            ),
            repricing=Repricing("03", D(110), D(40), "PPO1", D("0.7"), rejection="T1", compliance="1", exception="2"),
            dates=(Dated("050", DAY),),
        ),
    ),
    "contract": (visit("P40", line("150", contract=Contract("05", D(5))), contract=Contract("02", D(100), D("2.5"), "C-1", D(1), "V2")),),
    "child's screening": (
        visit(
            "P41",
            line("150", "99392", screening=True, family_planning=True, emergency=True, copay_exempt=True),
            indicators=(Indicator("ZZ", True, ("AV", "S2")),),
            special_program="02",
            diagnoses=(Diagnosis("Z00121"),),
        ),
    ),
    "glasses, and a patient at home": (
        visit(
            "P42",
            line("80", "V2020"),
            indicators=(Indicator("E2", True, ("L1", "L3")), Indicator("75", True, ("IH",))),
            diagnoses=(Diagnosis("H5213"),),
        ),
    ),
    "taxes and postage": (visit("P43", line("150", amounts=(LineAmount("T", D("9.75")), LineAmount("F4", D("4.2")))), conditions=("AA", "W2")),),
    "died, pregnant, weight": (
        visit("P44", subscriber=replace(ROY, condition=Condition(date(2026, 10, 6), D(142), True))),
        visit("P44B", subscriber=LEE, patient=replace(BEN, condition=Condition(weight=D("7.5")))),
    ),
    "twelve diagnoses and fifty lines": (
        visit(
            "P45",
            *[line(f"{10 + n}", pointers=(1, 2, 3, 12), control_number=f"L{n}") for n in range(50)],
            diagnoses=tuple(
                Diagnosis(code) for code in ("E119", "I10", "E785", "K219", "J449", "M1711", "N186", "R0789", "G4733", "F329", "I509", "Z7984")
            ),
        ),
    ),
    "hospital visits of a physician": (
        visit(
            "P46",
            line("300", "99223", through_on=date(2026, 10, 7), units=D(3)),
            place="21",
            admitted_on=DAY,
            discharged_on=date(2026, 10, 8),
            facility=LAB,
        ),
    ),
    "care handed over, late, not signed": (
        visit(
            "P47",
            dates=(Dated("090", DAY), Dated("091", date(2026, 10, 9)), Dated("314", date(2026, 9, 1), date(2026, 9, 20))),
            delay_reason="7",
            signature_on_file=False,
            patient_signed=False,
            assignment="C",
            benefits_assigned="W",
            release="I",
        ),
    ),
}

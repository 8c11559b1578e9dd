"""Shapes of the 837I: inpatient, outpatient, interim bills, later payers."""

from dataclasses import replace
from datetime import date, time
from decimal import Decimal as D

from shared.x12.translate.adjudication import InpatientAdjudication, OutpatientAdjudication
from shared.x12.translate.adjustment import Adjustment
from shared.x12.translate.claim import (
    ClaimDocument,
    Contact,
    Diagnosis,
    Drug,
    LineAdjudication,
    Name,
    Occurrence,
    OtherPayerProvider,
    Payer,
    Procedure,
    Reference,
    ValueCode,
)
from shared.x12.translate.claim_details import Attachment, Contract, Indicator, LineAmount, Note, Repricing
from shared.x12.translate.days import Dated
from tests.unit.x12.shapes.claim_people import (
    ADA,
    BEN,
    BRANDT,
    CASCADE,
    DAY,
    GREEN,
    HELD,
    HOME,
    HOSPITAL,
    LAB,
    LEE,
    LYON,
    MEDICARE,
    NORTHWIND,
    OLD,
    ROY,
    STREET,
    TORONTO,
    bill,
    earlier,
    revenue,
    stay,
)

IN, OUT = date(2026, 10, 1), date(2026, 10, 4)
ROOM = (revenue("6000", "0120", unit="DA", units=D(3), on=None, control_number="L1"), revenue("600", "0250", on=None, control_number="L2"))
HEART = (Diagnosis("I214", "Y"), Diagnosis("E119", "Y"), Diagnosis("I10", "N"), Diagnosis("Z7984"))
ADMITTED = {
    "from_on": IN, "through_on": OUT, "admission_type": "1", "admitted_on": IN, "admitted_at": time(14, 0), "discharged_at": time(11, 0),
    "admitting": Diagnosis("R079"),
}  # fmt: skip
PROCEDURES = (Procedure("027034Z", date(2026, 10, 2)), Procedure("4A023N7", date(2026, 10, 2)), Procedure("B2111ZZ", date(2026, 10, 2)))
PAID_ON = date(2026, 10, 20)
SECOND = replace(ROY, member_id="CSA100200", sequence="S")
LATER = replace(HELD, member_id="CSA100200", sequence="S")
PART_A = replace(OLD, filing_indicator="MA", born_on=None, sex="U")


def inpatient(number: str, *, of_stay: dict[str, object] | None = None, **more: object) -> ClaimDocument:
    """Three days in hospital."""
    return bill(number, *ROOM, **{"place": "11", "diagnoses": HEART, "stay": stay(**{**ADMITTED, **(of_stay or {})}), **more})


def still_here(number: str, frequency: str) -> ClaimDocument:
    """Part of a long stay."""
    return inpatient(number, frequency=frequency, of_stay={"patient_status": "30", "discharged_at": None})


INSTITUTIONAL: dict[str, tuple[ClaimDocument, ...]] = {
    "outpatient": (bill("I01"),),
    "outpatient child": (bill("I02", subscriber=LEE, payer=CASCADE, patient=ADA),),
    "two patients of one subscriber": (bill("I03A", subscriber=LEE, patient=ADA), bill("I03B", subscriber=LEE, patient=BEN)),
    "several bills of one person": (bill("I04A"), bill("I04B", revenue("12.5", "0300", "36415")), inpatient("I04C")),
    "inpatient": (inpatient("I05"),),
    "inpatient with DRG and procedures": (
        inpatient("I06", of_stay={"drg": "247", "procedures": PROCEDURES, "operating": BRANDT, "other_operating": GREEN}),
    ),
    "injury with external causes": (
        inpatient(
            "I07",
            diagnoses=(Diagnosis("S72001A", "Y"),),
            of_stay={"external_causes": (Diagnosis("W010XXA", "Y"), Diagnosis("Y92009")), "admitting": Diagnosis("S72001A")},
        ),
    ),
    "emergency visit with its reasons": (
        bill(
            "I08", revenue("500", "0450", "99284"), stay=stay(admission_type="1", reasons=(Diagnosis("R079"), Diagnosis("R0602"), Diagnosis("R42")))
        ),
    ),
    "occurrences and spans": (
        inpatient(
            "I09",
            of_stay={
                "occurrences": (
                    Occurrence("11", date(2026, 9, 30)),
                    Occurrence("A1", date(1980, 2, 29)),
                    Occurrence("74", date(2026, 9, 1), date(2026, 9, 3)),
                )
            },
        ),
    ),
    "value and condition codes": (
        inpatient("I10", of_stay={"value_codes": (ValueCode("80", D(3)), ValueCode("A1", D("100.5"))), "conditions": ("C1", "09")}),
    ),
    "more than twelve codes of a kind": (
        inpatient(
            "I11",
            diagnoses=(
                Diagnosis("I214", "Y"),
                *[
                    Diagnosis(code, "Y")
                    for code in ("E119", "I10", "E785", "K219", "J449", "M1711", "N186", "R0789", "G4733", "F329", "I509", "N179", "D649", "E871")
                ],
            ),
            of_stay={"conditions": ("01", "02", "03", "04", "05", "06", "07", "08", "09", "10", "17", "18", "19")},
        ),
    ),
    "first bill of a long stay": (still_here("I12", "2"),),
    "one more bill of a long stay": (still_here("I13", "3"),),
    "last bill of a long stay": (inpatient("I14", frequency="4"),),
    "replacement": (bill("I15", frequency="7", payer_claim_control_number="NW-9001"),),
    "void": (inpatient("I16", frequency="8", payer_claim_control_number="NW-9002"),),
    "drug with its NDC": (
        bill(
            "I17",
            revenue("7.5", "0636", "J1010", units=D(10), drug=Drug("00009030602", D(1), "ML", "RX-7")),
            revenue("5", "0636", "J3490", drug=Drug("00409379501", D("0.5"), "ML", link="C-1")),
        ),
    ),
    "modifiers and description": (bill("I18", revenue("180", "0361", "20610", modifiers=("RT", "59"), description="KNEE")),),
    "lines without a code": (
        bill("I19", revenue("40", "0250"), revenue("60", "0270", on=DAY, through_on=date(2026, 10, 6)), stay=stay(through_on=date(2026, 10, 6))),
    ),
    "charges that are not covered": (inpatient("I20"), bill("I20B", revenue("80", "0361", "20610", noncovered=D("20.5")))),
    "all providers of a bill": (
        bill(
            "I21",
            stay=stay(operating=BRANDT, other_operating=GREEN),
            rendering=GREEN,
            facility=LAB,
            referring=replace(BRANDT, references=(Reference("0B", "OH1"),)),
        ),
    ),
    "own providers of a line": (
        bill(
            "I22",
            revenue(
                "180",
                "0361",
                "20610",
                operating=BRANDT,
                other_operating=GREEN,
                rendering=GREEN,
                referring=replace(BRANDT, references=(Reference("G2", "7", payer_id="NWHP1"),)),
            ),
        ),
    ),
    "secondary with line decisions": (
        bill(
            "I23",
            revenue(
                "180",
                "0361",
                "20610",
                control_number="1",
                adjudications=(
                    LineAdjudication(
                        "NWHP1", D(120), D(1), PAID_ON, (Adjustment("CO", "45", D(40)), Adjustment("PR", "2", D(20))), "20610", (), "0361", D(20)
                    ),
                ),
            ),
            subscriber=SECOND,
            payer=CASCADE,
            other_payers=(earlier(NORTHWIND, HELD, paid=D(120), remaining=D(20), payer_claim_control_number="NW-5"),),
        ),
    ),
    "secondary after Medicare's inpatient payment": (
        inpatient(
            "I24",
            subscriber=SECOND,
            payer=CASCADE,
            other_payers=(
                earlier(
                    MEDICARE,
                    PART_A,
                    paid=D(5000),
                    adjudicated_on=PAID_ON,
                    adjustments=(Adjustment("CO", "45", D(100)), Adjustment("PR", "1", D(1500))),
                    inpatient=InpatientAdjudication(D(3), remarks=("MA07",), drg_amount=D(5200)),
                    outpatient=OutpatientAdjudication(D("0.5"), D(10), ("N1",)),
                ),
            ),
        ),
    ),
    "tertiary": (
        bill(
            "I25",
            subscriber=replace(ROY, sequence="T", member_id="T-1"),
            payer=Payer("THIRD PLAN", "TP3"),
            other_payers=(earlier(NORTHWIND, HELD, paid=D(0), remaining=D(180), noncovered=D(180)), earlier(CASCADE, LATER, paid=D("10.5"))),
        ),
    ),
    "other payer's providers": (
        bill(
            "I26",
            subscriber=SECOND,
            payer=CASCADE,
            other_payers=(
                earlier(
                    NORTHWIND,
                    HELD,
                    paid=D(1),
                    providers=(
                        OtherPayerProvider("71", True, (Reference("G2", "7"),)),
                        OtherPayerProvider("77", False, (Reference("LU", "8"),)),
                        OtherPayerProvider("85", False, (Reference("G2", "9"),)),
                    ),
                ),
            ),
        ),
    ),
    "authorization, referral, record number": (bill("I27", authorization="AUTH77", referral="REF9", medical_record_number="MRN-42"),),
    "numbers of programs": (
        bill("I28", references=(Reference("G4", "PRO1"), Reference("LX", "IDE1"), Reference("LX", "IDE2"), Reference("P4", "DEMO1"))),
    ),
    "auto accident": (bill("I29", references=(Reference("LU", "OH"),), stay=stay(occurrences=(Occurrence("01", date(2026, 9, 30)),))),),
    "attachments": (
        bill("I30", revenue("180", "0361", "20610", attachments=(Attachment("OB", "AA"),)), attachments=(Attachment("OZ", "EL", "ATT-1"),)),
    ),
    "notes and fixed text": (
        bill(
            "I31",
            revenue("180", "0361", "20610", note="TO THE REPRICER"),
            note="BILL NOTE",
            notes=(Note("DGN", "OLD INJURY"), Note("UPI", "MORE")),
            fixed_format=("FORMAT",),
        ),
    ),
    "repriced": (
        bill(
            "I32",
            revenue(
                "180",
                "0361",
                "20610",
                repricing=Repricing("04", D(150), revenue_code="0360", qualifier="HC", code="20611", unit="UN", units=D(1)),
                references=(Reference("9B", "1"), Reference("9D", "2")),
            ),
            repricing=Repricing("04", D(150), D(30), "PPO1", D(5), "D1", D(9), rejection="T2"),
            dates=(Dated("050", DAY),),
            references=(Reference("9A", "R1"), Reference("9C", "R2")),
        ),
    ),
    "contract and what the patient paid": (bill("I33", contract=Contract("01", D(9000), code="DRG", version="1"), patient_paid=D("33.33")),),
    "taxes of a line": (bill("I34", revenue("180", "0361", "20610", amounts=(LineAmount("GT", D(3)), LineAmount("N8", D("2.5"))))),),
    "child's screening": (bill("I35", indicators=(Indicator("ZZ", True, ("AV", "ST")),)),),
    "home health with treatment codes": (
        bill("I36", revenue("90", "0551", "G0299"), place="32", stay=stay(treatments=("A01", "B23"), through_on=date(2026, 11, 3))),
    ),
    "ambulance of a hospital": (bill("I37", revenue("450", "0540", "A0429", modifiers=("RH",)), stay=stay(attending=None)),),
    "payments elsewhere, telephone, foreign patient": (
        bill(
            "I38",
            billing=replace(HOSPITAL, pay_to=TORONTO, contacts=(Contact("PFS", (("TE", "9375550100"),)),), currency="USD"),
            subscriber=replace(ROY, address=LYON, references=(Reference("SY", "123456789"), Reference("Y4", "PC-1"))),
        ),
    ),
    "payments to a plan": (
        bill("I39", billing=replace(HOSPITAL, pay_to_plan=Payer("STATE FUND", "SF1", address=STREET, references=(Reference("EI", "841234567"),)))),
    ),
    "newborn": (
        inpatient(
            "I40",
            subscriber=replace(LEE, group_name=""),
            patient=replace(ADA, born_on=IN, name=Name("LEE", "BABY GIRL"), address=HOME),
            diagnoses=(Diagnosis("Z3800"),),
            of_stay={"admission_type": "4", "admission_source": "5", "admitting": Diagnosis("Z3800"), "value_codes": (ValueCode("54", D(3200)),)},
        ),
    ),
    "late, benefits not assigned": (bill("I41", delay_reason="11", assignment="B", benefits_assigned="N", release="I"),),
}

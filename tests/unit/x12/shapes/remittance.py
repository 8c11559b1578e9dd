"""835s of many shapes, built with our own values and writer. `REMITTANCES` are the values, `SHAPES` the bytes."""

from dataclasses import replace
from datetime import date, time
from decimal import Decimal

from shared.x12.envelope import InterchangeHeader
from shared.x12.translate.adjudication import ClaimGroup, InpatientAdjudication, InpatientSummary, OutpatientAdjudication, ProviderSummary
from shared.x12.translate.claim import Address, Name, Reference
from shared.x12.translate.naming import Contact
from shared.x12.translate.remittance import RemittanceDocument
from shared.x12.translate.remittance_header import Delivery
from shared.x12.translate.remitted_claim import Amount, Individual, Party
from shared.x12.translate.write_remittance import write_remittances
from tests.unit.x12.shapes.remittance_parts import (
    ALVAREZ,
    BY_CHECK,
    BY_NOTHING,
    DAY,
    GROUP,
    HOSPITAL,
    JANE,
    JOHN,
    NEXT,
    TEST,
    VISIT,
    YEAR_END,
    D,
    claim,
    line,
    payment,
    withheld,
)

HEADER = InterchangeHeader(sender_id="NORTHWIND1", receiver_id="CLEARPATH1", on=date(2026, 11, 16), at=time(9, 30), control_number="77", usage="T")
CLINIC = "1245319599"
PERIOD: dict[str, object] = {"statement_from": DAY, "statement_to": NEXT}
INPATIENT: dict[str, object] = {**PERIOD, "facility_code": "11", "filing_indicator": "MA"}


def _numbers(kind: type, **changes: object) -> object:
    """All amounts of a MIA, MOA, TS3 or TS2, each another one."""
    names = [name for name in kind.__dataclass_fields__ if name not in changes]  # type: ignore[attr-defined]
    return kind(**{name: Decimal(at) for at, name in enumerate(names, 1)}, **changes)


STAY = _numbers(InpatientAdjudication, covered_days=D(0), remarks=("MA01", "MA02", "N1", "N2", "N3"))
CLINIC_VISIT = _numbers(OutpatientAdjudication, rate=D("0.8"), remarks=("MA01", "MA18", "N1", "N2", "N3"))
SUMMED = ClaimGroup(
    "7",
    _numbers(ProviderSummary, number=HOSPITAL, facility_code="11", fiscal_on=YEAR_END),  # type: ignore[arg-type]
    _numbers(InpatientSummary),  # type: ignore[arg-type]
)
CASCADE = Party("CASCADE MUTUAL", "PI", "CASC2")
ROOM = line("0120", "4000", "3000", ("CO", "45", "1000"), qualifier="NU", revenue_code="0120", paid_units=D(3), service_to=NEXT)
_DRUG = line("00409379501", "30", "0", ("CO", "16", "30"), qualifier="N4", remarks=("M119",), pharmacy_remarks=("70",))
_TAKEN_BACK = line("99213", "-150", "-92", ("CO", "45", "-33"), ("PR", "3", "-25"), modifiers=("25",))
_BUNDLED = line(
    "80053", "60", "14", ("CO", "45", "46"), billed_units=D(2), original_qualifier="HC", original_code="80048", original_modifiers=("91", "59"),
    original_description="METABOLIC PANEL",
)  # fmt: skip
_SEVEN = (
    ("CO", "45", "10"), ("CO", "253", "2"), ("CO", "97", "3"), ("CO", "A1", "4"), ("CO", "16", "5"), ("CO", "B1", "6"), ("CO", "24", "7"),
)  # fmt: skip
_REFERENCES = tuple(Reference(qualifier, f"NO{qualifier}") for qualifier in ("1L", "CE", "EA", "F8", "G1", "1C", "G2"))
_LINE_REFERENCES = tuple(Reference(qualifier, f"NO{qualifier}") for qualifier in ("LU", "BB", "6R", "1D", "0B", "0K"))

REMITTANCES: dict[str, tuple[RemittanceDocument, ...]] = {
    "one claim, one line": (payment(claim(VISIT)),),
    "two lines and a patient's share": (payment(claim(VISIT, TEST)),),
    "paid by check": (payment(claim(VISIT), **BY_CHECK),),
    "paid by wire": (payment(claim(VISIT), method="FWT", payment_format=""),),
    "nothing paid, all denied": (
        payment(claim(line("99213", "150", "0", ("CO", "16", "150"), remarks=("N130", "M76")), status="4"), **BY_NOTHING),
    ),
    "no claims, a loan to the provider": (payment(plb=[withheld("IP", "-5000", "ADVANCE 1")]),),
    "a claim without lines": (payment(claim(own=(("CO", "45", "100"), ("PR", "1", "50")), charge=D(400), paid=D(250), **PERIOD)),),
    "adjusted as a whole and by line": (payment(claim(VISIT, own=(("OA", "23", "10"), ("PI", "104", "2")))),),
    "an inpatient stay with its summaries": (
        payment(
            claim(
                ROOM, inpatient=STAY, group=SUMMED, drg="247", drg_weight=D("1.7423"), discharge_fraction=D("0.5"),
                quantities=(Amount("CA", D(3)), Amount("CD", D(1))), **INPATIENT,
            )
        ),
    ),
    "an outpatient visit of Medicare": (payment(claim(VISIT, outpatient=CLINIC_VISIT, filing_indicator="MB", facility_code="13")),),
    "a reversal and its correction": (
        payment(claim(_TAKEN_BACK, status="22"), claim(VISIT, TEST, payer_claim_control_number="ICN0002"), plb=[withheld("WO", "12.5", "ICN0001")]),
    ),
    "a reversal alone, carried forward": (
        payment(claim(_TAKEN_BACK, status="22"), plb=[withheld("FB", "-92", "NEXT")], **BY_NOTHING),
    ),
    "second payer": (payment(claim(line("99214", "137", "11.86", ("OA", "23", "125.14")), status="2", own=())),),
    "third payer": (payment(claim(line("99214", "137", "1.86", ("OA", "23", "135.14")), status="3")),),
    "forwarded to the next payer": (payment(claim(VISIT, status="19", crossover=CASCADE, outpatient=OutpatientAdjudication(remarks=("MA18",)))),),
    "not ours, forwarded": (
        payment(claim(line("99213", "150", "0", ("OA", "109", "150")), status="23", crossover=replace(CASCADE, qualifier="XV")), **BY_NOTHING),
    ),
    "corrected name and number": (
        payment(claim(VISIT, corrected=Individual(Name("DOE", "JANET"), "C", "NWA100209"))),
    ),
    "corrected name alone": (payment(claim(VISIT, corrected=Individual(Name("DOE-ROE", "", "", "JR")))),),
    "another payer comes first": (
        payment(
            claim(
                line("99213", "150", "0", ("OA", "22", "150")),
                corrected_payer=CASCADE,
                other_subscriber=Individual(Name("DOE", "JIM"), "MI", "CM77"),
            ),
            **BY_NOTHING,
        ),
    ),
    "the subscriber is another person": (payment(claim(VISIT, patient=replace(JANE, qualifier="", id=""), subscriber=JOHN)),),
    "rendered by a person": (payment(claim(VISIT, rendering=ALVAREZ)),),
    "rendered by an organisation": (payment(claim(VISIT, rendering=Individual(Name("RIVERBEND PHYSICIANS"), "XX", CLINIC, False))),),
    "paid under another code": (payment(claim(_BUNDLED)),),
    "fewer units than billed": (payment(claim(line("97110", "200", "60", ("CO", "151", "140", "2"), paid_units=D(2), billed_units=D(4)))),),
    "part of a unit": (payment(claim(line("J1885", "10.10", "5.05", ("CO", "45", "5.05"), paid_units=D("0.5")))),),
    "procedures with revenue codes": (payment(claim(replace(VISIT, revenue_code="0510"), TEST, facility_code="13")),),
    "a dental claim": (payment(claim(line("D0120", "60", "48", ("CO", "45", "12"), qualifier="AD"))),),
    "a drug and pharmacy remarks": (payment(claim(_DRUG), **BY_NOTHING),),
    "a home health rate code": (payment(claim(line("2AFK1", "2000", "1800", ("CO", "45", "200"), qualifier="HP", revenue_code="0023"))),),
    "a period of service": (payment(claim(replace(VISIT, service_to=NEXT))),),
    "dates of the claim only": (payment(claim(replace(VISIT, service_from=None, service_to=None), **PERIOD)),),
    "seven reasons of one group": (payment(claim(line("99213", "137", "100", *_SEVEN))),),
    "a group that comes again": (payment(claim(line("99213", "60", "10", ("CO", "45", "20"), ("PR", "1", "10"), ("CO", "253", "20")))),),
    "more paid than charged": (payment(claim(line("99213", "100", "120", ("CO", "94", "-20")))),),
    "a free service": (payment(claim(line("G0008", "0", "0"), VISIT)),),
    "interest": (payment(claim(VISIT, amounts=(Amount("I", D("1.07")), Amount("AU", D(117)))), plb=[withheld("L6", "-1.07", "ICN0001")]),),
    "seven provider adjustments of two providers": (
        payment(
            claim(VISIT),
            plb=[*(withheld(code, "1.5", f"REF {code}") for code in ("WO", "72", "CS", "J1", "LE", "B2", "90")), withheld("L6", "-2", "", CLINIC)],
        ),
    ),
    "predetermination": (
        payment(claim(line("99213", "150", "0", ("OA", "101", "150"), service_from=None, service_to=None), status="25"), **BY_NOTHING),
    ),
    "three groups": (
        payment(
            claim(VISIT),
            claim(TEST, patient_control_number="ACCT-2", group=ClaimGroup("2")),
            claim(TEST, patient_control_number="ACCT-3", group=replace(SUMMED, number="3", inpatient=None)),
        ),
    ),
    "two payments in one file": (
        payment(claim(VISIT)),
        payment(claim(TEST), claim(VISIT, patient_control_number="ACCT-2"), set_control_number="0002", trace="TRACE78"),
    ),
    "everything about the payer": (
        payment(
            claim(VISIT),
            payer_ids=tuple(Reference(qualifier, f"NO{qualifier}") for qualifier in ("2U", "EO", "HI", "NF")),
            payer_contacts=(
                Contact("CLAIM OFFICE", (("TE", "6145550101"), ("EX", "12")), "CX"),
                Contact("EDI", (("TE", "6145550100"), ("EM", "edi@northwind.example"), ("UR", "northwind.example/edi")), "BL"),
                Contact("NIGHT DESK", (("EM", "night@northwind.example"),), "BL"),
                Contact("", (("UR", "northwind.example/policies"),), "IC"),
            ),
            payer_plan_id="",
            payer_company_supplement="000000001",
            originator_supplement="000000001",
            system_version="V7",
            currency="USD",
        ),
    ),
    "a payee by tax number, elsewhere": (
        payment(
            claim(VISIT),
            payee_qualifier="FI",
            payee_id="841234567",
            payee_address=Address("PO BOX 9", "SPRINGFIELD", "OH", "455019876", "SUITE 2"),
            payee_ids=(Reference("PQ", "P77"), Reference("0B", "L1")),
            delivery=Delivery("OL", "RIVERBEND", "riverbend.example/835"),
        ),
    ),
    "every number of claim and line": (
        payment(
            claim(
                replace(VISIT, references=_LINE_REFERENCES, amounts=(Amount("B6", D(117)), Amount("KH", D(3))), quantities=(Amount("ZK", D(2)),)),
                references=_REFERENCES,
                amounts=(Amount("AU", D(117)), Amount("T", D(1)), Amount("F5", D(25))),
                quantities=(Amount("ZL", D(1)), Amount("PS", D(4))),
                contacts=(Contact("APPEALS", (("TE", "6145550199"), ("EX", "7")), "CX"),),
                received_on=date(2026, 10, 9),
                coverage_ended_on=date(2026, 10, 31),
                **PERIOD,
            )
        ),
    ),
    "a hundred claims": (payment(*(claim(VISIT, TEST, patient_control_number=f"ACCT-{number}") for number in range(100))),),
    "a line of the largest amount": (payment(claim(line("99213", "99999999.99", "99999999.98", ("CO", "45", "0.01")), group=GROUP)),),
}  # fmt: skip
SHAPES: dict[str, dict[str, bytes]] = {
    "835": {name: write_remittances(HEADER, documents, group_control_number=7) for name, documents in REMITTANCES.items()}
}

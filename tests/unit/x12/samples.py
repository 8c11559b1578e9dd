"""Invented people and claims for the X12 tests."""

from datetime import date, time
from decimal import Decimal

from shared.x12.envelope import InterchangeHeader
from shared.x12.translate.adjustment import Adjustment
from shared.x12.translate.claim import (
    Accident,
    Address,
    ClaimDocument,
    Diagnosis,
    Drug,
    LineAdjudication,
    Name,
    Occurrence,
    OtherPayer,
    Patient,
    Payer,
    Procedure,
    Provider,
    Receiver,
    Reference,
    ServiceLine,
    Stay,
    Submitter,
    Subscriber,
    ValueCode,
)
from shared.x12.translate.write_claim import ClaimBatch

DAY = date(2026, 10, 5)
HEADER = InterchangeHeader(sender_id="RIVERBEND1", receiver_id="CLEARPATH1", on=date(2026, 11, 2), at=time(9, 30), control_number="42", usage="T")
SUBMITTER = Submitter("Riverbend Health", "RIVERBEND1", "Billing Office", "9375550100", email="billing@riverbend.example")
RECEIVER = Receiver("Clearpath", "CLEARPATH1")
STREET = Address("100 Riverbend Way", "Springfield", "OH", "45501-1234")
GROUP = Provider(
    "1245319599",
    Name("Riverbend Physicians"),
    taxonomy="207Q00000X",
    tax_id="84-1234567",
    address=STREET,
    pay_to=Address("PO Box 9", "Springfield", "OH", "455019876"),
)
HOSPITAL = Provider("1234567893", Name("Riverbend Hospital"), taxonomy="282N00000X", tax_id="841234567", address=STREET)
ALVAREZ = Provider("1003000126", Name("Alvarez", "Maria"), person=True, taxonomy="207Q00000X")
BRANDT = Provider("1003000134", Name("Brandt", "Jonas"), person=True, taxonomy="207X00000X")
NORTHWIND = Payer("Northwind Health Plan", "NWHP1")
CASCADE = Payer("Cascade Mutual", "CASC2", address=Address("1 Cascade Plaza", "Portland", "OR", "97201"))
HOME = Address("12 Elm Street", "Springfield", "OH", "45502", line2="Apt 3")
PENA = Subscriber("NWA100200", Name("Peña", "Zoë", "R"), date(1980, 2, 29), "F", HOME, group_number="G-77")
OKAFOR = Subscriber("CSB300400", Name("Okafor", "Samuel"), date(1975, 7, 1), "M", HOME)
CHILD = Patient("19", Name("Okafor", "Ada"), date(2015, 3, 4), "F", HOME)


def visit(number: str = "ACCT-1", **changes: object) -> ClaimDocument:
    """An office visit with a laboratory line for Northwind."""
    values: dict[str, object] = {
        "kind": "professional",
        "patient_control_number": number,
        "charge": Decimal("190.00"),
        "place": "11",
        "billing": GROUP,
        "subscriber": PENA,
        "payer": NORTHWIND,
        "diagnoses": (Diagnosis("E11.9"), Diagnosis("I10")),
        "lines": (
            ServiceLine(Decimal("150"), Decimal(1), DAY, "99213", ("25",), (1, 2), f"{number}-1"),
            ServiceLine(Decimal("40.00"), Decimal(1), DAY, "85025", (), (2,), f"{number}-2"),
        ),
        "rendering": ALVAREZ,
    }
    return ClaimDocument(**{**values, **changes})  # type: ignore[arg-type]


def professional_claims() -> list[ClaimDocument]:
    """A visit, a child's replacement claim, an injection with its drug, an accident, and a claim to a second payer."""
    child = visit(
        "ACCT-2",
        billing=GROUP,
        subscriber=OKAFOR,
        payer=CASCADE,
        patient=CHILD,
        frequency="7",
        payer_claim_control_number="CASC-9001",
        authorization="AUTH77",
    )
    injection = visit(
        "ACCT-3",
        charge=Decimal("12.50"),
        lines=(
            ServiceLine(
                Decimal("12.5"), Decimal(4), DAY, "J1885", ("JZ",), (1,), "ACCT-3-1", through_on=date(2026, 10, 6),
                drug=Drug("00409379501", Decimal("2"), "ML"), note="Given in the left arm: no reaction", rendering=BRANDT,
            ),
        ),
        facility=Provider("1234567893", Name("Riverbend Hospital"), address=STREET, references=(Reference("G2", "SITE1"),)),
        referring=BRANDT,
    )  # fmt: skip
    accident = visit(
        "ACCT-4",
        accident=Accident(("AA",), date(2026, 9, 30), "OH"),
        onset_on=date(2026, 9, 30),
        patient_paid=Decimal("25"),
        note="Rear-end collision",
    )
    return [visit(), child, injection, accident, secondary()]


def secondary() -> ClaimDocument:
    """137.00 charged, 47.28 paid by the first payer, 77.86 contractual, 11.86 left as coinsurance."""
    first = LineAdjudication(
        "NWHP1", Decimal("47.28"), Decimal(1), date(2026, 10, 20),
        (Adjustment("CO", "45", Decimal("77.86")), Adjustment("PR", "2", Decimal("11.86"))),
    )  # fmt: skip
    line = ServiceLine(Decimal("137.00"), Decimal(1), DAY, "99214", (), (1,), "ACCT-5-1", adjudications=(first,))
    other = OtherPayer(NORTHWIND, PENA, paid=Decimal("47.28"), remaining=Decimal("11.86"), payer_claim_control_number="NW-5")
    second = Subscriber("CSA100200", Name("Peña", "Zoë", "R"), date(1980, 2, 29), "F", HOME, sequence="S")
    return visit("ACCT-5", charge=Decimal("137"), subscriber=second, payer=CASCADE, lines=(line,), other_payers=(other,))


def inpatient(number: str = "STAY-1", **changes: object) -> ClaimDocument:
    """Three days in hospital with a procedure."""
    stay = Stay(
        date(2026, 10, 1), date(2026, 10, 4), "01", "1", "1", date(2026, 10, 1), time(14, 0), time(11, 0),
        admitting=Diagnosis("R07.9"),
        external_causes=(Diagnosis("W01.0XXA", "Y"),),
        drg="247",
        procedures=(Procedure("027034Z", date(2026, 10, 2)), Procedure("4A023N7", date(2026, 10, 2))),
        occurrences=(Occurrence("11", date(2026, 9, 30)), Occurrence("74", date(2026, 9, 1), date(2026, 9, 3))),
        value_codes=(ValueCode("80", Decimal(3)), ValueCode("A1", Decimal("100.50"))),
        conditions=("C1",),
        attending=ALVAREZ,
        operating=BRANDT,
    )  # fmt: skip
    values: dict[str, object] = {
        "kind": "institutional",
        "patient_control_number": number,
        "charge": Decimal("6600"),
        "place": "11",
        "billing": HOSPITAL,
        "subscriber": PENA,
        "payer": NORTHWIND,
        "diagnoses": (Diagnosis("I21.4", "Y"), Diagnosis("E11.9", "Y"), Diagnosis("I10", "N")),
        "lines": (
            ServiceLine(Decimal("6000"), Decimal(3), date(2026, 10, 1), revenue_code="0120", unit="DA", control_number="L1"),
            ServiceLine(Decimal("600"), Decimal(1), date(2026, 10, 2), revenue_code="0250", control_number="L2"),
        ),
        "stay": stay,
    }
    return ClaimDocument(**{**values, **changes})  # type: ignore[arg-type]


def outpatient(number: str = "STAY-2") -> ClaimDocument:
    """An outpatient bill of a dependent, replacing an earlier one, with a drug line."""
    stay = Stay(DAY, DAY, "01", "3", "1", reasons=(Diagnosis("M17.11"),), attending=BRANDT)
    lines = (
        ServiceLine(Decimal("180"), Decimal(1), DAY, "20610", ("RT",), revenue_code="0361", control_number="1"),
        ServiceLine(Decimal("7.5"), Decimal(10), DAY, "J1010", revenue_code="0636", control_number="2", drug=Drug("00009030602", Decimal(1), "ML")),
    )
    return inpatient(
        number, charge=Decimal("187.5"), place="13", frequency="7", payer_claim_control_number="CASC-9", subscriber=OKAFOR,
        payer=CASCADE, patient=CHILD, diagnoses=(Diagnosis("M17.11"),), lines=lines, stay=stay,
    )  # fmt: skip


def batch(*claims: ClaimDocument) -> ClaimBatch:
    """The claims with the invented exchange around them."""
    return ClaimBatch(SUBMITTER, RECEIVER, "BATCH-1", date(2026, 11, 2), time(9, 30), claims)

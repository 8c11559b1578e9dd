"""276 in many shapes."""

from dataclasses import replace

from shared.x12.translate.claim import Name
from shared.x12.translate.status import ClaimNumbers, StatusLine
from shared.x12.translate.status_inquiry import InquiryBatch, StatusInquiry
from tests.unit.x12.shapes.status_people import (
    ADA,
    ALONE,
    ALVAREZ,
    AT,
    BO,
    CASCADE,
    CLEARPATH,
    DAY,
    EMPLOYER,
    LAST,
    NEXT,
    NORTHWIND,
    NUMBER_ONLY,
    OKAFOR,
    OLDEST,
    ON,
    ONE_NAME,
    PENA,
    RIVERBEND,
    SAME_BY_PAYER_NUMBER,
    SAME_BY_TAX_ID,
    money,
)

VISIT = StatusLine("99213", money("150"), money("1"), DAY, DAY)
BASE = StatusInquiry(NORTHWIND, CLEARPATH, (RIVERBEND,), PENA, "TRACE-1", None, ClaimNumbers(patient_control_number="ACCT-1"), money("190"), DAY, DAY)


def ask(**changes: object) -> StatusInquiry:
    return replace(BASE, **changes)  # type: ignore[arg-type]


def batch(*inquiries: StatusInquiry, reference: str = "INQ-1") -> InquiryBatch:
    return InquiryBatch(reference, ON, AT, inquiries or (BASE,))


def numbered(count: int) -> InquiryBatch:
    """Many patients of one provider."""
    people = [replace(PENA, member_id=f"NWA{n:06}") for n in range(count)]
    return batch(*[ask(subscriber=person, trace=f"T{n}", numbers=ClaimNumbers(patient_control_number=f"A{n}")) for n, person in enumerate(people)])


CHILD = ask(payer=CASCADE, subscriber=OKAFOR, dependent=ADA, trace="CHILD-1")
INQUIRIES: dict[str, InquiryBatch] = {
    "subscriber, account number and charge": batch(),
    "by payer claim control number": batch(ask(numbers=ClaimNumbers("NW-ICN-77"), charge=None)),
    "by payer number and account number": batch(ask(numbers=ClaimNumbers("NW-ICN-77", patient_control_number="ACCT-1"))),
    "institutional, type of bill and period": batch(
        ask(numbers=ClaimNumbers(type_of_bill="111", patient_control_number="STAY-1"), charge=money("6600.5"), service_to=LAST)
    ),
    "outpatient bill": batch(ask(numbers=ClaimNumbers(type_of_bill="131", patient_control_number="STAY-2"))),
    "group number": batch(ask(numbers=ClaimNumbers(group_number="G-77", patient_control_number="ACCT-1"))),
    "application location": batch(ask(numbers=ClaimNumbers(location="SYS4", patient_control_number="ACCT-1"))),
    "clearinghouse number": batch(ask(numbers=ClaimNumbers(clearinghouse_number="CH-9001"))),
    "pharmacy prescription": batch(ask(numbers=ClaimNumbers(prescription_number="7654321"), charge=money("85"))),
    "every number": batch(ask(numbers=ClaimNumbers("ICN", "131", "LOC", "GRP", "ACCT-1", "RX1", "", "CH1"))),
    "no number at all": batch(ask(numbers=ClaimNumbers())),
    "no charge": batch(ask(charge=None)),
    "charge of zero": batch(ask(charge=money("0"))),
    "cents": batch(ask(charge=money("8513.88"))),
    "dependent": batch(CHILD),
    "two dependents": batch(CHILD, ask(payer=CASCADE, subscriber=OKAFOR, dependent=BO, trace="CHILD-2")),
    "subscriber and dependent": batch(ask(payer=CASCADE, subscriber=OKAFOR, trace="FATHER"), CHILD),
    "dependent of a subscriber without a birth date": batch(replace(CHILD, subscriber=replace(OKAFOR, born_on=None, sex=""))),
    "dependent with two claims": batch(CHILD, replace(CHILD, trace="CHILD-1B", numbers=ClaimNumbers(patient_control_number="ACCT-9"))),
    "subscriber with three claims": batch(*[ask(trace=f"T{n}", numbers=ClaimNumbers(patient_control_number=f"ACCT-{n}")) for n in range(3)]),
    "one line": batch(ask(lines=(VISIT,))),
    "lines with control numbers": batch(ask(lines=(replace(VISIT, control_number="L1"), replace(VISIT, code="85025", control_number="L2")))),
    "line with four modifiers": batch(ask(lines=(replace(VISIT, modifiers=("25", "59", "LT", "GC")),))),
    "line by revenue code": batch(ask(lines=(StatusLine("0120", money("6000"), money("3"), DAY, LAST, "NU"),))),
    "line with procedure and revenue code": batch(ask(lines=(replace(VISIT, revenue_code="0510"),))),
    "line over a period": batch(ask(lines=(replace(VISIT, service_to=NEXT, units=money("2")),))),
    "line of a drug": batch(ask(lines=(StatusLine("00409379501", money("12.5"), money("0.5"), DAY, DAY, "N4"),))),
    "lines carry the dates": batch(ask(service_from=None, service_to=None, lines=(VISIT, replace(VISIT, service_from=NEXT, service_to=NEXT)))),
    "dependent's lines": batch(replace(CHILD, lines=(VISIT, replace(VISIT, code="87880", control_number="X-2")))),
    "provider is a person": batch(ask(providers=(ALVAREZ,))),
    "provider by tax id": batch(ask(providers=(SAME_BY_TAX_ID,))),
    "provider by two numbers": batch(ask(providers=(RIVERBEND, SAME_BY_PAYER_NUMBER))),
    "provider by number alone": batch(ask(providers=(NUMBER_ONLY,))),
    "receiver is a person": batch(ask(receiver=ALONE)),
    "payer by plan id": batch(ask(payer=CASCADE)),
    "subscriber without sex, standard identifier": batch(ask(subscriber=replace(OLDEST, member_id="X1"))),
    "subscriber with one name": batch(ask(subscriber=ONE_NAME)),
    "subscriber is an employer, dependent asked": batch(ask(subscriber=EMPLOYER, dependent=ADA)),
    "two payers": batch(BASE, CHILD),
    "two receivers": batch(BASE, ask(receiver=ALONE, trace="T2")),
    "two providers": batch(BASE, ask(providers=(ALVAREZ,), trace="T2")),
    "names with punctuation": batch(ask(subscriber=replace(PENA, name=Name("O'Neil-Smith", "Mary Jo", "B", "II")))),
    "long reference and trace": batch(ask(trace="T" * 50), reference="R" * 50),
    "forty patients": numbered(40),
}

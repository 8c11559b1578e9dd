"""277 that answers a 276, in many shapes."""

from dataclasses import replace

from shared.x12.translate.naming import Contact
from shared.x12.translate.status import ClaimNumbers, StatusLine
from shared.x12.translate.status_answer import AnswerBatch, StatusAnswer
from tests.unit.x12.shapes.status_people import (
    ADA,
    ALONE,
    ALVAREZ,
    AT,
    BO,
    CASCADE,
    CLEARPATH,
    DAY,
    DESK,
    EMPLOYER,
    LAST,
    NEXT,
    NORTHWIND,
    OKAFOR,
    ON,
    ONE_NAME,
    PENA,
    RIVERBEND,
    SAME_BY_PAYER_NUMBER,
    answered,
    money,
    report,
)

ZOE, SAMUEL, CHILD, BROTHER = answered(PENA), answered(OKAFOR), answered(ADA), answered(BO)
NUMBERS = ClaimNumbers("NW-ICN-77", patient_control_number="ACCT-1")
PAID = report("F1:65", charge=money("190"), paid=money("141.5"), adjudicated_on=NEXT, paid_on=ON, payment_number="EFT000771")
BASE = StatusAnswer("claim", NORTHWIND, CLEARPATH, "TRACE-1", (PAID,), (RIVERBEND,), ZOE, None, NUMBERS, DAY, DAY)
LINE = StatusLine("99213", money("150"), money("1"), DAY, DAY, paid=money("110"), reports=(report("F1:65"),))


def answer(*statuses: str, **changes: object) -> StatusAnswer:
    """An answer with one report about a charge of 190, or with the reports given."""
    told = {"reports": (report(*statuses, charge=money("190")),)} if statuses else {}
    return replace(BASE, **{**told, **changes})  # type: ignore[arg-type]


def batch(*answers: StatusAnswer, reference: str = "ANS-1") -> AnswerBatch:
    return AnswerBatch(reference, ON, AT, answers or (BASE,))


def above(level: str, *statuses: str, **changes: object) -> StatusAnswer:
    """What is said of a receiver or provider."""
    providers = () if level == "receiver" else (RIVERBEND,)
    values = {"level": level, "trace": "INQ-1", "reports": (report(*statuses),), "providers": providers, "subscriber": None}
    return replace(BASE, **{**values, "numbers": ClaimNumbers(), "service_from": None, "service_to": None, **changes})  # type: ignore[arg-type]


def numbered(count: int) -> AnswerBatch:
    """Many patients of one provider, each with his own fate."""
    fates = ("F1:65", "F2:88:QC", "P1:20", "P3:317", "D0:35", "F0:3")
    return batch(*[answer(fates[n % 6], subscriber=replace(ZOE, member_id=f"NWA{n:06}"), trace=f"T{n}") for n in range(count)])


DENIED = answer("F2:88:QC", reports=(report("F2:88:QC", charge=money("150"), paid=money("0"), adjudicated_on=NEXT),))
DEPENDENT = answer("P1:46", payer=CASCADE, subscriber=SAMUEL, dependent=CHILD, trace="CHILD-1")
ANSWERS: dict[str, AnswerBatch] = {
    "paid by transfer": batch(),
    "paid by check": batch(answer(reports=(replace(PAID, payment_number="0001234567890123"),))),
    "paid, no payment number": batch(answer(reports=(replace(PAID, paid_on=None, payment_number=""),))),
    "paid in part": batch(answer("F1:65", "F1:98", "F1:1", lines=(LINE, replace(LINE, code="85025", paid=money("0"))))),
    "denied": batch(DENIED),
    "denied, timely filing and two more": batch(answer("F2:718", "F2:109:1P", "F2:0")),
    "denied line by line": batch(answer("F2:585", lines=(replace(LINE, paid=money("0"), reports=(report("F2:454"), report("F2:453"))),))),
    "adjudicated, not paid yet": batch(answer("F0:3", reports=(report("F0:3", charge=money("7599"), paid=money("7599")),))),
    "revised": batch(answer("F3:101")),
    "forwarded to another payer": batch(answer("F3F:16")),
    "not forwarded": batch(answer("F3N:1")),
    "adjudication complete, no payment coming": batch(answer("F4:104")),
    "pending, in process": batch(answer("P1:20")),
    "pending, payer review": batch(answer("P1:46", "P1:45")),
    "pending, medical records asked for": batch(answer("P3:317")),
    "pending, patient asked": batch(answer("P4:123:QC")),
    "pending, other insurance looked into": batch(answer("P2:53:IL")),
    "received, forwarded": batch(answer("A0:16")),
    "received": batch(answer("A1:20")),
    "rejected for its content": batch(answer("A7:158:QC", "A7:157:QC")),
    "not found": batch(answer("D0:35", reports=(report("D0:35"),), numbers=ClaimNumbers(patient_control_number="ACCT-1"))),
    "patient not found": batch(answer("D0:33:IL", reports=(report("D0:33:IL"),), numbers=ClaimNumbers())),
    "error in the request": batch(answer("E0:187", reports=(report("E0:187"),))),
    "system down for a claim": batch(answer("E1:0", reports=(report("E1:0"),))),
    "request for information": batch(answer("R4:317")),
    "two reports": batch(answer(reports=(replace(PAID, statuses=report("F1:107").statuses), report("F2:585", charge=money("40"), paid=money("0"))))),
    "pharmacy": batch(
        answer(reports=(report("F2:80::RX", charge=money("85"), paid=money("0")),), numbers=ClaimNumbers(prescription_number="7654321"))
    ),
    "voucher and clearinghouse number": batch(answer(numbers=ClaimNumbers("ICN", "131", "", "", "ACCT-1", "RX1", "V-9", "CH1"))),
    "institutional over a period": batch(answer("P3:317", numbers=ClaimNumbers("ICN", "111", patient_control_number="S"), service_to=LAST)),
    "no days of service": batch(answer(service_from=None, service_to=None)),
    "lines with control numbers and modifiers": batch(answer(lines=(replace(LINE, modifiers=("25", "LT"), control_number="L1"),))),
    "line by revenue code": batch(answer(lines=(replace(LINE, code="0120", qualifier="NU", revenue_code="", service_to=LAST),))),
    "line with revenue code, no units": batch(answer(lines=(replace(LINE, revenue_code="0510", units=money("0")),))),
    "dependent": batch(DEPENDENT),
    "two dependents and the subscriber": batch(
        replace(DEPENDENT, dependent=None, trace="FATHER"), DEPENDENT, replace(DEPENDENT, dependent=BROTHER, trace="CHILD-2")
    ),
    "dependent's denied line": batch(
        replace(DEPENDENT, reports=DENIED.reports, lines=(replace(LINE, paid=money("0"), reports=(report("F2:88:QC"),)),))
    ),
    "subscriber with three claims": batch(*[replace(BASE, trace=f"T{n}") for n in range(3)]),
    "one claim found several times": batch(*[replace(BASE, numbers=ClaimNumbers(f"ICN-{n}")) for n in range(2)]),
    "request refused as a whole": batch(above("receiver", "E0:24:41")),
    "request refused for three reasons": batch(above("receiver", "E0:24:41", "E0:116", "E0:0", trace="T" * 50)),
    "payer out of service": batch(above("receiver", "E1:0")),
    "provider refused": batch(above("provider", "D0:26:1P", trace="0")),
    "one provider refused, another answered": batch(above("provider", "E0:562:1P", providers=(ALVAREZ,)), BASE),
    "receiver refused, another answered": batch(above("receiver", "E0:24:41", receiver=ALONE), BASE),
    "provider by two numbers": batch(answer("P1:20", providers=(RIVERBEND, SAME_BY_PAYER_NUMBER))),
    "with the payer's desk": batch(replace(BASE, contact=DESK)),
    "with a fax number": batch(replace(BASE, contact=Contact("", (("FX", "6145550199"),)))),
    "two payers": batch(BASE, DEPENDENT),
    "subscriber is an employer": batch(answer("P1:20", subscriber=answered(EMPLOYER), dependent=CHILD)),
    "subscriber with one name": batch(answer("P1:20", subscriber=answered(ONE_NAME))),
    "sixty patients": numbered(60),
}

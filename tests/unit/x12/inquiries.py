"""Invented questions about coverage, by what is special about each."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from shared.x12.translate.claim import Address, Diagnosis, Name, Payer, Provider, Reference
from shared.x12.translate.eligibility import Inquiry, Member, Question
from shared.x12.translate.naming import Trace
from shared.x12.translate.parties import Role

DAY, LATER = date(2026, 10, 5), date(2026, 10, 9)
NORTHWIND, CASCADE = Payer("Northwind Health Plan", "NWHP1"), Payer("Cascade Mutual", "CASC2")
HOSPITAL = Provider("1234567893", Name("Riverbend Hospital"))
CLINICIAN = Provider("1003000126", Name("Alvarez", "Maria", "T", "JR"), person=True)
STREET = Address("12 Elm Street", "Springfield", "OH", "45502", "Apt 3")
JANE = Member(Name("Doe", "Jane"), date(1980, 1, 2), "F", "NWA1", group_number="G1")
PARENT = Member(Name("Roe", "Ann"), date(1979, 5, 6), "F", "CSA2")
CHILD = Member(Name("Roe", "Bo"), date(2015, 3, 4), "M")
INJURY = (Diagnosis("S82101A"), Diagnosis("E119"), Diagnosis("I10"))


def plain(trace: str = "TRACE-1", **changes: object) -> Inquiry:
    """Whether the plan of a subscriber is active on a day."""
    return replace(Inquiry(NORTHWIND, HOSPITAL, JANE, trace, "9841234567", DAY), **changes)  # type: ignore[arg-type]


def of_child(trace: str = "TRACE-2", **changes: object) -> Inquiry:
    """The same about a dependent."""
    inquiry = Inquiry(CASCADE, HOSPITAL, PARENT, trace, "9841234567", DAY, dependent=CHILD, relationship="19")
    return replace(inquiry, **changes)  # type: ignore[arg-type]


def asking(*questions: Question, **changes: object) -> Inquiry:
    """A subscriber's question in several parts."""
    return plain(questions=questions, **changes)  # type: ignore[arg-type]


BROKEN_LEG = replace(JANE, diagnoses=INJURY)
MANY_TYPES = ("1", "33", "35", "47", "48", "50", "86", "88", "98", "A4", "AL", "MH", "PT", "UC")
INQUIRIES: dict[str, Sequence[Inquiry]] = {
    "subscriber, the whole plan": [plain()],
    "subscriber, one service type": [plain(service_types=("98",))],
    "subscriber, many service types in one question": [plain(service_types=MANY_TYPES)],
    "subscriber, several questions": [asking(Question(("30",)), Question(("47",)), Question(("98", "UC")))],
    "ninety-nine questions": [asking(*[Question((service,)) for service in (MANY_TYPES * 8)[:99]])],
    "one procedure": [plain(code="73721", modifiers=("RT",))],
    "a procedure with four modifiers": [plain(code="27447", modifiers=("LT", "59", "22", "80"))],
    "procedures one by one": [asking(Question(code="73721"), Question(code="J1885"), Question(code="D0120", qualifier="AD"))],
    "a drug by its number": [asking(Question(code="00409379501", qualifier="N4"))],
    "a service type and a procedure together": [asking(Question(("62",), "73721"))],
    "a period": [plain(through_on=LATER)],
    "no date, as of today": [plain(on=None)],
    "a question with a date of its own": [asking(Question(("30",)), Question(("48",), on=date(2026, 11, 1), through_on=date(2026, 11, 4)))],
    "the day on the card": [plain(card_issued_on=date(2024, 1, 1))],
    "subscriber by name and birth date": [plain(subscriber=replace(JANE, member_id="", group_number=""))],
    "subscriber without birth date": [plain(subscriber=Member(Name("Doe", "Jane"), member_id="NWA1"))],
    "subscriber with other numbers": [
        plain(subscriber=replace(JANE, references=(Reference("SY", "123456789"), Reference("EJ", "ACCT-77"), Reference("18", "PLAN9"))))
    ],
    "subscriber with an address": [plain(subscriber=replace(JANE, address=STREET))],
    "subscriber abroad": [plain(subscriber=replace(JANE, address=Address("5 Front Street", "Toronto", "ON", "M5J2N1", country="CA")))],
    "the second of twins": [plain(subscriber=replace(JANE, birth_sequence=2))],
    "a long name with suffix": [plain(subscriber=replace(JANE, name=Name("Montgomery-Castellanos", "Wilhelmina", "Theodora", "III")))],
    "an employer is the subscriber": [of_child(subscriber=Member(Name("Acme Freight"), member_id="WC-77", person=False), relationship="34")],
    "dependent, the whole plan": [of_child()],
    "dependent without relationship": [of_child(relationship="")],
    "dependent, one of twins": [of_child(dependent=replace(CHILD, birth_sequence=1))],
    "spouse with a procedure": [of_child(dependent=replace(CHILD, sex="F", born_on=date(1981, 8, 9)), relationship="01", code="99213")],
    "dependent with address, numbers and provider": [
        of_child(
            dependent=replace(CHILD, address=STREET, group_number="G7", references=(Reference("EJ", "A1"),), role=Role("RF", "HPI", "1003000134"))
        )
    ],
    "a dependent's referral": [of_child(questions=(Question(("3",), authorization=Reference("9F", "REF-1"), place="11"),))],
    "diagnoses and pointers": [asking(Question(code="27447", pointers=(1, 3)), subscriber=BROKEN_LEG)],
    "diagnoses without pointers": [plain(subscriber=BROKEN_LEG)],
    "a dependent's diagnoses": [of_child(dependent=replace(CHILD, diagnoses=INJURY[:1]), questions=(Question(("AE",), pointers=(1,)),))],
    "a place of service": [asking(Question(("98",), place="22"))],
    "a prior authorization": [asking(Question(("48",), authorization=Reference("G1", "AUTH-9")))],
    "family coverage": [asking(Question(("30",), family=True))],
    "spend down": [asking(Question(("30",), spend_down=Decimal("37.5"), billed=Decimal("150")))],
    "a referring provider of the patient": [plain(subscriber=replace(JANE, role=Role("RF", "PXC", "207Q00000X")))],
    "asked by a person": [plain(provider=CLINICIAN)],
    "asked by a specialty": [plain(provider_role=Role("BI", "PXC", "282N00000X"))],
    "asked with an address and numbers": [
        plain(provider=replace(HOSPITAL, address=STREET, references=(Reference("TJ", "841234567"), Reference("0B", "LIC-9", "OH"))))
    ],
    "asked by tax id": [plain(provider=Provider("", Name("Riverbend Hospital")), provider_id=Reference("FI", "841234567"), provider_entity="FA")],
    "asked by a payer": [plain(provider=Provider("", Name("Cascade Mutual")), provider_id=Reference("PI", "CASC2"), provider_entity="PR")],
    "a payer by national plan id": [plain(payer=replace(NORTHWIND, id_qualifier="XV"))],
    "an administrator in place of a payer": [plain(payer=replace(NORTHWIND, id_qualifier="FI", id="841234568"), payer_entity="2B")],
    "traced twice": [plain(further_traces=(Trace("CH-0001", "1999999999"),), trace_department="RADIOLOGY")],
    "several patients": [plain("T-1"), plain("T-2", subscriber=replace(JANE, member_id="NWA2")), plain("T-3", code="99213")],
    "subscribers and dependents mixed": [plain("T-1"), of_child("T-2", payer=NORTHWIND), plain("T-3")],
    "several payers": [plain("T-1"), plain("T-2", payer=CASCADE), of_child("T-3")],
    "several providers": [plain("T-1"), plain("T-2", provider=CLINICIAN)],
}

"""Invented payers, providers and people of the claim status shapes, and short ways to say a status."""

from datetime import date, time
from decimal import Decimal

from shared.x12.envelope import InterchangeHeader
from shared.x12.translate.claim import Name
from shared.x12.translate.naming import Contact
from shared.x12.translate.status import Party, Person, Status, StatusReport

ON, AT = date(2026, 11, 2), time(9, 30)
DAY, NEXT, LAST = date(2026, 10, 5), date(2026, 10, 6), date(2026, 10, 9)
HEADER = InterchangeHeader(sender_id="RIVERBEND1", receiver_id="NWHP1", on=ON, at=AT, control_number="276", usage="T")
NORTHWIND = Party(Name("Northwind Health Plan"), "NWHP1", "PI")
CASCADE = Party(Name("Cascade Mutual"), "9876543210", "XV")
CLEARPATH = Party(Name("Clearpath"), "CLEARPATH1", "46")
ALONE = Party(Name("Brandt", "Jonas", "K"), "BRANDT7", "46", person=True)
RIVERBEND = Party(Name("Riverbend Hospital"), "1234567893", "XX")
SAME_BY_TAX_ID = Party(Name("Riverbend Hospital"), "841234567", "FI")
SAME_BY_PAYER_NUMBER = Party(Name("Riverbend Hospital"), "P000077", "SV")
ALVAREZ = Party(Name("Alvarez", "Maria", "T", "III"), "1003000126", "XX", person=True)
NUMBER_ONLY = Party(Name(""), "1245319599", "XX")
PENA = Person(Name("Pena", "Zoe", "R"), "NWA100200", born_on=date(1980, 2, 29), sex="F")
OKAFOR = Person(Name("Okafor", "Samuel"), "CSB300400", born_on=date(1975, 7, 1), sex="M")
OLDEST = Person(Name("Ek", "Ann", "", "SR"), "X", "II", date(1916, 1, 1))
ONE_NAME = Person(Name("Sunshine"), "123456788", "24", date(1990, 12, 31), "F")
EMPLOYER = Person(Name("Acme Roofing and Sons"), "123456789", "24", organization=True)
ADA = Person(Name("Okafor", "Ada"), born_on=date(2015, 3, 4), sex="F")
BO = Person(Name("Okafor", "Bo", "Q", "JR"), born_on=date(2017, 5, 6), sex="M")
DESK = Contact("Provider Line", (("TE", "6145550100"), ("EX", "77"), ("EM", "help@northwind.example")))


def answered(person: Person) -> Person:
    """As an answer names a person: without birth date and sex."""
    return Person(person.name, person.member_id, person.id_qualifier, organization=person.organization)


def money(text: str) -> Decimal:
    return Decimal(text)


def status(text: str) -> Status:
    """`A7:562:85` as a status."""
    return Status(*text.split(":"))


def report(*statuses: str, **values: object) -> StatusReport:
    """One STC as of the day the shapes are written."""
    return StatusReport(tuple([status(each) for each in statuses]), **{"effective_on": ON, **values})  # type: ignore[arg-type]

"""Invented parties of reviews and attachments."""

from datetime import date, time
from decimal import Decimal

from shared.x12.translate.claim import Address, Name, Reference
from shared.x12.translate.days import Dated
from shared.x12.translate.naming import Contact, Trace
from shared.x12.translate.review import Asked, EventCode, PatientEvent, Review, ReviewedService, ServiceItem
from shared.x12.translate.review_care import Admission, Delivery
from shared.x12.translate.review_parties import Member, Party

ON, AT = date(2026, 11, 2), time(9, 30)
ADMITTED, DISCHARGED = date(2026, 11, 10), date(2026, 11, 14)
STREET = Address("100 Riverbend Way", "Springfield", "OH", "455011234")
HOME = Address("12 Elm Street", "Springfield", "OH", "45502", line2="Apt 3")
DESK = Contact("Review Desk", (("TE", "6145550100"), ("EX", "12"), ("FX", "6145550101")))

NORTHWIND = Party("X3", Name("Northwind Health Plan"), qualifier="PI", id="NWHP1")
HOSPITAL = Party(
    "FA", Name("Riverbend Hospital"), qualifier="XX", id="1234567893", references=(Reference("EI", "841234567"),), address=STREET,
    contacts=(Contact("Utilization Nurse", (("TE", "9375550100"),)),), provider_role="AD", taxonomy="282N00000X",
)  # fmt: skip
SURGEON = Party("1P", Name("Brandt", "Jonas", "K"), True, "XX", "1003000134", provider_role="PE", taxonomy="207X00000X")
SERVICE_PROVIDER = Party("SJ", Name("Alvarez", "Maria"), True, "XX", "1003000126", provider_role="PE", taxonomy="207Q00000X")
FACILITY = Party("FA", Name("Riverbend Hospital"), qualifier="XX", id="1234567893", address=STREET)
LICENSED = Party("71", Name("Ito", "Ken", suffix="Jr"), True, prefix="Dr", references=(Reference("0B", "OH-77", "OH"), Reference("ZH", "P9")))

PENA = Member(Name("Pena", "Zoe", "R"), "NWA100200", date(1980, 2, 29), "F", HOME, (Reference("6P", "G-77"),))
OKAFOR = Member(Name("Okafor", "Samuel"), "CSB300400", relationship="18", employment_status="RU")
CHILD = Member(Name("Okafor", "Ada"), born_on=date(2015, 3, 4), sex="F", relationship="19", address=HOME, references=(Reference("SY", "123456789"),))
TWIN = Member(Name("Okafor", "Bo"), born_on=date(2026, 10, 30), sex="M", relationship="19", birth_order=2)

ASKED_TRACE = Trace("RB-2026-1", "9RIVERBEND")
HIP = EventCode("ABK", "M1611", date(2026, 9, 1))
STAY = PatientEvent(
    Asked("AR", "I", "2", "21", urgency="E", release="Y"), traces=(ASKED_TRACE,), dates=(Dated("435", ADMITTED), Dated("096", DISCHARGED)),
    codes=(HIP, EventCode("ABF", "I10")), delivery=Delivery("DY", Decimal(4)), admission=Admission("3", "1"), parties=(FACILITY, SERVICE_PROVIDER),
)  # fmt: skip
ARTHROPLASTY = ServiceItem("professional", "27130", modifiers=("RT",), amount=Decimal("4200.5"), unit="UN", quantity=Decimal(1), pointers=(1, 2))
OPERATION = ReviewedService(ARTHROPLASTY, dates=(Dated("472", ADMITTED),), providers=(SERVICE_PROVIDER,))
VISITS = PatientEvent(
    Asked("HS", "I", "PT", "11", release="Y"), traces=(ASKED_TRACE,), dates=(Dated("AAH", ADMITTED, date(2027, 1, 10)),), codes=(HIP,),
    delivery=Delivery("VS", Decimal(12), "WK", Decimal(2), "35", Decimal(6)),
)  # fmt: skip


def request(
    event: PatientEvent, number: str = "RB-1", requester: Party = HOSPITAL, subscriber: Member = PENA, dependent: Member | None = None
) -> Review:
    """A request of the hospital to Northwind."""
    return Review("13", number, ON, AT, NORTHWIND, requester, subscriber, dependent, (event,))

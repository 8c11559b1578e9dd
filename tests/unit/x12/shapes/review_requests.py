"""Requests for review in many shapes."""

from dataclasses import replace
from datetime import date, time
from decimal import Decimal

from shared.x12.translate.claim import Name, Reference
from shared.x12.translate.claim_details import Indicator
from shared.x12.translate.days import Dated
from shared.x12.translate.naming import Contact, Trace
from shared.x12.translate.review import Asked, EventCode, PatientEvent, Review, ReviewedService, ServiceItem, Tooth
from shared.x12.translate.review_care import Ambulance, Delivery, HomeHealth, Oxygen, Paperwork, SpinalCare
from shared.x12.translate.review_parties import Party
from tests.unit.x12.shapes.review_people import (
    ADMITTED,
    ARTHROPLASTY,
    CHILD,
    DISCHARGED,
    FACILITY,
    HIP,
    HOME,
    HOSPITAL,
    LICENSED,
    NORTHWIND,
    OKAFOR,
    OPERATION,
    SERVICE_PROVIDER,
    STAY,
    SURGEON,
    TWIN,
    VISITS,
    request,
)

_MANY = ("M25511", "M25512", "M25521", "M25522", "M25531", "M25532", "M25541", "M25542", "M25551", "M25552", "E1110")
_REFERRAL = replace(VISITS, asked=Asked("SC", "I", "3", "11", release="Y"), delivery=Delivery("VS", Decimal(1)), parties=(SERVICE_PROVIDER,))
_AMBULANCE = Ambulance("I", "A", "LB", Decimal(154), "DH", Decimal("12.5"), "round trip for dialysis", "cannot sit")
_SPINE = SpinalCare(Decimal(2), Decimal(12), "C1", "L5", "WK", Decimal(6), Decimal(4), "C", False, "chronic low back pain", "no relief", True)
_OXYGEN = Oxygen(
    "A",
    "E",
    "oximetry at rest",
    Decimal(2),
    Decimal(3),
    Decimal("8.5"),
    "nightly",
    Decimal(55),
    Decimal("87.5"),
    "R",
    "1",
    "2",
    "3",
    Decimal(1),
    "A",
    "B",
)
_HOME_CARE = HomeHealth(
    "4", ADMITTED, (ADMITTED, date(2027, 1, 8)), "Y", "Y", "I", date(2026, 11, 1), "HC", "27130", ADMITTED, date(2026, 11, 9), ADMITTED,
    (date(2026, 10, 1), date(2026, 10, 9)), "A",
)  # fmt: skip
_PAPERS = (Paperwork("OZ", "EL", "RB-ACN-1", "operative plan"), Paperwork("M1", "FX", "RB-ACN-2"), Paperwork("77", "AA"))
_TRANSPORT = (
    Party("PW", Name("Riverbend Hospital"), address=replace(HOME, line2="")),
    Party("45", Name("Elm House"), address=HOME),
)
_OTHER = Party("X3", Name("Cascade Mutual"), denial_reason="not covered", denied_on=date(2026, 10, 1))
_ONE_REASON = replace(ARTHROPLASTY, pointers=(1,))
_INFUSION = ServiceItem("professional", "J1745", unit="UN", quantity=Decimal(40), description="infliximab")
_ROOM = ServiceItem("institutional", "", revenue_code="0120", unit="DA", quantity=Decimal(4), rate=Decimal("1250.25"), amount=Decimal(5001))
_IMPLANT = ServiceItem("institutional", "C1776", revenue_code="0278", unit="UN", quantity=Decimal(1), modifiers=("RT", "LT", "59", "76"))
_NURSING = ServiceItem("institutional", "", revenue_code="0192", unit="DA", quantity=Decimal(20), residential_status="1", level_of_care="2")
_CROWN = ServiceItem("dental", "D2740", "AD", amount=Decimal(900), cavities=("10",), prosthesis="I", quantity=Decimal(1), note="cracked")
_RANGE = ServiceItem("professional", "97110", last_code="97140", unit="UN", quantity=Decimal(24), epsdt=True)


def _with(event: PatientEvent, **changes: object) -> Review:
    return request(replace(event, **changes))  # type: ignore[arg-type]


def _service(item: ServiceItem, **changes: object) -> Review:
    service = ReviewedService(item, dates=(Dated("472", ADMITTED),))
    return _with(VISITS, services=(replace(service, **changes),))  # type: ignore[arg-type]


def _again(kind: str, **changes: object) -> Review:
    return _with(STAY, asked=replace(STAY.asked, kind=kind), earlier_authorization="NW-A-1", **changes)  # type: ignore[type-var]


REQUESTS: dict[str, Review] = {
    "an admission": request(STAY),
    "an admission of a dependent": request(STAY, subscriber=OKAFOR, dependent=CHILD),
    "a newborn twin": request(STAY, subscriber=OKAFOR, dependent=TWIN),
    "an admission with its operation": _with(STAY, services=(OPERATION,)),
    "an admission with three services": _with(STAY, services=(OPERATION, ReviewedService(_ROOM), ReviewedService(_IMPLANT))),
    "an emergency admission, asked afterwards": _with(STAY, asked=Asked("AR", "I", "2", "11", "A", urgency="03", release="Y", delay_reason="7")),
    "a course of therapy": request(VISITS, requester=SURGEON),
    "a referral to a specialist": request(_REFERRAL, requester=SURGEON),
    "a reservation": replace(request(VISITS), kind="RU"),
    "an extension": _again("4", dates=(Dated("435", ADMITTED), Dated("AAH", DISCHARGED, date(2026, 11, 20)))),
    "a renewal": _again("R"),
    "a revision by the administrative number": _with(STAY, asked=Asked("AR", "S", "2"), administrative_number="NW-ADM-9"),
    "an immediate appeal": _again("1", message="patient deteriorated"),
    "a standard appeal": _again("2", paperwork=_PAPERS),
    "a cancellation": replace(_again("3"), purpose="01"),
    "a reconsideration": _again("N"),
    "a procedure with units": _service(_ONE_REASON),
    "a drug": _service(_INFUSION, message="weight based"),
    "a range of procedures": _service(_RANGE, delivery=Delivery("VS", Decimal(3), "WK")),
    "a day rate": _service(_ROOM),
    "an implant with four modifiers": _service(_IMPLANT, paperwork=_PAPERS[:1]),
    "a nursing home": _service(_NURSING, asked=Asked("HS", "I", "54", "31")),
    "a crown": _service(_CROWN, teeth=(Tooth("3", ("M", "O")), Tooth("14"))),
    "a service that continues an earlier one": _service(_ONE_REASON, earlier_authorization="NW-A-2", administrative_number="NW-ADM-2"),
    "services with numbers of their own": _service(_ONE_REASON, traces=(Trace("RB-2026-1-1", "9RIVERBEND", "OR"),)),
    "an ambulance": _with(VISITS, ambulance=_AMBULANCE, parties=_TRANSPORT, conditions=(Indicator("07", True, ("01", "05")),)),
    "oxygen at home": _with(VISITS, oxygen=_OXYGEN, conditions=(Indicator("11", True, ("25",)), Indicator("09", False, ("ZV",)))),
    "manipulation of the spine": _with(VISITS, spinal=_SPINE, conditions=(Indicator("08", True, ("IH",)),)),
    "home health": _with(
        VISITS, home_health=_HOME_CARE, conditions=tuple(Indicator(code, True, ("01", "02", "03", "04", "05")) for code in ("75", "76", "77"))
    ),
    "an auto accident": _with(VISITS, asked=Asked("HS", "I", causes=("AA", "EM"), cause_state="OH"), dates=(Dated("439", date(2026, 10, 1)),)),
    "an accident abroad": _with(VISITS, asked=Asked("HS", "I", causes=("AA",), cause_country="CAN"), dates=(Dated("439", date(2026, 10, 1)),)),
    "a pregnancy": _with(VISITS, dates=(Dated("484", date(2026, 3, 1)), Dated("ABC", date(2026, 12, 6)), Dated("431", date(2026, 4, 1)))),
    "twelve diagnoses": _with(VISITS, codes=(HIP, *[EventCode("ABF", code) for code in _MANY])),
    "an admitting diagnosis and a DRG": _with(STAY, codes=(EventCode("ABJ", "R0789"), EventCode("DR", "470"))),
    "two numbers to follow it by": _with(STAY, traces=(*STAY.traces, Trace("CLEAR-9", "1841234567", "UNIT 7"))),
    "another plan refused before": _with(STAY, parties=(FACILITY, LICENSED, _OTHER)),
    "a plan known by its national id": replace(request(STAY), reviewer=replace(NORTHWIND, qualifier="XV", id="7999999999")),
    "a requester with all there is to know": _with(
        STAY, parties=(replace(HOSPITAL, references=(Reference("1J", "7"), Reference("G5", "8"))), LICENSED)
    ),
    "a contact without a number": replace(request(VISITS), requester=replace(SURGEON, contacts=(Contact("Front Desk"),))),
    "asked at a second": replace(request(VISITS), at=time(9, 30, 59)),
    "prognosis and condition": _with(VISITS, asked=Asked("HS", "I", "42", "12", health="1", prognosis="2", release="I")),
}

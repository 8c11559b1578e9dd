"""Answers to requests for review in many shapes."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from shared.x12.translate.claim import Name
from shared.x12.translate.days import Dated
from shared.x12.translate.naming import Contact, Trace
from shared.x12.translate.review import Asked, EventCode, PatientEvent, Review, ReviewedService
from shared.x12.translate.review_care import Delivery, Paperwork
from shared.x12.translate.review_parties import Decision, Party, Refusal
from tests.unit.x12.shapes.review_people import (
    ADMITTED,
    ARTHROPLASTY,
    CHILD,
    DESK,
    DISCHARGED,
    FACILITY,
    HOME,
    NORTHWIND,
    OKAFOR,
    OPERATION,
    PENA,
    SERVICE_PROVIDER,
    STAY,
    VISITS,
    request,
)
from tests.unit.x12.shapes.review_requests import REQUESTS

_ECHO = (Trace("RB-2026-1", "9RIVERBEND", kind="2"), Trace("NW-77", "1999999999"))
_CERTIFIED = Decision("A1", "NW-A-100")
_VALID = (Dated("102", date(2026, 11, 3)), Dated("036", date(2027, 2, 3)), Dated("007", ADMITTED, date(2027, 2, 3)))
_MISSING = Refusal("15", "C", True)
_RECORDS = Party("ABG", Name("Northwind Records"), address=HOME, contacts=(DESK,))
_ANSWERED = replace(STAY, traces=_ECHO, decision=_CERTIFIED, dates=(*STAY.dates, *_VALID))
_PLAIN = Party("1P", Name("Brandt", "Jonas"), True, "XX", "1003000134")


def _answer(event: PatientEvent, **changes: object) -> Review:
    review = replace(request(event, requester=_PLAIN), purpose="11", kind="18")
    return replace(review, **changes)  # type: ignore[arg-type]


def _decided(action: str, number: str = "", reason: str = "", **changes: object) -> Review:
    return _answer(replace(_ANSWERED, decision=Decision(action, number, reason), **changes))  # type: ignore[arg-type]


def _refused(**changes: object) -> Review:
    return replace(_answer(_ANSWERED), events=(), **changes)  # type: ignore[arg-type]


def _services(*services: ReviewedService) -> Review:
    return _answer(replace(_ANSWERED, decision=None, services=services))


_DONE = replace(OPERATION, traces=_ECHO[:1], decision=Decision("A1", "NW-A-101"), dates=(Dated("472", ADMITTED), *_VALID))
_LESS = replace(OPERATION, item=replace(ARTHROPLASTY, quantity=Decimal(2)), decision=Decision("A6", "NW-A-102", "0J"))
_NOT = replace(OPERATION, decision=Decision("A3", reason="0P"), message="not medically necessary")
_RECORDS_WANTED = ReviewedService(decision=Decision("A4", reason="0U"), wanted=(EventCode("LOI", "18842-5"), EventCode("LOI", "11504-8")))

ANSWERS: dict[str, Review] = {
    "certified in total": _answer(_ANSWERED),
    "certified for a dependent": _answer(_ANSWERED, subscriber=OKAFOR, dependent=CHILD),
    "certified in part": _decided("A2", "NW-A-103", "0D"),
    "not certified": _decided("A3", "", "0P", message="criteria not met"),
    "pended": _decided("A4", "", "0U", administrative_number="NW-ADM-7"),
    "modified": _decided("A6", "NW-A-104", "0J", delivery=Delivery("DY", Decimal(2))),
    "cancelled": _decided("C", "NW-A-100"),
    "contact the payer": _answer(
        replace(_ANSWERED, decision=Decision("CT"), message="call about this"), reviewer=replace(NORTHWIND, contacts=(DESK,))
    ),
    "no action required": _decided("NA"),
    "a second opinion is needed": _answer(replace(_ANSWERED, decision=Decision("A4", "", "0U", True))),
    "an extension certified": _answer(replace(_ANSWERED, asked=Asked("AR", "4", "2"), earlier_authorization="NW-A-100")),
    "an appeal upheld": _answer(replace(_ANSWERED, asked=Asked("AR", "2", "2"), decision=Decision("A3", reason="0P"))),
    "more to follow": replace(_decided("A4"), kind="19"),
    "an administrative action": replace(_answer(_ANSWERED), kind="AT"),
    "without a kind": replace(_answer(_ANSWERED), kind=""),
    "valid from a day": _answer(replace(_ANSWERED, dates=(Dated("007", ADMITTED),))),
    "valid until a day": _answer(replace(_ANSWERED, dates=(Dated("036", DISCHARGED),))),
    "a service certified": _services(_DONE),
    "a service certified under the number of the event": _answer(replace(_ANSWERED, services=(replace(_DONE, decision=Decision("A1")),))),
    "a service modified": _services(_LESS),
    "a service refused": _services(_NOT),
    "services decided one by one": _services(_DONE, _LESS, _NOT, _RECORDS_WANTED),
    "records wanted, and where to send them": _services(replace(_RECORDS_WANTED, providers=(SERVICE_PROVIDER, _RECORDS))),
    "records wanted for the event": _decided("A4", paperwork=(Paperwork("M1", "EL", "NW-R-1"),), parties=(FACILITY, _RECORDS)),
    "the payer cannot answer": replace(_refused(refusals=(Refusal("42", "R", True),)), requester=None, subscriber=None),
    "the organization has the wrong id": replace(
        _refused(reviewer=replace(NORTHWIND, contacts=(DESK,), refusals=(Refusal("79", "C", False),))), requester=None, subscriber=None
    ),
    "the requester is unknown": _refused(requester=replace(_PLAIN, refusals=(Refusal("43", "C", False), Refusal("51", "C", False))), subscriber=None),
    "the subscriber is unknown": _refused(subscriber=replace(PENA, refusals=(Refusal("75", "C", False),))),
    "the dependent is unknown": _refused(
        subscriber=OKAFOR, dependent=replace(CHILD, refusals=(Refusal("67", "C", False), Refusal("58", "C", False)))
    ),
    "the event lacks information": _answer(replace(_ANSWERED, decision=None, asked=None, refusals=(_MISSING,))),
    "a provider of the event is not in the network": _answer(
        replace(_ANSWERED, decision=None, parties=(replace(FACILITY, refusals=(Refusal("45", "C", True),)),))
    ),
    "a service lacks information": _services(replace(OPERATION, refusals=(_MISSING, Refusal("33", "C", True)))),
    "a service provider is refused": _answer(
        replace(_ANSWERED, services=(replace(_DONE, providers=(replace(SERVICE_PROVIDER, refusals=(Refusal("46", "N", True),)),)),))
    ),
    "a transport's place is unknown": _answer(
        replace(_ANSWERED, parties=(Party("PW", Name("Elm House"), address=HOME, refusals=(Refusal("33", "C", True),)),))
    ),
    "two events": replace(_answer(_ANSWERED), events=(_ANSWERED, replace(VISITS, decision=Decision("A2", "NW-A-105"), traces=_ECHO[:1]))),
    "home care certified": _answer(replace(REQUESTS["home health"].events[0], conditions=(), decision=_CERTIFIED)),
    "oxygen certified": _answer(replace(REQUESTS["oxygen at home"].events[0], conditions=(), decision=_CERTIFIED)),
    "a contact with mail and page": _answer(
        _ANSWERED, reviewer=replace(NORTHWIND, contacts=(Contact("", (("EM", "um@northwind.example"), ("UR", "northwind.example"))),))
    ),
}

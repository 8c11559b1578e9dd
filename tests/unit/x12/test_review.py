"""278: requests and answers written, validated and read again; files of others."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from shared.x12.codesets import Spans
from shared.x12.cross_review import check_service
from shared.x12.faults import WriteError
from shared.x12.interchange import read_transactions
from shared.x12.profile import STRICT
from shared.x12.read import read_loops
from shared.x12.translate.days import Dated
from shared.x12.translate.read_review import read_review
from shared.x12.translate.review import Review, ReviewedService
from shared.x12.translate.review_parties import Decision, Refusal
from shared.x12.translate.write_review import write_reviews
from shared.x12.validate import validate
from tests.unit.x12.outside import body, needs_outside
from tests.unit.x12.samples import HEADER
from tests.unit.x12.shapes.review import SHAPES
from tests.unit.x12.shapes.review_answers import ANSWERS
from tests.unit.x12.shapes.review_people import ARTHROPLASTY, PENA, STAY, request
from tests.unit.x12.shapes.review_requests import REQUESTS

VALUES = {**{f"request: {name}": review for name, review in REQUESTS.items()}, **{f"answer: {name}": review for name, review in ANSWERS.items()}}
FILES = [*SHAPES["278 request"].values(), *SHAPES["278 answer"].values()]


def written(*reviews: Review) -> bytes:
    return write_reviews(HEADER, reviews, group_control_number=7)


def read(data: bytes) -> list[Review]:
    return [read_review(transaction) for transaction in read_transactions(data)]


@pytest.mark.parametrize("data", FILES, ids=list(VALUES))
def test_what_we_write_has_no_finding_in_the_strict_profile(data: bytes) -> None:
    transaction = next(read_transactions(data))
    assert (validate(transaction, STRICT), transaction.faults) == ([], [])


@pytest.mark.parametrize(("data", "review"), list(zip(FILES, VALUES.values(), strict=True)), ids=list(VALUES))
def test_what_we_write_is_read_as_it_was(data: bytes, review: Review) -> None:
    (found,) = read(data)
    assert (found, found.faults) == (review, ())


def test_a_file_holds_requests_and_answers_side_by_side() -> None:
    reviews = [REQUESTS["an admission"], ANSWERS["certified in total"], ANSWERS["the payer cannot answer"]]
    data = written(*reviews)
    assert read(data) == reviews
    assert [each.is_request for each in read(data)] == [True, False, False]
    assert data.count(b"ST*278*") == 3


def test_an_answer_is_found_by_reference_and_trace() -> None:
    asked, answered = REQUESTS["an admission"], ANSWERS["certified in total"]
    assert asked.reference == answered.reference
    assert set(asked.traces) & set(answered.traces) == {"RB-2026-1"}


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("certified in total", "NW-A-100"),
        ("certified in part", "NW-A-103"),
        ("modified", "NW-A-104"),
        ("not certified", ""),
        ("pended", ""),
        ("cancelled", ""),
        ("services decided one by one", "NW-A-101"),
        ("a service certified under the number of the event", "NW-A-100"),
    ],
)
def test_the_authorization_is_that_of_the_event_or_of_its_first_certified_service(name: str, number: str) -> None:
    assert ANSWERS[name].events[0].authorization == number


def test_the_validity_of_an_authorization_is_read() -> None:
    (found,) = read(SHAPES["278 answer"]["certified in total"])
    assert Dated("007", date(2026, 11, 10), date(2027, 2, 3)) in found.events[0].dates
    assert found.events[0].decision == Decision("A1", "NW-A-100")


def test_refusals_stay_at_their_level() -> None:
    (found,) = read(SHAPES["278 answer"]["the subscriber is unknown"])
    assert found.subscriber is not None
    assert found.subscriber.refusals == (Refusal("75", "C", False),)
    assert (found.events, found.refusals) == ((), ())


def test_a_value_that_cannot_be_read_is_a_fault() -> None:
    data = SHAPES["278 request"]["an admission with its operation"]
    damaged = data.replace(b"*4200.5*", b"*42O0*").replace(b"DTP*435*D8*20261110", b"DTP*435*D8*20261310").replace(b"RD8*", b"RD8*X")
    (found,) = read(damaged)
    assert [(fault.segment_id, fault.element) for fault in found.faults] == [("DTP", 3), ("SV1", 2)]
    assert found.events[0].services[0].item == replace(ARTHROPLASTY, amount=Decimal(0))
    assert [each.qualifier for each in found.events[0].dates] == ["096"]


@pytest.mark.parametrize(
    "review",
    [
        replace(request(STAY), on=None),
        replace(request(STAY), subscriber=None),
        replace(request(STAY), requester=None),
        replace(request(STAY), subscriber=None, events=(), dependent=PENA),
        replace(request(STAY), reference="A*B"),
    ],
    ids=["no date", "no subscriber", "no requester", "a dependent alone", "a separator"],
)
def test_what_cannot_be_sent_is_refused(review: Review) -> None:
    with pytest.raises(WriteError):
        written(review)


def test_another_set_is_no_review() -> None:
    data = SHAPES["275"]["a PDF with a claim"]
    with pytest.raises(ValueError, match="not a 278"):
        read(data)


def test_a_set_of_an_unknown_version_is_read_all_the_same() -> None:
    data = SHAPES["278 request"]["an admission"].replace(b"005010X217", b"005010X999")
    assert read(data) == [REQUESTS["an admission"]]
    assert [finding.rule for finding in validate(next(read_transactions(data)))] == ["version-unknown"]


def test_who_the_patient_is_does_not_show() -> None:
    shown = repr(REQUESTS["an admission of a dependent"]) + repr(REQUESTS["an immediate appeal"]) + repr(REQUESTS["an ambulance"])
    assert not any(secret in shown for secret in ("Okafor", "Ada", "CSB300400", "2015", "M1611", "deteriorated", "Elm"))


@pytest.mark.parametrize(("pointers", "parts"), [("1:2", []), ("1:3", [2]), ("0", [1]), ("1:1", [2]), ("X", [1])])
def test_a_service_points_at_diagnoses_of_its_event(pointers: str, parts: list[int]) -> None:
    data = SHAPES["278 request"]["an admission with its operation"].replace(b"***1:2~", f"***{pointers}~".encode())
    found = [finding for loop in read_loops(next(read_transactions(data)), at="2000F") for finding in check_service(loop) if loop.id == "2000F"]
    assert [(finding.rule, finding.element, finding.component) for finding in found] == [("diagnosis-pointer", 7, part) for part in parts]


def test_a_service_without_an_item_points_at_nothing() -> None:
    data = written(request(replace(STAY, services=(ReviewedService(),))))
    services = [loop for loop in read_loops(next(read_transactions(data)), at="2000F") if loop.id == "2000F"]
    assert [list(check_service(service)) for service in services] == [[]]


class _Lacking:
    """Lists of which one lacks a code; there are no others."""

    def __init__(self, code_set: str, code: str) -> None:
        self._missing = (code_set, code)

    def spans(self, code_set: str, code: str) -> Spans | None:
        return () if (code_set, code) == self._missing else None


@pytest.mark.parametrize(
    ("shape", "missing", "place"),
    [
        ("an admission with its operation", ("icd10cm", "I10"), ("HI", 2, 2)),
        ("an admission with its operation", ("hcpcs", "27130"), ("SV1", 1, 2)),
        ("an admission with its operation", ("modifier", "RT"), ("SV1", 1, 3)),
        ("an admission with its operation", ("taxonomy", "282N00000X"), ("PRV", 3, 0)),
        ("an admission with its operation", ("service-type", "2"), ("UM", 3, 0)),
        ("an admission with its operation", ("admission-type", "3"), ("CL1", 1, 0)),
        ("an admission with its operation", ("state", "OH"), ("N4", 2, 0)),
        ("a day rate", ("revenue", "0120"), ("SV2", 1, 0)),
        ("a crown", ("cdt", "D2740"), ("SV3", 1, 2)),
        ("an auto accident", ("state", "OH"), ("UM", 5, 4)),
    ],
)
def test_a_code_that_does_not_exist_is_found_at_its_place(shape: str, missing: tuple[str, str], place: tuple[str, int, int]) -> None:
    transaction = next(read_transactions(SHAPES["278 request"][shape]))
    found = validate(transaction, codes=_Lacking(*missing))
    assert place in [(finding.segment_id, finding.element, finding.component) for finding in found]
    assert {finding.rule for finding in found} == {"code-unknown"}


@pytest.mark.outside
@needs_outside
@pytest.mark.parametrize("pair", ["admission", "referral"])
def test_an_answer_of_others_finds_its_request(pair: str) -> None:
    (asked,) = read(body(f"x12/278/kputnam__278-{pair}-request.edi"))
    (answered,) = read(body(f"x12/278/kputnam__278-{pair}-response.edi"))
    assert (asked.is_request, answered.is_request, asked.faults, answered.faults) == (True, False, (), ())
    assert asked.reference == answered.reference
    assert asked.traces == answered.traces != ()
    assert answered.events[0].authorization in ("AUTH0001", "AUTH0002")


@pytest.mark.outside
@needs_outside
@pytest.mark.parametrize("name", ["admission-request", "admission-response", "referral-request", "referral-response"])
def test_sound_files_of_others_have_no_error(name: str) -> None:
    transaction = next(read_transactions(body(f"x12/278/kputnam__278-{name}.edi")))
    assert [finding for finding in validate(transaction) if finding.severity == "error"] == []


@pytest.mark.outside
@needs_outside
@pytest.mark.parametrize(
    "name", ["aurelianwa__x217-inpatient-request", "aurelianwa__x217-inpatient-response-denied", "mjkubba__edi278-demo-005010X217"]
)
def test_files_that_break_the_guide_are_read_and_refused(name: str) -> None:
    (found,) = read(body(f"x12/278/{name}.edi"))
    assert found.reference
    transaction = next(read_transactions(body(f"x12/278/{name}.edi")))
    assert any(finding.severity == "error" for finding in validate(transaction))

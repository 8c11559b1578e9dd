"""278 written: requests by a provider, answers by a payer (005010X217)."""

from collections.abc import Iterator, Sequence

from shared.x12.envelope import InterchangeHeader
from shared.x12.faults import WriteError
from shared.x12.rows import Row
from shared.x12.translate.review import VERSION, PatientEvent, Review
from shared.x12.translate.review_rows import event_rows, member_rows, party_rows, refusal_rows, service_rows
from shared.x12.write import Writer


def write_reviews(header: InterchangeHeader, reviews: Sequence[Review], *, group_control_number: int | str, set_control_number: int = 1) -> bytes:
    """One interchange with a set for each review, numbered from `set_control_number`. Raises WriteError when a value cannot be sent."""
    writer = Writer(header).group("HI", VERSION, group_control_number)
    for number, review in enumerate(reviews, start=set_control_number):
        writer.transaction("278", number, VERSION).add(review_set(review))
    return writer.finish()


def review_set(review: Review) -> Iterator[Row]:
    """The segments between ST and SE.

    Raises WriteError when a level is there without the one above it, or the date is missing.
    """
    if review.on is None or review.at is None:
        raise WriteError("a review needs a date and a time", "BHT", 4)
    if (review.events and review.subscriber is None) or (review.subscriber and review.requester is None):
        raise WriteError("an event needs its subscriber, and a subscriber the requester", "HL", 2)
    if review.dependent is not None and review.subscriber is None:
        raise WriteError("a dependent needs his subscriber", "HL", 2)
    at = f"{review.at:%H%M%S}" if review.at.second else review.at
    yield ("BHT", "0007", review.purpose, review.reference, review.on, at, review.kind)
    yield from _levels(review)


def _levels(review: Review) -> Iterator[Row]:
    """The tree of HL: review organization, requester, subscriber, dependent, events with their services."""
    yield ("HL", 1, None, "20", "1" if review.requester else "0")
    yield from refusal_rows(review.refusals)
    yield from party_rows(review.reviewer)
    if review.requester is None:
        return
    yield ("HL", 2, 1, "21", "1" if review.subscriber else "0")
    yield from party_rows(review.requester)
    if review.subscriber is None:
        return
    yield ("HL", 3, 2, "22", "1" if review.dependent or review.events else "0")
    yield from member_rows(review.subscriber, "IL")
    patient = 3
    if review.dependent is not None:
        patient = 4
        yield ("HL", 4, 3, "23", "1" if review.events else "0")
        yield from member_rows(review.dependent, "QC")
    number = patient
    for event in review.events:
        yield from _event(event, number + 1, patient)
        number += 1 + len(event.services)


def _event(event: PatientEvent, number: int, patient: int) -> Iterator[Row]:
    yield ("HL", number, patient, "EV", "1" if event.services else "0")
    yield from event_rows(event)
    for party in event.parties:
        yield from party_rows(party)
    for place, service in enumerate(event.services, start=number + 1):
        yield ("HL", place, number, "SS", "0")
        yield from service_rows(service)
        for party in service.providers:
            yield from party_rows(party)

"""Every topic: who owns it, what keys it, which events it carries, and whether it is a record.

A record is kept for ever and never compacted: replay rests on it. A derived topic can be made again from records and is kept for 14 days.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal, get_args

from shared.contracts import adjudication, coding, denials, eligibility, submission
from shared.contracts.event import Event, type_name


@dataclass(frozen=True)
class Topic:
    name: str
    owner: str
    key: str
    """The field of its events that is the Kafka key."""
    payload: Any
    """An event class, or a union of them discriminated by `type`."""
    kind: Literal["record", "derived"] = "record"
    partitions: int = 6
    identifying: bool = False
    """True only where names, birth dates, addresses and member ids may travel."""

    @cached_property
    def events(self) -> tuple[type[Event], ...]:
        """The event classes it carries."""
        if isinstance(self.payload, type):
            return (self.payload,)
        return tuple(get_args(get_args(self.payload)[0]))

    def key_of(self, event: Event) -> str:
        return str(getattr(event, self.key))


REGISTRATIONS = Topic("rcm.eligibility.registration", "eligibility", "encounter_id", eligibility.RegistrationEvent, identifying=True)
ENCOUNTERS = Topic("rcm.eligibility.encounter", "eligibility", "encounter_id", eligibility.EncounterEvent)
INQUIRIES = Topic("rcm.eligibility.inquiry", "eligibility", "encounter_id", eligibility.InquiryEvent)
DIRECT_INQUIRIES = Topic("rcm.eligibility.direct", "eligibility", "inquiry_id", eligibility.DirectEvent)
CODINGS = Topic("rcm.coding.encounter", "coding", "encounter_id", coding.CodingEvent)
CLAIMS = Topic("rcm.submission.claim", "submission", "claim_id", submission.ClaimEvent)
INTERCHANGES = Topic("rcm.submission.interchange", "submission", "interchange_id", submission.InterchangeEvent)
ACKNOWLEDGEMENTS = Topic("rcm.submission.acknowledgement", "submission", "claim_id", submission.AcknowledgementEvent)
REMITTANCES = Topic("rcm.adjudication.remittance", "adjudication", "trace_number", adjudication.RemittanceEvent)
CLAIM_PAYMENTS = Topic("rcm.adjudication.payment", "adjudication", "claim_id", adjudication.PaymentEvent)
REMITTED_CLAIMS = Topic("rcm.adjudication.claim", "adjudication", "claim_id", adjudication.RemittedClaimEvent)
ACCOUNTS = Topic("rcm.adjudication.account", "adjudication", "encounter_id", adjudication.AccountEvent)
CLAIM_STATES = Topic("rcm.adjudication.state", "adjudication", "claim_id", adjudication.LifecycleEvent)
DENIALS = Topic("rcm.denials.denial", "denials", "claim_id", denials.DenialEvent)
ADVICES = Topic("rcm.denials.remittance", "denials", "trace_number", denials.AdviceEvent)
DECISIONS = Topic("rcm.denials.decision", "denials", "claim_id", denials.DecisionEvent)

TOPICS: tuple[Topic, ...] = (
    REGISTRATIONS, ENCOUNTERS, INQUIRIES, DIRECT_INQUIRIES, CODINGS, CLAIMS, INTERCHANGES, ACKNOWLEDGEMENTS,
    REMITTANCES, CLAIM_PAYMENTS, REMITTED_CLAIMS, ACCOUNTS, CLAIM_STATES, DENIALS, ADVICES, DECISIONS,
)  # fmt: skip

_BY_EVENT = {event: topic for topic in TOPICS for event in topic.events}
_BY_NAME = {topic.name: topic for topic in TOPICS}


def topic_of(event: Event) -> Topic:
    """The one topic that carries this kind of event."""
    return _BY_EVENT[type(event)]


def topic_named(name: str) -> Topic:
    """The topic of that name; KeyError when there is none."""
    return _BY_NAME[name]


def event_types() -> dict[str, type[Event]]:
    """Every event that travels on a topic, by type name."""
    return {type_name(event): event for event in _BY_EVENT}


__all__ = ["TOPICS", "Topic", "event_types", "topic_named", "topic_of"]

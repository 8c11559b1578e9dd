"""277CA (005010X214): what each payer says of each claim before adjudication.

One set per received 837 set and payer: information source (2000A) the payer, or the clearinghouse itself for
claims that name a payer it does not know; receiver (2000B) the submitter, TRN02 = BHT03 of the 837; then
billing providers (2000C) and claims (2000D, TRN02 = CLM01).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from deploy.sandbox.claims import Claim
from deploy.sandbox.money import ZERO, amount
from deploy.sandbox.payer import Payer
from deploy.sandbox.read837 import Submission
from deploy.sandbox.screen import Rejection
from deploy.sandbox.writer import Body, Row, composite, ymd

GUIDE_277CA = "005010X214"


@dataclass(frozen=True)
class ClaimStatus:
    """One claim: its payer control number, or why it was rejected."""

    claim: Claim
    icn: str = ""
    rejected: Rejection | None = None


@dataclass(frozen=True)
class Source:
    """NM1 of loop 2100A."""

    entity: str
    name: str
    qualifier: str
    id: str


def source_of(payer: Payer | None, clearinghouse: str) -> Source:
    """The payer, or the clearinghouse when no payer answers to the id."""
    if payer is None:
        return Source("AY", "CLEARPATH", "46", clearinghouse)
    return Source("PR", payer.name, "PI", payer.id)


def body_277ca(source: Source, submission: Submission, statuses: Sequence[ClaimStatus], trace: str) -> Body:
    """One set. `trace` identifies this answer (BHT03, TRN02 of 2200A)."""
    on = ymd(submission.received_on)
    rows: list[Row] = [
        ("BHT", "0085", "08", trace, on, "0800", "TH"),
        ("HL", "1", "", "20", "1"),
        ("NM1", source.entity, "2", source.name, "", "", "", "", source.qualifier, source.id),
        ("TRN", "1", trace),
        ("DTP", "050", "D8", on),
        ("DTP", "009", "D8", on),
        *_receiver(source, submission, statuses),
    ]
    level = 2
    for npi in dict.fromkeys(status.claim.billing.npi for status in statuses):
        own = [status for status in statuses if status.claim.billing.npi == npi]
        rows += _provider(source, own, level := level + 1)
        provider = level
        for status in own:
            rows += _claim(status, on, level := level + 1, provider)
    return Body("277", GUIDE_277CA, rows)


def _receiver(source: Source, submission: Submission, statuses: Sequence[ClaimStatus]) -> Iterator[Row]:
    """2000B: the set as a whole was received; how much of it was taken in and how much not."""
    who = submission.submitter
    yield "HL", "2", "1", "21", "1"
    yield "NM1", "41", who.at(2), who.at(3), who.at(4), who.at(5), "", "", who.at(8), who.at(9)
    yield "TRN", "2", submission.reference
    yield "STC", composite("A1", "19", source.entity), ymd(submission.received_on), "WQ", amount(_total(statuses))
    yield from _counts(statuses, "90", "AA")


def _provider(source: Source, statuses: Sequence[ClaimStatus], level: int) -> Iterator[Row]:
    """2000C; TRN02 `0` says that the provider gave no reference of its own."""
    billing = statuses[0].claim.billing
    yield "HL", str(level), "2", "19", "1"
    yield "NM1", "85", "2", billing.name, "", "", "", "", "XX", billing.npi
    yield "TRN", "1", "0"
    yield "STC", composite("A1", "19", source.entity), "", "WQ", amount(_total(statuses))
    yield from _counts(statuses, "QA", "QC")


def _counts(statuses: Sequence[ClaimStatus], accepted_code: str, rejected_code: str) -> Iterator[Row]:
    accepted = [status for status in statuses if not status.rejected]
    rejected = [status for status in statuses if status.rejected]
    if accepted:
        yield "QTY", accepted_code, str(len(accepted))
    if rejected:
        yield "QTY", rejected_code, str(len(rejected))
    if accepted:
        yield "AMT", "YU", amount(_total(accepted))
    if rejected:
        yield "AMT", "YY", amount(_total(rejected))


def _claim(status: ClaimStatus, on: str, level: int, provider: int) -> Iterator[Row]:
    """2000D and 2200D: accepted A2:20 with REF*1K, or rejected with the reason."""
    claim, bad = status.claim, status.rejected
    person = claim.sick_person
    verdict = composite(bad.category, bad.status, bad.entity) if bad else composite("A2", "20")
    yield "HL", str(level), str(provider), "PT"
    yield "NM1", "QC", "1", person.last_name, person.first_name, person.middle_name, "", "", "MI", claim.subscriber.id
    yield "TRN", "2", claim.patient_control_number
    yield "STC", verdict, on, "U" if bad else "WQ", amount(claim.charge)
    if status.icn:
        yield "REF", "1K", status.icn
    if claim.trace:
        yield "REF", "D9", claim.trace
    if claim.kind == "I":
        yield "REF", "BLT", claim.facility_code + claim.frequency
    yield "DTP", "472", *_span(claim)


def _span(claim: Claim) -> tuple[str, str]:
    first, last = ymd(claim.first_on), ymd(claim.last_on)
    return ("D8", first) if first == last else ("RD8", f"{first}-{last}")


def _total(statuses: Sequence[ClaimStatus]) -> Decimal:
    return sum((status.claim.charge for status in statuses), ZERO)

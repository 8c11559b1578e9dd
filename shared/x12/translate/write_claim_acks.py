"""277CA, the claim acknowledgement (005010X214), as a clearinghouse or payer writes it."""

from collections.abc import Iterator
from itertools import count

from shared.x12.envelope import InterchangeHeader
from shared.x12.faults import WriteError
from shared.x12.rows import Row
from shared.x12.translate.acknowledged_claim import AcknowledgedClaim, ClaimAcknowledgement, LevelStatus, ProviderClaims
from shared.x12.translate.days import dtp_rows
from shared.x12.translate.naming import reference_rows
from shared.x12.translate.status_rows import line_rows, number_rows, party_row, person_row, report_rows
from shared.x12.write import Writer

VERSION = "005010X214"
_NUMBERS = frozenset({"1K", "D9", "BLT"})


def write_claim_acknowledgement(
    header: InterchangeHeader, acknowledgement: ClaimAcknowledgement, *, group_control_number: int | str, set_control_number: int | str = 1
) -> bytes:
    """One interchange with one 277CA. Raises WriteError when a value cannot be sent."""
    writer = Writer(header).group("HN", VERSION, group_control_number)
    writer.transaction("277", set_control_number, VERSION).add(acknowledgement_rows(acknowledgement))
    return writer.finish()


def acknowledgement_rows(acknowledgement: ClaimAcknowledgement) -> Iterator[Row]:
    """The segments between ST and SE."""
    ack, numbers = acknowledgement, count(3)
    if ack.received_on is None or ack.processed_on is None:
        raise WriteError("an acknowledgement says when the claims came and when they were looked at", "DTP", 3)
    yield ("BHT", "0085", "08", ack.reference, ack.on, ack.at, "TH")
    yield ("HL", "1", None, "20", "1")
    yield party_row(ack.source_role, ack.source)
    yield ("TRN", "1", ack.trace)
    yield ("DTP", "050", "D8", ack.received_on)
    yield ("DTP", "009", "D8", ack.processed_on)
    yield ("HL", "2", "1", "21", "1" if ack.providers else "0")
    yield party_row("41", ack.receiver)
    yield from _level(ack.file, "2", ("90", "AA"))
    for provider in ack.providers:
        yield from _provider(provider, numbers)


def _level(status: LevelStatus, trace_type: str, counts: tuple[str, str]) -> Iterator[Row]:
    """Loop 2200B or 2200C: trace, statuses, then what was counted."""
    yield ("TRN", trace_type, status.trace)
    yield from report_rows(status.reports)
    yield from reference_rows(status.references)
    totals = status.totals
    for qualifier, number in zip(counts, (totals.accepted, totals.rejected), strict=True):
        if number is not None:
            yield ("QTY", qualifier, number)
    for qualifier, charge in (("YU", totals.accepted_charge), ("YY", totals.rejected_charge)):
        if charge is not None:
            yield ("AMT", qualifier, charge)


def _provider(claims: ProviderClaims, numbers: Iterator[int]) -> Iterator[Row]:
    number = next(numbers)
    yield ("HL", number, "2", "19", "1" if claims.claims else "0")
    yield party_row("85", claims.provider)
    if claims.status is not None:
        yield from _level(claims.status, "1", ("QA", "QC"))
    for claim in claims.claims:
        yield ("HL", next(numbers), number, "PT")
        yield person_row("QC", claim.patient)
        yield from _claim(claim)


def _claim(claim: AcknowledgedClaim) -> Iterator[Row]:
    yield ("TRN", "2", claim.trace)
    yield from report_rows(claim.reports)
    yield from number_rows(claim.numbers, _NUMBERS)
    yield from dtp_rows("472", claim.service_from, claim.service_to)
    for line in claim.lines:
        if line.paid is not None:
            raise WriteError("a line that is only acknowledged has no payment yet", "SVC", 3)
        yield from line_rows(line)

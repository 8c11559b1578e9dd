"""Loops 2100 and 2110 as segments: a decision about a claim as a payer sends it."""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby
from operator import attrgetter

from shared.x12.characters import Text
from shared.x12.rows import Composite, Row
from shared.x12.translate.adjustment import Adjustment, adjustment_rows
from shared.x12.translate.laid_out import laid_row
from shared.x12.translate.naming import Name, contact_rows, name_row, reference_rows
from shared.x12.translate.remitted_claim import Amount, Individual, Party, RemittedClaim, RemittedLine

_REVENUE = "NU"
_group_of = attrgetter("group")


def remitted_rows(claim: RemittedClaim) -> Iterator[Row]:
    """A claim with its lines. Raises WriteError for a name or a number of remarks that does not fit."""
    yield (
        "CLP", claim.patient_control_number, claim.status, claim.charge, claim.paid, claim.patient_responsibility, claim.filing_indicator,
        claim.payer_claim_control_number, claim.facility_code, claim.frequency, None, claim.drg, claim.drg_weight, claim.discharge_fraction,
    )  # fmt: skip
    yield from _reasons(claim.adjustments)
    yield from _names(claim)
    if claim.inpatient is not None:
        yield laid_row("MIA", claim.inpatient)
    if claim.outpatient is not None:
        yield laid_row("MOA", claim.outpatient)
    yield from reference_rows(claim.references)
    dates = (("232", claim.statement_from), ("233", claim.statement_to), ("036", claim.coverage_ended_on), ("050", claim.received_on))
    yield from _dates(dates)
    yield from contact_rows(claim.contacts)
    yield from _numbers("AMT", claim.amounts)
    yield from _numbers("QTY", claim.quantities)
    for line in claim.lines:
        yield from _line(line)


def _line(line: RemittedLine) -> Iterator[Row]:
    adjudicated: Composite = (line.qualifier, line.code, *line.modifiers)
    revenue = None if line.qualifier == _REVENUE and line.revenue_code == line.code else line.revenue_code
    yield ("SVC", adjudicated, line.charge, line.paid, revenue, line.paid_units, _original(line), line.billed_units)
    if line.service_from == line.service_to:
        yield from _dates((("472", line.service_from),))
    else:
        yield from _dates((("150", line.service_from), ("151", line.service_to)))
    yield from _reasons(line.adjustments)
    yield from reference_rows(line.references)
    yield from _numbers("AMT", line.amounts)
    yield from _numbers("QTY", line.quantities)
    yield from (("LQ", "HE", code) for code in line.remarks)
    yield from (("LQ", "RX", code) for code in line.pharmacy_remarks)


def _original(line: RemittedLine) -> Composite | None:
    """SVC06, where the payer decided about another code than was billed."""
    if not line.original_code:
        return None
    modifiers = [*line.original_modifiers, "", "", "", ""][:4]
    return (line.original_qualifier, line.original_code, *modifiers, Text(line.original_description))


def _names(claim: RemittedClaim) -> Iterator[Row]:
    individuals: tuple[tuple[str, Individual | None], ...] = (
        ("QC", claim.patient), ("IL", claim.subscriber), ("74", claim.corrected), ("82", claim.rendering),
    )  # fmt: skip
    for entity, one in individuals:
        if one is not None:
            yield _individual(entity, one)
    parties: tuple[tuple[str, Party | None], ...] = (("TT", claim.crossover), ("PR", claim.corrected_payer))
    for entity, party in parties:
        if party is not None:
            yield name_row(entity, Name(party.name), False, party.qualifier, party.id)
    if claim.other_subscriber is not None:
        yield _individual("GB", claim.other_subscriber)


def _individual(entity: str, one: Individual) -> Row:
    return name_row(entity, one.name, one.is_person, one.qualifier, one.id)


def _reasons(adjustments: Iterable[Adjustment]) -> Iterator[Row]:
    """CAS in the order in which the reasons stand: a group that comes again has a segment of its own."""
    for _, members in groupby(adjustments, key=_group_of):
        yield from adjustment_rows(members)


def _dates(dates: Iterable[tuple[str, date | None]]) -> Iterator[Row]:
    for qualifier, on in dates:
        if on is not None:
            yield ("DTM", qualifier, on)


def _numbers(id: str, amounts: Iterable[Amount]) -> Iterator[Row]:
    for amount in amounts:
        yield (id, amount.qualifier, amount.value)

"""An 835 (005010X221A1) as a payer sends it, from the values that the reader gives.

What is read from a file and written again has the same values; what does not add up is not sent.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby

from shared.x12.characters import Text
from shared.x12.envelope import InterchangeHeader
from shared.x12.faults import WriteError
from shared.x12.rows import Row, Value
from shared.x12.translate.adjudication import ClaimGroup
from shared.x12.translate.laid_out import laid_row
from shared.x12.translate.naming import address_rows, contact_rows, reference_rows
from shared.x12.translate.remittance import Balance, RemittanceDocument
from shared.x12.translate.remittance_header import BankAccount, ProviderAdjustment, RemittanceHeader
from shared.x12.translate.remittance_rows import remitted_rows
from shared.x12.write import Writer

VERSION = "005010X221A1"
ENTRIES = 6
"""Codes and amounts of one PLB."""


def write_remittances(header: InterchangeHeader, remittances: Sequence[RemittanceDocument], *, group_control_number: int | str) -> bytes:
    """One interchange with one group and a set for each payment, numbered by `header.set_control_number`.

    Raises WriteError when a payment does not balance at line, claim or payment, or when a value cannot be sent.
    """
    writer = Writer(header).group("HP", VERSION, group_control_number)
    for remittance in remittances:
        writer.transaction("835", remittance.header.set_control_number).add(remittance_set(remittance))
    return writer.finish()


def remittance_set(remittance: RemittanceDocument) -> Iterator[Row]:
    """The segments between ST and SE."""
    _refuse_imbalance(remittance)
    yield from _payment(remittance.header)
    yield from _payer(remittance.header)
    yield from _payee(remittance.header)
    group: ClaimGroup | None = None
    for claim in remittance.claims:
        if claim.group != group:
            group = claim.group
            yield from _group(group)
        yield from remitted_rows(claim)
    yield from _provider_adjustments(remittance.provider_adjustments)


def _refuse_imbalance(remittance: RemittanceDocument) -> None:
    proof = Balance()
    for number, claim in enumerate(remittance.claims, 1):
        proof.add(claim)
        if proof.imbalances:
            line = proof.imbalances[0].level == "line"
            raise WriteError(f"the charge of claim {number} differs from what is paid and adjusted", "SVC" if line else "CLP", 2 if line else 3)
    if proof.finish(remittance):
        raise WriteError("the payment differs from the claims less provider adjustments", "BPR", 2)


def _payment(header: RemittanceHeader) -> Iterator[Row]:
    yield (
        "BPR", header.handling, header.paid, header.credit_debit, header.method, header.payment_format, *_account(header.payer_account),
        header.payer_company, header.payer_company_supplement, *_account(header.payee_account), header.paid_on,
    )  # fmt: skip
    yield ("TRN", "1", header.trace, header.originator_id, header.originator_supplement)
    if header.currency:
        yield ("CUR", "PR", header.currency)
    if header.receiver_id:
        yield ("REF", "EV", header.receiver_id)
    if header.system_version:
        yield ("REF", "F2", header.system_version)
    if header.produced_on is not None:
        yield ("DTM", "405", header.produced_on)


def _account(account: BankAccount | None) -> tuple[Value, Value, Value, Value]:
    if account is None:
        return (None, None, None, None)
    return (account.routing_qualifier, account.routing, account.account_qualifier, account.account)


def _payer(header: RemittanceHeader) -> Iterator[Row]:
    yield ("N1", "PR", Text(header.payer_name), "XV" if header.payer_plan_id else None, header.payer_plan_id)
    yield from address_rows(header.payer_address)
    yield from reference_rows(header.payer_ids)
    yield from contact_rows(header.payer_contacts)


def _payee(header: RemittanceHeader) -> Iterator[Row]:
    yield ("N1", "PE", Text(header.payee_name), header.payee_qualifier, header.payee_id)
    yield from address_rows(header.payee_address)
    yield from reference_rows(header.payee_ids)
    if header.delivery is not None:
        yield ("RDM", header.delivery.method, Text(header.delivery.name), header.delivery.number)


def _group(group: ClaimGroup) -> Iterator[Row]:
    if not group.number:
        raise WriteError("a claim needs a group with a number to stand in", "LX", 1)
    yield ("LX", group.number)
    if group.provider is not None:
        yield laid_row("TS3", group.provider)
    if group.inpatient is not None:
        yield laid_row("TS2", group.inpatient)


def _provider_adjustments(entries: Sequence[ProviderAdjustment]) -> Iterator[Row]:
    """PLB segments: one for each provider and fiscal year, and six entries."""
    for (provider_id, fiscal_on), members in groupby(entries, key=lambda entry: (entry.provider_id, entry.fiscal_on)):
        found = list(members)
        for start in range(0, len(found), ENTRIES):
            row: list[Value] = ["PLB", provider_id, fiscal_on]
            for entry in found[start : start + ENTRIES]:
                row += [(entry.code, entry.reference), entry.amount]
            yield row

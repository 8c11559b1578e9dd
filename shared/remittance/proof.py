"""First pass over a file: which of its sets are 835s, whether each adds up, and what identifies its content.

Streams: memory holds one claim, whatever the size of the file. Nothing is corrected; what cannot be read or does not balance is told by place.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from shared.contracts.adjudication import Imbalance, ProviderAdjustment
from shared.contracts.values import CENT, cents
from shared.remittance.meaning import Meaning
from shared.stage.stage import Reject
from shared.x12.faults import CUT_SHORT, Fault, X12Error
from shared.x12.interchange import Transaction, read_interchanges, read_transactions
from shared.x12.segments import refuse_nul
from shared.x12.translate import remittance as x12
from shared.x12.translate.remitted_claim import RemittedClaim

SET = "835"
LARGEST = Decimal(10) ** 8
"""From here on an amount has more than the ten digits that the guides allow (data element 782)."""
LONGEST = 100
"""Characters of a number by which something is found again; the guides allow fifty."""
MOST = 100
"""How many imbalances an event names, the last being that of the payment."""
NAMED = 5
"""How many places of faults an event names."""


@dataclass(frozen=True, slots=True)
class Proof:
    """What the first pass found out about one 835."""

    header: x12.RemittanceHeader
    remitted_on: date
    content: str
    """SHA-256 of the segments between ST and SE with fixed separators."""
    meaning: str
    """What it says, apart from how it is written."""
    claims: int
    provider_adjustments: tuple[ProviderAdjustment, ...]
    imbalances: tuple[Imbalance, ...]
    unreadable: tuple[str, ...]
    """Places of values that cannot be read."""


def prove(body: bytes) -> list[Proof]:
    """A proof for each 835 of the file, in order; empty when it holds none.

    Raises Reject when the bytes are not X12 or a file with an 835 is cut short: then no part of it is taken.
    """
    if SET.encode() not in body:
        return []
    try:
        refuse_nul(body)
        contents = _contents(body)
        proofs, cut = list[Proof](), None
        for interchange in read_interchanges(body):
            proofs += [_prove(each, next(contents)) for each in interchange.transactions() if each.set_id == SET]
            cut = cut or next((fault for fault in interchange.all_faults() if fault.rule == "truncated"), None)
    except X12Error as error:
        raise Reject(f"not readable as X12: {error}. Ask the sender for the whole file.") from None
    if proofs and cut:
        raise Reject(f"cut short at byte {cut.offset} of the file: {cut.message}. Ask the sender for the whole file.")
    return proofs


def remittances(body: bytes) -> Iterator[Transaction]:
    """The 835s of a file, each valid until the next is asked for."""
    return (transaction for transaction in read_transactions(body) if transaction.set_id == SET)


def _prove(transaction: Transaction, content: str) -> Proof:
    found = x12.read_remittance(transaction)
    balance, amounts, numbers, meaning, claims = x12.Balance(), _Amounts(), _Numbers(), Meaning(), 0
    for claim in found.claims():
        balance.add(claim)
        amounts.look_at(claim)
        numbers.look_at(f"claim {claim.ordinal}, CLP01", claim.patient_control_number)
        meaning.add(claim.patient_control_number, claim)
        claims += 1
    amounts.check("PLB", (one.amount for one in found.provider_adjustments))
    amounts.check("BPR02", (found.header.paid,))
    numbers.look_at("TRN02", found.header.trace)
    cut = next((fault for fault in transaction.faults if fault.rule in CUT_SHORT), None)
    if cut is not None:
        raise Reject(f"cut short in segment {cut.position} ({cut.segment_id or 'end'}) of set {transaction.control_number}: {cut.message}")
    remitted_on = found.header.paid_on or found.header.produced_on or transaction.interchange.header.on
    unreadable = [*_places(found.faults), *amounts.places, *numbers.places, *_missing(found.header, remitted_on)][:NAMED]
    return Proof(
        header=found.header,
        remitted_on=remitted_on or date.min,
        content=content,
        meaning=meaning.digest(found.provider_adjustments),
        claims=claims,
        provider_adjustments=() if unreadable else tuple(_provider_adjustment(one) for one in found.provider_adjustments),
        imbalances=() if unreadable else tuple(imbalance_of(one) for one in balance.finish(found)[-MOST:]),
        unreadable=tuple(unreadable),
    )


def _provider_adjustment(one: x12.ProviderAdjustment) -> ProviderAdjustment:
    return ProviderAdjustment(code=one.code, reference=one.reference, amount=cents(one.amount))


class _Amounts:
    """Amounts that are no whole cents, or larger than a transaction may carry."""

    def __init__(self) -> None:
        self.places: list[str] = []

    def look_at(self, claim: RemittedClaim) -> None:
        self.check(f"claim {claim.ordinal}", (claim.charge, claim.paid, claim.patient_responsibility, *(one.amount for one in claim.adjustments)))
        for line in claim.lines:
            amounts = (line.charge, line.paid, line.allowed, *(one.amount for one in line.adjustments))
            self.check(f"claim {claim.ordinal}, line {line.ordinal}", amounts)

    def check(self, place: str, amounts: Iterable[Decimal | None]) -> None:
        for amount in amounts:
            if amount is not None and (abs(amount) >= LARGEST or amount % CENT):
                self.places.append(f"{place}: an amount is no whole number of cents, or has more than ten digits")
                return


class _Numbers:
    """Numbers of claims and payments that nothing could be found by."""

    def __init__(self) -> None:
        self.places: list[str] = []

    def look_at(self, place: str, number: str) -> None:
        if not is_findable(number):
            self.places.append(f"{place}: no number of at most {LONGEST} printable characters")


def is_findable(number: str) -> bool:
    """Whether something can be filed under this number."""
    return len(number) <= LONGEST and number.isprintable()


def imbalance_of(one: x12.Imbalance) -> Imbalance:
    levels: dict[str, Literal["line", "claim", "transaction"]] = {"line": "line", "claim": "claim"}
    place = f"claim {one.claim}, line {one.line}" if one.line else f"claim {one.claim}" if one.claim else "payment"
    return Imbalance(level=levels.get(one.level, "transaction"), place=place, expected=cents(one.expected), found=cents(one.found))


def _places(faults: Iterable[Fault]) -> Iterator[str]:
    """Faults of values; a wrong segment count (SE01) is the sender's habit and says nothing about the money."""
    return (f"segment {fault.position}, {fault.message}" for fault in faults if fault.level == "value")


def _missing(header: x12.RemittanceHeader, remitted_on: date | None) -> Iterator[str]:
    if not header.trace:
        yield "TRN02: no trace number"
    if remitted_on is None:
        yield "BPR16: no payment date"


def _contents(body: bytes) -> Iterator[str]:
    """One hash per 835. Envelope, separators and line ends do not count: a copy with another control number has the same content."""
    for transaction in remittances(body):
        component, content = transaction.delimiters.component, hashlib.sha256()
        for segment in transaction:
            if segment.id not in ("ST", "SE"):
                text = "\x1d".join(segment.elements).replace(component, "\x1f").rstrip("\x1d")
                content.update(f"{text}\x1e".encode())
        yield content.hexdigest()

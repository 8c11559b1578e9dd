"""What a payer pays on a day to a provider, and what it carries forward because a payment cannot be negative.

PLB amounts are inverted: positive reduces the payment, negative increases it. A transaction whose claims sum up
below zero pays 0.00 and says FB with the negative remainder; the next one of the same payer and payee takes
the whole balance back with FB positive, and forwards again what it cannot cover. All FB net to zero.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from deploy.sandbox.adjudicate import Result
from deploy.sandbox.claims import Billing, Claim
from deploy.sandbox.money import ZERO

ORIGINAL_DAYS, CORRECTION_DAYS = 14, 10


@dataclass(frozen=True)
class RemittedClaim:
    """One CLP loop. `status` is CLP02 (1 primary, 22 reversal); `prior_icn` links a correction to what it replaces."""

    icn: str
    status: str
    result: Result
    prior_icn: str = ""


@dataclass(frozen=True)
class Forwarded:
    """Money a payer waits to take back: the amount (not negative) and the trace number that first said so."""

    amount: Decimal = ZERO
    reference: str = ""


@dataclass(frozen=True)
class Remittance:
    """One 835 set. `adjustments` are PLB03-2 and PLB04 of FB entries."""

    payer_id: str
    billing: Billing
    paid_on: date
    trace: str
    claims: tuple[RemittedClaim, ...]
    adjustments: tuple[tuple[str, Decimal], ...]
    paid: Decimal


Key = tuple[str, str, date]
"""Payer id, billing provider NPI, remittance date: one set each."""


def remittance_date(received_on: date, frequency: str) -> date:
    """Fourteen days after receipt, ten for replacements and voids."""
    return received_on + timedelta(days=ORIGINAL_DAYS if frequency == "1" else CORRECTION_DAYS)


def remittance_key(claim: Claim) -> Key:
    """Where the outcome of a received claim belongs: a reversal travels with the correction that caused it."""
    return (claim.payer_id, claim.billing.npi, remittance_date(claim.received_on, claim.frequency))


def settle(key: Key, claims: Iterable[RemittedClaim], trace: str, owed: Forwarded) -> tuple[Remittance, Forwarded]:
    """BPR02 = sum of CLP04 minus sum of PLB, never negative; and what is still owed afterwards."""
    listed = tuple(claims)
    total = sum((claim.result.paid for claim in listed), ZERO)
    net = total - owed.amount
    left = Forwarded(-net, trace) if net < 0 else Forwarded()
    adjustments = tuple(_forward_entries(owed, left))
    billing = listed[-1].result.claim.billing
    return Remittance(key[0], billing, key[2], trace, listed, adjustments, max(net, ZERO)), left


def _forward_entries(owed: Forwarded, left: Forwarded) -> Iterator[tuple[str, Decimal]]:
    if owed.amount:
        yield owed.reference, owed.amount
    if left.amount:
        yield left.reference, -left.amount

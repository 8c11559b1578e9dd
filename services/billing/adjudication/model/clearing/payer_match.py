"""Whether the bank and a remittance speak of the same payer, and which deposit pays which remittance of one trace number."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Protocol

from shared.contracts.values import ZERO, Money, PayerId

COMPANY_DIGITS = 9


class Named(Protocol):
    """Somebody who pays, as far as a remittance or a bank's line tells."""

    @property
    def payer_id(self) -> PayerId | None: ...
    @property
    def originator(self) -> str: ...


class Due(Named, Protocol):
    """A remittance that the bank should show."""

    @property
    def total(self) -> Money: ...


class Paid(Named, Protocol):
    """Money that the bank shows."""

    @property
    def gross(self) -> Decimal: ...


def is_same_payer(one: Named, other: Named) -> bool | None:
    """By payer of the directory or by originator (TRN03); None when there is nothing to compare."""
    evidence = []
    if one.payer_id and other.payer_id:
        evidence.append(one.payer_id == other.payer_id)
    if one.originator and other.originator:
        evidence.append(_company(one.originator) == _company(other.originator))
    return any(evidence) if evidence else None


def _company(originator: str) -> str:
    """The company behind an originator: banks leave out the digit that stands before the nine of its tax id, or change it."""
    plain = "".join(character for character in originator.upper() if character.isalnum())
    return plain[-COMPANY_DIGITS:] if len(plain) > COMPANY_DIGITS else plain


def pairs(due: Sequence[Due], paid: Sequence[Paid]) -> dict[int, set[int]]:
    """Place of a deposit → places of the remittances that it pays: the same amount and no other payer.

    What names its payer chooses first, so that the order of arrival decides nothing. Remittances of one payer that were corrected by hand may be
    paid by one deposit of their sum.
    """
    chosen: dict[int, set[int]] = {}
    for certain in (True, False):
        for place, deposit in enumerate(paid):
            if place not in chosen:
                _choose(place, deposit, due, chosen, certain)
    for place, deposit in enumerate(paid):
        if place not in chosen:
            _choose_sum(place, deposit, due, chosen)
    return chosen


def _choose(place: int, deposit: Paid, due: Sequence[Due], chosen: dict[int, set[int]], certain: bool) -> None:
    taken = set().union(*chosen.values())
    for at, payment in enumerate(due):
        same = is_same_payer(deposit, payment)
        if payment.total and payment.total == deposit.gross and at not in taken and (same if certain else same is not False):
            chosen[place] = {at}
            return


def _choose_sum(place: int, deposit: Paid, due: Sequence[Due], chosen: dict[int, set[int]]) -> None:
    """Only where all that is left is of one payer."""
    taken = set().union(*chosen.values())
    left = [at for at, payment in enumerate(due) if at not in taken and is_same_payer(deposit, payment) is not False]
    total = sum((due[at].total for at in left), ZERO)
    if len(left) > 1 and total == deposit.gross and all(is_same_payer(due[left[0]], due[at]) for at in left):
        chosen[place] = set(left)

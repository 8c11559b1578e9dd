"""Pricing a claim by contract: what each line is worth, and which row says so.

A claim has one way of being paid as a whole, the first of these that its rows name: a rate for its DRG, the highest case rate, a per diem. Then
everything that is not carved out is packaged into it. Otherwise each line is paid for itself. Where the contract is silent the line has no price:
nobody guesses. Amounts are whole cents and include the patient's share.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from shared.contracts.values import ClaimKind, cents
from shared.site.contracts.book import Book, ServiceLine
from shared.site.contracts.row import ContractRow

NOTHING = Decimal("0.00")
PERCENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class PricedLine:
    """One line. `allowed` is None where the contract is silent; 0.00 and `packaged` where another line pays it."""

    allowed: Decimal | None
    row: ContractRow | None = None
    packaged: bool = False

    @property
    def coinsurance(self) -> Decimal | None:
        """The patient's part of `allowed` as the contract states it; None when it does not."""
        if not self.allowed:
            return NOTHING
        percent = self.row.coinsurance if self.row else None
        return None if percent is None else cents(self.allowed * percent * PERCENT)


@dataclass(frozen=True, slots=True)
class PricedClaim:
    """Every line of a claim, in the order in which they were given."""

    lines: tuple[PricedLine, ...]

    @property
    def allowed(self) -> list[Decimal | None]:
        return [line.allowed for line in self.lines]

    @property
    def coinsurance(self) -> Decimal | None:
        """What the contract makes the patient's of the whole claim; None unless it says so for every line that it pays."""
        shares = [line.coinsurance for line in self.lines]
        known = [share for share in shares if share is not None]
        return sum(known, NOTHING) if len(known) == len(shares) else None

    @property
    def names(self) -> tuple[str, ...]:
        """The rows that decided, each once."""
        return tuple(dict.fromkeys(line.row.name for line in self.lines if line.row is not None and not line.packaged))


@dataclass(frozen=True, slots=True)
class Claim:
    """What is priced: the lines of one whole claim on the day whose contract counts (discharge of an inpatient, else the service)."""

    payer_id: str
    kind: ClaimKind | str
    lines: Sequence[ServiceLine]
    on: date
    plan: str | None = None
    drg: str = ""
    """Where the claim is known to be grouped."""


def price(claim: Claim, book: Book) -> PricedClaim:
    """What the contract allows for each line."""
    kind = str(claim.kind)
    rows = [book.rows(claim.payer_id, kind, line, claim.on, claim.plan) for line in claim.lines]
    group = book.of_group(claim.payer_id, kind, claim.drg, claim.on, claim.plan) if claim.drg else None
    if group is not None:
        return PricedClaim(_whole(claim, book, rows, group, 0))
    bases = {found[0].basis for found in rows if found}
    if "case_rate" in bases:
        place = -max((found[0].amount or NOTHING, -place) for place, found in _some(rows) if found[0].basis == "case_rate")[1]
        return PricedClaim(_whole(claim, book, rows, rows[place][0], place))
    if "per_diem" in bases:
        return PricedClaim(_by_day(claim, book, rows))
    return PricedClaim(_reduced(claim, [_single(claim, book, line, found) for line, found in zip(claim.lines, rows, strict=True)]))


def _some(rows: Sequence[Sequence[ContractRow]]) -> Iterable[tuple[int, Sequence[ContractRow]]]:
    return ((place, found) for place, found in enumerate(rows) if found)


def _single(claim: Claim, book: Book, line: ServiceLine, rows: Sequence[ContractRow]) -> PricedLine:
    """A line that is paid for itself."""
    if not rows:
        return PricedLine(None)
    row = rows[0]
    if row.basis == "packaged":
        return PricedLine(NOTHING, row, packaged=True)
    amount = _amount(row, line, book, claim.on)
    return PricedLine(None if amount is None else _capped(row, amount, line), row)


def _amount(row: ContractRow, line: ServiceLine, book: Book, on: date) -> Decimal | None:
    """Before reductions and caps; None when what the row refers to is not known."""
    if row.basis == "percent_of_charge":
        charge = charge_of(line)
        return None if charge is None else cents(charge * (row.amount or NOTHING) * PERCENT)
    if row.basis == "percent_of_schedule":
        fee = book.fee(row.schedule, line, on)
        return None if fee is None else cents(fee * line.units * (row.amount or NOTHING) * PERCENT)
    return cents((row.amount or NOTHING) * line.units)


def _capped(row: ContractRow, amount: Decimal, line: ServiceLine) -> Decimal | None:
    """Contract or charge, whichever is less; without a charge nobody can say which."""
    if not row.lesser_of:
        return amount
    charge = charge_of(line)
    return None if charge is None else min(amount, charge)


def charge_of(line: ServiceLine) -> Decimal | None:
    """What was charged for all units, where the line tells it."""
    charge: Decimal | None = getattr(line, "charge", None)
    return charge


def _reduced(claim: Claim, priced: Sequence[PricedLine]) -> tuple[PricedLine, ...]:
    """Multiple-procedure reduction: of the flagged lines of one day the highest keeps its price, whatever the order of the lines."""
    if not any(each.row is not None and each.row.further_percent is not None for each in priced):
        return tuple(priced)
    ranked: dict[date | None, list[int]] = {}
    for place, each in enumerate(priced):
        if each.row is not None and each.row.further_percent is not None and each.allowed:
            ranked.setdefault(getattr(claim.lines[place], "service_on", None), []).append(place)
    after = list(priced)
    for places in ranked.values():
        for place in sorted(places, key=lambda place: _rank(claim.lines[place], priced[place]))[1:]:
            each = priced[place]
            percent = each.row.further_percent if each.row else None
            after[place] = replace(each, allowed=cents((each.allowed or NOTHING) * (percent or NOTHING) * PERCENT))
    return tuple(after)


def _rank(line: ServiceLine, priced: PricedLine) -> tuple[Decimal, str, str, Decimal, Decimal]:
    """The highest price first; what does not depend on the place of the line breaks a tie."""
    further = (priced.row.further_percent if priced.row else None) or NOTHING
    return -(priced.allowed or NOTHING), line.code or "", line.revenue_code or "", further, charge_of(line) or NOTHING


def _whole(claim: Claim, book: Book, rows: Sequence[Sequence[ContractRow]], rate: ContractRow, paid: int) -> tuple[PricedLine, ...]:
    """One rate pays the claim once, on the line in place `paid`; carved-out lines are paid for themselves, the others are packaged."""

    def rest(place: int) -> PricedLine:
        return PricedLine(rate.amount or NOTHING, rate) if place == paid else PricedLine(NOTHING, rate, packaged=True)

    priced = _carved(claim, book, rows, rest, paid)
    covered = [place for place, each in enumerate(priced) if each.row is rate]
    return tuple(_limited(claim, rate, priced, covered))


def _by_day(claim: Claim, book: Book, rows: Sequence[Sequence[ContractRow]]) -> tuple[PricedLine, ...]:
    """Lines of accommodation are paid by the day (their units are days, UB-04 locator 46), one after the other through the stay."""
    days = Decimal(0)
    amounts: dict[int, PricedLine] = {}
    for place, tiers in _some(rows):
        if tiers[0].is_tier:
            amounts[place] = PricedLine(_stay(tiers, days, claim.lines[place].units), tiers[0])
            days += claim.lines[place].units
    first = next(iter(amounts.values())).row

    def rest(place: int) -> PricedLine:
        return amounts.get(place) or PricedLine(NOTHING, first, packaged=True)

    priced = _carved(claim, book, rows, rest)
    covered = [place for place, found in enumerate(rows) if not (found and found[0].carve_out)]
    return tuple(_limited(claim, first, priced, covered) if first else priced)


def _stay(tiers: Sequence[ContractRow], before: Decimal, units: Decimal) -> Decimal:
    """The days after `before` days of the stay, each at the rate of its day."""
    whole, total = int(units), NOTHING
    for day in range(int(before) + 1, int(before) + whole + 1):
        reached = [row for row in tiers if row.from_day <= day]
        total += (max(reached, key=lambda row: row.from_day).amount or NOTHING) if reached else NOTHING
    return cents(total)


def _carved(claim: Claim, book: Book, rows: Sequence[Sequence[ContractRow]], rest: Callable[[int], PricedLine], paid: int = -1) -> list[PricedLine]:
    """Carved-out lines at their own price, reduced among themselves; `rest` prices the others."""
    own = [bool(found and found[0].carve_out and place != paid) for place, found in enumerate(rows)]
    each = zip(own, claim.lines, rows, strict=True)
    priced = [_single(claim, book, line, found) if mine else rest(place) for place, (mine, line, found) in enumerate(each)]
    return list(_reduced(claim, priced))


def _limited(claim: Claim, rate: ContractRow, priced: Sequence[PricedLine], covered: Sequence[int]) -> list[PricedLine]:
    """Lesser-of for a claim paid as a whole: never more than what was charged for everything the rate covers."""
    after = list(priced)
    charges = [charge_of(claim.lines[place]) for place in covered]
    if not rate.lesser_of:
        return after
    known = [charge for charge in charges if charge is not None]
    if len(known) < len(charges):
        return [replace(each, allowed=None) if place in covered else each for place, each in enumerate(after)]
    left = sum(known, NOTHING)
    for place in covered:
        allowed = min(after[place].allowed or NOTHING, left)
        after[place], left = replace(after[place], allowed=allowed), left - allowed
    return after

"""What was documented, line by line. A line keeps its number for the life of the encounter: payers echo it (REF*6R), corrections name it."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from datetime import date
from decimal import Decimal

from shared.contracts.eligibility import CapturedCharge, DocumentedProcedure, EncounterOpened
from shared.contracts.values import Money, Quantity, Value


class SourceLine(Value):
    """A charge as captured, or a procedure as performed where the source captures no charges."""

    number: int = 0
    """0 until it is numbered."""
    system: str = "hcpcs"
    """The code system of a procedure; charges are in CPT or HCPCS."""
    code: str | None = None
    modifiers: tuple[str, ...] = ()
    revenue_code: str | None = None
    units: Quantity = Decimal(1)
    amount: Money | None = None
    service_on: date
    gone: bool = False
    """A later version of the encounter no longer has it; its number stays taken."""


def documented(opened: EncounterOpened) -> tuple[SourceLine, ...]:
    """Captured charges where the source has them, otherwise the performed procedures. ICD-10-PCS names no billable service."""
    if opened.charges:
        return tuple(_of_charge(each, opened) for each in opened.charges)
    return tuple(_of_procedure(each, opened) for each in opened.procedures if each.system != "icd10pcs")


def renumbered(known: Sequence[SourceLine], opened: EncounterOpened) -> tuple[SourceLine, ...]:
    """The lines of a newer version under the numbers they had.

    A line is known again when it is the same, else by code and day, else by its place; what is new gets the next number, and numbers of lines that
    are gone are not given away.
    """
    wanted = list(documented(opened))
    numbers: dict[int, int] = {}
    for identity in (_whole, _service, _place):
        free = {line.number for line in known} - set(numbers.values())
        numbers |= _paired(wanted, known, identity, free, numbers)
    fresh = iter(range(max((line.number for line in known), default=0) + 1, len(wanted) + len(known) + 1))
    current = [line.model_copy(update={"number": numbers[place] if place in numbers else next(fresh)}) for place, line in enumerate(wanted)]
    taken = {line.number for line in current}
    gone = [line.model_copy(update={"gone": True}) for line in known if line.number not in taken]
    return (*current, *gone)


Identity = Callable[[int, SourceLine], Hashable]


def _paired(
    wanted: Sequence[SourceLine], known: Sequence[SourceLine], identity: Identity, free: set[int], numbers: dict[int, int]
) -> Iterator[tuple[int, int]]:
    """Place of a wanted line → number of the known line with the same identity, each used once."""
    waiting: dict[Hashable, list[int]] = {}
    for place, line in enumerate(known):
        if line.number in free and not (line.gone and identity is _place):
            waiting.setdefault(identity(place, line), []).append(line.number)
    for place, line in enumerate(wanted):
        same = waiting.get(identity(place, line)) if place not in numbers else None
        if same:
            yield place, same.pop(0)


def _whole(_place: int, line: SourceLine) -> Hashable:
    return line.model_copy(update={"number": 0, "gone": False})


def _service(_place: int, line: SourceLine) -> Hashable:
    return (line.system, line.code, line.revenue_code, line.service_on)


def _place(place: int, _line: SourceLine) -> Hashable:
    return place


def _of_charge(charge: CapturedCharge, opened: EncounterOpened) -> SourceLine:
    return SourceLine(
        code=_tidy(charge.code),
        modifiers=tuple(each.strip().upper() for each in charge.modifiers),
        revenue_code=charge.revenue_code,
        units=charge.units,
        amount=charge.amount,
        service_on=charge.service_on or opened.service_from,
    )


def _of_procedure(procedure: DocumentedProcedure, opened: EncounterOpened) -> SourceLine:
    return SourceLine(
        system=procedure.system,
        code=_tidy(procedure.code) if procedure.system == "hcpcs" else procedure.code,
        modifiers=tuple(each.strip().upper() for each in procedure.modifiers),
        units=procedure.units,
        service_on=procedure.performed_on or opened.service_from,
    )


def _tidy(code: str | None) -> str | None:
    return (code or "").strip().upper() or None

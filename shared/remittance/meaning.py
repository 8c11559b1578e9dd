"""What a remittance says, apart from how it was written: a paper copy that was typed in and the file of the same payment mean the same.

Claims, lines and reasons count in any order; codes, line numbers and the payer's own numbers do not count, because paper does not always have them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Protocol

from shared.contracts.values import dollars

SPACE = 1 << 256


class Reason(Protocol):
    """One CAS reason."""

    @property
    def group(self) -> str: ...
    @property
    def carc(self) -> str: ...
    @property
    def amount(self) -> Decimal: ...


class Part(Protocol):
    """A claim or a line of it: what was charged, paid and adjusted."""

    @property
    def charge(self) -> Decimal: ...
    @property
    def paid(self) -> Decimal: ...
    @property
    def adjustments(self) -> Sequence[Reason]: ...


class Decided(Part, Protocol):
    """A claim with its lines."""

    @property
    def status(self) -> str: ...
    @property
    def lines(self) -> Sequence[Part]: ...


class Moved(Protocol):
    """One PLB entry."""

    @property
    def code(self) -> str: ...
    @property
    def amount(self) -> Decimal: ...


class Meaning:
    """Adds up claim by claim, in the memory of one."""

    def __init__(self) -> None:
        self._sum = 0

    def add(self, number: str, claim: Decided) -> None:
        """A claim under its number (CLP01)."""
        lines = sorted(_part(line) for line in claim.lines)
        self._add("\x1e".join((number, claim.status, _part(claim), *lines)))

    def digest(self, moved: Iterable[Moved]) -> str:
        """64 characters, once the last claim and the provider adjustments are known."""
        for one in moved:
            self._add(f"PLB\x1e{one.code}\x1e{dollars(one.amount)}")
        return f"{self._sum:064x}"

    def _add(self, text: str) -> None:
        self._sum = (self._sum + int.from_bytes(hashlib.sha256(text.encode()).digest())) % SPACE


def _part(part: Part) -> str:
    reasons = sorted(f"{one.group}{one.carc} {dollars(one.amount)}" for one in part.adjustments if one.amount)
    return "\x1f".join((dollars(part.charge), dollars(part.paid), *reasons))

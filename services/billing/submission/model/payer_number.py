"""What a payer has of a claim: proof that it got in, and the number it gave."""

from __future__ import annotations

from datetime import date

from shared.contracts.values import Money, Value


class Holding(Value):
    """One payer's hold of the claim. The number stays empty until a 277CA (REF*1K) or a remittance (CLP07) names it."""

    number: str = ""
    known_on: date
    remitted: bool = False
    """The number comes from a remittance, which wins over an acknowledgement of the same day."""

    @property
    def _weight(self) -> tuple[bool, date, bool, str]:
        return bool(self.number), self.known_on, self.remitted, self.number

    def latest(self, other: Holding | None) -> Holding:
        """The later named number of the two, whichever was heard of first."""
        return self if other is None or self._weight >= other._weight else other


class Decision(Value):
    """What one payer decided, as far as it matters for what may be sent next."""

    payer_id: str
    payer_order: int = 1
    remitted_on: date
    paid: Money
    carcs: tuple[str, ...] = ()
    """Reason codes of its adjustments, of all lines together."""

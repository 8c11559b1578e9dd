"""Under which number a payment is known when a file and a copy on paper may both tell of it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from shared.contracts.adjudication import ProviderAdjustment
from shared.contracts.ids import Names
from shared.contracts.values import RemittanceId, dollars

MBI = re.compile(r"[1-9][AC-HJKMNP-RT-Y][0-9AC-HJKMNP-RT-Y]\d[AC-HJKMNP-RT-Y][0-9AC-HJKMNP-RT-Y]\d[AC-HJKMNP-RT-Y]{2}\d{2}", re.ASCII)
"""A Medicare beneficiary's number: eleven characters of fixed kinds, without S, L, O, I, B and Z (CMS, Understanding the MBI)."""


def unidentified(adjustments: Iterable[ProviderAdjustment], names: Names) -> tuple[ProviderAdjustment, ...]:
    """Medicare puts the member's number behind its own in PLB03-2. It stays the same from payment to payment, and says nobody's name."""
    return tuple(
        one.model_copy(update={"reference": MBI.sub(lambda found: names.of("member in a reference", found[0]), one.reference)}) for one in adjustments
    )


@dataclass(frozen=True, slots=True)
class PaymentKey:
    """Payer (of the directory, else TRN03), trace or check number, amount and day. Paper does not name the payee as files do."""

    payer: str
    trace: str
    paid: Decimal
    remitted_on: date

    def of_file(self, names: Names) -> RemittanceId:
        """What paper looks up."""
        return self._of(names, "remittance as file")

    def of_paper(self, names: Names) -> RemittanceId:
        """The id of a remittance that was entered from paper; what a file looks up."""
        return self._of(names, "remittance on paper")

    def _of(self, names: Names, kind: str) -> RemittanceId:
        return RemittanceId(names.of(kind, self.payer, self.trace, dollars(self.paid), self.remitted_on.isoformat()))

"""A payer's place among the payers of a claim (SBR01): which receivable is its own, and where what it leaves to the patient goes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from services.billing.adjudication.model import chart
from shared.contracts.adjudication import ClaimRemitted, LedgerEntry
from shared.contracts.values import ZERO
from shared.remittance.decision import Billed, was_forwarded


@dataclass(frozen=True, slots=True)
class PayerPlace:
    """One payer's place, counted from the payer that was billed first."""

    place: int
    """1 for the payer billed first, whatever the order of its coverage on file."""
    share_to: str
    """The account of the patient's share: the next payer's receivable while there is one, else the patient's."""

    @property
    def receivable(self) -> str:
        return chart.receivable(self.place)

    @classmethod
    def of(cls, remitted: ClaimRemitted, billed: Billed | None) -> PayerPlace:
        """The share goes on when the payer says that it sent the claim on, or when the patient has a coverage further in line."""
        first, later = (billed.payer_order, billed.later_payers) if billed else (1, 0)
        place = max(1, remitted.payer_order - first + 1)
        goes_on = was_forwarded(remitted.payment) or place <= later
        return cls(place, chart.receivable(place + 1) if goes_on else chart.PATIENT)


def missing_from(short: Decimal, books: Mapping[str, Decimal], payer: PayerPlace) -> list[LedgerEntry] | None:
    """Entries that bring what a payer decided on into its receivable; None when the claim does not hold it.

    A first payer finds it among what another one refused. A later payer finds it with the patient, as far as it was left there (what of it was paid
    becomes a credit), then among what the payers before it refused. What neither holds is overpaid: the payer before has changed its decision since.
    """
    refused = max(ZERO, chart.balance(books, chart.DENIED))
    if payer.place == 1:
        return chart.entry(payer.receivable, chart.DENIED, short) if refused >= short else None
    share = sum((chart.balance(books, account) for account in (chart.PATIENT, chart.CASH, chart.PATIENT_CREDIT)), ZERO)
    from_patient = min(short, max(ZERO, share))
    return [
        *chart.entry(payer.receivable, chart.PATIENT, from_patient),
        *chart.entry(payer.receivable, chart.DENIED, min(short - from_patient, refused)),
    ]

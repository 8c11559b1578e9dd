"""What the names in a story stand for outside it: ids of encounters and claims, the payers' claim numbers, trace numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from deploy.stories.format import Book
from deploy.stories.format.visit import SOURCE
from shared.contracts.ids import Names


@dataclass
class Known:
    """Names of one installation. What payers give out (ICNs) is added as it is said."""

    book: Book
    names: Names
    icns: dict[tuple[str, str], str] = field(default_factory=dict)
    """By claim and payer: the newest that was told."""

    def encounter(self, name: str) -> str:
        """The id of a visit; of a claim of an earlier system, the account it came with."""
        opening = self.book.openings.get(name)
        return self.names.of("encounter", "opening", opening.claim_number) if opening else self.names.of("encounter", SOURCE, name)

    def claim(self, name: str) -> str:
        """CLM01."""
        opening = self.book.openings.get(name)
        return opening.claim_number if opening else self.names.of("claim", self.encounter(name))

    def trace(self, remittance: str) -> str:
        """TRN02. A copy has that of its original."""
        found = self.book.remittances[remittance]
        return self.trace(found.copy_of) if found.copy_of else found.trace or f"TRN{remittance}"

    def first_payer(self, name: str) -> str:
        """Whom a claim goes to first."""
        opening = self.book.openings.get(name)
        if opening:
            return opening.payer
        return next((each.payer for each in self.book.encounters[name].coverages), "")

    def icn(self, name: str, payer: str = "") -> str:
        """The payer's number of a claim: as it was told last, otherwise made of both names."""
        payer = payer or self.first_payer(name)
        told = self.icns.get((name, payer))
        return told or (f"ICN{name}" if payer == self.first_payer(name) else f"ICN{name}-{payer}")

    def day_of(self, action: object) -> date:
        """The day of the step that does this."""
        return next(moment.on for moment in self.book.timeline for deed in moment.step.deeds() if deed.action is action)

    def by_claim(self) -> Mapping[str, str]:
        """Names by CLM01."""
        return {self.claim(name): name for name in (*self.book.encounters, *self.book.openings)}

    def by_encounter(self) -> Mapping[str, str]:
        """Names by encounter id."""
        return {self.encounter(name): name for name in (*self.book.encounters, *self.book.openings)}

    def by_trace(self) -> Mapping[str, str]:
        """Remittances by trace number; of several with one number, the first."""
        return {self.trace(name): name for name in reversed(list(self.book.remittances))}

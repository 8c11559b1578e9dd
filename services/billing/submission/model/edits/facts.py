"""What an edit may look at, and how it speaks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from services.billing.submission.model.draft import on_file
from services.billing.submission.model.policy import Policy
from shared.contracts.eligibility import CoverageOnFile, PatientRegistered
from shared.contracts.submission import ClaimBuilt
from shared.contracts.values import ClaimKind, HoldReason
from shared.site.model import Site


class Examined(NamedTuple):
    """What the guide of its transaction and the lists of codes say of the claim as a document."""

    holds: tuple[HoldReason, ...] = ()
    risks: tuple[HoldReason, ...] = ()
    """Codes that are not in force."""
    others: tuple[HoldReason, ...] = ()
    """By places of the document: for a person to read where no edit says in other words what is wrong."""


UNEXAMINED = Examined()


@dataclass(frozen=True, slots=True)
class Facts:
    """One claim with everything it is judged by. Edits never put anything of the registration into their words."""

    claim: ClaimBuilt
    on: date
    """The day of judgement."""
    site: Site
    policy: Policy
    registration: PatientRegistered | None = None
    """The version the claim was built from."""
    twins: tuple[str, ...] = ()
    """Other claims of the same person with the same services of the same day for the same payer."""
    examined: Examined = UNEXAMINED

    @property
    def is_institutional(self) -> bool:
        return self.claim.kind is ClaimKind.INSTITUTIONAL

    @property
    def coverage(self) -> CoverageOnFile | None:
        return on_file(self.registration, self.claim.coverage_id) if self.registration else None

    @property
    def coverage_place(self) -> str:
        """Such as `coverages[0]`: where registration shows the coverage that is billed."""
        ids = [each.coverage_id for each in self.registration.coverages] if self.registration else []
        return f"coverages[{ids.index(self.claim.coverage_id)}]" if self.claim.coverage_id in ids else "coverages"


Rule = Callable[[Facts], Iterator[HoldReason]]
"""Says what is true of a good claim; yields a reason for each place where it is not."""


def reason(code: str, place: str, sentence: str) -> HoldReason:
    return HoldReason(code=code, place=place, sentence=sentence)

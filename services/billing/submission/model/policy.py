"""What an installation may decide for itself about edits and waiting."""

from __future__ import annotations

from shared.contracts.values import Value

DAYS_TO_ACKNOWLEDGE = 3


class Policy(Value):
    """Switches of submission about claims that nobody would reject and somebody may deny: hold them, or send them with a warning."""

    hold_past_filing_limit: bool = False
    """A claim that would reach the payer too late. It goes: a denial is what an appeal with proof of an earlier filing needs."""
    hold_possible_duplicate: bool = True
    """A claim whose services another encounter of the same person bills to the same payer. It waits: one look tells, and a duplicate costs money."""
    hold_without_mark_of_admission: bool = False
    """An inpatient claim whose diagnoses do not all say whether they were present on admission. It goes as documented: exempt codes have no mark."""
    hold_code_not_in_force: bool = True
    """A claim with a code that its national list does not have on the day of service. It waits: most clearinghouses refuse such a claim."""
    days_to_acknowledge: int = DAYS_TO_ACKNOWLEDGE
    """After so many days without an acknowledgement a person looks for the claim."""
    claims_per_interchange: int = 200

"""What an installation may decide for itself about edits and waiting."""

from __future__ import annotations

from shared.contracts.values import Value

DAYS_TO_ACKNOWLEDGE = 3


class Policy(Value):
    """Switches of submission. What only may be denied goes with a warning; a site that would rather look first holds it."""

    hold_past_filing_limit: bool = False
    """True stops a claim that would reach the payer too late."""
    hold_possible_duplicate: bool = False
    """True stops a claim whose services another encounter of the same person has billed to the same payer."""
    days_to_acknowledge: int = DAYS_TO_ACKNOWLEDGE
    """After so many days without an acknowledgement a person looks for the claim."""
    claims_per_interchange: int = 200

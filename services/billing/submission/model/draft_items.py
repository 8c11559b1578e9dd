"""What a person has to do about a draft."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from shared.contracts.values import WorkItem

if TYPE_CHECKING:
    from services.billing.submission.model.draft import Draft


def items_of(draft: Draft) -> Sequence[WorkItem]:
    return [item for item in (_waits_for_clearance(draft), _waits_for_number(draft), _outdated(draft)) if item]


def _item(draft: Draft, kind: str, sentence: str) -> WorkItem:
    claim_id = draft.built.claim_id if draft.built else None
    return WorkItem(
        id=f"{kind}:{draft.encounter_id}",
        kind=kind,
        subject=draft.encounter_id,
        encounter_id=draft.encounter_id,
        claim_id=claim_id,
        sentence=sentence,
    )


def _waits_for_clearance(draft: Draft) -> WorkItem | None:
    """Cleared, and then registered anew: nothing more is billed until eligibility has looked at the new registration."""
    if draft.coding is None or draft.clearance is None or not draft.registrations:
        return None
    done = draft.built is not None and draft.fate(draft.built.submission) != "rejected" and not draft.request
    if done or draft.registrations[-1].version <= draft.clearance.registration_version:
        return None
    return _item(draft, "clearance_outdated", "The registration changed after the encounter was cleared. Eligibility has to clear it again.")


def _waits_for_number(draft: Draft) -> WorkItem | None:
    """A replacement is wanted and the payer has not told its number yet."""
    if draft.built is None or draft.fate(draft.built.submission) != "accepted" or not draft.built.payer_id:
        return None
    holding = draft.holding(draft.built.payer_id)
    wanted = draft.reopened >= draft.built.submission or bool(draft.request)
    if not wanted or (holding and holding.number):
        return None
    return _item(draft, "payer_number_unknown", "A replacement waits for the payer's claim number. Ask the payer for the status of the claim.")


def _outdated(draft: Draft) -> WorkItem | None:
    """The payer has something else than what is known now, and nobody asked for a replacement."""
    last, coding, cleared = draft.last, draft.coding, draft.cleared
    if last is None or coding is None or cleared is None or draft.fate(last.submission) != "accepted" or draft.request:
        return None
    same_codes = (coding.lines, coding.diagnoses, coding.rendering_npi) == (last.lines, last.diagnoses, last.rendering_npi)
    if same_codes and cleared[1].coverage_id == last.coverage_id:
        return None
    sentence = "Codes or coverage changed after the payer accepted the claim. Reopen the claim to send a replacement, or leave it as it is."
    return _item(draft, "accepted_claim_outdated", sentence)

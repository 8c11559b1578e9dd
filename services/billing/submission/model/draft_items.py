"""What a person has to do about a draft."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from shared.contracts.adjudication import SecondaryClaimDue
from shared.contracts.values import WorkItem

if TYPE_CHECKING:
    from services.billing.submission.model.draft import Draft


def items_of(draft: Draft) -> Sequence[WorkItem]:
    return [*(item for item in (_waits_for_clearance(draft), _waits_for_number(draft), _outdated(draft)) if item), *_later_payers(draft)]


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
    """A replacement or void is wanted and the payer has not told its number yet."""
    if not any(_lacks_number(draft, order) for order in (1, *sorted(draft.dues))):
        return None
    sentence = "A replacement or void waits for the payer's claim number. Ask the payer for the status of the claim."
    return _item(draft, "payer_number_unknown", sentence)


def _lacks_number(draft: Draft, order: int) -> bool:
    last = draft.last_of(order)
    if last is None or draft.fate(last.submission) != "accepted":
        return False
    holding = draft.holding(last.payer_id, order)
    if holding and holding.number:
        return False
    due = draft.dues.get(order)
    asked = bool(draft.request_since(last)) if order == 1 else due is not None and due.number > last.prior_version
    return asked or last.submission in draft.reopenings or draft.void is not None


def _later_payers(draft: Draft) -> Iterator[WorkItem]:
    """The payers before it have decided and left something, and this payer cannot be billed from here."""
    known = draft.clearance is not None and draft.registrations and draft.registrations[-1].version > draft.clearance.registration_version
    for order, due in sorted(draft.dues.items()):
        missing = draft.built is None or not (known or draft.coverages_until(order))
        if missing and draft.void is None and due.told.remaining > 0 and not _is_billed(draft, order, due.number):
            yield _unbilled(draft, order, due.told)


def _is_billed(draft: Draft, order: int, number: int) -> bool:
    last = draft.last
    return any(each.prior_version >= number for each in (draft.last_of(order), last) if each and each.payer_order == order)


def _unbilled(draft: Draft, order: int, due: SecondaryClaimDue) -> WorkItem:
    sentence = (
        f"Payer {order} of the patient is to be billed now, and no such coverage is cleared, or those before it are not the payers that decided. "
        "Correct the coverages and have the encounter cleared again, or bill this payer by hand."
    )
    item = _item(draft, "later_payer_unbilled", sentence)
    return item.model_copy(update={"id": f"{item.id}:{order}", "claim_id": due.claim_id, "place": f"payer {order}", "amount": due.remaining})


def _outdated(draft: Draft) -> WorkItem | None:
    """The payer has something else than what is known now, and nobody asked for a replacement."""
    last, coding, cleared = draft.last, draft.coding, draft.cleared
    if last is not None and last.payer_order > 1:
        last = draft.last_of(1)
    if draft.void is not None or last is None or coding is None or cleared is None or draft.fate(last.submission) != "accepted" or draft.request:
        return None
    same_codes = (coding.lines, coding.diagnoses, coding.rendering_npi) == (last.lines, last.diagnoses, last.rendering_npi)
    if same_codes and cleared[1].coverage_id == last.coverage_id:
        return None
    sentence = "Charges, codes or coverage changed after the payer accepted the claim. Reopen the claim to send a replacement, or leave it as it is."
    return _item(draft, "accepted_claim_outdated", sentence)

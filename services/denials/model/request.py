"""What is asked of the desks that can mend the cause: one request per claim and desk, so that one answer and one replacement settle it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from services.denials.model.case import DenialCase
from services.denials.model.cause import CAUSES, Desk
from shared.contracts.denials import CorrectionRequested, DenialOpened
from shared.contracts.values import Owner


def requests(case: DenialCase, news: Sequence[DenialOpened]) -> Iterator[CorrectionRequested]:
    """For the denials that a decision opened, together with what the same desk already has of this claim. `case` knows them all."""
    asking = [each for each in news if each.owner is not Owner.DENIALS]
    for desk in dict.fromkeys(map(_desk, asking)):
        fresh = [each for each in asking if _desk(each) is desk]
        older = [each.opened for each in case.open_denials() if case.is_asked(each) and _desk(each.opened) is desk]
        yield _request(fresh[0], [*fresh[1:], *older])


def _desk(opened: DenialOpened) -> Desk:
    return CAUSES[opened.root_cause].desk


def _request(first: DenialOpened, others: Sequence[DenialOpened]) -> CorrectionRequested:
    covered = [first, *others]
    return CorrectionRequested(
        denial_id=first.denial_id,
        also=tuple(each.denial_id for each in others),
        claim_id=first.claim_id,
        encounter_id=first.encounter_id,
        owner=first.owner,
        root_cause=first.root_cause,
        line_number=first.line_number,
        sentence=" ".join(_sentences(covered)),
        due_on=min(each.appeal_by for each in covered),
    )


def _sentences(covered: Sequence[DenialOpened]) -> Iterator[str]:
    """Each cause once, with its lines where there are several denials."""
    for name in dict.fromkeys(each.root_cause for each in covered):
        numbers = sorted({each.line_number for each in covered if each.root_cause == name and each.line_number > 0})
        where = f"Line {', '.join(map(str, numbers))}: " if len(covered) > 1 and numbers else ""
        yield where + CAUSES[name].ask

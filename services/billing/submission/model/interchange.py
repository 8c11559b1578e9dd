"""One interchange of ours: built, sent, acknowledged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from shared.contracts.event import Event
from shared.contracts.submission import InterchangeAcknowledged, InterchangeBuilt, InterchangeSent
from shared.contracts.values import InterchangeId, WorkItem
from shared.stage.stage import State


class Interchange(State):
    interchange_id: InterchangeId
    built: InterchangeBuilt | None = None
    sent: InterchangeSent | None = None
    acknowledgements: tuple[InterchangeAcknowledged, ...] = ()

    @property
    def refused(self) -> InterchangeAcknowledged | None:
        """The acknowledgement that refused it, if one did."""
        return next((each for each in self.acknowledgements if not each.accepted), None)

    def columns(self) -> Mapping[str, Any]:
        known = self.built or next(iter(self.acknowledgements), None)
        status = "refused" if self.refused else "acknowledged" if self.acknowledgements else "sent" if self.sent else "built"
        return {
            "control_number": known.control_number if known else None,
            "reference": self.built.reference if self.built else None,
            "status": status if self.built else "unknown",
        }

    def work_items(self) -> Sequence[WorkItem]:
        if self.built is None and self.acknowledgements:
            return [self._item("acknowledgement_unmatched", "An acknowledgement answers a file that was not sent from here. Find out who sent it.")]
        if self.built and self.refused:
            return [self._item("interchange_refused", "The clearinghouse refused a whole file. Its acknowledgement says why.")]
        return []

    def _item(self, kind: str, sentence: str) -> WorkItem:
        return WorkItem(id=f"{kind}:{self.interchange_id}", kind=kind, subject=self.interchange_id, sentence=sentence)


def evolve(interchange: Interchange, event: Event) -> Interchange:
    match event:
        case InterchangeBuilt():
            return interchange.but(built=event)
        case InterchangeSent():
            return interchange.but(sent=event)
        case InterchangeAcknowledged() if event not in interchange.acknowledgements:
            return interchange.but(acknowledgements=(*interchange.acknowledgements, event))
    return interchange

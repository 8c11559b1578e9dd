"""One interchange of ours: built, sent, acknowledged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from shared.contracts.event import Event
from shared.contracts.submission import InterchangeAcknowledged, InterchangeBuilt, InterchangeSent
from shared.contracts.values import InterchangeId, WorkItem
from shared.stage.stage import State

REPEATED = "TA105: 025"
"""The interchange control number is not unique."""


class Interchange(State):
    interchange_id: InterchangeId
    built: InterchangeBuilt | None = None
    sent: InterchangeSent | None = None
    acknowledgements: tuple[InterchangeAcknowledged, ...] = ()

    @property
    def refused(self) -> InterchangeAcknowledged | None:
        """The acknowledgement that refused it, if one did. A refused second copy says nothing of the first."""
        return next((each for each in self.acknowledgements if not each.accepted and REPEATED not in each.errors), None)

    @property
    def is_repeated(self) -> bool:
        """The clearinghouse has seen its control number twice."""
        return any(REPEATED in each.errors for each in self.acknowledgements)

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
        items = []
        if self.refused:
            items.append(self._item("interchange_refused", "The clearinghouse refused a whole file. Its acknowledgement says why."))
        if self.is_repeated:
            sentence = "The clearinghouse got two files of this number. Ask which one it took; claims of the other have to be reopened."
            items.append(self._item("interchange_number_repeated", sentence))
        return items

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

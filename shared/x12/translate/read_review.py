"""278 read: requests by a payer, answers by a provider (005010X217). What is missing stays empty; nothing is guessed."""

from shared.x12.guides import guide_for
from shared.x12.interchange import Transaction
from shared.x12.loop import Loop
from shared.x12.read import read_loops
from shared.x12.scalars import read_date, read_time
from shared.x12.segments import Segment
from shared.x12.translate.claim_details import Indicator
from shared.x12.translate.read_review_parts import Parts
from shared.x12.translate.review import VERSION, PatientEvent, Review, ReviewedService
from shared.x12.translate.review_care import Admission, Ambulance, HomeHealth, Oxygen, SpinalCare
from shared.x12.translate.review_parties import Member


def read_review(transaction: Transaction) -> Review:
    """The review of one set, read to its end; values that cannot be read are `faults`. Raises ValueError when it is not a 278.

    A set of another version is read as if it were of ours (validation tells).
    """
    if transaction.set_id != "278":
        raise ValueError("not a 278")
    *_, root = read_loops(transaction, guide_for("278", VERSION))
    return _Reader(transaction, root).review()


class _Reader:
    """Walks the levels of one 278."""

    def __init__(self, transaction: Transaction, root: Loop) -> None:
        self._empty = Segment("", ("",), 1, transaction.offset)
        self._root = root
        self._parts = Parts(self._empty, root.component)

    def review(self) -> Review:
        """All of it."""
        header = self._root.loop("HEADER") or self._root
        bht = header.first("BHT") or self._empty
        top = header.loop("2000A") or header
        requester = top.loop("2000B")
        subscriber = requester.loop("2000C") if requester else None
        dependent = subscriber.loop("2000D") if subscriber else None
        patients = [loop for loop in (subscriber, dependent) if loop is not None]
        return Review(
            purpose=bht.get(2), reference=bht.get(3), on=read_date(bht.get(4)), at=read_time(bht.get(5)), kind=bht.get(6),
            reviewer=self._parts.party(top.loop("2010A")), refusals=self._parts.refusals(top),
            requester=self._parts.party(requester.loop("2010B")) if requester else None,
            subscriber=self._member(subscriber, "2010C"), dependent=self._member(dependent, "2010D"),
            events=tuple(self._event(event) for patient in patients for event in patient.loops("2000E")),
            faults=tuple(self._parts.values.faults),
        )  # fmt: skip

    def _member(self, level: Loop | None, id: str) -> Member | None:
        return self._parts.member(level.loop(id)) if level is not None else None

    def _event(self, loop: Loop) -> PatientEvent:
        parts = self._parts
        return PatientEvent(
            **parts.judged(loop),
            codes=parts.codes(loop), conditions=parts.laid(Indicator, loop, "CRC"),
            admission=parts.one(Admission, loop, "CL1"), ambulance=parts.one(Ambulance, loop, "CR1"),
            spinal=parts.one(SpinalCare, loop, "CR2"), oxygen=parts.one(Oxygen, loop, "CR5"),
            home_health=parts.one(HomeHealth, loop, "CR6"),
            parties=tuple(parts.party(child) for child in loop.children if child.id.startswith("2010E")),
            services=tuple(self._service(service) for service in loop.loops("2000F")),
        )  # fmt: skip

    def _service(self, loop: Loop) -> ReviewedService:
        parts = self._parts
        providers = tuple(parts.party(child) for child in loop.children if child.id.startswith("2010F"))
        return ReviewedService(**parts.judged(loop), wanted=parts.codes(loop), item=parts.item(loop), teeth=parts.teeth(loop), providers=providers)

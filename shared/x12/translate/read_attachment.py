"""275 read: what a provider sends along with a claim, or in answer to a payer (006020X314)."""

from datetime import date

from shared.x12.guides import guide_for
from shared.x12.interchange import Transaction
from shared.x12.loop import Loop
from shared.x12.read import read_loops
from shared.x12.scalars import read_date, read_time
from shared.x12.segments import Segment
from shared.x12.translate.attachment import VERSION, AttachmentSet, Document, Information, Question, Sender
from shared.x12.translate.naming import Name, read_address, read_contacts, read_name, read_references
from shared.x12.translate.packing import unpack
from shared.x12.translate.read_review_parts import Parts


def read_attachments(transaction: Transaction) -> AttachmentSet:
    """The documents of one set, read to its end. Raises ValueError when it is not a 275.

    A document that cannot be decoded, or is not as long as BDS02 says, is a fault; the latter is kept all the same.
    A set of another version is read as if it were of ours (validation tells).
    """
    if transaction.set_id != "275":
        raise ValueError("not a 275")
    *_, root = read_loops(transaction, guide_for("275", VERSION))
    return _Reader(transaction, root).set()


class _Reader:
    """Walks the loops of one 275."""

    def __init__(self, transaction: Transaction, root: Loop) -> None:
        self._root = root
        self._empty = Segment("", ("",), 1, transaction.offset)
        self._parts = Parts(self._empty, root.component)

    def set(self) -> AttachmentSet:
        """All of it."""
        bgn, patient = self._root.first("BGN") or self._empty, self._root.loop("1000D")
        nm1 = (patient.first("NM1") if patient else None) or self._empty
        return AttachmentSet(
            reference=bgn.get(2), on=read_date(bgn.get(3)), at=read_time(bgn.get(4)), solicited=bgn.get(1) == "11",
            payer=self._sender("1000A") or _NOBODY, submitter=self._sender("1000B"), provider=self._sender("1000C") or _NOBODY,
            patient=read_name(nm1), member_id=nm1.get(9),
            references=read_references(patient) if patient else (), serviced=self._serviced(patient),
            information=tuple(self._information(loop) for loop in self._root.loops("2000A")), faults=tuple(self._parts.values.faults),
        )  # fmt: skip

    def _sender(self, id: str) -> Sender | None:
        loop = self._root.loop(id)
        nm1 = loop.first("NM1") if loop else None
        if loop is None or nm1 is None:
            return None
        place = loop.loop("1100C")
        return Sender(
            read_name(nm1), nm1.get(9), nm1.get(8), person=nm1.get(2) == "1", contacts=read_contacts(loop),
            taxonomy=loop.get("PRV", 3), references=read_references(loop), address=read_address(place) if place else None,
        )  # fmt: skip

    def _information(self, loop: Loop) -> Information:
        sent, stc = loop.loop("2100B"), loop.first("STC")
        submitted = next(iter(self._parts.dates(sent, "368")), None) if sent else None
        documents = [self._document(each) for each in sent.loops("2110B")] if sent else []
        return Information(
            trace=loop.get("TRN", 2), solicited=loop.get("TRN", 1) == "2", submitted_on=submitted.on if submitted else None,
            documents=tuple(document for document in documents if document is not None),
            report_type=sent.get("CAT", 1) if sent else "", format=sent.get("CAT", 2) if sent else "",
            format_version=sent.get("CAT", 3) if sent else "", questions=self._questions(stc), asked_on=read_date(stc.get(2)) if stc else None,
            references=read_references(loop), serviced=self._serviced(loop.loop("2100A")),
        )  # fmt: skip

    def _questions(self, stc: Segment | None) -> tuple[Question, ...]:
        asked = [stc.get(number).split(self._root.component) for number in (1, 10, 11) if stc.get(number)] if stc else []
        return tuple(Question(*[*parts, "", "", "", ""][:4]) for parts in asked)

    def _serviced(self, loop: Loop | None) -> tuple[date, date] | None:
        on = next(iter(self._parts.dates(loop, "472")), None) if loop else None
        return (on.on, on.through_on or on.on) if on else None

    def _document(self, loop: Loop) -> Document | None:
        """Loop 2110B; None, with a fault, when there is no document in it."""
        ooi, bds = loop.first("OOI") or self._empty, loop.first("BDS") or self._empty
        self._parts.values.segment = bds
        payload = bds.get(3)
        if bds.get(2) != str(len(payload)):
            self._parts.values.fault("binary-length", "the data is not as long as this says", 2)
        document = unpack(bds.get(1), payload) if payload else None
        if document is None:
            self._parts.values.fault("binary-unreadable", "no document that its filter can decode", 3)
            return None
        given = (ooi.get(1), ooi.get(2), ooi.get(3))
        return Document(document.content, document.media_type, document.file_name, document.packing, *given)


_NOBODY = Sender(Name(""), "", "")

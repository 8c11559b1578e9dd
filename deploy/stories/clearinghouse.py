"""The clearinghouse and the payers behind it: takes our files, keeps what was sent, and answers 999 and 277CA as the stories say.

Whatever no story speaks of is accepted at once, with a claim number of the payer's. Files are read as a partner reads them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, time

from deploy.stories.format.payers import Acknowledgement
from deploy.stories.installation import Installation
from deploy.stories.names import Known
from deploy.stories.segments import about_claims
from shared.x12.acknowledge import reply_header
from shared.x12.interchange import Interchange, read_interchanges
from shared.x12.outgoing import proven
from shared.x12.translate.acknowledged_claim import AcknowledgedClaim, ClaimAcknowledgement, LevelStatus, ProviderClaims, tally
from shared.x12.translate.acks import FunctionalAck, SetAck
from shared.x12.translate.claim import ClaimDocument
from shared.x12.translate.naming import Name
from shared.x12.translate.read_claim import read_claims
from shared.x12.translate.status import ClaimNumbers, Party, Person, Status, StatusReport
from shared.x12.translate.write_acks import write_functional_ack
from shared.x12.translate.write_claim_acks import write_claim_acknowledgement

TAKEN = "taken"
NINE = time(9, 0)
ACCEPTED, REJECTED = "WQ", "U"
"""STC03: passed on, refused."""


@dataclass(frozen=True)
class Envelope:
    """What an answer to a file has to name."""

    interchange: Interchange
    group_number: str
    version: str
    set_number: str
    reference: str
    """BHT03."""


@dataclass(frozen=True)
class Sent:
    """One transaction of ours about one claim, as it lay in the clearinghouse's folder."""

    name: str
    transaction: str
    """837P, 837I, 275 or 276."""
    submission: int
    """Counted among those of this claim and transaction."""
    segments: tuple[str, ...]
    """Everything in the set that is about this claim, elements apart by `*`."""
    envelope: Envelope
    document: ClaimDocument | None = None

    @property
    def payer(self) -> str:
        """Id of the payer it is meant for."""
        if self.document:
            return self.document.payer.id
        named = (segment.split("*") for segment in self.segments)
        return next((parts[9] for parts in named if parts[:2] == ["NM1", "PR"] and len(parts) > 9), "")

    @property
    def frequency(self) -> str:
        return self.document.frequency if self.document else ""


@dataclass
class Clearinghouse:
    """`look` takes what lies there; `say` gives an answer that a story wants given."""

    house: Installation
    known: Known
    today: date
    twice: bool = False
    """Every file of ours comes two times, the second under another name."""
    sent: list[Sent] = field(default_factory=list)
    _number: int = 0

    def look(self) -> bool:
        """Take every new file and answer it; whether there was one."""
        found = sorted(path for path in self.house.outgoing.iterdir() if path.is_file() and not path.name.startswith("."))
        for path in found:
            new = list(self._read(path.read_bytes()))
            self.sent += new
            taken = path.parent / TAKEN
            taken.mkdir(exist_ok=True)
            path.rename(taken / path.name)
            self._answer([each for each in new if each.document is not None])
        return bool(found)

    def say(self, told: Acknowledgement) -> None:
        """What a story lets a payer or the clearinghouse say of one submission. KeyError when we never sent it."""
        about = next((each for each in self._of(told.claim) if each.document and each.submission == told.submission), None)
        if about is None:
            raise KeyError(f"submission {told.submission} of {told.claim} was not sent: the clearinghouse has nothing to answer")
        if told.of == "999":
            self._functional([about], told.reject)
            return
        if told.icn:
            self.known.icns[about.name, about.payer] = told.icn
        self._claims([about], told.reject or "")

    def _of(self, name: str) -> list[Sent]:
        return [each for each in self.sent if each.name == name]

    def _read(self, body: bytes) -> Iterator[Sent]:
        by_claim = self.known.by_claim()
        documents = [list(read_claims(each)) if each.set_id == "837" else [] for one in read_interchanges(body) for each in one.transactions()]
        for interchange in read_interchanges(body):
            for transaction, claims in zip(interchange.transactions(), documents, strict=True):
                segments = list(transaction)
                reference = next((each.get(3) for each in segments if each.id == "BHT"), "")
                group = transaction.group.header
                envelope = Envelope(interchange, group.control_number, transaction.version, transaction.control_number, reference)
                by_number = {each.patient_control_number: each for each in claims}
                for number, about in about_claims(transaction.set_id, segments):
                    document, name = by_number.get(number), by_claim.get(number, number)
                    kind = transaction.set_id if document is None else "837P" if document.kind == "professional" else "837I"
                    before = len([each for each in self._of(name) if (each.document is None) == (document is None)])
                    yield Sent(name, kind, before + 1, about, envelope, document)

    def _answer(self, new: Sequence[Sent]) -> None:
        """Whatever no story answers: a 999 for the file, a 277CA for each payer's claims."""
        told = self.known.book.acknowledged
        files: dict[tuple[str, str], list[Sent]] = {}
        for each in new:
            files.setdefault((each.envelope.group_number, each.envelope.set_number), []).append(each)
        for claims in files.values():
            if any((each.name, each.submission, "999") in told for each in claims):
                continue
            self._functional(claims, None)
            plain = [each for each in claims if (each.name, each.submission, "277CA") not in told]
            for payer in dict.fromkeys(each.payer for each in plain):
                self._claims([each for each in plain if each.payer == payer], "")

    def _functional(self, about: Sequence[Sent], reject: str | None) -> None:
        envelope = about[0].envelope
        status = "R" if reject else "A"
        one = SetAck("837", envelope.set_number, envelope.version, status, (reject,) if reject else (), ())
        ack = FunctionalAck("HC", envelope.group_number, envelope.version, status, 1, 1, 0 if reject else 1, (), (one,))
        header = reply_header(envelope.interchange, control_number=self._next(), on=self.today, at=NINE)
        self._drop(f"999-{self._number:04d}.x12", write_functional_ack(header, [ack], group_control_number=self._number))

    def _claims(self, about: Sequence[Sent], reject: str) -> None:
        """One 277CA of one payer; `reject` is category and status of a refusal."""
        envelope, number = about[0].envelope, self._next()
        header = reply_header(envelope.interchange, control_number=number, on=self.today, at=NINE)
        claims = [self._claim(each, reject) for each in about]
        documents = [each.document for each in about if each.document is not None]
        first = documents[0]
        charge = sum((each.charge for each in claims), claims[0].charge * 0)
        heard = LevelStatus(envelope.reference, (StatusReport((Status("A1", "19", "PR"),), self.today, ACCEPTED, charge),))
        billing = Party(first.billing.name, first.billing.npi, "XX")
        acknowledgement = ClaimAcknowledgement(
            f"CA{number}", self.today, NINE, Party(Name(first.payer.name), first.payer.id, "PI"), f"R{number}", self.today, self.today,
            Party(Name("Billing Office"), envelope.interchange.header.sender_id, "46"), heard,
            (ProviderClaims(billing, tuple(claims), LevelStatus("0", (), tally(claims))),),
        )  # fmt: skip
        self._drop(f"277CA-{self._number:04d}.x12", write_claim_acknowledgement(header, acknowledgement, group_control_number=self._number))

    def _claim(self, about: Sent, reject: str) -> AcknowledgedClaim:
        document = about.document
        assert document is not None
        holder = document.patient or document.subscriber
        person = Person(holder.name, document.subscriber.member_id)
        category, _, code = (reject or "A2:20").partition(":")
        action = REJECTED if reject else ACCEPTED
        report = StatusReport((Status(category, code, "PR" if not reject else ""),), self.today, action, document.charge)
        icn = "" if reject else self.known.icn(about.name, about.payer)
        served = [day for line in document.lines for day in (line.on, line.through_on) if day]
        numbers = ClaimNumbers(payer_claim_control_number=icn)
        return AcknowledgedClaim(person, document.patient_control_number, (report,), numbers, min(served, default=None), max(served, default=None))

    def _drop(self, name: str, body: bytes) -> None:
        """What leaves a partner is as valid as what leaves us."""
        for each in (name, f"again-{name}") if self.twice else (name,):
            self.house.drop(each, proven(body))

    def _next(self) -> str:
        self._number += 1
        return f"{self._number:09d}"

"""From the bytes of a received file to the answers it earns, each with the moment it is due.

Everything is decided when the file is taken, in one transaction with the taking: the 999, the 277CA and
the 835, which only wait for their hour. A killed process has decided all of a file or nothing of it.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime

from deploy.sandbox.acknowledge import CLAIMS, DUPLICATE, GroupVerdict, SetVerdict, body_999, envelope_fault, judge_group, ta1
from deploy.sandbox.claim_status import ClaimStatus, body_277ca, source_of
from deploy.sandbox.intake import Batch, Intake
from deploy.sandbox.interchange import Interchange, NotX12, read_interchanges
from deploy.sandbox.payer import payers
from deploy.sandbox.remittance import Key, Remittance, RemittedClaim, settle
from deploy.sandbox.roster import Roster
from deploy.sandbox.store import Store
from deploy.sandbox.write835 import body_835
from deploy.sandbox.writer import Body, Parties, group, interchange

Report = Callable[..., None]
"""Called with an event name and facts that identify nobody: control numbers, counts, file names."""

MIXED_EVERY = 5
ACKNOWLEDGEMENT = "FA"
"""GS01 of a 999: never acknowledged itself, or two partners would thank each other for ever."""


@dataclass(frozen=True)
class Delays:
    """Seconds of real time between taking a file and answering it; documents carry the story's dates instead."""

    acknowledge_after: float = 0.3
    remit_after: float = 1.0


@dataclass(frozen=True)
class Faults:
    """Answers that get lost or come twice, in percent; which ones depends on the seed and the file name."""

    drop_percent: float = 0
    duplicate_percent: float = 0
    seed: int = 0

    def hits(self, what: str, name: str, percent: float) -> bool:
        digest = hashlib.sha256(f"{self.seed}|{what}|{name}".encode()).hexdigest()
        return int(digest, 16) % 10_000 < percent * 100


@dataclass(frozen=True)
class Clearinghouse:
    """Answers interchanges; the caller holds the store's transaction."""

    store: Store
    roster: Roster
    delays: Delays
    faults: Faults
    report: Report

    def receive(self, body: bytes, now: float) -> None:
        """All interchanges of one file. What is no X12 at all has nobody to be answered to."""
        try:
            received = read_interchanges(body)
        except NotX12 as reason:
            self.report("unreadable", reason=str(reason))
            return
        for one in received:
            self._answer(one, now)

    def _answer(self, received: Interchange, now: float) -> None:
        due = now + self.delays.acknowledge_after
        fault = envelope_fault(received)
        if not fault and self.store.seen_interchange(received.sender, received.control_number):
            fault = DUPLICATE
        if fault:
            self.report("interchange refused", control_number=received.control_number, code=fault)
            self._send_ta1(received, fault, due)
            return
        sha256 = hashlib.sha256(received.text.encode()).hexdigest()
        self.store.remember_interchange(received.sender, received.control_number, sha256)
        if received.header.at(14) == "1":
            self._send_ta1(received, "", due)
        self._answer_groups(received, due)

    def _answer_groups(self, received: Interchange, due: float) -> None:
        verdicts = [judge_group(one, CLAIMS) for one in received.groups if one.header.at(1) != ACKNOWLEDGEMENT]
        if not verdicts:
            return
        intake, batch = Intake(self.store, self.roster, self.faults.seed), Batch()
        statuses = [body for verdict in verdicts for one in verdict.sets for body in self._status_bodies(one, received, intake, batch)]
        self._send_acknowledgements(received, verdicts, statuses, due)
        self._send_remittances(received, batch, due + self.delays.remit_after)
        counts = {"sets": sum(len(one.sets) for one in verdicts), "remitted": sum(map(len, batch.remitted.values()))}
        self.report("interchange answered", control_number=received.control_number, **counts)

    def _status_bodies(self, verdict: SetVerdict, received: Interchange, intake: Intake, batch: Batch) -> list[Body]:
        """One 277CA per set and payer, in the order payers first appear; all claims are decided in the order sent."""
        submission = verdict.submission
        if submission is None:
            return []
        by_payer: dict[str, list[ClaimStatus]] = {}
        for claim in submission.claims:
            known = claim.payer_id if claim.payer_id in payers() else ""
            by_payer.setdefault(known, []).append(intake.decide(claim, submission, batch))
        bodies = []
        for payer_id, statuses in by_payer.items():
            trace = f"CP{self.store.next('status'):09d}"
            bodies.append(body_277ca(source_of(payers().get(payer_id), received.receiver), submission, statuses, trace))
        return bodies

    def _send_acknowledgements(self, received: Interchange, verdicts: list[GroupVerdict], statuses: list[Body], due: float) -> None:
        """999 and 277CA as two files; as one interchange with two groups every fifth time, as real ones do."""
        parties = parties_of(received)
        functional = ("FA", [body_999(verdict) for verdict in verdicts])
        status = [("HN", statuses)] if statuses else []
        if status and self.store.next("acknowledged") % MIXED_EVERY == 0:
            self._send("999-277CA", parties, [functional, *status], due)
            return
        self._send("999", parties, [functional], due)
        if status:
            self._send("277CA", parties, status, due)

    def _send_remittances(self, received: Interchange, batch: Batch, due: float) -> None:
        """One file per payer; one set per provider and remittance date, the earlier date first."""
        for payer_id in dict.fromkeys(key[0] for key in batch.remitted):
            keys = sorted((key for key in batch.remitted if key[0] == payer_id), key=lambda key: key[2])
            settled = [self._settle(key, batch.remitted[key]) for key in keys]
            bodies = [body_835(one, payers()[payer_id]) for one in settled]
            parties = replace(parties_of(received), on=settled[-1].paid_on)
            self._send(f"835-{payer_id}", parties, [("HP", bodies)], due)

    def _settle(self, key: Key, claims: list[RemittedClaim]) -> Remittance:
        payer_id, npi, paid_on = key
        number = self.store.next(f"trace {payer_id}")
        trace = f"{payer_id}{paid_on:%y%m%d}{number:06d}"
        remittance, left = settle(key, claims, trace, self.store.forwarded(payer_id, npi))
        self.store.forward(payer_id, npi, left)
        return remittance

    def _send_ta1(self, received: Interchange, fault: str, due: float) -> None:
        number = self.store.next("interchange")
        text = interchange(parties_of(received), number, [], [ta1(received, fault)])
        self._enqueue(f"TA1-{number:06d}.x12", text, due)

    def _send(self, kind: str, parties: Parties, groups: list[tuple[str, list[Body]]], due: float) -> None:
        number = self.store.next("interchange")
        texts = [group(parties, code, self.store.next("group"), bodies) for code, bodies in groups]
        self._enqueue(f"{kind}-{number:06d}.x12", interchange(parties, number, texts), due)

    def _enqueue(self, name: str, text: str, due: float) -> None:
        if self.faults.hits("drop", name, self.faults.drop_percent):
            self.report("answer lost on purpose", file=name)
            return
        self.store.enqueue(name, text, due)
        if self.faults.hits("duplicate", name, self.faults.duplicate_percent):
            self.store.enqueue(name.replace(".x12", "-again.x12"), text, due)


def parties_of(received: Interchange) -> Parties:
    """The answer's envelope: sender and receiver exchanged, the day on which the interchange says it was made."""
    head = received.header
    return Parties(received.receiver, received.sender, _isa_day(head.at(9)), head.at(7), head.at(5), head.at(15) or "P")


def _isa_day(text: str) -> date:
    """ISA09, YYMMDD; a date that cannot be read becomes the first day of 2000, for there is no clock to ask."""
    try:
        return datetime.strptime(text, "%y%m%d").date()
    except ValueError:
        return date(2000, 1, 1)

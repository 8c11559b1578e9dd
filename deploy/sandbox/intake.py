"""Claims into decisions: front-end edits, payer control numbers, adjudication, corrections.

An ICN is 17 digits: year, day of the year, payer, nine digits that depend on the claim alone, and two for the
version: 00 for the claim, 01 for its first replacement and so on. Any version's number finds the claim.
"""

import hashlib
from dataclasses import dataclass, field
from datetime import date

from deploy.sandbox.adjudicate import adjudicate, reversal
from deploy.sandbox.claim_status import ClaimStatus
from deploy.sandbox.claims import Claim
from deploy.sandbox.payer import Payer, payers
from deploy.sandbox.read837 import Submission
from deploy.sandbox.remittance import Key, RemittedClaim, remittance_key
from deploy.sandbox.roster import Member, Roster
from deploy.sandbox.rules import History, service_key
from deploy.sandbox.screen import VOID, Rejection, find_member, rejection
from deploy.sandbox.store import CURRENT, SUPERSEDED, VOIDED, Adjudicated, Store


@dataclass
class Batch:
    """What one received interchange leads to: remitted claims by payer, provider and day, in the order decided."""

    remitted: dict[Key, list[RemittedClaim]] = field(default_factory=dict)

    def add(self, key: Key, claim: RemittedClaim) -> None:
        self.remitted.setdefault(key, []).append(claim)


@dataclass(frozen=True)
class Intake:
    """Decides claims one by one against the store; runs inside the store's transaction."""

    store: Store
    roster: Roster
    seed: int = 0

    def decide(self, claim: Claim, submission: Submission, batch: Batch) -> ClaimStatus:
        """The 277CA's answer to one claim; what an 835 will say of it goes into the batch."""
        payer = payers().get(claim.payer_id)
        prior = self.store.current(claim.payer_id, claim.original_icn) if claim.original_icn else None
        member = find_member(claim, self.roster)
        refused = rejection(claim, payer, prior is not None) or (member if isinstance(member, Rejection) else None)
        if refused or payer is None or isinstance(member, Rejection):
            return ClaimStatus(claim, rejected=refused)
        if claim.frequency == VOID and prior:
            return self._void(claim, prior, batch)
        if claim.frequency != "1" and prior:
            return self._replace(claim, prior, member, payer, batch)
        return self._first(claim, submission, member, payer, batch)

    def _first(self, claim: Claim, submission: Submission, member: Member, payer: Payer, batch: Batch) -> ClaimStatus:
        base = self._new_base(claim, submission, payer)
        return self._adjudicate(claim, f"{base}00", member, payer, batch, None)

    def _replace(self, claim: Claim, prior: Adjudicated, member: Member, payer: Payer, batch: Batch) -> ClaimStatus:
        """Reversal of the current version, then the whole claim anew."""
        self._reverse(claim, prior, SUPERSEDED, batch)
        return self._adjudicate(claim, f"{prior.base}{prior.version + 1:02d}", member, payer, batch, prior)

    def _void(self, claim: Claim, prior: Adjudicated, batch: Batch) -> ClaimStatus:
        self._reverse(claim, prior, VOIDED, batch)
        return ClaimStatus(claim, prior.icn)

    def _reverse(self, cause: Claim, prior: Adjudicated, state: str, batch: Batch) -> None:
        self.store.retire(prior.icn, state)
        batch.add(remittance_key(cause), RemittedClaim(prior.icn, "22", reversal(prior.result)))

    def _adjudicate(self, claim: Claim, icn: str, member: Member, payer: Payer, batch: Batch, prior: Adjudicated | None) -> ClaimStatus:
        received = date.fromisoformat(prior.first_received_on) if prior else claim.received_on
        history = self._history(payer, member, received if prior else None)
        result = adjudicate(claim, member, payer, history)
        version = prior.version + 1 if prior else 0
        known = Adjudicated(icn, icn[:-2], version, payer.id, member.key, CURRENT, received.isoformat(), result)
        self.store.save(known, [service_key(claim, line) for line in claim.lines])
        batch.add(remittance_key(claim), RemittedClaim(icn, "1", result, prior.icn if prior else ""))
        return ClaimStatus(claim, icn)

    def _history(self, payer: Payer, member: Member, first_received_on: date | None) -> History:
        services = self.store.services(payer.id, member.key)
        return History(services, self.store.deductible_used(payer.id, member.key), first_received_on)

    def _new_base(self, claim: Claim, submission: Submission, payer: Payer) -> str:
        """Depends on the claim, not on what arrived before it; a collision moves on to the next number."""
        salt = 0
        while True:
            natural = f"{self.seed}|{payer.id}|{submission.reference}|{claim.patient_control_number}|{salt}"
            digits = int(hashlib.sha256(natural.encode()).hexdigest(), 16) % 10**9
            base = f"{claim.received_on:%y%j}{payer.icn_digit}{digits:09d}"
            if not self.store.has_base(base):
                return base
            salt += 1

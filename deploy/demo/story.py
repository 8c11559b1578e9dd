"""What the event stream tells about a run: a fold over published events, as any subscriber could make it.

Holds no service's code and asks no service: that its figures agree with the ledger's own is a check of the contract.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

ZERO = Decimal("0.00")
OPEN = ("payer_open", "denied_open", "disputed")


@dataclass
class Claim:
    """One claim, by what was announced about it."""

    encounter_id: str
    state: str = "built"
    reasons: tuple[str, ...] = ()
    accepted: int = 0
    decisions: int = 0
    rejected: set[int] = field(default_factory=set)
    submitted: set[int] = field(default_factory=set)
    frequencies: dict[int, str] = field(default_factory=dict)
    balances: Mapping[str, str] | None = None

    @property
    def waits_for_payer(self) -> bool:
        """Sent, or taken by the payer and not decided yet."""
        return self.state in ("built", "released", "submitted") or (self.state == "accepted" and self.decisions < self.accepted)

    @property
    def rejected_and_resent(self) -> bool:
        """Refused at the door, mended and sent again as an original claim."""
        return any(self.frequencies.get(number) == "1" for first in self.rejected for number in self.submitted if number > first)


@dataclass
class Encounter:
    cleared: bool | None = None
    """None: nothing known; False: held."""
    coded: bool | None = None
    hold: tuple[str, ...] = ()
    coding_hold: tuple[str, ...] = ()


@dataclass
class Story:
    """Everything seen so far."""

    encounters: dict[str, Encounter] = field(default_factory=dict)
    claims: dict[str, Claim] = field(default_factory=dict)
    denied: dict[str, Decimal] = field(default_factory=dict)
    """Denial id → gross."""
    closed: dict[str, str] = field(default_factory=dict)
    """Denial id → outcome."""
    of_denial: dict[str, str] = field(default_factory=dict)
    """Denial id → claim."""
    seen: set[str] = field(default_factory=set)

    def see(self, event_id: str, kind: str, event: Mapping[str, Any]) -> bool:
        """Fold one event; repeats are dropped by id. True when it was new."""
        if event_id in self.seen:
            return False
        self.seen.add(event_id)
        name = kind.split(".")[-2]
        if name in _ENCOUNTER_FACTS:
            _ENCOUNTER_FACTS[name](self.encounters.setdefault(str(event["encounter_id"]), Encounter()), event)
        elif name in _CLAIM_FACTS:
            claim = self.claims.setdefault(str(event["claim_id"]), Claim(str(event["encounter_id"])))
            _CLAIM_FACTS[name](claim, event)
        elif name == "denial-opened":
            self.denied[event["denial_id"]] = Decimal(event["gross"])
            self.of_denial[event["denial_id"]] = event["claim_id"]
        elif name == "denial-closed":
            self.closed[event["denial_id"]] = event["outcome"]
        return True

    def outcome(self, encounter_id: str) -> str | None:
        """`adjudicated`, `held: reason`, `rejected`, `withdrawn`; None while nothing final is known."""
        encounter = self.encounters[encounter_id]
        if encounter.cleared is False:
            return _held(encounter.hold)
        if encounter.coded is False:
            return _held(encounter.coding_hold)
        claims = [claim for claim in self.claims.values() if claim.encounter_id == encounter_id]
        if not claims or any(claim.waits_for_payer for claim in claims):
            return None
        return _of_claim(claims[0])

    def without_outcome(self) -> list[str]:
        return [encounter_id for encounter_id in self.encounters if self.outcome(encounter_id) is None]

    def held(self) -> Counter[str]:
        """Encounters that wait for a person before they were ever paid, by the first reason."""
        outcomes = (self.outcome(encounter_id) or "" for encounter_id in self.encounters)
        return Counter(outcome.removeprefix("held: ") for outcome in outcomes if outcome.startswith("held: "))

    def sent(self) -> list[Claim]:
        return [claim for claim in self.claims.values() if claim.submitted]

    def paid(self) -> list[Claim]:
        return [claim for claim in self.claims.values() if claim.balances and Decimal(claim.balances["payer_paid"]) > 0]

    def money(self) -> dict[str, Decimal]:
        """Where the billed money is. By double entry billed = paid + contractual + patient + open."""
        balances = [claim.balances for claim in self.claims.values() if claim.balances]
        return {
            "billed": _sum(balances, ("charged",)),
            "paid": _sum(balances, ("payer_paid",)),
            "contractual": _sum(balances, ("contractual",)),
            "patient": _sum(balances, ("patient_paid", "patient_open")),
            "open": _sum(balances, OPEN),
        }


def _sum(balances: Iterable[Mapping[str, str]], names: tuple[str, ...]) -> Decimal:
    return sum((Decimal(each[name]) for each in balances for name in names), ZERO)


def _held(reasons: tuple[str, ...]) -> str:
    return f"held: {reasons[0] if reasons else 'unknown'}"


def _of_claim(claim: Claim) -> str:
    if claim.decisions:
        return "adjudicated"
    return _held(claim.reasons) if claim.state == "held" else claim.state


def _codes(event: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(reason["code"] for reason in event["reasons"])


def _opened(encounter: Encounter, event: Mapping[str, Any]) -> None:
    """A new encounter; a later version changes nothing here."""


def _encounter_held(encounter: Encounter, event: Mapping[str, Any]) -> None:
    encounter.cleared, encounter.hold = False, _codes(event)


def _cleared(encounter: Encounter, event: Mapping[str, Any]) -> None:
    encounter.cleared = True


def _coding_held(encounter: Encounter, event: Mapping[str, Any]) -> None:
    encounter.coded, encounter.coding_hold = False, _codes(event)


def _coded(encounter: Encounter, event: Mapping[str, Any]) -> None:
    encounter.coded = True


def _claim_held(claim: Claim, event: Mapping[str, Any]) -> None:
    claim.state, claim.reasons = "held", _codes(event)


def _submitted(claim: Claim, event: Mapping[str, Any]) -> None:
    claim.state = "submitted"
    claim.submitted.add(event["submission"])
    claim.frequencies[event["submission"]] = event["frequency"]


def _accepted(claim: Claim, event: Mapping[str, Any]) -> None:
    claim.state = "accepted"
    claim.accepted += 1


def _rejected(claim: Claim, event: Mapping[str, Any]) -> None:
    claim.state = "rejected"
    claim.rejected.add(event["submission"])


def _remitted(claim: Claim, event: Mapping[str, Any]) -> None:
    claim.decisions += event["payment"]["status"] != "22"


def _posted(claim: Claim, event: Mapping[str, Any]) -> None:
    claim.balances = event["balances"]


def _state(name: str) -> Any:
    def fold(claim: Claim, event: Mapping[str, Any]) -> None:
        claim.state = name

    return fold


_ENCOUNTER_FACTS = {
    "encounter-opened": _opened,
    "encounter-held": _encounter_held,
    "encounter-cleared": _cleared,
    "encounter-coded": _coded,
    "coding-held": _coding_held,
}
_CLAIM_FACTS = {
    "claim-built": _state("built"),
    "claim-released": _state("released"),
    "claim-withdrawn": _state("withdrawn"),
    "claim-held": _claim_held,
    "claim-submitted": _submitted,
    "claim-accepted": _accepted,
    "claim-rejected": _rejected,
    "claim-remitted": _remitted,
    "claim-posted": _posted,
}

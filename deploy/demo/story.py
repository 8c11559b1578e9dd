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
    payer_id: str = ""
    state: str = "built"
    reasons: tuple[str, ...] = ()
    accepted: int = 0
    decisions: int = 0
    rejected: set[int] = field(default_factory=set)
    rejections: list[str] = field(default_factory=list)
    """Category and status of each rejection, such as `A7:164`."""
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
    denials: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    """Denial id → what was announced when it was opened."""
    closed: dict[str, str] = field(default_factory=dict)
    """Denial id → outcome."""
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
            self.denials[event["denial_id"]] = event
        elif name == "denial-closed":
            self.closed[event["denial_id"]] = event["outcome"]
        return True

    def reasons(self, encounter_id: str) -> tuple[str, ...]:
        """Why an encounter waits for a person, at whichever desks it does; empty when it does not."""
        encounter = self.encounters[encounter_id]
        if encounter.cleared is False or encounter.coded is False:
            return (*(encounter.hold if encounter.cleared is False else ()), *(encounter.coding_hold if encounter.coded is False else ()))
        claims = [claim for claim in self.claims.values() if claim.encounter_id == encounter_id]
        return tuple(reason for claim in claims if claim.state == "held" and not claim.decisions for reason in claim.reasons)

    def outcome(self, encounter_id: str) -> str | None:
        """`adjudicated`, `held`, `rejected` or `withdrawn`; None while nothing final is known."""
        if self.reasons(encounter_id):
            return "held"
        claims = [claim for claim in self.claims.values() if claim.encounter_id == encounter_id]
        if not claims or any(claim.waits_for_payer for claim in claims):
            return None
        return "adjudicated" if claims[0].decisions else claims[0].state

    def without_outcome(self) -> list[str]:
        return [encounter_id for encounter_id in self.encounters if self.outcome(encounter_id) is None]

    def held(self) -> Counter[str]:
        """How many encounters wait for each reason; one may wait for several."""
        return Counter(reason for encounter_id in self.encounters for reason in set(self.reasons(encounter_id)))

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


def _built(claim: Claim, event: Mapping[str, Any]) -> None:
    claim.state, claim.payer_id = "built", event["payer_id"]


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
    claim.rejections += [f"{each['category']}:{each['status']}" for each in event["statuses"]]


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
    "claim-built": _built,
    "claim-released": _state("released"),
    "claim-withdrawn": _state("withdrawn"),
    "claim-held": _claim_held,
    "claim-submitted": _submitted,
    "claim-accepted": _accepted,
    "claim-rejected": _rejected,
    "claim-remitted": _remitted,
    "claim-posted": _posted,
}

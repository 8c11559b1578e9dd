"""The people of the demonstration: registrars, coders, billers. They see work items, look up what they know, and use the public commands.

What they know comes from a file keyed by visit number: what the insurance card says, what the note supports. An item that nobody knows an answer
to stays open, as in life.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import httpx

Item = Mapping[str, Any]
DESKS = ("eligibility", "coding", "submission")


@dataclass
class Staff:
    """`look_around` answers what is new on every desk; `known` maps encounter ids to what people know about the visit."""

    addresses: Mapping[str, str]
    client: httpx.Client
    known: Mapping[str, Mapping[str, Any]]
    done: set[tuple[str, str]] = field(default_factory=set)
    answered: dict[str, int] = field(default_factory=dict)
    """How many items of each kind people have answered."""
    deposited: set[str] = field(default_factory=set)

    def look_around(self) -> int:
        """Answer what can be answered; returns how many answers were given."""
        return sum(self._desk(desk) for desk in DESKS) + self._bank()

    def collect(self, encounter_id: str) -> None:
        """What the patient pays at the desk before the claim exists."""
        payment = self.known.get(encounter_id, {}).get("payment")
        if payment:
            body = {
                "amount": payment["amount"],
                "method": "card",
                "received_on": payment["on"],
                **_signed("frontdesk-1", f"{payment['kind']} at check-in"),
            }
            self._post("adjudication", f"/v1/accounts/{encounter_id}/payments", body)

    def _desk(self, desk: str) -> int:
        answer = self.client.get(f"{self.addresses[desk]}/v1/work-items", params={"limit": 1000})
        answer.raise_for_status()
        return sum(self._answer(desk, item) for item in answer.json()["items"])

    def _answer(self, desk: str, item: Item) -> bool:
        """One item, once. An answer that was refused is not given again."""
        if (desk, item["id"]) in self.done:
            return False
        request = self._known_answer(desk, item)
        if request is None:
            return False
        self.done.add((desk, item["id"]))
        path, body = request
        self._post(desk, path, body)
        self.answered[item["kind"]] = self.answered.get(item["kind"], 0) + 1
        return True

    def _known_answer(self, desk: str, item: Item) -> tuple[str, dict[str, Any]] | None:
        known = self.known.get(str(item["encounter_id"]), {})
        if desk == "coding":
            return _coding(item, known.get("coding"))
        if desk == "submission":
            return _submission(item)
        return _authorization(item, known.get("authorization")) or _registration(item, known.get("registration"))

    def _bank(self) -> int:
        """The bank's list: every remittance that paid something is found as a deposit."""
        answer = self.client.get(f"{self.addresses['adjudication']}/v1/remittances", params={"limit": 1000})
        answer.raise_for_status()
        new = [each for each in answer.json()["remittances"] if _is_deposit(each) and each["trace_number"] not in self.deposited]
        for each in new:
            body = {
                "trace_number": each["trace_number"],
                "amount": each["total_paid"],
                **_signed("cash-1", "Bank list"),
            }
            self._post("adjudication", "/v1/deposits", body)
            self.deposited.add(each["trace_number"])
        return len(new)

    def _post(self, service: str, path: str, body: dict[str, Any]) -> None:
        answer = self.client.post(self.addresses[service] + path, json=body)
        if answer.status_code not in (200, 202, 409, 422):
            answer.raise_for_status()


def _is_deposit(remittance: Item) -> bool:
    return remittance["state"] == "received" and Decimal(remittance["total_paid"]) > 0


def _signed(who: str, reason: str) -> dict[str, Any]:
    return {"actor": {"id": who, "role": "staff"}, "reason": reason}


def _is_rejection(item: Item) -> bool:
    return "reject" in item["kind"]


def _is_denial(item: Item) -> bool:
    return item["claim_id"] is not None and not _is_rejection(item)


def _moment(item: Item) -> str:
    """Which moment of the story an item belongs to: before the claim, after its rejection, or after its denial."""
    return "rejection" if _is_rejection(item) else "denial" if _is_denial(item) else "hold"


def _coding(item: Item, known: Mapping[str, Any] | None) -> tuple[str, dict[str, Any]] | None:
    if not known or known["when"] != _moment(item):
        return None
    body: dict[str, Any] = _signed("coder-1", known["reason"])
    if "diagnoses" in known:
        body["diagnoses"] = [{"code": code} for code in known["diagnoses"]]
    if "lines" in known:
        body["lines"] = known["lines"]
    if _is_denial(item):
        body["answers"] = item["id"]
    return f"/v1/charts/{item['encounter_id']}/correction", body


def _authorization(item: Item, known: Mapping[str, Any] | None) -> tuple[str, dict[str, Any]] | None:
    if not known or "authorization" not in item["kind"]:
        return None
    answer = known
    if _is_denial(item):
        answer = known.get("after_denial") or (known if known["when"] == "denial" else {})
    elif known["when"] != "hold":
        return None
    if not answer:
        return None
    body = {"number": answer["number"], "procedure": known["procedure"], **_signed("authorization-1", answer["reason"])}
    if _is_denial(item):
        body["answers"] = item["id"]
    return f"/v1/encounters/{item['encounter_id']}/authorization", body


def _registration(item: Item, known: Mapping[str, Any] | None) -> tuple[str, dict[str, Any]] | None:
    if item["kind"] == "possible_duplicate":
        signed = _signed("registrar-1", "Same identity card at both visits.")
        return f"/v1/encounters/{item['encounter_id']}/registration", {"same_person": True, **signed}
    if not known or known["when"] != _moment(item):
        return None
    fields = {name: value for name, value in known.items() if name not in ("when", "reason")}
    return f"/v1/encounters/{item['encounter_id']}/registration", {**fields, **_signed("registrar-1", known["reason"])}


def _submission(item: Item) -> tuple[str, dict[str, Any]] | None:
    """A biller compared two look-alike claims and found two visits; the payer may see it otherwise."""
    if item["kind"] != "possible_duplicate":
        return None
    return f"/v1/claims/{item['claim_id']}/release", _signed("biller-1", "Two visits on one day according to the schedule.")

"""What people and payers know beyond the records: the roster, the answers of the desks, and what should come of each visit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from deploy.samples.people import Member, Person, Visit
from deploy.samples.world import PRICES

ROSTER_HEADER = (
    "payer_id,member_id,last_name,first_name,birth_date,sex,plan,effective_on,terminated_on,retro_terminated_on,"
    "deductible_left,wellness_used,authorizations,subscriber_member_id"
)


def roster(visits: Iterable[Visit]) -> list[dict[str, str]]:
    """The payers' members, one row per person and policy; parents stand before their children."""
    rows: dict[tuple[str, str], dict[str, str]] = {}
    for visit in visits:
        for member in visit.members:
            if not member.policy.known:
                continue
            if visit.parent:
                parent = Member(member.policy, member.subscriber_id)
                rows.setdefault((member.policy.payer, member.subscriber_id), _row(parent, visit.parent))
            rows.setdefault((member.policy.payer, member.member_id), _row(member, visit.person))
    return list(rows.values())


def _row(member: Member, person: Person) -> dict[str, str]:
    policy = member.policy
    return {
        "payer_id": policy.payer,
        "member_id": member.member_id,
        "last_name": person.last,
        "first_name": person.first,
        "birth_date": person.birth.isoformat(),
        "sex": person.sex,
        "plan": policy.plan,
        "effective_on": "2026-01-01",
        "terminated_on": policy.terminated_on.isoformat() if policy.terminated_on else "",
        "retro_terminated_on": policy.retro_terminated_on.isoformat() if policy.retro_terminated_on else "",
        "deductible_left": policy.deductible_left or ("0.00" if (policy.payer, policy.plan) == ("CASC2", "A") else ""),
        "wellness_used": "Y" if policy.wellness_used else "",
        "authorizations": ";".join(f"{code}:{number}" for code, number in policy.authorizations),
        "subscriber_member_id": member.subscriber_id,
    }


def answers(visit: Visit) -> dict[str, Any]:
    """What the desks can say when they are asked about this visit; empty where nobody knows more than the records."""
    case, known = visit.case, {"expect": visit.case.outcome.sentence}
    desks = {"registration": _registration(visit), "authorization": _authorization(visit), "coding": _coding(visit)}
    if case.payment:
        desks["payment"] = {"when": "check-in", "amount": case.payment.amount, "kind": case.payment.kind, "on": visit.on.isoformat()}
    return {**{desk: answer for desk, answer in desks.items() if answer}, **known}


def _registration(visit: Visit) -> dict[str, Any]:
    case = visit.case
    found: dict[str, Any] = {}
    reasons: list[str] = []
    if not case.birth_date_recorded:
        found["birth_date"] = visit.person.birth.isoformat()
        reasons.append("Birth date read from the identity card.")
    if not case.consent_recorded:
        found["consent_on_file"] = True
        reasons.append("Consent signed at the desk.")
    valid = [member for member in visit.members if member.policy.known]
    unrecorded = [member for member in valid if not member.policy.recorded]
    mistaken = any(member.policy.typo for member in valid) or not case.subscriber_recorded
    if unrecorded or mistaken:
        found["coverages"] = [_card(visit, member, order) for order, member in enumerate(unrecorded or valid, start=1)]
        reasons.append("Read from the insurance card.")
    if not found:
        return {}
    typo = any(member.policy.typo for member in visit.members)
    return {"when": "rejection" if typo else "hold", **found, "reason": " ".join(reasons)}


def _card(visit: Visit, member: Member, order: int) -> dict[str, Any]:
    card: dict[str, Any] = {
        "order": order,
        "payer_id": member.policy.payer,
        "member_id": member.card_id,
        "relationship": "child" if visit.parent else "self",
    }
    if visit.parent:
        card["subscriber"] = _subscriber(visit.parent)
    return card


def _subscriber(parent: Person) -> dict[str, Any]:
    address = {"line": parent.street, "city": "Springfield", "state": "OH", "postal_code": parent.zip9}
    return {"name": {"last": parent.last, "first": parent.first}, "birth_date": parent.birth.isoformat(), "sex": parent.sex, "address": address}


def _authorization(visit: Visit) -> dict[str, Any]:
    asked = visit.case.authorization
    if asked is None:
        return {}
    answer: dict[str, Any] = {
        "when": asked.when,
        "procedure": asked.procedure,
        "number": asked.number,
        "reason": "Given by the payer on the telephone.",
    }
    if asked.corrected:
        answer["after_denial"] = {"number": asked.corrected, "reason": "Read back with the payer: two digits were swapped."}
    return answer


def _coding(visit: Visit) -> dict[str, Any]:
    found = visit.case.coding
    if found is None:
        return {}
    answer: dict[str, Any] = {"when": found.when}
    if found.diagnoses:
        answer["diagnoses"] = list(found.diagnoses)
    if found.modifiers:
        answer["lines"] = [{"line_number": line, "code": code, "modifiers": list(modifiers)} for line, code, modifiers in found.modifiers]
    return {**answer, "reason": found.reason}


def expected(visits: Sequence[Visit]) -> dict[str, dict[str, Any]]:
    """What the world makes of each visit once every desk has given its answers."""
    pairs = {visit.same_as: visit.number for visit in visits if visit.same_as}
    pairs |= {second: first for first, second in pairs.items()}
    return {visit.number: _expected(visit, pairs.get(visit.number, "")) for visit in visits}


def _expected(visit: Visit, twin: str) -> dict[str, Any]:
    case, outcome = visit.case, visit.case.outcome
    charge = sum((PRICES[item.price_key].charge * item.units for item in case.items), Decimal("0.00"))
    billed = [member for member in visit.members if member.policy.known and not _ended(visit, member)]
    result: dict[str, Any] = {
        "case": case.name,
        "expect": outcome.sentence,
        "kind": "institutional" if case.facility else "professional",
        "service_on": visit.on.isoformat(),
        "charge": f"{charge:.2f}",
        "payer": billed[0].policy.payer if outcome.claim else None,
        "stops": outcome.stops,
        "claim": outcome.claim,
        "rejected": outcome.rejected or None,
        "denials": [{"code": denial.code, "group": denial.group, "carc": denial.carc} for denial in outcome.denials],
        "overturned": outcome.overturned,
    }
    if outcome.payer_paid:
        result |= {"payer_paid": outcome.payer_paid, "patient_share": outcome.patient_share}
    if twin:
        result["exchangeable_with"] = twin
    return result


def _ended(visit: Visit, member: Member) -> bool:
    ends = member.policy.terminated_on
    return ends is not None and ends < visit.on

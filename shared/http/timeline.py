"""How the steps of a claim are put in order and into words. Needs nothing but what a step holds."""

from __future__ import annotations

from typing import Any

ORDER = ("eligibility", "coding", "submission", "adjudication", "denials")


def title_of(step: dict[str, Any]) -> str:
    """`rcm.denials.denial-opened.v1` → `Denial opened`."""
    return str(step["type"]).split(".")[-2].replace("-", " ").capitalize()


def summary_of(step: dict[str, Any]) -> str:
    """The few members of an event that a person looks for first. Never an identifying one."""
    event = step["event"]
    shown = [f"{name.replace('_', ' ')} {event[name]}" for name in _SHOWN if event.get(name) not in (None, "", [], ())]
    if isinstance(event.get("lines"), list):
        shown.append("lines " + ", ".join(_line(line) for line in event["lines"]))
    if isinstance(event.get("actor"), dict):
        shown.append(f"by {event['actor']['id']}: {event.get('reason', '')}")
    shown += [str(reason.get("sentence", "")) for reason in event.get("reasons", []) if isinstance(reason, dict)]
    shown += [str(event["reason"]["sentence"])] if isinstance(event.get("reason"), dict) else []
    if isinstance(event.get("payment"), dict):
        payment = event["payment"]
        shown.append(f"status {payment['status']}, charge {payment['charge']}, paid {payment['paid']}")
    if isinstance(event.get("entries"), list):
        shown += [f"{each['debit']} ← {each['credit']} {each['amount']}" for each in event["entries"]]
    return "; ".join(shown)


def _line(line: dict[str, Any]) -> str:
    """`99214-25`, `J1010 × 40`, or the revenue code of a line without a code."""
    name = line.get("code") or line.get("revenue_code") or f"line {line.get('line_number')}"
    units = line.get("units")
    return "-".join([str(name), *(line.get("modifiers") or ())]) + (f" × {units}" if units not in (None, "1") else "")


_SHOWN = (
    "version", "submission", "frequency", "state", "payer_id", "payer_claim_control_number", "total", "category", "root_cause", "carc", "gross",
    "expected_recoverable", "outcome", "recovered", "appeal_by", "authorizations", "copay", "cause", "amount", "answers", "number", "sentence",
)  # fmt: skip


def also_about(found: list[dict[str, Any]]) -> set[str]:
    """The encounter and the claims of these steps: an acknowledgement knows only the claim, a registration only the encounter."""
    return {str(step["event"][name]) for step in found for name in ("encounter_id", "claim_id") if step["event"].get(name)}


def in_causal_order(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Steps of several services in one order: by time, never before their cause, and within a service as it announced them. Each once."""
    found = list({step["id"]: step for step in found}.values())
    depth: dict[str, int] = {}
    causes = {step["id"]: step["cause"] for step in found}

    def depth_of(step_id: str) -> int:
        chain = []
        while step_id in causes and step_id not in depth:
            chain.append(step_id)
            step_id = causes[step_id]
        for each in reversed(chain):
            depth[each] = depth.get(causes[each], 0) + 1
        return depth.get(chain[0] if chain else step_id, 0)

    return sorted(found, key=lambda step: (step["time"], depth_of(step["id"]), ORDER.index(step["service"]), step["position"]))


def documents_of(step: dict[str, Any]) -> list[dict[str, Any]]:
    """References to stored bodies that an event carries."""
    return [each for each in step["event"].values() if isinstance(each, dict) and "sha256" in each]

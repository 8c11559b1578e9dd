"""A claim of the system before, as it is handed over to the ledger."""

from __future__ import annotations

from datetime import date
from typing import Any

from deploy.stories.format.payers import ClaimSaid, Opening, OpeningLine, RemitLine
from deploy.stories.format.reasons import Reasons
from deploy.stories.names import Known

PATH = "/v1/opening-claims"


def opening(told: Opening, known: Known, on: date) -> dict[str, Any]:
    """The claim as `PATH` takes it."""
    return {
        "claim_id": told.claim_number,
        "kind": told.kind,
        "payer_id": told.payer,
        "service_from": told.served.isoformat(),
        "submitted_on": (told.submitted or told.served).isoformat(),
        "lines": [_line(number, each) for number, each in enumerate(told.lines, 1)],
        "decisions": [_decision(told, told.said, known, on)] if told.said else [],
        "patient_paid": f"{told.patient_paid:.2f}",
    }


def _line(number: int, line: OpeningLine) -> dict[str, Any]:
    said = {
        "line_number": number,
        "code": line.code,
        "revenue_code": line.revenue,
        "modifiers": list(line.modifiers),
        "units": str(line.units),
        "charge": f"{line.amount:.2f}",
        "service_on": line.on.isoformat() if line.on else None,
    }
    return {name: value for name, value in said.items() if value is not None}


def _decision(told: Opening, said: ClaimSaid, known: Known, on: date) -> dict[str, Any]:
    return {
        "remitted_on": (told.decided or on).isoformat(),
        "status": said.status,
        "payer_claim_control_number": said.icn or known.icn(told.name),
        "lines": [_decided(number, each) for number, each in enumerate(said.lines, 1)],
        "paid": f"{said.paid:.2f}",
        "adjustments": _reasons(said.adjust),
    }


def _decided(number: int, line: RemitLine) -> dict[str, Any]:
    return {"line_number": line.line or number, "paid": f"{line.paid:.2f}", "adjustments": _reasons(line.adjust)}


def _reasons(reasons: Reasons) -> list[dict[str, str]]:
    return [{"group": each.group, "carc": each.carc, "amount": f"{each.amount:.2f}"} for each in reasons]

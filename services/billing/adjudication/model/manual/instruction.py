"""What a person tells us to post, as far as it waits for a balance that holds it."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from shared.contracts.adjudication import AdjustmentRecorded, PostingCountered, RefundRecorded

Instruction = Annotated[AdjustmentRecorded | RefundRecorded | PostingCountered, Field(discriminator="type")]


def id_of(command: Instruction) -> str:
    """What names a command that waits; a contra entry is named by what it counters, and cannot be withdrawn."""
    match command:
        case AdjustmentRecorded():
            return command.adjustment_id or "-"
        case RefundRecorded():
            return command.refund_id or "-"
    return f"contra of {command.posting_id}"


def name_of(command: Instruction) -> str:
    """What it is, in a few words."""
    match command:
        case AdjustmentRecorded():
            return command.kind.replace("_", " ")
        case RefundRecorded():
            return f"refund {command.step}"
    return "contra entry"

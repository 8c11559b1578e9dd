"""Rules that a draft must keep before it may stand on a claim. Each names place and remedy, so that a coder can act at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from services.coding.model.assemble import Draft
from services.coding.model.reference import Reference
from services.coding.model.rules import diagnoses, lines, procedures, stays
from shared.contracts.values import HoldReason

Rule = Callable[[Draft, Reference], Iterator[HoldReason]]
RULES: tuple[Rule, ...] = (*diagnoses.RULES, *stays.RULES, *procedures.RULES, *lines.RULES)


def judge(draft: Draft, reference: Reference) -> tuple[HoldReason, ...]:
    """Everything a coder has to mend: diagnoses first, then the stay, then procedures, then what else their lines lack."""
    return tuple(reason for rule in RULES for reason in rule(draft, reference))

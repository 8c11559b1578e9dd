"""All edits of a claim, in the order in which a person would mend what they find."""

from __future__ import annotations

from typing import NamedTuple

from services.billing.submission.model.edits import lines, lists, payers, people, prior, providers, stays
from services.billing.submission.model.edits.facts import Facts, Rule
from shared.contracts.submission import VOID
from shared.contracts.values import HoldReason

VERSION = "2026-13"
"""Of the edits and of the core and code lists that come with them. Goes into every release together with the version of the site file."""
RULES: tuple[Rule, ...] = (*people.RULES, *lines.RULES, *stays.RULES, *providers.RULES, *payers.RULES, *prior.RULES)
RULES_OF_VOIDS: tuple[Rule, ...] = (people.the_registration_is_at_hand, *payers.RULES)
"""A void repeats what the payer has, right or wrong: only what would keep it from being taken holds it."""
OVERRIDABLE = frozenset({payers.FILING_LIMIT, payers.DUPLICATE, stays.NO_MARK, lists.UNLISTED})
"""Reasons a person may set aside: the payer may deny the claim but nobody would reject it, or it is our list that may be behind."""


class Judgement(NamedTuple):
    holds: tuple[HoldReason, ...]
    warnings: tuple[HoldReason, ...]


def judge(facts: Facts, overridden: tuple[str, ...] = ()) -> Judgement:
    """Everything that stops the claim, at once, and everything else worth knowing."""
    if facts.claim.frequency == VOID:
        return _judge_void(facts)
    policy, examined = facts.policy, facts.examined
    risky = [*(reason for rule in (*payers.RISKS, *stays.RISKS) for reason in rule(facts)), *examined.risks]
    stopping = {
        payers.FILING_LIMIT: policy.hold_past_filing_limit,
        payers.DUPLICATE: policy.hold_possible_duplicate,
        stays.NO_MARK: policy.hold_without_mark_of_admission,
        lists.UNLISTED: policy.hold_code_not_in_force,
    }
    holds = [*(reason for rule in RULES for reason in rule(facts)), *examined.holds]
    holds = holds or [*examined.others]
    holds += [each for each in risky if stopping[each.code] and each.code not in overridden]
    return Judgement(tuple(holds), tuple(each for each in risky if each not in holds))


def _judge_void(facts: Facts) -> Judgement:
    holds = [reason for rule in RULES_OF_VOIDS for reason in rule(facts)]
    return Judgement(tuple(holds or [*facts.examined.holds, *facts.examined.others]), ())

"""What a plan pays for on a day, as EB segments (271, loop 2110).

Active or not, copay of office visits, coinsurance, what is left of the deductible, and for every procedure
asked about whether it needs an authorization, as far as the payer announces it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from deploy.sandbox.interchange import Segment
from deploy.sandbox.money import ZERO, amount
from deploy.sandbox.payer import Payer
from deploy.sandbox.roster import Member
from deploy.sandbox.writer import Row, composite

HEALTH_PLAN, OFFICE_VISIT = "30", "98"
REMAINING, PER_VISIT = "29", "27"


@dataclass(frozen=True)
class Question:
    """EQ01 service types and EQ02 procedures of one patient, for one day."""

    on: date
    service_types: tuple[str, ...]
    procedures: tuple[tuple[str, ...], ...]


def question(on: date, asked: list[Segment]) -> Question:
    """All EQ segments together."""
    types = tuple(dict.fromkeys(code for one in asked for code in one.repeats(1)))
    procedures = tuple(tuple(one.at(2).split(one.delimiters.component)) for one in asked if one.at(2))
    return Question(on, types, procedures)


def benefits(member: Member, payer: Payer, asked: Question, deductible_used: Decimal) -> Iterator[Row]:
    """EB rows; on a day without coverage only that."""
    plan = payer.plans[member.plan]
    if not member.active_on(asked.on):
        yield _eb("6", service_type=HEALTH_PLAN, plan=plan.name)
        return
    yield _eb("1", service_type=HEALTH_PLAN, insurance=payer.insurance_type, plan=plan.name)
    for code in asked.service_types:
        if code != HEALTH_PLAN:
            yield _eb("1", service_type=code, insurance=payer.insurance_type, plan=plan.name)
    if plan.copay:
        yield _eb("B", "IND", OFFICE_VISIT, period=PER_VISIT, money=amount(plan.copay), network="Y")
    if plan.coinsurance:
        yield _eb("A", "IND", HEALTH_PLAN, percent=amount(plan.coinsurance), network="Y")
    if plan.deductible:
        left = max(ZERO, member.deductible_left - deductible_used)
        yield _eb("C", "IND", HEALTH_PLAN, period=REMAINING, money=amount(left), network="Y")
    for procedure in asked.procedures:
        yield _procedure(procedure, payer)


def _procedure(procedure: tuple[str, ...], payer: Payer) -> Row:
    """EB11 Y or N for a covered procedure (EB13), EB01 I for one that is not on the schedule."""
    code = procedure[1] if len(procedure) > 1 else ""
    if payer.price(code) is None:
        return _eb("I", "IND", procedure=procedure)
    needed = code in payer.authorization["announced"]
    return _eb("1", "IND", authorization="Y" if needed else "N", network="Y", procedure=procedure)


def _eb(
    benefit: str,
    level: str = "",
    service_type: str = "",
    insurance: str = "",
    plan: str = "",
    period: str = "",
    money: str = "",
    percent: str = "",
    authorization: str = "",
    network: str = "",
    procedure: tuple[str, ...] = (),
) -> Row:
    """EB01 to EB13 in their places; EB09 and EB10 (quantities) are not used here."""
    front = ("EB", benefit, level, service_type, insurance, plan, period, money, percent)
    return (*front, "", "", authorization, network, composite(*procedure))

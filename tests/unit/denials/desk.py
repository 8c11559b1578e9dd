"""Decisions of payers on one claim of the demonstration site, and a bench that runs triage without any plumbing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from services.denials.model.case import DenialCase
from services.denials.model.contract import Contracts
from services.denials.stages.triage import STAGE
from shared.contracts.adjudication import Adjustment, ClaimPayment, ClaimRemitted, RemittedLine
from shared.contracts.clock import Woken
from shared.contracts.coding import CodedLine, CorrectionDeclined
from shared.contracts.denials import CorrectionRequested, DenialClosed, DenialDecided, DenialOpened
from shared.contracts.event import Envelope, Event, Message, type_name
from shared.contracts.submission import ClaimSubmitted
from shared.contracts.values import Actor, ClaimId, ClaimKind, Document, EncounterId
from shared.site import load_site
from shared.site.contracts.row import ContractRow
from shared.stage.step import step

SITE = load_site(Path(__file__).parents[3] / "deploy/site/site.yaml")
CLAIM, ENCOUNTER = ClaimId("CLAIM1"), EncounterId("ENCOUNTER1")
SERVED, FIRST, SECOND, THIRD = date(2026, 9, 28), date(2026, 11, 16), date(2026, 12, 1), date(2027, 1, 15)
DOCUMENT = Document(sha256="0" * 64, size=0, kind="835")

Cas = tuple[str, str, str]
Line = tuple[str, str, str, list[Cas]]
"""Code and modifiers joined by colons (a revenue code after NU), charge, paid, adjustments."""
E = TypeVar("E", bound=Event)

S4_FIRST: list[Line] = [
    ("99214", "210.00", "0.00", [("CO", "97", "210.00")]),
    ("20610", "180.00", "108.00", [("CO", "45", "60.00"), ("PR", "2", "12.00")]),
    ("J1010", "30.00", "10.00", [("CO", "45", "20.00")]),
]
S4_SECOND: list[Line] = [("99214:25", "210.00", "115.20", [("CO", "45", "82.00"), ("PR", "2", "12.80")]), *S4_FIRST[1:]]


def priced(**amounts: str) -> Contracts:
    """The site's contracts with further fees of CASC2, by code with a leading `c`."""
    start = date(2026, 1, 1)
    fees = [ContractRow(payer_id="CASC2", code=code[1:], basis="fee", amount=Decimal(fee), valid_from=start) for code, fee in amounts.items()]
    return Contracts(SITE.model_copy(update={"contracts": (*SITE.contracts, *fees)}))


class Desk:
    """Runs the stage as the plumbing does: one message after the other, then what it emitted."""

    def __init__(self, contracts: Contracts | None = None) -> None:
        self.case = DenialCase(claim_id=CLAIM)
        self.contracts = contracts or Contracts(SITE)
        self.emitted: list[Event] = []

    def hear(self, *events: Event) -> list[Event]:
        """What came of these events."""
        new: list[Event] = []
        for event in events:
            self.case, messages = step(STAGE, self.case, _message(event), self.contracts, SITE.site, ZoneInfo(SITE.time_zone))
            new += [message.event for message in messages]
        self.emitted += new
        return new

    def of(self, kind: type[E]) -> list[E]:
        return [event for event in self.emitted if isinstance(event, kind)]

    def opened(self) -> list[tuple[int, str, str]]:
        """Line, category and gross of each denial, in the order in which they were opened."""
        return [(each.line_number, each.category.value, f"{each.gross:.2f}") for each in self.of(DenialOpened)]

    def closed(self) -> list[tuple[int, str, str]]:
        """Line, outcome and what was recovered."""
        return [(each.line_number, each.outcome, f"{each.recovered:.2f}") for each in self.of(DenialClosed)]

    def requests(self) -> list[CorrectionRequested]:
        return self.of(CorrectionRequested)

    def work(self) -> dict[str, str]:
        """The desk's own items: kind and sentence."""
        return {item.kind: item.sentence for item in self.case.work_items()}


def _message(event: Event) -> Message:
    at = datetime.combine(event.on, time(9), UTC) if isinstance(event, Woken) else datetime(2026, 12, 1, 15, tzinfo=UTC)
    return Message(Envelope("cause", type_name(type(event)), "/riverbend/test", CLAIM, at, ENCOUNTER, ""), event)


def money(text: str) -> Decimal:
    return Decimal(text)


def line(number: int | None, spec: Line, **more: Any) -> RemittedLine:
    name, charge, paid, adjustments = spec
    code, *modifiers = name.split(":")
    revenue = code.removeprefix("NU") if code.startswith("NU") else None
    return RemittedLine(
        line_number=number,
        code=None if revenue else code,
        revenue_code=revenue,
        modifiers=tuple(modifiers),
        units=Decimal(40) if code == "J1010" else None,
        charge=money(charge),
        paid=money(paid),
        adjustments=tuple(Adjustment(group=group, carc=carc, amount=money(amount)) for group, carc, amount in adjustments),
        service_on=SERVED,
        **more,
    )


def payment(
    lines: Sequence[RemittedLine], status: str = "1", ordinal: int = 1, adjustments: Sequence[Cas] = (), paid: str | None = None
) -> ClaimPayment:
    return ClaimPayment(
        ordinal=ordinal,
        status=status,
        charge=sum((each.charge for each in lines), Decimal("0.00")),
        paid=money(paid) if paid else sum((each.paid for each in lines), Decimal("0.00")),
        adjustments=tuple(Adjustment(group=group, carc=carc, amount=money(amount)) for group, carc, amount in adjustments),
        lines=tuple(lines),
    )


def decided(
    lines: Sequence[Line],
    name: str = "R1",
    on: date = FIRST,
    *,
    payer: str = "NWHP1",
    order: int = 1,
    kind: ClaimKind = ClaimKind.PROFESSIONAL,
    numbers: Sequence[int | None] | None = None,
    submission: int = 0,
    **more: Any,
) -> ClaimRemitted:
    """A payer's decision, lines numbered from 1 unless the test says otherwise."""
    places = numbers if numbers is not None else range(1, len(lines) + 1)
    return remitted(
        payment([line(number, spec) for number, spec in zip(places, lines, strict=True)], **more), name, on, payer, order, kind, submission
    )


def remitted(
    payment: ClaimPayment, name: str, on: date, payer: str = "NWHP1", order: int = 1, kind: ClaimKind = ClaimKind.PROFESSIONAL, submission: int = 0
) -> ClaimRemitted:
    facts = {"claim_id": CLAIM, "encounter_id": ENCOUNTER, "remittance_id": name, "payer_id": payer, "payer_order": order, "kind": kind}
    facts |= {"submission": submission}
    return ClaimRemitted.model_validate({**facts, "trace_number": name, "remitted_on": on, "payment": payment, "document": DOCUMENT})


def reversed_(decision: ClaimRemitted, name: str = "R2", on: date = SECOND, ordinal: int = 9) -> ClaimRemitted:
    """The same decision with every amount negated (CLP02 = 22)."""
    was = decision.payment
    lines = tuple(
        each.model_copy(update={"charge": -each.charge, "paid": -each.paid, "adjustments": _negated(each.adjustments)}) for each in was.lines
    )
    amounts = {"charge": -was.charge, "paid": -was.paid, "adjustments": _negated(was.adjustments)}
    now = was.model_copy(update={"status": "22", "ordinal": ordinal, "lines": lines, **amounts})
    return remitted(now, name, on, decision.payer_id, decision.payer_order, decision.kind)


def _negated(adjustments: Sequence[Adjustment]) -> tuple[Adjustment, ...]:
    return tuple(each.model_copy(update={"amount": -each.amount}) for each in adjustments)


def submitted(submission: int, on: date, *codes: str, payer: str = "NWHP1") -> ClaimSubmitted:
    lines = tuple(
        CodedLine(line_number=number, code=code, units=Decimal(1), charge=Decimal("1.00"), service_on=SERVED)
        for number, code in enumerate(codes, start=1)
        if code
    )
    facts = {"claim_id": CLAIM, "encounter_id": ENCOUNTER, "submission": submission, "payer_id": payer, "coverage_id": "COVERAGE1"}
    facts |= {
        "interchange_id": "I1",
        "reference": "B1",
        "kind": ClaimKind.PROFESSIONAL,
        "frequency": "1" if submission == 1 else "7",
        "total": "1.00",
    }
    return ClaimSubmitted.model_validate(
        {**facts, "lines": lines, "service_from": SERVED, "service_to": SERVED, "submitted_on": on, "document": DOCUMENT}
    )


def person(decision: str, denial_id: str, on: date = date(2026, 11, 20)) -> DenialDecided:
    facts = {"denial_id": denial_id, "claim_id": CLAIM, "decision": decision, "decided_on": on}
    return DenialDecided.model_validate({**facts, "actor": Actor(id="biller-1"), "reason": "The file says so."})


def declined(denial_id: str) -> CorrectionDeclined:
    return CorrectionDeclined.model_validate(
        {"encounter_id": ENCOUNTER, "claim_id": CLAIM, "denial_id": denial_id, "declined_on": date(2026, 11, 20)}
    )


def woken(on: date) -> Woken:
    return Woken(subject=CLAIM, on=on)

"""The three stages of adjudication together, in memory: events in, the ledger out. Repeats are dropped as the inbox drops them."""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from services.billing.adjudication.model.account.account import Account
from services.billing.adjudication.model.books import Reference
from services.billing.adjudication.model.clearing.clearing import Clearing
from services.billing.adjudication.stages import assign, deposit, dispute, match, post, recoup
from shared.contracts.adjudication import AccountPosted, Balances, ClaimPosted, LedgerEntry, RemittancePosted
from shared.contracts.clock import Woken
from shared.contracts.coding import CodedLine
from shared.contracts.event import Envelope, Event, Message
from shared.contracts.topics import topic_of
from shared.contracts.values import WorkItem
from shared.remittance.claim_file import ClaimFile
from shared.site.contracts.book import Book
from shared.site.contracts.price import Claim, PricedClaim, price
from shared.site.contracts.row import ContractRow
from shared.site.model import ContractTerms
from shared.stage.stage import Stage, State
from shared.stage.step import Origin, step, subject_of

STAGES: tuple[Stage[Any, Any], ...] = (match.STAGE, post.STAGE, deposit.STAGE, assign.STAGE, recoup.STAGE, dispute.STAGE)
ZONE = ZoneInfo("America/New_York")
POSTINGS = (ClaimPosted, AccountPosted, RemittancePosted)


class Prices:
    """Contract rates per unit; a code without one has no price. A case rate pays the claim once and packages its other lines."""

    def __init__(self, fees: dict[str, str] | None = None, case_rates: dict[str, str] | None = None, coinsurance: str = "", **more: Decimal) -> None:
        """`more`: terms of the payer, such as its tolerance."""
        self.fees, self.case_rates, self.coinsurance, self.more = fees or {}, case_rates or {}, coinsurance, more

    def price(self, payer_id: str, kind: Any, lines: Iterable[CodedLine], on: date) -> PricedClaim:
        rows = [self._row("fee", code, fee) for code, fee in self.fees.items()]
        rates = [self._row("case_rate", code, rate) for code, rate in self.case_rates.items()]
        return price(Claim("ANY", kind, tuple(lines), on), Book([*rows, *rates], ()))

    def terms(self, payer_id: str, on: date) -> ContractTerms | None:
        return ContractTerms(filing_days=90, appeal_days=60, version=f"{payer_id} in the test", **self.more)

    def _row(self, basis: Any, code: str, amount: str) -> ContractRow:
        share = Decimal(self.coinsurance) if self.coinsurance else None
        return ContractRow(payer_id="ANY", code=code, basis=basis, amount=Decimal(amount), coinsurance=share, valid_from=date(2000, 1, 1))


class Desk:
    """`deliver` handles events until nothing is left; `copies` delivers each message so often; `pick` chooses among stages that have work."""

    def __init__(self, prices: Prices | None = None, copies: int = 1, pick: Callable[[int], int] | None = None) -> None:
        self.prices, self.copies, self.pick = prices or Prices(), copies, pick or (lambda count: 0)
        self.states: dict[tuple[str, str], State] = {}
        self.log: list[Event] = []
        self.inbox: set[tuple[str, str]] = set()
        self.queues: dict[tuple[str, str], list[Message]] = {}
        self.causes = 0
        self.closed_through = ""

    def deliver(self, *events: Event, on: date = date(2026, 10, 5)) -> Sequence[Event]:
        before = len(self.log)
        for event in events:
            self.causes += 1
            origin = Origin("test", "outside", f"cause-{self.causes}", datetime(on.year, on.month, on.day, 15, tzinfo=UTC))
            self._publish(origin.messages([event]))
        self._run()
        return self.log[before:]

    def wake(self, encounter: str, on: date) -> None:
        state = post.evolve(self.account(encounter), Woken(subject=encounter, on=on))
        self.states[post.STAGE.name, encounter] = state

    def tick(self, on: date) -> Sequence[Event]:
        """The day has come: whoever wanted to be woken by then is."""
        before = len(self.log)
        due = [(name, key) for (name, key), state in sorted(self.states.items()) if state.wake_on and state.wake_on <= on]
        for name, key in due:
            stage = next(one for one in STAGES if one.name == name)
            at = datetime(on.year, on.month, on.day, 5, tzinfo=UTC)
            woken = Woken(subject=key, on=on)
            self._handle(stage, Message(Envelope(f"{name}-{key}-{on}", woken.type, "/test/clock", key, at, key, ""), woken))
        self._run()
        return self.log[before:]

    def _publish(self, messages: Iterable[Message]) -> None:
        for message in messages:
            self.log.append(message.event)
            topic = topic_of(message.event)
            for stage in STAGES:
                if topic in stage.subscribes and isinstance(message.event, stage.handles):
                    self.queues.setdefault((stage.name, topic.name), []).extend([message] * self.copies)

    def _run(self) -> None:
        while ready := sorted(name for name, queue in self.queues.items() if queue):
            name = ready[self.pick(len(ready)) % len(ready)]
            stage = next(one for one in STAGES if one.name == name[0])
            self._handle(stage, self.queues[name].pop(0))

    def _handle(self, stage: Stage[Any, Any], message: Message) -> None:
        if (stage.name, message.envelope.id) in self.inbox:
            return
        self.inbox.add((stage.name, message.envelope.id))
        key = subject_of(stage, message.event)
        state = self.states.get((stage.name, key)) or stage.initial(key)
        state = type(state).model_validate_json(state.model_dump_json())
        self.states[stage.name, key], emitted = step(stage, state, message, self._reference(stage), "test", ZONE)
        self._publish(emitted)

    def _reference(self, stage: Stage[Any, Any]) -> Any:
        return Reference(self.prices, self.closed_through) if stage in (match.STAGE, post.STAGE, deposit.STAGE, assign.STAGE) else self.prices

    def file(self, claim: str) -> ClaimFile:
        state = self.states[match.STAGE.name, claim]
        assert isinstance(state, ClaimFile)
        return state

    def account(self, encounter: str) -> Account:
        state = self.states[post.STAGE.name, encounter]
        assert isinstance(state, Account)
        return state

    def clearing(self, trace: str) -> Clearing:
        state = self.states[deposit.STAGE.name, trace]
        assert isinstance(state, Clearing)
        return state

    def of(self, kind: type[Event]) -> list[Any]:
        return [event for event in self.log if isinstance(event, kind)]

    def entries(self) -> list[LedgerEntry]:
        return [entry for event in self.log if isinstance(event, POSTINGS) for entry in event.entries]

    def trial_balance(self) -> dict[str, Decimal]:
        return totals(self.entries())

    def balances(self, claim: str) -> Balances:
        found: Balances = [event.balances for event in self.of(ClaimPosted) if event.claim_id == claim][-1]
        return found

    def work(self) -> list[WorkItem]:
        return [item for _, state in sorted(self.states.items()) for item in state.work_items()]


def totals(entries: Iterable[LedgerEntry]) -> dict[str, Decimal]:
    """Balance by account, debits less credits, without zeros."""
    balance: dict[str, Decimal] = {}
    for one in entries:
        balance[one.debit] = balance.get(one.debit, Decimal(0)) + one.amount
        balance[one.credit] = balance.get(one.credit, Decimal(0)) - one.amount
    return {account: amount for account, amount in sorted(balance.items()) if amount}


def moves(events: Iterable[Event]) -> dict[str, str]:
    """What postings did, as account → amount (debit positive), for comparison with a journal entry on paper."""
    entries = [entry for event in events if isinstance(event, POSTINGS) for entry in event.entries]
    return {account: f"{amount:.2f}" for account, amount in totals(entries).items()}


def gross(events: Iterable[Event]) -> dict[tuple[str, str], str]:
    """The same by pair of debit and credit account, nothing netted."""
    sums: dict[tuple[str, str], Decimal] = {}
    for entry in (entry for event in events if isinstance(event, POSTINGS) for entry in event.entries):
        pair = (entry.debit, entry.credit)
        sums[pair] = sums.get(pair, Decimal(0)) + entry.amount
    return {pair: f"{amount:.2f}" for pair, amount in sums.items()}

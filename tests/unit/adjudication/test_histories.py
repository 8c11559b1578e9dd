"""What holds for every life of a claim, whatever payers, patients and people do, in whatever order it arrives."""

from decimal import Decimal
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.billing.adjudication.model import chart
from services.billing.adjudication.model.balances import balances
from shared.contracts.adjudication import ClaimPosted
from tests.unit.adjudication.desk import Desk, totals
from tests.unit.adjudication.histories import PRICES, STEPS, TOTAL, History
from tests.unit.adjudication.remits import CLERK, submitted

KNOWN = {
    chart.REVENUE, chart.REMIT_CLEARING, chart.CASH, chart.PATIENT_CREDIT, chart.PATIENT, chart.DENIED, chart.DISPUTED, chart.CONTRACTUAL,
    chart.SEQUESTRATION, chart.CAPITATION, *chart.WRITE_OFFS,
}  # fmt: skip
ZERO = Decimal("0.00")
steps = st.lists(st.sampled_from(STEPS), min_size=3, max_size=9)
bounds = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def played(data: st.DataObject, kinds: list[str], later_payers: int) -> History:
    history = History(Desk(PRICES), later_payers)
    history.start()
    for step in ("decide", *kinds):
        history.take(step, data.draw)
    return history


def explained(desk: Desk) -> None:
    """Debits equal credits; every line of the claim, and the claim, is charge = paid + adjusted + open."""
    assert sum(desk.trial_balance().values()) == 0
    lines: dict[Any, list[Any]] = {}
    for event in desk.of(ClaimPosted):
        for entry in event.entries:
            assert entry.amount > 0
            lines.setdefault(entry.line_number, []).append(entry)
        assert_identity(event.balances)
    for entries in lines.values():
        books = totals(entries)
        assert all(name in KNOWN or chart.is_payer_receivable(name) for name in books)
        assert_identity(balances(books, ZERO))


def assert_identity(found: Any) -> None:
    adjusted = found.contractual + found.written_off
    left = found.payer_open + found.denied_open + found.disputed + found.patient_open
    assert found.charged == found.payer_paid + found.patient_paid + adjusted + left


@bounds
@given(data=st.data(), kinds=steps, later=st.sampled_from((0, 1, 1)))
def test_every_posting_balances_and_every_line_is_explained(data: st.DataObject, kinds: list[str], later: int) -> None:
    explained(played(data, kinds, later).desk)


@bounds
@given(data=st.data(), kinds=steps, later=st.sampled_from((0, 1, 1)))
def test_what_comes_again_changes_nothing(data: st.DataObject, kinds: list[str], later: int) -> None:
    history = played(data, kinds, later)
    posted = len(history.desk.of(ClaimPosted))
    for events in history.delivered:
        history.desk.deliver(*(event for event in events if not hasattr(event, "actor") or event.actor != CLERK))
    assert len(history.desk.of(ClaimPosted)) == posted


@bounds
@given(data=st.data(), kinds=steps, later=st.sampled_from((0, 1, 1)), order=st.randoms(use_true_random=False))
def test_any_order_of_arrival_leaves_books_that_balance(data: st.DataObject, kinds: list[str], later: int, order: Any) -> None:
    history = played(data, kinds, later)
    files = list(history.delivered)
    order.shuffle(files)
    shaken = Desk(PRICES, copies=2, pick=order.randrange)
    for events in files:
        shaken.deliver(*events)
    explained(shaken)


@bounds
@given(data=st.data(), kinds=steps, later=st.sampled_from((0, 1, 1)))
def test_reversing_every_remittance_leaves_the_charge_open_and_voiding_leaves_nothing(data: st.DataObject, kinds: list[str], later: int) -> None:
    history = played(data, kinds, later)
    history.take_everything_back()
    desk, account = history.desk, history.desk.account("visit-C1")
    claim = account.claims["C1"]
    assert not claim.waiting
    mine = {name: amount for name, amount in claim.books.items() if name not in (chart.CASH, chart.PATIENT_CREDIT)}
    assert mine == {"ARP": TOTAL, "REV": -TOTAL}
    assert account.credit == history.patient_paid
    taken_back = claim.taken_back
    desk.deliver(submitted("C1", [("99213", "150.00")], 2, frequency="8"))
    books = desk.account("visit-C1").claims["C1"].books
    left = {name for name in books if name not in (chart.CASH, chart.PATIENT_CREDIT)}
    assert left == (set() if taken_back else {"ARP", "REV"})
    assert desk.account("visit-C1").credit == history.patient_paid
    explained(desk)

"""What holds for every story a payer may tell: debits equal credits, charges are fully explained, order and repeats change nothing."""

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from shared.contracts.adjudication import ClaimPosted
from shared.contracts.event import Event
from tests.unit.adjudication.desk import Desk
from tests.unit.adjudication.histories import CHARGES, PRICES, REASONS, splits
from tests.unit.adjudication.remits import PAID, deposit, negated, patient_pays, payment, remittance, submitted

SPLITS = splits((*REASONS, ("OA", "23")))


@st.composite
def stories(draw: st.DrawFn) -> list[list[Event]]:
    """Decision, then reversals with corrections; deposits and payments of the patient in between. One list is one file or request."""
    first = draw(SPLITS)
    story: list[list[Event]] = [[submitted("C1", list(CHARGES.items()))], remittance("T0", ("C1", payment("1", first)))]
    standing = first
    for number in range(draw(st.integers(min_value=0, max_value=2))):
        taken_back, standing = negated(standing), draw(SPLITS)
        pair = [("C1", payment("22", taken_back)), ("C1", payment("1", standing, icn=f"N{number}"))]
        together = draw(st.booleans())
        files = [pair] if together else [[pair[0]], [pair[1]]]
        story += [remittance(f"T{number + 1}{part}", *claims, day=10 * (number + 1)) for part, claims in enumerate(files)]
    for cents in draw(st.lists(st.integers(min_value=1, max_value=30000), max_size=2)):
        story.append([patient_pays("C1", f"{Decimal(cents) / 100:.2f}", PAID + timedelta(days=1))])
    if draw(st.booleans()):
        story.append([deposit("T0", str(sum(Decimal(line[2]) for line in first)))] if sum(Decimal(line[2]) for line in first) > 0 else [])
    return story


def identity_holds(desk: Desk) -> None:
    for event in desk.of(ClaimPosted):
        found = event.balances
        explained = found.payer_paid + found.contractual + found.patient_paid + found.patient_open
        assert found.charged == explained + found.payer_open + found.denied_open + found.disputed
        assert all(entry.amount > 0 for entry in event.entries)


def claim_books(desk: Desk) -> dict[str, Decimal]:
    return {account: amount for account, amount in desk.trial_balance().items() if account != "PC"}


@settings(max_examples=60, deadline=None)
@given(story=stories())
def test_debits_equal_credits_and_every_charge_is_explained(story: Sequence[Sequence[Event]]) -> None:
    desk = Desk(PRICES)
    for events in story:
        desk.deliver(*events)
        assert sum(desk.trial_balance().values()) == 0
    identity_holds(desk)


@settings(max_examples=60, deadline=None)
@given(story=stories(), order=st.randoms(use_true_random=False))
def test_the_interleaving_of_topics_and_repeats_do_not_change_the_balances(story: Sequence[Sequence[Event]], order: object) -> None:
    straight, shaken = Desk(PRICES), Desk(PRICES, copies=2, pick=lambda count: order.randrange(count))  # type: ignore[attr-defined]
    straight.deliver(*(event for events in story for event in events))
    shaken.deliver(*(event for events in story for event in events))
    assert straight.trial_balance() == shaken.trial_balance()
    identity_holds(shaken)


@settings(max_examples=60, deadline=None)
@given(story=stories(), order=st.randoms(use_true_random=False))
def test_files_in_any_order_end_in_a_ledger_that_balances(story: list[Sequence[Event]], order: object) -> None:
    shuffled = list(story)
    order.shuffle(shuffled)  # type: ignore[attr-defined]
    straight, shaken = Desk(PRICES), Desk(PRICES)
    for events in story:
        straight.deliver(*events)
    for events in shuffled:
        shaken.deliver(*events)
    assert sum(shaken.trial_balance().values()) == 0
    identity_holds(shaken)
    if not shaken.file("C1").waiting and not straight.file("C1").waiting:
        assert claim_books(straight) == claim_books(shaken)

"""Two stages in a chain: orders are counted, counted orders are summed per customer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from shared.contracts.clock import Woken
from shared.contracts.event import Event
from shared.contracts.values import WorkItem
from shared.stage.stage import Context, Reject, Stage, State
from tests.integration.toy.events import (
    ORDERS,
    PLACED,
    CallAnswered,
    CallWished,
    OrderBundled,
    OrderCounted,
    OrderPlaced,
    OrderReminded,
    TotalChanged,
)

BUG = 666
BUG_IN_THE_DATABASE = 667
REFUSED = 13


class Order(State):
    order_id: str
    customer_id: str = ""
    times: int = 0
    amount: int = 0
    reminded: tuple[str, ...] = ()
    said: str = ""
    to_bundle: bool = False
    bundle: int | None = None
    note: str = ""

    def columns(self) -> dict[str, object]:
        return {"customer_id": self.customer_id, "to_bundle": self.to_bundle}

    def work_items(self) -> Sequence[WorkItem]:
        if self.amount != 7:
            return ()
        return (WorkItem(id=f"seven-{self.order_id}", kind="seven", subject=self.order_id, sentence="Seven is odd: ask.", due_on="2026-11-09"),)


def count(order: Order, event: Event, context: Context[None]) -> list[Event]:
    match event:
        case OrderPlaced(amount=13):
            raise Reject("amount: nobody pays thirteen")
        case OrderPlaced(amount=666):
            raise KeyError("a secret that must not be logged")
        case OrderPlaced():
            counted = OrderCounted(order_id=order.order_id, customer_id=event.customer_id, amount=event.amount, times=order.times + 1)
            return [counted, CallWished(order_id=order.order_id, amount=event.amount)] if event.call else [counted]
        case Woken():
            return [OrderReminded(order_id=order.order_id, on=context.on.isoformat())]
    return []


def evolve_order(order: Order, event: Event) -> Order:
    match event:
        case OrderPlaced():
            wake_on = date(2026, 11, 2) + timedelta(event.wake_in_days) if event.wake_in_days is not None else order.wake_on
            note = "\x00" if event.amount == BUG_IN_THE_DATABASE else order.note
            return order.but(customer_id=event.customer_id, amount=event.amount, wake_on=wake_on, to_bundle=event.bundle, note=note)
        case OrderCounted():
            return order.but(times=event.times)
        case OrderReminded():
            return order.but(reminded=(*order.reminded, event.on), wake_on=None)
        case CallAnswered():
            return order.but(said=event.said)
        case OrderBundled():
            return order.but(bundle=event.bundle, to_bundle=False)
    return order


COUNT = Stage(
    name="toy.count",
    subscribes=(PLACED, ORDERS),
    handles=(OrderPlaced, CallAnswered, Woken),
    emits=(OrderCounted, CallWished, OrderReminded),
    initial=lambda key: Order(order_id=key),
    decide=count,
    evolve=evolve_order,
)


class Total(State):
    customer_id: str
    total: int = 0
    orders: int = 0


def add(total: Total, event: Event, context: Context[None]) -> list[Event]:
    assert isinstance(event, OrderCounted)
    return [TotalChanged(customer_id=total.customer_id, total=total.total + event.amount, orders=total.orders + 1)]


def evolve_total(total: Total, event: Event) -> Total:
    if isinstance(event, TotalChanged):
        return total.but(total=event.total, orders=event.orders)
    return total


TOTAL = Stage(
    name="toy.total",
    subscribes=(ORDERS,),
    handles=(OrderCounted,),
    emits=(TotalChanged,),
    initial=lambda key: Total(customer_id=key),
    decide=add,
    evolve=evolve_total,
    key=lambda event: event.customer_id,  # type: ignore[attr-defined]
)

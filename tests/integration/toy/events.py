"""Events and topics of a service that exists only to try the plumbing."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from shared.contracts import topics
from shared.contracts.event import Event
from shared.contracts.topics import Topic


class OrderPlaced(Event):
    type: Literal["rcm.toy.order-placed.v1"] = "rcm.toy.order-placed.v1"
    order_id: str
    customer_id: str
    amount: int
    wake_in_days: int | None = None
    call: bool = False
    bundle: bool = False


class OrderRemarked(Event):
    """Travels on the same topic; no stage handles it."""

    type: Literal["rcm.toy.order-remarked.v1"] = "rcm.toy.order-remarked.v1"
    order_id: str


class OrderCounted(Event):
    type: Literal["rcm.toy.order-counted.v1"] = "rcm.toy.order-counted.v1"
    order_id: str
    customer_id: str
    amount: int
    times: int


class OrderReminded(Event):
    type: Literal["rcm.toy.order-reminded.v1"] = "rcm.toy.order-reminded.v1"
    order_id: str
    on: str


class CallWished(Event):
    type: Literal["rcm.toy.call-wished.v1"] = "rcm.toy.call-wished.v1"
    order_id: str
    amount: int


class CallAnswered(Event):
    type: Literal["rcm.toy.call-answered.v1"] = "rcm.toy.call-answered.v1"
    order_id: str
    said: str


class CallUnanswered(Event):
    type: Literal["rcm.toy.call-unanswered.v1"] = "rcm.toy.call-unanswered.v1"
    order_id: str
    attempts: int


class OrderBundled(Event):
    type: Literal["rcm.toy.order-bundled.v1"] = "rcm.toy.order-bundled.v1"
    order_id: str
    bundle: int


class TotalChanged(Event):
    type: Literal["rcm.toy.total-changed.v1"] = "rcm.toy.total-changed.v1"
    customer_id: str
    total: int
    orders: int


Placed = Annotated[OrderPlaced | OrderRemarked, Field(discriminator="type")]
Followed = Annotated[OrderCounted | OrderReminded | CallWished | CallAnswered | CallUnanswered | OrderBundled, Field(discriminator="type")]

PLACED = Topic("rcm.toy.placed", "toy", "order_id", Placed)
ORDERS = Topic("rcm.toy.order", "toy", "order_id", Followed)
TOTALS = Topic("rcm.toy.total", "toy", "customer_id", TotalChanged, kind="derived")

for topic in (PLACED, ORDERS, TOTALS):
    topics._BY_NAME[topic.name] = topic
    topics._BY_EVENT.update(dict.fromkeys(topic.events, topic))

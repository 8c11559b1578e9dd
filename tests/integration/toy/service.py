"""The toy service: two chained stages, a gateway, a batcher and a folder."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from fastapi import APIRouter
from sqlalchemy import text
from sqlmodel import Field

from shared.contracts.event import Event
from shared.db.rows import RowStore
from shared.db.sequences import allot
from shared.db.sql import execute
from shared.db.tables import ServiceTables
from shared.stage.gateway import Answer, Batcher, Call, FolderIntake, Gateway, Unavailable, Uncertain
from shared.stage.service import Parts, Service
from shared.stage.stage import Bound, Context, Reject
from tests.integration.toy.events import ORDERS, CallAnswered, CallUnanswered, CallWished, OrderBundled, OrderPlaced
from tests.integration.toy.stages import COUNT, TOTAL, Order, Total


class Tables(ServiceTables, service="toy"):
    """The tables of the toy."""


class OrderRow(Tables.StateRow, table=True):
    __tablename__ = "toy_order"
    customer_id: str = Field(index=True)
    to_bundle: bool = False


class TotalRow(Tables.StateRow, table=True):
    __tablename__ = "toy_total"


class NoteRow(Tables.Row, table=True):
    __tablename__ = "toy_note"
    id: str = Field(primary_key=True)
    words: str
    times: int | None = None


@dataclass
class Partner:
    """The outside world of the toy: remembers who called."""

    calls: list[tuple[str, int]] = field(default_factory=list)
    inquiries: list[str] = field(default_factory=list)
    arrived: set[str] = field(default_factory=set)
    unavailable: int = 0
    uncertain: bool = False
    folder: str | None = None


async def call(wish: CallWished, call: Call, partner: Partner) -> Answer:
    partner.calls.append((wish.order_id, call.attempt))
    if partner.unavailable:
        partner.unavailable -= 1
        raise Unavailable("come back later")
    if partner.uncertain:
        raise Uncertain("the line went dead")
    return Answer((CallAnswered(order_id=wish.order_id, said=f"hello {wish.amount}"),), (f"answer to {wish.order_id}".encode(),))


async def inquire(wish: CallWished, call: Call, partner: Partner) -> Answer | None:
    partner.inquiries.append(wish.order_id)
    if wish.order_id in partner.arrived:
        return Answer((CallAnswered(order_id=wish.order_id, said="it had arrived"),))
    return None


GATEWAY = Gateway(
    name="toy.call",
    subscribes=ORDERS,
    wish=CallWished,
    partner=lambda wish: "everybody",
    subject=lambda wish: wish.order_id,
    perform=call,
    inquire=inquire,
    gave_up=lambda wish, attempts: (CallUnanswered(order_id=wish.order_id, attempts=attempts),),
    attempts=3,
    retry_seconds=0.05,
)


async def ready(session: Any) -> Sequence[str]:
    rows = await execute(session, text("SELECT key FROM toy_order WHERE to_bundle ORDER BY key LIMIT 100 FOR UPDATE SKIP LOCKED"))
    return list(rows.scalars())


async def bundle(session: Any, states: Mapping[str, Order], context: Context[Any]) -> tuple[Sequence[Event], Sequence[bytes]]:
    number = await allot(session, "bundle")
    body = "\n".join(sorted(states)).encode()
    return [OrderBundled(order_id=key, bundle=number) for key in sorted(states)], [body]


async def read(session: Any, body: bytes, name: str, cause: str, partner: Partner) -> Sequence[Event]:
    orders = []
    for line in body.decode().splitlines():
        order_id, found, rest = line.partition(",")
        if not found:
            raise Reject("line 1: no comma")
        customer_id, _, amount = rest.partition(",")
        orders.append(OrderPlaced(order_id=order_id, customer_id=customer_id, amount=int(amount)))
    return orders


def build(settings: Any, partner: Partner | None = None) -> Parts:
    partner = partner or Partner()
    count = Bound(COUNT, RowStore(OrderRow, Order))
    batcher = Batcher(name="toy.bundle", bound=count, pick=ready, gather=bundle, every_seconds=0.05)
    folder = FolderIntake(name="toy.folder", folder=lambda partner: partner.folder, read=read, accepts=lambda head: not head.startswith(b"#"))
    return Parts(
        stages=(count, Bound(TOTAL, RowStore(TotalRow, Total))), gateways=(GATEWAY,), batchers=(batcher,), folders=(folder,), resources=partner
    )


SERVICE = Service(name="toy", package="tests.integration.toy", metadata=Tables.metadata, build=build, routes=lambda runtime: APIRouter())

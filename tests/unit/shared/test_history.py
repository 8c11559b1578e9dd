"""The order in which a stage did things, found again from what topics keep: places in partitions, causes, times of writing."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from shared.contracts.clock import Woken
from shared.contracts.event import Event, Message
from shared.contracts.topics import topic_of
from shared.contracts.values import WorkItem
from shared.stage.history import House, Step, Told, Voice, steps
from shared.stage.refold import Refold
from shared.stage.stage import Context, Stage, State
from shared.stage.step import step
from shared.testing import message
from tests.integration.toy.events import ORDERS, PLACED, CallAnswered, CallWished, OrderCounted, OrderPlaced, OrderReminded

HOUSE = House("test", ZoneInfo("America/New_York"))
DAY = date(2026, 11, 2)
AT = datetime.fromisoformat("2026-11-02T15:00:00+00:00")


class Diary(State):
    """One slot per topic for what passed in silence; one line for each thing that was followed by words."""

    placed: tuple[int, ...] = ()
    answered: tuple[str, ...] = ()
    followed: tuple[str, ...] = ()
    woken: tuple[date, ...] = ()

    def work_items(self) -> Sequence[WorkItem]:
        return (WorkItem(id="odd", kind="odd", subject="o1", sentence="Look."),) if len(self.followed) % 2 else ()


def decide(diary: Diary, event: Event, context: Context[None]) -> list[Event]:
    """Speaks of every second amount, of answers that ask for it, and of the day; what it says names how much it had said before."""
    match event:
        case OrderPlaced(amount=amount) if amount % 2 == 0:
            counted = OrderCounted(order_id="o1", customer_id="c1", amount=amount, times=len(diary.followed))
            return [CallWished(order_id="o1", amount=amount), counted]
        case CallAnswered(said=said) if said.startswith("tell"):
            return [OrderCounted(order_id="o1", customer_id="c1", amount=0, times=len(diary.followed))]
        case Woken(on=on) if on.day % 2 == 0:
            return [OrderReminded(order_id="o1", on=on.isoformat())]
    return []


def evolve(diary: Diary, event: Event) -> Diary:
    match event:
        case OrderPlaced():
            wake_on = DAY + timedelta(event.wake_in_days) if event.wake_in_days is not None else diary.wake_on
            return diary.but(placed=(*diary.placed, event.amount), wake_on=wake_on)
        case CallAnswered():
            return diary.but(answered=(*diary.answered, event.said))
        case OrderCounted():
            return diary.but(followed=(*diary.followed, f"counted {event.amount} after {len(diary.followed)}"))
        case CallWished() | OrderReminded():
            return diary.but(followed=(*diary.followed, f"{type(event).__name__} after {len(diary.followed)}"))
        case Woken():
            return diary.but(woken=(*diary.woken, event.on), wake_on=None)
    return diary


STAGE: Stage[Diary, None] = Stage(
    name="toy.diary",
    subscribes=(PLACED, ORDERS),
    handles=(OrderPlaced, CallAnswered, Woken),
    emits=(OrderCounted, CallWished, OrderReminded),
    initial=lambda key: Diary(),
    decide=decide,
    evolve=evolve,
)
VOICE = Voice(STAGE.name, STAGE)


class Topics:
    """Kafka as far as history needs it: each record has a place in its partition and the time at which it was written."""

    def __init__(self) -> None:
        self.clock, self.ends = 0, dict[tuple[str, int], int]()

    def write(self, given: Message, partition: int) -> Told:
        topic = topic_of(given.event).name
        self.clock += 1
        offset = self.ends[topic, partition] = self.ends.get((topic, partition), -1) + 1
        return Told(given, topic, partition, offset, self.clock)


def lived(arrivals: Sequence[Told], topics: Topics, seed: int) -> tuple[Diary, list[Told]]:
    """The state as a service came to it that read each partition in order and the partitions as it pleased, and what it said."""
    chance, state, said = random.Random(seed), Diary(), list[Told]()
    queues = [[each for each in arrivals if each.topic == name] for name in ("rcm.toy.placed", "rcm.toy.order")]
    while any(queues):
        told = chance.choice([queue for queue in queues if queue]).pop(0)
        state, emitted = step(STAGE, state, told.message, None, HOUSE.site, HOUSE.zone)
        said += [topics.write(each, 3) for each in emitted]
    return state, said


def refolded(arrivals: Sequence[Told], said: Sequence[Told], today: date = DAY) -> Refold:
    refold = Refold("o1", HOUSE, [STAGE])
    refold.through(steps("o1", [(STAGE, each) for each in arrivals], [(VOICE, each) for each in said], HOUSE), today)
    return refold


@pytest.mark.parametrize("seed", range(40))
def test_whatever_order_the_service_read_in_the_fold_comes_to_its_state(seed: int) -> None:
    chance, topics = random.Random(seed), Topics()
    placed = [message(OrderPlaced(order_id="o1", customer_id="c1", amount=number), f"placed {number}", at=AT) for number in range(8)]
    answered = [
        message(CallAnswered(order_id="o1", said=("tell " if number % 3 else "") + str(number)), f"answered {number}", at=AT) for number in range(8)
    ]
    arrivals, waiting = list[Told](), [list(placed), list(answered)]
    while any(waiting):
        arrivals.append(topics.write(chance.choice([queue for queue in waiting if queue]).pop(0), 0))
    state, said = lived(arrivals, topics, seed)
    assert len(state.followed) > 8
    chance.shuffle(arrivals)
    chance.shuffle(said)
    assert refolded(arrivals, said).state == state


def test_messages_by_their_time_alone_would_come_to_another_state() -> None:
    """The answer was written first and read last, after something had been said about the order."""
    topics = Topics()
    answer = topics.write(message(CallAnswered(order_id="o1", said="tell"), "a", at=AT), 0)
    order = topics.write(message(OrderPlaced(order_id="o1", customer_id="c1", amount=2), "p", at=AT), 0)
    state, said = Diary(), list[Told]()
    for told in (order, answer):
        state, emitted = step(STAGE, state, told.message, None, HOUSE.site, HOUSE.zone)
        said += [topics.write(each, 3) for each in emitted]
    assert state.followed[-1] == "counted 0 after 2"
    assert refolded([answer, order], said).state == state
    assert [each.heard for each in steps("o1", [(STAGE, answer), (STAGE, order)], [], HOUSE)] == [answer, order]


def test_nothing_is_heard_before_it_was_said() -> None:
    """The clocks of two machines differ: what was said seems older than what led to it."""
    order = Told(message(OrderPlaced(order_id="o1", customer_id="c1", amount=2), "p", at=AT), "rcm.toy.placed", 0, 0, 900)
    said = [Told(each, "rcm.toy.order", 0, place, 100) for place, each in enumerate(step(STAGE, Diary(), order.message, None, "test", HOUSE.zone)[1])]
    listener = replace(STAGE, name="toy.listener", handles=(OrderCounted,), emits=())
    found = steps("o1", [(listener, said[1]), (STAGE, order)], [(VOICE, each) for each in said], HOUSE)
    assert [each.stage.name for each in found] == ["toy.diary", "toy.listener"]


def test_what_another_subjects_state_said_about_this_one_is_not_folded_twice() -> None:
    foreign = Told(message(OrderCounted(order_id="o1", customer_id="c1", amount=2, times=1), "elsewhere", at=AT), "rcm.toy.order", 0, 0, 5)
    assert steps("o1", [], [(VOICE, foreign)], HOUSE) == []


def test_what_a_batcher_said_is_folded_where_it_belongs() -> None:
    bundled = Told(message(OrderCounted(order_id="o1", customer_id="c1", amount=2, times=1), "run 7", at=AT), "rcm.toy.order", 0, 0, 5)
    [found] = steps("o1", [], [(Voice("toy.bundle", STAGE, is_batcher=True), bundled)], HOUSE)
    assert (found.message, found.said) == (None, [bundled])


@pytest.mark.parametrize(("days", "said"), [(0, True), (1, False)])
def test_a_day_of_the_calendar_is_folded_once_whether_something_was_said_on_it_or_not(days: int, said: bool) -> None:
    topics = Topics()
    order = topics.write(message(OrderPlaced(order_id="o1", customer_id="c1", amount=1, wake_in_days=days), "p", at=AT), 0)
    state, _ = step(STAGE, Diary(), order.message, None, HOUSE.site, HOUSE.zone)
    woken = HOUSE.woken(STAGE.name, "o1", DAY + timedelta(days))
    state, emitted = step(STAGE, state, woken, None, HOUSE.site, HOUSE.zone)
    assert bool(emitted) is said
    again = refolded([order], [topics.write(each, 3) for each in emitted], DAY + timedelta(3))
    assert again.state == state
    assert state.woken == (DAY + timedelta(days),)


def test_a_day_that_has_not_come_wakes_nobody() -> None:
    order = Topics().write(message(OrderPlaced(order_id="o1", customer_id="c1", amount=1, wake_in_days=9), "p", at=AT), 0)
    state = refolded([order], [], DAY + timedelta(8)).state
    assert isinstance(state, Diary)
    assert state.woken == ()


def test_work_items_have_the_days_on_which_they_came_and_went() -> None:
    refold = Refold("o1", HOUSE, [], Diary())
    told = [Topics().write(message(OrderReminded(order_id="o1", on="x"), str(day), at=AT + timedelta(day)), 0) for day in range(3)]
    bundler = Voice("toy.bundle", STAGE, is_batcher=True)
    refold.through(steps("o1", [], [(bundler, replace(each, offset=day, written_at=day)) for day, each in enumerate(told)], HOUSE), DAY)
    assert (refold.items["odd"].opened_at, refold.items["odd"].closed_at) == (AT + timedelta(2), None)
    refold._take(Step(STAGE, None, None, [told[0]]))
    assert refold.items["odd"].closed_at == AT


def test_what_a_batcher_said_of_its_document_makes_no_state() -> None:
    bundled = Told(message(OrderCounted(order_id="o1", customer_id="c1", amount=2, times=1), "run 7", at=AT), "rcm.toy.order", 0, 0, 5)
    refold = Refold("o1", HOUSE, [])
    refold.through(steps("o1", [], [(Voice("toy.bundle", STAGE, is_batcher=True), bundled)], HOUSE), DAY)
    assert refold.state is None


def test_no_decision_is_made_again() -> None:
    def decided(*_: Any) -> list[Event]:
        raise AssertionError("a rebuild decides nothing")

    silent = replace(STAGE, decide=decided)
    order = Topics().write(message(OrderPlaced(order_id="o1", customer_id="c1", amount=2), "p", at=AT), 0)
    refold = Refold("o1", HOUSE, [silent])
    refold.through(steps("o1", [(silent, order)], [], HOUSE), DAY)
    assert refold.state == Diary(placed=(2,))

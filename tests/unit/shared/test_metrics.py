"""Figures as Prometheus reads them."""

from __future__ import annotations

from datetime import datetime, timedelta

from shared.db.delivery import Delivery, Place
from shared.telemetry.metrics import Histogram, StageMeter, family, histogram
from shared.testing import AT, message
from tests.integration.toy.events import OrderPlaced

PLACE = Place("rcm.toy.placed", "id", 0, 7)


def deliveries(count: int, *, at: datetime = AT) -> list[Delivery]:
    placed = message(OrderPlaced(order_id="o1", customer_id="c1", amount=5), at=at)
    return [Delivery(placed.envelope, b"{}", PLACE)] * count


def test_a_family_has_help_type_and_a_line_per_sample() -> None:
    assert family("rcm_parked", "gauge", "Set aside.", [({"stage": "a.b", "kind": "defect"}, 2), ({}, 0.5)]) == (
        '# HELP rcm_parked Set aside.\n# TYPE rcm_parked gauge\nrcm_parked{stage="a.b",kind="defect"} 2\nrcm_parked 0.5\n'
    )


def test_quotes_backslashes_and_line_ends_in_labels_are_escaped() -> None:
    assert family("a", "gauge", "b", [({"c": 'd"e\\f\ng'}, 1)]).splitlines()[-1] == r'a{c="d\"e\\f\ng"} 1'


def test_buckets_add_up_and_a_figure_on_the_bound_lies_below_it() -> None:
    found = Histogram((1.0, 2.5))
    for value in (0.5, 1.0, 2.0, 9.0):
        found.add(value)
    assert histogram("h", "m", [({"stage": "s"}, found)]).splitlines()[2:] == [
        'h_bucket{stage="s",le="1"} 2',
        'h_bucket{stage="s",le="2.5"} 3',
        'h_bucket{stage="s",le="+Inf"} 4',
        'h_sum{stage="s"} 12.5',
        'h_count{stage="s"} 4',
    ]


def test_a_batch_is_noted_with_its_size_and_the_age_of_its_messages() -> None:
    meter = StageMeter({"rcm.toy.order-placed.v1"})
    meter.now = lambda: AT + timedelta(seconds=2)
    meter.end(meter.begin(), deliveries(3))
    assert (meter.sizes.sum, sum(meter.seconds.counts)) == (3, 1)
    assert (sum(meter.latency.counts), meter.latency.sum) == (3, 6.0)


def test_latency_is_noted_only_of_messages_that_the_stage_handles_and_never_below_zero() -> None:
    stranger, early = StageMeter({"rcm.toy.other.v1"}), StageMeter({"rcm.toy.order-placed.v1"})
    stranger.now = early.now = lambda: AT
    stranger.end(stranger.begin(), deliveries(3))
    early.end(early.begin(), deliveries(1, at=AT + timedelta(days=1)))
    assert sum(stranger.latency.counts) == 0
    assert (sum(early.latency.counts), early.latency.sum) == (1, 0.0)


def test_noting_a_batch_of_five_hundred_costs_less_than_two_milliseconds() -> None:
    meter, batch = StageMeter({"rcm.toy.order-placed.v1"}), deliveries(500)
    meter.now = lambda: AT
    fastest = min(_seconds(meter, batch) for _ in range(20))
    assert fastest < 0.002


def _seconds(meter: StageMeter, batch: list[Delivery]) -> float:
    began = meter.begin()
    meter.end(began, batch)
    return meter.begin() - began

"""Time as an input. A subject that must act later wakes on a day; services never ask a clock."""

from __future__ import annotations

from datetime import date
from typing import Literal

from shared.contracts.event import Event


class Woken(Event):
    """The day a subject asked to be woken on has come (in the site's time zone). Fed by each service's ticker, never published."""

    type: Literal["rcm.clock.woken.v1"] = "rcm.clock.woken.v1"
    subject: str
    on: date

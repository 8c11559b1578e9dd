"""The services of a house, in the order in which a visit meets them."""

from __future__ import annotations

from importlib.metadata import entry_points

from shared.stage.service import Service

SERVICES = ("eligibility", "coding", "submission", "adjudication", "denials")
PATIENCE = 20.0
"""Seconds that a house may take to end in order."""


def services() -> list[Service]:
    """All five, as `rcm` finds them."""
    known = {entry.name: entry for entry in entry_points(group="rcm.services")}
    return [known[name].load() for name in SERVICES]

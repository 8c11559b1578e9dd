"""What is done to the system, drawn by a seeded generator: the same seed does the same things at the same moments of the work.

A moment is a share of the work, measured in events that all services together have announced, not a time: a slow machine is hit at the same
place as a fast one.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

SERVICES = ("eligibility", "coding", "submission", "adjudication", "denials")
KINDS = ("killed", "broker", "database", "sandbox", "frozen", "doubled")
LATEST = 0.92
FROZEN_S = (8.0, 11.0)
"""Longer than the six seconds after which Kafka takes a silent member for dead."""
AWAY_S = {"broker": (0.0, 4.0), "database": (0.0, 3.0), "sandbox": (2.0, 6.0)}


@dataclass(frozen=True, order=True)
class Fault:
    """One thing that happens at one moment. `away_s`: how long it is missing before it is started again, stands still, or has no space on disk."""

    moment: float
    kind: str
    target: str
    away_s: float = 0.0

    def __str__(self) -> str:
        away = f" {self.away_s:.1f} s" if self.away_s else ""
        return f"{self.target} {self.kind}{away} at {self.moment:.0%}"


@dataclass(frozen=True)
class Plan:
    """The faults of a trial, and what comes twice during all of it."""

    seed: int
    faults: tuple[Fault, ...]
    messages_twice: bool = False
    files_twice: bool = False
    commands_twice: bool = False

    @property
    def twice(self) -> list[str]:
        return [name for name in ("messages", "files", "commands") if getattr(self, f"{name}_twice")]

    @property
    def name(self) -> str:
        """The seed, or what it is instead of one."""
        return f"{self.faults[0].target}-disk" if self.on_full_disk else str(self.seed)

    @property
    def on_full_disk(self) -> bool:
        return any(fault.kind == "full" for fault in self.faults)

    def __str__(self) -> str:
        doubled = [f"{' and '.join(self.twice)} twice"] if self.twice else []
        return ", ".join([*map(str, self.faults), *doubled]) or "undisturbed"


UNDISTURBED = Plan(0, ())
FULL_S = 6.0
FULL_DISKS = tuple(Plan(0, (Fault(0.3, "full", target, FULL_S),)) for target in ("database", "broker"))
"""Tried on request only: a disk of our own needs a right that not everybody has."""


def draw(seed: int) -> Plan:
    """Every kind of fault is the main one of every sixth seed; others join it at random."""
    random = Random(seed)
    main = KINDS[seed % len(KINDS)]
    joining = [kind for kind in KINDS if kind not in (main, "killed") and random.random() < 0.25]
    kinds = [main, "killed", *joining[:2]]
    faults = [fault for kind in kinds for fault in _faults(kind, random)]
    chances = [random.random() < (0.9 if main == "doubled" else 0.3) for _ in range(3)]
    if main == "doubled" and not any(chances):
        chances = [True, True, True]
    return Plan(seed, tuple(sorted(faults)), *chances)


def _faults(kind: str, random: Random) -> list[Fault]:
    moment = round(random.uniform(0.03, LATEST), 3)
    if kind == "killed":
        return [_kill(random) for _ in range(random.randint(1, 3))]
    if kind == "frozen":
        return [Fault(moment, "frozen", random.choice(SERVICES), round(random.uniform(*FROZEN_S), 1))]
    if kind in AWAY_S:
        away = round(random.uniform(*AWAY_S[kind]), 1)
        return [Fault(moment, "killed", kind, away)]
    return []


def _kill(random: Random) -> Fault:
    """Mostly without warning; sometimes as an administrator would restart it."""
    kind = "killed" if random.random() < 0.85 else "restarted"
    return Fault(round(random.uniform(0.03, LATEST), 3), kind, random.choice(SERVICES))

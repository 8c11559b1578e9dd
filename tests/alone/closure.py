"""What a wheel asks for, all the way down, as its metadata say it: no more than that may be in the environment that a service is tried in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from importlib.metadata import Distribution, distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
PINNED = re.compile(r"^([a-z0-9][^\s;]*)==(\S+)(?: ; (.+?))? \\$", re.MULTILINE)


def locked() -> dict[str, str]:
    """The version of every package that the lock of the running product pins, on this platform."""
    pins = PINNED.findall((ROOT / "requirements.lock").read_text())
    wanted = (Requirement(f"{name}=={version}" + (f" ; {marker}" if marker else "")) for name, version, marker in pins)
    return {canonicalize_name(each.name): str(each.specifier).removeprefix("==") for each in wanted if not each.marker or each.marker.evaluate()}


def asked_for(wheels: Iterable[Distribution], name: str) -> dict[str, Distribution]:
    """Every distribution of others that `name` needs, by name; those of ours are read from their wheels, never from where they are developed."""
    ours = {canonicalize_name(wheel.metadata["Name"]): wheel for wheel in wheels}
    found: dict[str, Distribution] = {}
    waiting, seen = [Requirement(name)], set()
    while waiting:
        wanted = waiting.pop()
        key = canonicalize_name(wanted.name)
        for extra in {"", *wanted.extras}:
            if (key, extra) in seen:
                continue
            seen.add((key, extra))
            found[key] = ours.get(key) or distribution(key)
            waiting += _requirements(found[key], extra)
    return {key: each for key, each in found.items() if key not in ours}


def _requirements(of: Distribution, extra: str) -> Iterator[Requirement]:
    """What a distribution requires with an extra, or without one."""
    for text in of.requires or ():
        wanted = Requirement(text)
        if (not wanted.marker and not extra) or (wanted.marker and wanted.marker.evaluate({"extra": extra})):
            yield wanted

"""What a caller may do, and the bundles of it that go with a position in the hospital."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Literal, get_args

Power = Literal["read", "phi", "intake", "work", "operate"]
"""read: see what names nobody (ids, codes, dates, amounts, work items). phi: see what identifies a patient: registrations and X12 documents.
intake: hand something in, as another system does. work: a person's command. operate: status, metrics, parked messages."""
POWERS: tuple[Power, ...] = get_args(Power)

ROLES: Mapping[str, frozenset[Power]] = MappingProxyType({
    "registrar": frozenset({"read", "phi", "work"}),
    "coder": frozenset({"read", "work"}),
    "biller": frozenset({"read", "phi", "work"}),
    "denial-specialist": frozenset({"read", "phi", "work"}),
    "analyst": frozenset({"read"}),
    "operator": frozenset({"read", "operate"}),
    "system": frozenset({"read", "intake"}),
})  # fmt: skip
"""A role says what; the services of a token say where."""


def granted(roles: Sequence[str], powers: Sequence[str]) -> frozenset[str]:
    """The powers of a token. A role that this release does not know grants nothing."""
    return frozenset(powers).union(*(ROLES.get(role, frozenset()) for role in roles)) & set(POWERS)

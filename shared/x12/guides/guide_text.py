"""A guide as it is written down, before anybody has read it."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, eq=False)
class GuideText:
    """The notation of one guide, for a set (ST01) and the versions (ST03 or GS08) that it serves, the one we send first.

    `macros` are the element rules that its lines share. `streamed` are the loops that come one after the other without end,
    `claims` those that one claim (or one patient asked about) fills, where they are others.
    """

    set_id: str
    versions: tuple[str, ...]
    text: str
    streamed: tuple[str, ...] = ()
    claims: tuple[str, ...] = ()
    macros: Mapping[str, str] = field(default_factory=dict)

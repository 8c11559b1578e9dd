"""The small values of a claim or a line out of their segments. Loops 2300 and 2400."""

from typing import Any

from shared.x12.scalars import read_dates
from shared.x12.segments import Segment
from shared.x12.translate.claim_details import (
    Attachment,
    Certification,
    Contract,
    Equipment,
    Indicator,
    LineAmount,
    Measurement,
    Note,
    Purchase,
    Repricing,
    SpinalCondition,
    Transport,
)
from shared.x12.translate.claim_reading import NO_DAY, number, optional
from shared.x12.translate.days import Dated
from shared.x12.translate.laid_out import read_laid

_SINGLE: dict[str, tuple[str, type[Any]]] = {
    "CN1": ("contract", Contract),
    "CR1": ("transport", Transport),
    "CR2": ("spinal", SpinalCondition),
    "CR3": ("certification", Certification),
    "HCP": ("repricing", Repricing),
    "PS1": ("purchase", Purchase),
}
_SEVERAL: dict[str, tuple[str, type[Any]]] = {
    "AMT": ("amounts", LineAmount),
    "CRC": ("indicators", Indicator),
    "MEA": ("measurements", Measurement),
    "PWK": ("attachments", Attachment),
}


def read_details(found: dict[str, list[Segment]], note: str, more: dict[str, Any]) -> None:
    """Fills in the fields of what stands in a claim or line itself; `note` is the kind of NTE that is its own."""
    for id, segments in found.items():
        if id == "NTE":
            more["note"], more["notes"] = _notes(segments, note)
        elif id == "K3":
            more["fixed_format"] = tuple([k3.get(1) for k3 in segments])
        elif id in _SINGLE:
            field, kind = _SINGLE[id]
            more[field] = read_laid(kind, segments[0])
        elif id in _SEVERAL:
            field, kind = _SEVERAL[id]
            more[field] = tuple([read_laid(kind, segment) for segment in segments])


def _notes(nte: list[Segment], own: str) -> tuple[str, tuple[Note, ...]]:
    """The text of the first NTE of a claim's or line's own kind, and all others."""
    first = next((each for each in nte if each.get(1) == own), None)
    return first.get(2) if first else "", tuple([read_laid(Note, each) for each in nte if each is not first])


def read_dated(dtp: Segment) -> Dated:
    """DTP."""
    first, last = read_dates(dtp.get(2), dtp.get(3))
    return Dated(dtp.get(1), first or NO_DAY, last if dtp.get(2) == "RD8" else None)


def read_equipment(sv5: Segment, component: str) -> Equipment:
    """SV5."""
    get = sv5.get
    return Equipment(sv5.component(1, 2, component), number(get(3)), optional(get(4)), optional(get(5)), get(6))

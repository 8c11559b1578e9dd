"""HI read back: the coded facts of a claim, and the stay that an institutional claim tells of. Loop 2300."""

from typing import Any

from shared.x12.loop import Loop
from shared.x12.scalars import read_date, read_dates, read_time
from shared.x12.segments import Segment
from shared.x12.translate.claim import Diagnosis, Occurrence, Procedure, Stay, ValueCode
from shared.x12.translate.claim_reading import NO_DAY, number

Codes = dict[str, list[list[str]]]
"""Composites by their qualifier, each with at least nine components."""
_NONE: list[list[str]] = []


def read_codes(segments: list[Segment], component: str) -> Codes:
    """All HI composites."""
    found: Codes = {}
    for hi in segments:
        for value in hi.elements[1:]:
            parts = value.split(component)
            found.setdefault(parts[0], []).append(parts if len(parts) > 8 else [*parts, *[""] * (9 - len(parts))])
    return found


def read_diagnoses(codes: Codes) -> tuple[Diagnosis, ...]:
    """The principal diagnosis, then the others."""
    return _diagnoses(codes, "ABK", "BK", "ABF", "BF")


def read_stay(loop: Loop, codes: Codes, providers: dict[str, Any]) -> Stay:
    """What only an institutional claim says; `providers` are those that a stay has fields for."""
    first, last = _period(loop)
    cl1 = (loop.first("CL1") or Segment("CL1", ("CL1",))).get
    admission = loop.get("DTP", 3, "435")
    return Stay(
        first or NO_DAY,
        last or NO_DAY,
        cl1(3),
        cl1(1),
        cl1(2),
        read_date(admission[:8]),
        read_time(admission[8:]),
        read_time(loop.get("DTP", 3, "096")),
        admitting=next(iter(_diagnoses(codes, "ABJ", "BJ")), None),
        reasons=_diagnoses(codes, "APR", "PR"),
        external_causes=_diagnoses(codes, "ABN", "BN"),
        drg=next((code[1] for code in codes.get("DR", _NONE)), ""),
        procedures=tuple([Procedure(code[1], read_date(code[3]) or NO_DAY) for code in _all(codes, "BBR", "BR", "CAH", "BBQ", "BQ")]),
        occurrences=_occurrences(codes),
        value_codes=tuple([ValueCode(code[1], number(code[4])) for code in codes.get("BE", _NONE)]),
        conditions=tuple([code[1] for code in codes.get("BG", _NONE)]),
        treatments=tuple([code[1] for code in codes.get("TC", _NONE)]),
        **providers,
    )


def _all(codes: Codes, *qualifiers: str) -> list[list[str]]:
    return [code for qualifier in qualifiers for code in codes.get(qualifier, _NONE)]


def _diagnoses(codes: Codes, *qualifiers: str) -> tuple[Diagnosis, ...]:
    return tuple([Diagnosis(code[1], code[8]) for code in _all(codes, *qualifiers)])


def _occurrences(codes: Codes) -> tuple[Occurrence, ...]:
    events = [Occurrence(code[1], read_date(code[3]) or NO_DAY) for code in codes.get("BH", _NONE)]
    spans = [(code[1], *read_dates(code[2], code[3])) for code in codes.get("BI", _NONE)]
    return (*events, *[Occurrence(code, begin or NO_DAY, end) for code, begin, end in spans])


def _period(loop: Loop) -> tuple[Any, Any]:
    dtp = loop.first("DTP", "434")
    return read_dates(dtp.get(2), dtp.get(3)) if dtp else (None, None)

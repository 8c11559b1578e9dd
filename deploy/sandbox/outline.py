"""Which loop each segment of an 837 lies in (guides 005010X222A1 and 005010X223A2).

Loops begin at their first segment; who an NM1 names depends on the loop it stands in, so that the insured
of another payer (2330A) is never taken for ours (2010BA).
"""

from collections.abc import Iterable
from dataclasses import dataclass

from deploy.sandbox.interchange import Segment

GUIDES = {"005010X222A1": "P", "005010X223A2": "I", "005010X223A3": "I"}
LEVELS = {"20": "2000A", "22": "2000B", "23": "2000C"}
NAMES = {
    ("HEADER", "41"): "1000A",
    ("HEADER", "40"): "1000B",
    ("2000A", "85"): "2010AA",
    ("2000A", "87"): "2010AB",
    ("2000A", "PE"): "2010AC",
    ("2000B", "IL"): "2010BA",
    ("2000B", "PR"): "2010BB",
    ("2000C", "QC"): "2010CA",
    ("2320", "IL"): "2330A",
    ("2320", "PR"): "2330B",
}
NAME_FAMILIES = {"2300": "2310", "2320": "2330", "2400": "2420"}
LINE_PARTS = {"LIN": "2410", "SVD": "2430", "LQ": "2440"}


@dataclass(frozen=True)
class Placed:
    """A segment with its position in the set (ST is 1), its loop, and the number of the loop instance."""

    position: int
    loop: str
    instance: int
    segment: Segment


def outline(segments: Iterable[Segment]) -> list[Placed]:
    """Every segment of one set, placed."""
    area, loop, instance, placed = "HEADER", "HEADER", 0, []
    for position, segment in enumerate(segments, 1):
        begun = _begins(segment, area)
        if begun:
            area, loop = begun
            instance += 1
        placed.append(Placed(position, loop, instance, segment))
    return placed


def _begins(segment: Segment, area: str) -> tuple[str, str] | None:
    """The (area, loop) that this segment opens, if it opens one. Areas are the loops that contain names."""
    tag = segment.tag
    if tag == "HL":
        level = LEVELS.get(segment.at(3), "HL")
        return level, level
    if tag == "NM1":
        family = NAME_FAMILIES.get(area, "")
        return area, NAMES.get((area, segment.at(1)), family + segment.at(1))
    if tag in ("CLM", "LX"):
        loop = "2300" if tag == "CLM" else "2400"
        return loop, loop
    if tag == "SBR" and area in ("2300", "2320"):
        return "2320", "2320"
    if tag in LINE_PARTS and area == "2400":
        return area, LINE_PARTS[tag]
    return ("TRAILER", "TRAILER") if tag == "SE" else None

"""What the 999 checks in an 837: required loops and segments, and the elements adjudication relies on.

Deliberately a part of the guides, written as tables; whether the content makes sense is the 277CA's business.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from deploy.sandbox.interchange import Segment
from deploy.sandbox.money import money
from deploy.sandbox.outline import Placed, outline

REQUIRED_LOOPS = {
    "HEADER": ("1000A", "1000B", "2000A", "2300"),
    "2000A": ("2010AA",),
    "2000B": ("2010BA", "2010BB"),
    "2000C": ("2010CA",),
    "2300": ("2400",),
}
FIRST_TAGS = {"2000A": "HL", "2300": "CLM", "2400": "LX"}
ENDS = {
    "HEADER": ("TRAILER",),
    "2000A": ("2000A",),
    "2000B": ("2000A", "2000B"),
    "2000C": ("2000A", "2000B", "2000C"),
    "2300": ("2000A", "2000B", "2000C", "2300"),
}
REQUIRED_SEGMENTS = {
    "HEADER": ("BHT",),
    "2010AA": ("N3", "N4", "REF"),
    "2000B": ("SBR",),
    "2000C": ("PAT",),
    "2010CA": ("DMG",),
    "2300": ("HI",),
}
REQUIRED_BY_KIND: dict[str, dict[str, tuple[str, ...]]] = {
    "P": {"2400": ("SV1", "DTP")},
    "I": {"2400": ("SV2",), "2300": ("HI", "DTP", "CL1")},
}
NOTED_SEGMENTS = {"1000A": ("PER",)}
LEVEL_ABOVE = {"2000A": "", "2000B": "2000A", "2000C": "2000B"}
UNITS_OF_MEASURE = ("UN", "MJ", "DA")


@dataclass(frozen=True)
class Check:
    """One element: where (loop prefix, tag, element, component), its data element number, and what must hold."""

    loop: str
    tag: str
    element: int
    component: int
    number: str
    rule: str
    fatal: bool = True


CHECKS = (
    Check("HEADER", "BHT", 3, 0, "127", "present"),
    Check("HEADER", "BHT", 4, 0, "373", "date"),
    Check("2010AA", "NM1", 9, 0, "67", "present"),
    Check("2010AA", "N4", 3, 0, "116", "zip", fatal=False),
    Check("2010BB", "NM1", 9, 0, "67", "present"),
    Check("2", "DMG", 2, 0, "1251", "date"),
    Check("2300", "CLM", 1, 0, "1028", "claim number"),
    Check("2300", "CLM", 2, 0, "782", "decimal"),
    Check("2300", "CLM", 5, 1, "1331", "present"),
    Check("2300", "CLM", 5, 3, "1325", "present"),
    Check("2400", "SV1", 1, 2, "234", "present"),
    Check("2400", "SV1", 2, 0, "782", "decimal"),
    Check("2400", "SV1", 3, 0, "355", "unit"),
    Check("2400", "SV1", 4, 0, "380", "decimal"),
    Check("2400", "SV2", 1, 0, "234", "present"),
    Check("2400", "SV2", 3, 0, "782", "decimal"),
    Check("2400", "SV2", 4, 0, "355", "unit"),
    Check("2400", "SV2", 5, 0, "380", "decimal"),
    Check("2", "DTP", 3, 0, "1251", "period"),
)


@dataclass(frozen=True)
class ElementFinding:
    """IK401 position (with component), IK402 data element number, IK403 code, IK404 what was found."""

    element: int
    component: int
    number: str
    code: str
    found: str


@dataclass(frozen=True)
class Finding:
    """IK301 tag, IK302 position, IK303 loop, IK304 code; `claim` for the CTX that names the business unit."""

    tag: str
    position: int
    loop: str
    code: str
    claim: str = ""
    fatal: bool = True
    elements: tuple[ElementFinding, ...] = ()


def findings(segments: Sequence[Segment], kind: str) -> list[Finding]:
    """Everything wrong with one 837 set, in the order of its segments."""
    placed = outline(segments)
    found = [*_missing_loops(placed), *_missing_segments(placed, kind), *_bad_elements(placed), *_orphans(placed)]
    return sorted(found, key=lambda finding: finding.position)


def _missing_loops(placed: list[Placed]) -> Iterator[Finding]:
    """Loops that their parent must hold, reported at the segment that opens the parent."""
    for index, start in enumerate(placed):
        opens = index == 0 or start.instance != placed[index - 1].instance
        if not (opens and start.loop in REQUIRED_LOOPS):
            continue
        inside = {item.loop for item in _inside(placed, index, ENDS[start.loop])}
        for loop in REQUIRED_LOOPS[start.loop]:
            if loop not in inside:
                yield Finding(FIRST_TAGS.get(loop, "NM1"), start.position, loop, "3", _claim_number(placed, index))


def _inside(placed: list[Placed], index: int, ends: tuple[str, ...]) -> Iterator[Placed]:
    """What follows a loop's first segment until a loop of the same or a higher level begins."""
    own = placed[index].instance
    for item in placed[index + 1 :]:
        if item.instance != own and item.loop in ends and item.loop != "HEADER":
            return
        yield item


def _missing_segments(placed: list[Placed], kind: str) -> Iterator[Finding]:
    required = REQUIRED_SEGMENTS | REQUIRED_BY_KIND[kind]
    for index, start in enumerate(placed):
        if index and start.instance == placed[index - 1].instance:
            continue
        tags = {item.segment.tag for item in placed[index:] if item.instance == start.instance}
        for tag in required.get(start.loop, ()):
            if tag not in tags:
                yield Finding(tag, start.position, start.loop, "3", _claim_number(placed, index))
        for tag in NOTED_SEGMENTS.get(start.loop, ()):
            if tag not in tags:
                yield Finding(tag, start.position, start.loop, "3", fatal=False)


def _bad_elements(placed: list[Placed]) -> Iterator[Finding]:
    for index, item in enumerate(placed):
        wrong = [(check, code) for check in CHECKS if _applies(check, item) and (code := _fault(check, item.segment))]
        if wrong:
            elements = tuple(_element(check, code, item.segment) for check, code in wrong)
            fatal = any(check.fatal for check, _ in wrong)
            yield Finding(item.segment.tag, item.position, item.loop, "8", _claim_number(placed, index), fatal, elements)


def _orphans(placed: list[Placed]) -> Iterator[Finding]:
    """An HL of an unknown level (HL03), or one whose parent (HL02) is not of the level above or did not come before."""
    levels: dict[str, str] = {}
    for item in (one for one in placed if one.segment.tag == "HL"):
        parent = item.segment.at(2)
        if item.loop == "HL":
            element = ElementFinding(3, 0, "735", "7", item.segment.at(3))
            yield Finding("HL", item.position, "", "8", elements=(element,))
        elif levels.get(parent, "") != LEVEL_ABOVE[item.loop]:
            element = ElementFinding(2, 0, "734", "7" if parent else "1", parent)
            yield Finding("HL", item.position, item.loop, "8", elements=(element,))
        levels[item.segment.at(1)] = item.loop


def _applies(check: Check, item: Placed) -> bool:
    return item.segment.tag == check.tag and item.loop.startswith(check.loop)


def _element(check: Check, code: str, segment: Segment) -> ElementFinding:
    return ElementFinding(check.element, check.component, check.number, code, _value(check, segment))


def _value(check: Check, segment: Segment) -> str:
    return segment.part(check.element, check.component) if check.component else segment.at(check.element)


def _fault(check: Check, segment: Segment) -> str:
    """The IK403 code of what is wrong, or nothing: 1 missing, 5 too long, 6 bad character, 7 bad code, 8 bad date."""
    value = _value(check, segment)
    if not value:
        return "1"
    if check.rule == "claim number":
        return "5" if len(value) > 20 else ""
    if check.rule == "decimal":
        return "" if _is_decimal(value) else "6"
    if check.rule == "unit":
        return "" if value in UNITS_OF_MEASURE else "7"
    if check.rule == "zip":
        return "" if value.isdigit() and len(value) == 9 else "7"
    if check.rule == "date":
        return "" if is_date(value) else "8"
    if check.rule == "period":
        return "" if _is_period(segment.at(2), value) else "8"
    return ""


def _is_decimal(text: str) -> bool:
    try:
        money(text)
    except ValueError:
        return False
    return True


def is_date(text: str) -> bool:
    """A day that exists, as CCYYMMDD."""
    if len(text) != 8 or not text.isdigit():
        return False
    try:
        datetime.strptime(text, "%Y%m%d")
    except ValueError:
        return False
    return True


def _is_period(qualifier: str, text: str) -> bool:
    """D8 a day, RD8 two days in order; other formats (DT, TM) are left to their users."""
    if qualifier == "D8":
        return is_date(text)
    if qualifier == "RD8":
        first, _, last = text.partition("-")
        return is_date(first) and is_date(last) and first <= last
    return True


def _claim_number(placed: list[Placed], index: int) -> str:
    """CLM01 of the claim this segment belongs to, for CTX."""
    for item in reversed(placed[: index + 1]):
        if item.loop in ("2000A", "2000B", "2000C", "HEADER"):
            return ""
        if item.segment.tag == "CLM":
            return item.segment.at(1)
    return ""

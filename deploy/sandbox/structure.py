"""What the 999 checks in an 837: required loops and segments, and the elements adjudication relies on.

Deliberately a part of the guides, written as tables; whether the content makes sense is the 277CA's business.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby

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
CHECKS_OF = {tag: tuple(check for check in CHECKS if check.tag == tag) for tag in {check.tag for check in CHECKS}}


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


@dataclass
class _Instance:
    """One occurrence of a loop, without the loops inside it; `claim` is CLM01 of the claim it belongs to."""

    items: list[Placed]
    claim: str = ""
    inside: set[str] = field(default_factory=set)

    @property
    def loop(self) -> str:
        return self.items[0].loop

    @property
    def tags(self) -> set[str]:
        return {item.segment.tag for item in self.items}

    def lacks(self, tag: str, loop: str, fatal: bool = True) -> Finding:
        """Code 3, required segment missing, reported at the segment that opens this loop."""
        return Finding(tag, self.items[0].position, loop, "3", self.claim, fatal)


def findings(segments: Sequence[Segment], kind: str) -> list[Finding]:
    """Everything wrong with one 837 set, in the order of its segments."""
    instances = _instances(outline(segments))
    found = [*_missing_loops(instances), *_missing_segments(instances, kind), *_bad_elements(instances), *_orphans(instances)]
    return sorted(found, key=lambda finding: finding.position)


def _instances(placed: list[Placed]) -> list[_Instance]:
    found, claim = [], ""
    for _, items in groupby(placed, key=lambda item: item.instance):
        instance = _Instance(list(items))
        if instance.loop in LEVEL_ABOVE:
            claim = ""
        elif instance.loop == "2300":
            claim = instance.items[0].segment.at(1)
        instance.claim = claim
        found.append(instance)
    return found


def _missing_loops(instances: list[_Instance]) -> Iterator[Finding]:
    """Loops that their parent must hold. A parent ends where a loop of its own or a higher level begins."""
    parents: list[_Instance] = []
    for instance in instances:
        ended = [parent for parent in parents if instance.loop in ENDS[parent.loop]]
        for parent in ended:
            yield from _lacking(parent)
        parents = [parent for parent in parents if instance.loop not in ENDS[parent.loop]]
        for parent in parents:
            parent.inside.add(instance.loop)
        if instance.loop in REQUIRED_LOOPS:
            parents.append(instance)
    for parent in parents:
        yield from _lacking(parent)


def _lacking(parent: _Instance) -> Iterator[Finding]:
    for loop in REQUIRED_LOOPS[parent.loop]:
        if loop not in parent.inside:
            yield parent.lacks(FIRST_TAGS.get(loop, "NM1"), loop)


def _missing_segments(instances: list[_Instance], kind: str) -> Iterator[Finding]:
    required = REQUIRED_SEGMENTS | REQUIRED_BY_KIND[kind]
    for instance in instances:
        loop, tags = instance.loop, instance.tags
        for tag in required.get(loop, ()):
            if tag not in tags:
                yield instance.lacks(tag, loop)
        for tag in NOTED_SEGMENTS.get(loop, ()):
            if tag not in tags:
                yield instance.lacks(tag, loop, fatal=False)


def _bad_elements(instances: list[_Instance]) -> Iterator[Finding]:
    for instance in instances:
        for item in instance.items:
            checks = CHECKS_OF.get(item.segment.tag, ())
            wrong = [(check, code) for check in checks if item.loop.startswith(check.loop) and (code := _fault(check, item.segment))]
            if wrong:
                elements = tuple(_element(check, code, item.segment) for check, code in wrong)
                fatal = any(check.fatal for check, _ in wrong)
                yield Finding(item.segment.tag, item.position, item.loop, "8", instance.claim, fatal, elements)


def _orphans(instances: list[_Instance]) -> Iterator[Finding]:
    """An HL of an unknown level (HL03), or one whose parent (HL02) is not of the level above or did not come before."""
    levels: dict[str, str] = {}
    for item in (one.items[0] for one in instances if one.items[0].segment.tag == "HL"):
        parent = item.segment.at(2)
        if item.loop == "HL":
            element = ElementFinding(3, 0, "735", "7", item.segment.at(3))
            yield Finding("HL", item.position, "", "8", elements=(element,))
        elif levels.get(parent, "") != LEVEL_ABOVE[item.loop]:
            element = ElementFinding(2, 0, "734", "7" if parent else "1", parent)
            yield Finding("HL", item.position, item.loop, "8", elements=(element,))
        levels[item.segment.at(1)] = item.loop


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
        date.fromisoformat(text)
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

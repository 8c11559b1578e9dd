"""Reading a 270 (005010X279A1): who asks which payer about whom, for which day, and for what."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from deploy.sandbox.acknowledge import Expected, SetVerdict
from deploy.sandbox.interchange import Segment, TransactionSet
from deploy.sandbox.read837 import day
from deploy.sandbox.structure import Finding, is_date

LEVEL_ABOVE = {"20": "", "21": "20", "22": "21", "23": "22"}
NAMES = {"20": "2100A", "21": "2100B", "22": "2100C", "23": "2100D"}


@dataclass
class Level:
    """One HL of the 270 and what follows it, up to the next HL."""

    code: str
    segments: list[Segment] = field(default_factory=list)
    children: list["Level"] = field(default_factory=list)

    def all(self, tag: str) -> list[Segment]:
        return [segment for segment in self.segments if segment.tag == tag]

    @property
    def name(self) -> Segment:
        return self.all("NM1")[0]

    @property
    def birth_on(self) -> date | None:
        """DMG02."""
        births = [segment.at(2) for segment in self.all("DMG") if is_date(segment.at(2))]
        return day(births[0]) if births else None

    @property
    def asked_on(self) -> date | None:
        """DTP*291, a day or the first day of a period."""
        days = [segment.at(3)[:8] for segment in self.all("DTP") if segment.at(1) == "291"]
        return next((day(text) for text in days if is_date(text)), None)


@dataclass(frozen=True)
class Inquiry:
    """One 270 set: BHT03, BHT04 and its information sources (2000A)."""

    reference: str
    made_on: date
    sources: tuple[Level, ...]


def read_inquiry(segments: Sequence[Segment]) -> Inquiry:
    """The hierarchy of one set that `judge_inquiry` accepted."""
    header = next(segment for segment in segments if segment.tag == "BHT")
    return Inquiry(header.at(3), day(header.at(4)), tuple(_levels(segments)))


def judge_inquiry(received: TransactionSet, _guide: str) -> SetVerdict:
    """IK3 for what makes an answer impossible: no BHT, levels out of place, levels without a name."""
    found = tuple(_faults(received.segments))
    return SetVerdict(received, "R" if found else "A", ("I5",) if found else (), found)


INQUIRIES = Expected("HS", "270", {"005010X279A1": "", "005010X279": ""}, judge_inquiry)


def _levels(segments: Iterable[Segment]) -> list[Level]:
    """Top levels, their children attached in the order of the file."""
    tops: list[Level] = []
    open_levels: dict[str, Level] = {}
    current: Level | None = None
    for segment in segments:
        if segment.tag == "HL":
            current = Level(segment.at(3))
            above = open_levels.get(LEVEL_ABOVE[current.code])
            (above.children if above else tops).append(current)
            open_levels[current.code] = current
        elif current and segment.tag != "SE":
            current.segments.append(segment)
    return tops


def _faults(segments: Sequence[Segment]) -> Iterable[Finding]:
    header = segments[1] if len(segments) > 1 else segments[0]
    if header.tag != "BHT" or not is_date(header.at(4)):
        yield Finding("BHT", 2, "", "3" if header.tag != "BHT" else "8")
    seen = {""}
    for position, segment in enumerate(segments, 1):
        if segment.tag != "HL":
            continue
        above = LEVEL_ABOVE.get(segment.at(3))
        if above is None or above not in seen:
            yield Finding("HL", position, "", "8")
            return
        seen.add(segment.at(3))
        if not _has_name(segments[position:]):
            yield Finding("NM1", position + 1, NAMES[segment.at(3)], "3")
    if "22" not in seen:
        yield Finding("HL", len(segments), "2000C", "3")


def _has_name(following: Sequence[Segment]) -> bool:
    for segment in following:
        if segment.tag in ("NM1", "HL"):
            return segment.tag == "NM1"
    return False

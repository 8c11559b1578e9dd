"""The values of ISA and GS, read and written alike."""

from dataclasses import dataclass, field
from datetime import date, time

from shared.x12.delimiters import Delimiters
from shared.x12.scalars import read_date, read_time
from shared.x12.segments import Segment


@dataclass(frozen=True, slots=True)
class InterchangeHeader:
    """Who sends an interchange to whom (ISA).

    `on` and `at` are ISA09 and ISA10 (no time zone; None when a file's value is unreadable). `control_number` is ISA13, nine
    digits on paper; `usage` ISA15: P production, T test. `acknowledge` is ISA14: the sender asks for a TA1.
    """

    sender_id: str
    receiver_id: str
    on: date | None
    at: time | None
    control_number: str
    usage: str = "P"
    sender_qualifier: str = "ZZ"
    receiver_qualifier: str = "ZZ"
    acknowledge: bool = False
    version: str = "00501"
    authorization: tuple[str, str] = ("00", "")
    security: tuple[str, str] = ("00", "")
    delimiters: Delimiters = field(default_factory=Delimiters)


@dataclass(frozen=True, slots=True)
class GroupHeader:
    """A functional group (GS): `functional_id` GS01, application codes GS02 and GS03, `control_number` GS06, `version` GS08."""

    functional_id: str = ""
    sender_code: str = ""
    receiver_code: str = ""
    on: date | None = None
    at: time | None = None
    control_number: str = ""
    version: str = ""


def interchange_header(isa: Segment, delimiters: Delimiters) -> InterchangeHeader:
    """The header that an ISA segment states; blanks around its values are dropped."""
    get = [element.strip() for element in isa.elements] + [""] * 17
    return InterchangeHeader(
        sender_qualifier=get[5],
        sender_id=get[6],
        receiver_qualifier=get[7],
        receiver_id=get[8],
        on=read_date(f"20{get[9]}"),
        at=read_time(get[10]),
        version=get[12],
        control_number=get[13],
        acknowledge=get[14] == "1",
        usage=get[15],
        authorization=(get[1], get[2]),
        security=(get[3], get[4]),
        delimiters=delimiters,
    )


def group_header(gs: Segment) -> GroupHeader:
    """The header that a GS segment states."""
    return GroupHeader(gs.get(1), gs.get(2), gs.get(3), read_date(gs.get(4)), read_time(gs.get(5)), gs.get(6), gs.get(8).strip())

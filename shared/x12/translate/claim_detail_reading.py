"""The small values of a claim or a line out of their segments. Loops 2300 and 2400."""

from shared.x12.scalars import read_dates
from shared.x12.segments import Segment
from shared.x12.translate.claim_details import (
    Attachment,
    Certification,
    Contract,
    Dated,
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


def read_dated(dtp: Segment) -> Dated:
    """DTP."""
    first, last = read_dates(dtp.get(2), dtp.get(3))
    return Dated(dtp.get(1), first or NO_DAY, last if dtp.get(2) == "RD8" else None)


def read_attachments(pwk: list[Segment]) -> tuple[Attachment, ...]:
    """PWK."""
    return tuple([Attachment(each.get(1), each.get(2), each.get(6)) for each in pwk])


def read_contract(cn1: Segment) -> Contract:
    """CN1."""
    get = cn1.get
    return Contract(get(1), optional(get(2)), optional(get(3)), get(4), optional(get(5)), get(6))


def read_notes(nte: list[Segment], own: str) -> tuple[str, tuple[Note, ...]]:
    """The text of the first NTE of a claim's or line's own kind, and all others."""
    first = next((each for each in nte if each.get(1) == own), None)
    return first.get(2) if first else "", tuple([Note(each.get(1), each.get(2)) for each in nte if each is not first])


def read_texts(k3: list[Segment]) -> tuple[str, ...]:
    """K3."""
    return tuple([each.get(1) for each in k3])


def read_transport(cr1: Segment) -> Transport:
    """CR1."""
    get = cr1.get
    return Transport(get(4), number(get(6)), optional(get(2)), get(9), get(10))


def read_spinal(cr2: Segment) -> SpinalCondition:
    """CR2."""
    return SpinalCondition(cr2.get(8), cr2.get(10), cr2.get(11))


def read_indicators(crc: list[Segment]) -> tuple[Indicator, ...]:
    """CRC."""
    return tuple([Indicator(each.get(1), each.get(2) == "Y", tuple([code for code in each.elements[3:8] if code])) for each in crc])


def read_equipment(sv5: Segment, component: str) -> Equipment:
    """SV5."""
    get = sv5.get
    return Equipment(sv5.component(1, 2, component), number(get(3)), optional(get(4)), optional(get(5)), get(6))


def read_certification(cr3: Segment) -> Certification:
    """CR3."""
    return Certification(cr3.get(1), number(cr3.get(3)))


def read_measurements(mea: list[Segment]) -> tuple[Measurement, ...]:
    """MEA."""
    return tuple([Measurement(each.get(1), each.get(2), number(each.get(3))) for each in mea])


def read_amounts(amt: list[Segment]) -> tuple[LineAmount, ...]:
    """AMT of a line."""
    return tuple([LineAmount(each.get(1), number(each.get(2))) for each in amt])


def read_purchase(ps1: Segment) -> Purchase:
    """PS1."""
    return Purchase(ps1.get(1), number(ps1.get(2)))


def read_repricing(hcp: Segment) -> Repricing:
    """HCP."""
    get = hcp.get
    return Repricing(
        get(1), number(get(2)), optional(get(3)), get(4), optional(get(5)), get(6), optional(get(7)), get(8), get(9), get(10), get(11),
        optional(get(12)), get(13), get(14), get(15),
    )  # fmt: skip

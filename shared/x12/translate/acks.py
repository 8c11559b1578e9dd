"""What answers a file before any claim is looked at: TA1 and 999 (005010X231A1, and its older sister 997).

A TA1 answers an interchange, a 999 a functional group and each of its sets. Only codes and control numbers are kept; the copy
of bad data that a 999 may carry (IK404) is dropped, for it may be a name.
"""

from dataclasses import dataclass
from datetime import date, time

from shared.x12.envelope import read_date, read_time
from shared.x12.interchange import Transaction
from shared.x12.segments import Segment


@dataclass(frozen=True, slots=True)
class InterchangeAck:
    """A TA1: the interchange with this ISA13 was accepted (A), accepted with errors (E) or rejected (R); `code` is TA105."""

    control_number: str
    on: date | None
    at: time | None
    status: str
    code: str

    @property
    def accepted(self) -> bool:
        """Whether the receiver goes on to read the groups."""
        return self.status in ("A", "E")


@dataclass(frozen=True, slots=True)
class ElementError:
    """IK4: element, component and repetition (0 where none), the data element number and the error code (IK403)."""

    element: int
    component: int
    repetition: int
    reference: str
    code: str


@dataclass(frozen=True, slots=True)
class SegmentError:
    """IK3: segment id, its position in the set (ST is 1), loop, error code (IK304), and what is wrong inside it.

    `patient_control_number` is the claim that the receiver names for it (CTX with CLM01), empty when it names none.
    """

    segment_id: str
    position: int
    loop: str
    code: str
    elements: tuple[ElementError, ...]
    patient_control_number: str = ""


@dataclass(frozen=True, slots=True)
class SetAck:
    """AK2 to IK5: one set by ST02. `status` is IK501, `codes` IK502 and on."""

    set_id: str
    control_number: str
    version: str
    status: str
    codes: tuple[str, ...]
    errors: tuple[SegmentError, ...]

    @property
    def accepted(self) -> bool:
        """Whether the set was taken in (A, or E with errors noted)."""
        return self.status in ("A", "E")


@dataclass(frozen=True, slots=True)
class FunctionalAck:
    """A 999: the group with this GS06. Sets not listed share the group's `status` (AK901: A, E, P partly, R)."""

    functional_id: str
    group_control_number: str
    version: str
    status: str
    included: int
    received: int
    accepted_count: int
    codes: tuple[str, ...]
    sets: tuple[SetAck, ...]

    @property
    def accepted(self) -> bool:
        """Whether the group as a whole was taken in; when it was not, look at `sets` (status P) or send all again (R)."""
        return self.status in ("A", "E")


def read_interchange_ack(ta1: Segment) -> InterchangeAck:
    """A TA1 segment (Interchange.acknowledgements holds those of a file)."""
    return InterchangeAck(ta1.get(1).strip(), read_date(f"20{ta1.get(2)}"), read_time(ta1.get(3)), ta1.get(4), ta1.get(5))


def read_functional_ack(transaction: Transaction) -> FunctionalAck:
    """A 999 or 997. Raises ValueError when the set is another one."""
    if transaction.set_id not in ("999", "997"):
        raise ValueError("not a 999")
    component = transaction.delimiters.component
    head = tail = Segment("", ("",))
    sets: list[_Set] = []
    for segment in transaction:
        match segment.id:
            case "AK1":
                head = segment
            case "AK2":
                sets.append(_Set(segment))
            case "AK9":
                tail = segment
            case _ if sets:
                sets[-1].take(segment, component)
    return FunctionalAck(
        head.get(1), head.get(2), head.get(3), tail.get(1),
        _int(tail.get(2)), _int(tail.get(3)), _int(tail.get(4)),
        tuple([code for code in tail.elements[5:10] if code]),
        tuple([each.ack() for each in sets]),
    )  # fmt: skip


class _Set:
    """AK2 to IK5 while it is read (AK3, AK4, AK5 are the names of the 997)."""

    def __init__(self, start: Segment) -> None:
        self._start = start
        self._end = Segment("", ("",))
        self._errors: list[tuple[Segment, list[ElementError], list[str]]] = []

    def take(self, segment: Segment, component: str) -> None:
        match segment.id:
            case "IK5" | "AK5":
                self._end = segment
            case "IK3" | "AK3":
                self._errors.append((segment, [], []))
            case "IK4" | "AK4" if self._errors:
                self._errors[-1][1].append(_element_error(segment, component))
            case "CTX" if self._errors and segment.component(1, 1, component) == "CLM01":
                self._errors[-1][2].append(segment.component(1, 2, component))

    def ack(self) -> SetAck:
        start, end = self._start, self._end
        errors = [
            SegmentError(ik3.get(1), _int(ik3.get(2)), ik3.get(3), ik3.get(4), tuple(elements), claims[0] if claims else "")
            for ik3, elements, claims in self._errors
        ]
        codes = tuple([code for code in end.elements[2:7] if code])
        return SetAck(start.get(1), start.get(2), start.get(3), end.get(1), codes, tuple(errors))


def _element_error(ik4: Segment, component: str) -> ElementError:
    place = [_int(part) for part in ik4.get(1).split(component)] + [0, 0]
    return ElementError(place[0], place[1], place[2], ik4.get(2), ik4.get(3))


def _int(text: str) -> int:
    return int(text) if text.isdecimal() and text.isascii() else 0

"""What answers a file before any claim is looked at: TA1, 999 (005010X231A1) and its older sister 997.

A TA1 answers an interchange, a 999 a functional group and each of its sets. Only places, codes and control numbers are kept. The
copy of bad data that a 999 may carry (IK404) is dropped unless it is asked for, for it may be a name.
"""

from dataclasses import dataclass, field
from datetime import date, time

from shared.x12.interchange import Transaction
from shared.x12.scalars import read_date, read_time
from shared.x12.segments import Segment

TRIGGER = "SITUATIONAL TRIGGER"
"""CTX01 where the segment names what called for a missing value."""


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
class Trigger:
    """CTX with SITUATIONAL TRIGGER: the segment (and element) whose value made a rule apply that was then broken.

    `reference` is CTX06 as it stands: the data element number, and that of the component behind a colon.
    """

    segment_id: str
    position: int
    loop: str = ""
    element: int = 0
    component: int = 0
    repetition: int = 0
    reference: str = ""


@dataclass(frozen=True, slots=True)
class BusinessUnit:
    """CTX that tells the sender which claim, inquiry or payment is concerned: `name` CLM01 or TRN02 ..., `value` what he wrote there."""

    name: str
    value: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class ElementError:
    """IK4: element, component and repetition (0 where none), the data element number and the error code (IK403).

    `copy` is IK404, what stood there: empty unless both sides want it.
    """

    element: int
    component: int
    repetition: int
    reference: str
    code: str
    copy: str = field(default="", repr=False)
    triggers: tuple[Trigger, ...] = ()


@dataclass(frozen=True, slots=True)
class SegmentError:
    """IK3: segment id, its position in the set (ST is 1), loop, error code (IK304), and what is wrong inside it."""

    segment_id: str
    position: int
    loop: str
    code: str
    elements: tuple[ElementError, ...]
    unit: BusinessUnit | None = None
    triggers: tuple[Trigger, ...] = ()

    @property
    def patient_control_number(self) -> str:
        """The claim that the receiver names for it (CTX with CLM01), empty when it names none."""
        return self.unit.value if self.unit is not None and self.unit.name == "CLM01" else ""


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


def read_functional_ack(transaction: Transaction, *, copies: bool = False) -> FunctionalAck:
    """A 999 or 997. `copies` keeps what IK404 repeats of the data. Raises ValueError when the set is another one."""
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
                sets.append(_Set(segment, component, copies))
            case "AK9":
                tail = segment
            case _ if sets:
                sets[-1].take(segment)
    return FunctionalAck(
        head.get(1), head.get(2), head.get(3), tail.get(1),
        _int(tail.get(2)), _int(tail.get(3)), _int(tail.get(4)),
        tuple([code for code in tail.elements[5:10] if code]),
        tuple([each.ack() for each in sets]),
    )  # fmt: skip


class _Set:
    """AK2 to IK5 while it is read (AK3, AK4, AK5 are the names of the 997)."""

    def __init__(self, start: Segment, component: str, copies: bool) -> None:
        self._start = start
        self._end = Segment("", ("",))
        self._component = component
        self._copies = copies
        self._errors: list[_Error] = []

    def take(self, segment: Segment) -> None:
        match segment.id:
            case "IK5" | "AK5":
                self._end = segment
            case "IK3" | "AK3":
                self._errors.append(_Error(segment))
            case "IK4" | "AK4" if self._errors:
                self._errors[-1].elements.append((segment, []))
            case "CTX" if self._errors:
                self._errors[-1].context(segment, self._component)

    def ack(self) -> SetAck:
        start, end = self._start, self._end
        codes = tuple([code for code in end.elements[2:7] if code])
        errors = tuple([error.ack(self._component, self._copies) for error in self._errors])
        return SetAck(start.get(1), start.get(2), start.get(3), end.get(1), codes, errors)


class _Error:
    """IK3 with its contexts and elements while it is read."""

    def __init__(self, start: Segment) -> None:
        self.start = start
        self.elements: list[tuple[Segment, list[Trigger]]] = []
        self._unit: BusinessUnit | None = None
        self._triggers: list[Trigger] = []

    def context(self, ctx: Segment, component: str) -> None:
        """A context speaks of the segment until an IK4 has come, then of that element; the unit is that of the segment wherever it stands."""
        name, _, value = ctx.get(1).partition(component)
        if name.startswith(TRIGGER):
            (self.elements[-1][1] if self.elements else self._triggers).append(_trigger(ctx, component))
        elif self._unit is None:
            self._unit = BusinessUnit(name, value)

    def ack(self, component: str, copies: bool) -> SegmentError:
        ik3 = self.start
        elements = tuple([_element_error(ik4, component, copies, tuple(triggers)) for ik4, triggers in self.elements])
        return SegmentError(ik3.get(1), _int(ik3.get(2)), ik3.get(3), ik3.get(4), elements, self._unit, tuple(self._triggers))


def _element_error(ik4: Segment, component: str, copies: bool, triggers: tuple[Trigger, ...]) -> ElementError:
    element, part, repetition = _place(ik4.get(1), component)
    return ElementError(element, part, repetition, ik4.get(2), ik4.get(3), ik4.get(4) if copies else "", triggers)


def _trigger(ctx: Segment, component: str) -> Trigger:
    return Trigger(ctx.get(2), _int(ctx.get(3)), ctx.get(4), *_place(ctx.get(5), component), ctx.get(6).replace(component, ":"))


def _place(value: str, component: str) -> tuple[int, int, int]:
    """Element, component and repetition of IK401 or CTX05."""
    places = [_int(part) for part in value.split(component)] + [0, 0]
    return places[0], places[1], places[2]


def _int(text: str) -> int:
    return int(text) if text.isdecimal() and text.isascii() else 0

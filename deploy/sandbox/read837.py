"""Claims out of an 837P or 837I set that the 999 has accepted."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from deploy.sandbox.claims import Billing, Claim, Line, Person
from deploy.sandbox.interchange import Segment
from deploy.sandbox.money import money
from deploy.sandbox.outline import Placed, outline
from deploy.sandbox.structure import is_date


class Unreadable(ValueError):
    """The set lacks what a claim needs in a way that the tables of `structure` do not describe."""


@dataclass(frozen=True)
class Submission:
    """One 837 set: BHT03, BHT04, its submitter (1000A) and its claims."""

    reference: str
    received_on: date
    submitter: Segment
    claims: tuple[Claim, ...]


@dataclass
class _Open:
    """What has been read so far at each level of the hierarchy."""

    names: dict[str, Segment] = field(default_factory=dict)
    births: dict[str, str] = field(default_factory=dict)
    tax_id: str = ""
    claims: list[list[Placed]] = field(default_factory=list)
    contexts: list[tuple[dict[str, Segment], dict[str, str], str]] = field(default_factory=list)


def read_submission(segments: Sequence[Segment], kind: str) -> Submission:
    """The claims of one set without fatal `structure.findings`; raises Unreadable when they are still not enough."""
    placed = outline(segments)
    header = _first((item.segment for item in placed if item.segment.tag == "BHT"), "BHT")
    received_on = day(header.at(4))
    state = _Open()
    for item in placed:
        _collect(state, item)
    claims = tuple(
        _claim(group, names, births, tax_id, kind, received_on) for group, (names, births, tax_id) in zip(state.claims, state.contexts, strict=True)
    )
    submitter = _first((item.segment for item in placed if item.loop == "1000A"), "1000A")
    return Submission(header.at(3), received_on, submitter, claims)


def _first(segments: Iterable[Segment], what: str) -> Segment:
    for segment in segments:
        return segment
    raise Unreadable(what)


def day(text: str) -> date:
    """CCYYMMDD as a date."""
    return date.fromisoformat(text)


def _collect(state: _Open, item: Placed) -> None:
    """Names stay until their level begins again; a claim keeps the names that hold when it opens."""
    loop, segment = item.loop, item.segment
    if segment.tag == "HL":
        _forget(state, loop)
    if segment.tag == "CLM":
        state.claims.append([])
        state.contexts.append((dict(state.names), dict(state.births), state.tax_id))
    if loop in ("2010AA", "2010BA", "2010BB", "2010CA"):
        _note(state, loop, segment)
    elif state.claims and loop[:2] in ("23", "24"):
        state.claims[-1].append(item)


def _forget(state: _Open, level: str) -> None:
    gone = {"2000A": ("2010AA", "2010BA", "2010BB", "2010CA"), "2000B": ("2010BA", "2010BB", "2010CA"), "2000C": ("2010CA",)}
    for loop in gone.get(level, ()):
        state.names.pop(loop, None)
        state.births.pop(loop, None)


def _note(state: _Open, loop: str, segment: Segment) -> None:
    if segment.tag == "NM1":
        state.names[loop] = segment
    elif segment.tag == "DMG":
        state.births[loop] = segment.at(2)
    elif segment.tag == "REF" and loop == "2010AA" and segment.at(1) in ("EI", "SY"):
        state.tax_id = segment.at(2)


def _claim(group: list[Placed], names: dict[str, Segment], births: dict[str, str], tax_id: str, kind: str, received_on: date) -> Claim:
    if missing := {"2010AA", "2010BA", "2010BB"} - set(names):
        raise Unreadable(min(missing))
    own = [item.segment for item in group if item.loop == "2300"]
    head = own[0]
    biller = names["2010AA"]
    rendering = next((item.segment for item in group if item.loop == "231082" and item.segment.tag == "NM1"), None)
    return Claim(
        kind=kind,
        payer_id=names["2010BB"].at(9),
        patient_control_number=head.at(1),
        charge=money(head.at(2)),
        facility_code=head.part(5, 1),
        frequency=head.part(5, 3),
        received_on=received_on,
        billing=Billing(biller.at(3), biller.at(9), tax_id),
        subscriber=_person(names["2010BA"], births.get("2010BA", "")),
        patient=_person(names["2010CA"], births.get("2010CA", "")) if "2010CA" in names else None,
        rendering=_person(rendering, "") if rendering else None,
        lines=tuple(_lines(group, kind, _statement_day(own, received_on))),
        original_icn=next(iter(_references(own, "F8")), ""),
        authorizations=tuple(_references(own, "G1")),
        diagnoses=tuple(_diagnoses(own)),
        trace=next(iter(_references(own, "D9")), ""),
    )


def _person(name: Segment, birth: str) -> Person:
    born = day(birth) if is_date(birth) else None
    return Person(name.at(3), name.at(4), name.at(5), name.at(9), born)


def _references(segments: list[Segment], qualifier: str) -> Iterator[str]:
    return (segment.at(2) for segment in segments if segment.tag == "REF" and segment.at(1) == qualifier)


def _diagnoses(segments: list[Segment]) -> Iterator[str]:
    """HI composites that hold ICD-10-CM: principal ABK, other ABF, reason for visit APR, admitting ABJ."""
    for segment in (one for one in segments if one.tag == "HI"):
        for element in range(1, len(segment.elements) + 1):
            if segment.part(element, 1) in ("ABK", "ABF", "APR", "ABJ"):
                yield segment.part(element, 2)


def _statement_day(segments: list[Segment], otherwise: date) -> date:
    """DTP*434, for facility lines that carry no date of their own."""
    return _served_on(segments, "434", otherwise)


def _served_on(segments: list[Segment], qualifier: str, otherwise: date) -> date:
    """The first day of DTP03, whether D8 or RD8."""
    for segment in segments:
        if segment.tag == "DTP" and segment.at(1) == qualifier and is_date(segment.at(3)[:8]):
            return day(segment.at(3)[:8])
    return otherwise


def _lines(group: list[Placed], kind: str, otherwise: date) -> Iterator[Line]:
    """One line per LX; segments of inner loops (2410, 2420, 2430) are not the line's own."""
    own: list[Segment] = []
    for item in group:
        if item.segment.tag == "LX":
            if own:
                yield _line(own, kind, otherwise)
            own = [item.segment]
        elif own and item.loop == "2400":
            own.append(item.segment)
    if own:
        yield _line(own, kind, otherwise)


def _line(own: list[Segment], kind: str, otherwise: date) -> Line:
    tag = "SV1" if kind == "P" else "SV2"
    service = _first((segment for segment in own if segment.tag == tag), tag)
    at = 1 if kind == "P" else 2
    return Line(
        number=next(_references(own, "6R"), own[0].at(1)),
        code=service.part(at, 2),
        modifiers=tuple(filter(None, (service.part(at, component) for component in range(3, 7)))),
        revenue_code="" if kind == "P" else service.at(1),
        charge=money(service.at(at + 1)),
        units=money(service.at(at + 3)),
        served_on=_served_on(own, "472", otherwise),
        authorization=next(_references(own, "G1"), ""),
    )

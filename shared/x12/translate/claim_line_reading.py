"""Loop 2400 with 2410, 2420 and 2430 read back into a service line. Most lines have few of these: only what is there costs anything."""

from decimal import Decimal
from typing import Any

from shared.x12.loop import Loop
from shared.x12.scalars import read_dates
from shared.x12.segments import Segment
from shared.x12.translate import claim_detail_reading as details
from shared.x12.translate.adjustment import Adjustment, read_adjustments
from shared.x12.translate.claim import Drug, Kind, LineAdjudication, ServiceLine
from shared.x12.translate.claim_reading import NO_DAY, by_id, number, optional, provider
from shared.x12.translate.naming import read_address, read_reference

_ROLES = {
    "82": "rendering", "QB": "purchased_from", "77": "facility", "DQ": "supervising", "DK": "ordering", "DN": "referring",
    "P3": "primary_care", "72": "operating", "ZZ": "other_operating",
}  # fmt: skip
_PLACES = {"PW": "pick_up", "45": "drop_off"}
_EMPTY = Segment("SV1", ("SV1",))


def read_line(kind: Kind, loop: Loop) -> ServiceLine:
    """One line. An amount that cannot be read is zero, a day None; the validator names them."""
    found = by_id(loop)
    more: dict[str, Any] = {}
    _dates(found.pop("DTP", []), more)
    _numbers(found.pop("REF", []), loop.component, more)
    found.pop("LX", None)
    sv1, sv2 = found.pop("SV1", None), found.pop("SV2", None)
    if found:
        _details(kind, found, loop.component, more)
    if loop.children:
        _children(loop, more)
    if sv1 is None and sv2 is not None:
        return _institutional(sv2[0], loop.component, more)
    return _professional(sv1[0] if sv1 else _EMPTY, loop.component, more)


def _professional(sv1: Segment, component: str, more: dict[str, Any]) -> ServiceLine:
    get = sv1.get
    if len(sv1.elements) > 9:
        more.update(emergency=get(9) == "Y", screening=get(11) == "Y", family_planning=get(12) == "Y", copay_exempt=get(15) == "0")
    _procedure(get(1), component, more)
    pointers = tuple([int(pointer) for pointer in get(7).split(component)[:4] if pointer.isdecimal()])
    return ServiceLine(charge=number(get(2)), units=number(get(4)), unit=get(3), pointers=pointers, place=get(5), **more)


def _institutional(sv2: Segment, component: str, more: dict[str, Any]) -> ServiceLine:
    get = sv2.get
    _procedure(get(2), component, more)
    return ServiceLine(
        charge=number(get(3)), units=number(get(5)), unit=get(4), revenue_code=get(1), noncovered=optional(get(7)), **more
    )  # fmt: skip


def _procedure(value: str, component: str, more: dict[str, Any]) -> None:
    """SV101 or SV202."""
    parts = value.split(component)
    if len(parts) > 1:
        more["qualifier"], more["code"] = parts[0] or "HC", parts[1]
    if len(parts) > 2:
        more["modifiers"] = tuple([modifier for modifier in parts[2:6] if modifier])
        if len(parts) > 6:
            more["description"] = parts[6]


def _dates(found: list[Segment], more: dict[str, Any]) -> None:
    """DTP 472 first; other days keep their qualifiers."""
    more["on"] = None
    others = []
    for dtp in found:
        if dtp.get(1) != "472":
            others.append(details.read_dated(dtp))
        elif more["on"] is None:
            first, last = read_dates(dtp.get(2), dtp.get(3))
            more["on"], more["through_on"] = first, last if last != first else None
    if others:
        more["dates"] = tuple(others)


def _numbers(found: list[Segment], component: str, more: dict[str, Any]) -> None:
    """REF 6R is the line's own number."""
    others = []
    for ref in found:
        if ref.get(1) == "6R" and "control_number" not in more:
            more["control_number"] = ref.get(2)
        else:
            others.append(read_reference(ref, component))
    if others:
        more["references"] = tuple(others)


def _details(kind: Kind, found: dict[str, list[Segment]], component: str, more: dict[str, Any]) -> None:
    """Whatever else stands in the line itself."""
    details.read_details(found, "ADD" if kind == "professional" else "TPO", more)
    if "SV5" in found:
        more["equipment"] = details.read_equipment(found["SV5"][0], component)
    for qty in found.get("QTY", ()):
        more["patients" if qty.get(1) == "PT" else "obstetric_units"] = number(qty.get(2))


def _children(loop: Loop, more: dict[str, Any]) -> None:
    """Loops 2410, 2420 and 2430."""
    decisions = []
    for child in loop.children:
        if child.rule.id == "2430":
            decisions.append(_adjudication(child))
        elif child.rule.id == "2410":
            more.setdefault("drug", _drug(child))
        elif (nm1 := child.first("NM1")) is not None:
            role = nm1.get(1)
            if role in _ROLES:
                more.setdefault(_ROLES[role], provider(child, nm1))
            elif role in _PLACES:
                more.setdefault(_PLACES[role], read_address(child))
                more.update({"drop_off_name": nm1.get(3)} if role == "45" else {})
    if decisions:
        more["adjudications"] = tuple(decisions)


def _drug(loop: Loop) -> Drug:
    prescription, link = loop.get("REF", 2, "XZ"), loop.get("REF", 2, "VY")
    unit = loop.get("CTP", 5).split(loop.component)[0]
    return Drug(loop.get("LIN", 3), number(loop.get("CTP", 4)), unit, prescription, link, loop.get("LIN", 2) or "N4")


def _adjudication(loop: Loop) -> LineAdjudication:
    svd = (loop.first("SVD") or Segment("SVD", ("SVD",))).get
    parts = svd(3).split(loop.component)
    bundled, remaining = svd(6), loop.get("AMT", 2, "EAF")
    dtp = loop.first("DTP", "573")
    return LineAdjudication(
        payer_id=svd(1),
        paid=number(svd(2)),
        units=number(svd(5)),
        adjudicated_on=(read_dates(dtp.get(2), dtp.get(3))[0] if dtp else None) or NO_DAY,
        adjustments=adjustments(loop),
        code=parts[1] if len(parts) > 1 else "",
        modifiers=tuple([modifier for modifier in parts[2:6] if modifier]),
        revenue_code=svd(4),
        remaining=optional(remaining),
        bundled_into=int(bundled) if bundled.isdecimal() else None,
        qualifier=parts[0] or "HC",
    )


def adjustments(loop: Loop) -> tuple[Adjustment, ...]:
    """The CAS of a loop; an amount that cannot be read is zero."""
    return tuple([entry for cas in loop.all("CAS") for entry in read_adjustments(cas.elements, _lenient)])


def _lenient(text: str, _: int) -> Decimal:
    return number(text)

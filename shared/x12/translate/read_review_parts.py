"""Parts of a 278 out of its loops: parties, members, dates, codes, items of service."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any, TypeVar

from shared.x12.loop import Loop
from shared.x12.segments import Segment
from shared.x12.translate.days import Dated
from shared.x12.translate.laid_out import read_laid, read_period
from shared.x12.translate.naming import Name, read_address, read_contacts, read_name, read_reference, read_references, read_traces
from shared.x12.translate.review import Asked, EventCode, ServiceItem, ServiceKind, Tooth
from shared.x12.translate.review_care import Delivery, Paperwork
from shared.x12.translate.review_parties import Decision, Member, Party, Refusal
from shared.x12.translate.values import Values

_Value = TypeVar("_Value")
_ITEMS: dict[str, ServiceKind] = {"SV1": "professional", "SV2": "institutional", "SV3": "dental"}


class Parts:
    """Reads parts of one set; `values.faults` tells what could not be read."""

    def __init__(self, start: Segment, component: str) -> None:
        self.values = Values(start)
        self._component = component

    def party(self, loop: Loop | None) -> Party:
        """A name loop; an empty party when the file lacks it."""
        nm1 = loop.first("NM1") if loop else None
        if loop is None or nm1 is None:
            return Party("", Name(""))
        denial, prv = loop.first("REF", "ZZ"), loop.first("PRV")
        denied = next(iter(self.dates(loop, "598")), None)
        return Party(
            role=nm1.get(1), name=read_name(nm1), person=nm1.get(2) == "1", prefix=nm1.get(6), qualifier=nm1.get(8), id=nm1.get(9),
            references=tuple(read_reference(ref) for ref in loop.all("REF") if ref is not denial),
            address=read_address(loop), contacts=read_contacts(loop), refusals=self.refusals(loop),
            provider_role=prv.get(1) if prv else "", taxonomy=prv.get(3) if prv else "",
            denial_reason=denial.get(2) if denial else "", denied_on=denied.on if denied else None,
        )  # fmt: skip

    def member(self, loop: Loop | None) -> Member | None:
        """Subscriber or dependent."""
        nm1 = loop.first("NM1") if loop else None
        if loop is None or nm1 is None:
            return None
        dmg, order = loop.first("DMG"), loop.get("INS", 17)
        if dmg is not None:
            self.values.segment = dmg
        return Member(
            name=read_name(nm1), member_id=nm1.get(9), prefix=nm1.get(6), address=read_address(loop), refusals=self.refusals(loop),
            born_on=self.values.day(dmg.get(2), 2) if dmg else None, sex=dmg.get(3) if dmg else "",
            references=read_references(loop), relationship=loop.get("INS", 2),
            employment_status=loop.get("INS", 8), birth_order=int(order) if order.isdecimal() and order.isascii() else None,
        )  # fmt: skip

    def refusals(self, loop: Loop) -> tuple[Refusal, ...]:
        """AAA of one loop."""
        return self.laid(Refusal, loop, "AAA")

    def laid(self, kind: type[_Value], loop: Loop, id: str) -> tuple[_Value, ...]:
        """All segments with this id as values."""
        return tuple(read_laid(kind, segment, self.values) for segment in loop.all(id))

    def one(self, kind: type[_Value], loop: Loop, id: str) -> _Value | None:
        """The first segment with this id as a value."""
        return next(iter(self.laid(kind, loop, id)), None)

    def judged(self, loop: Loop) -> dict[str, Any]:
        """What event (2000E) and service (2000F) have alike, by the names of their fields."""
        um = loop.first("UM")
        return {
            "asked": self._asked(um) if um is not None else None,
            "decision": self.one(Decision, loop, "HCR"),
            "traces": read_traces(loop),
            "refusals": self.refusals(loop),
            "earlier_authorization": loop.get("REF", 2, "BB"),
            "administrative_number": loop.get("REF", 2, "NT"),
            "dates": tuple(self.dates(loop)),
            "delivery": self.one(Delivery, loop, "HSD"),
            "paperwork": self.laid(Paperwork, loop, "PWK"),
            "message": loop.get("MSG", 1),
        }

    def dates(self, loop: Loop, *qualifiers: str) -> Iterator[Dated]:
        """DTP of one loop; one that cannot be read is a fault and left out."""
        for dtp in loop.all("DTP", *qualifiers):
            self.values.segment = dtp
            if dtp.get(2) == "RD8":
                period = read_period(dtp.get(3), 3, self.values)
                if period is not None:
                    yield Dated(dtp.get(1), *period)
            elif (day := self.values.day(dtp.get(3), 3)) is not None:
                yield Dated(dtp.get(1), day)

    def codes(self, loop: Loop) -> tuple[EventCode, ...]:
        """The composites of HI."""
        return tuple(self._code(hi, part) for hi in loop.all("HI") for part in hi.elements[1:] if part)

    def _code(self, hi: Segment, text: str) -> EventCode:
        self.values.segment = hi
        qualifier, code, _, on, *_ = [*text.split(self._component), "", "", "", ""]
        return EventCode(qualifier, code, self.values.day(on, 1))

    def teeth(self, loop: Loop) -> tuple[Tooth, ...]:
        """TOO."""
        return tuple(Tooth(too.get(2), self._split(too.get(3))) for too in loop.all("TOO"))

    def item(self, loop: Loop) -> ServiceItem | None:
        """SV1, SV2 or SV3, whichever comes first."""
        found = next((segment for segment in loop.segments if segment.id in _ITEMS), None)
        if found is None:
            return None
        self.values.segment = found
        match found.id:
            case "SV1":
                return self._professional(found)
            case "SV2":
                return self._institutional(found)
        return ServiceItem(
            "dental", **self._procedure(found.get(1)), amount=self._number(found, 2), cavities=self._split(found.get(4)),
            prosthesis=found.get(5), quantity=self._number(found, 6), note=found.get(7),
        )  # fmt: skip

    def _professional(self, sv1: Segment) -> ServiceItem:
        pointers = tuple(int(part) for part in self._split(sv1.get(7)) if part.isdecimal() and part.isascii())
        return ServiceItem(
            "professional", **self._procedure(sv1.get(1)), amount=self._number(sv1, 2), unit=sv1.get(3), quantity=self._number(sv1, 4),
            pointers=pointers, epsdt={"Y": True, "N": False}.get(sv1.get(11)), level_of_care=sv1.get(20),
        )  # fmt: skip

    def _institutional(self, sv2: Segment) -> ServiceItem:
        return ServiceItem(
            "institutional", **self._procedure(sv2.get(2)), revenue_code=sv2.get(1), amount=self._number(sv2, 3), unit=sv2.get(4),
            quantity=self._number(sv2, 5), rate=self._number(sv2, 6), residential_status=sv2.get(9), level_of_care=sv2.get(10),
        )  # fmt: skip

    def _procedure(self, text: str) -> dict[str, Any]:
        if not text:
            return {}
        qualifier, code, *rest = [*text.split(self._component), *[""] * 8]
        return {"qualifier": qualifier, "code": code, "modifiers": tuple(filter(None, rest[:4])), "description": rest[4], "last_code": rest[5]}

    def _asked(self, um: Segment) -> Asked:
        place, place_list, *_ = [*um.get(4).split(self._component), "", ""]
        *causes, state, country = [*um.get(5).split(self._component), *[""] * 5][:5]
        return Asked(
            category=um.get(1), kind=um.get(2), service_type=um.get(3), place=place, place_list=place_list or "B",
            causes=tuple(filter(None, causes)), cause_state=state, cause_country=country,
            urgency=um.get(6), health=um.get(7), prognosis=um.get(8), release=um.get(9), delay_reason=um.get(10),
        )  # fmt: skip

    def _number(self, segment: Segment, element: int) -> Decimal | None:
        return self.values.optional_amount(segment.get(element), element)

    def _split(self, text: str) -> tuple[str, ...]:
        return tuple(filter(None, text.split(self._component)))

"""837P and 837I read back into claim documents, one claim in memory at a time, and each only when somebody looks at it.

What a document has no room for (the forms of loop 2440) is not lost in the file but not in the document either: use read_loops
for that. Amounts and dates that cannot be read come out as zero and None; the validator names them.
"""

from collections.abc import Iterator
from dataclasses import fields
from typing import Any

from shared.x12.guides import guide_for
from shared.x12.interchange import Transaction
from shared.x12.loop import Loop
from shared.x12.read import walk
from shared.x12.scalars import read_dates
from shared.x12.segments import Segment
from shared.x12.translate import claim_detail_reading as details
from shared.x12.translate.claim import Accident, ClaimDocument, Kind, Patient, Payer, Provider, Subscriber
from shared.x12.translate.claim_information_reading import Codes, read_codes, read_diagnoses, read_stay
from shared.x12.translate.claim_line_reading import read_line
from shared.x12.translate.claim_payer_reading import read_other_payer
from shared.x12.translate.claim_reading import billing_provider, by_id, number, optional, patient, payer, provider, subscriber
from shared.x12.translate.lazy import unread
from shared.x12.translate.naming import read_address, read_reference

_UnreadClaim = unread(ClaimDocument)
_FIELDS = [each.name for each in fields(ClaimDocument)]
_NUMBERS = {"9F": "referral", "G1": "authorization", "F8": "payer_claim_control_number", "EA": "medical_record_number"}
_DAYS = {"431": "onset_on", "435": "admitted_on", "096": "discharged_on"}
_OF_STAY = frozenset({"096", "434", "435"})
_ROLES = {"DN": "referring", "P3": "primary_care", "82": "rendering", "77": "facility", "DQ": "supervising"}
_ROLES_OF_STAY = {"71": "attending", "72": "operating", "ZZ": "other_operating"}
_PLACES = {"PW": "pick_up", "45": "drop_off"}


def read_claims(transaction: Transaction) -> Iterator[ClaimDocument]:
    """The claims of an 837P or 837I in file order. Raises ValueError when the set is another one or has no known version."""
    guide = guide_for(transaction.set_id, transaction.version)
    if transaction.set_id != "837" or guide is None or not guide.versions[0].startswith(("005010X222", "005010X223")):
        raise ValueError("not an 837 of a known version")
    kind: Kind = "professional" if guide.versions[0].startswith("005010X222") else "institutional"
    levels = _Levels()
    for loop in walk(transaction, guide, transaction.delimiters.component, at="2300"):
        if loop.rule.id == "2300" and (clm := loop.start) is not None and clm.id == "CLM":
            yield _unread(kind, loop, clm, levels)


def _unread(kind: Kind, loop: Loop, clm: Segment, levels: "_Levels") -> ClaimDocument:
    """A claim of which only what every list shows has been read."""
    claim = object.__new__(_UnreadClaim)
    claim.kind, claim.patient_control_number, claim.charge = kind, clm.get(1), number(clm.get(2))
    claim._source = _Claim(kind, loop, clm, levels)
    made: ClaimDocument = claim
    return made


class _Levels:
    """The parties of the levels that the last claim stood under: its neighbours mostly share them."""

    def __init__(self) -> None:
        self._billing: tuple[Loop | None, Provider] = (None, billing_provider(None))
        self._policy: tuple[Loop | None, tuple[Subscriber, Payer]] = (None, (subscriber(None, ""), payer(None)))
        self._patient: tuple[Loop | None, Patient | None] = (None, None)

    def billing(self, claim: Loop) -> Provider:
        """Loop 2000A."""
        level = claim.above("2000A")
        if level is not self._billing[0]:
            self._billing = (level, billing_provider(level))
        return self._billing[1]

    def policy(self, claim: Loop) -> tuple[Subscriber, Payer]:
        """Loop 2000B."""
        level = claim.above("2000B")
        if level is not self._policy[0]:
            self._policy = (level, (subscriber(level, "2010BA"), payer(level.loop("2010BB") if level else None)))
        return self._policy[1]

    def patient(self, claim: Loop) -> Patient | None:
        """Loop 2000C; None when the subscriber is the patient."""
        level = claim.above("2000C")
        if level is not self._patient[0]:
            self._patient = (level, patient(level) if level else None)
        return self._patient[1]


class _Claim:
    """A claim in its loop."""

    __slots__ = ("_clm", "_kind", "_levels", "_loop")

    def __init__(self, kind: Kind, loop: Loop, clm: Segment, levels: _Levels) -> None:
        self._kind: Kind = kind
        self._loop, self._clm, self._levels = loop, clm, levels

    def fill(self, claim: Any, name: str) -> bool:
        """Sets all fields."""
        whole = _claim(self._kind, self._loop, self._clm, self._levels)
        for each in _FIELDS:
            setattr(claim, each, getattr(whole, each))
        return True


def _claim(kind: Kind, loop: Loop, clm: Segment, levels: _Levels) -> ClaimDocument:
    found = by_id(loop)
    codes = read_codes(found.pop("HI", []), loop.component)
    more: dict[str, Any] = {}
    of_stay: dict[str, Any] = {}
    _certified(kind, clm, loop.component, found, more)
    _dates(kind, found.pop("DTP", []), more)
    _numbers(found.pop("REF", []), loop.component, more)
    _details(found, more)
    _children(kind, loop, more, of_stay)
    if kind == "institutional":
        more["stay"] = read_stay(loop, codes, of_stay)
    else:
        _codes(codes, more)
    policy = levels.policy(loop)
    facility = clm.get(5).split(loop.component)
    return ClaimDocument(
        kind=kind,
        patient_control_number=clm.get(1),
        charge=number(clm.get(2)),
        place=facility[0],
        frequency=facility[2] if len(facility) > 2 else "",
        billing=levels.billing(loop),
        subscriber=policy[0],
        payer=policy[1],
        patient=levels.patient(loop),
        diagnoses=read_diagnoses(codes),
        assignment=clm.get(7),
        benefits_assigned=clm.get(8),
        release=clm.get(9),
        **more,
    )


def _certified(kind: Kind, clm: Segment, component: str, found: dict[str, list[Segment]], more: dict[str, Any]) -> None:
    """CLM06 and CLM10 to CLM20, where they say something, with the day of an accident."""
    if kind == "professional" and clm.get(6) == "N":
        more["signature_on_file"] = False
    if len(clm.elements) <= 10:
        return
    more.update(patient_signed=clm.get(10) != "P", special_program=clm.get(12), delay_reason=clm.get(20))
    parts = [*clm.get(11).split(component), "", "", "", ""]
    causes = tuple([cause for cause in parts[:3] if cause])
    if causes:
        dtp = next((each for each in found.get("DTP", []) if each.get(1) == "439"), None)
        on = read_dates(dtp.get(2), dtp.get(3))[0] if dtp else None
        more["accident"] = Accident(causes, on, parts[3], parts[4])


def _dates(kind: Kind, found: list[Segment], more: dict[str, Any]) -> None:
    others = []
    for dtp in found:
        qualifier = dtp.get(1)
        if (qualifier == "439" and "accident" in more) or (kind == "institutional" and qualifier in _OF_STAY):
            continue
        if kind == "professional" and qualifier in _DAYS and _DAYS[qualifier] not in more:
            more[_DAYS[qualifier]] = read_dates(dtp.get(2), dtp.get(3))[0]
        else:
            others.append(details.read_dated(dtp))
    if others:
        more["dates"] = tuple(others)


def _numbers(found: list[Segment], component: str, more: dict[str, Any]) -> None:
    others = []
    for ref in found:
        field = _NUMBERS.get(ref.get(1), "")
        if field and field not in more:
            more[field] = ref.get(2)
        else:
            others.append(read_reference(ref, component))
    if others:
        more["references"] = tuple(others)


def _details(found: dict[str, list[Segment]], more: dict[str, Any]) -> None:
    """Whatever else stands in the claim itself."""
    paid = found.pop("AMT", None)
    if paid is not None:
        more["patient_paid"] = optional(next((amt.get(2) for amt in paid if amt.get(1) in ("F3", "F5")), ""))
    details.read_details(found, "ADD", more)


def _codes(codes: Codes, more: dict[str, Any]) -> None:
    """HI BP, BO and BG of a professional claim."""
    if "BP" in codes:
        more["anesthesia_for"] = tuple([code[1] for code in codes["BP"] + codes.get("BO", [])])
    if "BG" in codes:
        more["conditions"] = tuple([code[1] for code in codes["BG"]])


def _children(kind: Kind, loop: Loop, more: dict[str, Any], of_stay: dict[str, Any]) -> None:
    """Loops 2310, 2320 and 2400."""
    lines, others = [], []
    for child in loop.children:
        if child.rule.id == "2400":
            lines.append(read_line(kind, child))
        elif child.rule.id == "2320":
            others.append(read_other_payer(child))
        elif (nm1 := child.first("NM1")) is not None:
            role = nm1.get(1)
            if role in _ROLES:
                more.setdefault(_ROLES[role], provider(child, nm1))
            elif role in _ROLES_OF_STAY:
                of_stay.setdefault(_ROLES_OF_STAY[role], provider(child, nm1))
            elif role in _PLACES:
                more.setdefault(_PLACES[role], read_address(child))
                more.update({"drop_off_name": nm1.get(3)} if role == "45" else {})
    more["lines"], more["other_payers"] = tuple(lines), tuple(others)

"""A bundle as visits: each encounter stands for itself, so that one that cannot be read does not take its neighbours along."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from pydantic import ValidationError

from services.eligibility.intake.fhir.admission import INPATIENT, stay_of
from services.eligibility.intake.fhir.bundle import Bundle, Entry
from services.eligibility.intake.fhir.care import diagnoses_of, procedures_of
from services.eligibility.intake.fhir.charges import Charge, charges_of, claim_charges
from services.eligibility.intake.fhir.coverage import coverages_of
from services.eligibility.intake.fhir.look import at, day_or_text, text
from services.eligibility.intake.fhir.people import identifier_of, names_of_place, patient, record_number, rendering_npi
from services.eligibility.intake.refusal import Fault, faults_of, impossible
from services.eligibility.intake.visit import Visit
from shared.contracts.values import ClaimKind
from shared.site.model import Site

NEVER_HAPPENED = frozenset({"planned", "cancelled", "entered-in-error"})
STILL_OPEN = frozenset({"arrived", "triaged", "in-progress", "onleave"})
UNNAMED_SOURCE = "fhir"
ELEMENTS = {
    "encounter.charges": {"amount": "priceOverride.value", "units": "quantity.value", "service_on": "occurrence", "modifiers": "extension"},
    "encounter.procedures": {"performed_on": "performed", "modifiers": "extension"},
}
"""What our fields are called in ChargeItem and Procedure; in a Claim's item the amount is `net`, the day `serviced`."""
CLAIM_ITEM = {"amount": "net.value", "service_on": "serviced", "modifiers": "modifier"}


class NoBundle(Exception):
    """The body is JSON, but no bundle with encounters; the text says what is missing."""


@dataclass(frozen=True, slots=True)
class Read:
    """One encounter of a bundle: a visit, or why it is none."""

    place: str
    visit_number: str
    visit: Visit | None
    faults: tuple[Fault, ...] = ()


@dataclass
class Draft:
    """A visit body in the making, with the place in the bundle that each part came from."""

    values: dict[str, Any]
    places: dict[str, str]


@dataclass
class Chart:
    """What the bundle says about each encounter, by the name of the encounter."""

    conditions: dict[str, list[Entry]] = field(default_factory=lambda: defaultdict(list))
    procedures: dict[str, list[Entry]] = field(default_factory=lambda: defaultdict(list))
    charge_items: dict[str, list[Entry]] = field(default_factory=lambda: defaultdict(list))
    claims: dict[str, list[Charge]] = field(default_factory=dict)


def read_bundle(body: Any, site: Site, today: date, source_system: str = "") -> list[Read]:
    """Every encounter of a FHIR R4 Bundle. Raises NoBundle when there is none to read."""
    if text(body, "resourceType") != "Bundle":
        raise NoBundle("the body is not a FHIR Bundle")
    bundle = Bundle(body)
    if not bundle.of("Encounter"):
        raise NoBundle("the bundle holds no Encounter")
    reader = Reader(bundle, site, today, source_system)
    return [reader.read(encounter) for encounter in bundle.of("Encounter")]


class Reader:
    """Reads the encounters of one bundle."""

    def __init__(self, bundle: Bundle, site: Site, today: date, source_system: str) -> None:
        self.bundle, self.site, self.today, self.source_system = bundle, site, today, source_system
        self.chart = Chart(claims=claim_charges(bundle, site.zone))
        for kind, link, charts in (
            ("Condition", "encounter", self.chart.conditions),
            ("Procedure", "encounter", self.chart.procedures),
            ("ChargeItem", "context", self.chart.charge_items),
        ):
            for entry in bundle.of(kind):
                if found := bundle.find(at(entry.resource, link), entry, "Encounter"):
                    charts[found.name].append(entry)
        found_patients = (bundle.find(at(entry.resource, "patient"), entry, "Patient") for entry in bundle.of("Consent") if _consents(entry))
        self.consenting = {found.name for found in found_patients if found}

    def read(self, encounter: Entry) -> Read:
        """One encounter, whatever the others are like."""
        number = identifier_of(encounter, "VN")[1]
        who = self.bundle.find(at(encounter.resource, "subject"), encounter, "Patient")
        if fault := _unusable(encounter, who):
            return Read(encounter.place, number, None, (fault,))
        draft = self._draft(encounter, number, who or encounter)
        try:
            visit = Visit.model_validate(draft.values)
        except ValidationError as error:
            return Read(encounter.place, number, None, faults_of(error, draft.places))
        faults = impossible(visit, self.today, draft.places)
        return Read(encounter.place, number, None if faults else visit, faults)

    def _draft(self, encounter: Entry, number: str, who: Entry) -> Draft:
        care = self._care(encounter)
        policies = list(coverages_of(who, self.bundle, self.site.zone))
        values = {
            "visit_number": number,
            "source_system": self.source_system or record_number(who)[0] or UNNAMED_SOURCE,
            "patient": patient(who, self.site.zone),
            "coverages": [policy for _, policy in policies],
            "consent_on_file": who.name in self.consenting,
            "encounter": care.values,
        }
        places = {"visit_number": f"{encounter.place}.identifier", "patient": who.place, **care.places}
        places |= {f"coverages[{nth}]": place for nth, (place, _) in enumerate(policies)}
        return Draft(values, places)

    def _care(self, encounter: Entry) -> Draft:
        zone, resource, chart = self.site.zone, encounter.resource, self.chart
        inpatient = text(resource, "class", "code") in INPATIENT
        stay = stay_of(encounter, self.bundle) if inpatient else None
        parts = {
            "diagnoses": list(diagnoses_of(encounter, chart.conditions.get(encounter.name, []), self.bundle, inpatient=inpatient)),
            "procedures": list(procedures_of(chart.procedures.get(encounter.name, []), zone)),
            "charges": charges_of(chart.charge_items.get(encounter.name, []), chart.claims.get(encounter.name, []), zone),
        }
        values: dict[str, Any] = {
            "kind": ClaimKind.INSTITUTIONAL if inpatient else None,
            "facility_id": self._facility(encounter),
            "service_from": day_or_text(at(resource, "period", "start"), zone),
            "service_to": day_or_text(at(resource, "period", "end"), zone),
            "rendering_npi": rendering_npi(encounter, self.bundle),
            "stay": stay,
            **{name: [value for _, value in found] for name, found in parts.items()},
        }
        places = {"encounter": f"{encounter.place}", "encounter.service_from": f"{encounter.place}.period.start"}
        places["encounter.service_to"] = f"{encounter.place}.period.end"
        places |= {"encounter.stay": f"{encounter.place}.hospitalization", "encounter.stay.admitted_at": f"{encounter.place}.period.start"}
        places["encounter.stay.discharged_at"] = f"{encounter.place}.period.end"
        for name, found in parts.items():
            for nth, (place, _) in enumerate(found):
                places |= _named(f"encounter.{name}[{nth}]", place)
        return Draft(values, places)

    def _facility(self, encounter: Entry) -> str:
        names = list(names_of_place(encounter, self.bundle))
        known = self.site.find_facility(*names)
        return known.id if known else names[0] if names else ""


def _unusable(encounter: Entry, who: Entry | None) -> Fault | None:
    status = text(encounter.resource, "status")
    if status in NEVER_HAPPENED:
        return Fault(f"{encounter.place}.status", f"the encounter is {status}: no care to bill")
    if status in STILL_OPEN and not text(encounter.resource, "period", "end"):
        return Fault(f"{encounter.place}.status", "the encounter is still open: send it again when it is finished")
    if who is None:
        return Fault(f"{encounter.place}.subject", "names no Patient of this bundle")
    return None


def _consents(entry: Entry) -> bool:
    """An active consent that permits."""
    return text(entry.resource, "status") == "active" and text(entry.resource, "provision", "type") != "deny"


def _named(ours: str, place: str) -> dict[str, str]:
    """Our place of a resource, and of those of its fields that have another name there."""
    elements = ELEMENTS.get(ours.partition("[")[0], {}) | (CLAIM_ITEM if ".item[" in place else {})
    return {ours: place, **{f"{ours}.{field}": f"{place}.{element}" for field, element in elements.items()}}

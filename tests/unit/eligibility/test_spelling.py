"""What cannot be spelled in a claim is held for a person before anybody is asked."""

from __future__ import annotations

import pytest

from services.eligibility.model.spelling import spelling_reasons
from shared.contracts.eligibility import Address, CoverageOnFile, Patient, PatientRegistered, PersonName, Subscriber
from shared.contracts.values import CoverageId, EncounterId, PersonId


def registered(name: PersonName, address: Address | None = None, holder: PersonName | None = None) -> PatientRegistered:
    subscriber = Subscriber(name=holder) if holder else None
    coverage = CoverageOnFile(coverage_id=CoverageId("C"), order=1, relationship="child" if holder else "self", subscriber=subscriber)
    return PatientRegistered(
        encounter_id=EncounterId("E"),
        person_id=PersonId("P"),
        version=1,
        visit_number="V1",
        patient=Patient(mrn="M1", name=name, address=address),
        coverages=(coverage,),
    )


def places(told: PatientRegistered) -> list[str]:
    return [reason.place for reason in spelling_reasons(told)]


@pytest.mark.parametrize("last", ["Müller-Ångström", "Nguyễn", "Żółć", "O'Brien", "D’Arcy", "Peña Núñez", "Test:oak", ""])
def test_latin_names_are_no_reason(last: str) -> None:
    assert places(registered(PersonName(last=last, first="Zoë"))) == []


@pytest.mark.parametrize("last", ["田中", "محمد", "Иванов", "~*", "L" * 61, "Ada\x7f"])
def test_a_name_that_could_only_be_sent_mutilated_is_a_reason_that_does_not_repeat_it(last: str) -> None:
    [reason] = spelling_reasons(registered(PersonName(last=last, first="Zoë")))
    assert (reason.code, reason.place) == ("not_spellable", "patient.name.last")
    assert last not in reason.sentence
    assert "as on the insurance card" in reason.sentence


def test_street_city_middle_name_and_policy_holder_are_looked_at_too() -> None:
    told = registered(PersonName(last="A", first="B", middle="M" * 26), Address(line="東京", city="C" * 31), PersonName(last="محمد", first="A"))
    assert places(told) == ["patient.name.middle", "patient.address.line", "patient.address.city", "coverages[0].subscriber.name.last"]

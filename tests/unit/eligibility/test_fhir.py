"""FHIR bundles become visits, each encounter for itself."""

import copy
from datetime import date, time
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deploy.samples.generate import generate
from services.eligibility.intake.facts import facts_of
from services.eligibility.intake.fhir.read import NoBundle, Read, read_bundle
from services.eligibility.intake.take import NotJson, parsed
from shared.contracts.ids import Names
from shared.contracts.values import ClaimKind
from tests.unit.eligibility.visits import ON, SITE

NAMES = Names("riverbend", b"a key for tests only")
NPI = {"system": "http://hl7.org/fhir/sid/us-npi", "value": "1003000126"}
REVENUE = "https://www.nubc.org/CodeSystem/RevenueCodes"
CPT = "http://www.ama-assn.org/go/cpt"
ICD = "http://hl7.org/fhir/sid/icd-10-cm"
PATIENT = {
    "resourceType": "Patient",
    "id": "p1",
    "identifier": [
        {"type": {"coding": [{"code": "SS"}]}, "value": "999-00-0000"},
        {"type": {"coding": [{"code": "MR"}]}, "system": "urn:mrn", "value": "MRN1"},
    ],
    "name": [{"use": "old", "family": "Testash"}, {"use": "official", "family": "Testoak", "given": ["Ada", "B"]}],
    "gender": "female",
    "birthDate": "1980-01-01",
    "address": [{"line": ["1 Example Street"], "city": "Springfield", "state": "Ohio", "postalCode": "45501-1234"}],
}
ENCOUNTER = {
    "resourceType": "Encounter",
    "id": "e1",
    "identifier": [{"value": "V1"}],
    "status": "finished",
    "class": {"code": "AMB"},
    "subject": {"reference": "Patient/p1"},
    "participant": [{"individual": {"identifier": NPI}}],
    "period": {"start": "2026-09-14T22:15:00-04:00", "end": "2026-09-15T03:45:00Z"},
    "serviceProvider": {"display": "Riverbend Clinic"},
}


def bundle(*resources: dict[str, Any], urls: bool = False) -> dict[str, Any]:
    entries = [{"fullUrl": f"urn:uuid:{each.get('id', '')}", "resource": each} if urls else {"resource": each} for each in resources]
    return {"resourceType": "Bundle", "type": "collection", "entry": entries}


def read(*resources: dict[str, Any], **changes: Any) -> Read:
    (found,) = read_bundle(bundle(PATIENT, {**ENCOUNTER, **changes}, *resources), SITE, ON)
    return found


def visit(*resources: dict[str, Any], **changes: Any) -> Any:
    found = read(*resources, **changes)
    assert found.visit is not None, found.faults
    return found.visit


def coverage(**changes: Any) -> dict[str, Any]:
    return {
        "resourceType": "Coverage",
        "status": "active",
        "subscriberId": "nwa 1000001",
        "beneficiary": {"reference": "Patient/p1"},
        "payor": [{"display": "Northwind"}],
        **changes,
    }


def charge(**changes: Any) -> dict[str, Any]:
    code = {"coding": [{"system": CPT, "code": "99213"}]}
    return {"resourceType": "ChargeItem", "status": "billable", "context": {"reference": "Encounter/e1"}, "code": code, **changes}


def condition(id: str, code: str, system: str = ICD, **changes: Any) -> dict[str, Any]:
    return {"resourceType": "Condition", "id": id, "code": {"coding": [{"system": system, "code": code}]}, **changes}


def test_a_patient_is_read_with_the_current_name_and_the_record_number() -> None:
    patient = visit().patient
    assert (patient.mrn, patient.name.last, patient.name.first, patient.name.middle) == ("MRN1", "Testoak", "Ada", "B")
    assert (patient.sex, patient.birth_date, patient.address.state) == ("F", date(1980, 1, 1), "OH")


def test_the_date_of_service_is_the_day_where_the_hospital_is() -> None:
    care = visit().encounter
    assert (care.service_from, care.service_to) == (date(2026, 9, 14), date(2026, 9, 14))


def test_facility_and_provider_are_found_by_name_and_number() -> None:
    care = visit().encounter
    assert (care.facility_id, care.rendering_npi) == ("clinic", "1003000126")


@pytest.mark.parametrize("subject", ["urn:uuid:p1", "Patient/p1", "Patient/p1/_history/2", "https://ehr.example/fhir/Patient/p1"])
def test_references_are_followed_however_they_are_written(subject: str) -> None:
    (found,) = read_bundle(bundle(PATIENT, {**ENCOUNTER, "subject": {"reference": subject}}, urls=True), SITE, ON)
    assert found.visit is not None


@pytest.mark.parametrize(
    "reference",
    [
        {"reference": "Practitioner/d1"},
        {"reference": "PractitionerRole/r1"},
        {"reference": "Practitioner?identifier=http://hl7.org/fhir/sid/us-npi|1003000126"},
        {"reference": "#d"},
        {"type": "Practitioner", "identifier": NPI},
    ],
)
def test_a_provider_is_named_directly_through_a_role_contained_or_by_number(reference: dict[str, Any]) -> None:
    doctor = {"resourceType": "Practitioner", "id": "d1", "identifier": [NPI]}
    role = {"resourceType": "PractitionerRole", "id": "r1", "practitioner": {"reference": "Practitioner/d1"}}
    contained = [{"resourceType": "Practitioner", "id": "d", "identifier": [NPI]}]
    care = visit(doctor, role, participant=[{"individual": reference}], contained=contained).encounter
    assert care.rendering_npi == "1003000126"


def test_a_role_that_names_itself_does_not_hang_the_reader() -> None:
    loop = {"resourceType": "PractitionerRole", "id": "r1", "practitioner": {"reference": "PractitionerRole/r1"}}
    assert visit(loop, participant=[{"individual": {"reference": "PractitionerRole/r1"}}]).encounter.rendering_npi == ""


def test_the_attending_comes_before_others_who_took_part() -> None:
    others = [
        {"type": [{"coding": [{"code": "PART"}]}], "individual": {"identifier": {**NPI, "value": "1003000142"}}},
        {"type": [{"coding": [{"code": "ATND"}]}], "individual": {"identifier": NPI}},
    ]
    assert visit(participant=others).encounter.rendering_npi == "1003000126"


def test_coverages_are_ordered_and_their_payer_is_found_by_any_of_its_names() -> None:
    payer = {"resourceType": "Organization", "id": "o1", "identifier": [{"system": "x", "value": "CASC2"}], "name": "Some other name"}
    told = visit(payer, coverage(order=2), coverage(order=1, payor=[{"reference": "Organization/o1"}]))
    filed = facts_of(told, NAMES, SITE).registered.coverages
    assert [(each.order, each.payer_id, each.member_id) for each in filed] == [(1, "CASC2", "NWA1000001"), (2, "NWHP1", "NWA1000001")]


def test_a_payer_nobody_knows_is_kept_by_name() -> None:
    (filed,) = facts_of(visit(coverage(payor=[{"display": "Mystery Mutual"}])), NAMES, SITE).registered.coverages
    assert (filed.payer_id, filed.payer_name) == (None, "Mystery Mutual")


@pytest.mark.parametrize(
    "ignored",
    [coverage(status="entered-in-error"), coverage(payor=[{"reference": "Patient/p1"}]), coverage(beneficiary={"reference": "Patient/other"})],
)
def test_self_pay_mistakes_and_other_peoples_policies_are_no_coverage(ignored: dict[str, Any]) -> None:
    assert visit(ignored).coverages == ()


def test_a_policy_of_a_parent_names_the_parent() -> None:
    mother = {
        "resourceType": "RelatedPerson",
        "id": "m1",
        "name": [{"family": "Testoak", "given": ["Eve"]}],
        "birthDate": "1955-05-05",
        "relationship": [{"coding": [{"code": "MTH"}]}],
    }
    (told,) = visit(mother, coverage(subscriber={"reference": "RelatedPerson/m1"})).coverages
    assert (told.relationship, told.subscriber.name.first, told.subscriber.birth_date) == ("child", "Eve", date(1955, 5, 5))


def test_consent_counts_when_it_is_active_and_permits() -> None:
    consent = {"resourceType": "Consent", "status": "active", "patient": {"reference": "Patient/p1"}}
    assert visit(consent).consent_on_file
    assert not visit({**consent, "status": "inactive"}).consent_on_file
    assert not visit({**consent, "provision": {"type": "deny"}}).consent_on_file
    assert not visit().consent_on_file


def test_diagnoses_follow_the_rank_of_the_encounter_then_come_those_that_name_it() -> None:
    listed = [{"condition": {"reference": "Condition/c1"}, "rank": 2}, {"condition": {"reference": "Condition/c2"}, "rank": 1}]
    here = {"encounter": {"reference": "Encounter/e1"}}
    refuted = {**here, "verificationStatus": {"coding": [{"code": "refuted"}]}}
    told = visit(
        condition("c1", "M25.561"),
        condition("c2", "E11.9"),
        condition("c3", "44465007", "http://snomed.info/sct", **here),
        condition("c4", "I10", **refuted),
        condition("c5", "E11.9", **here),
        diagnosis=listed,
    )
    opened = facts_of(told, NAMES, SITE).opened
    assert [(each.system, each.code) for each in opened.diagnoses] == [("icd10cm", "E119"), ("icd10cm", "M25561"), ("snomed", "44465007")]


def test_procedures_that_were_not_done_are_left_out() -> None:
    done = {"resourceType": "Procedure", "encounter": {"reference": "Encounter/e1"}, "status": "completed"}
    done |= {"code": {"coding": [{"system": CPT, "code": "20610"}]}, "performedDateTime": "2026-09-14T22:30:00-04:00"}
    (told,) = visit(done, {**done, "status": "not-done"}).encounter.procedures
    assert (told.system, told.code, told.performed_on) == ("hcpcs", "20610", date(2026, 9, 14))


def test_a_charge_carries_code_modifiers_units_and_the_exact_amount() -> None:
    item = charge(
        quantity={"value": 40},
        priceOverride={"value": Decimal("30.10")},
        extension=[{"url": "https://x.example/procedure-modifier", "valueCode": "25"}],
    )
    (told,) = visit(item).encounter.charges
    assert (told.code, told.modifiers, told.units, told.amount) == ("99213", ("25",), Decimal(40), Decimal("30.10"))


def test_a_revenue_code_makes_it_a_facility_visit() -> None:
    lab = charge(code={"coding": [{"system": REVENUE, "code": "0250"}]})
    opened = facts_of(visit(lab), NAMES, SITE).opened
    assert (opened.kind, opened.charges[0].revenue_code, opened.charges[0].code) == (ClaimKind.INSTITUTIONAL, "0250", None)
    assert facts_of(visit(charge()), NAMES, SITE).opened.kind is ClaimKind.PROFESSIONAL
    assert facts_of(visit(**{"class": {"code": "IMP"}}), NAMES, SITE).opened.kind is ClaimKind.INSTITUTIONAL


def nubc(kind: str, code: str) -> dict[str, Any]:
    return {"coding": [{"system": f"https://www.nubc.org/CodeSystem/{kind}", "code": code}]}


ADMITTED: dict[str, Any] = {
    "class": {"code": "IMP"},
    "priority": {"coding": [{"code": "EL"}]},
    "hospitalization": {"admitSource": nubc("PointOfOrigin", "1"), "dischargeDisposition": nubc("PatDischargeStatus", "06")},
    "diagnosis": [
        {"condition": {"reference": "Condition/before"}, "use": {"coding": [{"code": "AD"}]}, "rank": 1},
        {"condition": {"reference": "Condition/found"}, "use": {"coding": [{"code": "DD"}]}, "rank": 1},
    ],
}


def test_an_inpatient_has_a_stay_in_the_hours_of_the_hospital_even_without_a_bed_among_the_charges() -> None:
    pcs = {"coding": [{"system": "http://www.cms.gov/Medicare/Coding/ICD10", "code": "0DTF4ZZ"}]}
    found = (condition(id, code, encounter={"reference": "Encounter/e1"}) for id, code in (("before", "D12.2"), ("found", "C18.2")))
    operation = {"resourceType": "Procedure", "status": "completed", "encounter": {"reference": "Encounter/e1"}, "code": pcs}
    opened = facts_of(visit(*found, operation, **ADMITTED), NAMES, SITE).opened
    stay = opened.stay
    assert stay is not None
    assert (stay.admitted_on, stay.admitted_at, stay.discharged_on, stay.discharged_at) == (
        date(2026, 9, 14), time(22, 15), date(2026, 9, 14), time(23, 45),
    )  # fmt: skip
    assert (stay.admission_type, stay.admission_source, stay.patient_status) == ("3", "1", "06")
    assert stay.admitting_diagnosis is not None
    assert stay.admitting_diagnosis.code == "D122"
    assert [each.code for each in opened.diagnoses] == ["C182"]
    assert [(each.system, each.code) for each in opened.procedures] == [("icd10pcs", "0DTF4ZZ")]
    assert opened.kind is ClaimKind.INSTITUTIONAL


def test_what_nobody_coded_of_a_stay_is_not_known() -> None:
    period = {"start": "2026-09-14", "end": "2026-09-16"}
    other = {"dischargeDisposition": {"coding": [{"system": "http://example.org", "code": "oth"}]}, "admitSource": {"coding": [{"code": "emd"}]}}
    stay = facts_of(visit(**{"class": {"code": "ACUTE"}, "period": period, "hospitalization": other}), NAMES, SITE).opened.stay
    assert stay is not None
    assert (stay.admitted_at, stay.discharged_at, stay.discharged_on) == (None, None, date(2026, 9, 16))
    assert (stay.admission_type, stay.admission_source, stay.patient_status, stay.admitting_diagnosis) == ("9", "9", "", None)


def test_without_an_end_the_inpatient_is_still_a_patient() -> None:
    stay = facts_of(visit(**{**ADMITTED, "period": {"start": "2026-09-14T22:15:00-04:00"}}), NAMES, SITE).opened.stay
    assert stay is not None
    assert (stay.discharged_on, stay.patient_status) == (None, "30")


def test_only_inpatients_have_a_stay_and_an_unreadable_moment_is_named_once() -> None:
    assert facts_of(visit(), NAMES, SITE).opened.stay is None
    faults = read(**{**ADMITTED, "period": {"start": "2026-09-14T22:15:00-04:00", "end": "soon"}}).faults
    assert {fault.place for fault in faults} == {"Bundle.entry[1].resource.period.end"}
    assert "soon" not in str(faults)


def test_a_charge_in_terms_of_the_hospital_is_kept_for_coding_to_look_at() -> None:
    (told,) = visit(charge(code={"coding": [{"code": "CDM-77"}]})).encounter.charges
    assert told.code == "CDM-77"


def claim(*items: dict[str, Any]) -> dict[str, Any]:
    return {"resourceType": "Claim", "id": "k1", "use": "claim", "status": "active", "item": list(items)}


def test_a_claim_counts_as_charges_only_with_items_that_can_be_billed() -> None:
    here = {"encounter": [{"reference": "Encounter/e1"}]}
    snomed = {"productOrService": {"coding": [{"system": "http://snomed.info/sct", "code": "162673000"}]}, **here}
    shot = {"productOrService": {"coding": [{"system": "http://hl7.org/fhir/sid/cvx", "code": "140"}]}, "net": {"value": Decimal("140.52")}}
    code = {"productOrService": {"coding": [{"system": CPT, "code": "99213"}]}, "quantity": {"value": 2}, "unitPrice": {"value": Decimal("75.5")}}
    assert visit(claim(snomed, shot)).encounter.charges == ()
    (told,) = visit(claim(snomed, shot, code)).encounter.charges
    assert (told.code, told.amount) == ("99213", Decimal("151.0"))
    assert len(visit(claim({**code, **here}), charge()).encounter.charges) == 1


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"period": {}}, "Bundle.entry[1].resource.period.start"),
        ({"period": {"start": "2026-09"}}, "Bundle.entry[1].resource.period.start"),
        ({"period": {"start": 20260914}}, "Bundle.entry[1].resource.period.start"),
        ({"period": {"start": "2026-11-03"}}, "Bundle.entry[1].resource.period.start"),
        ({"period": {"start": "2026-09-14", "end": "2026-09-13"}}, "Bundle.entry[1].resource"),
        ({"status": "cancelled"}, "Bundle.entry[1].resource.status"),
        ({"status": "in-progress", "period": {"start": "2026-09-14"}}, "Bundle.entry[1].resource.status"),
        ({"subject": {"reference": "Patient/nobody"}}, "Bundle.entry[1].resource.subject"),
        ({"subject": None}, "Bundle.entry[1].resource.subject"),
    ],
)
def test_what_nobody_can_read_is_refused_with_its_place(changes: dict[str, Any], place: str) -> None:
    found = read(**changes)
    assert found.visit is None
    assert [fault.place for fault in found.faults] == [place]


@pytest.mark.parametrize(
    ("item", "place"),
    [
        (charge(priceOverride={"value": -5}), "Bundle.entry[2].resource.priceOverride.value"),
        (charge(priceOverride={"value": "much"}), "Bundle.entry[2].resource.priceOverride.value"),
        (charge(quantity={"value": 0}), "Bundle.entry[2].resource.quantity.value"),
        (charge(code={}), "Bundle.entry[2].resource"),
        (charge(occurrenceDateTime="2026-12-01"), "Bundle.entry[2].resource.occurrence"),
    ],
)
def test_a_charge_that_cannot_be_is_refused_where_it_stands(item: dict[str, Any], place: str) -> None:
    found = read(item)
    assert [fault.place for fault in found.faults] == [place]


def test_one_bad_encounter_does_not_take_its_neighbours_along() -> None:
    bad = {**ENCOUNTER, "id": "e2", "identifier": [{"value": "V2"}], "period": {}}
    found = read_bundle(bundle(PATIENT, bad, ENCOUNTER), SITE, ON)
    assert [(each.visit_number, each.visit is not None) for each in found] == [("V2", False), ("V1", True)]


@pytest.mark.parametrize(
    "damage",
    [{"name": "Testoak"}, {"birthDate": 1980}, {"gender": ["f"]}, {"address": "here"}, {"telecom": 7}, {"identifier": None, "name": [7]}],
)
def test_damaged_demographics_are_left_for_a_registrar(damage: dict[str, Any]) -> None:
    (found,) = read_bundle(bundle({**PATIENT, **damage}, ENCOUNTER), SITE, ON)
    assert found.visit is not None


@pytest.mark.parametrize("body", [{}, [], "Bundle", None, {"resourceType": "Patient"}, bundle(PATIENT), {"resourceType": "Bundle", "entry": 5}])
def test_what_is_no_bundle_of_encounters_is_refused_whole(body: Any) -> None:
    with pytest.raises(NoBundle):
        read_bundle(body, SITE, ON)


@pytest.mark.parametrize("body", [b"{", b"\xff\xfe", b'{"a": NaN}', b"[" * 100_000, b""])
def test_what_is_no_json_is_said_to_be_none(body: bytes) -> None:
    with pytest.raises(NotJson):
        parsed(body)


def test_ids_follow_from_the_numbers_of_the_source_and_tell_nothing() -> None:
    one, again, other = (facts_of(visit(**changes), NAMES, SITE) for changes in ({}, {}, {"identifier": [{"value": "V2"}]}))
    assert one == again
    assert one.registered.encounter_id != other.registered.encounter_id
    assert one.registered.person_id == other.registered.person_id
    assert "MRN1" not in one.opened.model_dump_json()


@given(st.data())
@settings(max_examples=150, deadline=None)
def test_no_damage_to_a_bundle_is_a_crash(data: st.DataObject) -> None:
    everything = bundle(PATIENT, ENCOUNTER, coverage(), charge(priceOverride={"value": 5}), condition("c1", "I10"), claim({"sequence": 1}))
    broken = copy.deepcopy(everything)
    for _ in range(data.draw(st.integers(1, 3))):
        _damage(broken, data)
    try:
        for found in read_bundle(broken, SITE, ON):
            assert found.visit is not None or found.faults
    except NoBundle:
        pass


def _damage(node: Any, data: st.DataObject) -> None:
    """Walk to somewhere in the tree and put something else there."""
    while True:
        keys = sorted(node) if isinstance(node, dict) else list(range(len(node)))
        if not keys:
            return
        key = data.draw(st.sampled_from(keys))
        if isinstance(node[key], dict | list) and data.draw(st.booleans()):
            node = node[key]
            continue
        node[key] = data.draw(st.sampled_from([None, 7, "x", [], {}, [None], [["x"]], {"reference": "Encounter/e1"}, Decimal("1E+400"), True]))
        return


def test_every_sample_visit_is_read_without_a_fault(tmp_path: Any) -> None:
    generate(tmp_path, 60, 7)
    files = sorted((tmp_path / "fhir").glob("*.json"))
    assert len(files) == 60
    for path in files:
        (found,) = read_bundle(parsed(path.read_bytes()), SITE, ON)
        assert found.visit is not None, (path.name, found.faults)
        assert found.visit_number == path.stem
        opened = facts_of(found.visit, NAMES, SITE).opened
        assert opened.facility_id in ("clinic", "hospital")
        assert opened.diagnoses
        assert opened.charges or opened.procedures

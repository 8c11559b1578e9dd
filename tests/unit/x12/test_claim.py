"""Claims written as 837P and 837I, and read back."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from shared.x12.faults import WriteError
from shared.x12.interchange import read_transactions
from shared.x12.translate.claim import Accident, Address, ClaimDocument, Contact, Diagnosis, Provider, Submitter, split_type_of_bill
from shared.x12.translate.claim_details import Note
from shared.x12.translate.read_claim import read_claims
from shared.x12.translate.write_claim import ClaimBatch, write_claims
from shared.x12.validate import validate
from tests.unit.x12.samples import CHILD, GROUP, HEADER, HOSPITAL, OKAFOR, batch, inpatient, outpatient, professional_claims, secondary, visit


def written(*claims: ClaimDocument) -> bytes:
    return write_claims(HEADER, batch(*claims), group_control_number=7)


def lines(data: bytes) -> list[str]:
    return data.decode().split("~")


def read(data: bytes) -> list[ClaimDocument]:
    return [claim for transaction in read_transactions(data) for claim in read_claims(transaction)]


@pytest.mark.parametrize("claims", [professional_claims(), [inpatient(), outpatient()]], ids=["professional", "institutional"])
def test_what_is_read_back_is_written_the_same_again(claims: list[ClaimDocument]) -> None:
    data = written(*claims)
    back = read(data)
    assert {claim.patient_control_number for claim in back} == {claim.patient_control_number for claim in claims}
    assert written(*back) == data


@pytest.mark.parametrize("claims", [professional_claims(), [inpatient(), outpatient()]], ids=["professional", "institutional"])
def test_our_own_validator_finds_nothing(claims: list[ClaimDocument]) -> None:
    for transaction in read_transactions(written(*claims)):
        assert validate(transaction) == []
        assert transaction.faults == []


def test_the_hierarchy_groups_by_billing_provider_subscriber_and_patient() -> None:
    sibling = replace(CHILD, name=replace(CHILD.name, first="Chidi"))
    policy = {"subscriber": OKAFOR, "patient": CHILD}
    data = written(
        visit("A"),
        visit("B", **policy),
        visit("C"),
        visit("D", **(policy | {"patient": sibling})),
        visit("E", billing=HOSPITAL),
        visit("F", **policy),
    )
    levels = [line.split("*")[1:] for line in lines(data) if line.startswith("HL*")]
    assert levels == [
        ["1", "", "20", "1"],
        ["2", "1", "22", "0"],
        ["3", "1", "22", "1"],
        ["4", "3", "23", "0"],
        ["5", "3", "23", "0"],
        ["6", "", "20", "1"],
        ["7", "6", "22", "0"],
    ]
    assert [line.split("*")[1] for line in lines(data) if line.startswith("CLM*")] == ["A", "C", "B", "F", "D", "E"]


def test_a_dependent_has_no_member_id_and_the_subscriber_no_birth_date() -> None:
    text = written(visit("B", subscriber=OKAFOR, patient=CHILD))
    assert b"NM1*QC*1*Okafor*Ada~" in text
    assert b"SBR*P********CI~" in text
    assert text.count(b"DMG*") == 1


def test_a_replacement_names_the_payers_claim() -> None:
    text = written(visit("B", frequency="7", payer_claim_control_number="ICN9"))
    assert b"*11:B:7*" in text
    assert b"REF*F8*ICN9~" in text


def test_an_inpatient_claim_says_what_a_hospital_says() -> None:
    text = written(inpatient())
    for segment in (
        "CLM*STAY-1*6600***11:A:1**A*Y*Y",
        "DTP*096*TM*1100",
        "DTP*434*RD8*20261001-20261004",
        "DTP*435*DT*202610011400",
        "CL1*1*1*01",
        "HI*ABK:I214:::::::Y",
        "HI*ABJ:R079",
        "HI*BBR:027034Z:D8:20261002",
        "HI*BI:74:RD8:20260901-20260903",
        "HI*BE:80:::3*BE:A1:::100.5",
        "SV2*0120**6000*DA*3",
    ):
        assert f"~{segment}~".encode() in text


def test_a_line_carries_its_drug_in_the_drugs_own_unit() -> None:
    text = written(outpatient())
    assert b"SV2*0636*HC:J1010*7.5*UN*10~DTP*472*D8*20261005~REF*6R*2~LIN**N4*00009030602~CTP****1*ML~" in text


def test_a_secondary_claim_carries_what_the_first_payer_did() -> None:
    text = written(secondary())
    assert b"SVD*NWHP1*47.28*HC:99214**1~CAS*CO*45*77.86~CAS*PR*2*11.86~DTP*573*D8*20261020~" in text
    assert b"SBR*S*18" in text
    assert b"AMT*D*47.28~AMT*EAF*11.86~OI***Y***Y~" in text


@pytest.mark.parametrize(
    "claims",
    [
        [],
        [visit(), inpatient()],
        [visit("X" * 21)],
        [visit(lines=())],
        [visit(diagnoses=tuple(Diagnosis(f"Z0{n}") for n in range(13)))],
        [visit(lines=(replace(visit().lines[0], pointers=(1, 2, 3, 4, 5)),))],
        [visit(lines=(replace(visit().lines[0], modifiers=("1A", "2A", "3A", "4A", "5A")),))],
        [visit(lines=(replace(visit().lines[0], on=None),))],
        [visit(billing=replace(GROUP, tax_id=""))],
        [visit(subscriber=replace(OKAFOR, born_on=None))],
        [visit(facility=Provider("", GROUP.name))],
        [inpatient(stay=None)],
        [inpatient(diagnoses=())],
        [visit(accident=Accident(("AA", "EM", "OA"), date(2026, 9, 30), "OH"))],
        [visit(note="X" * 81)],
        [visit(notes=(Note("CER", "X" * 81),))],
        [visit(fixed_format=("X" * 81,))],
        [visit(billing=replace(GROUP, contacts=(Contact("OFFICE"),)))],
        [visit(medical_record_number="X" * 51)],
    ],
)
def test_a_document_that_no_guide_has_room_for_is_refused(claims: list[ClaimDocument]) -> None:
    with pytest.raises(WriteError):
        written(*claims)


def test_a_submitter_without_telephone_or_mail_is_refused() -> None:
    whole = batch(visit())
    with pytest.raises(WriteError):
        write_claims(HEADER, ClaimBatch(Submitter("R", "1", "Office"), whole.receiver, "B", whole.on, whole.at, whole.claims), group_control_number=1)


def test_a_type_of_bill_is_facility_and_frequency() -> None:
    assert split_type_of_bill("0131") == split_type_of_bill("131") == ("13", "1")
    with pytest.raises(ValueError, match="three digits"):
        split_type_of_bill("13")


def test_people_do_not_show_in_repr() -> None:
    note, kept = "SEEN AT HOME", visit().lines[0]
    told = visit(
        "A",
        subscriber=OKAFOR,
        patient=CHILD,
        note=note,
        notes=(Note("CER", note),),
        medical_record_number="MRN-42",
        lines=(replace(kept, note=note),),
    )
    assert not any(secret in repr(told) for secret in ("Okafor", "Ada", "CSB300400", "2015", "Elm Street", note, "MRN-42"))


def test_a_group_has_its_number_or_its_name() -> None:
    named = replace(OKAFOR, group_name="Acme Works", group_number="")
    assert b"SBR*P*18**Acme Works*****CI~" in written(visit("A", subscriber=named))
    assert b"SBR*P*18*G-1******CI~" in written(visit("A", subscriber=replace(named, group_number="G-1")))


def test_equal_people_share_a_level_even_when_they_are_two_objects() -> None:
    text = written(visit("A", subscriber=OKAFOR), visit("B", subscriber=replace(OKAFOR)), visit("C", subscriber=replace(OKAFOR, sex="U")))
    assert text.count(b"*22*0~") == 2


def test_an_address_abroad_names_its_country_and_region() -> None:
    abroad = replace(OKAFOR, address=Address("4 Rue Mercière", "Lyon", "", "69002", country="FR", subdivision="69"))
    assert b"N3*4 Rue Merciere~N4*Lyon**69002*FR***69~" in written(visit("A", subscriber=abroad))


@pytest.mark.parametrize("name", ["Smith*Jones", "Smith: Jones", "Smith  Jones ", " Smith~Jones", "Smith\tJones"])
def test_separators_in_a_name_become_a_blank(name: str) -> None:
    assert b"NM1*IL*1*Smith Jones*Samuel*" in written(visit("A", subscriber=replace(OKAFOR, name=replace(OKAFOR.name, last=name))))


def test_totals_are_not_corrected() -> None:
    assert read(written(visit(charge=Decimal("1.00"))))[0].charge == Decimal(1)

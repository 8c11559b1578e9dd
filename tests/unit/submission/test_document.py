from __future__ import annotations

from datetime import UTC, datetime

import pytest

from services.billing.submission.document import document_of
from services.billing.submission.model.claim import Claim
from services.billing.submission.model.claim_fold import evolve
from services.billing.submission.submit import _documents
from services.billing.submission.writing import write
from shared.contracts.eligibility import PatientRegistered, PersonName
from shared.contracts.submission import ClaimBuilt
from shared.x12.excerpt import claim_segments
from shared.x12.faults import WriteError
from tests import pyx12_report
from tests.unit.submission.given import (
    ENCOUNTER,
    SITE,
    SURGERY,
    THREE_LINES,
    VISIT,
    WITH_25,
    accepted,
    admitted,
    built,
    cleared,
    coded,
    coverage,
    drafts,
    of_a_child,
    registered,
    rejected,
    submitted,
)

AT = datetime(2026, 11, 2, 15, 4, tzinfo=UTC)


def sent(claim: ClaimBuilt, who: PatientRegistered | None = None) -> list[str]:
    """The segments of an interchange with this claim alone."""
    body = write(SITE, [document_of(claim, who or registered(), SITE)], "7", "REF7", AT)
    return body.decode().split("~")[:-1]


def pyx12_errors(body: bytes) -> list[str]:
    return pyx12_report.pyx12_errors(body.decode("latin-1"))


def test_s1_as_an_837p() -> None:
    segments = sent(built())
    claim = built().claim_id
    assert segments[0].endswith("*^*00501*000000007*0*T*:")
    assert segments[1] == "GS*HC*RIVERBEND1*CLEARPATH1*20261102*1004*7*X*005010X222A1"
    assert segments[3] == "BHT*0019*00*REF7*20261102*1004*CH"
    for expected in (
        "PRV*BI*PXC*207Q00000X",
        "NM1*85*2*Riverbend Health*****XX*1245319599",
        "N4*Springfield*OH*455011234",
        "REF*EI*841234567",
        "SBR*P*18*******CI",
        "NM1*IL*1*Testmann*Ada****MI*NWA001",
        "DMG*D8*19610403*F",
        "NM1*PR*2*Northwind Health Plan*****PI*NWHP1",
        f"CLM*{claim}*190***11:B:1*Y*A*Y*Y",
        "HI*ABK:R5383*ABF:D649",
        "NM1*82*1*Alvarez*Maria****XX*1003000126",
        "SV1*HC:99213*150*UN*1***1",
        "SV1*HC:85025*40*UN*1***1:2",
        "DTP*472*D8*20260914",
        "REF*6R*1",
        "REF*6R*2",
    ):
        assert expected in segments
    assert not [segment for segment in segments if segment.startswith(("REF*F8", "REF*G1", "PAT", "NM1*77"))]


def test_s2_carries_the_authorization_of_the_second_coverage() -> None:
    bench = drafts()
    who = registered(1, coverage(1), coverage(2, "CASC2", member_id="CSA002"))
    (claim,) = bench.take(who, cleared(1, 1, "CASC2", 2, authorizations=("AUTH73002",)), coded())
    assert isinstance(claim, ClaimBuilt)
    segments = sent(claim, who)
    assert {"REF*G1*AUTH73002", "NM1*PR*2*Cascade Mutual*****PI*CASC2", "NM1*IL*1*Testmann*Ada****MI*CSA002"} <= set(segments)
    assert not [segment for segment in segments if "NWHP1" in segment]


def test_s3_goes_again_as_an_original_under_the_same_number() -> None:
    bench = drafts()
    (first,) = bench.take(registered(), cleared(), coded())
    assert isinstance(first, ClaimBuilt)
    bench.take(submitted(first), rejected(first))
    mended = registered(2, coverage(member_id="NWA009"))
    (second,) = bench.take(mended, cleared(2, 2))
    assert isinstance(second, ClaimBuilt)
    segments = sent(second, mended)
    assert f"CLM*{first.claim_id}*190***11:B:1*Y*A*Y*Y" in segments
    assert "NM1*IL*1*Testmann*Ada****MI*NWA009" in segments
    assert not [segment for segment in segments if segment.startswith("REF*F8")]


def test_s4_replaces_the_whole_claim_with_the_payers_number() -> None:
    bench = drafts()
    (first,) = bench.take(registered(), cleared(), coded(1, THREE_LINES))
    assert isinstance(first, ClaimBuilt)
    bench.take(submitted(first), accepted(first, "ICN77"))
    (second,) = bench.take(coded(2, WITH_25, answers="DENIAL1"))
    assert isinstance(second, ClaimBuilt)
    segments = sent(second)
    assert f"CLM*{first.claim_id}*420***11:B:7*Y*A*Y*Y" in segments
    assert "REF*F8*ICN77" in segments
    assert [segment for segment in segments if segment.startswith(("SV1", "REF*6R"))] == [
        "SV1*HC:99214:25*210*UN*1***1",
        "REF*6R*1",
        "SV1*HC:20610*180*UN*1***1",
        "REF*6R*2",
        "SV1*HC:J1010*30*UN*40***1",
        "REF*6R*3",
    ]


def test_s10_as_an_837i_of_the_outpatient_department() -> None:
    claim = built(SURGERY)
    segments = sent(claim)
    assert segments[1].endswith("*X*005010X223A2")
    for expected in (
        "PRV*BI*PXC*282N00000X",
        "NM1*85*2*Riverbend Health*****XX*1234567893",
        f"CLM*{claim.claim_id}*8400***13:A:1**A*Y*Y",
        "DTP*434*RD8*20260914-20260914",
        "CL1*9*9*01",
        "HI*ABK:R5383",
        "HI*ABF:D649",
        "NM1*71*1*Alvarez*Maria****XX*1003000126",
        "SV2*0750*HC:45385*6900*UN*1",
        "SV2*0250**600*UN*1",
        "SV2*0710**900*UN*1",
    ):
        assert expected in segments
    assert not [segment for segment in segments if segment.startswith(("DTP*435", "NM1*82", "SV1"))]


def test_a_stay_as_an_837i_of_an_inpatient() -> None:
    claim = admitted()
    segments = sent(claim)
    for expected in (
        f"CLM*{claim.claim_id}*32500***11:A:1**A*Y*Y",
        "DTP*096*TM*1105",
        "DTP*434*RD8*20260914-20260917",
        "DTP*435*DT*202609140630",
        "CL1*3*1*01",
        "HI*ABK:C182:::::::Y",
        "HI*ABJ:D122",
        "HI*ABF:Z9049",
        "HI*BBR:0DTF4ZZ:D8:20260914",
        "HI*BBQ:3E0T3BZ:D8:20260915",
        "NM1*71*1*Alvarez*Maria****XX*1003000126",
        "SV2*0120**4500*DA*3",
        "SV2*0360**28000*UN*1",
    ):
        assert expected in segments


def test_a_stay_at_a_facility_without_inpatient_bills_cannot_be_written() -> None:
    with pytest.raises(WriteError, match="type of bill"):
        document_of(admitted().model_copy(update={"facility_id": "clinic"}), registered(), SITE)


def test_a_child_stands_in_its_own_loop_without_a_member_id() -> None:
    segments = sent(built(), of_a_child())
    assert {"SBR*P********CI", "NM1*IL*1*Testmann*Eva****MI*NWA001", "PAT*19", "NM1*QC*1*Testmann*Ada", "DMG*D8*20150506*F"} <= set(segments)


@pytest.mark.parametrize("claim", [built(VISIT), built(SURGERY), admitted()], ids=["837P", "837I", "837I of a stay"])
def test_pyx12_accepts_what_the_batcher_writes(claim: ClaimBuilt) -> None:
    replaced = claim.model_copy(update={"claim_id": "REPLACED", "frequency": "7", "payer_claim_control_number": "ICN1", "authorization": "A1"})
    people = [registered(), of_a_child(), registered(name=PersonName(last="Testmuñoz", first="Ñusta", middle="B"))]
    documents = [document_of(each, who, SITE) for who in people for each in (claim, replaced)]
    assert pyx12_errors(write(SITE, documents, "000000012", "REF12", AT)) == []


def test_a_claim_that_cannot_be_written_is_held_and_its_neighbours_go() -> None:
    good = built()
    bad = good.model_copy(update={"claim_id": "BAD", "encounter_id": "ENC2"})
    lost = good.model_copy(update={"claim_id": "LOST", "encounter_id": "ENC3"})
    script = registered(encounter="ENC2", name=PersonName(last="Тест", first="Анна"))
    written, refused = _documents([good, bad, lost], {ENCOUNTER: [registered()], "ENC2": [script]}, SITE, AT)
    assert [each.claim.claim_id for each in written] == [good.claim_id]
    assert [(each.claim_id, each.reasons[0].code, each.reasons[0].place) for each in refused] == [
        ("LOST", "cannot_be_written", "NM1"),
        ("BAD", "cannot_be_written", "NM103"),
    ]
    assert "Тест" not in refused[1].model_dump_json()


def test_a_claim_that_breaks_its_guide_is_held_and_its_neighbours_go() -> None:
    good = built()
    bad = good.model_copy(update={"claim_id": "BAD", "encounter_id": "ENC2"})
    long = registered(1, coverage(member_id="N" * 81), encounter="ENC2")
    written, refused = _documents([good, bad], {ENCOUNTER: [registered()], "ENC2": [long]}, SITE, AT)
    assert [each.claim.claim_id for each in written] == [good.claim_id]
    assert [(each.claim_id, each.reasons[0].place) for each in refused] == [("BAD", "NM109")]
    assert "NNN" not in refused[0].model_dump_json()


def test_a_claim_the_writer_refused_waits_for_a_person() -> None:
    claim = built()
    (held,) = _documents([claim], {}, SITE, AT)[1]
    state = Claim(claim_id=claim.claim_id, built=claim, verdict="released")
    assert evolve(state, held).status == "held"


def test_a_document_without_its_facility_names_the_place_that_lacks_it() -> None:
    with pytest.raises(WriteError, match="facility"):
        document_of(built().model_copy(update={"facility_id": "annex"}), registered(), SITE)


def test_the_excerpt_of_a_claim_holds_its_parents_and_nothing_of_its_neighbours() -> None:
    one, two = built(), built().model_copy(update={"claim_id": "OTHER"})
    child = document_of(two, of_a_child(), SITE)
    body = write(SITE, [document_of(one, registered(), SITE), child], "7", "REF7", AT)
    first, second = claim_segments(body, one.claim_id), claim_segments(body, "OTHER")
    assert first is not None
    assert second is not None
    assert first.decode().split("~")[0].startswith("HL*1**20")
    assert (first.count(b"CLM*"), second.count(b"CLM*"), b"PAT*19" in first, b"PAT*19" in second) == (1, 1, False, True)
    assert b"SE*" not in second
    assert claim_segments(body, "NOBODY") is None

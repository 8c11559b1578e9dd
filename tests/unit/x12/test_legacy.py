"""Files of 4010 get a verdict: sound ones are not refused, and what is wrong with the others is named."""

import pytest

from shared.x12.check import check_file
from shared.x12.guides import acknowledgement, guide_for, legacy
from tests.unit.x12.legacy_samples import SAMPLES
from tests.unit.x12.mutant import recounted

DEFECTS = [
    ("837P", "NM1*40*2*CLEARPATH*****46*CLEARPATH1~", "", "loop-missing"),
    ("837P", "REF*87*004010X098A1", "REF*87*004010X097A1", "element-code"),
    ("837P", "CLM*ACCT-1*190*", "CLM*ACCT-1*191*", "claim-total"),
    ("837P", "11::1*Y", "11::7*Y", "replacement-without-icn"),
    ("837P", "N3*1 RIVER WAY~", "", "segment-missing"),
    ("837I", "SV2*0120**600*DA", "SV2*0120**600*MJ", "element-code"),
    ("837I", "20031001-20031004", "20031004-20031001", "element-date"),
    ("837I", "NM1*PR*2*MEDICAID*****PI*OHMCD~", "", "loop-missing"),
    ("835", "CLP*ACCT-1*1*100*80", "CLP*ACCT-1*99*100*80", "element-code"),
    ("835", "CAS*PR*2*20", "CAS*PR*2*19", "line-balance"),
    ("835", "TRN*1*TRACE77*1999999999~", "", "segment-missing"),
    ("270", "EQ*30**IND", "EQ***IND", "element-relation"),
    ("270", "NM1*PR*2*NORTHWIND", "NM1*PR*3*NORTHWIND", "element-code"),
    ("271", "EB*1*IND*30", "EB**IND*30", "element-missing"),
    ("271", "LE*2120~", "", "segment-missing"),
    ("276", "NM1*41*2*RIVERBEND*****46*RIVER1~", "", "loop-missing"),
    ("277", "STC*P1:20*20031103", "STC*P1:20*20031303", "element-date"),
    ("278 request", "HL*1**20*1~NM1*X3", "NM1*X3", "segment-missing"),
    ("278 response", "HCR*A1*AUTH77", "HCR**AUTH77", "element-missing"),
]


def rules(data: bytes) -> set[str]:
    return {found.code for found in check_file(data).findings}


@pytest.mark.parametrize("name", SAMPLES)
def test_a_sound_set_of_4010_is_not_refused(name: str) -> None:
    report = check_file(SAMPLES[name])
    assert (report.verdict, report.findings) == ("valid", [])


@pytest.mark.parametrize(("name", "old", "new", "rule"), DEFECTS)
def test_a_defect_in_a_set_of_4010_is_named(name: str, old: str, new: str, rule: str) -> None:
    text = SAMPLES[name].decode("ascii")
    assert old in text
    assert rule in rules(recounted(text.replace(old, new, 1)).encode("ascii"))


def test_every_version_of_that_generation_has_its_guide() -> None:
    for text in (*legacy.GUIDES, *acknowledgement.GUIDES):
        assert {guide_for(text.set_id, version) is not None for version in text.versions} == {True}


def test_a_version_that_never_was_has_none() -> None:
    assert guide_for("837", "004010X999") is None
    assert guide_for("835", "004010X098A1") is None

"""The validator names the place and the code, for the guide's rules and for those that no table catches."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest

from shared.x12.finding import Finding, at_segment
from shared.x12.interchange import read_transactions
from shared.x12.loop import Loop
from shared.x12.numbers import is_npi
from shared.x12.profile import Profile
from shared.x12.translate.write_claim import write_claims
from shared.x12.validate import validate
from tests.unit.x12.envelopes import interchange, remittance, transaction
from tests.unit.x12.samples import HEADER, batch, inpatient, outpatient, professional_claims, secondary, visit
from tests.unit.x12.test_remittance import CLAIM

P = write_claims(HEADER, batch(*professional_claims()), group_control_number=1)
I = write_claims(HEADER, batch(inpatient(), outpatient()), group_control_number=1)  # noqa: E741
PAID = remittance(*CLAIM, paid="192")


def found(data: bytes, **options: object) -> list[Finding]:
    return [finding for each in read_transactions(data) for finding in validate(each, **options)]  # type: ignore[arg-type]


def places(data: bytes) -> list[tuple[str, str, int, int, str]]:
    return [(each.rule, each.segment_id, each.element, each.component, each.code) for each in found(data)]


def test_sound_files_have_no_findings() -> None:
    assert found(P) == found(I) == found(PAID) == []


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("*1***1:2~", "*1***1:3~", ("diagnosis-pointer", "SV1", 7, 2, "7")),
        ("*1***1:2~", "*1***1:1~", ("diagnosis-pointer", "SV1", 7, 2, "7")),
        ("REF*F8*CASC-9001~", "", ("replacement-without-icn", "REF", 0, 0, "I6")),
        ("11:B:7", "11:B:1", ("original-with-icn", "REF", 0, 0, "I9")),
        ("DTP*439*D8*20260930~", "", ("accident-date-missing", "DTP", 0, 0, "I6")),
        ("AA:::OH", "AA", ("accident-state-missing", "CLM", 11, 4, "I9")),
        ("CLM*ACCT-1*190*", "CLM*ACCT-1*191*", ("claim-total", "CLM", 2, 0, "I12")),
        ("NM1*82*1*Alvarez*Maria****XX*1003000126", "NM1*82*1*Alvarez*Maria****XX*1003000127", ("npi-check-digit", "NM1", 9, 0, "7")),
        ("RD8*20261005-20261006", "RD8*20261006-20261005", ("element-date", "DTP", 3, 0, "8")),
        ("CAS*PR*2*11.86", "CAS*PR*2*11.85", ("earlier-payer-balance", "SVD", 2, 0, "I12")),
        ("REF*6R*ACCT-1-2", "REF*6R*ACCT-1-1", ("line-number-repeated", "REF", 2, 0, "7")),
        ("CLM*ACCT-1*", f"CLM*{'A' * 21}*", ("account-number-length", "CLM", 1, 0, "5")),
        ("SBR*P********CI", "SBR*P*18*******CI", ("patient-is-subscriber", "CLM", 0, 0, "2")),
        ("SBR*P*18*G-77******CI~NM1*IL", "SBR*P**G-77******CI~NM1*IL", ("patient-missing", "SBR", 2, 0, "2")),
        ("DMG*D8*19800229*F~", "", ("patient-details-missing", "DMG", 0, 0, "I6")),
        ("HL*3*1*22*1", "HL*9*1*22*1", ("hl-number", "HL", 1, 0, "7")),
        ("HL*4*3*23*0", "HL*4*2*23*0", ("hl-parent", "HL", 2, 0, "7")),
        ("HL*3*1*22*1", "HL*3*1*22*0", ("hl-children", "HL", 4, 0, "7")),
        ("N4*Springfield*OH*455011234~REF", "REF", ("segment-missing", "N4", 0, 0, "3")),
        ("NM1*40*2*Clearpath*****46*CLEARPATH1~", "", ("loop-missing", "NM1", 0, 0, "I7")),
        ("NM1*40*2*Clearpath", "NM1*40*3*Clearpath", ("element-code", "NM1", 2, 0, "7")),
        ("NM1*40*2*Clearpath", "NM1*40*2*", ("element-missing", "NM1", 3, 0, "1")),
        ("DMG*D8*19800229", "DMG*D8*19810229", ("element-date", "DMG", 2, 0, "8")),
        ("CLM*ACCT-1*190*", "CLM*ACCT-1*1,90*", ("element-characters", "CLM", 2, 0, "6")),
        ("PAT*19", "PAT*190", ("element-too-long", "PAT", 1, 0, "5")),
        ("NM1*IL*1*Okafor*Samuel****MI*CSB300400", "NM1*IL*1*Okafor*Samuel****MI*", ("element-relation", "NM1", 9, 0, "2")),
        ("NM1*QC*1*Okafor*Ada~", "NM1*QC*1*Okafor*Ada****MI*X9~", ("element-not-used", "NM1", 9, 0, "I10")),
        ("PAT*19~", "PAT*19~PAT*19~", ("segment-repeat", "PAT", 0, 0, "5")),
        ("REF*F8*CASC-9001~", "REF*F8*CASC-9001~REF*F8*CASC-9002~", ("segment-repeat", "REF", 0, 0, "5")),
        ("PAT*19~", "PAT*19~ZZZ*1~", ("segment-unknown", "ZZZ", 0, 0, "6")),
        ("PAT*19~", "PAT*19~Pat9*1~", ("segment-unknown", "", 0, 0, "1")),
        ("PAT*19~", "PAT*19~SV1*HC:1~", ("segment-unexpected", "SV1", 0, 0, "2")),
        ("DTP*472*D8*20261005~REF*6R*ACCT-1-1~", "REF*6R*ACCT-1-1~DTP*472*D8*20261005~", ("segment-order", "DTP", 0, 0, "7")),
    ],
)  # fmt: skip
def test_a_defect_in_a_professional_claim_is_found_at_its_place(old: str, new: str, expected: tuple[str, str, int, int, str]) -> None:
    damaged = P.replace(old.encode(), new.encode(), 1)
    assert damaged != P
    assert expected in places(damaged)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("DTP*434*RD8*20261001-20261004~", "", ("segment-missing", "DTP", 0, 0, "3")),
        ("DTP*434*RD8*20261001-20261004", "DTP*434*RD8*20261004-20261001", ("element-date", "DTP", 3, 0, "8")),
        ("DTP*435*DT*202610011400", "DTP*435*DT*202610012500", ("element-date", "DTP", 3, 0, "8")),
        ("BE:80:::3*BE:A1:::100.5", "BE:80:::3*BE:80:::100.5", ("code-repeated", "HI", 2, 2, "7")),
        ("ABF:E119:::::::Y*ABF:I10:::::::N", "ABF:E119:::::::Y*ABF:I10:::::::X", ("element-code", "HI", 2, 9, "7")),
        ("HI*BBR:027034Z:D8:20261002", "HI*BBR:027034Z:D8:20261302", ("element-date", "HI", 1, 4, "8")),
        ("CL1*1*1*01~", "", ("segment-missing", "CL1", 0, 0, "3")),
        ("13:A:7", "13:B:7", ("element-code", "CLM", 5, 2, "7")),
        ("CLM*STAY-1*6600", "CLM*STAY-1*6600.01", ("claim-total", "CLM", 2, 0, "I12")),
    ],
)
def test_a_defect_in_an_institutional_claim_is_found_at_its_place(old: str, new: str, expected: tuple[str, str, int, int, str]) -> None:
    damaged = I.replace(old.encode(), new.encode(), 1)
    assert damaged != I
    assert expected in places(damaged)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("BPR*I*192", "BPR*I*193", [("payment-balance", "BPR", 2, 0, "I12")]),
        ("SVC*NU:0250*210*140", "SVC*NU:0250*209*140", [("line-balance", "SVC", 2, 0, "I12")]),
        ("CLP*ACCT-1*1*360", "CLP*ACCT-1*1*361", [("claim-balance", "CLP", 3, 0, "I12")]),
        ("*192*28*HM", "*192*27*HM", [("patient-responsibility", "CLP", 5, 0, "I12")]),
        ("*192*28*HM", "*192**HM", []),
        ("CAS*CO*45*50", "CAS*XX*45*50", [("element-code", "CAS", 1, 0, "7")]),
        ("LX*1~TS3*1234567893*13*20261231*1*360~", "", [("segment-missing", "LX", 0, 0, "3")]),
    ],
)
def test_a_defect_in_a_remittance_is_found_at_its_place(old: str, new: str, expected: list[tuple[str, str, int, int, str]]) -> None:
    damaged = PAID.replace(old.encode(), new.encode(), 1)
    assert places(damaged) == expected


def test_numbers_that_count_on_from_another_set_are_noted_once_and_followed() -> None:
    counted_on = I.replace(b"HL*1*", b"HL*5*").replace(b"HL*2*1*", b"HL*6*5*").replace(b"HL*3*1*", b"HL*7*5*").replace(b"HL*4*3*", b"HL*8*7*")
    assert [(each.rule, each.severity, each.segment_id) for each in found(counted_on)] == [("hl-number", "warning", "HL")]
    assert {each.severity for each in found(counted_on.replace(b"HL*7*5*", b"HL*9*5*")) if each.rule == "hl-number"} == {"warning", "error"}


def test_a_secondary_claim_without_the_first_payer_is_found() -> None:
    alone = write_claims(HEADER, batch(visit(subscriber=secondary().subscriber)), group_control_number=1)
    assert [each.rule for each in found(alone)] == ["other-payer-missing"]


def test_positions_count_from_the_st() -> None:
    damaged = P.replace(b"CLM*ACCT-1*190*", b"CLM*ACCT-1*191*")
    (total,) = found(damaged)
    segments = next(read_transactions(damaged)).load()
    assert segments[total.position - 1].get(1) == "ACCT-1"
    assert damaged[total.offset :].startswith(b"CLM*ACCT-1")


def test_severities_are_configurable() -> None:
    damaged = P.replace(b"1003000126", b"1003000127")
    assert {each.severity for each in found(damaged)} == {"warning"}
    assert {each.severity for each in found(damaged, profile=Profile(severities={"npi-check-digit": "error"}))} == {"error"}
    assert found(damaged, profile=Profile(severities={"npi-check-digit": "off"})) == []


def test_an_unknown_version_is_one_finding() -> None:
    assert [each.rule for each in found(interchange(transaction("BGN*00", "ZZZ*1", set_id="834")))] == ["version-unknown"]


def test_one_bad_claim_leaves_its_neighbours_alone() -> None:
    damaged = P.replace(b"LX*1~SV1*HC:J1885", b"SV1*HC:J1885").replace(b"CLM*ACCT-2*190", b"CLM*ACCT-2*1X0")
    assert {each.loop for each in found(damaged)} <= {"2300", "2310C", "2400", "2410", "2420A"}
    segments = next(read_transactions(damaged)).load()
    touched = {segments[each.claim - 1].get(1) for each in found(damaged) if each.claim}
    assert touched == {"ACCT-2", "ACCT-3"}


@pytest.mark.parametrize(
    ("number", "sound"),
    [
        ("1234567893", True),
        ("1245319599", True),
        ("1003000126", True),
        ("1234567890", False),
        ("123456789", False),
        ("3234567897", False),
        ("12345678９3", False),
    ],
)
def test_an_npi_proves_itself(number: str, sound: bool) -> None:
    assert is_npi(number) is sound


def test_findings_hold_no_content() -> None:
    damaged = P.replace(b"NM1*40*2*Clearpath", b"NM1*40*SECRET*SECRET").replace(b"DMG*D8*19800229", b"DMG*D8*SECRET").replace(b"PAT*19", b"SECRET*19")
    assert len(found(damaged)) > 2
    assert not any("SECRET" in str(each) for each in found(damaged))


def test_more_than_a_hundred_claims_of_one_person_are_spread_over_levels() -> None:
    line = visit().lines[0]
    many = [visit(f"A{n}", charge=Decimal(150), lines=(line,), onset_on=date(2026, 1, 1)) for n in range(201)]
    data = write_claims(HEADER, batch(*many), group_control_number=1)
    assert found(data) == []
    assert data.count(b"*22*0~") == 3


class WantsLineNotes:
    """A payer that takes no line above 100 dollars without a note."""

    loops = frozenset({"2400"})

    def __call__(self, loop: Loop) -> Iterator[Finding]:
        """A completed line."""
        charge = loop.value("SV1", 2)
        if isinstance(charge, Decimal) and charge > 100 and loop.first("NTE") is None:
            yield at_segment(loop.segments[0], loop.id, "line-note-missing", "I6", "this payer wants a note beside such a charge")


def test_an_edit_of_a_payer_is_a_finding_of_its_own_type() -> None:
    data = write_claims(HEADER, batch(visit()), group_control_number=1)
    (finding,) = found(data, edits=[WantsLineNotes()])
    assert (finding.rule, finding.snip, finding.loop, finding.severity, finding.claim > 0) == ("line-note-missing", 7, "2400", "error", True)
    assert found(data, edits=[WantsLineNotes()], profile=Profile(types=frozenset({1, 2, 3, 4, 5}))) == []
    assert found(data) == []

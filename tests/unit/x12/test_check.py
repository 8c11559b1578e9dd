"""A whole file judged in one word, with everything that was found in one shape."""

import io
from collections.abc import Iterator

import pytest

from shared.x12.check import FileCheck, check_file
from shared.x12.content import SetKind, kind_of
from shared.x12.profile import Profile
from tests.unit.x12.envelopes import ISA, interchange, transaction
from tests.unit.x12.texts import ONE_CLAIM, PAYMENT, THREE_CLAIMS, claim, claims, subscriber


def errors(data: bytes) -> list[str]:
    return [found.code for found in check_file(data).findings if found.severity == "error"]


def test_a_sound_file_is_valid_and_told_by_kind_version_and_claims() -> None:
    report = check_file(THREE_CLAIMS)
    assert (report.verdict, report.claims, report.transactions) == ("valid", 3, [SetKind("837P", "005010X222A1")])
    assert check_file(PAYMENT).verdict == "valid"
    assert check_file(PAYMENT).claims == 3


def test_a_file_may_be_an_open_file() -> None:
    assert check_file(io.BytesIO(ONE_CLAIM)).verdict == "valid"


@pytest.mark.parametrize(
    ("set_id", "version", "kind"),
    [
        ("837", "005010X222A1", "837P"), ("837", "004010X098A1", "837P"), ("837", "005010X223A3", "837I"), ("837", "005010X224A2", "837D"),
        ("837", "", "837"), ("277", "005010X214", "277CA"), ("277", "005010X212", "277"), ("835", "005010X221A1", "835"),
        ("270", "005010X222A1", "270"),
    ],
)  # fmt: skip
def test_the_kind_of_a_set_is_told_by_its_version(set_id: str, version: str, kind: str) -> None:
    assert kind_of(set_id, version).kind == kind


def test_a_finding_has_its_place_in_file_envelope_set_and_segment() -> None:
    data = THREE_CLAIMS.replace(b"DMG*D8*20150304*F", b"DMG*D8*20151304*F")
    (found,) = check_file(data).findings
    assert (found.code, found.severity, found.isa, found.gs, found.st) == ("element-date", "error", "000000042", "7", "0001")
    assert (found.segment, found.loop, found.element, found.component) == ("DMG", "2010CA", 2, 0)
    assert data[found.offset :].startswith(b"DMG*D8*20151304")
    assert data[data.index(b"ST*") : found.offset].count(b"~") == found.position - 1


def test_an_envelope_fault_comes_in_the_same_shape() -> None:
    data = ONE_CLAIM.replace(b"SE*", b"SE*9")
    (found,) = check_file(data).findings
    assert (found.code, found.severity, found.st, found.segment, found.element, found.structural) == ("se01-count", "error", "0001", "SE", 1, True)
    assert check_file(data).verdict == "structure"


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        (b"GE*1*7", b"GE*2*7", "ge01-count"),
        (b"GE*1*7", b"GE*1*8", "ge02-number"),
        (b"IEA*1*000000042", b"IEA*1*000000043", "iea02-number"),
        (b"IEA*1*000000042~", b"", "truncated"),
        (b"0001~GE", b"0002~GE", "se02-number"),
        (b"SV1*HC:99213*150*UN*1***1", b"SV2*0300*HC:99213*150*UN*1", "guide-mismatch"),
        (b"*0*T*:~", b"*0*T *:~", "isa-width"),
    ],
)
def test_what_is_wrong_with_the_structure_decides(old: bytes, new: bytes, code: str) -> None:
    data = ONE_CLAIM.replace(b"*190***11", b"*191***11").replace(old, new)
    assert code in errors(data)
    assert "claim-total" in errors(data)
    assert check_file(data).verdict == "structure"


def test_lines_of_another_guide_than_the_version_names_are_a_matter_of_structure() -> None:
    assert "guide-mismatch" in errors(ONE_CLAIM.replace(b"SV1*HC:99213*150*UN*1***1", b"SV2*0300*HC:99213*150*UN*1"))
    assert "guide-mismatch" in errors(ONE_CLAIM.replace(b"X222A1", b"X223A2"))


def test_an_837_without_a_claim_is_a_matter_of_structure() -> None:
    report = check_file(interchange(claims(*subscriber(2, "NWHP1"))))
    assert report.verdict == "structure"
    assert "no-claims" in [found.code for found in report.findings]


def test_sums_that_do_not_hold_decide_over_the_guide() -> None:
    data = PAYMENT.replace(b"*I*90*", b"*I*91*").replace(b"DTM*405*20261115", b"DTM*405*20261315")
    assert {"element-date", "payment-balance"} <= set(errors(data))
    assert check_file(data).verdict == "unbalanced"


def test_an_unknown_version_is_a_matter_of_the_guide_and_its_claims_are_counted() -> None:
    report = check_file(ONE_CLAIM.replace(b"X222A1", b"X299A9"))
    assert (report.verdict, report.claims, [found.code for found in report.findings]) == ("guide", 1, ["version-unknown"])


def test_warnings_leave_a_file_valid_unless_the_profile_is_strict() -> None:
    data = ONE_CLAIM.replace(b"XX*1245319599", b"XX*1245319590")
    assert check_file(data).verdict == "valid"
    assert check_file(data).counts == {("warning", "npi-check-digit"): 1}
    assert check_file(data, Profile(strict=True)).verdict == "guide"
    assert check_file(data, Profile(severities={"npi-check-digit": "off"}, strict=True)).findings == []


def test_a_type_of_check_that_is_switched_off_finds_nothing() -> None:
    data = PAYMENT.replace(b"*I*90*", b"*I*91*")
    assert check_file(data, Profile(types=frozenset({1, 2}))).verdict == "valid"


def test_an_interchange_of_acknowledgements_alone_counts_as_one_of_them() -> None:
    data = ISA.encode() + b"TA1*000000042*261102*0930*A*000~IEA*0*000000042~"
    report = check_file(data)
    assert (report.verdict, [each.kind for each in report.transactions]) == ("valid", ["TA1"])


def test_an_interchange_with_nothing_in_it_is_a_matter_of_structure() -> None:
    report = check_file(ISA.encode() + b"IEA*0*000000042~")
    assert (report.verdict, [found.code for found in report.findings]) == ("structure", ["interchange-empty"])


@pytest.mark.parametrize(
    ("data", "hint"),
    [
        (b"", "empty"), (b"  \r\n", "empty"), (b"\x1f\x8b\x08\x00rest", "gzip"), (b"PK\x03\x04rest", "zip"), (b"%PDF-1.7", "PDF"),
        ("ISA*00*".encode("utf-16"), "UTF-16"), (b"<!DOCTYPE html><html>", "HTML"), (b'{"error": 1}', "JSON"),
        (b"ST*837*0001~SE*2*0001~", "without its envelope"), (b"GS*HC*A*B~", "without its interchange"), (b"-----BEGIN PGP MESSAGE", "encrypted"),
        (bytes(range(256)), "byte 1"), (b" " * 500 + b"x", "byte"), (ISA.encode()[:60], "cut short"),
    ],
)  # fmt: skip
def test_what_is_no_x12_is_told_as_such_and_what_it_looks_like(data: bytes, hint: str) -> None:
    report = check_file(data)
    (found,) = report.findings
    assert (report.verdict, found.code, report.transactions, report.claims) == ("not_x12", "not-x12", [], 0)
    assert hint in found.message
    assert 0 <= found.offset <= len(data)


def test_where_reading_stops_later_what_came_before_counts() -> None:
    report = check_file(ONE_CLAIM.replace(b"GE*1*7~", b"REF*" + b"x" * (3 << 20)))
    assert (report.verdict, report.claims) == ("structure", 1)
    assert "not-x12" in [found.code for found in report.findings]


@pytest.mark.parametrize("after", [b"", ONE_CLAIM.replace(b"000000042", b"000000043")])
def test_what_stands_after_the_end_of_an_interchange_is_found(after: bytes) -> None:
    report = check_file(ONE_CLAIM + b"REF*1~" + after)
    assert (report.verdict, [found.code for found in report.findings], report.findings[0].isa) == ("structure", ["stray-segment"], "000000042")


def test_findings_beyond_the_limit_are_counted_only_and_warnings_take_no_room_from_errors() -> None:
    bad = [claim(f"A{n}", "10")[0].replace("*10*", "*11*") for n in range(30)]
    data = interchange(claims(*subscriber(2, "NWHP1"), *(part for n, head in enumerate(bad) for part in (head, *claim(f"A{n}", "10")[1:]))))
    report = check_file(data.replace(b"XX*1245319599", b"XX*1245319590"), most=5)
    assert [found.severity for found in report.findings].count("error") == 5
    assert [found.severity for found in report.findings].count("warning") == 1
    assert (report.left_out, report.counts["error", "claim-total"]) == (25, 30)


class _Endless(io.RawIOBase):
    """A source that is made while it is read, and never held."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces

    def read(self, size: int = -1) -> bytes:
        return next(self._pieces, b"")


def test_findings_come_while_the_file_is_read() -> None:
    def pieces() -> Iterator[bytes]:
        yield ISA.encode() + b"GS*HC*S*R*20261102*0930*7*X*005010X222A1~"
        for number in range(1000, 3000):
            yield transaction("BHT*9", number=str(number), version="005010X222A1").encode()

    check = FileCheck(_Endless(pieces()))  # type: ignore[arg-type]
    next(iter(check))
    assert len(check.transactions) < 100

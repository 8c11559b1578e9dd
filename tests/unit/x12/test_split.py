"""A file cut up: every part is an interchange of its own."""

import pytest

from shared.x12.check import check_file
from shared.x12.interchange import read_transactions
from shared.x12.split import By, split
from shared.x12.translate.read_claim import read_claims
from shared.x12.translate.remittance import read_remittance
from tests.unit.x12.envelopes import interchange
from tests.unit.x12.texts import INQUIRIES, ONE_CLAIM, PAYMENT, THREE_CLAIMS, claim, claims, subscriber

TWO_SETS = interchange(
    *(claims(*subscriber(2, payer), *claim(f"A-{number}", "10"), number=number) for number, payer in (("0001", "A1X"), ("0002", "B2X")))
)


def parts(data: bytes, by: By) -> list[tuple[str, bytes]]:
    return [(part.label, part.body) for part in split(data, by)]


def numbers(data: bytes) -> list[str]:
    """The claims of a file by their patient control numbers."""
    return [each.patient_control_number for transaction in read_transactions(data) for each in read_claims(transaction)]


@pytest.mark.parametrize("data", [THREE_CLAIMS, TWO_SETS, ONE_CLAIM, PAYMENT, INQUIRIES], ids=["three", "sets", "one", "835", "270"])
@pytest.mark.parametrize("by", ["set", "claim", "payer", "receiver"])
def test_every_part_is_valid(data: bytes, by: By) -> None:
    found = parts(data, by)
    assert found
    for _, body in found:
        assert check_file(body).verdict == "valid", [each.code for each in check_file(body).findings]


@pytest.mark.parametrize("data", [THREE_CLAIMS, TWO_SETS, ONE_CLAIM], ids=["three", "sets", "one"])
@pytest.mark.parametrize("by", ["set", "claim", "payer", "receiver"])
def test_no_claim_is_lost_and_none_comes_twice(data: bytes, by: By) -> None:
    assert sorted(number for _, body in parts(data, by) for number in numbers(body)) == sorted(numbers(data))


def test_each_set_gets_a_file_and_stays_as_it_is() -> None:
    found = parts(TWO_SETS, "set")
    assert [label for label, _ in found] == ["00001", "00002"]
    for (_, body), number in zip(found, (b"0001", b"0002"), strict=True):
        start = TWO_SETS.index(b"ST*837*" + number)
        assert TWO_SETS[start : TWO_SETS.index(b"~", TWO_SETS.index(b"SE*", start)) + 1] in body


def test_a_single_set_alone_is_the_file_itself() -> None:
    assert parts(ONE_CLAIM, "set") == [("00001", ONE_CLAIM)]
    lines = ONE_CLAIM.replace(b"~", b"~\r\n")
    assert parts(lines, "set") == [("00001", lines)]


def test_a_claim_takes_the_levels_above_it_along_and_no_others() -> None:
    first, second, third = (body for _, body in parts(THREE_CLAIMS, "claim"))
    assert [numbers(body) for body in (first, second, third)] == [["ACCT-1"], ["ACCT-2"], ["ACCT-3"]]
    assert first.count(b"~HL*") == 2
    assert b"~HL*1**20*1~" in first
    assert b"~HL*2*1*22*0~" in first
    assert [line for line in third.split(b"~") if line.startswith(b"HL")] == [b"HL*1**20*1", b"HL*2*1*22*1", b"HL*3*2*23*0"]
    assert b"ACCT-2" not in third
    whole, part = (list(read_claims(next(read_transactions(data)))) for data in (THREE_CLAIMS, second))
    assert part == whole[1:2]


def test_claims_of_one_payer_come_together() -> None:
    found = dict(parts(THREE_CLAIMS, "payer"))
    assert {label: numbers(body) for label, body in found.items()} == {"NWHP1": ["ACCT-1"], "CASC2": ["ACCT-2", "ACCT-3"]}
    assert found["CASC2"].count(b"~HL*") == 3


def test_inquiries_go_by_the_payer_they_are_for() -> None:
    found = dict(parts(INQUIRIES, "payer"))
    assert set(found) == {"NWHP1", "CASC2"}
    assert b"T1" in found["NWHP1"]
    assert b"T2" not in found["NWHP1"]


def test_levels_that_name_the_wrong_parents_are_told_by_their_kinds() -> None:
    found = parts(THREE_CLAIMS.replace(b"HL*4*3*23", b"HL*4*9*23").replace(b"HL*3*1*22", b"HL*3*8*22"), "claim")
    assert all(check_file(body).verdict == "valid" for _, body in found)


def test_a_part_of_a_remittance_pays_its_claims_and_keeps_a_reversal_with_its_correction() -> None:
    found = [read_remittance(next(read_transactions(body))) for _, body in parts(PAYMENT, "claim")]
    paid = [each.header.paid for each in found]
    assert paid == [100, -10]
    assert [[claim.patient_control_number for claim in each.claims()] for each in found] == [["ACCT-1"], ["ACCT-2", "ACCT-2"]]


def test_receivers_are_told_apart_by_group() -> None:
    other = ONE_CLAIM.replace(b"*SENDER*RECEIVER*2", b"*SENDER*ELSEWHERE*2").replace(b"000000042", b"000000043")
    assert [label for label, _ in parts(ONE_CLAIM + other, "receiver")] == ["RECEIVER", "ELSEWHERE"]


def test_new_control_numbers_count_on() -> None:
    bodies = [part.body for part in split(THREE_CLAIMS, "claim", 500)]
    assert [body[90:99] for body in bodies] == [b"000000500", b"000000501", b"000000502"]
    assert all(check_file(body).verdict == "valid" for body in bodies)

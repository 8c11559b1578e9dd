"""What a bank's file says: CSV by column names, BAI2 by record, and every line in exactly one place."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from services.billing.adjudication.bank.read import read_bank_file
from shared.stage.stage import Reject

BAI2 = """\
01,BANK1,RIVERBEND,261104,0600,1,,,2/
02,RIVERBEND,BANK1,1,261103,,USD,2/
03,0012345,USD,015,1000000,,,100,8250,2,/
16,142,7750,0,BR1,CUST1,NWHP HCCLAIMPMT TRN*1*NW12345*1330000001\\/
16,475,500,Z,CK1,,check paid/
16,165,50000,V,261103,,BR2,,HCCLAIMPMT
88,TRN*1*NW99
88,887*1330000001\\
16,399,1200,S,100,1100,0,BR3,,fee
16,166,123456,D,2,0,100000,1,23456,BR4,,ORIG CO NAME:CASCADE MUTUAL ORIG ID:1440000002 DESC:HCCLAIMPMT
49,1191156,9/
98,1191156,1,11/
99,1191156,1,13/
"""


def test_csv_columns_come_in_any_order_and_under_their_usual_names() -> None:
    text = 'Reference;Amount;Memo;Posting Date;Balance\nBR1;"1,234.50";"TRN*1*NW1*1330000001\\";11/03/2026;9\n'
    [line] = read_bank_file(text.encode("utf-8-sig")).deposits
    assert (line.amount, line.on, line.trace, line.originator, line.reference) == (
        Decimal("1234.50"),
        date(2026, 11, 3),
        "NW1",
        "1330000001",
        "BR1",
    )


def test_money_that_went_out_is_no_deposit_and_no_fault() -> None:
    found = read_bank_file(b"date,amount\n2026-11-03,-12.00\n2026-11-03,(12.00)\n2026-11-03,0.00\n2026-11-03,5\n")
    assert (len(found.deposits), found.others, found.faults) == (1, 3, [])


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("2026-11-03,12.345,T1", "amount"),
        ("2026-11-03,1e9,T1", "amount"),
        ("2026-11-03,12.00 USD,T1", "amount"),
        ("2026-11-03,1234567890.00,T1", "larger"),
        ("2026-11-31,12.00,T1", "date"),
        (",12.00,T1", "date"),
        ("2026-11-03,12.00,1.23E+11", "spreadsheet"),
        ("2026-11-03,12.00," + "9" * 51, "trace_number"),
        ("2026-11-03,12.00,T\x1b[2J", "trace_number"),
        ("2026-11-03,12.00", "columns"),
        ("2026-11-03,12.00,T1,secret", "columns"),
        ('2026-11-03,12.00,"secret', "quotes"),
    ],
)
def test_a_line_that_cannot_be_read_is_set_aside_by_number_and_the_rest_goes_on(line: str, reason: str) -> None:
    found = read_bank_file(f"date,amount,trace_number\n2026-11-03,1.00,A\n{line}\n2026-11-03,2.00,B\n".encode())
    assert [one.trace for one in found.deposits] == ["A", "B"]
    [fault] = found.faults
    assert fault.number == 3
    assert reason in fault.reason
    assert "secret" not in fault.reason
    assert "12.00" not in fault.reason


NO_BANK_FILE = [b"", b"\n\n", b"when,how much\n1,2\n", b"date,amount,amount\n", b"\x00", b"\xff\xd8\xff\xe0JFIF", b'"date,amount\n']


@pytest.mark.parametrize("body", NO_BANK_FILE)
def test_what_is_no_bank_file_is_refused_whole(body: bytes) -> None:
    with pytest.raises(Reject):
        read_bank_file(body)


def test_bai2_takes_ach_credits_with_their_trace_and_leaves_the_rest_alone() -> None:
    found = read_bank_file(BAI2.encode())
    assert [(one.amount, one.trace, one.originator, one.reference, one.on) for one in found.deposits] == [
        (Decimal("77.50"), "NW12345", "1330000001", "BR1", date(2026, 11, 3)),
        (Decimal("500.00"), "NW99887", "1330000001", "BR2", date(2026, 11, 3)),
        (Decimal("1234.56"), "", "1440000002", "BR4", date(2026, 11, 3)),
    ]
    assert (found.others, found.faults) == (2, [])


@pytest.mark.parametrize("end", ["\r\n", "\n\n", "  \n"])
def test_bai2_line_ends_and_padding_do_not_matter(end: str) -> None:
    found = read_bank_file(BAI2.replace("\n", end).encode())
    assert [one.amount for one in found.deposits] == [Decimal("77.50"), Decimal("500.00"), Decimal("1234.56")]


def test_bai2_that_is_cut_short_or_does_not_add_up_is_refused_whole() -> None:
    with pytest.raises(Reject, match="cut short"):
        read_bank_file(BAI2[: BAI2.index("49,")].encode())
    with pytest.raises(Reject, match=r"account 1 of the file is 1\.00 out"):
        read_bank_file(BAI2.replace("16,142,7750", "16,142,7650").encode())


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("16,142,7750,", "16,142,77.50,"),
        ("16,142,7750,", "16,142,,"),
        ("16,142,7750,0,BR1,CUST1", "16,142/"),
        ("02,RIVERBEND,BANK1,1,261103", "02,RIVERBEND,BANK1,1,261399"),
        ("03,0012345,USD", "03,0012345,EUR"),
        ("16,142,7750", "17,142,7750"),
    ],
)
def test_a_bai2_record_that_cannot_be_read_is_set_aside_by_line_without_its_content(before: str, after: str) -> None:
    lines = BAI2.replace(before, after)
    found = read_bank_file(lines.replace("49,1191156", "49,").encode())
    assert found.faults
    assert all("NWHP" not in fault.reason and "7750" not in fault.reason for fault in found.faults)
    assert len(found.deposits) + len(found.faults) + found.others == 5


def test_two_trace_numbers_in_one_text_are_none() -> None:
    body = b"date,amount,description\n2026-11-03,5.00,TRN*1*A*1330000001~TRN*1*B*1330000001~\n"
    [line] = read_bank_file(body).deposits
    assert line.trace == ""

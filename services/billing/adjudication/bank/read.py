"""Which kind of file the bank sent, and its lines."""

from __future__ import annotations

from services.billing.adjudication.bank.bai2 import read_bai2
from services.billing.adjudication.bank.csv_file import read_csv
from services.billing.adjudication.bank.line import BankFile
from shared.stage.stage import Reject

FILE_HEADER = "01,"


def read_bank_file(body: bytes) -> BankFile:
    """BAI2 if it begins with a file header, otherwise CSV. Raises Reject for what is neither, or is not whole."""
    if b"\x00" in body:
        raise Reject("a NUL byte stands in it: this is no text.")
    text = _text(body)
    return read_bai2(text) if text.startswith(FILE_HEADER) else read_csv(text)


def _text(body: bytes) -> str:
    """UTF-8, with or without a mark at the beginning; what is not, is of one byte per character."""
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        return body.decode("latin-1")

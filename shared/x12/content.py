"""What a file or a set is, told from its first bytes or from the version that it names."""

import io
from dataclasses import dataclass
from functools import lru_cache
from typing import BinaryIO

from shared.x12.segments import Source

_BY_VERSION = {
    "X098": "837P", "X222": "837P", "X096": "837I", "X223": "837I", "X097": "837D", "X224": "837D",
    "X214": "277CA",
}  # fmt: skip
_STARTS = (
    (b"\x1f\x8b", "a gzip file: unpack it first"),
    (b"PK\x03\x04", "a zip file: unpack it first"),
    (b"%PDF", "a PDF"),
    (b"\xff\xfe", "UTF-16 text: save it as ASCII first"),
    (b"\xfe\xff", "UTF-16 text: save it as ASCII first"),
    (b"-----BEGIN PGP", "an encrypted file: decrypt it first"),
    (b"<", "HTML or XML, perhaps an error page of the partner's server"),
    (b"{", "JSON"),
    (b"ST", "a set without its envelope: ISA and GS are missing"),
    (b"GS", "a group without its interchange: the ISA is missing"),
)
_HEAD = 64


@dataclass(frozen=True, slots=True)
class SetKind:
    """What a set is in the words of the trade (837P, 837I, 277CA, otherwise ST01) and the version that it names."""

    kind: str
    version: str


@lru_cache(maxsize=256)
def kind_of(set_id: str, version: str) -> SetKind:
    """The kind of a set by ST01 and its version (ST03 or GS08)."""
    name = _BY_VERSION.get(version[6:10], set_id)
    return SetKind(name if name.startswith(set_id) else set_id, version)


def begins_like_x12(head: bytes) -> bool:
    """Whether a file begins with an interchange, a byte order mark or blanks before it aside. Its first bytes are enough."""
    return _text(head).startswith(b"ISA")


def _text(head: bytes) -> bytes:
    return head.removeprefix(b"\xef\xbb\xbf").lstrip()


def hint_at(head: bytes) -> str:
    """What bytes that are no X12 look like, as a clause for a sentence; empty when they look like nothing known."""
    body = _text(head)
    if not body:
        return "; the file is empty" if len(head) < _HEAD else "; the file begins with blanks"
    seen = next((text for start, text in _STARTS if body.startswith(start)), "")
    return f"; this looks like {seen}" if seen else ""


class Tap(io.RawIOBase):
    """A source that remembers how it began and how much of it has been read."""

    def __init__(self, source: Source) -> None:
        self._file: BinaryIO = io.BytesIO(source) if isinstance(source, (bytes, bytearray, memoryview)) else source
        self.head = b""
        self.passed = 0

    def read(self, size: int = -1) -> bytes:
        """The next bytes, as the source gives them."""
        data = self._file.read(size)
        if len(self.head) < _HEAD:
            self.head += data[: _HEAD - len(self.head)]
        self.passed += len(data)
        return data

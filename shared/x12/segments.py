"""Segments out of bytes and back, without loss and in flat memory.

The tokenizer reads a file in chunks, splits at the terminator that the ISA names, and keeps every byte: what stands between
a terminator and the next segment (line ends, blank segments) is the `lead` of that segment, what follows the last
terminator is the `tail`. Latin-1 maps each byte to one character, so that unknown encodings survive.
"""

import io
import re
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from shared.x12.delimiters import HEADER_LENGTH, Delimiters, read_delimiters
from shared.x12.faults import X12Error

Source = bytes | bytearray | memoryview | BinaryIO

CHUNK = 1 << 16
LONGEST_SEGMENT = 1 << 20
MOST_BINARY = 1 << 26
_BINARY_HEAD = 32
_AT_ONCE = 128  # segments that live together: with thousands of them, half the time goes to the garbage collector
_BLANK = " \t\r\n\x0b\x0c\x00\x1a"
_BYTE_ORDER_MARK = "\xef\xbb\xbf"
_HEADER = re.compile(r"ISA([^\w\s]|[\x1c-\x1f])..\1.{10}\1..\1.{10}\1..\1.{15}\1..\1.{15}\1.{6}\1.{4}\1.\1.{5}\1.{9}\1.\1.\1", re.DOTALL | re.ASCII)


class Segment:
    """One segment as it stands in the file.

    `elements[0]` is the segment id, `elements[n]` element n. `position` counts from the ST of its set (ST is 1) and means
    nothing outside a set. `offset` is the byte of the file at which the id begins. `lead` is what preceded the id since the
    last terminator, `raw` the segment as one text (empty when it was not read from a file). Its
    `repr` shows the place only: segments hold names and numbers of patients.
    """

    __slots__ = ("elements", "id", "lead", "offset", "position", "raw")

    def __init__(self, id: str, elements: tuple[str, ...], position: int = 0, offset: int = 0, lead: str = "", raw: str = "") -> None:
        self.id = id
        self.elements = elements
        self.position = position
        self.offset = offset
        self.lead = lead
        self.raw = raw

    def get(self, element: int) -> str:
        """Element by its number (1 is the first after the id); empty when the segment ends before it."""
        return self.elements[element] if element < len(self.elements) else ""

    def component(self, element: int, component: int, separator: str) -> str:
        """Component by number (from 1) of a composite element; empty when absent."""
        parts = self.get(element).split(separator)
        return parts[component - 1] if component <= len(parts) else ""

    def text(self, delimiters: Delimiters) -> str:
        """The segment as it was read, lead and terminator included."""
        return f"{self.lead}{delimiters.element.join(self.elements)}{delimiters.terminator}"

    def __repr__(self) -> str:
        return f"Segment({self.id} at {self.position}, byte {self.offset})"


def refuse_nul(body: bytes) -> None:
    """For whoever keeps values in a database, whose text has no NUL. Raises X12Error at the first one."""
    if (at := body.find(b"\0")) >= 0:
        raise X12Error("a NUL byte, which is no text", at)


class Tokens:
    """The segments of a file, one after the other; may be iterated once.

    `delimiters` are those of the interchange that the last yielded segment belongs to. After the last segment, `tail` holds
    what followed the last terminator (a cut file leaves half a segment there) and `length` the number of bytes read. Binary data
    (BDS) may hold separators: it is as long as BDS02 says, 64 MiB at most.
    Raises X12Error while iterating when the file does not begin with an ISA or no terminator comes within 1 MiB.
    """

    def __init__(self, source: Source, chunk: int = CHUNK) -> None:
        self._file: BinaryIO = io.BytesIO(source) if isinstance(source, (bytes, bytearray, memoryview)) else source
        self._chunk = chunk
        self.delimiters = Delimiters()
        self.tail = ""
        self.length = 0
        self._lead = ""
        self._offset = self._position = 0

    def __iter__(self) -> Iterator[Segment]:
        for batch in self._batches():
            yield from batch

    def _batches(self) -> Iterator[list[Segment]]:
        """The segments in lists, one for each chunk that was read; an ISA begins a list."""
        text = self._first_header()
        begun = True  # text begins with the header that the delimiters came from
        while True:
            text, binary = self._binary(text)
            stop = _next_header(text[:binary] if binary >= 0 else text, 3 if begun else 0)
            header = stop >= 0
            cut = stop if header else binary
            pieces = (text if cut < 0 else text[:cut]).split(self.delimiters.terminator)
            rest = pieces.pop()
            for first in range(0, len(pieces), _AT_ONCE):
                yield self._split(pieces[first : first + _AT_ONCE])
            if cut >= 0:
                self._lead += rest
                self._offset += len(rest)
                text, begun = text[cut:], header
                if header:
                    self.delimiters = read_delimiters(text, self._offset)
                else:
                    segment, text = self._take(text)
                    yield [segment]
                continue
            more = self._read()
            if not more:
                break
            if len(rest) > LONGEST_SEGMENT:
                raise X12Error("no segment terminator for more than a mebibyte", self._offset)
            text, begun = rest + more, begun and not pieces
        self.tail = self._lead + rest

    def _split(self, pieces: list[str]) -> list[Segment]:
        """Pieces between terminators as segments; what is blank before one is its lead."""
        element, lead, offset, position = self.delimiters.element, self._lead, self._offset, self._position
        batch: list[Segment] = []
        append = batch.append
        for raw in pieces:
            if raw < "!":
                blank = len(raw) - len(raw.lstrip(_BLANK))
                if blank == len(raw):
                    lead += raw + self.delimiters.terminator
                    offset += blank + 1
                    if len(lead) > LONGEST_SEGMENT:
                        raise X12Error("nothing but blank segments for more than a mebibyte", offset)
                    continue
                lead += raw[:blank]
                offset += blank
                raw = raw[blank:]
            elements = tuple(raw.split(element))
            id = elements[0]
            position = 1 if id == "ST" else position + 1
            append(Segment(id, elements, position, offset, lead, raw))
            lead = ""
            offset += len(raw) + 1
        self._lead, self._offset, self._position = lead, offset, position
        return batch

    def _binary(self, text: str) -> tuple[str, int]:
        """Where binary data begins that is whole and ends with a terminator (-1: nowhere), with as much more text as that takes."""
        element = self.delimiters.element
        at = text.find(f"BDS{element}")
        while at >= 0:
            size = _size(text, at, element)
            begins_segment = text[:at].rstrip(_BLANK)[-1:] in ("", self.delimiters.terminator) or self.delimiters.terminator in _BLANK
            if begins_segment and 0 <= size <= MOST_BINARY:
                while len(text) <= at + size and (more := self._read()):
                    text += more
                if text[at + size : at + size + 1] == self.delimiters.terminator:
                    return text, at
            at = text.find(f"BDS{element}", at + 4)
        return text, -1

    def _take(self, text: str) -> tuple[Segment, str]:
        """The binary segment that text begins with, and what follows it."""
        element = self.delimiters.element
        size = _size(text, 0, element)
        raw = text[:size]
        self._position += 1
        segment = Segment("BDS", tuple(raw.split(element, 3)), self._position, self._offset, self._lead, raw)
        self._lead = ""
        self._offset += size + 1
        return segment, text[size + 1 :]

    def _read(self) -> str:
        data = self._file.read(self._chunk)
        self.length += len(data)
        return data.decode("latin-1")

    def _first_header(self) -> str:
        """Text from the first ISA on, at least a header long if the file is; blanks or a byte order mark before it are its lead."""
        text = self._read()
        while len(text) <= LONGEST_SEGMENT and len(text.lstrip(_BYTE_ORDER_MARK + _BLANK)) < 2 * HEADER_LENGTH:
            more = self._read()
            if not more:
                break
            text += more
        body = text.removeprefix(_BYTE_ORDER_MARK).lstrip(_BLANK)
        self._lead = text[: len(text) - len(body)]
        self._offset = len(self._lead)
        self.delimiters = read_delimiters(body, self._offset)
        return body


def _size(text: str, at: int, element: str) -> int:
    """The length of a BDS segment that begins at an index, by its BDS02; -1 when that is no number."""
    head = text[at : at + _BINARY_HEAD].split(element, 3)
    if len(head) < 4 or not (head[2].isdecimal() and head[2].isascii()):
        return -1
    return len(head[0]) + len(head[1]) + len(head[2]) + 3 + int(head[2])


def _next_header(text: str, start: int) -> int:
    """Index of a whole ISA (and the two separators after it) at or after `start`; -1 when there is none."""
    at = text.find("ISA", start)
    while at >= 0:
        if len(text) >= at + HEADER_LENGTH and _HEADER.match(text, at):
            return at
        at = text.find("ISA", at + 3)
    return -1


def read_segments(source: Source, chunk: int = CHUNK) -> Tokens:
    """All segments of a file, envelope included, read `chunk` bytes at a time (see Tokens)."""
    return Tokens(source, chunk)


def copy_segments(tokens: Tokens) -> Iterator[bytes]:
    """The bytes of the file again, segment by segment: joined they equal what was read."""
    for segment in tokens:
        yield segment.text(tokens.delimiters).encode("latin-1")
    yield tokens.tail.encode("latin-1")


def join_segments(segments: Iterable[Segment], delimiters: Delimiters) -> bytes:
    """Segments as bytes, with their leads and terminators."""
    return "".join([segment.text(delimiters) for segment in segments]).encode("latin-1")

"""Writing X12: envelopes with right counts, data that can never hold a separator.

Always the same separators (`*`, `:`, `^`, `~` and a line end), so that a file can be read by eye.
"""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

Row = Sequence[str]
"""One segment to be written: tag, then elements; composites are made with `composite`."""

SEPARATORS = str.maketrans(dict.fromkeys("*:^~\r\n", " "))


class _Composite(str):
    """Text that holds component separators on purpose."""


@dataclass(frozen=True)
class Body:
    """One transaction set without ST and SE."""

    kind: str
    guide: str
    rows: Sequence[Row]


@dataclass(frozen=True)
class Parties:
    """Who writes to whom (ISA05-08, GS02-03), on which day of the story (ISA09, GS04)."""

    sender: str
    receiver: str
    on: date
    sender_qualifier: str = "ZZ"
    receiver_qualifier: str = "ZZ"
    usage: str = "P"


def composite(*parts: str) -> str:
    """Components of one element, empty ones at the end left out."""
    kept = list(parts)
    while kept and not kept[-1]:
        kept.pop()
    return _Composite(":".join(clean(part) for part in kept))


def clean(text: str) -> str:
    """The X12 character set: accents dropped from their letters, separators replaced by spaces."""
    plain = text if text.isascii() else unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return plain if plain.isalnum() else plain.translate(SEPARATORS)


def segment(row: Row) -> str:
    """A row as text, empty elements at the end left out, terminated."""
    texts = [text if not text or isinstance(text, _Composite) else clean(text) for text in row]
    while len(texts) > 1 and not texts[-1]:
        texts.pop()
    return "*".join(texts) + "~\n"


def interchange(parties: Parties, number: int, groups: Iterable[str], tops: Iterable[Row] = ()) -> str:
    """ISA to IEA around finished groups; `tops` are TA1 rows, which lie between ISA and the first GS."""
    bodies = list(groups)
    head = _isa(parties, number) + "".join(segment(row) for row in tops)
    return head + "".join(bodies) + segment(("IEA", str(len(bodies)), f"{number:09d}"))


def group(parties: Parties, code: str, number: int, bodies: Sequence[Body]) -> str:
    """GS to GE; `code` is GS01, the guide of the first set is GS08."""
    head = ("GS", code, parties.sender, parties.receiver, ymd(parties.on), "0800", str(number), "X", bodies[0].guide)
    sets = "".join(_set(body, ordinal) for ordinal, body in enumerate(bodies, 1))
    return segment(head) + sets + segment(("GE", str(len(bodies)), str(number)))


def ymd(day: date) -> str:
    """A date as D8."""
    return day.strftime("%Y%m%d")


def _set(body: Body, ordinal: int) -> str:
    """ST to SE; ST03 names the guide, except in an 835, which has none."""
    number = f"{ordinal:04d}"
    head = ("ST", body.kind, number) if body.kind == "835" else ("ST", body.kind, number, body.guide)
    inner = "".join(segment(row) for row in body.rows)
    return segment(head) + inner + segment(("SE", str(len(body.rows) + 2), number))


def _isa(parties: Parties, number: int) -> str:
    sender, receiver = f"{clean(parties.sender):<15.15}", f"{clean(parties.receiver):<15.15}"
    day = parties.on.strftime("%y%m%d")
    front = f"ISA*00*{' ' * 10}*00*{' ' * 10}*{parties.sender_qualifier}*{sender}*{parties.receiver_qualifier}*{receiver}"
    return f"{front}*{day}*0800*^*00501*{number:09d}*0*{parties.usage}*:~\n"

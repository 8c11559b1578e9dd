"""Damages X12 files at random and reads them in every way: only X12Error may come out. `python -m tests.fuzz_x12 --cases 100000 --seed 1`."""

from __future__ import annotations

import argparse
import importlib
import random
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.unit.x12.outside import body, x12_files
from tests.unit.x12.reading import read_in_every_way

BIGGEST = 3_000
SHAPES = Path(__file__).parent / "unit" / "x12" / "shapes"
_JUNK = (b"", b"~", b"*", b":", b"^", b"\n", b"\x00", b"\xff", b"\x1c", b"-", b"9" * 40, b"A" * 2000, b"\xc3\x91", b"~~~", b"***", b"ISA*", b" ")
_SEGMENTS = (
    b"HL*1**20*1", b"HL*x*y*22", b"NM1*IL", b"SE*1", b"GE", b"IEA*1", b"ST*837", b"GS*HC", b"CLP*", b"SVC", b"HI*", b"LX*1", b"CAS*CO*45*1", b"PLB*1",
    b"DTP*472*RD8*20260101-20250101", b"EB*1", b"STC*A1:20", b"AK9", b"IK5*R", b"BDS*B64*10*AAA", b"TA1*1", b"UM", b"SBR*P", b"LS*2120", b"LE",
)  # fmt: skip


@dataclass(frozen=True)
class Crash:
    """An exception that should not have come out: the case that gives it, and where it was raised."""

    case: int
    kind: str
    place: str
    data: bytes


def corpus() -> list[bytes]:
    """The shapes that the tests write, and files of others where they are at hand; big ones by their beginning."""
    from tests.unit.x12.test_damage import BODIES

    found = list(BODIES)
    for path in sorted(SHAPES.glob("*.py")):
        shapes = getattr(importlib.import_module(f"tests.unit.x12.shapes.{path.stem}"), "SHAPES", {})
        found += [data for family in shapes.values() for data in list(family.values())[:12]]
    return [data[:BIGGEST] for data in found + [body(path) for path in x12_files()] if data]


def damaged(choose: random.Random, files: list[bytes]) -> bytes:
    """One of the files with one to six changes."""
    data = choose.choice(files)
    for _ in range(choose.randint(1, 6)):
        data = choose.choice(_CHANGES)(choose, data, files)
    return data


def _piece(choose: random.Random, data: bytes, files: list[bytes]) -> bytes:
    start = choose.randrange(len(data) + 1)
    return data[:start] + choose.choice(_JUNK) + data[start + choose.choice((0, 0, 1, 1, 3, 30)) :]


def _byte(choose: random.Random, data: bytes, files: list[bytes]) -> bytes:
    at = choose.randrange(len(data) + 1)
    return data[:at] + bytes([choose.randrange(256)]) + data[at + 1 :]


def _cut(choose: random.Random, data: bytes, files: list[bytes]) -> bytes:
    return data[: choose.randrange(len(data) + 1)]


def _lines(data: bytes) -> tuple[list[bytes], bytes]:
    mark = data[105:106] or b"~"
    return data.split(mark), mark


def _repeat(choose: random.Random, data: bytes, files: list[bytes]) -> bytes:
    lines, mark = _lines(data)
    at = choose.randrange(len(lines))
    return mark.join(lines[:at] + [lines[at]] * choose.choice((2, 3, 60)) + lines[at + 1 :])


def _drop(choose: random.Random, data: bytes, files: list[bytes]) -> bytes:
    lines, mark = _lines(data)
    del lines[choose.randrange(len(lines))]
    return mark.join(lines)


def _swap(choose: random.Random, data: bytes, files: list[bytes]) -> bytes:
    lines, mark = _lines(data)
    one, other = choose.randrange(len(lines)), choose.randrange(len(lines))
    lines[one], lines[other] = lines[other], lines[one]
    return mark.join(lines)


def _insert(choose: random.Random, data: bytes, files: list[bytes]) -> bytes:
    lines, mark = _lines(data)
    element = data[3:4] or b"*"
    lines.insert(choose.randrange(len(lines) + 1), choose.choice(_SEGMENTS).replace(b"*", element))
    return mark.join(lines)


def _element(choose: random.Random, data: bytes, files: list[bytes]) -> bytes:
    """Another value in one element of one segment, or an element more or less."""
    lines, mark = _lines(data)
    at, separator = choose.randrange(len(lines)), data[3:4] or b"*"
    parts = lines[at].split(separator)
    value = choose.choice((*_JUNK, b"ZZ", b"0", b"-1.5", b"20260230", b"1:2:3:4:5:6:7:8:9", b"XX", b"99999999", b"D8", b"RD8"))
    if choose.random() < 0.3:
        parts.insert(choose.randrange(len(parts) + 1), value)
    else:
        parts[choose.randrange(len(parts))] = value
    lines[at] = separator.join(parts)
    return mark.join(lines)


def _lower(choose: random.Random, data: bytes, files: list[bytes]) -> bytes:
    lines, mark = _lines(data)
    at = choose.randrange(len(lines))
    lines[at] = lines[at].lower()
    return mark.join(lines)


def _separator(choose: random.Random, data: bytes, files: list[bytes]) -> bytes:
    """One separator is another one from some byte on."""
    old, new = choose.choice((b"~", b"*", b":", b"^", b"\n")), choose.choice((b"~", b"*", b":", b"|", b">", b"\r\n", b"\x1d", b"A"))
    at = choose.randrange(len(data) + 1)
    return data[:at] + data[at:].replace(old, new)


def _graft(choose: random.Random, data: bytes, files: list[bytes]) -> bytes:
    other = choose.choice(files)
    return data[: choose.randrange(len(data) + 1)] + other[choose.randrange(len(other)) :][:3000]


_CHANGES: tuple[Callable[[random.Random, bytes, list[bytes]], bytes], ...] = (
    _piece, _piece, _byte, _byte, _cut, _repeat, _drop, _swap, _insert, _insert, _element, _element, _element, _lower, _separator, _graft,
)  # fmt: skip


def fuzz(cases: int, seed: int, tell: Callable[[int], None] = lambda done: None) -> list[Crash]:
    """Runs damaged files through every reader; the crashes, one for each place in the code."""
    files = corpus()
    crashes: dict[str, Crash] = {}
    for case in range(cases):
        data = damaged(random.Random(f"{seed}/{case}"), files)
        try:
            read_in_every_way(data)
        except Exception as fault:  # noqa: BLE001  whatever comes out is what is looked for
            place = traceback.extract_tb(fault.__traceback__)[-1]
            key = f"{Path(place.filename).name}:{place.lineno}"
            crashes.setdefault(key, Crash(case, f"{type(fault).__name__}: {fault}", key, data))
        tell(case + 1)
    return list(crashes.values())


def main() -> int:
    """Runs from the command line; exit code 1 when something crashed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, help="a folder for the files that crash")
    asked = parser.parse_args()
    started = time.monotonic()

    def tell(done: int) -> None:
        if done % 1000 == 0:
            print(f"{done:>9,} cases, {done / (time.monotonic() - started):,.0f}/s", file=sys.stderr)

    crashes = fuzz(asked.cases, asked.seed, tell)
    for crash in crashes:
        print(f"case {crash.case}: {crash.kind} at {crash.place} ({len(crash.data)} bytes)")
        if asked.keep:
            asked.keep.mkdir(parents=True, exist_ok=True)
            (asked.keep / f"{asked.seed}-{crash.case}.x12").write_bytes(crash.data)
    print(f"{asked.cases:,} cases, seed {asked.seed}: {len(crashes)} places that crash {dict(Counter(c.kind.split(':')[0] for c in crashes))}")
    return 1 if crashes else 0


if __name__ == "__main__":
    sys.exit(main())

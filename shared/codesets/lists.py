"""Short code lists as text that a person can read and check: codes and ranges, with their days where they are known.

# a comment
01-09 20 A0-A9       codes and ranges: the same beginning, then digits or one letter or digit that runs on
27@20231001..        from that day on      B5@..20160501       until that day, included
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date

Span = tuple[date, date]
Spans = tuple[Span, ...]
"""The days on which a code is valid, first and last included; empty: on none."""

ALWAYS: Spans = ((date.min, date.max),)
_TOKEN = re.compile(r"(\w+)(?:-(\w+))?(?:@(\d{8})?\.\.(\d{8})?)?", re.ASCII)
_TAIL = re.compile(r"\d+$", re.ASCII)


class CodeListError(ValueError):
    """A list that cannot be read. The message says where and what to write instead."""


def read_list(text: str) -> dict[str, Spans]:
    """The codes of a list. Raises CodeListError on a word that cannot be understood."""
    found: dict[str, Spans] = {}
    for line in text.splitlines():
        for word in line.partition("#")[0].split():
            match = _TOKEN.fullmatch(word)
            if match is None:
                raise CodeListError(f"cannot understand {word!r} in a code list: write a code, a range A1-A9, or a code with days A1@20200101..")
            first, last, begins, ends = match.groups()
            span = (_day(begins) or date.min, _day(ends) or date.max)
            spans = (span,) if begins or ends else ALWAYS
            for code in _run(first, last or first):
                found[code] = spans
    return found


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise CodeListError(f"{text} is no day: write YYYYMMDD in a code list") from None


def written(codes: Iterable[str]) -> Iterator[str]:
    """Codes as the words of a list: three and more that follow each other as a range."""
    ordered = sorted(set(codes), key=lambda code: (_split(code)[0], len(code), code))
    while ordered:
        run = 1
        while run < len(ordered) and _split(ordered[run])[1] and ordered[run] == _next(ordered[run - 1]):
            run += 1
        if run > 2:
            yield f"{ordered[0]}-{ordered[run - 1]}"
        else:
            yield from ordered[:run]
        del ordered[:run]


def _run(first: str, last: str) -> Iterator[str]:
    """All codes from `first` to `last`: their digits at the end count, or else their last character runs from A to Z."""
    begin, tail = _split(first)
    if first == last:
        yield first
    elif tail and last.startswith(begin) and last[len(begin) :].isdecimal():
        for number in range(int(tail), int(last[len(begin) :]) + 1):
            yield f"{begin}{number:0{len(tail)}d}"
    elif first[:-1] == last[:-1] and first[-1] < last[-1]:
        for letter in range(ord(first[-1]), ord(last[-1]) + 1):
            yield first[:-1] + chr(letter)
    else:
        raise CodeListError(f"a code list cannot run from {first} to {last}")


def _split(code: str) -> tuple[str, str]:
    match = _TAIL.search(code)
    return (code[: match.start()], match[0]) if match else (code, "")


def _next(code: str) -> str:
    begin, tail = _split(code)
    return f"{begin}{int(tail) + 1:0{len(tail)}d}" if tail else ""

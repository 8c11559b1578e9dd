"""What the payers say they received: read from their own files, with nothing of ours in between."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from tests.chaos.picture import Row


def received(clearinghouse: Path) -> Counter[Row]:
    """Every claim of every interchange that the clearinghouse took: control number, frequency, charge and lines."""
    return Counter(claim for path in _taken(clearinghouse) for claim in _claims(path.read_text()))


def interchanges(clearinghouse: Path) -> Counter[str]:
    """ISA13 of every interchange that was taken: each must be there once."""
    return Counter(_segments(path.read_text())[0][13] for path in _taken(clearinghouse))


def carried_forward(clearinghouse: Path) -> Counter[Row]:
    """Amounts that payers carry from one remittance to the next and take back there (PLB), without the remittances' numbers; copies left out."""
    answers = sorted((clearinghouse / "from-clearinghouse").glob("835-*.x12"))
    balances = [segment for path in answers for segment in _segments(path.read_text()) if segment[0] == "PLB"]
    return Counter((f"provider={each[1]}", f"reason={each[3].partition(':')[0]}", f"amount={each[4]}") for each in balances)


def set_aside(clearinghouse: Path) -> list[str]:
    """Files that broke the clearinghouse."""
    return sorted(path.name for path in (clearinghouse / "to-clearinghouse" / "set-aside").glob("*"))


def _taken(clearinghouse: Path) -> list[Path]:
    return sorted((clearinghouse / "to-clearinghouse" / "taken").glob("*.x12"))


def _segments(text: str) -> list[list[str]]:
    return [part.strip().split("*") for part in text.split("~") if part.strip()]


def _claims(text: str) -> Iterator[Row]:
    """REF*F8 is left out: it names the payer's control number, which depends on the interchange that brought the claim."""
    claim: list[str] = []
    for segment in _segments(text):
        if segment[0] == "CLM":
            yield from _finished(claim)
            claim = [f"claim={segment[1]}", f"frequency={segment[5].rsplit(':', 1)[-1]}", f"amount={segment[2]}"]
        elif segment[0] in ("SV1", "SV2") and claim:
            claim.append("line=" + "*".join(segment[1:5]))
    yield from _finished(claim)


def _finished(claim: list[str]) -> Iterator[Row]:
    if claim:
        yield tuple(claim)

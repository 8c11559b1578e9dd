"""Stories as text, for tests: the smallest ones that are whole, and reading them from a folder."""

from __future__ import annotations

from pathlib import Path

from deploy.stories.format import Book, load

SITE = Path("tests/scenarios/site")
VISIT = """
story: {name}
given:
  patients:
    {patient}: {{last: Testoak, first: Ada, born: 1980-01-01, sex: F}}
steps:
  - on: 2026-03-02
    encounter:
      name: {name}
      patient: {patient}
      coverages: [{{payer: NORTH, member: NWA1}}]
      diagnoses: [I10]
      charges: [{{code: 99213, amount: 150.00}}]
"""


def visit(name: str, more: str = "", patient: str = "") -> str:
    """A story of one visit, with further steps or other text after it."""
    return VISIT.format(name=name, patient=patient or f"P{name}") + more


def book(folder: Path, *texts: str) -> Book:
    """These texts as the files one.yaml, two.yaml … of a folder, played together."""
    paths = []
    for name, text in zip(("one", "two", "three"), texts, strict=False):
        path = folder / f"{name}.yaml"
        path.write_text(text)
        paths.append(path)
    return load(paths, SITE)


def expecting(text: str) -> str:
    """A further step that expects this."""
    return f"""
  - on: 2026-03-03
    expect:
{text}
"""

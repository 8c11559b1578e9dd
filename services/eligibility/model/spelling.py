"""Can names and streets be spelled in an inquiry and a claim?

Latin letters with marks are respelled on the way out, and stay as they are in our own records.
"""

from __future__ import annotations

from collections.abc import Iterator

from shared.contracts.eligibility import Address, PatientRegistered, PersonName
from shared.contracts.values import HoldReason
from shared.x12.characters import room

NAME = (("last", "last name", 60), ("first", "first name", 35), ("middle", "middle name", 25))
"""Field, words, and what NM103, NM104 and NM105 have room for."""
ADDRESS = (("line", "street", 55), ("line2", "second line of the street", 55), ("city", "city", 30))
"""N301, N302 and N401."""


def spelling_reasons(registered: PatientRegistered) -> Iterator[HoldReason]:
    """A reason for each text that could only be sent mutilated. Half a name, or one of question marks, is the name of nobody."""
    patient = registered.patient
    yield from _misfits(patient.name, NAME, "patient.name", "The patient's")
    yield from _misfits(patient.address, ADDRESS, "patient.address", "The patient's")
    for index, coverage in enumerate(registered.coverages):
        if coverage.relationship != "self" and coverage.subscriber is not None:
            yield from _misfits(coverage.subscriber.name, NAME, f"coverages[{index}].subscriber.name", "The policy holder's")


def _misfits(told: PersonName | Address | None, parts: tuple[tuple[str, str, int], ...], place: str, whose: str) -> Iterator[HoldReason]:
    for field, words, most in parts:
        if told is not None and (fault := room(getattr(told, field), most)):
            sentence = f"{whose} {words} {fault}. Enter it in Latin letters, as on the insurance card or as the post has it."
            yield HoldReason(code="not_spellable", place=f"{place}.{field}", sentence=sentence)

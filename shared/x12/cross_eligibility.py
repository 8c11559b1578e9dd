"""A rule of 270 and 271 that spans segments: pointers to diagnoses."""

from collections.abc import Iterable, Iterator

from shared.x12.cross import Levels
from shared.x12.finding import Finding, at_element
from shared.x12.loop import Loop
from shared.x12.segments import Segment


class EligibilityRules(Levels):
    """The rules of 270 and 271."""

    def loop(self, loop: Loop) -> Iterable[Finding]:
        """A completed question or benefit."""
        return check_pointers(loop) if loop.rule.id in ("2110C", "2110D") else ()


def check_pointers(question: Loop) -> Iterator[Finding]:
    """Loop 2110: EQ05 or EB14 points at diagnoses that the patient has (HI of loop 2100), each once. A patient without any is another finding."""
    diagnoses = sum(bool(value) for hi in question.parent.all("HI") for value in hi.elements[1:]) if question.parent is not None else 0
    for id, element in (("EQ", 5), ("EB", 14)):
        segment = question.first(id)
        if diagnoses and segment is not None and segment.get(element):
            yield from _pointers(segment, element, diagnoses, question)


def _pointers(segment: Segment, element: int, diagnoses: int, loop: Loop) -> Iterator[Finding]:
    seen: set[str] = set()
    for part, pointer in enumerate(segment.get(element).split(loop.component), start=1):
        if pointer.isdecimal() and not 1 <= int(pointer[:9]) <= diagnoses:
            yield at_element(segment, loop.id, "diagnosis-pointer", "7", "the patient has no such diagnosis", (element, part), "warning")
        elif pointer and pointer in seen:
            yield at_element(segment, loop.id, "diagnosis-pointer", "7", "the same diagnosis twice", (element, part), "warning")
        seen.add(pointer)

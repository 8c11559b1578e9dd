"""Our 999 and 997, read by pyx12, which knows nothing of ours. It has no map for an interchange that holds a TA1 only.

Where the judge is known to be wrong, its objection is named here shape by shape: any other objection fails.
"""

import re

import pytest

from shared.x12.check import check_file
from tests.pyx12_report import pyx12_errors
from tests.unit.x12.legacy_samples import SAMPLES as LEGACY
from tests.unit.x12.outside import body, needs_outside
from tests.unit.x12.shapes.acks import SHAPES

ONE_CONTEXT = "Segment CTX exceeded max count"
OBJECTIONS = {
    # It counts what made a rule apply (up to nine) and whose claim it is (one) as the same line; it refuses the published example, too.
    "what made the rule apply": {ONE_CONTEXT},
    "answer: replacement without the payer's number": {ONE_CONTEXT},
    "answer: accident without its date": {ONE_CONTEXT},
    # Its list of sets that can be answered ends with those it has maps for.
    "answer: set that nobody knows": {"Segment AK2*812 not found", "Segment IK5 exceeded max count"},
}
PUBLISHED = "x12/999_997_TA1/kputnam__response-to-functional-group-containing-3-837s.edi"


def gathered(kind: str, shapes: dict[str, bytes]) -> str:
    """The sets of many interchanges in one, numbered anew: the judge loads its maps once for each interchange."""
    pattern = re.compile(rf"ST\*{kind}\*\d+(.*?)SE\*(\d+)\*\d+~", re.DOTALL)
    texts = [data.decode("ascii") for data in shapes.values()]
    bodies = [match.groups() for text in texts for match in pattern.finditer(text)]
    sets = [f"ST*{kind}*{number:04d}{inside}SE*{count}*{number:04d}~" for number, (inside, count) in enumerate(bodies, start=1)]
    head = texts[0][: texts[0].index("ST*")]
    isa, gs = head.split("~")[:2]
    return f"{head}{''.join(sets)}GE*{len(sets)}*{gs.split('*')[6]}~IEA*1*{isa.split('*')[13]}~"


@pytest.mark.parametrize("kind", ["999", "997"])
def test_pyx12_has_no_objection_to_our_answers(kind: str) -> None:
    shapes = {name: data for name, data in SHAPES[kind].items() if name not in OBJECTIONS}
    assert len(shapes) > 30
    assert pyx12_errors(gathered(kind, shapes)) == []


@pytest.mark.parametrize("name", OBJECTIONS)
def test_the_objections_that_pyx12_has_are_the_known_ones(name: str) -> None:
    errors = pyx12_errors(gathered("999", {name: SHAPES["999"][name]}))
    expected = OBJECTIONS[name]
    assert {known for error in errors for known in expected if error.startswith(known)} == expected
    assert [error for error in errors if not error.startswith(tuple(expected))] == []


@pytest.mark.outside
@needs_outside
def test_pyx12_objects_to_the_published_example_in_the_same_way() -> None:
    text = body(PUBLISHED).decode("utf-8-sig").replace("*>*00501*", "*^*00501*")
    assert any(error.startswith(ONE_CONTEXT) for error in pyx12_errors(text))


@pytest.mark.parametrize("name", LEGACY)
def test_pyx12_and_our_guides_of_4010_find_the_same_sets_sound(name: str) -> None:
    assert pyx12_errors(LEGACY[name].decode("ascii")) == []
    assert check_file(LEGACY[name]).findings == []

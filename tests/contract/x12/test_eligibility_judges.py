"""Our 270 and 271, read by x12sdk, which knows nothing of ours. What it refuses wrongly is told by its own words, with the reason."""

import pytest
from pydantic import ValidationError
from x12sdk.io import X12ModelReader

from tests.unit.x12.shapes.eligibility import SHAPES

WRONGLY_REFUSED = {
    "service_type_code": "it calls for EQ01 and EB03 where a procedure stands (EQ02, EB13), or nothing at all",
    "loop_2100c.dtp_segment": "it has room for one date of a subscriber in a 270, the guide for two",
    "eb_segment.quantity_qualifier": "it takes EB09, a code, for a number",
    "American Red Cross": "it takes another payer (EB01 R) for something else and refuses a plan number then",
    "loop_2120c.0.nm1_segment": "it puts several parties between LS and LE into one",
    "loop_2115": "it calls for LS and LE within loop 2115",
    "mpi_segment": "it calls for MPI06 and MPI07 where both are given",
    "SE segment count": "it drops PER of loop 2100A and counts without it",
    "trn_segment": "it has room for two traces in a 271, the guide for three",
    "aaa_segment": "it holds the reasons of loops 2100C and 2100D to the list of loop 2100B",
    "hl_segment.hierarchical_child_code": "it wants children below a payer who does not answer",
}


def complaints(data: bytes) -> list[str]:
    """What x12sdk has against the one set of a file: place and words."""
    try:
        with X12ModelReader(data.decode("ascii")) as reader:
            assert len(list(reader.models())) == 1
    except ValidationError as refusal:
        return [f"{'.'.join(map(str, error['loc']))}: {error['msg']}" for error in refusal.errors()]
    return []


FOUND = {(set_id, name): complaints(data) for set_id, shapes in SHAPES.items() for name, data in shapes.items()}


@pytest.mark.parametrize(("set_id", "name"), FOUND)
def test_x12sdk_reads_a_shape_but_for_what_it_gets_wrong(set_id: str, name: str) -> None:
    assert [words for words in FOUND[set_id, name] if not any(known in words for known in WRONGLY_REFUSED)] == []


def test_x12sdk_reads_most_shapes_without_a_word() -> None:
    accepted = {set_id: sum(not words for (other, _), words in FOUND.items() if other == set_id) for set_id in SHAPES}
    assert accepted["270"] >= 30
    assert accepted["271"] >= 30


@pytest.mark.parametrize("known", WRONGLY_REFUSED)
def test_each_thing_that_x12sdk_gets_wrong_is_met(known: str) -> None:
    assert any(known in words for found in FOUND.values() for words in found)

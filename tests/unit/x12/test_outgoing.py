"""The last look before an interchange leaves."""

import pytest

from shared.x12.faults import WriteError
from shared.x12.outgoing import proven
from shared.x12.profile import STRICT
from shared.x12.translate.write_claim import write_claims
from tests.unit.x12.samples import HEADER, batch, professional_claims

SOUND = write_claims(HEADER, batch(*professional_claims()), group_control_number=1)


def test_what_is_sound_leaves_as_it_is() -> None:
    assert proven(SOUND, STRICT) == SOUND


def test_an_error_of_the_guide_stops_it_and_is_named_by_place_alone() -> None:
    with pytest.raises(WriteError, match=r"CLM05-2: .*\(element-code; set 0001, segment \d+, loop 2300\)") as caught:
        proven(SOUND.replace(b"11:B:1", b"11:Q:1", 1))
    assert "ACCT" not in str(caught.value)


def test_a_fault_of_the_envelope_stops_it() -> None:
    with pytest.raises(WriteError, match="se01-count"):
        proven(SOUND.replace(b"~SE*", b"~SE*9", 1))

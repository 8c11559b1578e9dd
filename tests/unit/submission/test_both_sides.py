"""What we write is read by the independent payers of the sandbox, and what they answer is read by us."""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from deploy.sandbox.sandbox import Sandbox
from services.billing.submission import intake
from services.billing.submission.document import document_of
from services.billing.submission.model.policy import Policy
from services.billing.submission.office import Office
from services.billing.submission.writing import write
from shared.contracts.eligibility import PatientRegistered
from shared.contracts.event import Event
from shared.contracts.submission import ClaimAcknowledged, ClaimBuilt, InterchangeAcknowledged
from tests.unit.submission.given import NAMES, SITE, SURGERY, admitted, built, coverage, of_a_child, registered

AT = datetime(2026, 11, 2, 15, 4, tzinfo=UTC)
OFFICE = Office(SITE, NAMES, Policy(), None, None, "", "")
MEMBERS = """\
payer_id,member_id,last_name,first_name,birth_date,sex,plan,effective_on,terminated_on,retro_terminated_on,deductible_left,wellness_used,authorizations,subscriber_member_id
NWHP1,NWA001,Testmann,Ada,1961-04-03,F,A,2026-01-01,,,,,,
NWHP1,NWA001C,Testmann,Ada,2015-05-06,F,A,2026-01-01,,,,,,NWA001
"""


@pytest.fixture
def payers(tmp_path: Path) -> Iterator[Sandbox]:
    roster = tmp_path / "members.csv"
    roster.write_text(MEMBERS)
    sandbox = Sandbox(tmp_path, roster)
    yield sandbox
    sandbox.stop()


def exchange(payers: Sandbox, folder: Path, number: int, *claims: tuple[ClaimBuilt, PatientRegistered]) -> list[Event]:
    """Send claims in one file, and read every answer."""
    control = f"{number:09d}"
    body = write(SITE, [document_of(claim, who, SITE) for claim, who in claims], control, OFFICE.interchange_id(control), AT)
    (folder / "to-clearinghouse" / f"837-{control}.x12").write_bytes(body)
    return [event for path in payers.step(math.inf) for event in intake.acknowledgements(path.read_bytes(), path.name, OFFICE)]


def test_claims_of_both_kinds_are_taken_and_a_wrong_member_id_is_named(payers: Sandbox, tmp_path: Path) -> None:
    wrong = built().model_copy(update={"claim_id": "WRONG"})
    child = built().model_copy(update={"claim_id": "CHILD"})
    typo = registered(1, coverage(member_id="NWA00X"))
    file, *answers = exchange(payers, tmp_path, 1, (built(), registered()), (wrong, typo), (child, of_a_child()))
    assert isinstance(file, InterchangeAcknowledged)
    assert (file.accepted, file.interchange_id) == (True, OFFICE.interchange_id("1"))
    found = {each.claim_id: each for each in answers if isinstance(each, ClaimAcknowledged)}
    assert {number: each.statuses[-1].category for number, each in found.items()} == {built().claim_id: "A2", "WRONG": "A7", "CHILD": "A2"}
    assert (found["WRONG"].statuses[-1].status, found["WRONG"].payer_claim_control_number) == ("164", "")
    assert found[built().claim_id].payer_claim_control_number
    assert {each.reference for each in found.values()} == {OFFICE.interchange_id("1")}
    _, answer = exchange(payers, tmp_path, 2, (built(SURGERY).model_copy(update={"claim_id": "SURGERY"}), registered()))
    assert isinstance(answer, ClaimAcknowledged)
    assert answer.statuses[-1].category == "A2"


def test_a_replacement_with_the_payers_number_is_taken_and_one_without_a_known_number_is_not(payers: Sandbox, tmp_path: Path) -> None:
    _, first = exchange(payers, tmp_path, 1, (built(), registered()))
    assert isinstance(first, ClaimAcknowledged)
    replacement = built().model_copy(update={"frequency": "7", "payer_claim_control_number": first.payer_claim_control_number})
    _, second = exchange(payers, tmp_path, 2, (replacement, registered()))
    stranger = replacement.model_copy(update={"payer_claim_control_number": "NOBODYS"})
    _, third = exchange(payers, tmp_path, 3, (stranger, registered()))
    assert isinstance(second, ClaimAcknowledged)
    assert isinstance(third, ClaimAcknowledged)
    assert second.statuses[-1].category == "A2"
    assert (third.statuses[-1].category, third.statuses[-1].status, third.statuses[-1].entity) == ("A7", "464", "PR")


def test_the_same_control_number_again_is_refused_as_a_whole(payers: Sandbox, tmp_path: Path) -> None:
    exchange(payers, tmp_path, 1, (built(), registered()))
    (refused,) = exchange(payers, tmp_path, 1, (built(), registered()))
    assert isinstance(refused, InterchangeAcknowledged)
    assert (refused.source, refused.accepted, refused.interchange_id) == ("TA1", False, OFFICE.interchange_id("1"))


def test_a_stay_is_taken(payers: Sandbox, tmp_path: Path) -> None:
    _, answer = exchange(payers, tmp_path, 1, (admitted(), registered()))
    assert isinstance(answer, ClaimAcknowledged)
    assert answer.statuses[-1].category == "A2"

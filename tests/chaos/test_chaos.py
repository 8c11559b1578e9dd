"""Three trials of `make chaos`, with seeds that kill processes, broker and database, freeze a worker, and send everything twice."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.chaos.__main__ import judged, reference
from tests.chaos.disk import small_disk
from tests.chaos.faults import KINDS, SERVICES, Fault, Plan, draw
from tests.chaos.ground import Ground, ground
from tests.chaos.trial import Trial, run

pytestmark = pytest.mark.timeout(900)  # the first test of the module waits for the servers and the undisturbed run
SEEDS = (7, 10, 11)


FULL_S = 6.0


@pytest.fixture(scope="module")
def on(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ground]:
    with small_disk(tmp_path_factory.mktemp("disk")) as disk, ground(tmp_path_factory.mktemp("chaos"), disk=disk) as found:
        yield found


@pytest.fixture(scope="module")
def undisturbed(on: Ground) -> Trial:
    return reference(on)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_disturbed_run_comes_to_the_same_as_an_undisturbed_one(on: Ground, undisturbed: Trial, seed: int) -> None:
    told: list[str] = []
    trial = judged(on, undisturbed, run(on, draw(seed), undisturbed.events), told.append)
    assert trial.passed, "\n".join(told)
    assert trial.claims == undisturbed.claims > 20
    assert len(trial.done) == len(trial.plan.faults)


@pytest.mark.parametrize("target", ["database", "broker"])
def test_a_disk_that_is_full_for_a_while_loses_nothing_and_kills_no_worker(on: Ground, undisturbed: Trial, target: str) -> None:
    server = on.stack.postgres if target == "database" else on.stack.kafka
    assert server is not None
    if on.disk is None:
        pytest.skip("NOT TRIED: a full disk needs a small file system, which only root may mount here")
    on.disk.hold(on.stack, server)
    told: list[str] = []
    plan = Plan(0, (Fault(0.3, "full", target, FULL_S),))
    trial = judged(on, undisturbed, run(on, plan, undisturbed.events), told.append)
    assert trial.passed, "\n".join(told)
    assert trial.deaths == []
    assert "No space left on device" in on.stack.folder.log(server.folder.name).read_text(), "the server says why"
    if target == "database" and len(trial.done) == 1:
        said = "\n".join(on.stack.folder.log(name).read_text() for name in SERVICES)
        assert "its disk is full" in said, "it lived on and refused to write, and so do the services"


def test_the_undisturbed_run_has_everything_that_can_go_wrong_with_a_claim(undisturbed: Trial) -> None:
    rows = {section: [" ".join(row) for row in rows] for section, rows in undisturbed.picture.items()}
    received = rows["claim received by the payers"]
    assert any("frequency=7" in row for row in received), "a replacement"
    assert any("claim-rejected" in row for row in rows["event"]), "a rejection"
    assert any("outcome=overturned" in row for row in rows["denial"]), "a denial that was won"
    assert any("outcome= " in row for row in rows["denial"]), "a denial that stays open"
    assert any("cause=patient_payment" in row for row in rows["ledger"]), "a patient who paid"
    assert any("forward" in row for row in rows["ledger of remittances"]), "money that a payer takes back"
    assert rows["work item"], "work for people"


def test_every_kind_of_fault_is_the_main_one_of_some_seed() -> None:
    plans = [draw(seed) for seed in range(1, 51)]
    faults = [fault for plan in plans for fault in plan.faults]
    assert {fault.target for fault in faults} == {*SERVICES, "broker", "database", "sandbox"}
    assert {fault.kind for fault in faults} == {"killed", "restarted", "frozen"}
    assert {name for plan in plans for name in plan.twice} == {"messages", "files", "commands"}
    assert len(KINDS) == 6
    assert [draw(seed) for seed in range(1, 51)] == plans

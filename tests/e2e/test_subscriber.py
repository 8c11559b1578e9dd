"""Another system follows a claim with the sample of the documentation, in an environment that has kafka-python and nothing else."""

from __future__ import annotations

import asyncio
import re
import subprocess
import sys
from pathlib import Path

import pytest
from kafka import KafkaConsumer, TopicPartition

from deploy.embedded.testing import Addresses
from shared.contracts.topics import topic_named
from tests.scenarios import s1_clean_visit
from tests.scenarios.visits import MEMBERS, OFFICE_VISIT
from tests.scenarios.world import World, hospital

pytestmark = [pytest.mark.anyio, pytest.mark.timeout(400)]
ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "docs" / "subscribe_sample.py"
NO_INDEX = ("No matching distribution", "Could not find a version", "Temporary failure", "ConnectTimeout", "Max retries", "NewConnectionError")


@pytest.fixture(scope="module")
def python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The interpreter of an environment made from the lock's hash of kafka-python alone."""
    folder = tmp_path_factory.mktemp("subscriber")
    locked = re.search(r"^kafka-python==.*?(?=^\S)", (ROOT / "requirements.lock").read_text(), re.MULTILINE | re.DOTALL)
    assert locked
    (folder / "only.txt").write_text("\n".join(line for line in locked[0].splitlines() if "# via" not in line) + "\n")
    subprocess.run([sys.executable, "-m", "venv", folder / "env"], check=True)
    pip = [folder / "env" / "bin" / "python", "-m", "pip", "--disable-pip-version-check", "--retries", "1"]
    done = subprocess.run(
        [*pip, "install", "-q", "--no-deps", "--require-hashes", "-r", folder / "only.txt"], capture_output=True, text=True, check=False
    )
    if done.returncode and any(words in done.stderr for words in NO_INDEX):
        pytest.skip("NO PACKAGE INDEX ANSWERS: the subscriber's sample was not tried in an environment of its own")
    assert done.returncode == 0, done.stderr
    listed = subprocess.run([*pip, "list", "--format", "freeze"], capture_output=True, text=True, check=True).stdout
    assert {line.split("==")[0] for line in listed.split()} - {"pip", "setuptools"} == {"kafka-python"}
    return folder / "env" / "bin" / "python"


def command(python: Path, world: World, folder: Path, *words: str) -> list[str]:
    """Isolated: neither this repository nor the environment of the tests is in reach."""
    given = [world.settings.kafka, "--prefix", world.settings.prefix, "--state", str(folder / "seen.txt")]
    return [str(python), "-I", str(SAMPLE), *given, *words]


async def test_the_sample_follows_a_claim_from_submitted_to_closed(stack: Addresses, prefix: str, tmp_path: Path, python: Path) -> None:
    """It reads while things happen, every message comes twice, and it is killed once: each step is told once all the same."""
    async with hospital(stack, prefix, tmp_path, MEMBERS, twice=True) as world:
        first = subprocess.Popen(command(python, world, tmp_path), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        await s1_clean_visit.play(world)
        [claim] = (await world.get("submission", "/v1/claims"))["claims"]
        await asyncio.sleep(2)
        first.kill()
        before, _ = await asyncio.to_thread(first.communicate)
        (tmp_path / "later").mkdir()
        one = command(python, world, tmp_path / "later", "--claim", claim["claim_id"])
        second = await asyncio.to_thread(subprocess.run, one, capture_output=True, text=True, timeout=120, check=True)
        (tmp_path / "states").mkdir()
        states = command(python, world, tmp_path / "states", "--states", "--claim", claim["claim_id"])
        third = await asyncio.to_thread(subprocess.run, states, capture_output=True, text=True, timeout=120, check=True)
        told = {topic: await asyncio.to_thread(everything_on, world, topic) for topic in ("rcm.adjudication.state", "rcm.eligibility.encounter")}
        again = subprocess.Popen(command(python, world, tmp_path), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        await asyncio.sleep(5)
        again.terminate()
        after, _ = await asyncio.to_thread(again.communicate)
    steps = [line.split("  ", 2)[2] for line in before.splitlines()]
    the_whole_story_is_told(steps)
    the_whole_story_is_told([line.split("  ", 2)[2] for line in second.stdout.splitlines()])
    assert int(second.stderr.split()[0]) > 0, "repeats were dropped"
    the_states_are_told_and_no_care(third.stdout, told)
    assert after == "", "what was handled before the kill is not told again"


def everything_on(world: World, topic: str) -> list[str]:
    """Key, headers and value of every message of a topic, as a subscriber may see them."""
    consumer = KafkaConsumer(bootstrap_servers=world.settings.kafka, enable_auto_commit=False)
    partitions = [TopicPartition(world.settings.topic(topic), number) for number in range(topic_named(topic).partitions)]
    consumer.assign(partitions)
    consumer.seek_to_beginning(*partitions)
    ends, found = consumer.end_offsets(partitions), list[str]()
    while any(consumer.position(partition) < ends[partition] for partition in partitions):
        found += [repr((each.key, each.headers, each.value)) for records in consumer.poll(timeout_ms=500).values() for each in records]
    consumer.close()
    return found


def the_states_are_told_and_no_care(told: str, messages: dict[str, list[str]]) -> None:
    """The codes of the visit are found where the care is told, so they would be found here, too."""
    steps = [line.split("  ", 2)[2] for line in told.splitlines()]
    assert steps[0].startswith("new -> ")
    assert steps[-1].endswith(" -> closed")
    inside = OFFICE_VISIT["encounter"]
    diagnoses, procedures = ([each["code"] for each in inside[name]] for name in ("diagnoses", "charges"))
    assert len(diagnoses) == 2
    for code in (*diagnoses, *procedures):
        assert any(code in message for message in messages["rcm.eligibility.encounter"])
        assert not any(code in message for message in [*messages["rcm.adjudication.state"], told])


def the_whole_story_is_told(steps: list[str]) -> None:
    assert sorted(steps) == sorted(
        [
            "submitted to NWHP1: 190.00",
            "posted (charge): the patient owes 0.00",
            "accepted by NWHP1",
            "decided by NWHP1: paid 77.50 of 190.00",
            "posted (remittance): the patient owes 25.00",
            "posted (application): the patient owes 0.00",
            "closed: 190.00 is paid or adjusted",
        ]
    )
    assert steps.index("submitted to NWHP1: 190.00") < steps.index("accepted by NWHP1"), "one topic, one key: in order"
    posted = [step for step in steps if step.startswith(("posted", "closed"))]
    assert posted[-1] == "closed: 190.00 is paid or adjusted"

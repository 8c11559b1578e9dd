"""What `make demo` promises: sixty visits through the whole cycle, each to the end the world has for it, and nothing left behind."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from kafka import KafkaConsumer, TopicPartition

from deploy.embedded.settings import StackSettings
from deploy.embedded.stack import Stack
from deploy.embedded.testing import Addresses
from shared.codesets.national import national
from shared.contracts.topics import TOPICS
from shared.x12.check import check_file
from shared.x12.profile import STRICT
from tests.e2e import denials_alone
from tests.e2e.demonstration import Demonstration, Identities, judged, left_running, unbalanced

TABLE = {
    "encounters": 60, "refused": 0, "claims": 58, "held": {"coverage_inactive": 1, "payer_unknown": 1}, "rejected_and_resent": 3,
    "claims_paid": 51, "lines_denied": 19, "lines_overturned": 5, "encounters_without_outcome": 0,
    "billed": "49919.00", "paid": "18106.63", "contractual": "23139.72", "patient": "4179.65", "open": "4493.00",
}  # fmt: skip
"""The same samples end the same on every machine and in every run."""
STOPS = {"coverage": "coverage_inactive", "registration": "payer_unknown"}
"""Where a visit waits for ever → why."""


@pytest.fixture(scope="session")
def identities(demonstration: Demonstration) -> Identities:
    return Identities.of(demonstration.folder / "encounters" / "members.csv")


def test_the_summary_is_balanced_and_the_ledger_agrees(demonstration: Demonstration) -> None:
    assert demonstration.code == 0, demonstration.said
    summary = demonstration.summary
    assert summary["balanced"]
    assert summary["ledger_agrees"]
    assert {name: summary[name] for name in TABLE} == TABLE


def test_every_visit_ends_as_the_world_has_it(demonstration: Demonstration) -> None:
    expected, found = demonstration.read("encounters/expected.json"), demonstration.read("outcomes.json")
    assert found.keys() == expected.keys()
    wanted = {visit: wish for visit, wish in expected.items() if "exchangeable_with" not in wish}
    assert {visit: seen(found[visit]) for visit in wanted} == {visit: wished(wish) for visit, wish in wanted.items()}


def test_of_two_visits_registered_twice_the_payer_pays_one(demonstration: Demonstration) -> None:
    expected, found = demonstration.read("encounters/expected.json"), demonstration.read("outcomes.json")
    pairs = {tuple(sorted((visit, wish["exchangeable_with"]))) for visit, wish in expected.items() if "exchangeable_with" in wish}
    assert pairs
    for pair in pairs:
        ends = sorted((seen(found[visit]) for visit in pair), key=str)
        assert ends == sorted((wished(expected[visit]) for visit in pair), key=str)


def test_scenario_amounts_are_to_the_cent(demonstration: Demonstration) -> None:
    expected, found = demonstration.read("encounters/expected.json"), demonstration.read("outcomes.json")
    wanted = {visit: (wish["payer_paid"], wish["patient_share"]) for visit, wish in expected.items() if "payer_paid" in wish}
    assert len(wanted) >= 5
    assert {visit: amounts(found[visit]) for visit in wanted} == wanted


def wished(wish: dict[str, Any]) -> dict[str, Any]:
    """What should be seen of a visit."""
    if not wish["claim"]:
        return {"outcome": "held", "reasons": [STOPS[wish["stops"]]], "claims": 0}
    return {
        "outcome": "adjudicated",
        "claims": 1,
        "payer": wish["payer"],
        "charged": wish["charge"],
        "frequencies": ["1", "1"] if wish["rejected"] else ["1", "7"] if wish["overturned"] else ["1"],
        "rejections": [wish["rejected"]] if wish["rejected"] else [],
        "denials": sorted((each["code"], each["group"], each["carc"]) for each in wish["denials"]),
        "ends": ["overturned" if wish["overturned"] else None] * len(wish["denials"]),
    }


def seen(found: dict[str, Any]) -> dict[str, Any]:
    """The same of what happened."""
    if not found["claims"]:
        return {"outcome": found["outcome"], "reasons": found["reasons"], "claims": 0}
    [claim] = found["claims"]
    first = [denial for denial in claim["denials"] if denial["phase"] == "initial"]
    return {
        "outcome": found["outcome"],
        "claims": 1,
        "payer": claim["payer_id"],
        "charged": claim["balances"]["charged"],
        "frequencies": claim["frequencies"],
        "rejections": claim["rejections"],
        "denials": sorted((denial["code"], denial["group"], denial["carc"]) for denial in first),
        "ends": [denial["outcome"] for denial in claim["denials"]],
    }


def amounts(found: dict[str, Any]) -> tuple[str, str]:
    """What the payer paid, and the patient's share, paid or not."""
    [claim] = found["claims"]
    balances = claim["balances"]
    return balances["payer_paid"], f"{Decimal(balances['patient_paid']) + Decimal(balances['patient_open']):.2f}"


@pytest.mark.parametrize("kind", ["out-837P", "out-837I", "in-835"])
def test_pyx12_accepts_every_interchange(demonstration: Demonstration, kind: str) -> None:
    assert judged(*demonstration.interchanges(kind)) == []


def test_oxedi_finds_every_remittance_in_balance(demonstration: Demonstration) -> None:
    assert unbalanced(demonstration.interchanges("in-835")) == []


def test_every_file_of_the_run_is_valid_in_the_strict_profile(demonstration: Demonstration) -> None:
    """Those of the clearinghouse and the payers too, which share no line with ours."""
    files = sorted((demonstration.folder / "x12").glob("*.x12"))
    assert {path.name.split("-")[1] for path in files} >= {"270", "271", "837P", "837I", "999", "277CA", "835"}
    reports = {path.name: check_file(path.read_bytes(), STRICT, codes=national()) for path in files}
    assert {name: [each.code for each in report.findings] for name, report in reports.items() if report.verdict != "valid"} == {}


def test_nothing_is_left_running(demonstration: Demonstration) -> None:
    assert left_running(demonstration.folder) == []


def test_no_log_names_a_patient(demonstration: Demonstration, identities: Identities) -> None:
    logs = demonstration.logs()
    assert {f"{service}.log" for service in ("eligibility", "coding", "submission", "adjudication", "denials")} <= logs.keys()
    assert {name: found for name, text in logs.items() if (found := identities.found_in(text))} == {}
    assert {name: found for name, text in logs.items() if (found := identities.names_in(text))} == {}
    assert identities.found_in(demonstration.said) == []


@pytest.mark.anyio
async def test_denials_alone_opens_the_same_denials_from_the_same_835s(demonstration: Demonstration, stack: Addresses, prefix: str) -> None:
    whole = denials_alone.told(demonstration.read("outcomes.json").values())
    assert await denials_alone.opened(stack, prefix, demonstration.interchanges("in-835")) == whole
    assert len(whole) >= TABLE["lines_denied"]


def test_names_and_member_ids_travel_in_one_topic_only_and_never_in_keys_or_headers(demonstration: Demonstration, identities: Identities) -> None:
    leaks: dict[str, list[str]] = {}
    registrations = 0
    for topic, envelope, value in published(demonstration):
        if found := identities.found_in(envelope):
            leaks[f"{topic}: key or header"] = found
        if not topic.identifying and (found := identities.found_in(value) + identities.names_in(value)):
            leaks[f"{topic.name}: value"] = found
        registrations += topic.identifying and bool(identities.found_in(value))
    assert leaks == {}
    assert registrations >= 60, "the search finds what it looks for"


def published(demonstration: Demonstration) -> Iterator[tuple[Any, str, str]]:
    """Every message that the run left on the broker: topic, key with headers, and value. The broker is started once more for it."""
    with Stack(StackSettings(data=demonstration.folder / "run", cache=StackSettings.from_environment().cache)) as stack:
        consumer = KafkaConsumer(bootstrap_servers=stack.bootstrap, auto_offset_reset="earliest", enable_auto_commit=False)
        try:
            for topic in TOPICS:
                yield from ((topic, envelope, value) for envelope, value in _all(consumer, topic.name))
        finally:
            consumer.close()


def _all(consumer: Any, topic: str) -> Iterator[tuple[str, str]]:
    partitions = [TopicPartition(topic, number) for number in sorted(consumer.partitions_for_topic(topic) or ())]
    consumer.assign(partitions)
    consumer.seek_to_beginning(*partitions)
    ends = consumer.end_offsets(partitions)
    while any(consumer.position(partition) < ends[partition] for partition in partitions):
        for records in consumer.poll(timeout_ms=500).values():
            for record in records:
                headers = {name: (value or b"").decode() for name, value in record.headers}
                yield json.dumps([record.key.decode(), headers]), record.value.decode()

"""What other systems rely on: schemas, examples, topics."""

import json

import pytest
from jsonschema import Draft202012Validator

from shared.contracts import specification
from shared.contracts.topics import TOPICS

IDENTIFYING = {"birth_date", "member_id", "name", "address", "phone", "mrn", "patient", "subscriber"}


def test_generated_schemas_and_asyncapi_are_what_the_code_says() -> None:
    assert [path.name for path in specification.stale()] == [], "run `make contracts`"


@pytest.mark.parametrize("name", sorted(specification.declared()))
def test_every_event_has_an_example_that_its_schema_accepts(name: str) -> None:
    folder = specification.EXAMPLES / name
    files = sorted(folder.glob("*.json"))
    assert files, f"no example in {folder.name}"
    validator = Draft202012Validator(specification.schema_of(specification.declared()[name]))
    for path in files:
        assert [error.message for error in validator.iter_errors(json.loads(path.read_text()))] == []


@pytest.mark.parametrize("path", sorted(specification.examples()), ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_an_example_survives_reading_and_writing(path) -> None:  # type: ignore[no-untyped-def]
    event = specification.examples()[path]
    assert json.loads(event.model_dump_json(exclude_unset=True)) == json.loads(path.read_text())


def test_each_event_travels_on_exactly_one_topic() -> None:
    carried = [event for topic in TOPICS for event in topic.events]
    assert len(carried) == len(set(carried))


def test_every_topic_is_keyed_by_a_field_that_all_its_events_have() -> None:
    for topic in TOPICS:
        for event in topic.events:
            assert topic.key in event.model_fields, (topic.name, event.__name__)


def test_identifying_fields_occur_in_one_topic_only() -> None:
    for topic in TOPICS:
        for event in topic.events:
            text = json.dumps(event.model_json_schema(mode="serialization"))
            found = {field for field in IDENTIFYING if f'"{field}": {{' in text and field != "name"}
            assert topic.identifying or not found, (event.__name__, found)

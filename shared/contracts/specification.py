"""Writes the contract that other systems rely on: a JSON Schema for each event and one AsyncAPI 3.0 document for all topics.

Both follow from the code, so they cannot say something else than the code does; a test fails when what is checked in is stale.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from shared.contracts.event import Event, type_name
from shared.contracts.topics import TOPICS, Topic

HERE = Path(__file__).parent
SCHEMAS, EXAMPLES = HERE / "schemas", HERE / "examples"
ASYNCAPI = HERE.parent.parent / "docs" / "asyncapi" / "rcm.json"

HEADERS: dict[str, Any] = {
    "type": "object",
    "required": ["ce_specversion", "ce_id", "ce_type", "ce_source", "ce_subject", "ce_time"],
    "properties": {
        "ce_specversion": {"const": "1.0"},
        "ce_id": {"type": "string", "description": "Derived from its cause: drop an id you have seen."},
        "ce_type": {"type": "string", "description": "Owner, fact and version, for example rcm.denials.denial-opened.v1."},
        "ce_source": {"type": "string", "description": "/<site>/<service>/<stage>"},
        "ce_subject": {"type": "string", "description": "The key."},
        "ce_time": {"type": "string", "format": "date-time", "description": "When the fact became true."},
        "ce_correlationid": {"type": "string", "description": "The encounter where it is known."},
        "ce_causationid": {"type": "string", "description": "The event or request that led to this one."},
        "content-type": {"const": "application/json"},
    },
}


def schema_of(event: type[Event]) -> dict[str, Any]:
    """The JSON Schema (2020-12) of the value of one event type, as it is written on the wire."""
    schema = event.model_json_schema(mode="serialization")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": str(event.model_fields["type"].default), **schema}


def _described(event: type[Event]) -> str:
    return " ".join((event.__doc__ or "").split())


def _channel(topic: Topic) -> dict[str, Any]:
    kept = "for ever, never compacted" if topic.kind == "record" else "14 days; can be made again from records"
    return {
        "address": topic.name,
        "description": f"Key: {topic.key}. Kept {kept}." + (" Carries identifying data." if topic.identifying else ""),
        "messages": {_short(event): {"$ref": f"#/components/messages/{_short(event)}"} for event in topic.events},
        "bindings": {"kafka": {"topic": topic.name, "partitions": topic.partitions, "bindingVersion": "0.5.0"}},
    }


def _short(event: type[Event]) -> str:
    return event.__name__


def _message(event: type[Event]) -> dict[str, Any]:
    name = str(event.model_fields["type"].default)
    return {
        "name": name,
        "summary": _described(event),
        "contentType": "application/json",
        "headers": {"$ref": "#/components/schemas/CloudEventHeaders"},
        "payload": {
            "schemaFormat": "application/schema+json;version=draft-2020-12",
            "schema": {"$ref": f"../../shared/contracts/schemas/{name}.json"},
        },
        "bindings": {"kafka": {"key": {"type": "string"}, "bindingVersion": "0.5.0"}},
    }


def asyncapi() -> dict[str, Any]:
    """The AsyncAPI 3.0 document: every topic as a channel, what its owner sends, and that everyone may receive it."""
    events = [event for topic in TOPICS for event in topic.events]
    return {
        "asyncapi": "3.0.0",
        "info": {"title": "Revenue cycle events", "version": "1.0.0", "description": "At least once, in order per key. Drop repeats by ce_id."},
        "channels": {topic.name: _channel(topic) for topic in TOPICS},
        "operations": {
            f"{topic.owner}.{topic.name.rsplit('.', 1)[1]}": {"action": "send", "channel": {"$ref": f"#/channels/{topic.name}"}} for topic in TOPICS
        },
        "components": {"schemas": {"CloudEventHeaders": HEADERS}, "messages": {_short(event): _message(event) for event in events}},
    }


def declared() -> dict[str, type[Event]]:
    """Every event of the contract by its type name."""
    return {type_name(event): event for topic in TOPICS for event in topic.events}


def rendered() -> dict[Path, str]:
    """Every generated file with the content it must have."""
    files = {SCHEMAS / f"{name}.json": _text(schema_of(event)) for name, event in declared().items()}
    files[ASYNCAPI] = _text(asyncapi())
    return files


def _text(document: dict[str, Any]) -> str:
    return json.dumps(document, indent=1, ensure_ascii=False) + "\n"


def stale() -> list[Path]:
    """Generated files that are missing, differ from the code, or belong to no event any more."""
    wanted = rendered()
    wrong = [path for path, text in wanted.items() if not path.exists() or path.read_text() != text]
    return wrong + [path for path in SCHEMAS.glob("*.json") if path not in wanted]


def write() -> int:
    """Write what is stale, remove what is orphaned; the number of files touched."""
    wanted, touched = rendered(), stale()
    for path in touched:
        if path in wanted:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(wanted[path])
        else:
            path.unlink()
    return len(touched)


def examples() -> dict[Path, Event]:
    """The checked-in examples, each read through the class its folder names."""
    types = declared()
    return {path: types[path.parent.name].model_validate_json(path.read_text()) for path in sorted(EXAMPLES.glob("*/*.json"))}


def main() -> int:
    print(f"{write()} of {len(rendered())} contract files written ({len(declared())} events on {len(TOPICS)} topics)")
    return 0


__all__ = ["asyncapi", "declared", "examples", "rendered", "schema_of", "stale", "write"]

if __name__ == "__main__":
    sys.exit(main())

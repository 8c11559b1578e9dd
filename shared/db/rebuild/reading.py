"""Records of the topics, each with those whose history it belongs to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import count
from typing import Any, Protocol

from pydantic import ValidationError

from shared.contracts.event import Envelope, Event, type_name
from shared.contracts.topics import event_types
from shared.db.rebuild.staging import Share, Staged
from shared.stage.faults import StopTheLine
from shared.stage.history import Voice
from shared.stage.service import Parts
from shared.stage.stage import Bound
from shared.stage.step import subject_of


class Record(Protocol):
    """A message as a topic keeps it, unread."""

    @property
    def envelope(self) -> Envelope: ...
    @property
    def topic(self) -> str: ...
    @property
    def partition(self) -> int: ...
    @property
    def offset(self) -> int: ...
    @property
    def written_at(self) -> int: ...
    @property
    def value(self) -> bytes: ...


def table_name(bound: Bound[Any, Any]) -> str:
    """The table that keeps the states of a stage; stages that keep the same thing share one."""
    store: Any = bound.store
    return str(store.table.name)


def voices_of(parts: Parts) -> dict[str, Voice]:
    """Everybody who speaks from states of these parts, by name."""
    stages = {bound.stage.name: Voice(bound.stage.name, bound.stage) for bound in parts.stages}
    return stages | {batcher.name: Voice(batcher.name, batcher.bound.stage, is_batcher=True) for batcher in parts.batchers}


class Reader:
    """Knows who hears and who said what. `passed` is how far each stage had come; None when nobody knows, and everything counts as heard."""

    def __init__(self, parts: Parts, site: str, passed: Mapping[tuple[str, str, int], int] | None, unhandled: set[tuple[str, str]]) -> None:
        self.passed, self.unhandled, self.voices = passed, unhandled, voices_of(parts)
        self.tables = {bound.stage.name: table_name(bound) for bound in parts.stages}
        self.tables |= {batcher.name: table_name(batcher.bound) for batcher in parts.batchers}
        self.sources = {f"/{site}/{name.replace('.', '/', 1)}": voice for name, voice in self.voices.items()}
        self.hears: dict[str, list[Voice]] = defaultdict(list)
        for bound in parts.stages:
            for kind in bound.stage.handles:
                self.hears[type_name(kind)].append(self.voices[bound.stage.name])
        self.kinds, self.numbers = event_types(), count(1)

    def staged(self, records: Iterable[Record]) -> Sequence[Staged]:
        """Those that belong to somebody's history."""
        return [each for record in records if (each := self._staged(record)) is not None]

    def _staged(self, record: Record) -> Staged | None:
        heard, said = self._heard_by(record), self.sources.get(record.envelope.source)
        if not (heard or said) or record.envelope.type not in self.kinds:
            return None
        event = self._event(record)
        shares = [Share(self.tables[voice.name], subject_of(voice.stage, event), voice.name, False) for voice in heard]
        if said is not None:
            shares.append(Share(self.tables[said.name], subject_of(said.stage, event), said.name, True))
        return _of(record, next(self.numbers), tuple(shares))

    def _heard_by(self, record: Record) -> list[Voice]:
        return [voice for voice in self.hears.get(record.envelope.type, ()) if self._was_handled(voice.name, record)]

    def _was_handled(self, stage: str, record: Record) -> bool:
        reached = self.passed is None or record.offset < self.passed.get((stage, record.topic, record.partition), 0)
        return reached and (stage, record.envelope.id) not in self.unhandled

    def _event(self, record: Record) -> Event:
        try:
            return self.kinds[record.envelope.type].model_validate_json(record.value)
        except ValidationError as fault:
            where = f"{record.topic}/{record.partition} at {record.offset}"
            sentence = f"The message {record.envelope.id} in {where} cannot be read as {record.envelope.type} ({fault.error_count()} faults)."
            raise StopTheLine(f"{sentence} Use the release that wrote it, or a later one.") from None


def _of(record: Record, number: int, shares: tuple[Share, ...]) -> Staged:
    about = record.envelope
    return Staged(
        number, about.id, about.type, about.source, about.subject, about.time, about.correlation_id, about.causation_id,
        record.topic, record.partition, record.offset, record.written_at, record.value, shares,
    )  # fmt: skip

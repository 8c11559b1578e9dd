"""Follows claims from the day they leave the house until nothing of them is open. Needs Python 3.9 and kafka-python, nothing else.

python subscribe_sample.py localhost:9092                 every claim, from the beginning, until interrupted
python subscribe_sample.py localhost:9092 --claim K7Q2…   one claim; ends when it is closed
… --states                                                only how far each claim is, in one word: no care, no amounts
… --state seen.txt                                        remembers what it has handled, so that a restart repeats nothing
"""

import argparse
import json
import sys
from pathlib import Path

from kafka import KafkaConsumer, TopicPartition

# The topics of this story. Every event in them names its claim; a claim id is no person's number.
TOPICS = ("rcm.submission.claim", "rcm.adjudication.claim", "rcm.adjudication.account", "rcm.denials.denial")
STATES = ("rcm.adjudication.state",)  # all that a subscriber is given who may know how far a claim is, and not what for
CLOSED, CHANGED = "rcm.adjudication.claim-closed.v1", "rcm.adjudication.claim-state-changed.v1"

# What to tell of each kind of event. Any other kind is skipped: new kinds appear without notice, a known kind never changes its meaning.
STEPS = {
    "rcm.submission.claim-submitted.v1": lambda e: f"submitted to {e['payer_id']}: {e['total']}",
    "rcm.submission.claim-accepted.v1": lambda e: f"accepted by {e['payer_id']}",
    "rcm.submission.claim-rejected.v1": lambda e: "rejected at the front end; it will be mended and sent again",
    "rcm.adjudication.claim-remitted.v1": lambda e: f"decided by {e['payer_id']}: paid {e['payment']['paid']} of {e['payment']['charge']}",
    "rcm.adjudication.claim-posted.v1": lambda e: f"posted ({e['cause']}): the patient owes {e['balances']['patient_open']}",
    "rcm.denials.denial-opened.v1": lambda e: f"line {e['line_number']} denied: {e['gross']}",
    "rcm.denials.denial-closed.v1": lambda e: f"denial of line {e['line_number']} closed: {e['outcome']}",
    CLOSED: lambda e: f"closed: {e['balances']['charged']} is paid or adjusted",
    CHANGED: lambda e: f"{e.get('before') or 'new'} -> {e['state']}",
}


class Seen:
    """Which events were handled. Any may come again: after a crash of the sender, after one of ours, after the group was forgotten."""

    def __init__(self, path: "Path | None") -> None:
        self.path = path
        self.ids = set(path.read_text().split()) if path and path.exists() else set()

    def note(self, event_id: str) -> None:
        """In a real system this commits together with the effect. Noted before it, a crash loses the event; noted after it, it repeats it."""
        self.ids.add(event_id)
        if self.path:
            with self.path.open("a") as file:
                file.write(event_id + "\n")


class Follower:
    """Tells each event once. Order holds within a topic and key; between topics a decision may be read before the submission it is about."""

    def __init__(self, claim: "str | None", seen: Seen) -> None:
        self.claim, self.seen, self.repeats, self.closed = claim, seen, 0, False

    def read(self, record) -> None:  # type: ignore[no-untyped-def]
        attributes = {name: value.decode() for name, value in record.headers}  # the envelope: CloudEvents 1.0 in Kafka's binary mode
        if attributes["ce_id"] in self.seen.ids:
            self.repeats += 1
            return
        kind = attributes["ce_type"]
        if kind in STEPS:
            self.tell(kind, attributes["ce_time"], json.loads(record.value))
        self.seen.note(attributes["ce_id"])

    def tell(self, kind: str, time: str, event: dict) -> None:  # type: ignore[type-arg]
        if self.claim in (None, event["claim_id"]):
            print(f"{time[:19]}  {event['claim_id']}  {STEPS[kind](event)}", flush=True)
            self.closed = self.closed or kind == CLOSED or (kind == CHANGED and event["state"] == "closed")


def main() -> None:
    given = arguments()
    consumer = KafkaConsumer(bootstrap_servers=given.broker, auto_offset_reset="earliest", enable_auto_commit=False)
    names = [given.prefix + topic for topic in (STATES if given.states else TOPICS)]
    partitions = [TopicPartition(name, number) for name in names for number in consumer.partitions_for_topic(name) or ()]
    consumer.assign(partitions)
    consumer.seek_to_beginning(*partitions)
    follower, ends = Follower(given.claim, Seen(given.state)), None
    while not (ends and all(consumer.position(partition) >= end for partition, end in ends.items())):
        for records in consumer.poll(timeout_ms=500).values():
            for record in records:
                follower.read(record)
        if given.claim and follower.closed and not ends:
            ends = consumer.end_offsets(partitions)  # the other topics may still hold what came before
    consumer.close()
    print(f"{follower.repeats} repeats dropped", file=sys.stderr)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Follow claims from submitted to closed.")
    parser.add_argument("broker", help="host:port of a Kafka broker")
    parser.add_argument("--claim", help="only this claim, and end when it is closed")
    parser.add_argument("--states", action="store_true", help="read the topic of claim states alone")
    parser.add_argument("--state", type=Path, help="a file that remembers which events were handled")
    parser.add_argument("--prefix", default="", help="put before the topics' names, where an installation does so")
    return parser.parse_args()


if __name__ == "__main__":
    main()

"""999, 997 and TA1 in many shapes: written from their values, and as answers to files that are faulty."""

from datetime import date, time

from shared.x12.acknowledge import functional_ack, interchange_ack, judge_groups, reply_header, write_functional_acks, write_interchange_ack
from shared.x12.interchange import Interchange, read_interchanges
from shared.x12.translate.write_acks import write_functional_ack
from tests.unit.x12.ack_bases import claims, older_claims, two_groups
from tests.unit.x12.shapes.ack_defects import CLAIM_DEFECTS, ENVELOPE_DEFECTS, OLDER_DEFECTS, Change
from tests.unit.x12.shapes.ack_values import FUNCTIONAL, HEADER, INTERCHANGE, OLDER, OLDER_HEADER


def damaged(base: bytes, name: str, change: Change) -> bytes:
    """`base` with the change made once, or everywhere for `every set`."""
    old, new = change
    assert old.encode() in base, name
    return base.replace(old.encode(), new.encode(), -1 if name == "every set" else 1)


def answered(data: bytes, *, copies: bool = False) -> bytes:
    """The 999 or 997 for a file."""
    found = next(read_interchanges(data))
    groups = judge_groups(found, copies=copies)
    return write_functional_acks(reply_header(found, control_number="9", on=date(2026, 11, 2), at=time(10)), groups, group_control_number=1)


def envelope_answered(data: bytes) -> bytes:
    """The TA1 for a file."""
    found = judged(data)
    return write_interchange_ack(reply_header(found, control_number="9", on=date(2026, 11, 2), at=time(10)), interchange_ack(found))


def judged(data: bytes) -> Interchange:
    """The first interchange of a file, read to its end."""
    found = next(read_interchanges(data))
    for group in judge_groups(found):
        functional_ack(group)
    return found


SHAPES: dict[str, dict[str, bytes]] = {
    "999": {
        **{name: write_functional_ack(HEADER, [ack]) for name, ack in FUNCTIONAL.items()},
        **{f"answer: {name}": answered(damaged(claims(), name, change)) for name, change in CLAIM_DEFECTS.items()},
        "two groups in one answer": write_functional_ack(HEADER, [FUNCTIONAL["one set accepted"], FUNCTIONAL["one of three rejected"]]),
        "answer with a copy of bad data": answered(damaged(claims(), "", ("11:B:1", "11:Q:1")), copies=True),
    },
    "997": {
        **{name: write_functional_ack(OLDER_HEADER, [ack], kind="997") for name, ack in OLDER.items()},
        **{f"answer: {name}": answered(damaged(older_claims(), name, change)) for name, change in OLDER_DEFECTS.items()},
        "every code of a 999 in its older form": write_functional_ack(OLDER_HEADER, list(FUNCTIONAL.values()), kind="997"),
        "beside a 999": answered(two_groups()),
    },
    "TA1": {
        **{name: write_interchange_ack(HEADER, ack) for name, ack in INTERCHANGE.items()},
        **{f"answer: {name}": envelope_answered(damaged(claims(1), name, change)) for name, change in ENVELOPE_DEFECTS.items()},
    },
}

"""Any acknowledgement that can be thought of is written soundly and read back as it was."""

from datetime import date, time

from hypothesis import given, settings
from hypothesis import strategies as some

from shared.x12.interchange import read_interchanges, read_transactions
from shared.x12.translate.acks import (
    BusinessUnit,
    ElementError,
    FunctionalAck,
    InterchangeAck,
    SegmentError,
    SetAck,
    Trigger,
    read_functional_ack,
    read_interchange_ack,
)
from shared.x12.translate.write_acks import write_functional_ack, write_interchange_ack
from shared.x12.validate import validate
from tests.unit.x12.shapes.ack_values import HEADER, OLDER_HEADER, older

WORDS = some.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-", min_size=1, max_size=20)
IDS = some.sampled_from(["CLM", "NM1", "HI", "REF", "SV1"])
POSITIONS = some.integers(1, 999_999)
PLACES = {"element": some.integers(1, 24), "component": some.integers(1, 9), "repetition": some.integers(0, 99)}
NUMBERS = some.sampled_from(["", "67", "1325", "127"])
TRIGGERS = some.builds(Trigger, IDS, POSITIONS, some.sampled_from(["", "2300"]), **PLACES, reference=some.sampled_from(["", "127", "C023:1325"]))
ELEMENTS = some.builds(
    ElementError,
    **PLACES,
    reference=NUMBERS,
    code=some.sampled_from(["1", "7", "10", "12", "I12"]),
    copy=WORDS,
    triggers=some.lists(TRIGGERS, max_size=2).map(tuple),
)
UNITS = some.none() | some.builds(BusinessUnit, some.sampled_from(["CLM01", "TRN02"]), WORDS)
OUTSIDE = some.builds(
    SegmentError, IDS, POSITIONS, some.sampled_from(["", "2300"]), some.sampled_from(["3", "I6"]), some.just(()), UNITS,
    some.lists(TRIGGERS, max_size=3).map(tuple),
)  # fmt: skip
INSIDE = some.builds(SegmentError, IDS, POSITIONS, some.just("2400"), some.just("8"), some.lists(ELEMENTS, min_size=1, max_size=4).map(tuple), UNITS)
CODES = some.lists(some.sampled_from(["1", "3", "5", "I5", "23"]), min_size=1, max_size=5, unique=True).map(tuple)
REJECTED = some.builds(
    SetAck, some.just("837"), some.just("0001"), some.just("005010X222A1"), some.sampled_from("ER"), CODES,
    some.lists(OUTSIDE | INSIDE, max_size=4).map(tuple),
)  # fmt: skip
ACCEPTED = some.just(SetAck("837", "0002", "005010X222A1", "A", (), ()))
COUNTS = some.integers(0, 999_999)
ACKS = some.builds(
    FunctionalAck, some.just("HC"), some.integers(1, 999_999_999).map(str), some.just("005010X222A1"), some.sampled_from("AE"), COUNTS, COUNTS,
    COUNTS,
    some.lists(some.sampled_from(["3", "4", "5", "19"]), max_size=4, unique=True).map(tuple), some.lists(ACCEPTED | REJECTED, max_size=4).map(tuple),
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(ACKS)
def test_any_999_is_sound_and_read_back(ack: FunctionalAck) -> None:
    transaction = next(read_transactions(write_functional_ack(HEADER, [ack])))
    assert read_functional_ack(transaction, copies=True) == ack
    again = next(read_transactions(write_functional_ack(HEADER, [ack])))
    assert [finding for finding in validate(again) if finding.severity == "error"] == []


@settings(max_examples=60, deadline=None)
@given(ACKS)
def test_any_997_says_all_places_of_its_999(ack: FunctionalAck) -> None:
    transaction = next(read_transactions(write_functional_ack(OLDER_HEADER, [ack], kind="997")))
    back, meant = read_functional_ack(transaction, copies=True), older(ack)
    assert [(each.status, [error.position for error in each.errors]) for each in back.sets] == [
        (each.status, [error.position for error in each.errors]) for each in meant.sets
    ]
    again = next(read_transactions(write_functional_ack(OLDER_HEADER, [ack], kind="997")))
    assert [finding for finding in validate(again) if finding.severity == "error"] == []


@settings(max_examples=60, deadline=None)
@given(some.integers(0, 999_999_999), some.dates(date(2000, 1, 1), date(2099, 12, 31)), some.times(), some.sampled_from("AER"), some.integers(0, 31))
def test_any_ta1_is_read_back(number: int, on: date, at: time, status: str, code: int) -> None:
    ack = InterchangeAck(f"{number:09d}", on, at.replace(second=0, microsecond=0), status, f"{code:03d}")
    interchange = next(read_interchanges(write_interchange_ack(HEADER, ack)))
    assert list(interchange.transactions()) == []
    assert [read_interchange_ack(segment) for segment in interchange.acknowledgements] == [ack]

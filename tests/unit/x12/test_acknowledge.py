"""What is answered: A, E, P or R, with places."""

from datetime import date, time

import pytest

from shared.x12.acknowledge import interchange_ack, judge_groups, reply_header, write_functional_acks, write_interchange_ack
from shared.x12.interchange import read_interchanges, read_transactions
from shared.x12.translate.acks import FunctionalAck, read_functional_ack, read_interchange_ack
from shared.x12.translate.write_claim import claim_set
from shared.x12.validate import validate
from shared.x12.write import Writer
from tests.unit.x12.samples import HEADER, batch, visit

V = "005010X222A1"


def three_sets() -> bytes:
    writer = Writer(HEADER).group("HC", V, 7)
    for number in (1, 2, 3):
        writer.transaction("837", number, V).add(claim_set(batch(visit(f"ACCT-{number}"))))
    return writer.finish()


SOUND = three_sets()


def answered(data: bytes) -> tuple[FunctionalAck, bytes]:
    found = next(read_interchanges(data))
    groups = judge_groups(found)
    header = reply_header(found, control_number="9", on=date(2026, 11, 2), at=time(10))
    answer = write_functional_acks(header, groups, group_control_number=1)
    return read_functional_ack(next(read_transactions(answer))), answer


def test_a_sound_group_is_accepted() -> None:
    ack, answer = answered(SOUND)
    assert (ack.status, ack.included, ack.received, ack.accepted_count) == ("A", 3, 3, 3)
    assert [each.status for each in ack.sets] == ["A", "A", "A"]
    assert (ack.functional_id, ack.group_control_number, ack.version) == ("HC", "7", V)
    assert answer.startswith(b"ISA*00*          *00*          *ZZ*CLEARPATH1     *ZZ*RIVERBEND1")
    assert [validate(each) for each in read_transactions(answer)] == [[]]


def test_one_bad_set_of_three_is_a_partial_acceptance() -> None:
    ack, answer = answered(SOUND.replace(b"CLM*ACCT-2*190***11:B:1", b"CLM*ACCT-2*190***11:Q:1"))
    assert (ack.status, ack.accepted_count, [each.status for each in ack.sets]) == ("P", 2, ["A", "R", "A"])
    (error,) = ack.sets[1].errors
    assert (error.segment_id, error.position, error.loop, error.code) == ("CLM", 22, "2300", "8")
    assert [(each.element, each.component, each.code) for each in error.elements] == [(5, 2, "7")]
    assert ack.sets[1].codes == ("5",)
    assert [validate(each) for each in read_transactions(answer)] == [[]]


def test_all_sets_bad_is_a_rejection() -> None:
    ack, _ = answered(SOUND.replace(b"11:B:1", b"11:Q:1"))
    assert (ack.status, ack.accepted_count) == ("R", 0)


def test_a_warning_is_accepted_with_errors_noted() -> None:
    second = SOUND.index(b"CLM*ACCT-2")
    ack, _ = answered(SOUND[:second] + SOUND[second:].replace(b"XX*1003000126", b"XX*1003000127", 1))
    assert (ack.status, ack.accepted_count, [each.status for each in ack.sets]) == ("E", 3, ["A", "E", "A"])


def test_an_envelope_fault_of_a_set_rejects_that_set() -> None:
    count = SOUND.index(b"*0002~ST*837*0003")
    ack, _ = answered(SOUND[: count - 2] + b"99" + SOUND[count:])
    assert [(each.status, each.codes) for each in ack.sets] == [("A", ()), ("R", ("4",)), ("A", ())]


def test_an_envelope_fault_of_the_group_rejects_the_group() -> None:
    ack, _ = answered(SOUND.replace(b"GE*3*7", b"GE*4*7"))
    assert (ack.status, ack.included, ack.received, ack.accepted_count, ack.codes) == ("R", 4, 3, 0, ("5",))


def test_an_unknown_version_is_not_supported() -> None:
    ack, _ = answered(SOUND.replace(V.encode(), b"005010X999"))
    assert [(each.status, each.codes, each.errors) for each in ack.sets] == [("R", ("I6",), ())] * 3


def test_an_answer_copies_no_data() -> None:
    _, answer = answered(SOUND.replace(b"NM1*IL*1*Pena*Zoe*R***MI*NWA100200", b"NM1*IL*SECRET*Pena*Zoe*R***MI*S"))
    assert not any(secret in answer for secret in (b"SECRET", b"Pena", b"ACCT"))


@pytest.mark.parametrize(
    ("old", "new", "status", "code"),
    [
        (b"ISA", b"ISA", "A", "000"),
        (b"IEA*1*000000042", b"IEA*1*000000043", "R", "001"),
        (b"IEA*1*", b"IEA*2*", "R", "021"),
        (b"IEA*1*000000042~", b"", "R", "023"),
        (b"RIVERBEND1     *ZZ", b"RIVERBEND1  *ZZ", "E", "022"),
        (b"GE*3*7", b"GE*4*7", "A", "000"),
    ],
)
def test_a_ta1_answers_the_envelope(old: bytes, new: bytes, status: str, code: str) -> None:
    found = next(read_interchanges(SOUND.replace(old, new)))
    judge_groups(found)
    ack = interchange_ack(found)
    assert (ack.control_number, ack.status, ack.code) == ("000000042", status, code)
    answer = write_interchange_ack(reply_header(found, control_number="9", on=date(2026, 11, 2), at=time(10)), ack)
    back = next(read_interchanges(answer))
    list(back.transactions())
    assert [read_interchange_ack(segment) for segment in back.acknowledgements] == [ack]
    assert back.all_faults() == []


def test_a_control_number_seen_before_is_a_duplicate() -> None:
    found = next(read_interchanges(SOUND))
    judge_groups(found)
    assert (interchange_ack(found, duplicate=True).status, interchange_ack(found, duplicate=True).code) == ("R", "025")

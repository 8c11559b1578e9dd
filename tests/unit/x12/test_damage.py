"""Damaged files are read, validated, translated and answered without an exception, and without copying what they hold."""

from collections.abc import Iterator
from datetime import date, time

from hypothesis import given, settings
from hypothesis import strategies as st

from shared.x12.acknowledge import interchange_ack, judge_groups, reply_header, write_functional_acks
from shared.x12.guides import guide_for
from shared.x12.interchange import Transaction, read_interchanges, read_transactions
from shared.x12.read import read_loops
from shared.x12.translate.acks import read_functional_ack
from shared.x12.translate.benefits import read_benefits
from shared.x12.translate.claim_acks import read_claim_statuses
from shared.x12.translate.eligibility import write_inquiries
from shared.x12.translate.read_claim import read_claims
from shared.x12.translate.remittance import balance, read_remittance
from shared.x12.translate.write_claim import write_claims
from shared.x12.validate import validate
from tests.unit.x12.envelopes import interchange, remittance, transaction
from tests.unit.x12.samples import HEADER, batch, inpatient, outpatient, professional_claims
from tests.unit.x12.test_claim_acks import CLAIMS
from tests.unit.x12.test_eligibility import ASKED, CHILD, HEAD, SUBSCRIBER
from tests.unit.x12.test_remittance import CLAIM, PLB

BODIES = [
    write_claims(HEADER, batch(*professional_claims()), group_control_number=1),
    write_claims(HEADER, batch(inpatient(), outpatient()), group_control_number=1),
    remittance(*CLAIM, PLB, paid="170.5"),
    write_inquiries(HEADER, [ASKED, CHILD], reference="I", group_control_number=1),
    interchange(
        transaction(*HEAD, *SUBSCRIBER, "EB*1**30", "EB*B**98^UC*HM**27*25*****Y", "LS*2120", "NM1*PR*2*C", "LE*2120", set_id="271"),
        group="GS*HB*S*R*20261103*0930*7*X*005010X279A1~",
    ),
    interchange(transaction(*CLAIMS, set_id="277"), group="GS*HN*S*R*20261103*0930*7*X*005010X214~"),
    interchange(
        transaction("AK1*HC*7", "AK2*837*0001", "IK3*CLM*22*2300*8", "IK4*5:3*1325*7", "IK5*R*5", "AK9*R*1*1*0", set_id="999"),
        group="GS*FA*S*R*20261103*0930*7*X*005010X231A1~",
    ),
]
_pieces = st.sampled_from(
    [b"", b"~", b"*", b":", b"^", b"-", b"X", b"9", b"\xff", b"~LX*1", b"~HL*1**20*1", b"~NM1*IL", b"~SE*1", b"~CLP*", b"~SVC", b"~HI*"]
)


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """One of the bodies with a few pieces of its text taken out, put in, or swapped."""
    data = draw(st.sampled_from(BODIES))
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(106, len(data)))
        end = min(len(data), start + draw(st.sampled_from([0, 0, 1, 3, 30])))
        data = data[:start] + draw(_pieces) + data[end:]
    return data


def translated(each: Transaction) -> object:
    match each.set_id:
        case "835":
            return balance(read_remittance(each))
        case "271":
            return list(read_benefits(each))
        case "277":
            return list(read_claim_statuses(each))
        case "999":
            return read_functional_ack(each)
        case "837" if each.version in ("005010X222A1", "005010X223A2"):
            return list(read_claims(each))
    return each.load()


def sets(data: bytes) -> Iterator[Transaction]:
    return read_transactions(data)


@settings(max_examples=200, deadline=None)
@given(damaged())
def test_a_damaged_file_is_read_in_every_way(data: bytes) -> None:
    for each in sets(data):
        translated(each)
    for each in sets(data):
        validate(each)
    for each in sets(data):
        if guide_for(each.set_id, each.version) is not None:
            list(read_loops(each))


@settings(max_examples=100, deadline=None)
@given(damaged())
def test_a_damaged_file_is_answered(data: bytes) -> None:
    for found in read_interchanges(data):
        groups = judge_groups(found)
        header = reply_header(found, control_number="9", on=date(2026, 11, 2), at=time(9, 30))
        if any(group.wants_answer for group in groups):
            answer = write_functional_acks(header, groups, group_control_number=1)
            assert [finding for each in read_transactions(answer) for finding in validate(each)] == []
        if not all(group.answerable for group in groups):
            assert interchange_ack(found).status == "R"

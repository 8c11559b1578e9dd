"""Guides are data; the reader puts each segment into its loop."""

import pytest

from shared.x12.guides import guide_for
from shared.x12.guides.notation import read_guide
from shared.x12.interchange import Transaction, read_transactions
from shared.x12.loop import Loop
from shared.x12.read import read_loops
from shared.x12.translate.write_claim import write_claims
from tests.unit.x12.envelopes import interchange, remittance, transaction
from tests.unit.x12.samples import HEADER, batch, professional_claims, secondary
from tests.unit.x12.test_remittance import CLAIM


def only(data: bytes) -> Transaction:
    return next(read_transactions(data))


def names(loop: Loop) -> list[object]:
    return [loop.id, [segment.id for segment in loop.segments], [names(child) for child in loop.children]]


@pytest.mark.parametrize(
    ("set_id", "version"),
    [
        ("837", "005010X222A1"),
        ("837", "005010X222A2"),
        ("837", "005010X223A2"),
        ("837", "005010X223A3"),
        ("835", "005010X221A1"),
        ("270", "005010X279A1"),
        ("271", "005010X279A1"),
        ("276", "005010X212"),
        ("277", "005010X212"),
        ("277", "005010X214"),
        ("999", "005010X231A1"),
    ],
)
def test_there_is_a_guide_for_each_transaction_of_the_cycle(set_id: str, version: str) -> None:
    guide = guide_for(set_id, version)
    assert guide is not None
    assert {"ST", "SE"} <= guide.ids


def test_an_unknown_version_has_no_guide() -> None:
    assert guide_for("837", "003051X999") is None
    assert guide_for("834", "005010X220A1") is None


def test_a_secondary_claim_becomes_a_tree() -> None:
    claim, root = read_loops(only(write_claims(HEADER, batch(secondary()), group_control_number=1)), at="2300")
    assert names(claim) == [
        "2300",
        ["CLM", "HI"],
        [
            ["2310B", ["NM1", "PRV"], []],
            ["2320", ["SBR", "AMT", "AMT", "OI"], [["2330A", ["NM1", "N3", "N4"], []], ["2330B", ["NM1", "REF"], []]]],
            ["2400", ["LX", "SV1", "DTP", "REF"], [["2430", ["SVD", "CAS", "CAS", "DTP"], []]]],
        ],
    ]
    assert [child.id for child in root.children] == ["1000A", "1000B"]
    billing = claim.above("2000A")
    assert billing is not None
    provider = billing.loop("2010AA")
    assert provider is not None
    assert provider.get("NM1", 9, "85") == "1245319599"
    assert provider.get("REF", 2, "SY") == ""
    assert claim.loops("2400")[0].get("REF", 2, "6R") == "ACCT-5-1"


def test_claims_stream_with_their_context() -> None:
    loops = list(read_loops(only(write_claims(HEADER, batch(*professional_claims()), group_control_number=1)), at="2300"))
    patients = [("child" if loop.above("2000C") else "subscriber") for loop in loops[:-1]]
    assert patients == ["subscriber", "subscriber", "subscriber", "child", "subscriber"]


def test_an_835_streams_by_claim_and_the_rest_comes_last() -> None:
    first, second, root = read_loops(only(remittance(*CLAIM, "CLP*B*1*5*5**12*J", "PLB*1*20261231*WO:1*2")), at="2100")
    assert [line.get("SVC", 2) for line in first.loops("2110")] == ["150", "210"]
    assert second.segments[0].get(1) == "B"
    assert [segment.get(3) for loop in root.loops("PLB") for segment in loop.segments] == ["WO:1"]


def test_a_file_without_lx_has_its_claims_all_the_same() -> None:
    claim, _ = read_loops(only(remittance(*CLAIM[2:])), at="2100")
    assert claim.parent is not None
    assert (claim.parent.id, claim.parent.segments) == ("2000", [])


def test_an_unknown_segment_stays_where_it_stands() -> None:
    segments = [*CLAIM[:18], "ZZZ*1", *CLAIM[18:]]
    claim, _ = read_loops(only(remittance(*segments)), at="2100")
    assert [segment.id for segment in claim.loops("2110")[0].segments][:4] == ["SVC", "DTM", "ZZZ", "CAS"]


def test_a_set_without_a_guide_is_refused() -> None:
    with pytest.raises(ValueError, match="no guide"):
        next(read_loops(only(interchange(transaction("BGN*00", set_id="834")))))


@pytest.mark.parametrize("text", ["ST X 1", "ST R 1 | 1 R AN what", "loop A R 1\n      ST R 1", "ST R 1 what"])
def test_a_line_that_cannot_be_understood_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"un|cannot"):
        read_guide("000", ("V",), text, {})

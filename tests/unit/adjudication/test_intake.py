"""From the bytes of an 835 to events: proven first, duplicates recognised by content, nothing forced, nothing guessed."""

import asyncio
import tracemalloc
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import pytest

from services.billing.adjudication.facts import FACTS
from shared.contracts.adjudication import ClaimPaymentReceived, RemittanceDuplicated, RemittanceReceived, RemittanceSetAside
from shared.contracts.event import Event
from shared.contracts.ids import Names
from shared.contracts.values import RemittanceId
from shared.db.blobs import document_for
from shared.remittance.read import Intake, Verdict
from shared.site import load_site
from shared.stage.stage import Reject
from tests.unit.adjudication import remits
from tests.unit.adjudication.remits import Line, negated, payment
from tests.unit.adjudication.wire import file, remittance_set

SITE = load_site(Path(__file__).parents[3] / "deploy" / "site" / "site.yaml")
INTAKE = Intake(SITE, Names("test", b"0123456789abcdef"), FACTS)
A: list[Line] = [("99215", "600.00", "400.00", [("CO", "45", "200.00")])]
B: list[Line] = [("99205", "500.00", "350.00", [("CO", "45", "150.00")])]
C: list[Line] = [("99204", "400.00", "250.00", [("CO", "45", "150.00")])]
BAD: list[Line] = [("99223", "700.00", "500.00", [("CO", "45", "200.00")])]
GOOD = [("S12A", payment("1", A)), ("S12B", payment("1", B, ordinal=2)), ("S12C", payment("1", C, ordinal=3))]


class Register:
    """The register of remittances, in memory."""

    def __init__(self) -> None:
        self.known: dict[str, str] = {}

    async def __call__(self, remittance_id: RemittanceId, content: str, trace_number: str, *, enter: bool) -> Verdict:
        if remittance_id not in self.known:
            if enter:
                self.known[remittance_id] = content
            return "new"
        return "same" if self.known[remittance_id] == content else "other"


def read(body: bytes, register: Register | None = None) -> Sequence[Event]:
    return asyncio.run(INTAKE.read(body, document_for(body, "835", "a.835"), register or Register()))


def test_a_payment_and_its_claims_come_out_in_the_order_of_the_file() -> None:
    events = read(file(remittance_set("T1", GOOD)))
    received = events[0]
    assert isinstance(received, RemittanceReceived)
    assert (received.total_paid, received.trace_number, received.payer_id, received.claims) == (Decimal("1000.00"), "T1", "NWHP1", 3)
    claims = [event for event in events if isinstance(event, ClaimPaymentReceived)]
    assert [(one.claim_id, one.payment.ordinal, one.payment.paid) for one in claims] == [
        ("S12A", 1, Decimal("400.00")),
        ("S12B", 2, Decimal("350.00")),
        ("S12C", 3, Decimal("250.00")),
    ]
    assert len(events) == 4


def test_an_835_is_read_as_it_was_meant_line_for_line() -> None:
    pair = [("S10", payment("22", negated(remits.S10_FIRST))), ("S10", payment("1", remits.S10_SECOND, ordinal=2))]
    events = read(file(remittance_set("T1", pair)))
    claims = [event.payment for event in events if isinstance(event, ClaimPaymentReceived)]
    for found, (_, meant) in zip(claims, pair, strict=True):
        assert [(one.code, one.revenue_code, one.line_number, one.paid) for one in found.lines] == [
            (one.code, one.revenue_code, one.line_number, one.paid) for one in meant.lines
        ]
        assert [one.adjustments for one in found.lines] == [one.adjustments for one in meant.lines]
    assert claims[0].patient_responsibility is None


def test_a_copy_under_another_control_number_is_a_duplicate() -> None:
    register = Register()
    read(file(remittance_set("T1", GOOD)), register)
    events = read(file(remittance_set("T1", GOOD), number=2, end="~\r\n"), register)
    assert [type(event) for event in events] == [RemittanceDuplicated]


def test_the_same_key_with_other_content_is_set_aside() -> None:
    register = Register()
    read(file(remittance_set("T1", GOOD)), register)
    other = [("S12X", payment("1", A)), *GOOD[1:]]
    [event] = read(file(remittance_set("T1", other)), register)
    assert isinstance(event, RemittanceSetAside)
    assert event.cause == "conflicting_copy"


def test_what_does_not_add_up_is_set_aside_and_the_rest_of_the_file_goes_on() -> None:
    bad = remittance_set("T2", [("S12D", payment("1", BAD))], paid="480.00")
    events = read(file(bad, remittance_set("T1", GOOD)))
    aside = events[0]
    assert isinstance(aside, RemittanceSetAside)
    assert [(one.level, one.place, one.expected, one.found) for one in aside.imbalances] == [
        ("transaction", "payment", Decimal("480.00"), Decimal("500.00")),
    ]
    assert [type(event) for event in events[1:]] == [RemittanceReceived, *[ClaimPaymentReceived] * 3]


@pytest.mark.parametrize(
    ("changes", "place", "level"),
    [
        ({"charge": Decimal("601.00")}, "claim 1", "claim"),
        ({"lines": (payment("1", A).lines[0].model_copy(update={"paid": Decimal("399.00")}),)}, "claim 1, line 1", "line"),
    ],
)
def test_each_level_is_proven_by_itself(changes: dict[str, object], place: str, level: str) -> None:
    broken = payment("1", A).model_copy(update=changes)
    [event] = read(file(remittance_set("T1", [("S12A", broken)])))
    assert isinstance(event, RemittanceSetAside)
    assert (place, level) in [(one.place, one.level) for one in event.imbalances]


def test_a_corrected_copy_of_what_was_set_aside_is_taken() -> None:
    register = Register()
    read(file([*remittance_set("T1", GOOD)[:-1], "CAS*CO*45*1"]), register)
    events = read(file(remittance_set("T1", GOOD)), register)
    assert isinstance(events[0], RemittanceReceived)


def test_provider_adjustments_are_part_of_the_balance_with_their_sign() -> None:
    events = read(file(remittance_set("T1", GOOD, plb=[("FB", "-83.20"), ("L6", "-1.10")])))
    received = events[0]
    assert isinstance(received, RemittanceReceived)
    assert received.total_paid == Decimal("1084.30")
    assert [(one.code, one.reference, one.amount) for one in received.provider_adjustments] == [
        ("FB", "T1", Decimal("-83.20")),
        ("L6", "T1", Decimal("-1.10")),
    ]


def test_sets_of_other_kinds_in_the_file_are_left_alone() -> None:
    body = file(["BHT*0085*08*1*20261001*0800*TH"], remittance_set("T1", GOOD), kinds=("277", "835"))
    assert len(read(body)) == 4
    assert len(read(file(["BHT*0085*08*1*20261001*0800*TH"], kinds=("277",)))) == 0


@pytest.mark.parametrize("keep", [0.3, 0.9, 0.985])
def test_a_file_that_is_cut_short_is_refused_whole_with_its_place(keep: float) -> None:
    body = file(remittance_set("T1", GOOD), remittance_set("T2", [("S12A", payment("1", A))]))
    with pytest.raises(Reject, match=r"cut short (in segment|at byte) "):
        read(body[: int(len(body) * keep)])


def test_bytes_that_are_no_x12_are_refused_without_quoting_them() -> None:
    with pytest.raises(Reject, match="not readable as X12") as refusal:
        read(b"DOE JANE 835 secret")
    assert "DOE" not in str(refusal.value)


def test_an_amount_that_cannot_be_read_sets_its_payment_aside_with_segment_and_element() -> None:
    broken = file(remittance_set("T1", [("S12A", payment("1", A))])).replace(b"CAS*CO*45*200.00", b"CAS*CO*45*2OO.OO")
    [event] = read(broken)
    assert isinstance(event, RemittanceSetAside)
    assert (event.cause, event.total_paid) == ("unreadable", None)
    assert "CAS03" in event.places[0]
    assert "OO" not in event.places[0]


@pytest.mark.parametrize(
    "amount",
    [b"200.005", b"20000000000000", b"100000000.00", b"1e9", b"NaN", b"Infinity", b"1,234.56", b"0.001", b"9" * 31, b"2OO", b"- 5", b"\xb2", b"1_0"],
)
@pytest.mark.parametrize("place", [b"*45*", b"BPR*I*", b"CLP*S12A*1*", b"SVC*HC:99215*"])
def test_an_amount_that_is_none_sets_its_payment_aside_and_is_never_rounded(place: bytes, amount: bytes) -> None:
    sound = file(remittance_set("T1", [("S12A", payment("1", A))]))
    at = sound.index(place) + len(place)
    end = min(found for separator in (b"*", b"~") if (found := sound.find(separator, at)) > 0)
    [event] = read(sound[:at] + amount + sound[end:])
    assert isinstance(event, RemittanceSetAside)
    assert event.cause == "unreadable"
    assert event.total_paid is None
    assert event.places
    assert amount.decode("latin-1") not in " ".join(event.places)


@pytest.mark.parametrize("number", [b"9" * 101, b"A\x07B", b"\x1b[2J"])
@pytest.mark.parametrize("place", [b"TRN*1*", b"CLP*"])
def test_a_number_that_nothing_can_be_found_by_sets_its_payment_aside(place: bytes, number: bytes) -> None:
    sound = file(remittance_set("T1", [("S12A", payment("1", A))]))
    at = sound.index(place) + len(place)
    [event] = read(sound[:at] + number + sound[sound.index(b"*", at) :])
    assert isinstance(event, RemittanceSetAside)
    assert event.trace_number.isprintable()
    assert len(event.trace_number) <= 100


def test_the_largest_amount_that_a_remittance_can_carry_is_kept_to_the_cent() -> None:
    largest = Decimal("99999999.99")
    told = payment("1", [("99215", str(largest), str(largest), [])])
    [received, decision] = read(file(remittance_set("T1", [("S12A", told)])))
    assert isinstance(received, RemittanceReceived)
    assert received.total_paid == largest
    assert isinstance(decision, ClaimPaymentReceived)
    assert decision.payment.lines[0].paid == largest


def test_a_nul_byte_is_no_x12() -> None:
    sound = file(remittance_set("T1", [("S12A", payment("1", A))]))
    with pytest.raises(Reject, match="NUL byte"):
        read(sound.replace(b"S12A", b"S1\x002A"))


def test_a_payer_outside_the_directory_is_none_and_still_balanced() -> None:
    body = file(remittance_set("T1", GOOD)).replace(b"REF*2U*NWHP1", b"REF*2U*OTHER").replace(b"NORTHWIND HEALTH PLAN", b"SOMEBODY ELSE")
    received = read(body)[0]
    assert isinstance(received, RemittanceReceived)
    assert received.payer_id is None


def test_nothing_that_identifies_a_person_leaves_the_file() -> None:
    for event in read(file(remittance_set("T1", GOOD))):
        assert "DOE" not in event.model_dump_json()
        assert "JANE" not in event.model_dump_json()


def test_a_remittance_three_times_as_long_needs_no_more_memory() -> None:
    def peak(claims: int) -> int:
        body = file(remittance_set("T1", [(f"C{number}", payment("1", A)) for number in range(claims)]))
        tracemalloc.start()
        events = read(body)
        assert sum(1 for _ in events) == len(events) == claims + 1
        found = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return found

    peak(10)
    assert peak(4500) < 1.1 * peak(1500)

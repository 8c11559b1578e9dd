"""Denials with nothing but 835s: the same denials as in the whole house, once, in any order of the files, and nothing guessed in silence."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import permutations

import pytest

from shared.contracts.denials import AdviceSetAside, DecisionReceived, DecisionTaken, DenialOpened
from shared.contracts.values import ClaimKind
from tests.unit.adjudication import remits
from tests.unit.adjudication.remits import PAID, Line, negated, payment, submitted
from tests.unit.adjudication.wire import file, remittance_set
from tests.unit.denials.houses import House, alone, whole

LATE: list[Line] = [("99213", "150.00", "0.00", [("CO", "29", "150.00")]), ("85025", "40.00", "10.50", [("CO", "45", "29.50")])]
PARTLY: list[Line] = [("99214", "210.00", "60.00", [("CO", "45", "82.00"), ("CO", "50", "68.00")])]
DEDUCTIBLE: list[Line] = [("99213", "150.00", "0.00", [("CO", "45", "58.00"), ("PR", "1", "92.00")])]

FIRST = file(remittance_set("T4A", [("S4", payment("1", remits.S4_FIRST))]))
BACK = ("S4", payment("22", negated(remits.S4_FIRST)))
AGAIN = ("S4", payment("1", remits.S4_SECOND, icn="ICN2"))
BOTH = file(remittance_set("T4B", [BACK, AGAIN], on="20261020"), number=2)
"""S4: a line is refused, the claim replaced, the decision taken back and made anew."""
MIXED = file(
    remittance_set("T5", [("LATE", payment("1", LATE)), ("PARTLY", payment("1", PARTLY)), ("SHARE", payment("1", DEDUCTIBLE))]),
    remittance_set("T6", [("WHOLE", payment("4", [], charge="300.00", adjustments=[{"group": "CO", "carc": "197", "amount": "300.00"}]))]),
    remittance_set("T7", [("ECR", payment("1", remits.S10_FIRST))]),
    number=3,
)
BILLS = [
    submitted("S4", remits.S4_BILL),
    submitted("S4", remits.S4_AGAIN, 2, PAID + timedelta(days=4), frequency="7"),
    submitted("LATE", remits.S1_BILL),
    submitted("PARTLY", [("99214", "210.00")]),
    submitted("SHARE", [("99213", "150.00")]),
    submitted("WHOLE", [("99214", "300.00")]),
    submitted("ECR", remits.S10_BILL, kind=ClaimKind.INSTITUTIONAL),
]
FILES = (FIRST, BOTH, MIXED)


def fed(house: House, *files: bytes) -> House:
    for each in files:
        house.take(each)
    return house


def billed() -> House:
    house = whole()
    house.hear(*BILLS)
    return house


@pytest.mark.parametrize("files", list(permutations(FILES)), ids=lambda files: "-".join(str(FILES.index(each)) for each in files))
def test_the_same_remittances_open_the_same_denials_as_in_the_whole_house(files: tuple[bytes, ...]) -> None:
    both = fed(billed(), *files)
    mine = fed(alone(), *files)
    assert mine.opened() == both.opened()
    assert {row[:4] for row in mine.opened()} == {
        ("S4", 1, "bundling", "210.00"),
        ("LATE", 1, "timely_filing", "150.00"),
        ("PARTLY", 1, "medical_necessity", "68.00"),
        ("WHOLE", 0, "authorization", "300.00"),
    }


def test_files_and_messages_that_come_twice_open_nothing_twice() -> None:
    twice = fed(alone(copies=2), *FILES, *FILES)
    assert twice.opened() == fed(alone(), *FILES).opened()


def test_a_correction_waits_for_the_decision_that_it_takes_back_and_a_person_hears_of_it() -> None:
    house = fed(alone(), BOTH)
    assert not [event for event in house.log if isinstance(event, DecisionTaken) and not event.payment.is_reversal and event.payment.ordinal == 1]
    assert {item.kind for item in house.work()} == {"decision_missing", "correction_pending"}
    fed(house, FIRST)
    assert [event.payment.status for event in house.log if isinstance(event, DecisionTaken)] == ["1", "22", "1"]
    assert [item.kind for item in house.work() if item.claim_id == "S4"] == []


def test_what_does_not_add_up_is_set_aside_whole_until_a_sound_copy_comes() -> None:
    good = [("LATE", payment("1", LATE)), ("PARTLY", payment("1", PARTLY))]
    house = fed(alone(), file(remittance_set("T9", good, paid="999.00"), remittance_set("T5", [("S1", payment("1", LATE))])))
    assert {row[0] for row in house.opened()} == {"S1"}
    [aside] = [event for event in house.log if isinstance(event, AdviceSetAside)]
    assert (aside.trace_number, aside.cause) == ("T9", "out_of_balance")
    [item] = [each for each in house.work() if each.kind == "remittance_out_of_balance"]
    assert (item.subject, "999.00 stated, 70.50 found" in item.sentence) == ("T9", True)
    fed(house, file(remittance_set("T9", good), number=2))
    assert {row[0] for row in house.opened()} == {"S1", "LATE", "PARTLY"}
    assert not [each for each in house.work() if each.kind == "remittance_out_of_balance"]


def test_a_decision_that_adjudication_told_as_well_is_judged_once() -> None:
    told = fed(billed(), FIRST)
    house = fed(alone(), FIRST)
    before = house.opened()
    house.hear(*(event for event in told.log if event.type == "rcm.adjudication.claim-remitted.v1"))
    assert house.opened() == before
    other = fed(alone(), MIXED)
    remitted = [event for event in fed(billed(), MIXED).log if event.type == "rcm.adjudication.claim-remitted.v1"]
    other.hear(*(event.model_copy(update={"remittance_id": f"named elsewhere {place}"}) for place, event in enumerate(remitted)))
    assert other.opened() == fed(alone(), MIXED).opened()


def received(body: bytes) -> list[DecisionReceived]:
    return [event for event in alone().take(body) if isinstance(event, DecisionReceived)]


def test_revenue_codes_tell_a_facility_claim_and_nothing_else_does() -> None:
    kinds = {event.claim_id: event.kind for event in received(MIXED)}
    assert kinds.pop("ECR") is ClaimKind.INSTITUTIONAL
    assert set(kinds.values()) == {ClaimKind.PROFESSIONAL}


def test_a_line_without_a_date_of_service_has_the_date_of_its_claim() -> None:
    rows = remittance_set("T5", [("S4", payment("1", remits.S4_FIRST))])
    undated = [row for row in rows if not row.startswith("DTM*472")]
    place = next(at for at, row in enumerate(undated) if row.startswith("NM1*QC")) + 1
    [event] = received(file([*undated[:place], "DTM*232*20260910", *undated[place:]]))
    assert [line.service_on for line in event.payment.lines] == [date(2026, 9, 10)] * 3
    [event] = received(file(undated))
    assert [line.service_on for line in event.payment.lines] == [None] * 3


def test_a_payer_outside_the_directory_keeps_the_name_of_its_835() -> None:
    rows = remittance_set("T5", [("S4", payment("1", remits.S4_FIRST))])
    strange = {"REF*2U*NWHP1": "REF*2U*77777", "NORTHWIND HEALTH PLAN": "A PAYER FAR AWAY", "1330000001": "1999999999"}
    text = file(rows).decode()
    for ours, theirs in strange.items():
        text = text.replace(ours, theirs)
    [event] = received(text.encode())
    assert event.payer_id == "77777"


def test_lines_that_the_payer_does_not_number_are_known_by_their_place_below_zero() -> None:
    unnumbered = file(remittance_set("T5", [("S4", payment("1", remits.S4_FIRST, numbered=False))]))
    assert {row[:2] for row in fed(alone(), unnumbered).opened()} == {("S4", -1)}
    assert {row[:2] for row in fed(billed(), unnumbered).opened()} == {("S4", 1)}, "with the claim at hand, the line is found by what was billed"


def test_a_refusal_that_accounts_for_an_earlier_payer_is_a_later_payers() -> None:
    first = payment("1", [("99205", "500.00", "160.00", [("CO", "45", "200.00"), ("PR", "2", "140.00")])])
    second = payment("4", [("99205", "500.00", "0.00", [("OA", "23", "360.00"), ("CO", "50", "140.00")])])
    house = fed(alone(), file(remittance_set("T1", [("C", first)])), file(remittance_set("T2", [("C", second)]), number=2))
    taken = [event for event in house.log if isinstance(event, DecisionTaken)]
    assert [event.payer_order for event in taken] == [1, 2]
    assert {row[:4] for row in house.opened()} == {("C", 1, "medical_necessity", "140.00")}


def test_the_claims_number_stands_for_the_visit_until_a_submitted_claim_tells_it() -> None:
    unknown, known = fed(alone(), FIRST), alone()
    known.hear(submitted("S4", remits.S4_BILL))
    fed(known, FIRST)
    assert [event.encounter_id for event in unknown.log if isinstance(event, DenialOpened)] == ["S4"]
    assert [event.encounter_id for event in known.log if isinstance(event, DenialOpened)] == ["visit-S4"]

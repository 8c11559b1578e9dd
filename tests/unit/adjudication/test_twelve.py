"""The remittances of the twelve acceptance scenarios, value by value: match and post together, every account to the cent.

A line is (code, charge, paid, reasons); a reversal negates a remittance that is named. Each story is played once and with every message twice.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from shared.contracts.adjudication import ClaimPosted
from shared.contracts.event import Event
from tests.unit.adjudication import remits
from tests.unit.adjudication.books import opening
from tests.unit.adjudication.desk import Desk, Prices
from tests.unit.adjudication.remits import PAID, Line, deposit, negated, patient_pays, payment, remittance, submitted

S2: list[Line] = [("73721", "412.00", "184.00", [("CO", "45", "132.00"), ("PR", "1", "50.00"), ("PR", "2", "46.00")])]
S3: list[Line] = [("99204", "325.00", "180.00", [("CO", "45", "125.00"), ("PR", "3", "20.00")])]
S6A: list[Line] = [("29881", "1150.00", "0.00", [("CO", "29", "1150.00")])]
S6A_PAID: list[Line] = [("29881", "1150.00", "666.00", [("CO", "45", "410.00"), ("PR", "2", "74.00")])]
S6B: list[Line] = [("29880", "980.00", "0.00", [("CO", "252", "980.00")])]
S6B_PAID: list[Line] = [("29880", "980.00", "549.00", [("CO", "45", "370.00"), ("PR", "2", "61.00")])]
S12: dict[str, list[Line]] = {
    "S12A": [("99215", "600.00", "400.00", [("CO", "45", "200.00")])],
    "S12B": [("99205", "500.00", "350.00", [("CO", "45", "150.00")])],
    "S12C": [("99204", "400.00", "250.00", [("CO", "45", "150.00")])],
}
PRICES = Prices(case_rates={"45385": "4200.00"}, fees={})
Accounts = Mapping[str, str]


@pytest.fixture(params=[1, 2], ids=["once", "twice"])
def desk(request: pytest.FixtureRequest) -> Desk:
    return Desk(PRICES, copies=request.param)


def paid_whole(charge: str) -> Any:
    return payment("1", [("99213", charge, charge, [])])


def books(desk: Desk) -> Accounts:
    return {account: f"{amount:.2f}" for account, amount in desk.trial_balance().items()}


def of_claim(desk: Desk, claim: str) -> Accounts:
    """What one claim ended with, zeros left out."""
    found = desk.account(f"visit-{claim}").claims[claim].books
    return {account: f"{amount:.2f}" for account, amount in sorted(found.items()) if amount}


def remit(desk: Desk, trace: str, *claims: tuple[str, Any], day: int = 0, payer: str = "NWHP1", plb: Sequence[tuple[str, str]] = ()) -> list[Event]:
    return list(desk.deliver(*remittance(trace, *claims, day=day, payer=payer, plb=plb), on=PAID + timedelta(days=day)))


def s1(desk: Desk) -> None:
    desk.deliver(patient_pays("S1", "25.00"), submitted("S1", remits.S1_BILL))
    remit(desk, "T1", ("S1", payment("1", remits.S1)))


def s2(desk: Desk) -> None:
    desk.deliver(patient_pays("S2", "96.00"), submitted("S2", [("73721", "412.00")]))
    remit(desk, "T2", ("S2", payment("1", S2)))


def s3(desk: Desk) -> None:
    desk.deliver(submitted("S3", [("99204", "325.00")]), submitted("S3", [("99204", "325.00")], 2))
    remit(desk, "T3", ("S3", payment("1", S3)))


def s4_first(desk: Desk) -> None:
    desk.deliver(submitted("S4", remits.S4_BILL))
    remit(desk, "T4a", ("S4", payment("1", remits.S4_FIRST)))


def s4_second(desk: Desk) -> None:
    desk.deliver(submitted("S4", remits.S4_AGAIN, 2, PAID + timedelta(days=4), frequency="7"))
    remit(desk, "T4b", ("S4", payment("22", negated(remits.S4_FIRST))), ("S4", payment("1", remits.S4_SECOND, icn="ICN2")), day=20)


def s4(desk: Desk) -> None:
    s4_first(desk)
    s4_second(desk)


def s5a_first(desk: Desk) -> None:
    desk.deliver(opening("OTHER1", [("99213", "150.00")]), opening("OTHER2", [("99213", "500.00")]))
    desk.deliver(patient_pays("S4", "24.80", PAID + timedelta(days=30)))
    back, refused = payment("22", negated(remits.S4_SECOND), icn="ICN2"), payment("1", remits.S5A, icn="ICN2")
    remit(desk, "T5a1", ("OTHER1", paid_whole("150.00")), ("S4", back), ("S4", refused), day=40, plb=[("FB", "-83.20")])


def s5a(desk: Desk) -> None:
    s4(desk)
    s5a_first(desk)
    remit(desk, "T5a2", ("OTHER2", paid_whole("500.00")), day=60, plb=[("FB", "83.20")])


def s5b_first(desk: Desk) -> None:
    desk.deliver(opening("S5B", [("99205", "420.00")], payment("1", remits.S5B_FIRST), paid="24.80"))
    desk.deliver(opening("OTHER3", [("99213", "600.00")]), opening("OTHER4", [("99213", "300.00")]))
    back, decided = payment("22", negated(remits.S5B_FIRST)), payment("1", remits.S5B_SECOND)
    remit(desk, "T5b1", ("OTHER3", paid_whole("600.00")), ("S5B", back), ("S5B", decided), plb=[("WO", "-53.20")])


def s5b(desk: Desk) -> None:
    s5b_first(desk)
    remit(desk, "T5b2", ("OTHER4", paid_whole("300.00")), day=30, plb=[("WO", "53.20")])


def s6_first(desk: Desk) -> None:
    desk.deliver(submitted("S6A", [("29881", "1150.00")]), submitted("S6B", [("29880", "980.00")]))
    remit(desk, "T6a", ("S6A", payment("1", S6A)), ("S6B", payment("1", S6B)))


def s6(desk: Desk) -> None:
    s6_first(desk)
    pairs = [("S6A", payment("22", negated(S6A))), ("S6A", payment("1", S6A_PAID))]
    pairs += [("S6B", payment("22", negated(S6B))), ("S6B", payment("1", S6B_PAID))]
    remit(desk, "T6b", *pairs, day=60)


def s7_first(desk: Desk) -> None:
    desk.deliver(submitted("S7", [("99214", "250.00")], payer_id="FEDS3"))
    remit(desk, "TM", ("S7", payment("19", remits.S7_MEDICARE)), payer="FEDS3")


def s7(desk: Desk) -> None:
    s7_first(desk)
    remit(desk, "TG", ("S7", payment("2", remits.S7_MEDIGAP, icn="G1")), day=10, payer="")


def s8_first(desk: Desk) -> None:
    desk.deliver(submitted("S8", [("99205", "500.00")], later_payers=1))
    remit(desk, "TP", ("S8", payment("1", remits.S8_PRIMARY)))


def s8(desk: Desk) -> None:
    s8_first(desk)
    remit(desk, "TS", ("S8", payment("2", remits.S8_SECONDARY, icn="SEC")), day=30, payer="CASC2")


def s9(desk: Desk) -> None:
    desk.deliver(submitted("S9A", [("99204", "320.00")]), submitted("S9B", [("99214", "95.00")]))
    remit(desk, "T9", ("S9A", payment("1", remits.S9A)), ("S9B", payment("1", remits.S9B)))


def s10_first(desk: Desk) -> None:
    desk.deliver(submitted("S10", remits.S10_BILL, kind="institutional"))
    remit(desk, "T10a", ("S10", payment("1", remits.S10_FIRST)))


def s10(desk: Desk) -> None:
    s10_first(desk)
    remit(desk, "T10b", ("S10", payment("22", negated(remits.S10_FIRST))), ("S10", payment("1", remits.S10_SECOND)), day=50)


def s11(desk: Desk) -> None:
    desk.deliver(submitted("S11A", [("99204", "275.00")]), opening("OTHER5", [("99213", "400.00")]))
    remit(desk, "T11a", ("S11A", payment("1", remits.S11)))
    desk.deliver(patient_pays("S11A", "20.00", PAID), submitted("S11A", [("99204", "275.00")], 2, PAID + timedelta(days=3), frequency="8"))
    remit(desk, "T11b", ("OTHER5", paid_whole("400.00")), ("S11A", payment("22", negated(remits.S11))), day=20)
    desk.deliver(submitted("S11B", [("99204", "275.00")]))
    remit(desk, "T11c", ("S11B", payment("1", remits.S11)), day=30)


ELEVEN = (s1, s2, s3, s5a, s5b, s6, s7, s8, s9, s10, s11)
"""S4 is the beginning of S5a."""

ENDS: list[tuple[Callable[[Desk], None], str, Accounts]] = [
    (s1, "S1", {"CTR": "87.50", "PC": "25.00", "RC": "77.50", "REV": "-190.00"}),
    (s2, "S2", {"CTR": "132.00", "PC": "96.00", "RC": "184.00", "REV": "-412.00"}),
    (s3, "S3", {"ARPt": "20.00", "CTR": "125.00", "RC": "180.00", "REV": "-325.00"}),
    (s4_first, "S4", {"ARPt": "12.00", "CTR": "80.00", "DEN": "210.00", "RC": "118.00", "REV": "-420.00"}),
    (s4, "S4", {"ARPt": "24.80", "CTR": "162.00", "RC": "233.20", "REV": "-420.00"}),
    (s5a, "S4", {"Cash": "24.80", "DEN": "420.00", "PC": "-24.80", "REV": "-420.00"}),
    (s5a, "OTHER1", {"OPEN": "-150.00", "RC": "150.00"}),
    (s5b, "S5B", {"CTR": "58.00", "PC": "-4.80", "RC": "-53.20"}),
    (s6_first, "S6A", {"DEN": "1150.00", "REV": "-1150.00"}),
    (s6, "S6A", {"ARPt": "74.00", "CTR": "410.00", "RC": "666.00", "REV": "-1150.00"}),
    (s6, "S6B", {"ARPt": "61.00", "CTR": "370.00", "RC": "549.00", "REV": "-980.00"}),
    (s7_first, "S7", {"ARP-2": "28.00", "CTR": "110.00", "RC": "109.76", "REV": "-250.00", "SEQ": "2.24"}),
    (s7, "S7", {"CTR": "110.00", "RC": "137.76", "REV": "-250.00", "SEQ": "2.24"}),
    (s8_first, "S8", {"ARP-2": "140.00", "CTR": "200.00", "RC": "160.00", "REV": "-500.00"}),
    (s8, "S8", {"ARPt": "20.00", "CTR": "200.00", "RC": "280.00", "REV": "-500.00"}),
    (s9, "S9A", {"ARPt": "210.00", "CTR": "110.00", "REV": "-320.00"}),
    (s9, "S9B", {"CAP": "95.00", "REV": "-95.00"}),
    (s10_first, "S10", {"ARPt": "360.00", "CTR": "4200.00", "DSP": "600.00", "RC": "3240.00", "REV": "-8400.00"}),
    (s10, "S10", {"ARPt": "420.00", "CTR": "4200.00", "RC": "3780.00", "REV": "-8400.00"}),
    (s11, "S11A", {"Cash": "20.00", "PC": "-20.00"}),
    (s11, "S11B", {"ARPt": "20.00", "CTR": "105.00", "RC": "150.00", "REV": "-275.00"}),
]


@pytest.mark.parametrize(("story", "claim", "accounts"), ENDS, ids=[f"{place}-{claim}" for place, (_, claim, _) in enumerate(ENDS)])
def test_a_story_ends_in_these_accounts_of_its_claim(desk: Desk, story: Callable[[Desk], None], claim: str, accounts: Accounts) -> None:
    story(desk)
    assert of_claim(desk, claim) == accounts


def test_s5a_the_forwarded_balance_is_owed_between_the_two_and_all_is_cash_in_the_end(desk: Desk) -> None:
    s4(desk)
    s5a_first(desk)
    assert books(desk)["CLR"] == "-83.20"
    remit(desk, "T5a2", ("OTHER2", paid_whole("500.00")), day=60, plb=[("FB", "83.20")])
    for trace, amount in (("T4a", "118.00"), ("T4b", "115.20"), ("T5a2", "416.80")):
        desk.deliver(deposit(trace, amount, day=70))
    assert books(desk) == {"Cash": "674.80", "DEN": "420.00", "OPEN": "-650.00", "PC": "-24.80", "REV": "-420.00"}


def test_s5b_the_recoupment_is_a_liability_between_the_two_and_the_patient_gets_money_back(desk: Desk) -> None:
    s5b_first(desk)
    assert books(desk)["CLR"] == "-53.20"
    remit(desk, "T5b2", ("OTHER4", paid_whole("300.00")), day=30, plb=[("WO", "53.20")])
    assert [(item.kind, item.amount) for item in desk.work()] == [("credit_to_refund", Decimal("4.80"))]
    desk.deliver(deposit("T5b1", "600.00"), deposit("T5b2", "246.80", day=40))
    assert books(desk) == {"CTR": "58.00", "Cash": "846.80", "OPEN": "-900.00", "PC": "-4.80"}


def test_s11_the_patients_money_is_to_be_refunded(desk: Desk) -> None:
    s11(desk)
    assert desk.account("visit-S11A").credit == Decimal("20.00")
    assert [(item.kind, item.amount) for item in desk.work()] == [("credit_to_refund", Decimal("20.00"))]


def test_s12_a_good_file_posts_once_and_its_deposit_is_cash_once(desk: Desk) -> None:
    desk.deliver(*(submitted(claim, [(lines[0][0], lines[0][1])]) for claim, lines in S12.items()))
    claims = [(claim, payment("1", lines)) for claim, lines in S12.items()]
    remit(desk, "T12", *claims)
    remit(desk, "T12", *claims)
    desk.deliver(deposit("T12", "1000.00"))
    assert books(desk) == {"CTR": "500.00", "Cash": "1000.00", "REV": "-1500.00"}


def test_every_balance_told_with_a_posting_explains_the_charge(desk: Desk) -> None:
    for story in ELEVEN:
        story(desk)
    for one in (event.balances for event in desk.of(ClaimPosted)):
        adjusted = one.contractual + one.written_off + one.patient_paid + one.patient_open
        assert one.charged == one.payer_paid + adjusted + one.payer_open + one.denied_open + one.disputed


def test_the_control_total_after_eleven_scenarios() -> None:
    """13,317.00 = payers 6,004.26 + contractual 5,851.74 + capitation 95.00 + patient 946.00 + denied 420.00; credits 44.80."""
    desk = Desk(PRICES)
    for story in ELEVEN:
        story(desk)
    mine = [one for account in _accounts(desk) for one in account.claims.values() if one.opening is None]
    total: dict[str, Decimal] = {}
    for claim in mine:
        for name, amount in claim.books.items():
            total[name] = total.get(name, Decimal(0)) + amount
    collected = total["PC"] + total["Cash"]
    assert (-total["REV"], total["RC"], total["CTR"] + total["SEQ"], total["CAP"], total["DEN"]) == tuple(
        map(Decimal, ("13317.00", "6004.26", "5851.74", "95.00", "420.00"))
    )
    assert (collected, total["ARPt"]) == (Decimal("121.00"), Decimal("825.00"))
    credit = sum((account.credit for account in _accounts(desk) if all(one.opening is None for one in account.claims.values())), Decimal(0))
    assert credit == Decimal("44.80")


def _accounts(desk: Desk) -> list[Any]:
    return [state for (stage, _), state in desk.states.items() if stage == "adjudication.post"]

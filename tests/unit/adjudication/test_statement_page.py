"""The statement as a page: the figures of the event, the right name, nothing of anybody when nobody is known."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from services.billing.adjudication.model.patient.addressee import Addressee, evolve
from services.billing.adjudication.patient import present
from services.billing.adjudication.tables import StatementRow
from shared.contracts.adjudication import StatementRequested
from shared.contracts.eligibility import PatientRegistered
from shared.contracts.values import EncounterId
from shared.http.draw import PAGES
from shared.site import load_site
from tests.unit.adjudication import remits
from tests.unit.adjudication.desk import Desk, Prices
from tests.unit.adjudication.remits import PAID, payment, remittance, submitted

SITE = load_site(Path(__file__).parents[3] / "deploy" / "site" / "site.yaml")
HOME = {"line": "7 Mill Lane", "city": "Springfield", "state": "OH", "postal_code": "455011234"}


def registered(version: int = 1, born: str = "1980-01-01", last: str = "TESTOAK", **coverage: Any) -> PatientRegistered:
    patient = {"mrn": "M1", "name": {"last": last, "first": "ANN"}, "birth_date": born, "address": HOME}
    coverages = [{"coverage_id": "C1", "order": 1, "payer_id": "NWHP1", **coverage}]
    values = {"encounter_id": "visit-S9A", "person_id": "P1", "version": version, "visit_number": "V1", "patient": patient, "coverages": coverages}
    return PatientRegistered.model_validate(values)


def addressee(*versions: PatientRegistered) -> Addressee:
    state = Addressee(encounter_id=EncounterId("visit-S9A"))
    for one in versions:
        state = evolve(state, one)
    return state


def statement(notice: int = 1) -> StatementRow:
    desk = Desk(Prices({"99204": "210.00"}))
    desk.deliver(submitted("S9A", [("99204", "320.00")]), *remittance("T9", ("S9A", payment("1", remits.S9A))), on=PAID)
    [told] = desk.of(StatementRequested)
    values = told.model_dump(mode="json", include={"encounter_id", "claim_id", "reasons", "lines"})
    return StatementRow(**values, event_id="E1", amount=told.amount, payments=told.payments, requested_on=told.requested_on, notice=notice)


def drawn(row: StatementRow, known: Addressee | None) -> str:
    recipient = known.recipient(row.requested_on) if known else None
    values = present.page(row, recipient, SITE.organisation)
    return PAGES.get_template("statement.html").render(service="adjudication", peers={}, who="", **values)


def test_the_page_says_what_insurance_did_what_is_owed_and_why() -> None:
    page = drawn(statement(), addressee(registered()))
    for shown in ("$210.00", "320.00", "110.00", "99204", "your deductible", "October 1, 2026", "September 10, 2026", "937-555-0100"):
        assert shown in page, shown
    assert "ANN TESTOAK<br>7 Mill Lane<br>Springfield, OH 45501-1234<br>" in page


def test_without_a_registration_the_account_number_stands_for_the_patient() -> None:
    page = drawn(statement(), None)
    assert "Account visit-S9A</address>" in page
    assert "TESTOAK" not in page


@pytest.mark.parametrize(("notice", "title"), [(2, "second notice"), (3, "final notice")])
def test_a_reminder_says_that_it_is_one(notice: int, title: str) -> None:
    page = drawn(statement(notice), None)
    assert f"Riverbend Health: {title}" in page
    assert "not received a payment" in page


def test_the_totals_of_the_page_are_those_of_its_lines() -> None:
    shown = present.page(statement(), None, SITE.organisation)
    expected = {"billed": "320.00", "allowed": "210.00", "paid": "0.00", "adjusted": "110.00", "patient_paid": "0.00", "owed": "210.00"}
    assert (shown["totals"], shown["amount"]) == (expected, "210.00")


def test_what_people_typed_is_shown_as_text() -> None:
    page = drawn(statement(), addressee(registered(last="<script>O'HARA")))
    assert "<script>" not in page
    assert "&lt;script&gt;O&#39;HARA" in page


def test_a_childs_statement_goes_to_the_subscriber_or_to_whoever_brings_it_up() -> None:
    holder = {"name": {"last": "TESTELM", "first": "JO"}, "address": {**HOME, "line": "9 Dam Street"}}
    child = addressee(registered(born="2019-05-05", relationship="child", subscriber=holder))
    assert (child.recipient(PAID).name, present.postal(child.recipient(PAID).address)[0]) == ("JO TESTELM", "9 Dam Street")
    alone = addressee(registered(born="2019-05-05"))
    assert alone.recipient(PAID).name == "Parent or guardian of ANN TESTOAK"
    assert alone.recipient(date(2037, 5, 5)).name == "ANN TESTOAK"


def test_an_adult_dependents_statement_goes_to_the_patient() -> None:
    holder = {"name": {"last": "TESTELM", "first": "JO"}}
    assert addressee(registered(relationship="spouse", subscriber=holder)).recipient(PAID).name == "ANN TESTOAK"


def test_the_newest_version_of_a_registration_stays_in_whatever_order_they_come() -> None:
    old, new = registered(1), registered(2, last="TESTASH")
    assert addressee(old, new) == addressee(new, old) == addressee(new, old, new)
    assert addressee(new, old).recipient(PAID).name == "ANN TESTASH"


def test_amounts_days_and_numbers_are_written_as_people_read_them() -> None:
    assert present.printed(Decimal("-1234.50")) == "\N{MINUS SIGN}1,234.50"
    assert present.long_day(date(2026, 3, 9)) == "March 9, 2026"
    assert present.postal(None) == []
    assert present.telephone("9375550100") == "937-555-0100"

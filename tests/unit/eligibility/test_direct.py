"""Another system's question: what it becomes, and what is said of each way in which it may end."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from pydantic import ValidationError
from starlette.requests import Request

from services.eligibility.direct.asked import Asked, payer_of, question_of, wish_of
from services.eligibility.direct.asking import MOST_SECONDS, PATIENCE_SECONDS, patience
from services.eligibility.direct.shown import SENTENCES, answered
from services.eligibility.gateways.inquiry import written
from services.eligibility.model.refusals import WORDS, words_for
from shared.contracts.eligibility import BenefitStated, DirectInquiryAnswered, DirectInquiryUnanswered
from shared.contracts.values import InquiryId, PayerId
from tests.unit.eligibility.visits import SITE

AT = datetime(2026, 11, 2, 15, tzinfo=UTC)
ADA: dict[str, Any] = {
    "payer_name": "Northwind",
    "member_id": "nwa 1000001",
    "patient": {"name": {"last": "Testoak", "first": "Ada"}, "birth_date": "1980-01-01", "sex": "U"},
    "service_on": "2026-11-02",
}
ABOUT = {"inquiry_id": InquiryId("INQUIRY1"), "payer_id": PayerId("NWHP1"), "service_on": date(2026, 11, 2)}


def segments(**changes: Any) -> list[str]:
    asked = Asked.model_validate({**ADA, **changes})
    payer = payer_of(asked, SITE)
    assert payer is not None
    return written(question_of(asked, wish_of(asked, InquiryId("INQUIRY1"), payer), SITE, AT, 7)).decode().split("~")


def told(active: bool | None, *rejects: str, benefits: tuple[BenefitStated, ...] = ()) -> dict[str, Any]:
    wish = wish_of(Asked.model_validate(ADA), InquiryId("INQUIRY1"), SITE.payers[0])
    return answered(wish, DirectInquiryAnswered(**ABOUT, active=active, rejects=rejects, benefits=benefits))


def test_the_270_asks_for_one_person_one_day_and_all_service_types_at_once() -> None:
    sent = segments(service_types=["30", "98", "30"], procedures=["73721"], facility_id="Riverbend Hospital", group_number="G1")
    assert [each for each in sent if each.startswith(("NM1*PR", "NM1*IL", "DTP", "EQ", "TRN"))] == [
        "NM1*PR*2*Northwind Health Plan*****PI*NWHP1",
        "TRN*1*INQUIRY1-7*9841234567",
        "NM1*IL*1*Testoak*Ada****MI*NWA1000001",
        "DTP*291*D8*20261102",
        "EQ*30^98",
        "EQ**HC:73721",
    ]
    assert "NM1*1P*2*Riverbend Hospital*****XX*1234567893" in sent


def test_without_a_provider_the_one_who_bills_that_kind_of_claim_asks() -> None:
    assert "NM1*1P*2*Riverbend Health*****XX*1245319599" in segments()
    assert "NM1*1P*2*Riverbend Health*****XX*1234567893" in segments(kind="institutional")


@pytest.mark.parametrize(
    ("active", "rejects", "outcome"),
    [
        (True, (), "active"), (False, (), "inactive"), (None, ("75",), "not_found"), (None, ("43",), "refused"),
        (None, (), "unanswered"), (None, ("42",), "unanswered"),
    ],
)  # fmt: skip
def test_every_answer_has_an_outcome_and_a_sentence(active: bool | None, rejects: tuple[str, ...], outcome: str) -> None:
    shown = told(active, *rejects)
    assert (shown["outcome"], shown["sentence"]) == (outcome, SENTENCES[outcome])
    assert [each["code"] for each in shown["rejects"]] == list(rejects)


def test_the_terms_are_those_that_an_encounter_would_have() -> None:
    copay = BenefitStated.model_validate({"info": "B", "service_types": ["98"], "amount": "25.00"})
    plan = BenefitStated(info="1", service_types=("30",), plan="NORTHWIND A")
    shown = told(True, benefits=(plan, copay))
    assert (shown["plan"], shown["copay"], shown["deductible_left"]) == ("NORTHWIND A", "25.00", None)


def test_silence_says_how_it_failed_and_guesses_nothing() -> None:
    wish = wish_of(Asked.model_validate(ADA), InquiryId("INQUIRY1"), SITE.payers[0])
    shown = answered(wish, DirectInquiryUnanswered(**ABOUT, attempts=6, problem="unreachable"))
    assert (shown["outcome"], shown["problem"], "plan" in shown) == ("unanswered", "unreachable", False)


def test_every_refusal_is_a_sentence_with_something_to_do() -> None:
    assert [code for code, words in WORDS.items() if words.count(". ") < 1 or not words.endswith(".")] == []
    assert words_for("ZZ") != words_for("75")
    assert "companion guide" in words_for("ZZ")


@pytest.mark.parametrize(
    ("header", "seconds"),
    [(None, PATIENCE_SECONDS), ("wait=0", 0), ("respond-async, wait=5", 5), ("wait=9999", MOST_SECONDS), ("wait=soon", PATIENCE_SECONDS)],
)
def test_a_caller_says_how_long_it_waits(header: str | None, seconds: int) -> None:
    headers = [(b"prefer", header.encode())] if header else []
    assert patience(Request({"type": "http", "headers": headers})) == seconds


@pytest.mark.parametrize("changes", [{"service_types": []}, {"service_types": ["300"]}, {"procedures": ["1"]}, {"member_id": "", "patient": {}}])
def test_a_question_that_nobody_could_answer_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Asked.model_validate({**ADA, **changes})

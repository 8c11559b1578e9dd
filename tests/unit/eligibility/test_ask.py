"""One question as a 270 and the payer's 271 back, against the payers of the sandbox, which share no code with us."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from deploy.sandbox.eligibility import Eligibility
from deploy.sandbox.roster import Member, Roster
from services.eligibility.gateways.inquiry import Question, Unreadable, answer_in, is_busy, stated, written
from shared.contracts.eligibility import Address, CoverageOnFile, InquiryRequested, PatientRegistered, PersonName
from shared.x12.faults import WriteError
from shared.x12.interchange import read_transactions
from tests.unit.eligibility.visits import AT, MOTHER, SITE, Clinic, coverage, opened, registered

SCAN = ("99213", "73721")
COLUMNS = (
    "payer_id", "member_id", "last_name", "first_name", "birth_date", "sex", "plan", "effective_on", "terminated_on", "retro_terminated_on",
    "deductible_left", "wellness_used", "authorizations", "subscriber_member_id",
)  # fmt: skip


def asked(filed: CoverageOnFile, codes: tuple[str, ...] = SCAN, visit: PatientRegistered | None = None) -> Question:
    clinic = Clinic(payer=None)
    (wish,) = clinic.tell(visit or registered(1, filed), opened(codes=codes))
    assert isinstance(wish, InquiryRequested)
    return Question(wish, clinic.state, filed, SITE, AT, 17)


def segments(body: bytes) -> list[list[str]]:
    return [[segment.id, *segment.elements[1:]] for transaction in read_transactions(body) for segment in transaction]


def rows(body: bytes, tag: str) -> list[list[str]]:
    return [row for row in segments(body) if row[0] == tag]


def member(**changes: object) -> Member:
    fields = {
        "payer_id": "CASC2",
        "member_id": "CSA1000001",
        "last_name": "TESTOAK",
        "first_name": "ADA",
        "birth_on": date(1980, 1, 1),
        "sex": "F",
        "plan": "A",
        "effective_on": date(2026, 1, 1),
        "deductible_left": Decimal("50.00"),
    }
    return Member(**{**fields, **changes})  # type: ignore[arg-type]


def reply(body: bytes, *members: Member) -> bytes:
    """What the sandbox answers when these are its members."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "members.csv"
        path.write_text("\n".join([",".join(COLUMNS), *map(_line, members)]))
        answer = Eligibility(Roster(path), lambda _: Decimal(0), count(1).__next__).answer(body)
    assert answer.status == 200, answer.text
    return answer.text.encode()


def _line(one: Member) -> str:
    fields = {"birth_date": one.birth_on, "wellness_used": "", "authorizations": ""}
    return ",".join(str(fields.get(name, getattr(one, name, "")) or "") for name in COLUMNS)


CASCADE = coverage(1, "CASC2", member_id="CSA1000001")


def test_the_270_asks_about_the_date_of_service_and_each_code() -> None:
    body = written(asked(CASCADE))
    assert rows(body, "DTP") == [["DTP", "291", "D8", "20260914"]]
    assert rows(body, "EQ") == [["EQ", "30"], ["EQ", "", "HC:99213"], ["EQ", "", "HC:73721"]]
    assert rows(body, "TRN")[0][1:] == ["1", "ENCOUNTERAAAAAAA-17", "9841234567"]


def test_the_interchange_says_test_and_who_sends_it() -> None:
    isa = written(asked(CASCADE)).decode()[:106]
    assert isa[35:50].strip() == "RIVERBEND1"
    assert isa[90:99] == "000000017"
    assert isa[102] == "T"


def test_the_patient_of_a_parents_policy_is_asked_about_as_a_dependent_without_a_number() -> None:
    body = written(asked(coverage(1, "CASC2", member_id="CSA1000001", relationship="child", subscriber=MOTHER)))
    names = [(row[1], row[3], row[4], row[9] if len(row) > 9 else "") for row in rows(body, "NM1") if row[1] in ("IL", "03")]
    assert names == [("IL", "Testoak", "Eve", "CSA1000001"), ("03", "Testoak", "Ada", "")]
    assert rows(body, "INS") == [["INS", "N", "19"]]


def test_letters_beyond_ascii_are_written_as_the_payer_can_read_them() -> None:
    body = written(asked(CASCADE, visit=registered(1, CASCADE, patient={"name": PersonName(last="Testmuñoz", first="Ñusta")})))
    assert [row[3:5] for row in rows(body, "NM1") if row[1] == "IL"] == [["Testmunoz", "Nusta"]]


def test_a_payer_that_has_left_the_directory_cannot_be_written_to() -> None:
    gone = SITE.model_copy(update={"payers": tuple(payer for payer in SITE.payers if payer.payer_id != "CASC2")})
    with pytest.raises(WriteError) as caught:
        written(replace(asked(CASCADE), site=gone))
    assert "Testoak" not in str(caught.value)


def test_an_active_member_is_answered_with_the_terms_and_the_authorization() -> None:
    question = asked(CASCADE)
    benefits = answer_in(reply(written(question), member()), question.trace)
    facts = [stated(each) for each in benefits.benefits]
    assert benefits.active is True
    assert [each.procedure for each in facts if each.authorization_required] == ["73721"]
    assert [each.amount for each in facts if each.info == "C" and each.time_period == "29"] == [Decimal("50.00")]
    assert [each.rate for each in facts if each.info == "A"] == [Decimal("0.200")]


def test_a_member_whose_coverage_ended_is_inactive_on_that_day() -> None:
    question = asked(CASCADE)
    assert answer_in(reply(written(question), member(terminated_on=date(2026, 8, 31))), question.trace).active is False


def test_a_member_nobody_knows_is_a_reject() -> None:
    question = asked(CASCADE)
    benefits = answer_in(reply(written(question)), question.trace)
    assert (benefits.active, [each.code for each in benefits.rejects]) == (None, ["75"])
    assert not is_busy(benefits)


def test_a_child_is_found_under_the_number_of_the_parent() -> None:
    parent = member(first_name="EVE", birth_on=date(1955, 5, 5))
    child = member(member_id="CSA1000002", subscriber_member_id="CSA1000001")
    question = asked(coverage(1, "CASC2", member_id="CSA1000001", relationship="child", subscriber=MOTHER))
    assert answer_in(reply(written(question), parent, child), question.trace).active is True


def test_a_payer_that_is_busy_says_so() -> None:
    question = asked(CASCADE)
    body = reply(written(question)).replace(b"AAA*N**75*C", b"AAA*N**42*R")
    assert is_busy(answer_in(body, question.trace))


@pytest.mark.parametrize("damage", [b"", b"<html>", b"ISA*00*", "cut", "other", "amount"])
def test_a_reply_that_is_no_answer_is_unreadable(damage: bytes | str) -> None:
    question = asked(CASCADE)
    whole = reply(written(question), member())
    body = {
        "cut": whole[: whole.index(b"SE*")],
        "other": whole.replace(b"ST*271", b"ST*277"),
        "amount": whole.replace(b"*50*", b"*fifty*").replace(b"*50.00*", b"*fifty*"),
    }.get(damage if isinstance(damage, str) else "", damage)
    with pytest.raises(Unreadable):
        answer_in(body if isinstance(body, bytes) else b"", question.trace)


def test_an_address_stays_at_home() -> None:
    body = written(
        asked(
            CASCADE,
            visit=registered(1, CASCADE, patient={"address": Address(line="9 Secret Road", city="Springfield", state="OH", postal_code="45501")}),
        )
    )
    assert b"SECRET" not in body.upper()


@pytest.mark.parametrize("amount", ["25.001", "0.001", "100000000000000", "9" * 40])
def test_an_amount_that_would_have_to_be_rounded_or_is_beyond_reason_is_no_fact(amount: str) -> None:
    question = asked(CASCADE)
    benefit = answer_in(reply(written(question), member()), question.trace).benefits[0]
    with pytest.raises((ValueError, ArithmeticError)):
        stated(replace(benefit, amount=Decimal(amount)))
    assert stated(replace(benefit, amount=Decimal("25.00"))).amount == Decimal("25.00")

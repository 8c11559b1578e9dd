"""A 270 of another system: what is looked at before it is sent on."""

from __future__ import annotations

import pytest

from services.eligibility.direct.whole import payer_named_in
from services.eligibility.gateways.inquiry import Question, written
from shared.contracts.eligibility import InquiryRequested
from shared.http.problems import Problem
from tests.unit.eligibility.visits import AT, SITE, Clinic, coverage, opened, registered

CASCADE = coverage(1, "CASC2", member_id="CSA1000001")


def inquiry() -> bytes:
    clinic = Clinic(payer=None)
    (wish,) = clinic.tell(registered(1, CASCADE), opened(codes=()))
    assert isinstance(wish, InquiryRequested)
    return written(Question(wish, clinic.state, CASCADE, SITE, AT, 17))


def test_its_payer_is_named_whatever_part_it_plays_and_whatever_the_separators_are() -> None:
    assert payer_named_in(inquiry()) == "CASC2"
    administrator = inquiry().replace(b"NM1*PR*", b"NM1*2B*")
    assert payer_named_in(administrator.replace(b"*", b"|").replace(b"~", b"\n")) == "CASC2"


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"<html>", "no X12 interchange"),
        (inquiry()[: inquiry().index(b"SE*")], "cut off"),
        (inquiry()[:-60], "cut off"),
        (inquiry().replace(b"ST*270*", b"ST*276*"), "no eligibility inquiry"),
        (inquiry()[:106] + b"IEA*0*000000017~", "no eligibility inquiry"),
    ],
)
def test_what_is_no_whole_inquiry_is_refused_with_a_sentence(body: bytes, reason: str) -> None:
    with pytest.raises(Problem, match=reason):
        payer_named_in(body)

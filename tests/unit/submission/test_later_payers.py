"""Claims to the second and third payer: when they are built, and what they say of the payers before."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from services.billing.submission.document import document_of
from services.billing.submission.writing import write
from shared.contracts.eligibility import PatientRegistered
from shared.contracts.submission import ClaimBuilt, ClaimHeld, ClaimReleased
from shared.x12.interchange import read_transactions
from shared.x12.outgoing import proven
from shared.x12.translate.read_claim import read_claims
from tests.unit.submission.given import (
    SITE,
    SURGERY,
    THREE_LINES,
    WITH_25,
    accepted,
    coded,
    coverage,
    drafts,
    edits,
    registered,
    rejected,
    remitted,
    submitted,
    withdrawn,
)
from tests.unit.submission.later import (
    REMITTED,
    VISIT_500,
    both_cleared,
    cas,
    decided_line,
    due,
    prior,
    s8_prior,
    secondary,
    three_plans,
    two_plans,
)
from tests.unit.submission.test_build import only
from tests.unit.submission.test_document import AT, pyx12_errors, sent


def proved(claim: ClaimBuilt, who: PatientRegistered | None = None) -> list[str]:
    """The segments, after our own guide has nothing to object."""
    body = write(SITE, [document_of(claim, who or two_plans(), SITE)], "7", "REF7", AT)
    proven(body)
    assert pyx12_errors(body) == []
    return sent(claim, who or two_plans())


def test_s8_the_second_plan_is_told_what_the_first_one_decided_and_left() -> None:
    claim = secondary()
    segments = proved(claim)
    assert (claim.payer_order, claim.submission, claim.frequency, claim.payer_id, claim.later_payers) == (2, 2, "1", "CASC2", 0)
    begins = segments.index("SBR*P*18*******CI")
    assert segments[begins : begins + 8] == [
        "SBR*P*18*******CI",
        "AMT*D*160",
        "OI***Y***Y",
        "NM1*IL*1*Testmann*Ada****MI*NWA001",
        "N3*1 Mill Street",
        "N4*Springfield*OH*455021111",
        "NM1*PR*2*Northwind Health Plan*****PI*NWHP1",
        "REF*F8*ICN1",
    ]
    line = segments.index("SV1*HC:99214*500*UN*1***1")
    assert segments[line + 3 : line + 8] == [
        "SVD*NWHP1*160*HC:99214**1",
        "CAS*CO*45*200",
        "CAS*PR*1*100**2*40",
        f"DTP*573*D8*{REMITTED:%Y%m%d}",
        "AMT*EAF*140",
    ]
    assert {"SBR*S*18*******CI", "NM1*PR*2*Cascade Mutual*****PI*CASC2", f"CLM*{claim.claim_id}*500***11:B:1*Y*A*Y*Y"} <= set(segments)
    assert sum(segment.startswith("DTP*573") for segment in segments) == 1
    assert sum(segment.startswith("AMT*EAF") for segment in segments) == 1


def test_the_second_claim_reads_back_as_it_was_meant() -> None:
    body = write(SITE, [document_of(secondary(), two_plans(), SITE)], "7", "REF7", AT)
    (document,) = [each for transaction in read_transactions(body) for each in read_claims(transaction)]
    (other,), (line,) = document.other_payers, document.lines
    (decided,) = line.adjudications
    assert (document.subscriber.sequence, other.subscriber.sequence, other.payer.id, other.payer_claim_control_number) == ("S", "P", "NWHP1", "ICN1")
    assert (decided.payer_id, decided.paid, decided.remaining) == ("NWHP1", Decimal(160), Decimal(140))
    assert line.charge == decided.paid + sum(each.amount for each in decided.adjustments)


def test_a_payer_that_decided_the_claim_as_a_whole_is_told_of_at_the_claim() -> None:
    whole = prior(charge=Decimal("500.00"), paid=Decimal("160.00"), adjustments=cas("CO-45 200.00", "PR-1 140.00"), remarks=("MA18", "N89"))
    segments = proved(secondary(told=due(whole)))
    for expected in ("CAS*CO*45*200", "CAS*PR*1*140", "AMT*D*160", "AMT*EAF*140", "MOA***MA18*N89", f"DTP*573*D8*{REMITTED:%Y%m%d}"):
        assert segments.count(expected) == 1
    assert not [segment for segment in segments if segment.startswith("SVD")]
    assert segments.index("AMT*EAF*140") < segments.index("OI***Y***Y") < segments.index(f"DTP*573*D8*{REMITTED:%Y%m%d}")


def test_lines_and_a_part_of_the_whole_claim_are_told_together_and_the_liability_once() -> None:
    mixed = prior(
        decided_line(1, "500.00", "300.00", "CO-45 200.00"), paid=Decimal("160.00"), adjustments=cas("PR-1 140.00"), charge=Decimal("500.00")
    )
    claim = secondary(told=due(mixed))
    segments = proved(claim)
    assert [segment for segment in segments if segment.startswith(("AMT*D", "AMT*EAF", "SVD"))] == [
        "AMT*D*160",
        "AMT*EAF*140",
        "SVD*NWHP1*300*HC:99214**1",
    ]
    assert isinstance(edits(registrations=(two_plans(),)).take(claim)[0], ClaimReleased)


def test_the_third_payer_is_told_of_both_before_it() -> None:
    second = prior(decided_line(1, "500.00", "100.00", "OA-23 360.00", "PR-2 40.00"), order=2, number="C2")
    bench = drafts()
    first = only(bench.take(three_plans(), both_cleared(payers=("NWHP1", "CASC2", "FEDS3")), coded(1, VISIT_500)))
    assert first.later_payers == 2
    two = only(bench.take(submitted(first), accepted(first), due()))
    assert two.later_payers == 1
    three = only(bench.take(submitted(two), accepted(two, "C2"), due(s8_prior(), second, order=3, remaining="40.00")))
    assert (three.payer_order, three.submission, three.later_payers, len(three.prior)) == (3, 3, 0, 2)
    segments = proved(three, three_plans())
    assert [segment[:5] for segment in segments if segment.startswith("SBR")] == ["SBR*T", "SBR*P", "SBR*S"]
    assert [segment for segment in segments if segment.startswith(("SVD", "AMT*EAF", "REF*F8"))] == [
        "REF*F8*ICN1",
        "REF*F8*C2",
        "SVD*NWHP1*160*HC:99214**1",
        "AMT*EAF*140",
        "SVD*CASC2*100*HC:99214**1",
        "AMT*EAF*40",
    ]


def test_an_institutional_claim_says_what_was_decided_of_revenue_lines() -> None:
    lines = (
        decided_line(1, "6900.00", "3240.00", "PR-2 360.00", "CO-45 3300.00"),
        decided_line(2, "600.00", "0.00", "CO-97 600.00"),
        decided_line(3, "900.00", "0.00", "CO-97 900.00"),
    )
    claim = secondary(lines=SURGERY, told=due(prior(*lines), remaining="360.00"))
    segments = proved(claim)
    assert [segment for segment in segments if segment.startswith("SVD")] == [
        "SVD*NWHP1*3240*HC:45385*0750*1",
        "SVD*NWHP1*0**0250*1",
        "SVD*NWHP1*0**0710*1",
    ]


def test_the_clock_of_the_second_claim_starts_when_the_first_payer_decided() -> None:
    late = REMITTED.replace(year=2027)
    bench = edits(registrations=(two_plans(),))
    (verdict,) = bench.take(secondary(told=due(s8_prior(on=late))), on=late)
    assert isinstance(verdict, ClaimReleased)
    assert verdict.warnings == ()
    (overdue,) = edits(registrations=(two_plans(),)).take(secondary(), on=late)
    assert isinstance(overdue, ClaimReleased)
    assert [each.code for each in overdue.warnings] == ["filing_limit_passed"]


@pytest.mark.parametrize(
    ("decision", "code", "place", "difference"),
    [
        (s8_prior("150.00"), "prior_line_out_of_balance", "lines[0]", "10.00 is not explained"),
        (prior(decided_line(7, "500.00", "160.00", *("CO-45 200.00", "PR-1 140.00"))), "prior_line_unmatched", "prior[1]", "500.00 on lines"),
        (s8_prior(payer="GONE9"), "prior_payer_unknown", "prior[1]", "Add it to the site file"),
        (s8_prior("-10.00", "CO-45 510.00"), "prior_payment_negative", "lines[0]", "below zero"),
        (
            prior(charge=Decimal("500.00"), paid=Decimal("100.00"), adjustments=cas("CO-45 380.00")),
            "prior_claim_out_of_balance",
            "prior[1]",
            "20.00 is not",
        ),
    ],
)
def test_a_claim_whose_earlier_decisions_do_not_add_up_is_held_with_place_and_difference(decision, code, place, difference) -> None:  # type: ignore[no-untyped-def]
    claim = secondary().model_copy(update={"prior": (decision,)})
    (held,) = edits(registrations=(two_plans(),)).take(claim)
    assert isinstance(held, ClaimHeld)
    reasons = {(each.code, each.place): each.sentence for each in held.reasons}
    assert difference in reasons[code, place]


def test_medicare_as_the_second_payer_has_to_be_told_why() -> None:
    claim = secondary().model_copy(update={"payer_id": "FEDS3"})
    medicare = {"payer_id": "FEDS3", "member_id": "1EG4TE5MK73"}
    (held,) = edits(registrations=(two_plans(**medicare),)).take(claim)
    assert isinstance(held, ClaimHeld)
    assert ("medicare_secondary_reason_missing", "coverages[1].medicare_secondary") in {(each.code, each.place) for each in held.reasons}
    told = registered(1, coverage(1), coverage(2, **{**medicare, "payer": "FEDS3", "medicare_secondary": "12"}))
    assert "SBR*S*18***12****MB" in sent(claim, told)


def test_a_later_payer_that_is_not_cleared_is_a_work_item_and_is_billed_once_it_is() -> None:
    bench = drafts()
    first = only(bench.take(two_plans(), both_cleared(payers=("NWHP1",)), coded(1, VISIT_500)))
    assert bench.take(submitted(first), accepted(first), remitted(first), due()) == []
    (item,) = bench.state.work_items()
    assert (item.kind, item.place, item.amount, item.claim_id) == ("later_payer_unbilled", "payer 2", Decimal("140.00"), first.claim_id)
    assert only(bench.take(both_cleared(2))).payer_order == 2
    assert bench.state.work_items() == []


def test_a_changed_decision_replaces_the_second_claim_and_waits_for_its_number() -> None:
    changed = due(s8_prior("200.00", "CO-45 200.00", "PR-1 100.00"), remaining="100.00", because="prior_payer_changed")
    bench = drafts()
    first = only(bench.take(two_plans(), both_cleared(), coded(1, VISIT_500)))
    second = only(bench.take(submitted(first), accepted(first), due()))
    assert bench.take(submitted(second), accepted(second, ""), changed) == []
    assert [item.kind for item in bench.state.work_items()] == ["payer_number_unknown"]
    third = only(bench.take(remitted(second, "C77", payer_order=2)))
    assert (third.payer_order, third.frequency, third.payer_claim_control_number, third.prior) == (2, "7", "C77", changed.prior)
    back = only(bench.take(submitted(third), accepted(third, "C78"), changed, due(because="prior_payer_changed")))
    assert (back.submission, back.payer_claim_control_number, back.prior) == (4, "C77", (s8_prior(),))


def test_one_house_that_insures_twice_gets_an_original_for_the_second_policy() -> None:
    twice = registered(1, coverage(1), coverage(2, "NWHP1"))
    bench = drafts()
    first = only(bench.take(twice, both_cleared(payers=("NWHP1", "NWHP1")), coded(1, VISIT_500)))
    second = only(bench.take(submitted(first), accepted(first), remitted(first), due()))
    assert (second.frequency, second.payer_id, second.coverage_id, second.payer_order) == ("1", "NWHP1", "COV2", 2)
    assert [segment for segment in proved(second, twice) if segment.startswith("NM1*IL")] == [
        "NM1*IL*1*Testmann*Ada****MI*NWA002",
        "NM1*IL*1*Testmann*Ada****MI*NWA001",
    ]


def test_the_first_payers_authorization_is_not_told_to_the_second() -> None:
    bench = drafts()
    first = only(bench.take(two_plans(), both_cleared(authorizations=("A1",)), coded(1, VISIT_500)))
    second = only(bench.take(submitted(first), accepted(first), due()))
    assert (first.authorization, second.authorization) == ("A1", "")


def test_a_rejected_second_claim_is_mended_without_touching_the_first() -> None:
    bench = drafts()
    first = only(bench.take(two_plans(), both_cleared(), coded(1, VISIT_500)))
    second = only(bench.take(submitted(first), accepted(first), due()))
    assert bench.take(submitted(second), rejected(second), two_plans(2, member_id="CSA9")) == []
    third = only(bench.take(both_cleared(2, 2, answers=f"{second.claim_id}/2")))
    assert (third.payer_order, third.submission, third.frequency) == (2, 3, "1")
    assert bench.take(submitted(third), accepted(third, "C1")) == []


def test_a_correction_goes_to_the_first_payer_and_the_second_waits_for_what_it_decides() -> None:
    lines = tuple(decided_line(each.line_number, f"{each.charge}", "0.00", f"PR-2 {each.charge}") for each in THREE_LINES)
    bench = drafts()
    first = only(bench.take(two_plans(), both_cleared(), coded(1, THREE_LINES)))
    second = only(bench.take(submitted(first), accepted(first), due(prior(*lines))))
    bench.take(submitted(second), accepted(second, "C1"))
    third = only(bench.take(coded(2, WITH_25, answers="DENIAL1")))
    assert (third.payer_order, third.frequency, third.payer_claim_control_number) == (1, "7", "ICN1")
    assert bench.take(submitted(third), accepted(third, "ICN2")) == []
    fourth = only(bench.take(due(prior(*lines, number="ICN2"), because="prior_payer_changed")))
    assert (fourth.payer_order, fourth.frequency, fourth.payer_claim_control_number, fourth.lines) == (2, "7", "C1", WITH_25)


def test_a_correction_takes_the_place_of_an_unsent_second_claim() -> None:
    bench = drafts()
    first = only(bench.take(two_plans(), both_cleared(), coded(1, VISIT_500)))
    second = only(bench.take(submitted(first), accepted(first), due()))
    instead = only(bench.take(coded(2, WITH_25, answers="DENIAL1")))
    assert (second.submission, instead.submission, instead.payer_order, instead.frequency) == (2, 2, 1, "7")
    assert bench.take(submitted(instead), accepted(instead, "ICN2")) == []
    assert only(bench.take(due(s8_prior(number="ICN2")))).payer_order == 2


def test_a_second_claim_that_a_person_withdraws_is_not_built_again() -> None:
    bench = drafts()
    first = only(bench.take(two_plans(), both_cleared(), coded(1, VISIT_500)))
    second = only(bench.take(submitted(first), accepted(first), due()))
    assert bench.take(withdrawn(second), both_cleared(2), remitted(first)) == []


def test_the_first_payer_is_told_of_the_plan_after_it_so_that_it_can_forward_the_claim() -> None:
    first = only(drafts().take(two_plans(), both_cleared(), coded(1, VISIT_500)))
    segments = proved(first)
    begins = segments.index("SBR*S*18*******CI")
    assert segments[begins : begins + 6] == [
        "SBR*S*18*******CI",
        "OI***Y***Y",
        "NM1*IL*1*Testmann*Ada****MI*NWA002",
        "N3*1 Mill Street",
        "N4*Springfield*OH*455021111",
        "NM1*PR*2*Cascade Mutual*****PI*CASC2",
    ]
    assert not [segment for segment in segments if segment.startswith(("AMT*D", "DTP*573", "SVD"))]


@pytest.mark.parametrize("second", [{"member_id": ""}, {"relationship": "spouse", "subscriber": None}])
def test_a_later_plan_that_cannot_be_named_does_not_keep_the_first_from_being_billed(second: dict[str, Any]) -> None:
    first = only(drafts().take(two_plans(**second), both_cleared(), coded(1, VISIT_500)))
    assert not [segment for segment in sent(first, two_plans(**second)) if segment.startswith("SBR*S")]


def test_medicare_behind_another_plan_is_named_with_its_reason() -> None:
    who = registered(1, coverage(1), coverage(2, "FEDS3", member_id="1EG4TE5MK73", medicare_secondary="12"))
    first = only(drafts().take(who, both_cleared(payers=("NWHP1", "FEDS3")), coded(1, VISIT_500)))
    assert "SBR*S*18***12****MB" in proved(first, who)

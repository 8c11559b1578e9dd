"""What the timeline page shows, and what it must not show."""

from shared.http.page import claim_part
from shared.http.timeline import in_causal_order

ISA = "ISA*00*          *00*          *ZZ*RIVERBEND1     *ZZ*CLEARPATH1     *261102*1200*^*00501*000000001*0*T*:~"


def test_an_837_shows_only_the_subscriber_whose_claim_was_asked_for() -> None:
    text = ISA + "GS*HC~ST*837~HL*1**20*1~NM1*85*2*X~HL*2*1*22*0~NM1*IL*1*FIRST~CLM*AAA*1~LX*1~HL*3*1*22*0~NM1*IL*1*SECOND~CLM*BBB*1~SE*9~GE*1~IEA*1~"
    shown = claim_part(text, {"BBB"})
    assert "SECOND" in shown
    assert "FIRST" not in shown
    assert shown.splitlines()[-3:] == ["SE*9~", "GE*1~", "IEA*1~"]


def test_an_835_shows_only_the_claim_that_was_asked_for() -> None:
    text = ISA + "ST*835~BPR*I~LX*1~CLP*AAA*1~NM1*QC*1*FIRST~CLP*BBB*1~NM1*QC*1*SECOND~PLB*1~SE*9~"
    assert [line for line in claim_part(text, {"AAA"}).splitlines() if "NM1" in line] == ["NM1*QC*1*FIRST~"]


def test_a_271_about_one_person_is_shown_whole() -> None:
    text = ISA + "ST*271~HL*1**20*1~HL*3*2*22*0~TRN*2*XYZ~NM1*IL*1*ONLY~SE*4~"
    assert "ONLY" in claim_part(text, {"AAA"})


def test_steps_of_one_instant_stand_behind_their_causes() -> None:
    def step(name: str, cause: str, service: str) -> dict[str, object]:
        return {"id": name, "cause": cause, "service": service, "time": "2026-11-02T10:00:00+00:00", "position": 1}

    found = [step("c", "b", "eligibility"), step("b", "a", "denials"), step("a", "", "submission")]
    assert [each["id"] for each in in_causal_order(found)] == ["a", "b", "c"]

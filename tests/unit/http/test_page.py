"""In which order the timeline page shows its steps."""

from shared.http.timeline import in_causal_order


def test_steps_of_one_instant_stand_behind_their_causes() -> None:
    def step(name: str, cause: str, service: str) -> dict[str, object]:
        return {"id": name, "cause": cause, "service": service, "time": "2026-11-02T10:00:00+00:00", "position": 1}

    found = [step("c", "b", "eligibility"), step("b", "a", "denials"), step("a", "", "submission")]
    assert [each["id"] for each in in_causal_order(found)] == ["a", "b", "c"]

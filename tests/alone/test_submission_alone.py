"""Submission installed alone beside another system: a coded encounter in, a claim out, and back with the payer's number."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from shared.x12.interchange import read_interchanges
from shared.x12.validate import validate
from tests.alone.conftest import Start
from tests.alone.partner import partner
from tests.alone.serving import Alone
from tests.contract.test_x12_judges import pyx12_accepts
from tests.unit.submission.test_handed import VISIT as HANDED_IN

VISIT: dict[str, Any] = {**HANDED_IN, "coverages": [{"payer_id": "NWHP1", "member_id": "NWA1000009"}]}


def test_it_returns_a_claim_that_judges_accept_and_the_clearinghouse_too(alone: Start, tmp_path: Path) -> None:
    with partner(tmp_path / "partner") as house:
        submission = alone("submission", RCM_CLEARINGHOUSE_FOLDER=str(house.folder))
        taken = submission.post("/v1/claims", json=VISIT)
        claim = _reaches(submission, taken["claim_id"], "accepted")
        assert claim["icn"]
        assert claim["submissions"][0]["billed"]["total"] == "190.00"
        assert submission.post("/v1/claims", json=VISIT)["outcome"] == "unchanged"
        body = submission.http.get(f"/v1/claims/{taken['claim_id']}/x12?whole=true").content
        _judged(body, taken["claim_id"])
        submission.quiet()
        assert len(list((house.folder / "to-clearinghouse" / "taken").iterdir())) == 1
        assert submission.get("/v1/work-items")["total"] == 0
        log = submission.process.log.read_text()
        assert not [said for said in ("Testnu", "NWA1000009", "1961-04-03", "Mill Street") if said in log]


def test_it_says_what_it_would_send_and_writes_claims_while_nobody_answers(alone: Start) -> None:
    submission = alone("submission")
    rendered = submission.post("/v1/claims/render", 200, json=VISIT)
    assert rendered["findings"] == []
    _judged(rendered["x12"].encode(), rendered["claim_id"])
    taken = submission.post("/v1/claims", json=VISIT)
    assert taken["claim_id"] == rendered["claim_id"]
    body = submission.until(lambda: _written(submission, taken["claim_id"]))
    _judged(body, taken["claim_id"])


def _reaches(submission: Alone, claim_id: str, status: str) -> Any:
    def there() -> Any:
        time.sleep(0.2)
        claim = submission.get(f"/v1/claims/{claim_id}")
        return claim if claim["status"] == status else None

    return submission.until(there, seconds=60)


def _written(submission: Alone, claim_id: str) -> bytes | None:
    time.sleep(0.2)
    reply = submission.http.get(f"/v1/claims/{claim_id}/x12?whole=true")
    return reply.content if reply.status_code == 200 else None


def _judged(body: bytes, claim_id: str) -> None:
    """By our own validator, and by one that knows nothing of ours."""
    findings = [finding for transaction in next(read_interchanges(body)).transactions() for finding in validate(transaction)]
    assert findings == []
    assert pyx12_accepts(body)[0]
    assert f"CLM*{claim_id}*190*".encode() in body

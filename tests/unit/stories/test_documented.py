"""What the documentation shows can be played as it stands, and everything the format knows is told there."""

from __future__ import annotations

import re
from pathlib import Path

from deploy.stories.compare import differences, report
from deploy.stories.format.expect import Expect
from deploy.stories.format.step import Deed
from tests.unit.stories.written import book

TEXT = Path("docs/scenarios.md").read_text()
[STORY] = re.findall(r"```yaml\n(.*?)```", TEXT, re.DOTALL)


def test_the_story_of_the_documentation_is_whole(tmp_path: Path) -> None:
    told = book(tmp_path, STORY)
    assert [moment.step.kind for moment in told.timeline] == ["encounter", "pay", "remittance", "bank", "expect"]
    assert told.write_site(tmp_path / "site").is_file()


def test_a_difference_reads_as_documented(tmp_path: Path) -> None:
    moment = book(tmp_path, STORY).timeline[-1]
    stood = {"state": "closed", "balances": {"payer_paid": "67.00", "contractual": "83.00", "patient_open": "0.00"}}
    extra = {"service": "adjudication", "kind": "payer_credit", "claim": "K1", "amount": "25.00"}
    observed = {"claims": {"K1": stood}, "denials": {"K1": []}, "statements": {"K1": []}, "work": [extra]}
    shown = report(moment, differences(moment.step.action, observed)).replace("one.yaml", "knee.yaml")
    assert shown in TEXT


def test_every_kind_of_step_is_documented() -> None:
    kinds = {field.alias or name for name, field in Deed.model_fields.items()} | {"any_order"}
    assert {kind for kind in kinds if f"**`{kind}`**" not in TEXT} == set()


def test_every_section_of_a_checkpoint_is_documented() -> None:
    assert {name for name in Expect.model_fields if f"| `{name}` |" not in TEXT} == set()

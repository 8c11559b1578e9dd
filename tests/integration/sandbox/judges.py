"""Other people's opinion of what the sandbox writes: pyx12 (835, 277CA, 999), oxedi (835 and its balance), x12sdk (271)."""

from typing import Any

import oxedi
from x12sdk.io import X12ModelReader

from tests import pyx12_report

PATCH = {
    "tables": {
        "services": {"columns": {"modifier_1": {"element": 1, "component": 3, "segment": "SVC"}}},
    }
}


def pyx12_errors(text: str) -> list[str]:
    """What pyx12 holds against a file; remark codes are newer than its list."""
    return pyx12_report.pyx12_errors(text, but_not_codes_of="remark_code")


def oxedi_findings(text: str) -> list[str]:
    """Structure and balance at line, claim and transaction level; none means that all three hold."""
    spec = oxedi.Spec.builtin().patch(PATCH)
    return [f"{one.kind}: {one.rule}" for one in oxedi.parse(text.encode(), spec=spec).diagnostics]


def x12sdk_model(text: str) -> Any:
    """The one transaction of a 271, as a model."""
    with X12ModelReader(text) as reader:
        return next(iter(reader.models()))

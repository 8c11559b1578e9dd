"""Other people's opinion of what the sandbox writes: pyx12 (835, 277CA, 999), oxedi (835 and its balance), x12sdk (271)."""

import io
import json
from collections.abc import Iterator
from typing import Any

import oxedi
import pyx12.params
import pyx12.x12n_document
from x12sdk.io import X12ModelReader

PATCH = {
    "tables": {
        "services": {"columns": {"modifier_1": {"element": 1, "component": 3, "segment": "SVC"}}},
    }
}


def pyx12_errors(text: str) -> list[str]:
    """What pyx12 holds against a file of any number of interchanges; remark codes are newer than its list."""
    params = pyx12.params.ParamsBase()
    params.set("exclude_external_codes", "remark_code")
    report = io.StringIO()
    accepted = pyx12.x12n_document.x12n_document(params, io.StringIO(text), None, None, fd_json=report)
    errors = list(_errors(json.loads(report.getvalue())))
    return errors or ([] if accepted else ["refused without a reason"])


def oxedi_findings(text: str) -> list[str]:
    """Structure and balance at line, claim and transaction level; none means that all three hold."""
    spec = oxedi.Spec.builtin().patch(PATCH)
    return [f"{one.kind}: {one.rule}" for one in oxedi.parse(text.encode(), spec=spec).diagnostics]


def x12sdk_model(text: str) -> Any:
    """The one transaction of a 271, as a model."""
    with X12ModelReader(text) as reader:
        return next(iter(reader.models()))


def _errors(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        yield from (error["err_str"] for error in node.get("errors", ()))
        for value in node.values():
            yield from _errors(value)
    elif isinstance(node, list):
        for value in node:
            yield from _errors(value)

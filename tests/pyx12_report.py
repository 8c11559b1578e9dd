"""What pyx12 holds against a file, read from its report."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from typing import Any

import pyx12.params
import pyx12.x12n_document


def pyx12_errors(text: str, *, but_not_codes_of: str = "") -> list[str]:
    """Its objections to a file of any number of interchanges; `but_not_codes_of` names a code list of pyx12 that is older than ours."""
    params = pyx12.params.ParamsBase()
    if but_not_codes_of:
        params.set("exclude_external_codes", but_not_codes_of)
    report = io.StringIO()
    accepted = pyx12.x12n_document.x12n_document(params, io.StringIO(text), None, None, fd_json=report)
    errors = list(errors_of(json.loads(report.getvalue())))
    return errors or ([] if accepted else ["refused without a reason"])


def errors_of(node: Any) -> Iterator[str]:
    """The sentences of its report, at whatever level they stand."""
    if isinstance(node, dict):
        yield from (error["err_str"] for error in node.get("errors", ()))
        for value in node.values():
            yield from errors_of(value)
    elif isinstance(node, list):
        for value in node:
            yield from errors_of(value)

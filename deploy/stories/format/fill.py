"""Names in braces, such as `{S4.icn}`, replaced by what they stand for once that is known."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

NAME = re.compile(r"\{([A-Za-z0-9][A-Za-z0-9_.-]*)\}")


def fill(value: Any, lookup: Callable[[str], str]) -> Any:
    """A plain value with every name in braces replaced, as deep as it goes. `lookup` raises for a name that means nothing."""
    if isinstance(value, str):
        return NAME.sub(lambda found: lookup(found[1]), value)
    if isinstance(value, dict):
        return {fill(key, lookup): fill(each, lookup) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [fill(each, lookup) for each in value]
    return value

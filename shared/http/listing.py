"""How long a list may be and where it begins, and what a file is called: the same words on every route."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query

Limit = Annotated[int, Query(ge=1, le=1000)]
Offset = Annotated[int, Query(ge=0)]
FileName = Annotated[str, Query(max_length=200)]
"""The name of the file in the body, without a folder: work items name it. Empty: they name its hash."""

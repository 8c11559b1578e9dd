"""Sound files with one change: a defect that must be found, or a variant that must not be refused."""

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Mutant:
    """`base` with each (old, new) of `changes` replaced once. `finds` is the rule that must be among the findings ("" for any error)."""

    name: str
    base: bytes
    changes: tuple[tuple[str, str], ...]
    finds: str = ""
    recount: bool = True

    @property
    def data(self) -> bytes:
        """The changed file; SE01 counts again unless the count is the defect."""
        text = self.base.decode("latin-1")
        for old, new in self.changes:
            assert old in text, f"{self.name}: nothing to change"
            text = text.replace(old, new, 1)
        return (recounted(text) if self.recount else text).encode("latin-1")


def recounted(text: str) -> str:
    """Every SE01 counts its set (separators `*` and `~`)."""

    def count(match: re.Match[str]) -> str:
        return f"{match[1]}SE*{match[1].count('~') + 1}*"

    return re.sub(r"(ST\*(?:(?!ST\*)[\s\S])*?~)SE\*\d+\*", count, text)

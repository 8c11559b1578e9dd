"""Whose fault is it? A partner's message is parked (`Reject`), one bug is parked as a defect, many bugs in a row are ours to mend: the line stops."""

from __future__ import annotations

from dataclasses import dataclass


class StopTheLine(Exception):
    """Going on would do harm. The process ends with this sentence; nothing of the batch at hand was kept."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How many defects are believed to be the messages' fault."""

    in_a_row: int = 10
    share: float = 0.2
    """Of a batch, judged from `share_from` messages on."""
    share_from: int = 50

    def judge(self, stage: str, row: int, defects: int, taken: int) -> None:
        """Raise when it is us, not them."""
        if row > self.in_a_row:
            raise StopTheLine(
                f"{stage} failed on {row} messages in a row: this looks like a defect of ours. Nothing was parked from this batch; see the log."
            )
        if taken >= self.share_from and defects > self.share * taken:
            raise StopTheLine(f"{stage} failed on {defects} of {taken} messages: this looks like a defect of ours. Nothing was parked; see the log.")

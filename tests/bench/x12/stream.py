"""A long 835 that is made up while it is read."""

import io

from tests.bench.x12.measure import claim_segments
from tests.unit.x12.envelopes import remittance


class Stream(io.RawIOBase):
    """An 835 of about so many megabytes (its payment does not balance, which is not what it is for)."""

    def __init__(self, megabytes: int) -> None:
        whole = remittance("LX*1", *claim_segments(1), paid="0")
        cut = whole.index(b"CLP*")
        self._head, self._tail = whole[:cut], whole[whole.index(b"SE*") :]
        self._block = "".join(f"{segment}~" for number in range(200) for segment in claim_segments(number)).encode()
        self._left = megabytes * 1_000_000 // len(self._block)

    def read(self, size: int = -1) -> bytes:
        """The next block, whatever size is asked for."""
        head, self._head = self._head, b""
        if head:
            return head
        if self._left:
            self._left -= 1
            return self._block
        tail, self._tail = self._tail, b""
        return tail

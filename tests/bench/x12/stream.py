"""A long 835 that is made up while it is read."""

import io

from tests.unit.x12.envelopes import remittance


def claim_segments(number: int) -> tuple[str, ...]:
    """One paid claim of two lines, 17 segments."""
    return (
        f"CLP*ACCT{number:07d}*1*360*237*25*HM*ICN{number:09d}*11*1",
        "NM1*QC*1*DOE*JANE****MI*NWA000001",
        "NM1*82*1*ALVAREZ*MARIA****XX*1003000126",
        "DTM*232*20261001",
        "DTM*233*20261001",
        "DTM*050*20261102",
        "SVC*HC:99213:25*150*92**1",
        "DTM*472*20261001",
        "CAS*CO*45*33",
        "CAS*PR*3*25",
        "REF*6R*1",
        "AMT*B6*92",
        "SVC*HC:99214*210*145**1",
        "DTM*472*20261001",
        "CAS*CO*45*65",
        "REF*6R*2",
        "AMT*B6*145",
    )


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

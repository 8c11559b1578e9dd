"""Rules of 276, 277 and 277CA that span levels: announced levels that come, and totals of an acknowledgement that its claims add up to."""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from shared.x12.cross import Levels
from shared.x12.finding import Finding, at_element
from shared.x12.loop import Loop
from shared.x12.scalars import ZERO, read_number

_REFUSED = frozenset({"A3", "A6", "A7", "A8"})
_TOTALS = (("QTY", ("90", "QA"), False), ("QTY", ("AA", "QC"), True), ("AMT", ("YU",), False), ("AMT", ("YY",), True))


def check_children(level: Loop) -> Iterator[Finding]:
    """A level whose HL04 announces others (1) has some."""
    hl = level.start
    if hl is None or hl.id != "HL" or hl.get(4) != "1":
        return
    inner = [child.id for child in level.rule.loops() if child.trigger is not None and child.trigger.id == "HL"]
    if inner and not any(level.opened.get(id) for id in inner):
        yield at_element(hl, level.id, "hl-children", "7", "levels below are announced though none comes", (4, 0), "warning")


class StatusRules(Levels):
    """The rules of 276 and 277; of a 277CA (`tallied`) the totals, too."""

    def __init__(self, tallied: bool) -> None:
        super().__init__()
        self._tally = ClaimTally() if tallied else None

    def loop(self, loop: Loop) -> Iterable[Finding]:
        """A completed level or claim."""
        found = list(check_children(loop))
        return found + self._tally.loop(loop) if self._tally is not None else found


class ClaimTally:
    """Adds up the claims of a 277CA while they stream by, and holds the totals of a provider and of the file against them."""

    def __init__(self) -> None:
        self._provider = _Sums()
        self._file = _Sums()

    def loop(self, loop: Loop) -> list[Finding]:
        """A completed loop: 2200D counts, 2000C and 2000B are held against what was counted."""
        match loop.id:
            case "2200D":
                self._provider.add(loop)
                self._file.add(loop)
            case "2000C":
                sums, self._provider = self._provider, _Sums()
                return list(sums.check(loop.loop("2200C")))
            case "2000B":
                sums, self._file = self._file, _Sums()
                return list(sums.check(loop.loop("2200B")))
        return []


class _Sums:
    """Claims taken in and refused (True): how many, and for how much."""

    def __init__(self) -> None:
        self._counts = {False: 0, True: 0}
        self._charges = {False: ZERO, True: ZERO}

    def add(self, claim: Loop) -> None:
        """One claim: refused when a status of it or of one of its lines refuses it."""
        told = [stc for loop in (claim, *claim.loops("2220D")) for stc in loop.all("STC")]
        codes = [stc.get(element).split(claim.component, 1)[0] for stc in told for element in (1, 10, 11)]
        refused = not _REFUSED.isdisjoint(codes)
        self._counts[refused] += 1
        self._charges[refused] += read_number(claim.get("STC", 4)) or ZERO

    def check(self, stated: Loop | None) -> Iterator[Finding]:
        """The totals of a level. Where no claim of a kind is listed (some list refusals only), its totals are believed."""
        for id, qualifiers, refused in _TOTALS:
            segment = stated.first(id, *qualifiers) if stated is not None and self._counts[refused] else None
            due = Decimal(self._counts[refused]) if id == "QTY" else self._charges[refused]
            if segment is not None and stated is not None and read_number(segment.get(2)) != due:
                message = "the claims below do not come to this total"
                yield at_element(segment, stated.id, "acknowledgement-totals", "I12", message, (2, 0), "warning")

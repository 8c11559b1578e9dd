"""A set taken apart into sets of its kind: one for each claim, or all claims of one payer together."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from shared.x12.interchange import Transaction
from shared.x12.rows import amount
from shared.x12.scalars import ZERO, read_number
from shared.x12.segments import Segment

Row = tuple[str, ...]
_RANKS = {"20": 0, "21": 1, "19": 2, "22": 3, "23": 4, "PT": 4, "EV": 5, "SS": 6}
"""Kinds of levels (HL03), from the outside in."""
_SOURCES = frozenset({"PR", "2B", "36", "GP", "P5", "X3", "AY"})


@dataclass(slots=True)
class Piece:
    """Rows of a set without its SE. `key` is the payer's id (or name), empty when none is named; `lead` what stood before the ST."""

    key: str
    rows: list[Row]
    lead: str


@dataclass(slots=True)
class _Node:
    """One HL level: what stands in it before its claims. `number` is HL01 as the file has it, `rank` how far inside its kind belongs."""

    number: str
    rank: int
    rows: list[Row] = field(default_factory=list)
    payer: str = ""


@dataclass(slots=True)
class _Draft:
    """A set in the making: the header, then levels and claims. Each level is written once, when something below it is wanted."""

    head: list[Row]
    rows: list[Row] = field(default_factory=list)
    numbers: dict[int, int] = field(default_factory=dict)
    places: dict[int, int] = field(default_factory=dict)

    def add(self, chain: list[_Node], unit: list[Row]) -> None:
        """A unit with those of the levels above it that are not written yet."""
        at = len(chain)
        while at and id(chain[at - 1]) not in self.numbers:
            at -= 1
        above = str(self.numbers[id(chain[at - 1])]) if at else ""
        for node in chain[at:]:
            if above:
                self._mark_parent(int(above))
            number = self.numbers[id(node)] = len(self.numbers) + 1
            self.places[number] = len(self.rows)
            self.rows.append(("HL", str(number), above, *node.rows[0][3:4], "0"))
            self.rows += node.rows[1:]
            above = str(number)
        self.rows += unit

    def _mark_parent(self, number: int) -> None:
        """HL04 of a level that has got a child."""
        at = self.places[number]
        self.rows[at] = (*self.rows[at][:4], "1")


def pieces_of(transaction: Transaction, by_claim: bool) -> Iterator[Piece]:
    """The pieces of a set; one claim each as it is read, or one for each payer at the end. Reads the set to its end."""
    segments = iter(transaction)
    if transaction.set_id == "835":
        yield from _remittance(segments) if by_claim else _whole(segments, "N1")
    elif transaction.set_id == "837" or not by_claim:
        yield from _levels(segments, by_claim, transaction.set_id == "837")
    else:
        yield from _whole(segments, "")


def _whole(segments: Iterator[Segment], payer_id: str) -> Iterator[Piece]:
    """A set as it is."""
    key, lead, rows = "", "", []
    for segment in segments:
        if segment.id == "ST":
            lead = segment.lead
        if segment.id == payer_id and segment.get(1) == "PR" and not key:
            key = segment.get(4) or segment.get(2)
        if segment.id != "SE":
            rows.append(segment.elements)
    yield Piece(key, rows, lead)


def _remittance(segments: Iterator[Segment]) -> Iterator[Piece]:
    """An 835 by claim: neighbours with one patient control number (a reversal and its correction) stay together."""
    head: list[Row] = []
    counter: list[Row] = []
    claims: list[Row] = []
    current, lead, adjusting = "", "", False
    for segment in segments:
        match segment.id:
            case "ST":
                lead = segment.lead
                head.append(segment.elements)
            case "LX" | "CLP" | "PLB" | "SE":
                if claims and not (segment.id == "CLP" and segment.get(1) == current):
                    yield Piece("", _paid(head, counter, claims), lead)
                    claims = []
                adjusting = segment.id == "PLB"
                if segment.id == "LX":
                    counter = [segment.elements]
                elif segment.id == "CLP":
                    current = segment.get(1)
                    claims.append(segment.elements)
            case _ if not adjusting:
                (claims or counter or head).append(segment.elements)
    if claims:
        yield Piece("", _paid(head, counter, claims), lead)


def _paid(head: list[Row], counter: list[Row], claims: list[Row]) -> list[Row]:
    """Header, counter and claims, with the sum of the claims as payment (BPR02)."""
    total = sum((read_number(row[4]) or ZERO for row in claims if row[0] == "CLP" and len(row) > 4), ZERO)
    return [(*row[:2], amount(total), *row[3:]) if row[0] == "BPR" else row for row in head] + counter + claims


def _levels(segments: Iterator[Segment], by_claim: bool, of_claims: bool) -> Iterator[Piece]:
    """A set of HL levels: claims (CLM) with the levels above them or, where a set is not `of_claims`, every level of a payer."""
    head: list[Row] = []
    chain: list[_Node] = []
    unit: list[Row] = []
    drafts: dict[str, _Draft] = {}
    lead = ""

    def done() -> Iterator[Piece]:
        nonlocal unit
        if chain and (unit or not of_claims):
            draft = _Draft(head) if by_claim else drafts.setdefault(_payer(chain), _Draft(head))
            draft.add(chain, unit)
            if by_claim:
                yield Piece(_payer(chain), head + draft.rows, lead)
        unit = []

    for segment in segments:
        row = segment.elements
        if segment.id == "HL":
            yield from done()
            _climb(chain, segment)
            chain.append(_Node(segment.get(1), _RANKS.get(segment.get(3), 0), [row]))
        elif segment.id == "CLM":
            yield from done()
            unit = [row]
        elif segment.id == "SE":
            break
        elif unit:
            unit.append(row)
        elif chain:
            _note_payer(chain[-1], segment)
            chain[-1].rows.append(row)
        else:
            lead = segment.lead if segment.id == "ST" else lead
            head.append(row)
    yield from done()
    for key, draft in drafts.items():
        yield Piece(key, head + draft.rows, lead)


def _climb(chain: list[_Node], hl: Segment) -> None:
    """Leaves the levels that a new one is not below: as HL02 says or, where it names none of them, as the kinds of levels do."""
    known = hl.get(2) != "" and any(node.number == hl.get(2) for node in reversed(chain))
    while chain and (chain[-1].number != hl.get(2) if known else chain[-1].rank >= _RANKS.get(hl.get(3), 0)):
        chain.pop()


def _note_payer(node: _Node, segment: Segment) -> None:
    if segment.id == "NM1" and segment.get(1) in _SOURCES and not node.payer:
        node.payer = segment.get(9) or segment.get(3)


def _payer(chain: list[_Node]) -> str:
    return next((node.payer for node in reversed(chain) if node.payer), "")

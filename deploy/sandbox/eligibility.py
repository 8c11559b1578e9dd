"""Real time eligibility: a 270 in, a 271 (005010X279A1) out.

A member is found by id; when the id is wrong, by last name, first name and birth date, and the answer
carries the id on file. What cannot be answered is an AAA at the level that is at fault; what cannot be read
is a 999 or a TA1 with HTTP status 400.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from deploy.sandbox.acknowledge import body_999, envelope_fault, judge_group, ta1
from deploy.sandbox.benefits import benefits, question
from deploy.sandbox.clearinghouse import parties_of
from deploy.sandbox.inquiry import INQUIRIES, Inquiry, Level, read_inquiry
from deploy.sandbox.interchange import Interchange, NotX12, read_interchanges
from deploy.sandbox.payer import Payer, payers
from deploy.sandbox.roster import Member, Roster
from deploy.sandbox.screen import npi_is_valid
from deploy.sandbox.writer import Body, Parties, Row, group, interchange, ymd

GUIDE_271 = "005010X279A1"
UNKNOWN_PAYER, BAD_PROVIDER, NOT_FOUND, NO_SUCH_PATIENT = "79", "43", "75", "67"
TOO_LITTLE, OTHER_BIRTH_DATE = "15", "71"


@dataclass(frozen=True)
class Answer:
    """HTTP status and X12 text."""

    status: int
    text: str


@dataclass(frozen=True)
class Eligibility:
    """Answers inquiries from the roster. `deductible_used` asks adjudication, `next_number` allots ISA13."""

    roster: Roster
    deductible_used: Callable[[Member], Decimal]
    next_number: Callable[[], int]

    def answer(self, body: bytes) -> Answer:
        """One interchange with one group; anything else is refused whole."""
        try:
            received = read_interchanges(body)[0]
        except NotX12:
            nobody = ("TA1", "000000000", "000101", "0000", "R", "022")
            return Answer(400, interchange(Parties("CLEARPATH1", "UNKNOWN", date(2000, 1, 1)), self.next_number(), [], [nobody]))
        fault = envelope_fault(received) or ("" if len(received.groups) == 1 else "024")
        if fault:
            return Answer(400, interchange(parties_of(received), self.next_number(), [], [ta1(received, fault)]))
        verdict = judge_group(received.groups[0], INQUIRIES)
        if verdict.code != "A" or not verdict.sets:
            return Answer(400, self._wrap(received, "FA", [body_999(verdict)]))
        inquiries = [read_inquiry(one.received.segments) for one in verdict.sets]
        return Answer(200, self._wrap(received, "HB", [self._body(one) for one in inquiries]))

    def _wrap(self, received: Interchange, code: str, bodies: list[Body]) -> str:
        number, parties = self.next_number(), parties_of(received)
        return interchange(parties, number, [group(parties, code, number, bodies)])

    def _body(self, inquiry: Inquiry) -> Body:
        rows: list[Row] = [("BHT", "0022", "11", inquiry.reference, ymd(inquiry.made_on), "0800")]
        for source in inquiry.sources:
            rows += self._source(source, inquiry)
        return Body("271", GUIDE_271, _numbered(rows))

    def _source(self, source: Level, inquiry: Inquiry) -> Iterator[Row]:
        """Loops 2000A and 2100A. An unknown payer answers for everybody below it."""
        name = source.name
        payer = payers().get(name.at(9))
        yield _hl("20", bool(source.children))
        yield "NM1", name.at(1), "2", payer.name if payer else name.at(3), "", "", "", "", name.at(8), name.at(9)
        if payer is None:
            yield _aaa(UNKNOWN_PAYER)
        for receiver in source.children:
            yield from self._receiver(receiver, payer, inquiry)

    def _receiver(self, receiver: Level, payer: Payer | None, inquiry: Inquiry) -> Iterator[Row]:
        """Loops 2000B and 2100B."""
        name = receiver.name
        bad = (name.at(8) == "XX" and not npi_is_valid(name.at(9))) or not name.at(9)
        answers = payer is not None and not bad
        yield _hl("21", answers and bool(receiver.children))
        yield "NM1", *name.elements[:9]
        if bad:
            yield _aaa(BAD_PROVIDER)
        for subscriber in receiver.children:
            if payer and answers:
                yield from self._subscriber(subscriber, payer, inquiry)

    def _subscriber(self, level: Level, payer: Payer, inquiry: Inquiry) -> Iterator[Row]:
        """Loops 2000C to 2110C, and 2000D to 2110D of dependents."""
        holders = self.roster.holders(payer.id, level.name.at(9))
        if level.children and (holders or self._by_name(payer, level.children[0])):
            yield _hl("22", True)
            yield from _traces(level)
            yield "NM1", *level.name.elements[:9]
            for dependent in level.children:
                yield from self._patient(dependent, payer, inquiry, holders)
            return
        yield from self._patient(level, payer, inquiry, holders)

    def _patient(self, level: Level, payer: Payer, inquiry: Inquiry, holders: list[Member]) -> Iterator[Row]:
        yield _hl(level.code, False)
        yield from _traces(level)
        found = self._find(level, payer, holders)
        if isinstance(found, str):
            yield "NM1", *level.name.elements[:9]
            yield _aaa(found)
            return
        yield from _member(level, found)
        asked = question(level.asked_on or inquiry.made_on, level.all("EQ"))
        yield from benefits(found, payer, asked, self.deductible_used(found))

    def _find(self, level: Level, payer: Payer, holders: list[Member]) -> Member | str:
        """The member, or the AAA03 that says why not."""
        birth_on = level.birth_on
        named = self._by_name(payer, level)
        if level.code == "23":
            own = [one for one in named if one in holders] or named
            return own[0] if own else NO_SUCH_PATIENT
        same = [one for one in holders if birth_on in (None, one.birth_on)]
        if same:
            return min(same, key=lambda one: bool(one.subscriber_member_id))
        if named:
            return named[0]
        if holders:
            return OTHER_BIRTH_DATE
        enough = level.name.at(9) or (level.name.at(3) and level.name.at(4) and birth_on)
        return NOT_FOUND if enough else TOO_LITTLE

    def _by_name(self, payer: Payer, level: Level) -> list[Member]:
        return self.roster.named(payer.id, level.name.at(3), level.name.at(4), level.birth_on)


def _hl(code: str, children: bool) -> Row:
    """Numbers and parents are filled in by `_numbered`."""
    return ("HL", "", "", code, "1" if children else "0")


def _numbered(rows: list[Row]) -> list[Row]:
    """HL01 in sequence, HL02 the number of the nearest level above."""
    above, latest, number, done = {"20": "", "21": "20", "22": "21", "23": "22"}, {"": ""}, 0, []
    for row in rows:
        if row[0] == "HL":
            number += 1
            latest[row[3]] = str(number)
            row = ("HL", str(number), latest[above[row[3]]], row[3], row[4])
        done.append(row)
    return done


def _traces(level: Level) -> Iterator[Row]:
    """TRN of the 270 comes back with TRN01 2."""
    for segment in level.all("TRN"):
        yield "TRN", "2", *segment.elements[1:4]


def _member(level: Level, member: Member) -> Iterator[Row]:
    """Name, birth date, changed-id indicator and plan dates of loop 2100C or 2100D, as on file."""
    dependent = level.code == "23"
    number = ("", "") if dependent else ("MI", member.card_id)
    yield "NM1", level.name.at(1), "1", member.last_name, member.first_name, "", "", "", *number
    yield "DMG", "D8", ymd(member.birth_on), member.sex
    if not dependent and level.name.at(9) not in ("", member.card_id):
        yield "INS", "Y", "18", "001", "25"
    if member.effective_on:
        yield "DTP", "346", "D8", ymd(member.effective_on)
    if member.terminated_on:
        yield "DTP", "347", "D8", ymd(member.terminated_on)


def _aaa(reason: str) -> Row:
    """AAA: the request is not valid, for this reason; correct it and ask again."""
    return ("AAA", "N", "", reason, "C")

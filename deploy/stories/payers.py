"""The payers' desk for inquiries: every 270 gets the 271 that the story wrote for this coverage, over HTTP as a clearinghouse passes it on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread

from deploy.stories.format.care import Answer, Coverage
from shared.x12.acknowledge import reply_header
from shared.x12.interchange import Interchange, read_interchanges
from shared.x12.outgoing import proven
from shared.x12.translate.benefit import Benefit, Benefits, Insured, Reject
from shared.x12.translate.eligibility import Inquiry, Member
from shared.x12.translate.naming import Reference, Trace
from shared.x12.translate.parties import Requester
from shared.x12.translate.read_inquiry import read_inquiries
from shared.x12.translate.write_benefits import write_benefits

PLAN, OFFICE = "30", "98"
"""Service types: the plan as a whole, office visits."""
REMAINING, A_VISIT = "29", "27"
UNKNOWN = Answer(reject="75")
"""For a coverage that no story speaks of: the payer finds nobody."""


class Silence(Exception):
    """The story says that nobody answers."""


@dataclass
class Payers:
    """What the payers answer, by payer and member id; the newest story about a coverage holds."""

    answers: dict[tuple[str, str], Answer] = field(default_factory=dict)
    _number: int = 0
    _lock: Lock = field(default_factory=Lock)

    def learn(self, coverages: tuple[Coverage, ...]) -> None:
        """What is to be answered from now on about these."""
        self.answers |= {(each.payer, each.member.upper()): each.answer for each in coverages}

    def reply(self, body: bytes) -> bytes:
        """The 271 to a 270. Raises Silence."""
        interchange = next(iter(read_interchanges(body)))
        [inquiry] = [each for transaction in interchange.transactions() for each in read_inquiries(transaction)]
        answer = self.answers.get((inquiry.payer.id, inquiry.subscriber.member_id.upper()), UNKNOWN)
        if answer.silent:
            raise Silence
        return self._written(interchange, inquiry, answer)

    def _written(self, interchange: Interchange, inquiry: Inquiry, answer: Answer) -> bytes:
        with self._lock:
            self._number += 1
        asked = interchange.header
        assert asked.on is not None
        assert asked.at is not None
        header = reply_header(interchange, control_number=f"{self._number:09d}", on=asked.on, at=asked.at)
        return proven(write_benefits(header, [_benefits(inquiry, answer)], reference=inquiry.reference, group_control_number=self._number))


def _benefits(inquiry: Inquiry, answer: Answer) -> Benefits:
    rejects = (Reject("2100C" if inquiry.dependent is None else "2100D", answer.reject, "C"),) if answer.reject else ()
    requester = Requester(inquiry.provider, inquiry.provider_entity, inquiry.provider_id, inquiry.provider_role)
    dependent = _insured(inquiry.dependent, inquiry.relationship) if inquiry.dependent else None
    traces = (Trace(inquiry.trace, inquiry.originator_id, inquiry.trace_department, "2"),)
    benefits = () if rejects else tuple(_stated(inquiry, answer))
    return Benefits(inquiry.payer, requester, _insured(inquiry.subscriber), dependent, traces, benefits, rejects)


def _insured(member: Member, relationship: str = "") -> Insured:
    groups = (Reference("6P", member.group_number),) if member.group_number else ()
    return Insured(member.name, member.member_id, member.born_on, member.sex, references=groups, relationship=relationship)


def _stated(inquiry: Inquiry, answer: Answer) -> Iterator[Benefit]:
    """On a day without coverage only that; otherwise what the story gives, and for each procedure asked about whether it needs an authorization."""
    if not answer.active:
        yield Benefit("6", service_types=(PLAN,), plan=answer.plan)
        return
    yield Benefit("1", service_types=(PLAN,), plan=answer.plan)
    if answer.copay is not None:
        yield Benefit("B", "IND", (OFFICE,), time_period=A_VISIT, amount=answer.copay, in_network="Y")
    if answer.coinsurance is not None:
        yield Benefit("A", "IND", (PLAN,), percent=Decimal(answer.coinsurance), in_network="Y")
    if answer.deductible_left is not None:
        yield Benefit("C", "IND", (PLAN,), time_period=REMAINING, amount=answer.deductible_left, in_network="Y")
    for code in [question.code for question in inquiry.asked if question.code]:
        needed = "Y" if code in answer.authorization_for else "N"
        yield Benefit("1", "IND", authorization_required=needed, in_network="Y", procedure_qualifier="HC", procedure=code)


@contextmanager
def at_their_desk(payers: Payers) -> Iterator[str]:
    """The address at which they answer, for the length of the block. Requests are not logged: they name people."""

    class Desk(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            try:
                status, reply = 200, payers.reply(body)
            except Silence:
                status, reply = 404, b""
            self.send_response(status)
            self.send_header("Content-Type", "application/edi-x12")
            self.send_header("Content-Length", str(len(reply)))
            self.end_headers()
            self.wfile.write(reply)

        def log_message(self, format: str, *args: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Desk)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/eligibility"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()

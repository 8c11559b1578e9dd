"""A bank's file becomes events: each deposit once, however many files repeat its line; lines that cannot be read become work."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from services.billing.adjudication.bank.line import BankFile, BankLine, Fault
from services.billing.adjudication.bank.read import read_bank_file
from services.billing.adjudication.bank_repository import take_new
from shared.contracts.adjudication import DepositRecorded, UntracedDepositRecorded
from shared.contracts.event import Event
from shared.contracts.ids import Names
from shared.contracts.values import Actor, Document, PayerId, WorkItem
from shared.db import blobs
from shared.db.sql import Session
from shared.db.work_items import follow
from shared.site.model import Site, folded, payer_names

KIND = "bank"
ORIGIN = "adjudication.bank"
FROM_FILE = Actor(id="bank-file", role="system")
SHORTEST_NAME = 6
"""Characters from which a payer's name in a text is taken for the payer."""
SHOWN = 12


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a file."""

    events: Sequence[Event]
    known: int
    """Lines that an earlier file had brought."""
    file: BankFile

    def told(self) -> dict[str, Any]:
        """For whoever sent it."""
        return {
            "deposits": len(self.events),
            "known": self.known,
            "others": self.file.others,
            "set_aside": [{"line": one.number, "reason": one.reason} for one in self.file.faults],
        }


async def take(session: Session, body: bytes, name: str, site: Site, names: Names, at: datetime) -> Taken:
    """Keep the file, take its new deposits, and ask a person about lines that cannot be read. Raises Reject when it is no bank file as a whole."""
    file = read_bank_file(body)
    document = await blobs.put(session, body, kind=KIND, name=name)
    ids = _ids(file.deposits, names)
    new = await take_new(session, list(ids), document.sha256)
    if file.faults:
        await follow(session, ORIGIN, {document.sha256: [_work(one, document, name) for one in file.faults]}, at)
    events = [_event(id, line, site, document) for id, line in ids.items() if id in new]
    return Taken(events, len(ids) - len(new), file)


def _ids(lines: Sequence[BankLine], names: Names) -> dict[str, BankLine]:
    """By everything the bank says about a deposit; of lines that say the same in one file the second is a second deposit."""
    seen: Counter[tuple[str, ...]] = Counter()
    found = {}
    for line in lines:
        said = (line.account, line.on.isoformat(), str(line.amount), line.trace, line.originator, line.payer, line.reference)
        seen[said] += 1
        found[names.of("bank line", *said, str(seen[said]))] = line
    return found


def _event(id: str, line: BankLine, site: Site, document: Document) -> Event:
    told = {
        "amount": line.amount,
        "fee": line.fee,
        "deposited_on": line.on,
        "originator": line.originator,
        "payer_id": _payer(line, site),
        "reference": line.reference or id,
        "document": document,
        "actor": FROM_FILE,
        "reason": "bank file",
    }
    if line.trace:
        return DepositRecorded.model_validate({**told, "trace_number": line.trace})
    return UntracedDepositRecorded.model_validate({**told, "trace_number": f"BANK-{id}"})


def _payer(line: BankLine, site: Site) -> PayerId | None:
    """By originator or by name; a name inside a longer text counts if the text names one payer only."""
    known = next((one for one in site.payers if one.originator_id and one.originator_id == line.originator), None)
    known = known or site.find_payer(line.payer, line.originator)
    if known:
        return PayerId(known.payer_id)
    text = f" {folded(f'{line.payer} {line.text}')} "
    named = {one.payer_id for one in site.payers for name in payer_names(one) if len(name) >= SHORTEST_NAME and f" {folded(name)} " in text}
    return PayerId(named.pop()) if len(named) == 1 else None


def _work(fault: Fault, document: Document, name: str) -> WorkItem:
    file = name or f"with hash {document.sha256[:SHOWN]}"
    return WorkItem(
        id=f"bank-line-{document.sha256[:SHOWN]}-{fault.number}",
        kind="bank_line_set_aside",
        subject=document.sha256[:SHOWN],
        place=f"file {file}, line {fault.number}",
        sentence=f"A line of the bank's file cannot be read: {fault.reason} Record the deposit by hand if it is one.",
    )

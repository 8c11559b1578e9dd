"""A file of the clearinghouse becomes events: per 835 a payment with its claims, or a payment that is set aside, or a duplicate.

A remittance is named by payer, payee, trace number, amount and day. The file's name and its control numbers do not count.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Literal, Protocol, overload

from shared.contracts.adjudication import PayerStatement, ProvenRemittance, RefusedRemittance, RepeatedRemittance
from shared.contracts.event import Event
from shared.contracts.ids import Names
from shared.contracts.values import Document, PayerId, RemittanceId, dollars
from shared.remittance.naming import PaymentKey, unidentified
from shared.remittance.payee import is_for_another, own_numbers, stated_numbers
from shared.remittance.payments import payments
from shared.remittance.proof import Proof, is_findable, prove, remittances
from shared.site.model import Site
from shared.x12.interchange import Transaction
from shared.x12.translate.remittance import RemittanceHeader
from shared.x12.translate.remitted_claim import RemittedClaim

Verdict = Literal["new", "same", "other"]


class Register(Protocol):
    """Which remittances were received before."""

    async def __call__(self, remittance_id: RemittanceId, content: str, trace_number: str, *, enter: bool) -> Verdict:
        """`new`: not received before, and received from now on if `enter`. `same` or `other`: received with this or with other content."""
        ...


@dataclass(frozen=True)
class Facts:
    """As which events a service tells what it takes in. A topic has one owner, so each service has classes of its own."""

    received: type[ProvenRemittance]
    set_aside: type[RefusedRemittance]
    duplicated: type[RepeatedRemittance]
    claim: Callable[[RemittedClaim, RemittanceHeader, dict[str, Any]], PayerStatement]
    """(claim and header as read, the members of a PayerStatement) → the event."""


@dataclass(frozen=True)
class Intake:
    """Reads files for one site."""

    site: Site
    names: Names
    facts: Facts

    async def read(self, body: bytes, document: Document, register: Register) -> Sequence[Event]:
        """The events of a file, in its order; empty when it holds no 835. Raises Reject when the file cannot be read as a whole."""
        parts: list[_Part] = []
        for proof in await asyncio.to_thread(prove, body):  # a long file must not hold up everything else in this process
            proof = replace(proof, provider_adjustments=unidentified(proof.provider_adjustments, self.names))
            payer_id, foreign = self._payer(proof), is_for_another(proof.header, self._ours)
            remittance_id, paper = self._remittance_id(proof), self._key(proof, payer_id)
            part = _Part(proof, remittance_id, "new", payer_id, self.facts, foreign, paper.of_file(self.names))
            parts.append(replace(part, verdict=await _verdict(part, paper.of_paper(self.names), register)))
        return Events(body, document, parts)

    @cached_property
    def _ours(self) -> frozenset[str]:
        return own_numbers(self.site)

    def _remittance_id(self, proof: Proof) -> RemittanceId:
        """By TRN03, loop 1000B, TRN02, BPR02 and BPR16."""
        header = proof.header
        payee = " ".join(stated_numbers(header)) or header.payee_id
        day = proof.remitted_on.isoformat()
        return RemittanceId(self.names.of("remittance", header.originator_id, payee, header.trace, dollars(header.paid), day))

    def _key(self, proof: Proof, payer_id: PayerId | None) -> PaymentKey:
        return PaymentKey(payer_id or proof.header.originator_id, proof.header.trace, proof.header.paid, proof.remitted_on)

    def _payer(self, proof: Proof) -> PayerId | None:
        """By the originator of the payment, else by any id or name in loop 1000A; None when the directory has none of them."""
        header = proof.header
        texts = (header.payer_id, header.payer_plan_id, *(one.value for one in header.payer_ids), header.payer_name)
        known = (payer for payer in self.site.payers if payer.originator_id and payer.originator_id == header.originator_id)
        payer = next(known, None) or self.site.find_payer(*texts)
        return PayerId(payer.payer_id) if payer else None


@dataclass(frozen=True, slots=True)
class _Part:
    """One 835 of a file and what becomes of it."""

    proof: Proof
    remittance_id: RemittanceId
    verdict: Verdict
    payer_id: PayerId | None
    facts: Facts
    is_foreign: bool
    """It is for another payee."""
    paper_key: RemittanceId
    """Under which a copy on paper finds it."""

    @property
    def is_sound(self) -> bool:
        return not (self.is_foreign or self.proof.unreadable or self.proof.imbalances)

    @property
    def count(self) -> int:
        return 1 + (self.proof.claims if self.verdict == "new" and self.is_sound else 0)

    def events(self, transaction: Transaction, document: Document) -> Iterator[Event]:
        if self.verdict == "same":
            yield self.facts.duplicated.model_validate({"remittance_id": self.remittance_id, "trace_number": self.trace, "document": document})
        elif self.verdict == "other" or not self.is_sound:
            yield self._set_aside(document)
        else:
            yield self._received(document)
            yield from self._payments(transaction, document)

    @property
    def trace(self) -> str:
        trace = self.proof.header.trace
        return trace if trace and is_findable(trace) else self.remittance_id

    def _set_aside(self, document: Document) -> RefusedRemittance:
        proof = self.proof
        return self.facts.set_aside.model_validate(
            {
                "remittance_id": self.remittance_id,
                "cause": self._cause,
                "trace_number": self.trace,
                "set_number": proof.header.set_control_number,
                "total_paid": None if proof.unreadable else proof.header.paid,
                "imbalances": () if proof.unreadable or self.is_foreign else proof.imbalances,
                "places": () if self.is_foreign else proof.unreadable,
                "document": document,
            }
        )

    @property
    def _cause(self) -> str:
        if self.is_foreign:
            return "other_payee"
        return "conflicting_copy" if self.verdict == "other" else "unreadable" if self.proof.unreadable else "out_of_balance"

    def _received(self, document: Document) -> ProvenRemittance:
        proof = self.proof
        return self.facts.received.model_validate(
            {
                "remittance_id": self.remittance_id,
                "payer_id": self.payer_id,
                "trace_number": self.trace,
                "payer_originator": proof.header.originator_id,
                "total_paid": proof.header.paid,
                "method": proof.header.method,
                "remitted_on": proof.remitted_on,
                "claims": proof.claims,
                "provider_adjustments": proof.provider_adjustments,
                "content": proof.content,
                "paper_key": self.paper_key,
                "meaning": proof.meaning,
                "document": document,
            }
        )

    def _payments(self, transaction: Transaction, document: Document) -> Iterator[Event]:
        for claim, payment in payments(transaction):
            told = {
                "claim_id": claim.patient_control_number or f"{self.remittance_id}-{payment.ordinal}",
                "remittance_id": self.remittance_id,
                "payer_id": self.payer_id,
                "trace_number": self.trace,
                "remitted_on": self.proof.remitted_on,
                "payment": payment,
                "document": document,
            }
            yield self.facts.claim(claim, self.proof.header, told)


async def _verdict(part: _Part, paper_id: RemittanceId, register: Register) -> Verdict:
    """Whether it came before, as a file or on paper. Only what is sound is entered, so that a corrected copy of the rest is taken."""
    proof = part.proof
    if not part.is_sound:
        return await register(part.remittance_id, proof.content, proof.header.trace, enter=False)
    on_paper = await register(paper_id, proof.meaning, proof.header.trace, enter=False)
    if on_paper != "new":
        return on_paper
    verdict = await register(part.remittance_id, proof.content, proof.header.trace, enter=True)
    if verdict == "new":
        await register(part.paper_key, proof.meaning, proof.header.trace, enter=True)
    return verdict


class Events(Sequence[Event]):
    """The events of a file, made as they are asked for: an 835 of any size needs the memory of one claim."""

    def __init__(self, body: bytes, document: Document, parts: Sequence[_Part]) -> None:
        self._body, self._document, self._parts = body, document, parts

    def __len__(self) -> int:
        return sum(part.count for part in self._parts)

    def __iter__(self) -> Iterator[Event]:
        if not self._parts:  # it was not even opened: what is no X12 at all is for others to say
            return
        for part, transaction in zip(self._parts, remittances(self._body), strict=True):
            yield from part.events(transaction, self._document)

    @overload
    def __getitem__(self, index: int) -> Event: ...
    @overload
    def __getitem__(self, index: slice) -> list[Event]: ...
    def __getitem__(self, index: int | slice) -> Event | list[Event]:
        return list(self)[index]

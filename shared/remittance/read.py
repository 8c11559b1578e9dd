"""A file of the clearinghouse becomes events: per 835 a payment with its claims, or a payment that is set aside, or a duplicate."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol, overload

from shared.contracts.adjudication import PayerStatement, ProvenRemittance, RefusedRemittance, RepeatedRemittance
from shared.contracts.event import Event
from shared.contracts.ids import Names
from shared.contracts.values import Document, PayerId, RemittanceId
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
            remittance_id = self._remittance_id(proof)
            sound = not proof.unreadable and not proof.imbalances
            verdict = await register(remittance_id, proof.content, proof.header.trace, enter=sound)
            parts.append(_Part(proof, remittance_id, verdict, self._payer(proof), self.facts))
        return Events(body, document, parts)

    def _remittance_id(self, proof: Proof) -> RemittanceId:
        """Named by payer (TRN03), trace (TRN02), amount (BPR02) and day (BPR16): the file's name and its control numbers do not count."""
        header = proof.header
        return RemittanceId(self.names.of("remittance", header.originator_id, header.trace, f"{header.paid:.2f}", proof.remitted_on.isoformat()))

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

    @property
    def is_sound(self) -> bool:
        return not self.proof.unreadable and not self.proof.imbalances

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
        cause = "conflicting_copy" if self.verdict == "other" else "unreadable" if proof.unreadable else "out_of_balance"
        return self.facts.set_aside.model_validate(
            {
                "remittance_id": self.remittance_id,
                "cause": cause,
                "trace_number": self.trace,
                "total_paid": None if proof.unreadable else proof.header.paid,
                "imbalances": () if proof.unreadable else proof.imbalances,
                "places": proof.unreadable,
                "document": document,
            }
        )

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

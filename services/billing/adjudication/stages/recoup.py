"""adjudication.recoup: follow what payers carry forward and take back until it comes to nothing.

Reads   rcm.adjudication.remittance  PayerBalanceMoved
Writes  nothing
Keeps   one PayerBalance per payer and reference: every move
Rules   the code does not matter, only payer and reference: some payers open with FB and recover with WO; a balance that has stood for 60 days
        calls a person
Elsewhere: the entries (stages/deposit.py)
"""

from __future__ import annotations

from services.billing.adjudication.model.clearing.payer_balance import PATIENCE, Move, PayerBalance, key_of
from shared.contracts import topics
from shared.contracts.adjudication import PayerBalanceMoved
from shared.contracts.clock import Woken
from shared.contracts.event import Event
from shared.stage.stage import Stage, says_nothing


def evolve(state: PayerBalance, event: Event) -> PayerBalance:
    match event:
        case PayerBalanceMoved():
            return _due(_moved(state, event))
        case Woken():
            return _due(state.but(as_of=event.on))
        case _:
            return state


def _moved(state: PayerBalance, event: PayerBalanceMoved) -> PayerBalance:
    move = Move.model_validate({name: getattr(event, name) for name in Move.model_fields})
    return state.but(payer_id=event.payer_id, originator=event.payer_originator, reference=event.reference, moves=(*state.moves, move))


def _due(state: PayerBalance) -> PayerBalance:
    since = state.open_since
    day = since + PATIENCE if since else None
    return state.but(wake_on=None if day is None or (state.as_of and state.as_of >= day) else day)


def _key(event: Event) -> str:
    return key_of(event) if isinstance(event, PayerBalanceMoved) else ""


STAGE: Stage[PayerBalance, None] = Stage(
    name="adjudication.recoup",
    subscribes=(topics.REMITTANCES,),
    handles=(PayerBalanceMoved, Woken),
    emits=(),
    initial=lambda key: PayerBalance(key=key),
    decide=says_nothing,
    evolve=evolve,
    key=_key,
)

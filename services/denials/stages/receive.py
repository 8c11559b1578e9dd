"""denials.receive: remember which 835s denials took in itself, and call a person for those that it set aside.

Reads   rcm.denials.remittance   AdviceReceived, AdviceSetAside, AdviceDuplicated
Writes  nothing
Keeps   one Advice per trace number
Rules   a sound remittance under the same trace number ends the wait for a corrected one
Elsewhere: the proof and the register of what was taken (intake), the claims of a remittance (stages/order.py)
"""

from __future__ import annotations

from services.denials.model.advice import Advice, evolve
from shared.contracts import topics
from shared.contracts.denials import AdviceDuplicated, AdviceReceived, AdviceSetAside
from shared.stage.stage import Stage, says_nothing

STAGE: Stage[Advice, None] = Stage(
    name="denials.receive",
    subscribes=(topics.ADVICES,),
    handles=(AdviceReceived, AdviceSetAside, AdviceDuplicated),
    emits=(),
    initial=lambda key: Advice(trace_number=key),
    decide=says_nothing,
    evolve=evolve,
)

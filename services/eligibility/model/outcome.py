"""What follows from all that is known about an encounter: hold it, ask a payer, or clear it.

The one place that decides this. Every stage folds what has arrived and then settles, so that an encounter can never fall between two stages:
with both halves of its registration there it is held with reasons, cleared, or waits for an answer that will come.
"""

from __future__ import annotations

from collections.abc import Sequence

from services.eligibility.model.amends import answers, rejection_reasons
from services.eligibility.model.checks import registration_reasons
from services.eligibility.model.coverage import ask_about, codes_of, is_being_asked, look_at_coverages
from services.eligibility.model.desk import Known
from services.eligibility.model.encounter import Encounter
from services.eligibility.model.fold import evolve
from shared.contracts.eligibility import ClearedCoverage, CoverageVerified, EncounterCleared, EncounterHeld, EncounterOpened, PatientRegistered
from shared.contracts.event import Event
from shared.contracts.values import HoldReason


def settle(encounter: Encounter, known: Known) -> list[Event]:
    """The events that bring the world up to date with what is known; none when nothing new follows."""
    settled: list[Event] = []
    incomplete = _incomplete(encounter, known)  # nothing that we say ourselves changes what was registered
    while step := _step(encounter, known, incomplete):
        settled += step
        for event in step:
            encounter = evolve(encounter, event)
    return settled


def is_ready(encounter: Encounter, known: Known) -> bool:
    """Both halves are there and nothing is missing that a payer would have to be asked with."""
    return encounter.registered is not None and encounter.opened is not None and not _missing(encounter, _incomplete(encounter, known))


def _step(encounter: Encounter, known: Known, incomplete: Sequence[HoldReason]) -> Sequence[Event]:
    registered, opened, site = encounter.registered, encounter.opened, known.reference.site
    if registered is None or opened is None:
        return ()
    if reasons := _missing(encounter, incomplete):
        return _hold(encounter, reasons, known)
    looked = look_at_coverages(encounter, site)
    if looked.next is not None:
        return () if is_being_asked(encounter, looked.next, site) else (ask_about(encounter, opened, looked.next, site),)
    if reasons := (*looked.reasons, *_unauthorized(encounter, opened, looked.active, known)):
        return _hold(encounter, reasons, known)
    return _clear(encounter, registered, looked.active)


def _incomplete(encounter: Encounter, known: Known) -> tuple[HoldReason, ...]:
    if encounter.registered is None or encounter.opened is None:
        return ()
    return registration_reasons(encounter.registered, encounter.opened, known.reference, known.on)


def _missing(encounter: Encounter, incomplete: Sequence[HoldReason]) -> tuple[HoldReason, ...]:
    return tuple(dict.fromkeys((*incomplete, *rejection_reasons(encounter))))


def _hold(encounter: Encounter, reasons: tuple[HoldReason, ...], known: Known) -> Sequence[Event]:
    if isinstance(encounter.outcome, EncounterHeld) and encounter.outcome.reasons == reasons:
        return ()
    return (EncounterHeld(encounter_id=encounter.encounter_id, reasons=reasons, held_on=known.on),)


def _unauthorized(encounter: Encounter, opened: EncounterOpened, active: Sequence[CoverageVerified], known: Known) -> tuple[HoldReason, ...]:
    """Codes that an active coverage wants a number for (REF*G1 of the claim) and that have none."""
    guarded = {code for fact in active for code in fact.authorization_required_for}
    have = {authorization.procedure for authorization in encounter.authorizations}
    missing = [code for code in codes_of(opened, known.reference.site) if code in guarded and not have.intersection((code, None))]
    sentence = "The payer wants an authorization for {}. Obtain the number and enter it."
    return tuple(HoldReason(code="authorization_needed", place=f"procedures[{code}]", sentence=sentence.format(code)) for code in missing)


def _clear(encounter: Encounter, registered: PatientRegistered, active: Sequence[CoverageVerified]) -> Sequence[Event]:
    cleared = EncounterCleared(
        encounter_id=encounter.encounter_id,
        version=encounter.cleared.version + 1 if encounter.cleared else 1,
        registration_version=registered.version,
        coverages=tuple(ClearedCoverage(coverage_id=fact.coverage_id, payer_id=fact.payer_id, order=fact.order) for fact in active),
        authorizations=encounter.numbers,
    )
    answered = answers(encounter)
    if not answered:
        return () if _is_announced(encounter, cleared) else (cleared,)
    return [cleared.model_copy(update={"version": cleared.version + nth, "answers": id}) for nth, id in enumerate(answered)]


def _is_announced(encounter: Encounter, cleared: EncounterCleared) -> bool:
    """The last outcome says the same."""
    last = encounter.outcome
    same = ("registration_version", "coverages", "authorizations")
    return isinstance(last, EncounterCleared) and all(getattr(last, name) == getattr(cleared, name) for name in same)

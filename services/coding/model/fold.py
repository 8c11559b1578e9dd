"""How a chart comes to know what it knows. A repeat changes nothing."""

from __future__ import annotations

from services.coding.model.chart import Chart
from services.coding.model.lines import renumbered
from shared.contracts.coding import CodingCorrected, CodingHeld, CorrectionDeclined, EncounterCoded
from shared.contracts.denials import CorrectionRequested, DenialClosed
from shared.contracts.eligibility import EncounterOpened
from shared.contracts.event import Event
from shared.contracts.submission import ClaimRejected, ClaimSubmitted, ClaimWithdrawn
from shared.contracts.values import Owner


def evolve(chart: Chart, event: Event) -> Chart:
    """The chart once this has happened. Events of no interest leave it as it is."""
    match event:
        case EncounterOpened() if chart.opened is None or event.version > chart.opened.version:
            return chart.but(opened=event, lines=renumbered(chart.lines, event))
        case CodingCorrected() if event not in chart.corrections[-1:]:
            return _corrected(chart, event)
        case EncounterCoded() if event.version > chart.version:
            return _answered(chart, event.answers).but(version=event.version, coded=event, reasons=(), answering="", rejection=None)
        case CodingHeld() if event.version > chart.version:
            return chart.but(version=event.version, reasons=event.reasons)
        case CorrectionDeclined():
            return _answered(chart, event.denial_id)
        case CorrectionRequested() if event.owner is Owner.CODING and event.denial_id not in {each.denial_id for each in chart.asked}:
            return chart.but(asked=(*chart.asked, event))
        case DenialClosed() if event.denial_id not in chart.closed:
            return chart.but(closed=(*chart.closed, event.denial_id))
    return _claim(chart, event)


def _corrected(chart: Chart, event: CodingCorrected) -> Chart:
    if event.declines:
        return chart
    return chart.but(corrections=(*chart.corrections, event), answering=event.answers or chart.answering)


def _answered(chart: Chart, request: str) -> Chart:
    known = not request or request in chart.answered
    return chart if known else chart.but(answered=(*chart.answered, request))


def _claim(chart: Chart, event: Event) -> Chart:
    """A rejection is coding's until the claim went out again, or somebody gave the submission up."""
    rejected = chart.rejection
    match event:
        case ClaimRejected() if event.responsible is Owner.CODING:
            return chart.but(rejection=event)
        case ClaimSubmitted() if rejected and event.submission > rejected.submission:
            return chart.but(rejection=None)
        case ClaimWithdrawn() if rejected and event.submission >= rejected.submission:
            return chart.but(rejection=None)
    return chart

"""Loops 2320 and 2330 read back: the other payers of a claim."""

from shared.x12.loop import Loop
from shared.x12.scalars import read_dates
from shared.x12.segments import Segment
from shared.x12.translate.adjudication import InpatientAdjudication, OutpatientAdjudication
from shared.x12.translate.claim import OtherPayer, OtherPayerProvider
from shared.x12.translate.claim_line_reading import adjustments
from shared.x12.translate.claim_reading import optional, payer, subscriber
from shared.x12.translate.laid_out import read_laid
from shared.x12.translate.naming import read_references


def read_other_payer(loop: Loop) -> OtherPayer:
    """Loops 2320 and 2330."""
    sbr, oi = (loop.first(id) or Segment(id, (id,)) for id in ("SBR", "OI"))
    named = loop.loop("2330B")
    mia, moa = loop.first("MIA"), loop.first("MOA")
    decided = named.first("DTP", "573") if named else None
    return OtherPayer(
        payer=payer(named, "F8"),
        subscriber=subscriber(loop, "2330A"),
        relationship=sbr.get(2),
        paid=optional(loop.get("AMT", 2, "D")),
        remaining=optional(loop.get("AMT", 2, "EAF")),
        noncovered=optional(loop.get("AMT", 2, "A8")),
        adjudicated_on=read_dates(decided.get(2), decided.get(3))[0] if decided else None,
        adjustments=adjustments(loop),
        payer_claim_control_number=named.get("REF", 2, "F8") if named else "",
        benefits_assigned=oi.get(3),
        release=oi.get(6),
        patient_signed=oi.get(4) != "P",
        inpatient=read_laid(InpatientAdjudication, mia) if mia else None,
        outpatient=read_laid(OutpatientAdjudication, moa) if moa else None,
        providers=tuple([_other_provider(child) for child in loop.children if child.rule.id not in ("2330A", "2330B")]),
    )


def _other_provider(loop: Loop) -> OtherPayerProvider:
    return OtherPayerProvider(loop.get("NM1", 1), loop.get("NM1", 2) == "1", read_references(loop))

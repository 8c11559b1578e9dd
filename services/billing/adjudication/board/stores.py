"""Where measures and visits are kept."""

from __future__ import annotations

from services.billing.adjudication.board.rows import MeasureRow, VisitRow
from services.billing.adjudication.model.measure.measure import Measure
from services.billing.adjudication.model.measure.visit import Visit
from shared.db.rows import RowStore


class Measures(RowStore[Measure]):
    """Claims over their whole life."""

    def __init__(self) -> None:
        super().__init__(MeasureRow, Measure)


class Visits(RowStore[Visit]):
    """Visits until they are billed."""

    def __init__(self) -> None:
        super().__init__(VisitRow, Visit)

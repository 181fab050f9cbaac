"""What would change if a closed period were computed again now: nothing is written by it.

A closed period is never opened: what comes later is posted with the next close. This is what that
close would post for it, of what the warehouse knows by now.
"""

import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from commissions.application.close import since_files
from commissions.application.close.computing import tables_until
from commissions.application.close.correcting import Correcting, PeriodCorrection
from commissions.application.close.since_files import KeptPreview
from commissions.domain.periods.period_id import PeriodId
from commissions.domain.periods.record import CLOSED
from commissions.tables import periods
from commissions.warehouse import manifests


class NotClosed(ValueError):
    """A period that is not closed, so that nothing of it is corrected; says what it is."""


@dataclass(frozen=True, slots=True)
class ReopenPreview:
    period: PeriodId
    as_of: datetime
    """What was recorded before then counts."""
    currency: str
    corrections: tuple[PeriodCorrection, ...]

    @property
    def by_person(self) -> list[tuple[str, int]]:
        """In minor units, the largest change first."""
        sums: Counter[str] = Counter()
        for each in self.corrections:
            sums[each.award.member] += each.award.amount
        return sorted(sums.items(), key=lambda each: (-abs(each[1]), each[0]))

    @property
    def orders(self) -> Sequence[str]:
        """What caused it."""
        return sorted({order for each in self.corrections for order in each.orders})

    @property
    def amount(self) -> int:
        return sum(each.award.amount for each in self.corrections)


def keep_preview(period: PeriodId, now: datetime) -> KeptPreview:
    """Works it out, and keeps it for whoever looks. Raises as `preview` does."""
    told = preview(period)
    people, orders = told.by_person, told.orders
    kept = KeptPreview(
        as_of=told.as_of,
        made_at=now,
        currency=told.currency,
        amount=told.amount,
        people=len(people),
        most=tuple(people),
        orders=len(orders),
        named=tuple(orders),
    )
    since_files.keep(period, kept)
    return kept


def preview(period: PeriodId) -> ReopenPreview:
    """Raises NotClosed, RunAltered, and what cannot be computed, by its name."""
    record = periods.find(period)
    if record is None or record.state != CLOSED:
        state = record.state if record else "not closed yet"
        raise NotClosed(f"{period} is {state}: only a closed period is corrected")
    as_of = manifests.all_exported_until() or record.frozen_at
    with tempfile.TemporaryDirectory() as work:
        tables = tables_until(as_of, Path(work))
        found = Correcting(tables, as_of, Path(work) / "corrected").of(record)
    return ReopenPreview(period, as_of, str(record.summary["currency"]), tuple(found))

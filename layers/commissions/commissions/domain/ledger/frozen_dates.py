"""When journals count whose own period was frozen before they were recorded."""

from collections.abc import Sequence
from dataclasses import replace

from commissions.domain.ledger.journal import Journal, rechained
from commissions.domain.periods.frozen_periods import FrozenPeriods


def counted(
    journals: Sequence[Journal], frozen: FrozenPeriods, previous_hash: str
) -> Sequence[Journal]:
    """The same journals, those of a frozen period dated into the oldest open one. They go on saying
    when what led to them happened: only statements follow when it counts.

    `previous_hash`: of the journal that they follow on.
    """
    dated = [_counted(each, frozen) for each in journals]
    return rechained(dated, previous_hash) if any(each.counts_at for each in dated) else journals


def _counted(journal: Journal, frozen: FrozenPeriods) -> Journal:
    when = frozen.counts_at(journal.effective_at, journal.recorded_at)
    return journal if when == journal.effective_at else replace(journal, counts_at=when)

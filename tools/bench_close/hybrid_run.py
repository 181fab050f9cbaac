"""`python -m tools.bench_close.hybrid_run MEMBERS LINES SEED`: a measured close of the hybrid plan.

From the files of order lines to the files of the run: what a month's end takes.
"""

import json
import sys
from collections.abc import Callable
from typing import Any
from unittest.mock import patch

from commissions.application.close.stored_run import write_run
from commissions.domain.close import kinds
from commissions.domain.close.award_columns import AwardColumns
from commissions.domain.close.close import ClosingPeriod
from commissions.domain.close.columns import PeriodColumns
from commissions.domain.close.engine import ClosedColumns, closed_columns
from commissions.domain.close.terms import Part
from tools.bench_close.awards_digest import awards_digest
from tools.bench_close.company_columns import company_columns
from tools.bench_close.company_files import company_files
from tools.bench_close.frozen_period import frozen_period
from tools.bench_close.plan_files import plan
from tools.bench_close.stopwatch import Stopwatch, peak_mb

Kind = Callable[[Part, ClosingPeriod], AwardColumns]


def measured(members: int, lines: int, seed: int) -> dict[str, Any]:
    document = plan("hybrid")
    company, watch = company_files(members, lines, seed), Stopwatch()
    with watch.step("lines"):
        columns = company_columns(company)
    with watch.step("order"):
        period = frozen_period(columns)
        del columns
    closed = _closed(document, period, watch)
    with watch.step("write"):
        files = write_run(company.folder / "run", document, closed)
    return {
        "seconds": watch.total,
        "seconds_by_step": watch.seconds,
        "rss_mb": peak_mb(),
        "rss_mb_by_step": watch.peaks_mb,
        "digest": awards_digest(closed),
        "awards": {each.bonus: int((each.amount != 0).sum()) for each in closed.awards},
        "paid": {each.bonus: int(each.amount.sum()) for each in closed.awards},
        "company_cap": [closed.company.limit, closed.company.raw],
        "run": str(files.folder),
    }


def _closed(document: dict[str, Any], period: PeriodColumns, watch: Stopwatch) -> ClosedColumns:
    """The bonuses are steps of their own; what is left of the close is judging and caps."""
    inner = Stopwatch()
    timed = {name: _timed(name, kind, inner) for name, kind in kinds.KINDS.items()}
    with watch.step("judging and caps"), patch.dict(kinds.KINDS, timed):
        closed = closed_columns(document, period)
    watch.seconds["judging and caps"] -= inner.total
    watch.seconds.update(inner.seconds)
    watch.peaks_mb.update(inner.peaks_mb)
    return closed


def _timed(name: str, kind: Kind, watch: Stopwatch) -> Kind:
    def timed(bonus: Part, close: ClosingPeriod) -> AwardColumns:
        with watch.step(name):
            return kind(bonus, close)

    return timed


if __name__ == "__main__":
    found = measured(*(int(word) for word in sys.argv[1:4]))
    sys.stdout.write(json.dumps(found) + "\n")

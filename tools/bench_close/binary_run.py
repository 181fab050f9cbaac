"""`python -m tools.bench_close.binary_run MEMBERS LINES SEED`: a measured month of the binary.

The months before are closed first, unmeasured and in a process of their own, so that there is
carried volume, and some of it is so old that it expires. What they left is read from its files.
"""

import json
import shutil
import sys
from dataclasses import replace
from typing import Any

from commissions.application.close.binary_files import read_binary, write_binary
from commissions.domain.close.columns import PeriodColumns
from commissions.domain.close.engine import ClosedColumns, closed_columns
from tools.bench_close.binary_months import MONTHS, TREE, BinaryMonths, month_name
from tools.bench_close.company_columns import company_columns
from tools.bench_close.company_files import CompanyFiles, company_files
from tools.bench_close.period import month_orders
from tools.bench_close.plan_files import plan
from tools.bench_close.runs import run
from tools.bench_close.stopwatch import Stopwatch, peak_mb


def measured(members: int, lines: int, seed: int) -> dict[str, Any]:
    company, watch = company_files(members, lines, seed), Stopwatch()
    shutil.rmtree(company.folder / TREE, ignore_errors=True)
    for ago in range(MONTHS - 1, 0, -1):
        run("binary_run", members, lines, seed, ago)
    closed = close_month(company, 0, watch)
    [awards], after = closed.awards, closed.binaries[TREE]
    return {
        "seconds": watch.total,
        "seconds_by_step": watch.seconds,
        "rss_mb": peak_mb(),
        "paid": int(awards.amount.sum()),
        "seats_paid": int((awards.amount > 0).sum()),
        "carried": int(after.state.open.sum()),
    }


def close_month(company: CompanyFiles, ago: int, watch: Stopwatch) -> ClosedColumns:
    """From the files of order lines, and of the month before, to those of this month."""
    folder, period = company.folder / TREE, _period(company, ago, watch)
    with watch.step("read"):
        if ago < MONTHS - 1:
            before = read_binary(folder / month_name(ago + 1))
            period = replace(period, binaries={TREE: before})
    with watch.step("close"):
        closed = closed_columns(plan("binary"), period)
    with watch.step("write"):
        write_binary(folder / month_name(ago), closed.binaries[TREE])
    return closed


def _period(company: CompanyFiles, ago: int, watch: Stopwatch) -> PeriodColumns:
    with watch.step("lines"):
        months = BinaryMonths(company_columns(company), month_orders(company))
    with watch.step("order"):
        return months.period(ago)


if __name__ == "__main__":
    members, lines, seed, *earlier = map(int, sys.argv[1:])
    for month in earlier:
        close_month(company_files(members, lines, seed), month, Stopwatch())
    found = {} if earlier else measured(members, lines, seed)
    sys.stdout.write(json.dumps(found) + "\n")

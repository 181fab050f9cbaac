"""`python -m tools.bench_close.binary_run MEMBERS LINES SEED`: a measured month of the binary.

The months before are closed first, unmeasured and in a process of their own, so that there is
carried volume, and some of it is so old that it expires. What they left is read from its files.
"""

import json
import shutil
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

from commissions.domain.close.engine import ClosedColumns, closed_columns
from tools.bench_close.binary_months import MONTHS, TREE, BinaryMonths
from tools.bench_close.company_columns import company_columns
from tools.bench_close.company_files import company_files
from tools.bench_close.period import month_orders
from tools.bench_close.plan_files import plan
from tools.bench_close.runs import run
from tools.bench_close.state_files import read_state, write_state
from tools.bench_close.stopwatch import Stopwatch, peak_mb


def measured(members: int, lines: int, seed: int) -> dict[str, Any]:
    company, watch = company_files(members, lines, seed), Stopwatch()
    folder = company.folder / TREE
    shutil.rmtree(folder, ignore_errors=True)
    for ago in range(MONTHS - 1, 0, -1):
        run("binary_run", members, lines, seed, ago)
    with watch.step("lines"):
        months = BinaryMonths(company_columns(company), month_orders(company))
    closed = close_month(months, folder, 0, watch)
    [awards], after = closed.awards, closed.binaries[TREE]
    return {
        "seconds": watch.total,
        "seconds_by_step": watch.seconds,
        "rss_mb": peak_mb(),
        "paid": int(awards.amount.sum()),
        "seats_paid": int((awards.amount > 0).sum()),
        "carried": int(after.state.open.sum()),
    }


def close_month(months: BinaryMonths, folder: Path, ago: int, watch: Stopwatch) -> ClosedColumns:
    """From the files of the month before to those of this one."""
    with watch.step("order"):
        period = months.period(ago)
    with watch.step("read"):
        if ago < MONTHS - 1:
            before = read_state(folder, months.name(ago + 1))
            period = replace(period, binaries={TREE: before})
    with watch.step("close"):
        closed = closed_columns(plan("binary"), period)
    with watch.step("write"):
        write_state(folder, closed.binaries[TREE])
    return closed


def _month_before(members: int, lines: int, seed: int, ago: int) -> None:
    company = company_files(members, lines, seed)
    months = BinaryMonths(company_columns(company), month_orders(company))
    close_month(months, company.folder / TREE, ago, Stopwatch())


if __name__ == "__main__":
    members, lines, seed, *ago = map(int, sys.argv[1:])
    if ago:
        _month_before(members, lines, seed, *ago)
    found = {} if ago else measured(members, lines, seed)
    sys.stdout.write(json.dumps(found) + "\n")

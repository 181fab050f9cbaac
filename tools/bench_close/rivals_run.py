"""`python -m tools.bench_close.rivals_run MEMBERS LINES SEED`: columns, SQL and a walk, in turn.

All answer the same two questions about one company; they have to agree.
"""

import json
import sys
import time
from statistics import median
from typing import Any

from tools.bench_close.column_sums import by_columns, frozen_tree
from tools.bench_close.company_columns import company_columns
from tools.bench_close.company_files import company_files
from tools.bench_close.draws import Ints
from tools.bench_close.plain_walk import by_walking
from tools.bench_close.sql_rival import Answers, by_sql

ROUNDS = 3
WALKED_MOST = 1_000_000
"""A larger company is walked in part: its first members, and the time scaled by their number. That
is kind to the walk, whose ways get longer in the larger company."""


class Disagreement(AssertionError):
    """Two ways to the same sums that end at different ones."""


def measured(members: int, lines: int, seed: int) -> dict[str, Any]:
    columns = company_columns(company_files(members, lines, seed))
    sponsor, cv = columns.sponsor, columns.cv
    found = [_in_turn(sponsor, cv) for _ in range(ROUNDS)]
    return {
        **{name: median(each[name] for each in found) for name in found[0]},
        "seconds_walk": _walked(sponsor, cv),
        "walk_scaled": members > WALKED_MOST,
    }


def _in_turn(sponsor: Ints, cv: Ints) -> dict[str, float]:
    started = time.perf_counter()
    tree = frozen_tree(sponsor, cv)
    seconds_order = time.perf_counter() - started
    ours, theirs = by_columns(tree), by_sql(sponsor, cv)
    _agree(ours, theirs, "SQL")
    return {
        "seconds_order": seconds_order,
        "seconds_sums": ours.seconds,
        "seconds_sql": theirs.seconds,
    }


def _walked(sponsor: Ints, cv: Ints) -> float:
    few = min(len(cv), WALKED_MOST)
    walked = by_walking(sponsor[:few], cv[:few])
    _agree(by_columns(frozen_tree(sponsor[:few], cv[:few])), walked, "the walk")
    return walked.seconds * len(cv) / few


def _agree(ours: Answers, theirs: Answers, whose: str) -> None:
    if not ours.agree_with(theirs):
        raise Disagreement(f"the sums of the columns are not those of {whose}")


if __name__ == "__main__":
    found = measured(*(int(word) for word in sys.argv[1:4]))
    sys.stdout.write(json.dumps(found) + "\n")

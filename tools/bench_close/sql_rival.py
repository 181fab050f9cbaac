"""The same volumes by SQL, as systems of the field compute them: recursive, by every upline.

Two questions: what came in on each of ten levels below everybody, and everybody's group volume.
"""

import time
from dataclasses import dataclass

import numpy as np

from commissions.warehouse.parquet import connection
from tools.bench_close.draws import Ints

LEVELS = 10

LEVEL_VOLUMES = f"""
create temp table level_volumes as
with recursive climb(above, level, cv) as (
    select sponsor, 1, cv from tree where cv <> 0 and sponsor >= 0
    union all
    select tree.sponsor, climb.level + 1, climb.cv
    from climb join tree on tree.member = climb.above
    where climb.level < {LEVELS} and tree.sponsor >= 0
)
select above as member, level, sum(cv)::bigint as cv from climb group by all
"""  # noqa: S608 - no text of anybody's

GROUP_VOLUMES = """
create temp table group_volumes as
with recursive climb(above, cv) as (
    select member, cv from tree where cv <> 0
    union all
    select tree.sponsor, climb.cv
    from climb join tree on tree.member = climb.above
    where tree.sponsor >= 0
)
select above as member, sum(cv)::bigint as cv from climb group by above
"""


@dataclass(frozen=True, slots=True)
class Answers:
    """To both questions, by member number; and how long they took."""

    level_volumes: Ints
    """By level, from 0 for level 1, then by member."""
    group_volumes: Ints
    seconds: float

    def agree_with(self, other: "Answers") -> bool:
        return np.array_equal(self.level_volumes, other.level_volumes) and np.array_equal(
            self.group_volumes, other.group_volumes
        )


def by_sql(sponsor: Ints, cv: Ints) -> Answers:
    """`sponsor`: by member number, -1 at the top; `cv`: own volume. Loading is not measured."""
    with connection() as database:
        database.register("given", {"member": np.arange(len(cv)), "sponsor": sponsor, "cv": cv})
        database.execute("create temp table tree as select * from given")
        started = time.perf_counter()
        database.execute(LEVEL_VOLUMES)
        database.execute(GROUP_VOLUMES)
        seconds = time.perf_counter() - started
        levels = database.execute("select * from level_volumes").fetchnumpy()
        groups = database.execute("select * from group_volumes").fetchnumpy()
    level_volumes = np.zeros((LEVELS, len(cv)), np.int64)
    level_volumes[levels["level"] - 1, levels["member"]] = levels["cv"]
    group_volumes = np.zeros(len(cv), np.int64)
    group_volumes[groups["member"]] = groups["cv"]
    return Answers(level_volumes, group_volumes, seconds)

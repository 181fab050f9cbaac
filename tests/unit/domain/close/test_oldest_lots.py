"""How old what is open is, in columns, against the lots of every seat one by one.

COMMISSIONS_PROOF=1 looks at 400 lives.
"""

import os
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

from commissions.domain.close.carried_binary import CarriedBinary
from commissions.domain.close.columns import NOT_GIVEN, moment
from commissions.domain.close.engine import ClosedColumns, closed_columns, told_close
from commissions.domain.close.from_facts import columns_of
from commissions.domain.close.oldest_lots import oldest_open
from tests.support.binaries import PEOPLE, SEATS, TREE, binary, binary_plan, percent
from tests.support.closes import EVERYBODY, bought, day, period
from tests.support.growing_binaries import a_plan_of_two, growing
from tests.support.random_periods import chance

MANY = 400 if os.environ.get("COMMISSIONS_PROOF") else 6
Oldest = dict[tuple[str, str, str], int]


def by_lots(closed: ClosedColumns) -> Oldest:
    """By tree, member and side."""
    found: Oldest = {}
    for legs in told_close(closed).legs.values():
        for lot in legs.after.lots:
            if lot.volume > 0:
                found.setdefault((legs.tree, legs.member, lot.side), moment(lot.at))
    return found


def in_columns(closed: ClosedColumns) -> Oldest:
    members = closed.close.period.members
    names = dict(zip(members.numbers.tolist(), members.ids[:-1], strict=True))
    return {
        (tree, names[number], side): at
        for tree, binary_ in closed.binaries.items()
        for column, side in zip(oldest_open(binary_.state), "LR", strict=True)
        for number, at in zip(binary_.number.tolist(), column.tolist(), strict=True)
        if at != NOT_GIVEN
    }


def test_the_oldest_lot_of_every_leg_is_the_one_that_is_taken_next() -> None:
    seen: Counter[str] = Counter()
    for seed in range(MANY):
        plan = a_plan_of_two(chance(f"{seed} oldest"))
        binaries: Mapping[str, CarriedBinary] = {}
        for facts in growing(seed, 3):
            columns = replace(columns_of(replace(facts, legs={})), binaries=binaries)
            closed = closed_columns(plan, columns)

            told, right = in_columns(closed), by_lots(closed)
            known = {key: at for key, at in right.items() if key in told}
            assert told == known
            seen["known"] += len(known)
            seen["all"] += len(right)
            binaries = closed.binaries

    assert seen["known"] > 0.9 * seen["all"] > 0


def test_what_was_matched_is_no_more_the_oldest() -> None:
    plan = binary_plan(binary(percent("0.10"), eligibility=EVERYBODY))
    sales = [bought("left", 30, at=day(2)), bought("left", 50, at=day(5)), bought("right", 40)]
    closed = closed_columns(plan, columns_of(period(PEOPLE, sales, seats=SEATS)))

    assert in_columns(closed)[TREE, "top", "L"] == moment(day(5))
    assert (TREE, "top", "R") not in in_columns(closed)

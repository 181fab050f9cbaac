"""Grace: who was active stays so for some periods more in which figures are missed."""

from dataclasses import replace

import numpy as np
import pytest

from commissions.domain.close.activity import lapsing
from commissions.domain.close.facts import PeriodFacts
from commissions.domain.close.results import JudgedMember
from tests.support.both_closes import both_closed
from tests.support.builders import Document
from tests.support.closes import (
    ACTIVE,
    at_least,
    bought,
    but,
    close_plan,
    levels,
    paid,
    period,
    purchases,
    team,
)


def status(grace: int, active: Document | None = None) -> Document:
    ask = active or {"all": [ACTIVE, at_least("pv", 100)]}
    return {"active": ask, "window": "month", "grace_periods": grace}


def ann_after(grace: int, missed: int | None, *, bought_: int, standing: str = "") -> JudgedMember:
    """`missed`: for how many periods in a row she had missed it before."""
    people = but(team(f"ann{standing}"), "ann", periods_missed=missed)
    facts = period(people, purchases(ann=bought_))
    return both_closed(close_plan(status=status(grace)), facts).members["ann"]


@pytest.mark.parametrize(
    ("missed", "active", "then"), [(0, True, 1), (1, True, 2), (2, False, 3), (None, False, None)]
)
def test_two_periods_of_grace_are_the_first_two_that_are_missed(
    missed: int | None, *, active: bool, then: int | None
) -> None:
    """And no period is one's who was never active."""
    found = ann_after(2, missed, bought_=99)

    assert (found.active, found.periods_missed) == (active, then)


@pytest.mark.parametrize("missed", [None, 0, 7])
def test_who_reaches_it_again_begins_anew(missed: int | None) -> None:
    found = ann_after(1, missed, bought_=100)

    assert (found.active, found.periods_missed) == (True, 0)


def test_without_grace_one_period_is_enough_and_is_counted_all_the_same() -> None:
    found = ann_after(0, 0, bought_=99)

    assert (found.active, found.periods_missed) == (False, 1)


def test_grace_forgives_figures_and_no_status() -> None:
    found = ann_after(3, 0, bought_=500, standing=" (suspended)")

    assert (found.active, found.periods_missed) == (False, 1)


def test_either_of_two_can_be_the_one_that_grace_forgives() -> None:
    """A status or a volume: of one without the status the volume is forgiven."""
    ask = {"any": [ACTIVE, at_least("pv", 100)]}
    people = but(team("ann (suspended)"), "ann", periods_missed=0)

    found = both_closed(close_plan(status=status(1, ask)), period(people))

    assert found.members["ann"].active


def test_what_a_close_leaves_is_what_the_next_one_begins_with() -> None:
    """Active in one period, then never again: paid for two more."""
    people = team("ann > bob")
    plan = close_plan(levels("0.10"), status=status(2))
    months = []
    for mine in (100, 0, 0, 0, 0):
        facts = period(people, purchases(ann=mine, bob=100))
        result = both_closed(plan, facts)
        months.append(paid(result))
        people = {
            who: replace(each, periods_missed=result.members[who].periods_missed)
            for who, each in people.items()
        }

    assert months == [["ann 10.00"]] * 3 + [[]] * 2


def test_activity_that_is_given_is_not_counted() -> None:
    """A week is told who is active by the month: it is the month that counts."""
    people = but(team("ann"), "ann", periods_missed=1, judged_active=True)

    assert both_closed(close_plan(status=status(1)), period(people)).members["ann"] == JudgedMember(
        member="ann",
        active=True,
        paid_as="",
        title="",
        periods_below=0,
        periods_missed=1,
        missing=both_closed(close_plan(), period(people)).members["ann"].missing,
    )


def in_roll_up(missed: int | None) -> PeriodFacts:
    """Ann has 60 of the 100 that are asked for."""
    people = but(team("top > ann > bob"), "ann", periods_missed=missed)
    people = but(people, "top", periods_missed=0)
    return period(people, [bought("ann", 60), bought("bob", 200)])


def test_volume_rolls_up_from_nobody_who_is_in_grace() -> None:
    rolls = {"kind": "volume_rollup", "qualified_by": "active", "rolled_in_qualifies": True}
    plan = close_plan(levels("0.10") | {"compression": rolls}, status=status(1))

    assert paid(both_closed(plan, in_roll_up(0))) == ["ann 20.00", "top 6.00"]
    assert paid(both_closed(plan, in_roll_up(None))) == ["top 20.00"]


@pytest.mark.parametrize("grace", [0, 1, 2])
@pytest.mark.parametrize("missed", [0, 1, 2, None])
@pytest.mark.parametrize("bought_", [99, 100])
def test_who_lapses_with_a_period_is_active_no_more_in_the_next_one_without_sales(
    grace: int, missed: int | None, bought_: int
) -> None:
    now = ann_after(grace, missed, bought_=bought_)
    later = ann_after(grace, now.periods_missed, bought_=0)
    told = -1 if now.periods_missed is None else now.periods_missed

    [found] = lapsing(np.array([now.active]), np.array([told]), grace)

    # Who has met it in this period has a new chance in the next one, and no grace ends.
    ends = now.active and not later.active and bought_ < 100
    assert found == ends

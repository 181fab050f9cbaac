"""Who is active; and figures of other periods, which are not guessed."""

from dataclasses import replace
from datetime import timedelta

import pytest

from commissions.audit.close.metrics import NotJudged
from commissions.domain.close.facts import Since
from tests.support.closes import (
    ENDS,
    EVERYBODY,
    LONG_AGO,
    at_least,
    bought,
    but,
    close_plan,
    judged,
    period,
    purchases,
    rank,
    rank_of,
    run,
    sold,
    team,
)


def test_a_rank_that_the_facts_give_is_not_judged() -> None:
    people = but(team("ann"), "ann", judged_rank="gold", judged_active=False)

    found = judged("ann", [rank("silver", 1, EVERYBODY), rank("gold", 2)], people, [])

    assert (found.paid_as, found.active, found.missing) == ("gold", False, ())


def test_activity_is_by_status_and_volume_together() -> None:
    ask = {"all": [{"metric": "status", "op": "in", "value": ["active"]}, at_least("pv", 100)]}
    status = {"active": ask, "window": "month", "grace_periods": 0}
    people = team("ann", "bob", "cat (suspended)")
    facts = period(people, purchases(ann=100, bob=99, cat=500))

    found = run(close_plan(status=status), facts).members

    assert [found[who].active for who in ("ann", "bob", "cat")] == [True, False, False]


def test_a_status_of_the_last_moment_counts_and_one_of_the_next_period_does_not() -> None:
    people = but(
        team("ann"), "ann", statuses=(Since(LONG_AGO, "active"), Since(ENDS, "terminated"))
    )

    assert judged("ann", [], people, []).active


def test_figures_of_another_period_are_not_guessed_from_this_one() -> None:
    """A month's activity cannot be seen in a week: the facts have to say who is active."""
    status = {"active": at_least("pv", 100), "window": "month", "grace_periods": 0}
    weekly = replace(period(team("ann"), purchases(ann=100)), every="week")

    with pytest.raises(NotJudged, match="pv is of a month, and this is the close of a week"):
        run(close_plan(ranks=[], status=status), weekly)

    given = replace(weekly, members=tuple(but(team("ann"), "ann", judged_active=True).values()))
    assert run(close_plan(ranks=[], status=status), given).members["ann"].active


def test_ranks_of_another_period_are_not_guessed_either() -> None:
    weekly = replace(period(team("ann")), every="week")

    with pytest.raises(NotJudged, match="everybody's rank"):
        run(close_plan(ranks=[rank("silver", 1, at_least("pv", 1))]), weekly)


@pytest.mark.parametrize(("metric", "least"), [("days_since_enrol", 30), ("order_in_period", 2)])
def test_days_since_enrolment_and_own_orders_are_figures_too(metric: str, least: int) -> None:
    people = but(team("ann"), "ann", enrolled_at=ENDS - timedelta(days=30))
    sales = [bought("ann", 1), bought("ann", 1), sold("ann", 1)]

    assert rank_of("ann", at_least(metric, least), people, sales) == "met"
    assert rank_of("ann", at_least(metric, least + 1), people, sales) == ""

"""What comes back of a closed period, as lines of the next run."""

from datetime import datetime

from commissions.audit.close.corrections import corrections, within
from commissions.domain.close.facts import LateReturn, PeriodFacts
from tests.support.binaries import PEOPLE, SEATS, binary, binary_plan, percent
from tests.support.builders import Document
from tests.support.closes import (
    ENDS,
    EVERYBODY,
    at_least,
    bonus,
    bought,
    close_plan,
    day,
    hundredths,
    levels,
    paid,
    period,
    rank,
    run,
    team,
)


def returned(points: str, at: datetime = ENDS) -> LateReturn:
    """Of the first order."""
    volumes = dict.fromkeys(("pv", "cv"), hundredths(points))
    return LateReturn(order_id="o1", at=at, volumes=volumes)


def corrected(plan: Document, facts: PeriodFacts, *late: LateReturn) -> list[tuple[str, int]]:
    return [(each.member, each.amount) for each in corrections(plan, facts, late)]


def test_what_came_back_before_the_end_is_the_periods_and_later_the_next_runs() -> None:
    facts = period(team("ann > bob"), [bought("bob", 125)])
    plan = close_plan(levels("0.10"))
    before = returned("25", at=day(31))

    assert paid(run(plan, within(facts, [before, returned("50")]))) == ["ann 10.00"]
    assert corrected(plan, facts, before, returned("50")) == [("ann", -500)]


def test_each_is_rounded_for_itself_so_that_corrections_add_up() -> None:
    """10 % of 0.25 was 0.02 (from 0.025); of 0.16 it is 0.02, and of nothing 0.00."""
    facts = period(team("ann > bob"), [bought("bob", "0.25")])
    plan = close_plan(levels("0.10"))

    assert corrected(plan, facts, returned("0.09")) == []
    assert corrected(plan, facts, returned("0.25")) == [("ann", -2)]


BY_VOLUME = [rank("silver", 1, EVERYBODY), rank("gold", 2, at_least("gv", 100))]


def test_ranks_are_kept_or_judged_again_as_the_plan_says() -> None:
    """10 % as gold of 100 were paid: of the 60 that are left it is 10 %, or as silver 5 %."""
    facts = period(team("ann > bob"), [bought("bob", 100)])
    rates = {"silver": {"1": "0.05"}, "gold": {"1": "0.10"}}
    plan = close_plan(levels(rates=rates), ranks=BY_VOLUME)
    again = plan | {"refunds": plan["refunds"] | {"ranks": "paid_as"}}

    assert corrected(plan, facts, returned("40")) == [("ann", -400)]
    assert corrected(again, facts, returned("40")) == [("ann", -700)]


def test_pairs_are_not_corrected_twice() -> None:
    """They and what matches them are undone in the next run, lot by lot."""
    orders = [bought("left", 100), bought("right", 100)]
    match = bonus("matching", of=["team"], by="level", rates={"1": "0.50"}, base_after_caps=True)
    plan = binary_plan(binary(percent("0.10")), levels("0.10"), match)
    facts = period(PEOPLE, orders, seats=SEATS)

    assert paid(run(plan, facts)) == ["top 10.00", "zoe 25.00"]
    assert corrected(plan, facts, returned("100")) == [("zoe", -1000)]

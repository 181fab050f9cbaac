"""Kinds customer, retail_margin, fast_start and rank_advance at a close."""

from dataclasses import replace
from datetime import timedelta

import pytest

from commissions.audit.close.flows import NOT_ACTIVE, NOT_PAID
from tests.support.builders import Document
from tests.support.closes import (
    EVERYBODY,
    at_least,
    bonus,
    bought,
    but,
    close_plan,
    day,
    levels,
    lines,
    paid,
    period,
    run,
    sold,
    team,
    text,
    unpaid,
)

CUSTOMER = bonus("customer", start="seller", rates={"0": "0.20"}, eligibility=EVERYBODY)


def test_the_seller_is_paid_for_a_customers_order_and_not_for_an_own_one() -> None:
    result = run(close_plan(CUSTOMER), period(team("ann"), [sold("ann", 100), bought("ann", 100)]))

    assert lines(result) == ["ann 0: 20.00"]


def test_for_a_customers_order_the_bonuss_own_condition_alone_decides() -> None:
    """As where an order is paid at once."""
    facts = period(team("ann (inactive)"), [sold("ann", 100)])
    asking = CUSTOMER | {"eligibility": at_least("pv", 101)}

    assert paid(run(close_plan(CUSTOMER), facts)) == ["ann 20.00"]
    assert unpaid(run(close_plan(asking), facts)) == [f"ann 0: {NOT_ACTIVE}"]


def test_a_rank_without_a_rate_earns_nothing_of_customers() -> None:
    by_rank = CUSTOMER | {"rates": {"gold": {"0": "0.25"}}}
    facts = period(team("ann:gold", "bob:silver"), [sold("ann", 100), sold("bob", 100)])

    result = run(close_plan(by_rank), facts)

    assert (paid(result), unpaid(result)) == (["ann 25.00"], [f"bob 0: {NOT_PAID}"])


def test_the_retail_margin_is_a_share_of_the_money_beyond_the_distributors_price() -> None:
    margin = bonus("retail_margin", basis="retail_margin", start="seller", rates={"0": "1"})

    result = run(close_plan(margin), period(team("ann"), [sold("ann", 100, retail_margin=1_234)]))

    assert paid(result) == ["ann 12.34"]


def fast_start(**words: object) -> Document:
    common: Document = {
        "start": "buyer_parent",
        "window": {"from": "buyer_enrolled", "days": 30},
        "rates": {"1": "0.15", "2": "0.05"},
        "replaces": ["levels"],
    }
    return bonus("fast_start", **(common | words))


@pytest.mark.parametrize(
    ("since", "wanted"),
    [
        (timedelta(0), ["fast_start 15.00"]),
        (timedelta(days=30, microseconds=-1), ["fast_start 15.00"]),
        (timedelta(days=30), ["levels 10.00"]),
    ],
)
def test_in_the_first_days_a_fast_start_is_paid_instead_of_levels(
    since: timedelta, wanted: list[str]
) -> None:
    """The window has its first moment and not its last."""
    people = but(team("ann > bob"), "bob", enrolled_at=day(10) - since)

    result = run(
        close_plan(fast_start(), levels("0.10")), period(people, [bought("bob", 100, at=day(10))])
    )

    assert [f"{each.bonus} {text(each.amount)}" for each in result.awards if each.amount] == wanted


def test_bonuses_that_a_fast_start_does_not_name_are_paid_beside_it() -> None:
    people = but(team("ann > bob"), "bob", enrolled_at=day(1))
    both = close_plan(fast_start(replaces=[]), levels("0.10"))

    assert paid(run(both, period(people, [bought("bob", 100)]))) == ["ann 25.00"]


def test_only_the_first_order_counts_where_the_plan_says_so() -> None:
    people = but(team("ann > bob"), "bob", enrolled_at=day(1))
    orders = [bought("bob", 100, first_of_buyer=True), bought("bob", 10)]

    result = run(close_plan(fast_start(orders="first"), levels("0.10")), period(people, orders))

    assert lines(result) == ["ann 1: 15.00", "ann 1: 1.00"]


def test_a_customers_order_is_no_fast_start() -> None:
    people = but(team("ann > bob"), "bob", enrolled_at=day(1))

    result = run(close_plan(fast_start(), levels("0.10")), period(people, [sold("bob", 100)]))

    assert lines(result) == ["bob 1: 10.00"]


def test_a_fast_start_can_replace_what_the_seller_earns_of_a_new_distributor() -> None:
    """Bob's order came through ann's link."""
    people = but(team("ann > bob"), "bob", enrolled_at=day(1))
    order = replace(sold("ann", 100, buyer="bob"), buyer_class="participant")

    result = run(close_plan(fast_start(replaces=["customer"]), CUSTOMER), period(people, [order]))

    assert lines(result) == ["ann 1: 15.00"]


def test_a_fast_start_has_no_compression() -> None:
    people = but(team("ann > bob (inactive) > cat"), "cat", enrolled_at=day(1))

    result = run(close_plan(fast_start()), period(people, [bought("cat", 100)]))

    assert lines(result) == ["ann 2: 5.00"]
    assert unpaid(result) == [f"bob 1: {NOT_ACTIVE}"]


AMOUNTS = {"silver": "50.00", "gold": "100.00", "ruby": "500.00"}


def rank_advance(**words: object) -> Document:
    return close_plan(bonus("rank_advance", amounts=AMOUNTS, **words))


def test_a_new_rank_is_paid_once() -> None:
    people = but(team("ann:gold", "bob:gold"), "bob", title="gold")

    assert paid(run(rank_advance(once=True, skipped="lost"), period(people))) == ["ann 100.00"]


def test_ranks_that_were_passed_over_are_paid_or_lost_as_the_plan_says() -> None:
    facts = period(but(team("ann:ruby"), "ann", title="silver"))

    assert paid(run(rank_advance(once=True, skipped="paid"), facts)) == ["ann 600.00"]
    assert paid(run(rank_advance(once=True, skipped="lost"), facts)) == ["ann 500.00"]


def test_or_a_rank_is_paid_every_period_again() -> None:
    people = but(team("ann:gold"), "ann", title="ruby")

    assert paid(run(rank_advance(once=False), period(people))) == ["ann 100.00"]


def test_nobody_is_paid_for_a_rank_without_the_product_that_the_plan_asks_for() -> None:
    plan = rank_advance(once=False, volume={"metric": "pv", "value": "100"})

    result = run(
        plan, period(team("ann:gold", "bob:gold"), [bought("ann", 100), bought("bob", 99)])
    )

    assert (paid(result), unpaid(result)) == (["ann 100.00"], [f"bob 2: {NOT_ACTIVE}"])

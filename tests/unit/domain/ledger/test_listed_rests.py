"""An order that waits for the rest of its money is seen once that is late."""

from tests.support.listed import cancelled, seen, told
from tests.support.money_examples import HUNDRED
from tests.support.money_facts import (
    Facts,
    cents,
    line,
    money_back,
    paid_where,
    shared,
    snapshot,
    units_back,
)

DAY = 24 * 60


def deposit(minutes: int = 0, received: str = "30.00") -> Facts:
    return paid_where(
        {}, HUNDRED, minutes=minutes, status="partially_paid", received=cents(received)
    )


def test_an_order_that_waits_for_its_rest_is_seen_after_fourteen_days() -> None:
    waits = [("partial_payment", "waiting for the rest: 30.00 of 100.00 USD came")]

    assert seen(deposit(), days=13.9) == []
    assert seen(deposit(), days=14) == waits
    assert seen(deposit(), snapshot(HUNDRED, minutes=20 * DAY), days=40) == []


def test_money_that_came_meanwhile_begins_the_wait_anew() -> None:
    facts = deposit(), deposit(10 * DAY, "55.00")

    assert seen(*facts, days=23) == []
    [(_, detail)] = seen(*facts, days=24)
    assert detail == "waiting for the rest: 55.00 of 100.00 USD came"


def test_what_went_back_of_a_part_is_no_part_of_what_is_there() -> None:
    two = line("1", "50.00"), line("2", "50.00")
    part = paid_where({}, *two, status="partially_paid", received=cents("60.00"))
    unit = units_back("2", "50.00", "50.00", "r1", minutes=DAY)
    everything = money_back("60.00", "r1", minutes=DAY)

    [(_, of_unit)], [(_, of_all)] = seen(part, unit, days=40), seen(part, everything, days=40)

    rest = "waiting for the rest: "
    assert of_unit == f"{rest}10.00 of 50.00 USD is there, as 60.00 came and 50.00 went back"
    assert of_all == f"{rest}0.00 of 100.00 USD is there, as 60.00 came and 60.00 went back"


def test_an_order_that_earns_in_proportion_waits_for_nobody() -> None:
    assert told(shared(HUNDRED, received=30_00)).listings == ()


def test_an_order_whose_deposit_was_called_off_waits_no_longer() -> None:
    assert told(deposit(), cancelled(DAY)).listings == ()


def test_a_part_of_which_nobody_says_how_much_came_is_seen_too() -> None:
    pending = paid_where({}, HUNDRED, status="pending")
    partly = paid_where({}, HUNDRED, minutes=10 * DAY, status="partially_paid")

    assert seen(pending, days=99) == []
    assert seen(pending, partly, days=23) == []
    assert seen(pending, partly, days=24) == [
        ("partial_payment", "waiting for the rest: nothing says how much of 100.00 USD came")
    ]

"""What of a customer's other orders would change: what takes two people, and what it comes to."""

import pytest

from commissions.application.actions.effect_lines import of_orders
from commissions.application.care.customer_effect import (
    ORDERS_MAX,
    OrderChange,
    summed,
    why_two,
)
from commissions.application.care.decision_effect import Change


def change(number: int = 1, before: str | None = "", closed_month: str = "") -> OrderChange:
    return OrderChange(
        order_key=f"shopify/tea/{number}",
        before=before,
        after="zoe",
        changes=(Change("cara", "USD", 18_00, 0), Change("zoe", "USD", 0, 18_00)),
        closed_month=closed_month,
    )


@pytest.mark.parametrize(
    ("found", "why"),
    [
        ([], ""),
        ([change(), change(2, None)], ""),
        ([change(), change(2, "cara")], "order shopify/tea/2 is taken from cara"),
        (
            [change(closed_month="2026-11")],
            "the month of order shopify/tea/1, 2026-11, is closed",
        ),
        ([change(n) for n in range(ORDERS_MAX)], ""),
        ([change(n) for n in range(ORDERS_MAX + 1)], "26 other orders would change"),
    ],
)
def test_one_person_gives_few_orders_that_are_nobodys(found: list[OrderChange], why: str) -> None:
    assert why_two(found) == why


def test_what_orders_come_to_is_one_sum_for_each_of_the_people() -> None:
    assert summed([change(1), change(2)]) == (
        Change("cara", "USD", 36_00, 0),
        Change("zoe", "USD", 0, 36_00),
    )


def test_many_orders_are_counted_and_any_other_one_is_another_effect() -> None:
    said = dict(of_orders([change(n) for n in range(30)]))

    assert (said["other orders that change"], said["of them"]) == ("30", "and 5 more")
    assert said["as shown"] != dict(of_orders([change(n) for n in range(1, 31)]))["as shown"]
    assert of_orders([]) == []

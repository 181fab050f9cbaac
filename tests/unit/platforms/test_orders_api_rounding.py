"""What of an order API order's `other` is a till's rounding, and what a discount of everything."""

import pytest

from tests.unit.platforms.orders_builders import an_order, placed


@pytest.mark.parametrize(
    ("currency", "other", "total", "flags"),
    [
        ("HUF", "-2.50", "7.50", ()),
        ("HUF", "-2.51", "7.49", ("discount_of_all",)),
        ("CZK", "-0.50", "9.50", ()),
        ("EUR", "-2.50", "7.50", ("discount_of_all",)),
    ],
)
def test_where_the_smallest_coin_is_a_large_one_rounding_is_up_to_half_of_it(
    currency: str, other: str, total: str, flags: tuple[str, ...]
) -> None:
    order = placed(an_order(currency=currency, other=other, total=total))

    assert order.flags == flags

"""Half-cents, yen with decimals, shops that round to a coarser unit: rounding, and no mistake."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commissions.domain.orders.order import difference
from tests.unit.platforms.magento_builders import Payload, an_item, an_order, placed


def rounded(amount: Decimal, places: str = "0.01") -> Decimal:
    return amount.quantize(Decimal(places), ROUND_HALF_UP)


def with_tax(
    lines: Sequence[tuple[Decimal, int]], rate: int, currency: str, places: str = "0.01"
) -> Payload:
    """As Magento adds up an order whose sums it rounds to such places, whatever the currency."""
    items, taxes = [], Decimal(0)
    for number, (price, qty) in enumerate(lines, start=11):
        tax = rounded(price * qty * rate / 100)
        items.append(an_item(number, price=f"{price}", qty=f"{qty}", tax_amount=tax))
        taxes += tax
    subtotal = sum((price * qty for price, qty in lines), Decimal(0))
    tax, total = rounded(taxes, places), rounded(subtotal + taxes, places)
    return an_order(
        *items,
        order_currency_code=currency,
        tax_amount=tax,
        grand_total=total,
        total_paid=total,
    )


prices = st.decimals("0.01", "99999", places=2)
baskets = st.lists(st.tuples(prices, st.integers(1, 9)), min_size=1, max_size=6)


@given(baskets, st.sampled_from([0, 8, 10, 21]), st.sampled_from(["JPY", "KRW", "USD", "KWD"]))
def test_amounts_finer_than_the_currency_park_no_order(
    lines: list[tuple[Decimal, int]], rate: int, currency: str
) -> None:
    order = placed(with_tax(lines, rate, currency))

    assert difference(order) == 0
    assert "totals_differ" not in order.flags


@given(baskets, st.sampled_from([0, 21, 27]), st.sampled_from(["HUF", "CZK"]))
def test_sums_without_decimals_park_no_order_where_nobody_uses_any(
    lines: list[tuple[Decimal, int]], rate: int, currency: str
) -> None:
    order = placed(with_tax(lines, rate, currency, "1"))

    assert difference(order) == 0


def test_half_cents_are_rounding_and_the_order_says_so() -> None:
    quarters = [an_item(number, price="16.50", qty="0.25") for number in (11, 12)]

    order = placed(an_order(*quarters, subtotal="8.25", grand_total="8.25"))

    assert ([item.net for item in order.items], order.other, order.total) == ([412, 412], 1, 825)
    assert "rounding" in order.flags


@pytest.mark.parametrize("off", ["0.03", "-0.03", "1.00"])
def test_what_is_more_than_rounding_stays_for_a_person(off: str) -> None:
    order = placed(an_order(an_item(), grand_total=Decimal("10.00") + Decimal(off)))

    assert (difference(order), order.flags) == (-int(Decimal(off) * 100), ("totals_differ",))

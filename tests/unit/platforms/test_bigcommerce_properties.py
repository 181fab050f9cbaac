"""Any order of a shop: nothing is lost or made between its prices and its net amounts."""

from datetime import UTC, datetime
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from commissions.domain.orders.order import difference
from commissions.platforms.strict_json import loads
from tests.unit.platforms.bigcommerce_builders import placed, told
from tools.fake_store.bigcommerce.shapes import line_json, order_json, refund_json
from tools.fake_store.platform_api import as_json
from tools.fake_store.records import Line, Order, Refund
from tools.fake_store.shop import Shop

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


@st.composite
def shops(draw: st.DrawFn) -> tuple[Shop, Order]:
    included, percent = draw(st.booleans()), draw(st.sampled_from([0, 5, 8, 19, 25]))
    shop = Shop(store_id="harbour", platform="bigcommerce", domain="harbour1", tax_percent=percent)
    shop.extra["tax_included"] = included
    lines = []
    for number in range(1, draw(st.integers(1, 6)) + 1):
        qty, price = draw(st.integers(1, 9)), draw(st.integers(1, 99_999))
        line = Line(number, 311, 447, "TEA", "Tea", qty, price, draw(st.integers(0, qty * price)))
        line.tax = (line.net * percent + 50) // 100
        lines.append(line)
    shipping = draw(st.integers(0, 5_000))
    return shop, Order(7, "7", NOON, NOON, "USD", lines, paid_at=NOON, shipping=shipping)


def payload(shop: Shop, order: Order) -> dict[str, Any]:
    """As it comes over the wire."""
    found = {
        "order": order_json(shop, order, fees=True),
        "lines": [line_json(shop, order, line) for line in order.lines],
        "refunds": [refund_json(order, refund) for refund in order.refunds],
    }
    read: dict[str, Any] = loads(as_json(found))
    return read


@given(shops())
@settings(max_examples=60)
def test_every_order_reconciles_and_each_line_is_what_was_paid_for_it(
    bought: tuple[Shop, Order],
) -> None:
    shop, order = bought
    wire = payload(shop, order)

    found = placed(wire["order"], *wire["lines"])

    assert [item.net for item in found.items] == [line.net for line in order.lines]
    assert difference(found) == 0
    assert not {"totals_differ", "rounded", "net_computed"} & set(found.flags)


@given(shops())
@settings(max_examples=60)
def test_a_line_that_does_not_say_what_was_paid_has_the_same_net_to_a_cent(
    bought: tuple[Shop, Order],
) -> None:
    shop, order = bought
    wire = payload(shop, order)
    for line in wire["lines"]:
        del line["discounted_total_inc_tax"]

    found = placed(wire["order"], *wire["lines"])

    gaps = [item.net - line.net for item, line in zip(found.items, order.lines, strict=True)]
    assert all(abs(gap) <= 1 for gap in gaps)
    assert difference(found) == 0


@given(shops(), st.randoms())
@settings(max_examples=40)
def test_a_refund_names_the_units_that_came_back(bought: tuple[Shop, Order], dice: Any) -> None:
    shop, order = bought
    units = {line.line_id: dice.randint(1, line.qty) for line in order.lines}
    given = {line_id: order.worth(line_id, qty) for line_id, qty in units.items()}
    order.refunds.append(Refund(3, NOON, units, shipping=order.shipping, given=given))
    wire = payload(shop, order)

    _, refund, *beside = told(wire["order"], *wire["lines"], refunds=wire["refunds"])

    assert {int(item.line_id): item.qty for item in refund.items} == units  # type: ignore[union-attr]
    assert refund.shipping == order.shipping  # type: ignore[union-attr]
    assert [each.shipping for each in beside] == [order.shipping] * bool(order.shipping)  # type: ignore[union-attr]

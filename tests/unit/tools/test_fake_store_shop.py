from datetime import UTC, datetime

import pytest

from tools.fake_store.toolkit import Clock, Event, Item, NotFound, Shop

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


def a_shop(seed: int = 1, tax_percent: int = 0) -> Shop:
    shop = Shop("corner", "corner", clock=Clock(NOON), seed=seed, tax_percent=tax_percent)
    shop.add_product("Tea", [("TEA-50", 1000), ("TEA-100", 1801)])
    return shop


def tea(shop: Shop, qty: int = 1, discount: int = 0) -> Item:
    return Item(shop.variant_of("TEA-100").variant_id, qty, discount)


def test_an_order_adds_up_from_its_lines_its_tax_and_its_shipping() -> None:
    shop = a_shop(tax_percent=19)

    order = shop.place([tea(shop, qty=3, discount=403)], shipping=500, code="bob")

    assert (order.net, order.tax, order.total) == (5000, 950, 6450)
    assert (order.number, order.code, order.currency) == ("1001", "bob", "USD")


def test_the_same_seed_gives_the_same_shop_and_another_seed_another() -> None:
    def placed(seed: int) -> list[tuple[int, int]]:
        shop = a_shop(seed)
        return [(order.order_id, order.total) for order in (shop.place() for _ in range(20))]

    assert placed(1) == placed(1)
    assert placed(1) != placed(2)


def test_every_change_moves_the_date_and_is_told() -> None:
    shop = a_shop()
    told: list[Event] = []
    shop.on_change = told.append

    order = shop.place([tea(shop, qty=2)], paid=True)
    shop.clock.advance(hours=1)
    refund = shop.refund(order.order_id, {order.lines[0].line_id: 1})
    shop.edit(order.order_id, code="cat")
    shop.cancel(order.order_id)
    shop.delete_order(order.order_id)

    assert [event.kind.removeprefix("order.") for event in told] == [
        "created", "paid", "refunded", "edited", "cancelled", "deleted"
    ]  # fmt: skip
    assert told[2].part == refund.refund_id
    assert (order.created_at.hour, order.updated_at.hour) == (12, 13)


def test_refunds_of_single_units_give_back_the_line_to_the_cent() -> None:
    shop = a_shop(tax_percent=7)
    order = shop.place([tea(shop, qty=3, discount=1)])
    line = order.lines[0]

    refunds = [shop.refund(order.order_id, {line.line_id: 1}) for _ in range(3)]

    assert [order.refund_net(refund, line.line_id) for refund in refunds] == [1800, 1801, 1801]
    assert order.refunded == order.total
    assert order.refunded_in_full


def test_no_more_units_are_refunded_than_were_bought() -> None:
    shop = a_shop()
    order = shop.place([tea(shop, qty=2)])
    line_id = order.lines[0].line_id
    shop.refund(order.order_id, {line_id: 1})

    with pytest.raises(ValueError, match="has not 2 units left"):
        shop.refund(order.order_id, {line_id: 2})
    with pytest.raises(ValueError, match="refunded already"):
        shop.edit(order.order_id, quantities={line_id: 0})


def test_a_full_refund_gives_back_what_is_left_and_the_shipping() -> None:
    shop = a_shop()
    order = shop.place([tea(shop, qty=2)], shipping=499)
    shop.refund(order.order_id, {order.lines[0].line_id: 1})

    refund = shop.refund_all(order.order_id)

    assert order.refund_total(refund) == 1801 + 499
    assert order.refunded_in_full


def test_a_deleted_refund_moves_no_date_and_tells_nobody() -> None:
    shop = a_shop()
    order = shop.place([tea(shop)])
    refund = shop.refund(order.order_id, amount_only=300)
    before, told = order.updated_at, list[Event]()
    shop.on_change = told.append
    shop.clock.advance(minutes=5)

    shop.delete_refund(order.order_id, refund.refund_id)

    assert (order.refunds_shown, order.refunded, order.updated_at) == ([], 0, before)
    assert told == []


def test_a_silent_edit_moves_no_date_and_tells_nobody() -> None:
    shop = a_shop()
    order = shop.place([tea(shop, qty=2, discount=200)])
    told: list[Event] = []
    shop.on_change = told.append

    shop.edit(
        order.order_id,
        quantities={order.lines[0].line_id: 1},
        add=[Item(shop.variant_of("TEA-50").variant_id)],
        silently=True,
    )

    assert order.net == 1701 + 1000
    assert told == []


def test_products_come_change_and_go() -> None:
    shop = a_shop()
    told: list[Event] = []
    shop.on_change = told.append

    cream = shop.add_product("Cream", [("CREAM", 2000)])
    shop.change_product(cream.product_id, prices={cream.variants[0].variant_id: 2100})
    shop.delete_product(cream.product_id)

    assert [event.kind for event in told] == [
        "product.created", "product.updated", "product.deleted"
    ]  # fmt: skip
    assert cream.variants[0].price == 2100
    with pytest.raises(NotFound, match="no SKU CREAM"):
        shop.variant_of("CREAM")


def test_what_is_not_there_is_named() -> None:
    shop = a_shop()
    order = shop.place()

    with pytest.raises(NotFound, match="no order 1"):
        shop.pay(1)
    with pytest.raises(NotFound, match="has no line 1"):
        shop.refund(order.order_id, {1: 1})
    with pytest.raises(NotFound, match="has no refund 1"):
        shop.delete_refund(order.order_id, 1)
    with pytest.raises(NotFound, match="no variant 1"):
        shop.place([Item(1)])
    with pytest.raises(NotFound, match="offers no product"):
        Shop("empty", "corner").place()

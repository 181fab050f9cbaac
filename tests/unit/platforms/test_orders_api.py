from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commissions.domain.orders.order import OrderCancelled, OrderPlaced, Referral, difference
from commissions.domain.orders.refund import OrderRefunded
from tests.unit.platforms.orders_builders import an_item, an_order, cents, placed, told


def test_an_order_is_kept_as_it_was_told() -> None:
    order = placed(an_order())

    assert order.order_key == "orders/kiosk/W-42"
    assert order.order_ts == order.updated_at == datetime(2026, 11, 20, 15, 30, tzinfo=UTC)
    assert (order.status, order.currency, order.total, order.test) == ("paid", "USD", 1000, False)
    assert order.referrals == (Referral("distributor_ref", "CARA-7", forgeable=False),)
    assert difference(order) == 0


def test_a_line_earns_on_its_price_less_its_discount() -> None:
    [item] = placed(an_order(items=[an_item(qty=3, unit_price="24.00", discount="7.50")])).items

    assert (item.line_id, item.unit_price, item.discount, item.net) == ("1", 2400, 750, 6450)


def test_a_line_that_says_what_it_comes_to_earns_on_that() -> None:
    weighed = an_item(qty="0.333", unit_price="24.99", discount="0.32", net="8.00")
    order = placed(an_order(items=[weighed], total="8.00"))

    assert (order.items[0].net, difference(order)) == (800, 0)
    assert placed(an_order(items=[an_item(net="10.00")])).digest == placed(an_order()).digest


def test_an_order_that_says_no_time_is_of_when_it_was_received() -> None:
    received = datetime(2026, 11, 24, 20, 0, 0, 500_000, tzinfo=UTC)

    order, *_ = told(an_order(), received_at=received)
    dated, *_ = told(an_order(updated_at="2026-11-21T00:00:00Z"), received_at=received)

    assert isinstance(order, OrderPlaced)
    assert isinstance(dated, OrderPlaced)
    assert (order.updated_at, dated.updated_at) == (received, datetime(2026, 11, 21, tzinfo=UTC))


def test_where_nobody_knows_when_it_was_received_it_is_of_the_last_thing_it_tells() -> None:
    refunds = [{"refund_id": "R-1", "refunded_at": "2026-11-24T20:05:11Z", "tax": "1.00"}]

    assert placed(an_order(refunds=refunds)).updated_at == datetime(
        2026, 11, 24, 20, 5, 11, tzinfo=UTC
    )


def test_a_refund_may_name_a_line_that_is_not_there_any_more() -> None:
    gone = {
        "refund_id": "R-1",
        "refunded_at": "2026-11-24T20:05:11Z",
        "items": [{"line_id": "2", "qty": 1}],
    }

    _, refund = told(an_order(refunds=[gone]))

    assert isinstance(refund, OrderRefunded)
    assert [item.line_id for item in refund.items] == ["2"]


def test_tax_comes_on_top_and_is_summed_where_the_order_does_not_say() -> None:
    items = [an_item(tax="0.80"), an_item(tax="0.20")]

    assert placed(an_order(items=items, total="21.00")).tax == 100
    assert placed(an_order(items=items, tax="1.50", total="21.50")).tax == 150
    assert placed(an_order(items=items, tax="0.00", total="20.00")).tax == 0


def test_shipping_and_other_are_part_of_the_total() -> None:
    order = placed(an_order(shipping="4.00", other="-0.02", total="13.98"))

    assert (order.shipping, order.other, difference(order)) == (400, -2, 0)


def test_units_may_be_parts() -> None:
    [item] = placed(an_order(items=[an_item(qty="1.5")], total="15.00")).items

    assert (item.qty, item.net) == (Decimal("1.5"), 1500)


@pytest.mark.parametrize(
    ("currency", "amount", "minor"), [("JPY", "1200", 1200), ("KWD", "1.250", 1250)]
)
def test_an_amount_has_the_decimals_of_its_currency(currency: str, amount: str, minor: int) -> None:
    order = an_order(currency=currency, items=[an_item(unit_price=amount)], total=amount)

    assert placed(order).total == minor


def test_an_order_that_is_off_is_taken_as_it_is() -> None:
    assert difference(placed(an_order(total="9.99"))) == 1


def test_an_order_nobody_referred_has_no_referral() -> None:
    order = placed(an_order(distributor_ref=""))

    assert (order.distributor_ref, order.referrals) == ("", ())


def test_a_customer_is_a_hash() -> None:
    assert len(placed(an_order(customer_id="4711")).customer) == 32
    assert placed(an_order()).customer == ""


def test_a_test_order_is_marked() -> None:
    assert placed(an_order(test=True)).test


def test_a_refund_and_a_cancellation_are_facts_of_their_own() -> None:
    order, refund, beside, cancelled = told(
        an_order(
            updated_at="2026-11-24T20:05:12Z",
            cancelled_at="2026-11-24T20:05:10Z",
            items=[an_item(line_id="a", qty=3), an_item(line_id="b", kind="gift_card")],
            total="40.00",
            refunds=[
                {
                    "refund_id": "R-1",
                    "refunded_at": "2026-11-24T20:05:11+01:00",
                    "items": [
                        {"line_id": "b", "qty": 1},
                        {"line_id": "a", "qty": 1},
                        {"line_id": "a", "qty": 1},
                    ],
                    "amount_only": "2.50",
                    "shipping": "1.00",
                    "tax": "0.50",
                }
            ],
        )
    )

    assert isinstance(refund, OrderRefunded)
    assert [(item.line_id, int(item.qty)) for item in refund.items] == [("a", 2), ("b", 1)]
    assert (refund.amount_only, refund.shipping, refund.tax) == (250, 100, 50)
    assert isinstance(beside, OrderRefunded)
    assert (beside.refund_id, beside.shipping, beside.tax) == ("R-1-beside", 100, 0)
    assert refund.refunded_at == datetime(2026, 11, 24, 19, 5, 11, tzinfo=UTC)
    assert isinstance(cancelled, OrderCancelled)
    assert cancelled.updated_at == datetime(2026, 11, 24, 20, 5, 12, tzinfo=UTC)
    assert refund.order_key == cancelled.order_key == order.order_key


def test_an_amount_with_tax_is_a_record_of_its_own_and_may_be_below_zero() -> None:
    refund = {"refund_id": "R-1", "refunded_at": "2026-11-24T20:05:11Z", "amount_only": "1.00"}
    kept = refund | {"items": [{"line_id": "1", "qty": 1}], "gross_amount": "-9.00"}

    _, net, gross = told(an_order(refunds=[kept]))

    assert isinstance(net, OrderRefunded)
    assert isinstance(gross, OrderRefunded)
    assert (net.amount_only, net.gross) == (100, False)
    assert (gross.refund_id, gross.amount_only, gross.gross) == ("R-1-amount", -900, True)


@pytest.mark.parametrize(
    ("status", "received", "kept"),
    [
        ("paid", "10.00", None),
        ("paid", "4.00", 400),
        ("paid", "12.00", 1200),
        ("partially_paid", "10.00", 1000),
        ("partially_paid", "0", 0),
        ("paid", None, None),
    ],
)
def test_what_came_in_is_kept_where_the_status_does_not_say_it(
    status: str, received: str | None, kept: int | None
) -> None:
    told_of = {} if received is None else {"received": received}

    assert placed(an_order(status=status, **told_of)).received == kept


@pytest.mark.parametrize(
    ("other", "total", "flags"),
    [
        ("-2.00", "8.00", ("discount_of_all",)),
        ("-0.50", "9.50", ()),
        ("2.00", "12.00", ()),
        ("-10.00", "0.00", ("discount_of_all",)),
    ],
)
def test_other_below_zero_is_a_discount_and_cash_rounding_is_none(
    other: str, total: str, flags: tuple[str, ...]
) -> None:
    assert placed(an_order(other=other, total=total)).flags == flags


def test_a_refund_told_again_is_the_same_fact() -> None:
    refund = {"refund_id": "R-1", "refunded_at": "2026-11-24T20:05:11Z", "amount_only": "1.00"}

    _, first = told(an_order(refunds=[refund]))
    _, again, other = told(
        an_order(updated_at="2026-12-01T00:00:00Z", refunds=[refund, refund | {"refund_id": "R-2"}])
    )

    assert (first.key, first.digest) == (again.key, again.digest)
    assert other.key != again.key


@given(
    st.lists(st.tuples(st.integers(0, 10**6), st.integers(1, 50), st.integers(0, 100)), min_size=1),
    st.integers(0, 10**5),
)
def test_an_order_that_adds_up_reconciles_to_the_cent(
    lines: list[tuple[int, int, int]], shipping: int
) -> None:
    items, total = [], shipping
    for price, qty, percent in lines:
        discount = price * qty * percent // 100
        tax = (price * qty - discount) // 12
        total += price * qty - discount + tax
        items.append(
            an_item(qty=qty, unit_price=cents(price), discount=cents(discount), tax=cents(tax))
        )

    order = placed(an_order(items=items, shipping=cents(shipping), total=cents(total)))

    assert difference(order) == 0


def told_back(**more: object) -> dict[str, object]:
    return {"refund_id": "R-1", "refunded_at": "2026-11-24T20:05:11Z"} | more


TWO = {
    "items": [an_item(line_id=each, unit_price="50.00", tax="5.00") for each in "ab"],
    "shipping": "10.00",
    "total": "120.00",
    "status": "refunded",
}
ONE_UNIT = {"items": [{"line_id": "b", "qty": 1}]}
BOTH_UNITS = {"items": [{"line_id": each, "qty": 1} for each in "ab"]}


@pytest.mark.parametrize(
    ("refund", "flags"),
    [
        (ONE_UNIT, ("refunds_fall_short",)),
        (ONE_UNIT | {"shipping": "10.00", "tax": "5.00"}, ("refunds_fall_short",)),
        ({"amount_only": "99.00"}, ("refunds_fall_short",)),
        ({"gross_amount": "119.00"}, ("refunds_fall_short",)),
        (ONE_UNIT | {"gross_amount": "65.00"}, ()),
        ({"gross_amount": "120.00"}, ()),
        ({"amount_only": "100.00", "shipping": "10.00", "tax": "10.00"}, ()),
        (BOTH_UNITS, ()),
        (BOTH_UNITS | {"gross_amount": "-9.00"}, ()),
    ],
)
def test_an_order_called_refunded_of_which_goods_and_money_are_left_is_flagged(
    refund: dict[str, object], flags: tuple[str, ...]
) -> None:
    assert placed(an_order(**TWO, refunds=[told_back(**refund)])).flags == flags
    part = TWO | {"status": "partially_refunded"}
    assert placed(an_order(**part, refunds=[told_back(**refund)])).flags == ()

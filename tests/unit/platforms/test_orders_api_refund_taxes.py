"""The tax of a refund that gives back units and shipping in one."""

from typing import Any

import pytest

from commissions.domain.ledger.facts import Content
from commissions.domain.orders.order import OrderPlaced
from commissions.domain.orders.refund import OrderRefunded
from tests.support.both_readings import seller_has, seller_of
from tests.support.orders import sold
from tests.unit.platforms.orders_builders import an_item, an_order, told

LINES = [an_item(line_id=each, unit_price="50.00", tax="5.00") for each in "ab"]
ORDER = {"items": LINES, "shipping": "10.00", "tax": "11.00", "total": "121.00"}
"""2 of 50.00 and 10.00 of shipping, with 10 % tax: the seller has 30.00."""
UNIT = {"items": [{"line_id": "b", "qty": 1}]}
GOODWILL = {"refund_id": "R-2", "gross_amount": "11.00"}


def a_refund(**more: Any) -> dict[str, Any]:
    return {"refund_id": "R-1", "refunded_at": "2026-11-24T20:05:11Z"} | more


def read(*refunds: dict[str, Any], **more: Any) -> tuple[OrderPlaced, list[Content]]:
    order, *back = told(an_order(**ORDER | more, refunds=list(refunds)))
    assert isinstance(order, OrderPlaced)
    return order, [each for each in back if isinstance(each, OrderRefunded)]


def seller_keeps(*refunds: dict[str, Any], **more: Any) -> int:
    order, back = read(*refunds, **more)
    return seller_has(order, *back)


SHIPPED = UNIT | {"shipping": "10.00", "tax": "6.00"}
BOTH = {"items": [{"line_id": each, "qty": 1} for each in "ab"]}


@pytest.mark.parametrize(
    ("refunds", "has"),
    [
        ([SHIPPED], 15_00),
        ([SHIPPED, GOODWILL], 12_00),  # 11.00 of the 55.00 that are left
        ([SHIPPED, GOODWILL | {"gross_amount": "55.00"}], 0),
        (
            [UNIT | {"tax": "5.00"}, GOODWILL],
            12_51,
        ),  # 11.00 of 66.00; each award rounds its part down
        ([BOTH | {"shipping": "10.00", "tax": "11.00"}], 0),
        ([UNIT | {"shipping": "5.00", "tax": "5.50"}, GOODWILL | {"gross_amount": "6.05"}], 13_50),
    ],
)
def test_what_the_tax_has_beyond_that_of_the_units_is_the_shippings(
    refunds: list[dict[str, Any]], has: int
) -> None:
    assert seller_keeps(*(a_refund(**each) for each in refunds)) == has


def test_more_tax_than_the_order_has_beside_its_lines_is_not_the_shippings() -> None:
    right, wrong = (a_refund(**SHIPPED | {"tax": tax}) for tax in ("6.00", "9.00"))
    without = {"shipping": "11.00", "tax": "10.00"}

    assert seller_keeps(wrong, a_refund(**GOODWILL)) == seller_keeps(right, a_refund(**GOODWILL))
    assert seller_keeps(a_refund(**SHIPPED), a_refund(**GOODWILL), **without) == 12_06


def test_of_a_line_that_nobody_knows_nobody_knows_the_tax() -> None:
    strange = a_refund(items=[{"line_id": "z", "qty": 1}], shipping="10.00", tax="6.00")

    assert seller_keeps(strange, a_refund(**GOODWILL)) == 27_03  # 11.00 of the 111.00 that are left


def test_a_line_that_an_edit_took_off_since_has_the_tax_that_it_had() -> None:
    shipped, goodwill = a_refund(**SHIPPED), a_refund(**GOODWILL)
    before, back = read(shipped, goodwill, updated_at="2026-11-25T00:00:00Z")
    after, again = read(
        shipped, goodwill, updated_at="2026-11-26T00:00:00Z", items=LINES[:1],
        tax="6.00", total="66.00",
    )  # fmt: skip
    digests = [[each.digest for each in told if isinstance(each, OrderRefunded)]
               for told in (back, again)]  # fmt: skip

    assert digests[0] == digests[1]
    assert seller_of((*sold(before), after, *back)) == seller_of((after, *again, *sold(before)))
    assert seller_of((*sold(before), after, *back)) == 12_00


def test_a_refund_is_the_same_whether_or_not_its_tax_is_known_to_be_of_all() -> None:
    [goods, *_] = read(a_refund(**SHIPPED))[1]
    [plain, *_] = read(a_refund(**UNIT))[1]

    assert isinstance(goods, OrderRefunded)
    assert isinstance(plain, OrderRefunded)
    assert (goods.taxes_all, plain.taxes_all) == (True, False)
    assert goods.digest == plain.digest

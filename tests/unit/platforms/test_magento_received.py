from typing import Any

import pytest

from commissions.domain.orders.order import OrderPlaced, difference
from commissions.platforms import magento
from tests.unit.platforms.magento_builders import (
    KEY,
    Payload,
    a_memo,
    a_store,
    an_item,
    an_order,
    placed,
)


def fpt_order(**more: Any) -> Payload:
    """100.00 and a fixed tax of 5.00 that the invoice leaves out; all of it is invoiced."""
    item = an_item(price="100", qty_invoiced=1, weee_tax_applied_row_amount=5)
    due = {"grand_total": 105, "total_paid": 100, "total_due": 5, "state": "complete"}
    return an_order(item) | due | more


def test_what_is_due_for_fees_of_an_invoiced_order_is_no_debt() -> None:
    order = placed(fpt_order())

    assert (order.status, order.received, order.flags) == ("paid", None, ("due_left",))


@pytest.mark.parametrize(
    "more",
    [
        {"total_due": 6, "total_paid": 99},
        {"items": [an_item(price="100", qty_invoiced=0, weee_tax_applied_row_amount=5)]},
    ],
)
def test_more_due_than_fees_or_not_all_invoiced_is_a_part(more: Payload) -> None:
    order = placed(fpt_order(**more))

    assert (order.status, order.flags) == ("partially_paid", ("due_though_done",))
    assert order.received == int(more.get("total_paid", 100)) * 100


def test_an_order_with_nothing_captured_is_not_paid_though_all_is_invoiced() -> None:
    order = placed(fpt_order(total_paid=0, total_due=105))

    assert (order.status, order.received) == ("pending", None)


def test_what_came_in_of_a_part_is_told_with_its_tender() -> None:
    part: Payload = {"total_paid": 4, "total_due": 4, "grand_total": 8, "gift_cards_amount": 2}

    order = placed(an_order(**part))

    assert (order.status, order.received, order.tender) == ("partially_paid", 6_00, 2_00)
    assert (difference(order), order.other) == (0, 0)


def test_a_state_that_the_store_names_as_paid_says_that_all_came_in() -> None:
    order = placed(
        an_order(total_paid=4, total_due=6, state="processing"),
        a_store(paid_when=("processing",)),
    )

    assert (order.status, order.received) == ("paid", None)


def refunded_total(**order: Any) -> int | None:
    payload = {"order": an_order(**order), "creditmemos": [a_memo(grand_total=40)]}
    found = magento.parse_order(payload, a_store(), KEY).records[0]
    assert isinstance(found, OrderPlaced)
    return found.refunded_total


def test_what_went_back_beyond_the_memos_is_told_as_a_sum() -> None:
    assert refunded_total(total_refunded=40) is None
    assert refunded_total(total_refunded="40.02") is None
    assert refunded_total(total_refunded=60) == 60_00

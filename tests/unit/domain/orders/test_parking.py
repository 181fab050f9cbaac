import re

import pytest

from commissions.domain.orders.parking import OrderParked, UnknownWait, WaitsFor, park
from commissions.domain.orders.parking_reasons import ADVICE, addressed
from tests.support.orders import a_refund, an_order

TEA = WaitsFor.sku("tea", "TEA")


@pytest.mark.parametrize("reason", ADVICE)
def test_a_parked_record_says_why_it_waits_and_what_to_do(reason: str) -> None:
    order = an_order()

    parked = park(order, reason, "TEA has no value", waits_for=TEA)

    assert parked.key == f"{order.key}/parked/{reason}"
    assert parked.order_key == "shopify/tea/1001"
    assert parked.detail == "TEA has no value"
    assert parked.waits_for == "sku/tea/TEA"
    assert parked.advice.endswith(".")


def test_a_refund_can_wait_for_its_order() -> None:
    order = WaitsFor.order("shopify/tea/1001")
    parked = park(a_refund("r7"), "no_order", "not told yet", waits_for=order)

    assert parked.record_key == "shopify/tea/1001/refund/r7"


def test_a_record_cannot_wait_without_a_reason_that_has_advice() -> None:
    with pytest.raises(KeyError):
        park(an_order(), "because", "", waits_for=TEA)


@pytest.mark.parametrize("text", ["", "oprator/shopify/tea/1001", "sku"])
def test_a_record_cannot_wait_for_what_nobody_brings(text: str) -> None:
    with pytest.raises(UnknownWait, match="in vain"):
        OrderParked(
            record_key="k",
            order_key="shopify/tea/1001",
            reason="unmapped_sku",
            detail="",
            waits_for=text,
            advice="",
        )


def test_advice_names_the_order_and_the_store_that_it_is_for() -> None:
    of_store = addressed(ADVICE["no_access"], "woocommerce/tea-cafe/7")
    of_order = addressed(ADVICE["copy_unknown"], "woocommerce/tea-cafe/7")

    assert "`commissions store access tea-cafe`" in of_store
    assert "`commissions decide woocommerce/tea-cafe/7 --copy yes|no" in of_order
    assert addressed(ADVICE["no_access"], "") == ADVICE["no_access"]


@pytest.mark.parametrize("reason", ADVICE)
def test_no_advice_leaves_an_order_or_store_to_be_filled_in(reason: str) -> None:
    said = addressed(ADVICE[reason], "shopify/tea/1")

    assert not re.search(r"\b(ORDER|STORE)\b", said)

"""The store is asked for no more than is read, and for all that is."""

from typing import Any

import pytest

from commissions.clients.magento import fields
from tests.unit.platforms.magento_builders import a_memo, a_part, a_row, an_item, an_order, fetched
from tests.unit.platforms.payloads import SAMPLES, sample
from tools.fake_store.magento.fields import select

SAMPLED = sorted(path.stem for path in (SAMPLES / "magento").glob("mageos_sales_order_*.json"))
ATTRIBUTES = [{"attribute_code": "distributor_ref", "value": "CARA-7"}]
ORDERS: dict[str, Any] = {
    "wrapped and paid with points": an_order(
        an_item(weee_tax_applied_row_amount=1),
        gw_price=1, customer_balance_amount=2, extension_attributes={"gw_items_price": 1},
    ),
    "bundle": an_order(
        an_item(11, price="80", product_type="bundle"),
        a_part(12, 11, price="25", qty="2", discount_amount=5), a_part(13, 11, price="30"),
    ),
    "row by its tax": an_order(
        an_item(price="8.26", qty="3", tax_amount="5.20", row_total_incl_tax="29.97"),
        subtotal="24.77", grand_total="29.97",
    ),
    "due for fees": an_order(
        an_item(qty_invoiced=1, weee_tax_applied_row_amount=1), grand_total=11, total_due=1
    ),
    "authorized": an_order(paid=False, payment={"amount_authorized": 10, "cc_last4": "1111"}),
    "cancelled in part": an_order(
        an_item(qty="3", qty_canceled=1), total_canceled=10, shipping_discount_amount=1
    ),
    "recreated": an_order(original_increment_id="000000041", customer_id=7),
    "attributes": an_order(custom_attributes=ATTRIBUTES, coupon_code="ANN"),
    "module's attributes": an_order(
        extension_attributes={"custom_attributes": ATTRIBUTES, "coupon_codes": ["ANN"]}
    ),
    "extension": an_order(extension_attributes={"distributor_ref": "CARA-7"}),
}  # fmt: skip


@pytest.mark.parametrize("name", ORDERS)
def test_an_order_cut_down_to_the_fields_reads_the_same(name: str) -> None:
    order = ORDERS[name]

    assert fetched(select(order, fields.ORDER)) == fetched(order)


@pytest.mark.parametrize("name", SAMPLED)
def test_a_sample_cut_down_to_the_fields_reads_the_same(name: str) -> None:
    order = sample(f"magento/{name}")["data"]
    cut = select(order, fields.ORDER)

    assert fetched(cut) == fetched(order)
    assert not {"customer_email", "billing_address", "remote_ip"} & set(cut)


def test_a_memo_cut_down_to_the_fields_reads_the_same() -> None:
    memo = a_memo(
        {11: "1"}, adjustment_positive=7, adjustment_negative=2, shipping_amount=3,
        shipping_tax_amount="0.3", discount_amount=-1, tax_amount="0.3", grand_total=12,
        extension_attributes={"customer_balance_amount": 4},
    )  # fmt: skip
    order = an_order(an_item(11, qty="2"))

    assert fetched(order, [select(memo, fields.MEMO)]) == fetched(order, [memo])


def test_a_memo_with_fees_cut_down_to_the_fields_reads_the_same() -> None:
    row = a_row(
        11, "1", tax_amount=1, discount_amount=2, discount_tax_compensation_amount="0.2",
        weee_tax_applied_row_amount=1,
    )  # fmt: skip
    memo = a_memo(
        items=[row], subtotal=10, shipping_amount=3, discount_amount=-3, tax_amount="2.1",
        discount_tax_compensation_amount="0.3", grand_total="14.4",
        extension_attributes={"gw_card_price": 1, "gw_card_tax_amount": 1},
    )  # fmt: skip
    order = an_order(an_item(11, qty="2"))

    assert fetched(order, [select(memo, fields.MEMO)]) == fetched(order, [memo])

"""What BigCommerce's documentation shows, through translation."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from commissions import events
from commissions.domain.catalogue.listing import ProductListed, ProductRemoved
from commissions.domain.orders.hint import ChangeHinted
from commissions.domain.orders.order import difference
from commissions.domain.orders.refund import OrderRefunded
from commissions.domain.stores.store import Store
from commissions.platforms import WrongRecipient, bigcommerce
from commissions.platforms.strict_json import loads
from tests.unit.platforms.bigcommerce_builders import KEY, STORE, an_order, placed, read, told
from tests.unit.platforms.payloads import PUBLISHED, published

pytestmark = pytest.mark.skipif(
    not PUBLISHED.exists(), reason="no published payloads beside the repo"
)
DOCUMENTED = Store("docs", "bigcommerce", "retail_channel", "USD", "", domain="{store_hash}")
HOOKS = [path for path in published("bigcommerce") if path.name.startswith("webhook-")]


def one(name: str) -> Any:
    [path] = [each for each in published("bigcommerce") if each.name.startswith(name)]
    return loads(path.read_bytes())


@pytest.mark.parametrize("path", HOOKS, ids=lambda path: path.stem)
def test_a_documented_hook_gives_a_record_or_says_why_not(path: Path) -> None:
    payload = loads(path.read_bytes())

    reading = read(payload, DOCUMENTED)

    assert bool(reading.records) != bool(reading.ignored)
    for record in reading.records:
        assert events.decode(type(record), events.encode(record)) == record
    with pytest.raises(WrongRecipient):
        read(payload, STORE)


@pytest.mark.parametrize(
    ("name", "subject"),
    [
        ("webhook-order-created", ("order", "250")),
        ("webhook-order-updated", ("order", "250")),
        ("webhook-order-archived", ("order", "250")),
        ("webhook-order-statusUpdated", ("order", "250")),
        ("webhook-order-refund-created", ("order", "250")),
        ("webhook-product-created", ("product", "205")),
        ("webhook-product-updated", ("product", "205")),
        ("webhook-sku-created", ("product", "206")),
        ("webhook-sku-updated", ("product", "206")),
    ],
)
def test_a_documented_change_is_a_hint(name: str, subject: tuple[str, str]) -> None:
    [hint] = read(one(name), DOCUMENTED).records

    assert isinstance(hint, ChangeHinted)
    assert (hint.subject, hint.subject_id) == subject


def test_a_documented_deletion_needs_no_question() -> None:
    records = [read(one(f"webhook-{each}-deleted"), DOCUMENTED).records[0] for each in
               ("product", "sku")]  # fmt: skip

    assert all(isinstance(record, ProductRemoved) for record in records)
    assert [getattr(record, "variant_id", None) for record in records] == ["", "509"]


@pytest.mark.parametrize("name", ["webhook-customer-created", "webhook-customer-updated"])
def test_a_documented_customer_is_ignored_though_its_scope_is_wrong(name: str) -> None:
    assert read(one(name), DOCUMENTED).ignored == "store/customer/created earns nothing"


def test_documented_order_100_is_only_authorized_and_its_missing_lines_are_named() -> None:
    [order] = one("order-list")

    found = placed({**order}, products=[])

    assert (found.status, found.total, found.tax) == ("authorized", 36195, 0)
    assert (difference(found), found.flags) == (-36195, ("totals_differ",))
    assert found.referrals == ()


def test_documented_order_247_reconciles_with_lines_of_its_subtotal() -> None:
    line = one("order-product-read") | {"id": 240, "order_id": 247, "quantity": 4}
    amounts = {"total_ex_tax": "924.47", "price_ex_tax": "231.1175", "total_tax": "76.27"}
    line |= amounts | {"discounted_total_inc_tax": "1000.74"}

    found = placed(one("order-read"), line)

    assert (found.status, found.test, found.items[0].net) == ("paid", True, 92447)
    assert (found.shipping, found.tax, difference(found)) == (739, 7688, 0)


def test_a_documented_line_has_its_net() -> None:
    line = one("order-product-read")

    order = placed(an_order(total_inc_tax="42.2300", total_tax="5.2800"), line)

    [item] = order.items
    assert (item.line_id, item.platform_sku, item.variant_id) == ("116", "DUST1", "")
    assert (item.net, item.tax, difference(order)) == (3195, 528, 0)


def test_documented_coupons_carry_a_referral() -> None:
    assert placed(coupons=one("order-coupons")).distributor_ref == "S2549JM0Y"


def test_documented_fees_are_of_the_total_and_of_no_commission() -> None:
    fees = one("order-fees")["fees"]
    totals = {"total_inc_tax": "69.3000", "total_tax": "8.0000", "total_ex_tax": "61.3000"}

    found = placed(an_order(fees=fees, **totals))

    assert (found.other, difference(found), found.flags) == (1630, 0, ())


def test_documented_taxes_of_an_order_are_its_total_tax() -> None:
    taxes = one("order-taxes")
    total = sum(Decimal(tax["line_amount"]) for tax in taxes)

    assert placed(an_order(total_tax=str(total))).tax == 2204


def test_the_documented_refund_takes_back_a_unit_though_no_amount_was_asked_for() -> None:
    refund = one("refund-read")["data"]

    _, found = told(an_order(id=180), refunds=[refund])

    assert isinstance(found, OrderRefunded)
    assert [(item.line_id, int(item.qty)) for item in found.items] == [("87", 1)]
    assert (found.refund_id, found.tax, found.amount_only) == ("12", 500, 0)


def test_every_documented_status_is_one_that_we_know() -> None:
    statuses = [placed(an_order(status_id=each["id"])).status for each in one("order-statuses")]

    assert len(statuses) == 15


def listed(payload: Any) -> ProductListed:
    [product] = bigcommerce.parse_product(payload, STORE).records
    assert isinstance(product, ProductListed)
    return product


def test_a_documented_product_asked_for_without_its_variants_tells_of_the_base_one() -> None:
    product = listed(one("product-read")["data"])

    assert (product.product_id, product.complete) == ("174", False)
    assert [(each.variant_id, each.name) for each in product.variants] == [
        ("345", "1L Le Parfait Jar")
    ]


def test_documented_variants_are_told_with_their_options() -> None:
    product = one("product-read")["data"] | {"id": 192, "name": "Jar"}

    found = listed(product | {"variants": one("variant-list")["data"]})

    assert found.complete
    assert [(each.variant_id, each.sku, each.name) for each in found.variants] == [
        ("382", "SMIT", "Jar / Beige"),
        ("383", "SMIT-1", "Jar / Grey"),
        ("384", "SMIT-2", "Jar / Black"),
    ]


def test_documented_metafields_of_a_product_are_no_referrals() -> None:
    assert placed(metafields=one("product-metafields")["data"]).referrals == ()


def test_a_documented_customer_leaves_nothing_but_a_hash() -> None:
    [customer] = one("customer-list")["data"]
    order = an_order(customer_id=12, billing_address=customer["addresses"][0] | {"form_fields": []})

    assert KEY not in repr(told(order)).encode()
    assert customer["phone"] not in repr(told(order))

"""The payloads that Shopify publishes, and our own samples in their shapes, through translation."""

from pathlib import Path

import pytest

from commissions import events
from commissions.domain.orders.order import OrderPlaced, difference
from commissions.domain.orders.refund import OrderRefunded
from commissions.domain.stores.store import Store
from commissions.platforms import shopify
from tests.unit.platforms.payloads import PUBLISHED, published, published_webhooks, sample
from tests.unit.platforms.shopify_builders import KEY, STORE, read, told

beside = pytest.mark.skipif(not PUBLISHED.exists(), reason="no published payloads beside the repo")
SHOPIFY = published("shopify")


@beside
@pytest.mark.parametrize("path", SHOPIFY, ids=lambda path: path.stem)
def test_a_published_payload_gives_records_or_says_why_not(path: Path) -> None:
    for topic, payload in published_webhooks(path):
        reading = shopify.parse_webhook(payload, topic, {}, STORE, KEY)

        assert bool(reading.records) != bool(reading.ignored)
        for record in reading.records:
            assert events.decode(type(record), events.encode(record)) == record


@beside
@pytest.mark.parametrize("path", SHOPIFY, ids=lambda path: path.stem)
def test_a_published_order_reconciles_or_is_flagged(path: Path) -> None:
    for topic, payload in published_webhooks(path):
        for record in read(payload, topic).records:
            assert not isinstance(record, OrderPlaced) or difference(record) == 0 or record.flags


@beside
@pytest.mark.parametrize(
    "path", [path for path in SHOPIFY if "webhook-sample" in path.name], ids=lambda path: path.stem
)
def test_a_published_test_notification_earns_nothing(path: Path) -> None:
    for topic, payload in published_webhooks(path):
        reading = read(payload, topic)
        assert reading.records == ()
        assert reading.ignored == "a test notification" or topic in {
            "customers/create",
            "customers/update",
        }


def one_published(name: str) -> tuple[str, object]:
    [webhook] = published_webhooks(PUBLISHED / "shopify" / f"{name}.json")
    return webhook


@beside
def test_the_published_cancellation_tells_order_refund_and_cancellation() -> None:
    topic, payload = one_published("orders-cancelled--official-cancel-no-refund")

    order, refund, difference_, cancelled = told(payload, topic)

    assert isinstance(order, OrderPlaced)
    assert [item.net for item in order.items] == [19566, 19567, 19567]
    assert [item.removed for item in order.items] == [0, 0, 0]
    assert (order.total, order.tax, order.flags) == (59894, 1194, ("subtotal_differs",))
    assert isinstance(refund, OrderRefunded)
    assert [item.line_id for item in refund.items] == ["466157049", "703073504"]
    assert isinstance(difference_, OrderRefunded)
    assert (difference_.refund_id, difference_.gross) == (f"{refund.refund_id}-amount", True)
    assert cancelled.order_key == order.order_key


@beside
def test_the_published_shipping_refund_counts_shipping_once() -> None:
    topic, payload = one_published("refunds-create--official-shipping-refund-adjustment")

    refund, beside_goods = told(payload, topic)

    assert isinstance(refund, OrderRefunded)
    assert (refund.items, refund.shipping, refund.amount_only) == ((), 500, 0)
    assert isinstance(beside_goods, OrderRefunded)
    assert (beside_goods.source_id, beside_goods.shipping) == (refund.refund_id, 500)


@beside
def test_a_published_refund_of_a_worthless_line_takes_the_line_back() -> None:
    topic, payload = one_published("refunds-create--official-line-zero-amount")

    refund, money = told(payload, topic)

    assert isinstance(refund, OrderRefunded)
    assert [(item.line_id, int(item.qty)) for item in refund.items] == [("518995019", 1)]
    assert isinstance(money, OrderRefunded)
    assert (refund.amount_only, money.amount_only) == (0, 4194)


def the_order(name: str) -> OrderPlaced:
    order, *_ = told(sample(f"shopify/{name}"))
    assert isinstance(order, OrderPlaced)
    return order


@pytest.mark.parametrize(
    ("name", "nets", "shipping", "other"),
    [
        ("orders_create", [4320, 3240], 690, 0),
        ("orders_paid", [4320, 3240], 690, 0),
        ("orders_updated", [4320, 3240], 690, 0),
        ("orders_cancelled", [9600], 690, 0),
        ("orders_paid_tax_included", [3600, 2700], 500, 0),
        ("orders_paid_tip_gift_card", [9900, 5000, 400, 500], 0, 0),
    ],
)
def test_a_sample_reconciles(name: str, nets: list[int], shipping: int, other: int) -> None:
    order = the_order(name)

    assert [item.net for item in order.items] == nets
    assert (order.shipping, order.other, difference(order)) == (shipping, other, 0)


def test_the_sample_with_everything_tells_its_lines_apart() -> None:
    order = the_order("orders_paid_tip_gift_card")

    assert [item.kind for item in order.items] == ["product", "gift_card", "custom", "tip"]
    assert (order.distributor_ref, order.customer) == ("ANN", "")


def test_the_samples_of_one_order_agree_on_who_referred() -> None:
    names = ("orders_create", "orders_paid", "orders_updated")

    assert {the_order(name).distributor_ref for name in names} == {"CARA-7"}
    assert [the_order(name).status for name in names] == ["pending", "paid", "partially_refunded"]


def test_the_sample_of_a_cancelled_order_gives_everything_back() -> None:
    _, refund, freight_back, _ = told(sample("shopify/orders_cancelled"), "orders/cancelled")

    assert isinstance(refund, OrderRefunded)
    assert isinstance(freight_back, OrderRefunded)
    assert (freight_back.shipping, freight_back.amount_only) == (690, 0)
    assert [(item.line_id, int(item.qty)) for item in refund.items] == [("14100000011", 3)]
    assert (refund.shipping, refund.amount_only) == (690, 0)


def test_the_sample_of_goodwill_names_no_line() -> None:
    [refund] = told(sample("shopify/refunds_create_amount_only"), "refunds/create")

    assert isinstance(refund, OrderRefunded)
    assert (refund.items, refund.amount_only) == ((), 1000)


def test_the_sample_of_an_uninstalled_app_is_no_order() -> None:
    assert read(sample("shopify/app_uninstalled"), "app/uninstalled").ignored


def test_the_store_of_the_route_is_the_store_of_the_record() -> None:
    other = Store("cocoa", "shopify", "retail_channel", "USD", "harbour")

    records = told(sample("shopify/orders_updated"), store=other)

    assert {record.store_id for record in records} == {"cocoa"}

"""The payloads that Adobe publishes, and our own samples of each channel, through translation."""

from typing import Any

import pytest

from commissions import events
from commissions.domain.orders.hint import ChangeHinted
from commissions.domain.orders.order import OrderPlaced, difference
from commissions.domain.orders.refund import OrderRefunded
from commissions.platforms import ParsedWebhook, magento
from commissions.platforms.strict_json import loads
from tests.unit.platforms.magento_builders import CLIENT_ID, KEY, a_store, an_item, an_order
from tests.unit.platforms.payloads import PUBLISHED, SAMPLES, published, sample

beside = pytest.mark.skipif(not PUBLISHED.exists(), reason="no published payloads beside the repo")
FOLDER = PUBLISHED / "magento"
NAMES = sorted(path.stem for path in (SAMPLES / "magento").glob("*.json"))
INVOICE = "com.adobe.commerce.observer.sales_order_invoice_save_after"


def told(name: str, topic: str = "") -> ParsedWebhook:
    """A sample as the store of its channel takes it."""
    channel, _, rest = name.partition("_")
    if rest.startswith("3_"):
        topic = rest.removeprefix("3_").replace("_", ".")
    if name == "adobe_older_form":
        topic = INVOICE
    return magento.parse_webhook(sample(f"magento/{name}"), topic, {}, a_store(channel), KEY)


def an_order_of(name: str) -> OrderPlaced:
    order, *_ = told(name).records
    assert isinstance(order, OrderPlaced)
    return order


@pytest.mark.parametrize("name", [name for name in NAMES if name != "adobe_validation"])
def test_a_sample_gives_records_or_says_why_not(name: str) -> None:
    reading = told(name)

    assert reading.records or reading.ignored
    for record in reading.records:
        assert events.decode(type(record), events.encode(record)) == record
        assert not isinstance(record, OrderPlaced) or (difference(record), record.test) == (
            0,
            False,
        )


def test_the_sample_of_a_validation_is_a_greeting() -> None:
    body = (SAMPLES / "magento" / "adobe_validation.json").read_bytes()

    assert magento.handshake(body, {}) is not None


@pytest.mark.parametrize(
    ("name", "nets", "status", "flags"),
    [
        ("created", [34_00, 32_50], "pending", ()),
        ("paid", [34_00, 32_50], "paid", ()),
        ("cancelled", [34_00, 32_50], "voided", ()),
        ("recreated", [34_00, 32_50], "paid", ("recreated",)),
        ("paid_tax_included", [24_77], "paid", ()),
        ("paid_bundle_gift_card", [45_00, 27_00, 50_00], "paid", ()),
    ],
)
def test_the_samples_of_orders_reconcile(
    name: str, nets: list[int], status: str, flags: tuple[str, ...]
) -> None:
    order = an_order_of(f"mageos_sales_order_{name}")

    assert ([item.net for item in order.items], order.status) == (nets, status)
    assert (difference(order), order.flags) == (0, flags)


def test_both_versions_of_the_module_tell_the_same() -> None:
    assert told("mageos_3_sales_order_paid").records == told("mageos_sales_order_paid").records


def test_the_sample_of_a_memo_gives_back_lines_goodwill_and_shipping() -> None:
    memo, beside_goods = told("mageos_sales_creditmemo_created").records
    [unclear] = told("mageos_sales_creditmemo_created_unclear").records

    assert isinstance(memo, OrderRefunded)
    assert [(item.line_id, int(item.qty)) for item in memo.items] == [("11", 1), ("12", 1)]
    assert (memo.amount_only, memo.shipping) == (5_00, 4_90)
    assert isinstance(beside_goods, OrderRefunded)
    assert (beside_goods.source_id, beside_goods.shipping) == (memo.refund_id, 4_90)
    assert isinstance(unclear, ChangeHinted)


def test_the_sample_of_a_batch_hints_at_three_things() -> None:
    reading = told("adobe_batch")

    hints = [(e.subject, e.subject_id) for e in reading.records if isinstance(e, ChangeHinted)]
    assert hints == [("order", "41"), ("product", "sku:TEA-50")]
    assert "customer" in reading.ignored


def published_payload(name: str) -> Any:
    return loads((FOLDER / f"{name}.json").read_bytes())


@beside
def test_every_published_payload_is_read_here() -> None:
    assert [path.stem for path in published("magento")] == [
        "cloudevent-product-save-commit-after--adobe-docs-eventid",
        "creditmemo-read--adobe-kb-full-refund-with-shipping",
        "event-invoice-save-after--adobe-docs",
        "event-product-save-after--adobe-docs",
    ]


@beside
def test_the_published_event_of_a_product_hints_at_its_sku() -> None:
    event = published_payload("cloudevent-product-save-commit-after--adobe-docs-eventid")
    store = type(a_store())(
        "tea", "magento", "retail_channel", "USD", "harbour", channel="adobe",
        client_ids=(event["recipientclientid"],),
    )  # fmt: skip

    [hint] = magento.parse_webhook(event, "", {}, store, KEY).records

    assert isinstance(hint, ChangeHinted)
    assert (hint.subject, hint.subject_id) == ("product", "sku:eventtest1")
    assert hint.hinted_at.isoformat() == "2025-07-17T15:48:42.436000+00:00"


@beside
@pytest.mark.parametrize(
    ("name", "code", "hint"),
    [
        ("event-invoice-save-after--adobe-docs", INVOICE, ("order", "8")),
        (
            "event-product-save-after--adobe-docs",
            "com.adobe.commerce.observer.catalog_product_save_after",
            ("product", "3"),
        ),
    ],
)
def test_the_published_events_of_the_older_form_hint_by_their_ids(
    name: str, code: str, hint: tuple[str, str]
) -> None:
    """The documentation leaves the envelope out, which names the receiver."""
    payload = published_payload(name) | {"recipient_client_id": CLIENT_ID}

    [record] = magento.parse_webhook(payload, code, {}, a_store("adobe"), KEY).records

    assert isinstance(record, ChangeHinted)
    assert (record.subject, record.subject_id) == hint


@beside
def test_the_published_memo_gives_its_line_and_the_shipping_back() -> None:
    memo = published_payload("creditmemo-read--adobe-kb-full-refund-with-shipping")
    envelope = {"data": memo}

    reading = magento.parse_webhook(envelope, "sales.creditmemo.created", {}, a_store(), KEY)
    order = an_order(an_item(1, price="100"), shipping="5", entity_id=1)
    _, *fetched = magento.parse_order(
        {"order": order, "creditmemos": [memo]}, a_store(), KEY
    ).records

    refund, freight_back = reading.records
    assert [refund, freight_back] == fetched
    assert isinstance(freight_back, OrderRefunded)
    assert (freight_back.shipping, freight_back.amount_only) == (5_00, 0)
    assert isinstance(refund, OrderRefunded)
    assert [(item.line_id, int(item.qty)) for item in refund.items] == [("1", 1)]
    assert (refund.shipping, refund.amount_only, refund.order_key) == (5_00, 0, "magento/tea/1")


@beside
def test_the_published_invoice_is_read_in_all_its_number_forms() -> None:
    """An invoice is only a hint; an order with its very numbers reads as they were meant."""
    value = published_payload("event-invoice-save-after--adobe-docs")["event"]["data"]["value"]
    items = [
        an_item(int(row["order_item_id"])) | {"price": row["price"], "qty_ordered": row["qty"]}
        for row in value["items"]
    ]
    header = {name: value[name] for name in ("subtotal", "grand_total", "order_currency_code")}
    order = an_order(an_item()) | header | {"items": items, "total_paid": "1100.0000"}

    placed, *_ = magento.parse_order({"order": order, "creditmemos": []}, a_store(), KEY).records

    assert isinstance(placed, OrderPlaced)
    assert [item.net for item in placed.items] == [600_00, 500_00]
    assert (difference(placed), placed.flags) == (0, ())

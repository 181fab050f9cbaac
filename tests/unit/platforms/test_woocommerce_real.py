"""Everything that a real shop of 8.2.2 sent and answered."""

from pathlib import Path

import pytest

from commissions import events
from commissions.domain.orders.order import OrderPlaced, difference
from commissions.domain.orders.refund import RefundItem
from commissions.domain.store_record import StoreRecord
from commissions.platforms import woocommerce
from commissions.platforms.strict_json import loads
from tests.unit.platforms.payloads import PUBLISHED, published
from tests.unit.platforms.woocommerce_builders import KEY, STORE
from tests.unit.platforms.woocommerce_real import (
    SECRETS,
    Delivery,
    Row,
    answered,
    beside,
    deliveries,
    fetched,
    orders,
    rows,
)

SENT = deliveries()
ORDERS = [each for each in SENT if each.headers.get("x-wc-webhook-topic", "").startswith("order.")]


@beside
@pytest.mark.parametrize("sent", SENT, ids=str)
def test_each_delivery_is_a_ping_or_proves_itself(sent: Delivery) -> None:
    is_ping = woocommerce.handshake(sent.body, sent.headers) is not None

    assert is_ping == ("ping" in sent.name)
    assert is_ping or woocommerce.is_authentic(sent.body, sent.headers, SECRETS)
    assert not woocommerce.is_authentic(sent.body, sent.headers, ("another", ""))


@beside
def test_the_webhook_whose_secret_was_changed_signs_with_the_new_one() -> None:
    turned = [each for each in SENT if each.headers.get("x-wc-webhook-id") == "36"]

    assert turned
    for sent in turned:
        assert woocommerce.is_authentic(sent.body, sent.headers, ["woo-test-secret-2"])


@beside
@pytest.mark.parametrize("sent", [each for each in SENT if "ping" not in each.name], ids=str)
def test_each_delivery_gives_records_or_says_why_not(sent: Delivery) -> None:
    reading = sent.read()

    assert bool(reading.records) != bool(reading.ignored)
    for record in reading.records:
        assert events.decode(type(record), events.encode(record)) == record


@beside
@pytest.mark.parametrize("sent", ORDERS, ids=str)
def test_each_order_that_was_sent_reconciles_to_the_cent(sent: Delivery) -> None:
    for record in sent.read().records:
        if isinstance(record, OrderPlaced):
            assert difference(record) == 0
            assert "rounding" not in record.flags
            assert record.refund_ids is not None


@beside
def test_the_table_of_orders_is_read_whole() -> None:
    assert len(rows()) == 29
    assert sum(len(row.refunds) for row in rows()) == 5


@beside
@pytest.mark.parametrize("row", rows(), ids=lambda row: row.order_id)
def test_each_order_of_the_table_gives_its_arithmetic(row: Row) -> None:
    order, _, _ = fetched(orders()[row.order_id])

    assert [
        (f"{item.platform_sku}x{item.qty.normalize():f}", item.net) for item in order.items
    ] == row.lines
    assert (order.currency, order.total, order.tax) == (row.currency, row.total, row.tax)
    assert (order.shipping, order.other, difference(order)) == (row.shipping, row.fees, 0)
    assert orders()[row.order_id]["status"] in (row.status, "trash")


@beside
@pytest.mark.parametrize("row", rows(), ids=lambda row: row.order_id)
def test_each_refund_of_the_table_gives_its_arithmetic(row: Row) -> None:
    order, back, _ = fetched(orders()[row.order_id])

    def net(item: RefundItem) -> int:
        return item.amount + (item.worth or 0)

    given_back = {
        each.refund_id: (sum(map(net, each.items)), each.tax + each.shipping, each.amount_only)
        for each in back
        if each.refund_id == each.source_id
    }
    assert given_back == {refund_id: told[:3] for refund_id, told in row.refunds.items()}
    assert [sum(told[:3]) for told in row.refunds.values()] == [
        told[3] for told in row.refunds.values()
    ]
    assert order.refund_ids == tuple(sorted(row.refunds))


@beside
@pytest.mark.parametrize("order_id", sorted(orders()) if SENT else [])
def test_what_was_sent_and_what_was_answered_of_one_state_is_one_fact(order_id: str) -> None:
    order, _, _ = fetched(orders()[order_id])
    of_that_second = [
        record
        for sent in ORDERS
        for record in sent.read().records
        if isinstance(record, OrderPlaced)
        and (record.order_key, record.updated_at) == (order.order_key, order.updated_at)
    ]

    assert {each.digest for each in of_that_second if _state(each) == _state(order)} <= {
        order.digest
    }


def _state(order: OrderPlaced) -> tuple[object, ...]:
    """Within a second an order can be paid, refunded and thrown away."""
    return order.status, order.cancelled_at, order.refund_ids


@beside
@pytest.mark.parametrize("number", [18, 19, 208, 210])
def test_each_product_that_was_answered_is_listed(number: int) -> None:
    body = answered(number)

    for product in body if isinstance(body, list) else [body]:
        whole = answered(18) if product.get("type") == "variable" else []
        [listed] = woocommerce.parse_product(product | {"variations": whole}, STORE).records
        assert events.decode(type(listed), events.encode(listed)) == listed


@beside
@pytest.mark.parametrize("path", published("woocommerce"), ids=lambda path: path.stem)
def test_each_documented_payload_gives_records_or_says_why_not(path: Path) -> None:
    for record in _of_the_documentation(path):
        assert not isinstance(record, OrderPlaced) or difference(record) == 0 or record.flags
        assert events.decode(type(record), events.encode(record)) == record


def _of_the_documentation(path: Path) -> tuple[StoreRecord, ...]:
    """What is no webhook's body is read as what it is."""
    payload, kind = loads(path.read_bytes()), path.stem.split("--", maxsplit=1)[0]
    if kind == "order-list":
        return tuple(
            record
            for order in payload
            for record in woocommerce.parse_webhook(order, "order.updated", {}, STORE, KEY).records
        )
    if kind in ("refund-list", "refund-read"):
        [second] = [
            each
            for each in loads((path.parent / "order-list--docs-v3.json").read_bytes())
            if each["refunds"]
        ]
        refunds = payload if isinstance(payload, list) else [payload]
        return woocommerce.parse_order(second | {"refunds": refunds}, STORE, KEY).records
    if kind in ("webhook-read", "product-variation-read"):
        return ()
    topic = kind.replace("-", ".", 1) if kind != "error" else "order.updated"
    reading = woocommerce.parse_webhook(payload, topic, {}, STORE, KEY)
    assert bool(reading.records) != bool(reading.ignored)
    return reading.records


@beside
def test_the_documented_ping_is_a_ping() -> None:
    ping = (PUBLISHED / "woocommerce" / "ping--form-encoded.txt").read_bytes()
    form = {"content-type": "application/x-www-form-urlencoded"}

    assert woocommerce.handshake(ping.strip(), form) == ""

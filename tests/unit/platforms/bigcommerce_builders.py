"""BigCommerce's payloads, stated by what matters: the rest is as usual."""

import base64
import hmac
from datetime import UTC, datetime
from typing import Any

from commissions.domain.orders.order import Item, OrderPlaced
from commissions.domain.orders.refund import OrderRefunded
from commissions.domain.store_record import StoreRecord
from commissions.domain.stores.store import Store
from commissions.platforms import ParsedWebhook, bigcommerce

KEY = b"a key that only this store has"
SECRET = "client-secret-of-the-account"
STORE = Store(
    store_id="harbour",
    platform="bigcommerce",
    mode="retail_channel",
    currency="USD",
    plan="uni-demo",
    domain="harbour1",
    carriers=bigcommerce.CARRIERS,
)
NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
SENT = str(int(NOON.timestamp()))


def signed(body: bytes, *, key: bytes = SECRET.encode(), sent: str = SENT) -> dict[str, str]:
    """The headers of a hook, its token too."""
    message = f"msg_1.{sent}.".encode() + body
    signature = base64.b64encode(hmac.digest(key, message, "sha256")).decode()
    return {
        "webhook-id": "msg_1",
        "webhook-timestamp": sent,
        "webhook-signature": f"v1,{signature}",
        "x-commissions-token": hmac.digest(key, b"commissions hook", "sha256").hex(),
    }


def a_hook(scope: str = "store/order/updated", **changes: Any) -> dict[str, Any]:
    return {
        "scope": scope,
        "store_id": "1002345",
        "data": {"type": "order", "id": 1043},
        "hash": "5f1c2b7d",
        "created_at": 1795168812,
        "producer": "stores/harbour1",
    } | changes


def read(payload: Any, store: Store = STORE) -> ParsedWebhook:
    return bigcommerce.parse_webhook(payload, "hook", {}, store, KEY)


def a_line(**changes: Any) -> dict[str, Any]:
    """Two of 20.00 each, without tax."""
    return {
        "id": 501,
        "order_id": 1043,
        "product_id": 311,
        "variant_id": 447,
        "sku": "TEA-50",
        "name": "Green tea",
        "type": "physical",
        "price_ex_tax": "20.0000",
        "price_inc_tax": "20.0000",
        "total_ex_tax": "40.0000",
        "total_inc_tax": "40.0000",
        "total_tax": "0.0000",
        "quantity": 2,
        "applied_discounts": [],
        "discounted_total_inc_tax": "40.0000",
    } | changes


def an_order(**changes: Any) -> dict[str, Any]:
    """Paid by card: 40.00 and 5.00 shipping."""
    return {
        "id": 1043,
        "customer_id": 0,
        "date_created": "Sat, 21 Nov 2026 10:00:00 +0000",
        "date_modified": "Sat, 21 Nov 2026 10:00:12 +0000",
        "status_id": 11,
        "payment_status": "captured",
        "payment_method": "Credit Card",
        "is_tax_inclusive_pricing": False,
        "shipping_cost_ex_tax": "5.0000",
        "shipping_cost_inc_tax": "5.0000",
        "shipping_cost_tax": "0.0000",
        "total_ex_tax": "45.0000",
        "total_inc_tax": "45.0000",
        "total_tax": "0.0000",
        "currency_code": "USD",
        "default_currency_code": "USD",
        "store_credit_amount": "0.0000",
        "gift_certificate_amount": "0.0000",
        "is_deleted": False,
        "billing_address": {"email": "robin@example.com", "form_fields": []},
        "fees": [],
    } | changes


def a_refund(*items: dict[str, Any], **changes: Any) -> dict[str, Any]:
    return {
        "id": 77,
        "order_id": 1043,
        "created": "2026-11-21T18:40:00+00:00",
        "reason": "",
        "total_amount": 0,
        "total_tax": 0,
        "uses_merchant_override_values": False,
        "payments": [{"id": 1, "amount": changes.get("total_amount", 0), "is_declined": False}],
        "items": list(items),
    } | changes


def an_item(item_type: str = "PRODUCT", **changes: Any) -> dict[str, Any]:
    usual = {"quantity": 1} if item_type == "PRODUCT" else {}
    return {"item_type": item_type, "item_id": 501, "requested_amount": None, **usual} | changes


def told(
    order: dict[str, Any] | None = None,
    *lines: dict[str, Any],
    refunds: list[dict[str, Any]] | None = None,
    store: Store = STORE,
    **more: Any,
) -> tuple[StoreRecord, ...]:
    payload = {
        "order": order or an_order(),
        "products": list(lines) or [a_line()],  # `products=[]` is an order without any
        "refunds": refunds or [],
        **more,
    }
    return bigcommerce.parse_order(payload, store, KEY).records


def placed(*arguments: Any, **options: Any) -> OrderPlaced:
    order, *_ = told(*arguments, **options)
    assert isinstance(order, OrderPlaced)
    return order


def one_line(*arguments: Any, **options: Any) -> Item:
    [item] = placed(*arguments, **options).items
    return item


def refunded(*items: dict[str, Any], **changes: Any) -> OrderRefunded:
    """The record of what came back."""
    return refunds_of(*items, **changes)[0]


def refunds_of(*items: dict[str, Any], **changes: Any) -> list[OrderRefunded]:
    """All records of one refund."""
    _, *records = told(refunds=[a_refund(*items, **changes)])
    return [each for each in records if isinstance(each, OrderRefunded)]


def a_transaction(number: int, amount: Any, **changes: Any) -> dict[str, Any]:
    return {
        "id": number,
        "order_id": "1043",
        "event": "capture",
        "method": "credit_card",
        "amount": amount,
        "currency": "USD",
        "gateway": "test",
        "status": "ok",
        "reference_transaction_id": None,
    } | changes

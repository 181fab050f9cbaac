"""What a recorded step says, read by the platform's own dialect; signatures are not looked at."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from commissions.application.preview.sequence import RecordedStep
from commissions.application.sync.platform_of import PARSE_ERRORS, platform_of
from commissions.domain.stores.store import WITHOUT_API, Store
from commissions.platforms import NO_TIME, InvalidPayload, ParsedWebhook, WrongRecipient

CUSTOMER_KEY = b"preview"
"""Makes customers unrecognisable here; a store's own key is its secret."""
ORDER, PRODUCT = "order", "product"
"""Topics that are no webhook's: an order, or a product, as the platform's API answers it."""
MERGE = "customers/merge"
TOPIC_HEADERS = {
    "shopify": "x-shopify-topic",
    "woocommerce": "x-wc-webhook-topic",
    "magento": "?event",
}
"""Where a webhook's topic stands that its body does not say."""
PARTS = {
    "magento": ("creditmemos",),
    "bigcommerce": ("products", "coupons", "refunds", "metafields"),
}
"""What the client asks for besides the order, and hands over beside it."""


class UnreadableStep(ValueError):
    """A payload that is not as promised; the message names the field, and repeats nothing of it."""


def read_step(step: RecordedStep, store: Store, *, after: datetime = NO_TIME) -> ParsedWebhook:
    """The step's records. `after`: what was told before it is no later. Raises UnreadableStep."""
    try:
        return _of_its_channel(_read(step, store, after), store)
    except WrongRecipient:
        raise UnreadableStep("it is meant for another store, or another receiver") from None
    except InvalidPayload as error:
        raise UnreadableStep(str(error)) from None
    except PARSE_ERRORS as error:
        raise UnreadableStep(_problems(error)) from None


def is_answer(step: RecordedStep, store: Store) -> bool:
    """Whether the step is what the store was asked for, and so only its news are taken in."""
    return step.topic in (ORDER, PRODUCT) and store.platform not in WITHOUT_API


def _read(step: RecordedStep, store: Store, after: datetime) -> ParsedWebhook:
    if store.platform in WITHOUT_API:
        return _read_posted(step, store, after)
    dialect = platform_of(store.platform)
    if step.topic == ORDER:
        return dialect.parse_order(
            composed(store.platform, step.body, step.parts), store, CUSTOMER_KEY
        )
    if step.topic == PRODUCT:
        return dialect.parse_product(step.body, store)
    headers = {TOPIC_HEADERS.get(store.platform, "?topic"): step.topic}
    if store.platform == "shopify" and (sent_at := _sent_at(step, after)):
        headers["x-shopify-triggered-at"] = sent_at
    return dialect.parse_webhook(step.body, dialect.topic(headers), headers, store, CUSTOMER_KEY)


def _of_its_channel(reading: ParsedWebhook, store: Store) -> ParsedWebhook:
    """Passed over where it is another store's of the same shop."""
    if not reading.other_channel:
        return reading
    why = f"it came through channel {reading.other_channel}, {store.store_id} is {store.channel_id}"
    return replace(reading, records=(), ignored=why)


def _sent_at(step: RecordedStep, after: datetime) -> str:
    """What the header says; of a merge of customers, whose body has no time, as of where it stands
    in the sequence."""
    if step.sent_at or step.topic != MERGE or after == NO_TIME:
        return step.sent_at
    return (after + timedelta(seconds=1)).isoformat()


def _read_posted(step: RecordedStep, store: Store, after: datetime) -> ParsedWebhook:
    """What the order API is sent; where it does not say its time, it came after what came before
    it, and after all that it tells of."""
    from commissions.platforms import orders_api

    reading = orders_api.parse_payload(step.body, store, CUSTOMER_KEY)
    if orders_api.is_undated(step.body) and reading.occurred_at <= after:
        received_at = after + timedelta(seconds=1)
        return orders_api.parse_payload(step.body, store, CUSTOMER_KEY, received_at=received_at)
    return reading


def composed(platform: str, order: Any, parts: Mapping[str, Any]) -> Any:
    """An order and its parts, as the platform's client hands them to `parse_order`."""
    if platform in PARTS:
        empty: dict[str, Any] = {name: [] for name in PARTS[platform]}
        return {"order": order} | empty | _unasked_payments(platform, order, parts) | dict(parts)
    if not isinstance(order, dict):
        return order
    if platform == "shopify" and "legacyResourceId" in order:
        from commissions.clients.shopify.webhook_shape import webhook_order

        return webhook_order(order, parts.get("refunds", ()), parts.get("disputes", ()))
    if platform == "shopify" and "disputes" in parts:
        from commissions.clients.shopify.dispute_shape import webhook_disputes

        return order | dict(parts) | {"disputes": webhook_disputes((), parts["disputes"])}
    return order | dict(parts)


def _unasked_payments(platform: str, order: Any, parts: Mapping[str, Any]) -> dict[str, Any]:
    """Nothing in place of the payments that the client would ask for: a preview asks nobody."""
    if platform != "bigcommerce" or not isinstance(order, dict):
        return {}
    from commissions.clients.bigcommerce.transactions import needed

    refunds = parts.get("refunds")
    told = refunds if isinstance(refunds, list) else ()
    return {"transactions": None} if needed(order, told) else {}


def _problems(error: Exception) -> str:
    """The fields that the order API names; of any other error no more than its kind."""
    errors = getattr(error, "errors", None)
    if isinstance(errors, list):
        return "; ".join(f"{each['field']} {each['message']}" for each in errors)
    return f"unexpected {type(error).__name__}"

"""Shopify's disputes: told by `disputes/*`, and again by each answer about their order.

https://shopify.dev/docs/api/webhooks (disputes/create, disputes/update)
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime

from commissions.domain.orders.dispute import FINAL, OrderDisputed
from commissions.domain.stores.store import Store
from commissions.platforms import NO_TIME, ParsedWebhook
from commissions.platforms.payload import Field
from commissions.platforms.shopify.message import TEST_NOTIFICATION, WebhookMessage
from commissions.platforms.shopify.name import NAME
from commissions.platforms.shopify.refetch import SAMPLE_ORDERS

STATUS_CHARACTERS_MAX = 40


def disputed(message: WebhookMessage) -> ParsedWebhook:
    """What a `disputes/*` webhook tells; a payment that is of no order earned nothing."""
    body = message.body
    if not body.get("order_id").is_id:
        return message.ignored(f"{message.topic} names no order")
    if body["order_id"].identity() in SAMPLE_ORDERS:
        return message.ignored(TEST_NOTIFICATION)
    record = _record(body, body["order_id"], message.store, message.sent_at)
    told_at = message.sent_at if message.sent_at != NO_TIME else record.at
    return message.parsed((record,), told_at)


def disputes_of(order: Field, store: Store) -> Iterator[OrderDisputed]:
    """Those that an answer of the API names; a webhook's order has none."""
    for dispute in order.get("disputes").each():
        yield _record(dispute, order["id"], store, order["created_at"].moment())


def _record(dispute: Field, order_id: Field, store: Store, otherwise: datetime) -> OrderDisputed:
    """`otherwise`: when it was opened at the earliest, where the telling does not say it."""
    status = _status(dispute["status"])
    opened_at = dispute.get("initiated_at")
    currency = dispute.get("currency").currency() if dispute.get("amount").given else ""
    return OrderDisputed(
        platform=NAME,
        store_id=store.store_id,
        platform_order_id=order_id.identity(),
        dispute_id=dispute["id"].identity(),
        status=status,
        amount=_amount(dispute, currency),
        currency=currency,
        opened_at=_day(opened_at) if opened_at.given else otherwise,
        # What is open again has not ended, whatever the body still names.
        finalized_on=_ended(dispute) if status in FINAL else None,
    )


def _status(field: Field) -> str:
    """Shopify adds statuses: one that we do not know is that of an open dispute, and is listed."""
    status = field.text().lower()
    if not status or len(status) > STATUS_CHARACTERS_MAX or not status.isidentifier():
        raise field.wrong("is not a status")
    return status


def _amount(dispute: Field, currency: str) -> int | None:
    if not currency:
        return None
    if (amount := dispute["amount"].amount(currency)) < 0:
        raise dispute["amount"].wrong("is below 0")
    return amount


def _ended(dispute: Field) -> datetime | None:
    ended = dispute.get("finalized_on")
    return _day(ended) if ended.given else None


def _day(field: Field) -> datetime:
    """A moment, or, as the API names it, a day: its beginning in UTC."""
    try:
        day = date.fromisoformat(field.text())
    except ValueError:
        return field.moment()
    return datetime(day.year, day.month, day.day, tzinfo=UTC)

"""mage-os async events: the object as REST shows it, in an envelope.

Version 4 sends CloudEvents that name themselves; version 3 only `{"data": …}`, so that each of its
subscriptions has to name its event in the address: `?event=sales.order.created`.
"""

from datetime import datetime
from typing import Any

from commissions.domain.orders.hint import ORDER, ChangeHinted
from commissions.domain.stores.store import Store
from commissions.platforms import InvalidPayload, ParsedWebhook
from commissions.platforms.magento.headers import EVENT_NAME
from commissions.platforms.magento.name import NAME
from commissions.platforms.magento.orders import snapshot_records
from commissions.platforms.magento.products import parsed_product
from commissions.platforms.magento.refunds import (
    check_is_memo,
    is_refunded,
    refunded,
    speaks_for_itself,
)
from commissions.platforms.magento.times import first_moment, moment
from commissions.platforms.payload import Field

ORDERS = frozenset(
    f"sales.order.{what}"
    for what in ("created", "updated", "paid", "shipped", "holded", "unholded", "cancelled")
) | {"sales.unholdedcreated"}  # as the module itself misspells it
MEMOS = frozenset({"sales.creditmemo.created"})
INVOICES = frozenset({"sales.invoice.created", "sales.invoice.paid"})
PRODUCTS = frozenset({"catalog.product.created", "catalog.product.updated"})


def parse(payload: Any, topic: str, store: Store, customer_key: bytes) -> ParsedWebhook:
    """Raises InvalidPayload."""
    body = Field(payload)
    name = _named(body, topic)
    if name not in ORDERS | MEMOS | INVOICES | PRODUCTS:
        return ParsedWebhook(
            topic=name, records=(), occurred_at=_time(body), ignored=f"{name} earns nothing"
        )
    thing = body["data"]
    if name in PRODUCTS:
        return parsed_product(thing, store, name)
    if name in MEMOS:
        return _memo(thing, name, store)
    if name in INVOICES:
        hint = _hint(thing, name, store)
        return ParsedWebhook(topic=name, records=(hint,), occurred_at=hint.hinted_at)
    records = snapshot_records(thing, store, customer_key)
    return ParsedWebhook(topic=name, records=records, occurred_at=moment(thing["updated_at"]))


def _named(body: Field, topic: str) -> str:
    """The event's own name, which is signed, before that of the address."""
    name = body.get("type").value if body.get("specversion").given else topic
    if not isinstance(name, str) or not EVENT_NAME.fullmatch(name):
        raise InvalidPayload("neither the body nor the address names an event (?event=…)")
    return name


def _memo(memo: Field, name: str, store: Store) -> ParsedWebhook:
    check_is_memo(memo)
    created_at = moment(memo["created_at"])
    if not is_refunded(memo):
        return ParsedWebhook(
            topic=name, records=(), occurred_at=created_at, ignored="a memo not refunded yet"
        )
    if not speaks_for_itself(memo):
        hint = _hint(memo, name, store)
        return ParsedWebhook(topic=name, records=(hint,), occurred_at=hint.hinted_at)
    records = refunded(memo, store)
    why = "" if records else "a memo that gives nothing back"
    return ParsedWebhook(topic=name, records=records, occurred_at=created_at, ignored=why)


def _hint(thing: Field, name: str, store: Store) -> ChangeHinted:
    return ChangeHinted(
        platform=NAME,
        store_id=store.store_id,
        subject=ORDER,
        subject_id=thing["order_id"].identity(),
        hinted_at=first_moment(thing.get("updated_at"), thing.get("created_at")),
        reason=name,
    )


def _time(body: Field) -> datetime:
    data = body.get("data")
    updated_at = data.get("updated_at") if isinstance(data.value, dict) else data
    return first_moment(updated_at, body.get("time"))

"""What each of WooCommerce's topics tells; the topic is not signed, so what the body says counts.

There is no topic of payments, cancellations or refunds: all come as `order.updated`.
"""

from dataclasses import dataclass
from datetime import datetime

from commissions.domain.hint import ORDER, PRODUCT, ChangeHinted
from commissions.domain.store import Store
from commissions.domain.told import Told
from commissions.platforms import NO_TIME
from commissions.platforms.payload import Field
from commissions.platforms.woocommerce import products
from commissions.platforms.woocommerce.amounts import is_coarse
from commissions.platforms.woocommerce.name import NAME
from commissions.platforms.woocommerce.orders import order_records
from commissions.platforms.woocommerce.times import updated

COARSE, REFUNDS = "coarse amounts", "refunds"
CHANGES = frozenset({"created", "updated", "restored"})
DELETED = "deleted"


@dataclass(frozen=True, slots=True)
class Said:
    """The records of a webhook, or why there are none."""

    records: tuple[Told, ...]
    told_at: datetime
    ignored: str = ""


def parse(topic: str, body: Field, store: Store, customer_key: bytes) -> Said:
    """Raises InvalidPayload."""
    resource, _, event = topic.partition(".")
    if resource not in (ORDER, PRODUCT) or event not in CHANGES | {DELETED}:
        return Said((), NO_TIME, f"{topic} earns nothing")
    if status := _error(body):
        return Said((), NO_TIME, _why(resource, status))
    if event == DELETED:
        return _asked(resource, body["id"].identity(), store, topic, NO_TIME)
    if resource == PRODUCT:
        return _product(body, store, topic)
    return _order(body, store, customer_key)


def _order(body: Field, store: Store, customer_key: bytes) -> Said:
    """The snapshot, and where it cannot be enough, that the store has to be asked."""
    order_id, at = body["id"].identity(), updated(body)
    if is_coarse(body):
        return _asked(ORDER, order_id, store, COARSE, at)
    records: tuple[Told, ...] = order_records(body, store, customer_key)
    if body.get("refunds").value:
        records += _asked(ORDER, order_id, store, REFUNDS, at).records
    return Said(records, at)


def _product(body: Field, store: Store, topic: str) -> Said:
    """A product; one with variations tells only their ids."""
    at = updated(body)
    if products.has_variations(body):
        return _asked(PRODUCT, body["id"].identity(), store, topic, at)
    return Said((products.product_record(body, store),), at)


def _asked(subject: str, subject_id: str, store: Store, reason: str, at: datetime) -> Said:
    hint = ChangeHinted(
        platform=NAME,
        store_id=store.store_id,
        subject=subject,
        subject_id=subject_id,
        hinted_at=at,
        reason=reason,
    )
    return Said((hint,), at)


def _error(body: Field) -> int:
    """The HTTP status of an error that was signed and sent in place of a resource; else 0."""
    if not isinstance(body.value, dict) or "id" in body.value or "code" not in body.value:
        return 0
    data = body.value.get("data")
    status = data.get("status") if isinstance(data, dict) else data
    return status if type(status) is int else 0


def _why(resource: str, status: int) -> str:
    told = f"the shop could not read its own {resource} for the webhook ({status})"
    if status in (401, 403):
        return f"{told}: the webhook's user has lost the right to; only asking finds its changes"
    return f"{told}: it was gone before it was sent"

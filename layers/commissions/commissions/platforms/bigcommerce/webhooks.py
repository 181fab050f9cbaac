"""What a hook says: that something changed, hardly more. What it is now, the store has to be asked.

The documentation's own samples carry wrong scopes, so the scope is believed only as far as the
body's `data` goes along with it.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from commissions.domain.catalogue.listing import ProductRemoved
from commissions.domain.orders.hint import ORDER, PRODUCT, ChangeHinted
from commissions.domain.store_record import StoreRecord
from commissions.domain.stores.store import Store
from commissions.platforms import Ignored, ParsedWebhook, WrongRecipient
from commissions.platforms.bigcommerce.headers import delivery_ids
from commissions.platforms.bigcommerce.name import NAME
from commissions.platforms.bigcommerce.times import of_seconds
from commissions.platforms.payload import Field

SKU = "sku"
FAILURES = {
    90001: "a hook could not be delivered and will be sent again",
    90002: "a hook could not be delivered in 48 hours and is switched off",
    90003: "our domain was blocked for some minutes after too many failures",
}
"""What a deliveryException says, by its code; its message is not kept, as it holds an address."""
OTHERS = {"app": "the app was uninstalled: the store sends nothing any more"}
IGNORED = {
    (ORDER, "message"): "a message about an order",
    (PRODUCT, "inventory"): "only the stock changed",
    (PRODUCT, "metafield"): "a metafield of a product, such as the values that we publish",
    (PRODUCT, "variant"): "a metafield of a variant, such as the values that we publish",
}

_SCOPE = re.compile(r"store/(?:channel/[0-9]{1,12}/)?([\w-]{1,40}(?:/[\w-]{1,40}){0,5})", re.ASCII)
_SECONDS_DIGITS_MAX = 12


@dataclass(frozen=True, slots=True)
class HookScope:
    text: str
    subject: str
    """`order`, `product`, `sku`: what changed, by what the data says, else by the scope."""
    event: str
    """`created`, `refund/created`: what happened to it."""


def handshake(body: bytes, headers: Mapping[str, str]) -> str | None:
    """BigCommerce has none: a hook's first call is its first event."""
    return None


def parse_webhook(
    payload: Any, topic: str, headers: Mapping[str, str], store: Store, customer_key: bytes
) -> ParsedWebhook:
    """The hint that a hook is. Raises InvalidPayload, or WrongRecipient for another store's."""
    body = Field(payload)
    check_producer(body, store)
    scope, at = scope_of(body), occurred_at(body, headers)
    found = _record(body, scope, at, store)
    return ParsedWebhook(
        topic=scope.text,
        records=() if isinstance(found, Ignored) else (found,),
        occurred_at=at,
        ignored=found.reason if isinstance(found, Ignored) else "",
        delivery=delivery_ids(headers),
    )


def check_producer(body: Field, store: Store) -> None:
    """The signed body names the store it comes from; one client secret can serve many. Raises
    WrongRecipient."""
    producer = body["producer"].text()
    if not store.domain or producer != f"stores/{store.domain}":
        raise WrongRecipient(producer)


def scope_of(body: Field) -> HookScope:
    text = body["scope"].text()
    match = _SCOPE.fullmatch(text)
    if match is None:
        raise body["scope"].wrong("is not a scope")
    subject, _, event = match[1].partition("/")
    kind = body["data"].get("type").text()
    # A transaction is the order's; any other type is what the data is about.
    return HookScope(text, ORDER if kind == "transaction" else kind or subject, event)


def occurred_at(body: Field, headers: Mapping[str, str]) -> datetime:
    """The time of the change; where the body has none, when it was sent, which is signed too."""
    if body.get("created_at").given:
        return of_seconds(body["created_at"])
    sent = headers.get("webhook-timestamp", "")
    is_number = sent.isdecimal() and len(sent) <= _SECONDS_DIGITS_MAX
    return of_seconds(Field(int(sent) if is_number else None, "webhook-timestamp"))


def _record(body: Field, scope: HookScope, moment: datetime, store: Store) -> StoreRecord | Ignored:
    """The one record of a hook, or why there is none."""
    if reason := _ignored(body["data"], scope):
        return Ignored(reason)
    if scope.subject == ORDER:
        return _hint(ORDER, _order_id(body["data"]), scope, moment, store)
    product_id, variant_id = _product_ids(body["data"], scope)
    if scope.event == "deleted":
        return ProductRemoved(
            platform=NAME,
            store_id=store.store_id,
            product_id=product_id,
            variant_id=variant_id,
            removed_at=moment,
        )
    return _hint(PRODUCT, product_id, scope, moment, store)


def _ignored(data: Field, scope: HookScope) -> str:
    if scope.subject in ("webhook", "hook"):
        code = data.get("error_code").value
        failure = FAILURES.get(code) if isinstance(code, int) else None
        return failure or "a hook could not be delivered"
    if scope.subject not in (ORDER, PRODUCT, SKU):
        return OTHERS.get(scope.subject, f"{scope.text} earns nothing")
    part = scope.event.partition("/")[0]
    return IGNORED.get((ORDER if scope.subject == ORDER else PRODUCT, part), "")


def _hint(
    subject: str, subject_id: str, scope: HookScope, moment: datetime, store: Store
) -> ChangeHinted:
    return ChangeHinted(
        platform=NAME,
        store_id=store.store_id,
        subject=subject,
        subject_id=subject_id,
        hinted_at=moment,
        reason=scope.text,
    )


def _order_id(data: Field) -> str:
    """Transactions and channels name it `order_id`, metafields `resource_id`, the rest `id`."""
    named = ("order_id", "resource_id")
    return data[next((name for name in named if data.get(name).given), "id")].identity()


def _product_ids(data: Field, scope: HookScope) -> tuple[str, str]:
    """The product, and of a SKU its variant; channels name the product `product_id`."""
    if scope.subject == SKU:
        sku = data["sku"]
        return sku["product_id"].identity(), sku["variant_id"].identity()
    return data["product_id" if data.get("product_id").given else "id"].identity(), ""

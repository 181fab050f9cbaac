"""What people ask about their data, which Shopify passes on to every app.

https://shopify.dev/docs/apps/build/compliance/privacy-law-compliance
"""

from collections.abc import Mapping

from commissions.domain.people.privacy import (
    CUSTOMER_ERASURE,
    DATA_REQUEST,
    STORE_ERASURE,
    PrivacyAsked,
)
from commissions.domain.stores.own_name import is_same_shop
from commissions.platforms import ParsedWebhook, WrongRecipient, customer_hash
from commissions.platforms.payload import Field
from commissions.platforms.shopify.message import TEST_NOTIFICATION, WebhookMessage
from commissions.platforms.shopify.name import NAME

KINDS: Mapping[str, str] = {
    "customers/data_request": DATA_REQUEST,
    "customers/redact": CUSTOMER_ERASURE,
    "shop/redact": STORE_ERASURE,
}
SAMPLE_SHOPS = frozenset({"954889"})
NOT_OF: Mapping[str, frozenset[str]] = {
    DATA_REQUEST: frozenset({"orders_to_redact"}),
    CUSTOMER_ERASURE: frozenset({"orders_requested", "data_request"}),
}
_SHOP = frozenset({"shop_id", "shop_domain"})
"""All that the end of a whole store is told with."""


def privacy_request(message: WebhookMessage) -> ParsedWebhook:
    """The request, of which only the hash of the customer's id is kept. Raises WrongRecipient,
    since all shops of an app share its secret and these topics one address."""
    body, store = message.body, message.store
    if body["shop_id"].identity() in SAMPLE_SHOPS:
        return message.ignored(TEST_NOTIFICATION)
    _check_kind(KINDS[message.topic], body)
    shop = body["shop_domain"].text()
    if store.domain and not is_same_shop(shop, store.domain):
        raise WrongRecipient(shop)
    request = PrivacyAsked(
        platform=NAME,
        store_id=store.store_id,
        kind=KINDS[message.topic],
        asked_at=message.sent_at,
        customer=_customer(message),
        orders=_orders(body),
        request_id=_id_or_none(body.get("data_request").get("id")),
    )
    return message.parsed((request,), message.sent_at)


def _check_kind(kind: str, body: Field) -> None:
    """The topic is not signed: whoever sends a signed body on under another one must not make a
    question an erasure, or a customer's the whole store's. Raises InvalidPayload."""
    names = frozenset(body.value)
    if names & NOT_OF.get(kind, frozenset()) or (kind == STORE_ERASURE and names - _SHOP):
        raise body.wrong(f"is not that of a {kind}")


def _customer(message: WebhookMessage) -> str:
    customer_id = _id_or_none(message.body.get("customer").get("id"))
    if not customer_id:
        return ""
    return customer_hash(message.store.store_id, customer_id, message.customer_key)


def _orders(body: Field) -> tuple[str, ...]:
    named = [*body.get("orders_requested").each(), *body.get("orders_to_redact").each()]
    return tuple(each.identity() for each in named)


def _id_or_none(field: Field) -> str:
    return field.identity() if field.given else ""

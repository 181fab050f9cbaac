"""Shopify's `customers/merge`: which of two customers is kept. Merges that failed are told too.

https://shopify.dev/docs/api/webhooks (customers/merge), scope `read_customer_merge`
"""

from commissions.domain.people.customer_merge import CustomersMerged
from commissions.platforms import NO_TIME, InvalidPayload, ParsedWebhook, customer_hash
from commissions.platforms.payload import Field
from commissions.platforms.shopify.message import WebhookMessage
from commissions.platforms.shopify.name import NAME

DONE = frozenset({"completed", "succeeded", "success"})
NOT_DONE = frozenset({"failed", "requested", "pending", "in_progress"})
_GID = "gid://shopify/Customer/"


def customers_merged(message: WebhookMessage) -> ParsedWebhook:
    """Both customers by their hashes, and when it was; nothing of a merge that is not done. Raises
    InvalidPayload, also where nothing says when: orders of before are not both customers'."""
    body = message.body
    status = body["status"].text().lower()
    if status in NOT_DONE or (status in DONE and [*body.get("errors").each()]):
        return message.ignored(f"a merge of customers that is {status} and not done")
    if status not in DONE:
        raise body["status"].wrong("is none of a merge of customers")
    kept, gone = (
        customer_hash(message.store.store_id, _id(body[name]), message.customer_key)
        for name in ("admin_graphql_api_customer_kept_id", "admin_graphql_api_customer_deleted_id")
    )
    if kept == gone:
        raise body["admin_graphql_api_customer_deleted_id"].wrong("is the customer that is kept")
    if message.sent_at == NO_TIME:
        raise InvalidPayload("X-Shopify-Triggered-At does not say when the customers were merged")
    merge = CustomersMerged(
        platform=NAME,
        store_id=message.store.store_id,
        kept=kept,
        gone=gone,
        merged_at=message.sent_at,
    )
    return message.parsed((merge,), message.sent_at)


def _id(field: Field) -> str:
    """The number that orders name the customer by."""
    named = field.text()
    if not named.startswith(_GID):
        raise field.wrong("is not the id of a customer")
    return Field(named.removeprefix(_GID), field.path).identity()

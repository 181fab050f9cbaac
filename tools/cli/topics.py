"""Which topics of a platform's webhooks are read; of a misspelt one no record would come, and no
word."""

import re
from typing import Any

from commissions.domain.stores.store import Store
from commissions.platforms import orders_api
from commissions.platforms.magento.webhook_mageos import INVOICES, MEMOS, ORDERS, PRODUCTS
from commissions.platforms.shopify import privacy
from commissions.platforms.shopify.webhooks import READERS
from commissions.platforms.woocommerce.webhooks import CHANGES, DELETED
from tools.cli.errors import Misused
from tools.cli.payloads import ANSWERS

_OF_SHOPIFY = (*READERS, *privacy.KINDS)
_CHANGES = (*sorted(CHANGES), DELETED)
READ: dict[str, tuple[str, ...]] = {
    "shopify": (
        *sorted({each for each in _OF_SHOPIFY if "/" in each}),
        "disputes/create",
        "disputes/update",
        "returns/*",
    ),
    "woocommerce": tuple(f"{what}.{how}" for what in ("order", "product") for how in _CHANGES),
    "mageos": tuple(sorted(ORDERS | MEMOS | INVOICES | PRODUCTS)),
    "adobe": tuple(
        f"observer.{what}_after"
        for what in (
            "sales_order_save_commit",
            "sales_order_invoice_save",
            "sales_order_creditmemo_save",
            "catalog_product_save_commit",
            "catalog_product_delete_commit",
        )
    ),
    "template": (),
    "bigcommerce": (
        *(f"store/order/{how}" for how in ("created", "updated", "statusUpdated", "archived")),
        "store/order/refund/created",
        "store/order/transaction/*",
        "store/order/metafield/*",
        *(f"store/product/{how}" for how in ("created", "updated", "deleted")),
        *(f"store/sku/{how}" for how in ("created", "updated", "deleted")),
    ),
    orders_api.NAME: (),
}
"""By platform, of Magento by channel. `*` is whatever happened to it."""
IGNORED = {
    "shopify": r"(customers|app)/[a-z_]+",
    "woocommerce": r"(coupon|customer)\.[a-z]+|action\.\w+|product\.published",
    "mageos": r"(customer|cms|catalog|sales|shipping|inventory)\.[a-z_.]+",
    "adobe": r"(com\.adobe\.commerce\.)?(observer|plugin)\.[a-z_.]+",
    "template": r"order|product|creditmemo",
    "bigcommerce": r"store/[\w/-]+",
}
"""Topics that are the platform's, and tell of nothing that earns: they are read, and say so."""
_MISSPELT = {
    "mageos": re.compile(r"(sales\.(order|creditmemo|invoice)|catalog\.product)\."),
    "adobe": re.compile(r"(com\.adobe\.commerce\.)?observer\.(sales_order|catalog_product)"),
    "bigcommerce": re.compile(r"store/(channel/[0-9]+/)?(order|product|sku)/"),
}
"""Beginnings of what is read: what goes on otherwise is not ignored, but misspelt."""
_MORE_OF_BIGCOMMERCE = re.compile(r"store/(order/message|product/(inventory|metafield|variant))/.+")


def names_itself(store: Store, payload: Any) -> bool:
    """Whether the body says what it tells of, which counts before any topic."""
    name = {"bigcommerce": "scope", "magento": "type"}.get(store.platform)
    first = payload[0] if isinstance(payload, list) and payload else payload
    return name is not None and isinstance(first, dict) and name in first


def check_topic(store: Store, topic: str) -> None:
    """Raises Misused, with the topics that are read, for one that is none of the platform's."""
    way = store.channel if store.platform == "magento" else store.platform
    if not topic or topic in ANSWERS or _is_read(way, topic) or _is_ignored(way, topic):
        return
    listed = "; ".join(filter(None, [", ".join(ANSWERS), ", ".join(READ[way])]))
    raise Misused(
        f"{topic!r} is no topic of {store.platform}'s that is read. There are, of an API's answer "
        f"and of webhooks: {listed}."
    )


def _is_read(way: str, topic: str) -> bool:
    plain = re.sub(r"^store/channel/[0-9]{1,12}/", "store/", topic)
    plain = plain.removeprefix("com.adobe.commerce.").replace("_save_after", "_save_commit_after")
    known = {each.replace("_save_after", "_save_commit_after") for each in READ[way]}
    return plain in known or any(
        each.endswith("*") and plain.startswith(each[:-1]) and plain != each[:-1] for each in known
    )


def _is_ignored(way: str, topic: str) -> bool:
    if way == "bigcommerce" and _MORE_OF_BIGCOMMERCE.fullmatch(topic):
        return True
    is_misspelt = way in _MISSPELT and _MISSPELT[way].match(topic)
    return not is_misspelt and re.fullmatch(IGNORED.get(way, "(?!)"), topic) is not None

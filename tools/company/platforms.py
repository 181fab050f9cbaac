"""What stores.yaml has to say of a store, by the platform it runs on."""

from dataclasses import dataclass, replace
from importlib import import_module
from typing import Any

from commissions.domain.plans.document_node import Node
from commissions.domain.stores.own_name import shop_address
from commissions.platforms.bigcommerce.payment_status import check_rules

PLATFORMS = ("shopify", "woocommerce", "magento", "bigcommerce", "orders")
CHANNELS = ("adobe", "mageos", "template")
_URL = r"https?://[A-Za-z0-9.-]{1,253}(:[0-9]{1,5})?(/[A-Za-z0-9._~/-]*)?"
_CHANNEL_ID = r"[1-9][0-9]{0,18}"
_CLIENT_ID = r"[A-Za-z0-9_-]{1,64}"
_STATUS = r"[a-z0-9*][a-z0-9 _*/-]{0,39}"


@dataclass(frozen=True, slots=True)
class Domain:
    """What a store of the platform calls itself, and why it has to be stated."""

    pattern: str
    what: str
    why: str


DOMAINS = {
    "shopify": Domain(
        r"[a-z0-9][a-z0-9-]{0,62}\.myshopify\.com",
        "a shop's own name, such as tea-us.myshopify.com",
        "webhooks of another shop are turned away by it",
    ),
    "woocommerce": Domain(
        r"[a-z0-9][a-z0-9.-]{0,252}(:[0-9]{1,5})?(/[A-Za-z0-9._~-]+)*",
        "the shop's home address without https://, such as shop.example.com",
        "webhooks of a copy of the shop are turned away by it",
    ),
    "bigcommerce": Domain(
        r"[a-z0-9]{5,16}", "the store hash", "webhooks of another store are turned away by it"
    ),
}
ASKED_AT = ("woocommerce", "magento")
"""Platforms whose stores each have an API at an address of their own."""


def carriers_of(platform: str) -> tuple[str, ...]:
    """Where an order of the platform may carry a referral, the most trusted first."""
    if platform not in PLATFORMS or platform == "orders":
        return ("distributor_ref",)
    carriers: tuple[str, ...] = import_module(f"commissions.platforms.{platform}").CARRIERS
    return carriers


def stated(node: Node, platform: str) -> dict[str, Any]:
    """The fields of a store that only some platforms have."""
    return {
        "domain": _domain(node, platform),
        "api_url": _api_url(node, platform),
        "channel_id": _channel_id(node, platform),
        "channel": _channel(node, platform),
        "client_ids": _client_ids(node),
        "paid_when": _paid_when(node, platform),
    }


def _domain(node: Node, platform: str) -> str:
    if (expected := DOMAINS.get(platform)) is None:
        if "domain" in node:
            node["domain"].refuse(f"means nothing to {platform}")
        return ""
    if "domain" not in node:
        node["domain"].refuse(f"has to be stated: {expected.why}")
        return ""
    stated = node["domain"]
    if isinstance(stated.value, str):
        stated = replace(stated, value=shop_address(stated.value))
    return stated.name(expected.pattern, expected.what)


def _api_url(node: Node, platform: str) -> str:
    if "api_url" not in node:
        if platform in ASKED_AT:
            node["api_url"].refuse(
                "has to be stated: refunds and lost webhooks are asked for there"
            )
        return ""
    return node["api_url"].name(_URL, "an address such as https://shop.example.com").rstrip("/")


def _channel_id(node: Node, platform: str) -> str:
    """YAML may hold it as a number."""
    if "channel_id" not in node:
        return ""
    stated = node["channel_id"]
    if platform != "bigcommerce":
        stated.refuse("is for stores on BigCommerce, where one shop may have several channels")
        return ""
    value = str(stated.value) if type(stated.value) is int else stated.value
    return replace(stated, value=value).name(_CHANNEL_ID, "the id of a sales channel, such as 1")


def _channel(node: Node, platform: str) -> str:
    if platform == "magento":
        if "channel" not in node:
            node["channel"].refuse(f"has to be stated: one of {', '.join(CHANNELS)}")
            return ""
        return node["channel"].choice(*CHANNELS)
    if "channel" in node:
        node["channel"].refuse("is for stores on Magento, whose webhooks can come in several ways")
    return ""


def _client_ids(node: Node) -> tuple[str, ...]:
    found = _names(node, "client_ids", _CLIENT_ID, "a client id of Adobe's developer console")
    if ("channel" in node and node["channel"].value == "adobe") != bool(found):
        node["client_ids"].refuse("go with channel adobe, and only with it")
    return found


def _paid_when(node: Node, platform: str) -> tuple[str, ...]:
    found = _names(node, "paid_when", _STATUS, "a status of the platform's own")
    if platform == "bigcommerce":
        for wrong in check_rules(found):
            node["paid_when"].refuse(
                f"{wrong!r} is no <status id>/<payment status>, such as 10/pending or */authorized"
            )
    return found


def _names(node: Node, field: str, pattern: str, what: str) -> tuple[str, ...]:
    if field not in node:
        return ()
    return tuple(each.name(pattern, what) for each in node[field].each())

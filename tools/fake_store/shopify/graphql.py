"""The operations that the GraphQL API is asked for, by name."""

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from tools.fake_store.shopify import nodes
from tools.fake_store.shopify.ids import gid, id_of
from tools.fake_store.shopify.nodes import Sizes
from tools.fake_store.toolkit import Order, Product, Refund, Shop

type Variables = Mapping[str, Any]
type Operation = Callable[[Shop, Variables, Sizes], dict[str, Any]]
_CLAUSE = re.compile(r"(\w+):(>=|<|>)'?([^' ]+)'?")
SUBSCRIBED, UNSUBSCRIBED = "webhookSubscriptionCreate", "webhookSubscriptionDelete"
_TOPIC = re.compile(r"([A-Z_]+)_([A-Z]+)")


class Forbidden(PermissionError):
    """What the app's scopes do not allow."""


class UnknownQuery(ValueError):
    """A query that the fake store does not speak."""


def _shop(shop: Shop, variables: Variables, sizes: Sizes) -> dict[str, Any]:
    return {"shop": {"id": gid("Shop", 1)}}


def _own_name(shop: Shop, variables: Variables, sizes: Sizes) -> dict[str, Any]:
    return {"shop": {"myshopifyDomain": shop.domain}}


def _order(shop: Shop, variables: Variables, sizes: Sizes) -> dict[str, Any]:
    order = shop.orders.get(id_of(variables["id"], "Order"))
    there = order is not None and not order.deleted
    return {"order": nodes.order_node(shop, order, sizes) if order and there else None}


def _orders(shop: Shop, variables: Variables, sizes: Sizes) -> dict[str, Any]:
    found = _search(shop, variables["query"])[: variables["first"]]
    page = [nodes.order_node(shop, order, sizes) for order in found]
    return {"orders": {"edges": [{"node": node} for node in page], "nodes": page}}


def _orders_count(shop: Shop, variables: Variables, sizes: Sizes) -> dict[str, Any]:
    count = len(_search(shop, variables["query"]))
    return {"ordersCount": {"count": count, "precision": "EXACT"}}


def _refunds(shop: Shop, variables: Variables, sizes: Sizes) -> dict[str, Any]:
    return {"nodes": [_refund(shop, gid, sizes) for gid in variables["ids"]]}


def _refund(shop: Shop, gid: str, sizes: Sizes) -> dict[str, Any] | None:
    if (found := _refund_of(shop, gid)) is None:
        return None
    return nodes.refund_node(*found, sizes)


def _refund_of(shop: Shop, gid: str) -> tuple[Order, Refund] | None:
    number = id_of(gid, "Refund")
    for order in shop.orders.values():
        for refund in order.refunds_shown:
            if refund.refund_id == number:
                return order, refund
    return None


def _disputes(shop: Shop, variables: Variables, sizes: Sizes) -> dict[str, Any]:
    """`shop.extra["disputes_readable"]` is whether the app has the scope; without it, Shopify
    answers an error."""
    if not shop.extra.get("disputes_readable", True):
        raise Forbidden("ShopifyPaymentsDispute")
    known = {
        each.dispute_id: nodes.dispute_node(each, order.currency)
        for order in shop.orders.values()
        for each in order.disputes
    }
    numbers = [id_of(gid, "ShopifyPaymentsDispute") for gid in variables["ids"]]
    return {"nodes": [known.get(number) for number in numbers]}


def _product(shop: Shop, variables: Variables, sizes: Sizes) -> dict[str, Any]:
    product = shop.products.get(id_of(variables["id"], "Product"))
    there = product is not None and not product.deleted
    return {"product": nodes.product_node(product, sizes) if product and there else None}


def _products(shop: Shop, variables: Variables, sizes: Sizes) -> dict[str, Any]:
    after = _clauses(variables.get("query") or "").get(("id", ">"), "0")
    listed = [
        product
        for number, product in sorted(shop.products.items())
        if number > int(after) and not product.deleted
    ]
    page = [nodes.product_node(each, sizes) for each in listed[: variables["first"]]]
    return {"products": {"edges": [{"node": node} for node in page], "nodes": page}}


def _search(shop: Shop, query: str) -> list[Order]:
    """The orders that a search finds, by id."""
    clauses = _clauses(query)
    orders = (order for _, order in sorted(shop.orders.items()) if not order.deleted)
    return [order for order in orders if all(_fits(order, *each) for each in clauses.items())]


def _clauses(query: str) -> dict[tuple[str, str], str]:
    if _CLAUSE.sub("", query).strip():
        raise UnknownQuery(query)
    return {(name, operator): value for name, operator, value in _CLAUSE.findall(query)}


def _fits(order: Order, clause: tuple[str, str], value: str) -> bool:
    name, operator = clause
    if name == "id":
        return order.order_id > int(value)
    moment = {"updated_at": order.updated_at, "created_at": order.created_at}[name]
    bound = datetime.fromisoformat(value)
    seconds = moment.replace(microsecond=0)
    return seconds >= bound if operator == ">=" else seconds < bound


def _more(owner: str, connection: str) -> Operation:
    def more(shop: Shop, variables: Variables, sizes: Sizes) -> dict[str, Any]:
        changed, found = _connections(shop, owner, variables["id"])
        page = sizes.connection(connection, found[connection], variables["after"])
        return {"node": changed | {connection: page}}

    return more


def _connections(shop: Shop, owner: str, gid: str) -> tuple[dict[str, Any], dict[str, Any]]:
    if owner == "Product":
        product = shop.product(id_of(gid, owner))
        return _changed(product), {"variants": nodes.variant_nodes(product)}
    if owner == "Order":
        order = shop.order(id_of(gid, owner))
        lines, freight = nodes.line_nodes(order), nodes.freight_nodes(order)
        return _changed(order), {"lineItems": lines, "shippingLines": freight}
    found = _refund_of(shop, gid)
    if found is None:
        raise UnknownQuery(gid)
    order, refund = found
    changed = {"order": _changed(order)}
    return changed, dict(nodes.refund_connections(order, refund, order.currency))


def _changed(changed: Order | Product) -> dict[str, Any]:
    return {"updatedAt": nodes.moment(changed.updated_at)}


def _subscriptions(shop: Shop, variables: Variables, sizes: Sizes) -> dict[str, Any]:
    found = [
        {
            "id": gid("WebhookSubscription", hook.hook_id),
            "topic": hook.topic.upper().replace("/", "_"),
            "uri": hook.url,
        }
        for hook in shop.hooks
        if hook.active
    ]
    page = sizes.connection("webhookSubscriptions", found, variables.get("after"))
    return {"webhookSubscriptions": page}


def _subscribe(shop: Shop, variables: Variables, sizes: Sizes) -> dict[str, Any]:
    matched = _TOPIC.fullmatch(variables["topic"])
    if matched is None:
        raise UnknownQuery(variables["topic"])
    topic, uri = f"{matched[1]}/{matched[2]}".lower(), variables["to"]["uri"]
    if any((hook.topic, hook.url) == (topic, uri) for hook in shop.hooks):
        return _refused(SUBSCRIBED, "Address for this topic has already been taken")
    hook = shop.add_hook(topic, uri)
    hook.secret = ""  # what an app makes is signed with its own secret, as that is when it is sent
    made = {"webhookSubscription": {"id": gid("WebhookSubscription", hook.hook_id)}}
    return _payload(SUBSCRIBED, made)


def _unsubscribe(shop: Shop, variables: Variables, sizes: Sizes) -> dict[str, Any]:
    if shop.remove_hook(id_of(variables["id"], "WebhookSubscription")):
        gone = {"deletedWebhookSubscriptionId": variables["id"]}
        return _payload(UNSUBSCRIBED, gone)
    return _refused(UNSUBSCRIBED, "Webhook subscription does not exist")


def _publish(shop: Shop, variables: Variables, sizes: Sizes) -> dict[str, Any]:
    values = variables["values"]
    if len(values) > 25:
        raise UnknownQuery("more than 25 metafields")
    known = {each.variant_id for one in shop.products.values() for each in one.variants}
    owners = [id_of(value["ownerId"], "ProductVariant") for value in values]
    if unknown := [owner for owner in owners if owner not in known]:
        return _refused("metafieldsSet", f"Owner {unknown[0]} does not exist.")
    for owner, value in zip(owners, values, strict=True):
        product, _ = shop.variant(owner)
        shown = product.extra.setdefault("metafields", {}).setdefault(owner, {})
        shown[f"{value['namespace']}.{value['key']}"] = value["value"]
    return _payload("metafieldsSet", {"metafields": [{"id": gid("Metafield", 1)} for _ in values]})


def _payload(name: str, made: dict[str, Any]) -> dict[str, Any]:
    return {name: made | {"userErrors": []}}


def _refused(name: str, message: str) -> dict[str, Any]:
    return {name: {"userErrors": [{"field": None, "message": message}]}}


OPERATIONS: dict[str, Operation] = {
    "Now": _shop,
    "OwnName": _own_name,
    "OneOrder": _order,
    "SomeOrders": _orders,
    "CountOrders": _orders_count,
    "SomeRefunds": _refunds,
    "SomeDisputes": _disputes,
    "OneProduct": _product,
    "SomeProducts": _products,
    "Subscriptions": _subscriptions,
    "Subscribe": _subscribe,
    "Unsubscribe": _unsubscribe,
    "Publish": _publish,
    "MoreOfOrderLineItems": _more("Order", "lineItems"),
    "MoreOfOrderShippingLines": _more("Order", "shippingLines"),
    "MoreOfRefundRefundLineItems": _more("Refund", "refundLineItems"),
    "MoreOfRefundTransactions": _more("Refund", "transactions"),
    "MoreOfProductVariants": _more("Product", "variants"),
}

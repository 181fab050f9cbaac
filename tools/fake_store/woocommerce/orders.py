"""The orders of the API."""

from functools import partial

from tools.fake_store.toolkit import Order, Request, Response, Shop, json_response
from tools.fake_store.woocommerce import pagination, shapes


def list_orders(shop: Shop, request: Request) -> Response:
    """`any` leaves out what is in the trash."""
    in_trash = request.one("status", "any") == "trash"
    dp = _dp(shop, request)
    found = [
        pagination.Entry(
            order.order_id, order.created_at, partial(shapes.order_json, shop, order, dp)
        )
        for order in shop.orders.values()
        if order.trashed == in_trash
        and not order.deleted
        and pagination.within(shop, request, created=order.created_at, changed=order.updated_at)
    ]
    return pagination.page(request, found)


def get_order(shop: Shop, request: Request, order_id: int) -> Response:
    if order := _order(shop, order_id):
        return pagination.one(request, shapes.order_json(shop, order, _dp(shop, request)))
    return pagination.invalid_id("shop_order")


def list_refunds(shop: Shop, request: Request, order_id: int) -> Response:
    order = _order(shop, order_id)
    if order is None:
        return pagination.invalid_id("order")
    dp = _dp(shop, request)
    found = [
        pagination.Entry(
            each.refund_id, each.created_at, partial(shapes.refund_json, shop, order, each, dp)
        )
        for each in order.refunds_shown
    ]
    return pagination.page(request, found)


def get_subscription(shop: Shop, request: Request, subscription_id: int) -> Response:
    """`shop.extra["subscriptions"]` has by id the order that each began with; without it the shop
    has no such plug-in, and no such address."""
    if "subscriptions" not in shop.extra:
        message = "No route was found matching the URL and request method."
        code, status = "rest_no_route", {"status": 404}
        return json_response({"code": code, "message": message, "data": status}, 404)
    began_with = shop.extra["subscriptions"].get(subscription_id)
    if began_with is None:
        return pagination.invalid_id("shop_subscription")
    return pagination.one(request, {"id": subscription_id, "parent_id": began_with, "billing": {}})


def _order(shop: Shop, order_id: int) -> Order | None:
    order = shop.orders.get(order_id)
    return None if order is None or order.deleted else order


def _dp(shop: Shop, request: Request) -> int:
    return int(request.one("dp") or shapes.decimals_of(shop))

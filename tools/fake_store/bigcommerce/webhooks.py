"""BigCommerce's hooks: made by the API, sent thin, signed as Standard Webhooks are.

Two values are fixed by what the real thing does: the signature's key is the client secret of the
API account (`shop.secret`), and headers that were set with a hook come with every call of it. A
hook that was made without any (`Shop.hook`) sends the one that our edge asks for.
"""

import base64
import hashlib
import hmac
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from tools.fake_store.bigcommerce.pagination import page_of, problem
from tools.fake_store.toolkit import Delivery, Event, Hook, Request, Response, Shop, json_response

HOOKS_MAX = 10
SCOPES = {
    "order.created": ("store/order/created", "store/order/updated"),
    "order.paid": ("store/order/updated", "store/order/statusUpdated"),
    "order.cancelled": ("store/order/updated", "store/order/statusUpdated"),
    "order.edited": ("store/order/updated",),
    "order.refunded": (
        "store/order/refund/created",
        "store/order/updated",
        "store/order/statusUpdated",
    ),
    "order.deleted": ("store/order/archived",),
    "product.created": ("store/product/created",),
    "product.updated": ("store/product/updated",),
    "product.deleted": ("store/product/deleted",),
}


def respond(shop: Shop, request: Request, hook_id: int | None) -> Response:
    if hook_id is None:
        if request.method == "POST":
            return _create(shop, request.json())
        return page_of([hook_json(shop, hook) for hook in shop.hooks], request, most=250)
    found = next((hook for hook in shop.hooks if hook.hook_id == hook_id), None)
    if found is None:
        return problem(404, "no such hook")
    if request.method == "PUT":
        _update(found, request.json())
    shown = hook_json(shop, found)
    if request.method == "DELETE":
        shop.remove_hook(hook_id)
    return json_response({"data": shown, "meta": {}})


def hook_json(shop: Shop, hook: Hook) -> dict[str, Any]:
    created = int((hook.created_at or shop.clock()).timestamp())
    return {
        "id": hook.hook_id,
        "client_id": "client",
        "store_hash": shop.domain,
        "scope": hook.topic,
        "destination": hook.url,
        "headers": hook.extra.get("headers"),
        "is_active": hook.active,
        "created_at": created,
        "updated_at": created,
    }


def _create(shop: Shop, wanted: dict[str, Any]) -> Response:
    same = [hook for hook in shop.hooks if hook.topic == wanted["scope"]]
    if len(same) >= HOOKS_MAX or any(hook.url == wanted["destination"] for hook in same):
        return problem(422, "there is a hook of this scope and destination already, or ten")
    hook = shop.add_hook(
        wanted["scope"], wanted["destination"], headers=wanted.get("headers") or {}
    )
    hook.active = wanted.get("is_active", True)
    return json_response({"data": hook_json(shop, hook), "meta": {}})


def _update(hook: Hook, wanted: dict[str, Any]) -> None:
    hook.topic, hook.url = wanted.get("scope", hook.topic), wanted.get("destination", hook.url)
    hook.active = wanted.get("is_active", hook.active)
    hook.extra["headers"] = wanted.get("headers", hook.extra.get("headers"))


def deliveries(shop: Shop, event: Event) -> Iterator[Delivery]:
    for scope in SCOPES.get(event.kind, ()):
        body = body_of(shop, event, scope)
        for hook in shop.hooks:
            if hook.active and _listens(hook, scope):
                headers = headers_of(shop, hook, event, scope, body)
                yield Delivery(hook, hook.url, headers, body)


def _listens(hook: Hook, scope: str) -> bool:
    return hook.topic == scope or (hook.topic.endswith("*") and scope.startswith(hook.topic[:-1]))


def body_of(shop: Shop, event: Event, scope: str) -> bytes:
    kind = event.kind.partition(".")[0]
    data: dict[str, Any] = {"type": kind, "id": event.id}
    if scope.endswith("refund/created"):
        data["refund"] = {"refund_id": event.part}
    if scope.endswith("statusUpdated"):
        data["status"] = {"previous_status_id": 0, "new_status_id": 11}
    body = {
        "producer": f"stores/{shop.domain}",
        "hash": hashlib.sha1(repr((kind, event.id, event.at)).encode()).hexdigest(),  # noqa: S324
        "created_at": int(event.at.timestamp()),
        "store_id": "1025646",
        "scope": scope,
        "data": data,
    }
    return json.dumps(body, separators=(",", ":")).encode()


def headers_of(shop: Shop, hook: Hook, event: Event, scope: str, body: bytes) -> dict[str, str]:
    """Signed at the machine's time, whatever the shop's clock says: the edge looks at its own."""
    secret = shop.secret or hook.secret
    name = hashlib.sha256(repr((shop.domain, hook.hook_id, scope, event)).encode()).hexdigest()
    webhook_id, moment = f"msg_{name[:24]}", str(int(datetime.now(UTC).timestamp()))
    return {
        "Content-Type": "application/json",
        "webhook-id": webhook_id,
        "webhook-timestamp": moment,
        "webhook-signature": signature(secret, webhook_id, moment, body),
        **(hook.extra.get("headers") or {"X-Commissions-Token": _token(secret)}),
    }


def signature(secret: str, webhook_id: str, moment: str, body: bytes) -> str:
    signed = f"{webhook_id}.{moment}.".encode() + body
    digest = hmac.digest(secret.encode(), signed, "sha256")
    return f"v1,{base64.b64encode(digest).decode()}"


def _token(secret: str) -> str:
    return hmac.new(secret.encode(), b"commissions hook", "sha256").hexdigest()

"""A small company on moto, and its pipeline driven one hop at a time."""

import base64
import hashlib
import hmac
import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from commissions.aws import secrets
from commissions.domain.catalogue.sku_values import SkuValue
from commissions.domain.people.member import Member
from commissions.domain.stores.store import Policies, Store
from commissions.tables import genealogy, members, plans, skus, stores
from tests.support.builders import a_plan
from tests.support.lambdas import Answer, a_context, answer, http_event, sqs_event, stream_event
from tests.support.samples import webhook_sample

WEBHOOK_SECRET = "a-secret-of-the-tests"
API_KEY = "a-key-of-the-tests-only"
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)
TEA_ORDER = "shopify/tea/5501000001001"

Published = Callable[[], list[dict[str, Any]]]


def open_store(
    store_id: str = "tea",
    *,
    platform: str = "shopify",
    mode: str = "retail_channel",
    plan: str = "demo",
    policies: Policies | None = None,
    **fields: Any,
) -> Store:
    store = Store(
        store_id=store_id,
        platform=platform,
        mode=mode,
        currency="USD",
        plan=plan,
        policies=policies or Policies(),
        **fields,
    )
    stores.put(store)
    secrets.set_secret(store, WEBHOOK_SECRET)
    secrets.set_api_key(store, API_KEY)
    secrets.set_customer_key(store, b"k" * 32)
    return store


def enrol(line: str = "cara < bob < ann") -> None:
    """Enrols a line of active members, nearest first, each with a referral code `CARA-7`."""
    sponsor = ""
    for name in reversed(line.split(" < ")):
        member, _, status = name.partition(":")
        code = f"{member.upper()}-7"
        genealogy.place(
            member, sponsor, since=LONG_AGO, status=status or "active", rank="associate"
        )
        members.register(
            Member(member_id=member, kind="participant", created_at=LONG_AGO, referral_code=code)
        )
        sponsor = member


def value(sku: str, store_id: str = "tea", cv: str = "20", **fields: Any) -> None:
    """Puts a SKU on the map: as many points in every unit."""
    given: dict[str, Any] = {"effective_from": LONG_AGO, "commission_class": "tea"}
    worth = {"pv": cv, "bv": cv, "cv": cv, "qv": cv}
    listed = SkuValue(platform_sku=sku, sku_id=sku.lower(), **given | worth | fields)
    skus.publish(store_id, listed, name=sku, category="tea")


def a_company(**store: Any) -> None:
    """Store `tea`, plan `demo` (20%, then 10% and 5%), cara < bob < ann, two SKUs of 20 points."""
    open_store(**store)
    plans.publish(a_plan().text)
    enrol()
    for sku in ("TEA-GREEN-100", "TEA-CUPS-2"):
        value(sku)


def shopify(
    body: bytes | str,
    topic: str = "orders/paid",
    *,
    store_id: str = "tea",
    secret: str = WEBHOOK_SECRET,
    **headers: str,
) -> Answer:
    """Sends a webhook as Shopify signs it; a text names a sample."""
    sent = webhook_sample(f"shopify/{body}") if isinstance(body, str) else body
    return shopify_at(None, sent, {"X-Shopify-Topic": topic} | headers, store_id, secret)


def shopify_at(
    at: datetime | None,
    body: bytes,
    headers: dict[str, str],
    store_id: str = "tea",
    secret: str = WEBHOOK_SECRET,
) -> Answer:
    """`at`: when it comes, else now."""
    from functions.ingest import shopify as ingest

    digest = base64.b64encode(hmac.digest(secret.encode(), body, hashlib.sha256)).decode()
    signed = {"X-Shopify-Hmac-Sha256": digest} | headers
    event = http_event(body, signed, store_id=store_id, at=at)
    return answer(ingest.handler(event, a_context()))


def step_of(detail_type: str) -> Any:
    """The function behind the queue of an event, as the template's rules have it."""
    from functions.pipeline import attribute, carry, earn, map_skus, reverse
    from functions.sync import fetch

    return {
        "order.placed": map_skus.handler,
        "order.mapped": attribute.handler,
        "sale.attributed": earn.handler,
        "attribution.carried": carry.handler,
        "attribution.broadcast": carry.handler,
        "lines.carried": carry.handler,
        "customer.named": carry.handler,
        "order.refunded": reverse.handler,
        "order.cancelled": reverse.handler,
        "order.disputed": reverse.handler,
        "order.decided": reverse.handler,
        "order.overridden": reverse.handler,
        "customers.merged": reverse.handler,
        "change.hinted": fetch.handler,
    }.get(detail_type)


def run(published: Published) -> list[dict[str, Any]]:
    """Carries every event to its step until the bus is quiet; returns all that was on it."""
    told: list[dict[str, Any]] = []
    while news := published():
        told += news
        for event in news:
            if step := step_of(event["detail-type"]):
                outcome = step(sqs_event(event), a_context())
                assert outcome == {"batchItemFailures": []}, event["detail-type"]
    return told


def project(order_key: str) -> None:
    """Brings an order's journals to the projections, as their stream does."""
    import boto3

    from functions.pipeline import project as projecting

    page = boto3.client("dynamodb").query(
        TableName="JournalTable",
        KeyConditionExpression="order_key = :o",
        ExpressionAttributeValues={":o": {"S": order_key}},
    )
    projecting.handler(stream_event(*page["Items"]), a_context())


def types(told: list[dict[str, Any]]) -> list[str]:
    return [event["detail-type"] for event in told]


def postings(order_key: str) -> list[list[str]]:
    """What each journal of an order pays or takes back: `["cara 10.00 USD", …]`."""
    from commissions.domain.money import shown
    from commissions.tables import ledger

    return [
        [f"{line.earner} {shown(line.amount, line.currency)}" for line in journal.lines]
        for journal in ledger.read(order_key).journals
    ]


def changed(sample: str, **fields: Any) -> bytes:
    """A sample with other values of some fields."""
    return json.dumps(json.loads(webhook_sample(f"shopify/{sample}")) | fields).encode()

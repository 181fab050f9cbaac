"""A company whose operator has something to look after: stores that do well and one that does not,
orders that wait for a value, what nobody could work off. For `page_server`."""

import json
import os
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import boto3

from commissions.application.sync import subscriptions
from commissions.aws import secrets
from commissions.domain.catalogue.listing import ProductListed, Variant
from commissions.domain.stores.polling import CATALOGUE, CHANGED, SECOND_PASS, Crawl
from commissions.domain.stores.subscriptions import SubscriptionDiff
from commissions.tables import (
    catalogue,
    circuit_breakers,
    connections,
    cursors,
    plans,
    refusals,
    stores,
)
from tests.support.builders import a_plan
from tests.support.environment import EVENT_KEY
from tests.support.parked_company import orders_of
from tests.support.pipeline_driver import open_store, value
from tests.support.published_bus import listening
from tests.support.samples import bus_sample

HOOKS = "https://api.example.com/webhooks"
TOPICS = ("orders/paid", "orders/updated", "refunds/create", "app/uninstalled")


def ago(**since: float) -> datetime:
    return datetime.now(UTC) - timedelta(**since)


def make_services() -> None:
    """What a stack has beside its tables."""
    for name in ("CLAIMS_BUCKET", "TEAMS_BUCKET"):
        boto3.client("s3").create_bucket(
            Bucket=os.environ[name],
            CreateBucketConfiguration={"LocationConstraint": "eu-west-1"},
        )
    boto3.client("events").create_event_bus(Name=os.environ["EVENT_BUS"])
    boto3.client("secretsmanager").create_secret(
        Name=os.environ["EVENT_KEY"], SecretString=json.dumps(EVENT_KEY)
    )
    boto3.client("sqs").create_queue(QueueName=os.environ["POLL_QUEUE_URL"].split("/")[-1])


def fill() -> None:
    if not plans.versions("demo"):
        plans.publish(a_plan().text)
    _stores()
    _goods()
    _given_up()


def _given_up() -> None:
    """What Earn could not work off, and a batch of the journal's stream."""
    sqs = boto3.client("sqs")
    for name in ("EarnQueue", "EarnDeadLetters", "ProjectDeadLetters", "SweepDeadLetters"):
        sqs.create_queue(QueueName=f"commissions-{name}-1A2B")
    letters = [bus_sample(each) for each in ("sale.attributed", "order.placed", "order.refunded")]
    batch = {"requestContext": {"condition": "RetryAttemptsExhausted"}, "DDBStreamBatchInfo": {}}
    for name, body in [*(("Earn", each) for each in letters), ("Project", batch)]:
        url = sqs.get_queue_url(QueueName=f"commissions-{name}DeadLetters-1A2B")["QueueUrl"]
        sqs.send_message(QueueUrl=url, MessageBody=json.dumps(body))


def _goods() -> None:
    """A SKU that is worth more from next month on; some that lack a value, and what waits."""
    value("TEA-GREEN-100", cv="24", bv="80%", effective_from=ago(days=-20))
    shelf = ProductListed(
        platform="shopify",
        store_id="tea",
        product_id="8001",
        updated_at=ago(days=3),
        variants=(
            Variant("44100000077", "TEA-WINTER-100", "Winter tea, 100 g"),
            Variant("44100000078", "", "Winter tea, sample"),
            Variant("44100000079", "TEA-NEW-777", "New tea, 250 g"),
        ),
        complete=True,
    )
    catalogue.apply(shelf)
    drain = listening()
    orders_of(drain, 3, sku="TEA-NEW-777")
    orders_of(drain, 1, sku="<script>alert(1)</script>", first=40)
    stores.put(replace(stores.get("tea"), domain="example-tea-co.myshopify.com"))


def _stores() -> None:
    tea = open_store("tea", silent_hours=24)
    secrets.set_access(tea, {"token": "shpat_of_the_made_up_company"})
    _connected("tea", "shopify", minutes=6)
    eu = open_store("tea-eu", platform="woocommerce", domain="https://tea.example.eu")
    secrets.set_access(eu, {"consumer_key": "ck_made_up", "consumer_secret": "cs_made_up"})
    _connected("tea-eu", "woocommerce", minutes=300, missing=("refunds/create",))
    for _ in range(6):
        circuit_breakers.failed("tea-eu", now=ago(seconds=1))
    refusals.note("tea-eu", "recipient", ago(minutes=20), named="other-tea.example.eu")
    open_store("cara-site", platform="bigcommerce", mode="replicated_site", owner="cara")
    open_store("wholesale", platform="orders")
    open_store("tea-old", platform="magento")
    stores.close("tea-old")
    for sku in ("TEA-GREEN-100", "TEA-CUPS-2"):
        value(sku)


def _connected(store_id: str, platform: str, *, minutes: int, missing: Any = ()) -> None:
    connections.connect(store_id, f"{HOOKS}/{platform}/{store_id}", now=ago(days=40))
    for mode, back in ((CHANGED, minutes), (SECOND_PASS, 400), (CATALOGUE, 420)):
        crawl = Crawl(mode=mode, began=ago(minutes=back), since=ago(days=1))
        cursors.start(store_id, mode, crawl)
        cursors.complete(store_id, mode, crawl)
    fine = tuple(_Webhook(topic) for topic in TOPICS if topic not in missing)
    found: Any = SubscriptionDiff(fine=fine, missing=missing)
    subscriptions.note(store_id, found, ago(minutes=24))


class _Webhook:
    active, url, subscription_id = True, HOOKS, "1"

    def __init__(self, topic: str) -> None:
        self.topic = topic

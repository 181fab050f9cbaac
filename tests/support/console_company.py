"""What the console's pages show of a made-up company, for whoever looks at them."""

from datetime import datetime, timedelta
from typing import Any

import boto3

from commissions.application.care import data_requests
from commissions.application.ingest.quarantine_names import QUARANTINE
from commissions.application.queries.reconciliations import BUCKET
from commissions.domain.people.privacy import CUSTOMER_ERASURE, STORE_ERASURE
from commissions.tables import privacy, stores
from commissions.warehouse import run_store
from tests.support.asked_by_law import asked
from tests.support.audited import did
from tests.support.frozen import published
from tests.support.period_records import a_history
from tests.support.pipeline_driver import open_store
from tests.support.reported_days import saved
from tests.support.written_plans import cheaper, propose, publish, written

DEEDS = (
    ("load", "ines", "company", ""),
    ("plan publish", "mara", "uni7 version 3", "a new year"),
    ("place", "ines", "eve", "she asked for it"),
    ("payout plan", "vera", "USD", ""),
    ("rebuild", "mara", "shopify/tea-us/6600000000017", ""),
    ("store secret", "ines", "tea-us", ""),
)


def fill(now: datetime) -> None:
    audited(now)
    planned(now)
    reconciled(now)
    asked_by_law(now)
    a_bucket(run_store.BUCKET)
    closed()


def closed() -> None:
    """Two closed months, one that waits for two people; and a plan of which nothing was closed."""
    published("hyb")
    published("bin10")
    a_history()


def planned(now: datetime) -> None:
    """A plan that got cheaper in spring and does so again in the new year; and one more version
    waits for a second person."""
    publish(written(effective_from="2025-01-01"))
    publish(cheaper(version=2, effective_from="2026-04-01"))
    publish(cheaper(version=3, effective_from="2027-01-01"))
    propose(written(version=4, effective_from="2027-06-01"), by="ines", now=now)


def audited(now: datetime) -> None:
    """Three weeks of what people did; now and then a command was cut off."""
    for number in range(90):
        what, who, target, why = DEEDS[number % len(DEEDS)]
        at = now - timedelta(days=21) + timedelta(hours=5.5 * number)
        did(what, who=who, at=at, target=target, why=why, ends=number % 17 != 5)


def reconciled(now: datetime) -> None:
    """Thirty nights: most clean, some that found something, some that could not be whole."""
    a_bucket(BUCKET)
    for back in range(1, 31):
        if back not in (9, 10):
            findings = {2: 14, 15: 1, 24: 70}.get(back, 0)
            saved(now.date() - timedelta(days=back), findings, waiting=2 if back in (4, 18) else 0)


def asked_by_law(now: datetime) -> None:
    """One that is overdue, some that wait, and what was done."""
    a_bucket(QUARANTINE)
    if not any(each.store_id == "tea-us" for each in stores.all_stores()):
        open_store("tea-us")
    for days in (33, 24, 6):
        asked(
            at=now - timedelta(days=days),
            customer=f"c0ffee{days}",
            orders=("6600000000017",),
            store_id="tea-us",
        )
    erased = asked(CUSTOMER_ERASURE, at=now - timedelta(days=3), customer="facade")
    for step, times in (("links_removed", 1), ("bodies_deleted", 3)):
        privacy.note_step(erased, step, times)
    privacy.close(erased, now - timedelta(days=3))
    asked(STORE_ERASURE, at=now - timedelta(hours=1), customer="")
    answered = asked(at=now - timedelta(days=40), customer="decade")
    data_requests.close(answered.ticket, "by the shop's own mail", now=now - timedelta(days=20))


def a_bucket(name: str) -> None:
    where: Any = {"LocationConstraint": "eu-west-1"}
    boto3.client("s3").create_bucket(Bucket=name, CreateBucketConfiguration=where)

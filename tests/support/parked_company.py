"""A company with orders that wait, each for something else."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from commissions.application.actions import parked_records_action
from commissions.application.actions.proposing import ActionRequest, put_on_record
from commissions.application.queries.parked_orders import chosen_records
from commissions.domain.actions.action import Action, Actor
from commissions.domain.orders.parked_filter import ParkedFilter
from tests.support.pipeline_driver import Published, a_company, changed, run, shopify
from tests.support.samples import webhook_sample

MARA, INES = Actor("mara", "page"), Actor("ines", "page")
ONCE = "20261129-0123456789abcdef0123"
NEW = ParkedFilter(waits_for="sku/tea/NEW")


def orders_of(published: Published, count: int, *, sku: str = "NEW", first: int = 1) -> None:
    """Orders of a SKU that has no value: 9001, 9002 …"""
    for number in range(9000 + first, 9000 + first + count):
        send(number, sku=sku)
    run(published)


def send(number: int, **fields: Any) -> None:
    """One order, not yet looked at: of a SKU, or with other fields of Shopify's."""
    order = json.loads(webhook_sample("shopify/orders_paid"))
    if sku := fields.pop("sku", ""):
        order["line_items"][0] |= {"sku": sku, "variant_id": None}
    shopify(changed("orders_paid", **order | {"id": number} | fields))


def a_parked_company(published: Published, count: int = 3) -> None:
    a_company()
    orders_of(published, count)


def asked(kind: str, wanted: ParkedFilter = NEW, **fields: Any) -> ActionRequest:
    """As a page asks for it, with what it showed."""
    found = chosen_records(wanted, datetime.now(UTC))
    plain: dict[str, Any] = {
        "kind": kind,
        "target": parked_records_action.target_of(wanted, found),
        "payload": parked_records_action.payload_of(found),
        "why": "because the tests say so",
        "once": ONCE,
    }
    return ActionRequest(**plain | fields)


def on_record(kind: str, wanted: ParkedFilter = NEW, **fields: Any) -> Action:
    return put_on_record(asked(kind, wanted, **fields), MARA, datetime.now(UTC))


def in_a_while(minutes: int = 20) -> datetime:
    return datetime.now(UTC) + timedelta(minutes=minutes)

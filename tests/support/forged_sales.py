"""Sales that were forged: by an event that somebody put on the bus, and in the tables with all that
follows from it."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from commissions import events
from commissions.application.pipeline.settle import settle
from commissions.domain.ledger.facts import Content
from commissions.domain.orders.order import OrderPlaced
from commissions.domain.people.upline import Ancestor
from commissions.domain.sales.attribution import Lock, SaleAttributed
from commissions.domain.sales.referral_match import ReferralMatch
from commissions.events import Trace
from commissions.tables import ledger
from commissions.tables.items import scan
from tests.support import tamper
from tests.support.lambdas import a_context, sqs_event
from tests.support.pipeline_driver import project
from tests.support.signing import signed

EVE = (Ancestor("eve", "active", "gold"),)
"""A line of somebody who is nobody in the tree."""


def told_of(order_key: str) -> list[Content]:
    return [row.fact.content for row in ledger.read(order_key).rows]


def sale_of(order_key: str) -> SaleAttributed:
    """As it was looked up first."""
    told: dict[type[Content], Any] = {type(each): each for each in reversed(told_of(order_key))}
    return SaleAttributed(told[OrderPlaced], told[Lock], (told[ReferralMatch],))


def as_of(order: OrderPlaced, sale: SaleAttributed, **lock: Any) -> SaleAttributed:
    """The sale of another snapshot, or of another order."""
    named: dict[str, Any] = {
        "store_id": order.store_id,
        "platform_order_id": order.platform_order_id,
        "order_ts": order.order_ts,
        "order_version": order.version,
    }
    assert sale.lock
    matches = tuple(replace(each, **named) for each in sale.matches)
    return SaleAttributed(order, replace(sale.lock, **named, **lock), matches)


def of_eve(sale: SaleAttributed) -> SaleAttributed:
    eve = replace(sale.matches[0], seller="eve", line=EVE, code="EVE-7")
    return replace(sale, matches=(eve,))


def put_on_the_bus(sale: SaleAttributed, inbox: str = "shopify#tea#orders/paid#f0") -> None:
    """As a station that was taken over, and has the key that proves events, has Earn believe it."""
    from functions.pipeline import earn

    told = Trace(
        inbox_id=inbox,
        source_key=sale.order.key,
        received_at=datetime.now(UTC),
        occurred_at=sale.order.updated_at,
    )
    detail = {
        "schema_version": 1,
        "record": json.loads(events.encode(sale)),
        "trace": json.loads(events.encode(told)),
    }
    event = {"detail-type": "sale.attributed", "source": "commissions", "detail": detail}
    assert earn.handler(sqs_event(signed(event)), a_context()) == {"batchItemFailures": []}
    project(sale.order_key)


def dropped(order_key: str) -> None:
    """All that the ledger has of an order."""
    for table in (tamper.FACTS, tamper.HEADS, tamper.JOURNAL):
        for item in scan(table):
            if item["order_key"] == order_key:
                tamper.drop(table, item)


def written_anew(order_key: str, forge: Callable[[Content], Content]) -> None:
    """The order with other facts under right ids and digests, and with all that follows from them:
    head, journals with their chain, statements, balances."""
    rows = ledger.read(order_key).rows
    dropped(order_key)
    told = [forge(row.fact.content) for row in rows]
    settle(order_key, told, inbox=rows[0].inbox, now=rows[0].recorded_at)
    project(order_key)

"""Sales of a small company, looked up as the pipeline does it: cara < bob < ann, and zoe < ann."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from commissions.application.pipeline.attribute import attributed
from commissions.application.pipeline.map_skus import mapped
from commissions.application.preview.histories import InMemoryHistories
from commissions.application.preview.registers import InMemoryRegisters
from commissions.audit.kept_inbox import KeptInbox
from commissions.audit.lock_check import RegistersAndInbox
from commissions.audit.register_rows import EdgeRow, RegisterRows
from commissions.domain.catalogue.sku_map import SkuVersion
from commissions.domain.catalogue.sku_values import OrderMapped
from commissions.domain.ledger.facts import Content
from commissions.domain.orders.order import OrderPlaced, Referral
from commissions.domain.people.genealogy import Edge
from commissions.domain.people.upline import Ancestor
from commissions.domain.registration import AccountLink, Registration
from commissions.domain.sales.attribution import Lock, Rate, SaleAttributed
from commissions.domain.stores.store import RETAIL_CHANNEL, Store
from tests.support.orders import NOON, PLAN, a_value, an_item, an_order
from tests.support.register_rows import INBOX, LookedUp, against, found, rows_of

DAY = timedelta(days=1)
LONG_AGO, WRITTEN = NOON - 300 * DAY, NOON + timedelta(minutes=1)
CARA, BOB = (Referral("discount_code", f"{name}-7", forgeable=False) for name in ("CARA", "BOB"))


def a_company(**store: Any) -> InMemoryRegisters:
    """Gil's account at the store is customer `gil`'s, and pat buys as a preferred customer."""
    own = {"plan": PLAN.plan_id} | store
    kept = Store("tea", "shopify", own.pop("mode", RETAIL_CHANNEL), "USD", own.pop("plan"), **own)
    above = {"ann": "", "bob": "ann", "cara": "bob", "zoe": "ann", "gil": "cara"}
    return InMemoryRegisters(
        stores={"tea": kept},
        edges={
            name: (Edge(LONG_AGO, sponsor, "active", "gold"),) for name, sponsor in above.items()
        },
        codes={f"{name.upper()}-7": (Registration(name),) for name in above},
        accounts={
            ("tea", "gil"): AccountLink("gil", kind="participant", enrolled_at=LONG_AGO),
            ("tea", "pat"): AccountLink("pat", kind="preferred", enrolled_at=LONG_AGO),
        },
        plans=(PLAN,),
        rates=(Rate("EUR", "USD", Decimal("1.08"), "2026-11-20", "ecb"),),
        versions={
            ("tea", sku): (_version(sku, "20", -300), _version(sku, "30", 1))
            for sku in ("TEA", "MUG")
        },
    )


def _version(sku: str, points: str, day: int) -> SkuVersion:
    value = a_value(sku, points, effective_from=NOON + day * DAY)
    return SkuVersion(value=value, name=sku, category="tea")


def bought(**fields: Any) -> OrderPlaced:
    """Tea and a mug, with CARA-7 unless told otherwise."""
    lines = an_item("1", net=80_00), an_item("2", sku="MUG", net=20_00)
    return an_order(*lines, **{"referrals": (CARA,)} | fields)


def look_up(order: OrderPlaced, registers: InMemoryRegisters) -> SaleAttributed:
    found = mapped(order, registers)
    assert isinstance(found, OrderMapped)
    sale = attributed(found, registers, InMemoryHistories())
    assert isinstance(sale, SaleAttributed)
    return sale


def lock_of(sale: SaleAttributed) -> Lock:
    assert sale.lock
    return sale.lock


def looked_up(order: OrderPlaced, registers: InMemoryRegisters) -> LookedUp:
    return settled(look_up(order, registers).contents)


def settled(contents: Iterable[Content], at: datetime = WRITTEN) -> LookedUp:
    found = LookedUp()
    found.settle(contents, at)
    return found


def beside(order: OrderPlaced, rows: RegisterRows, **other: Any) -> RegistersAndInbox:
    """With the inbox item that the order came in with, at its own time."""
    return against(rows, {INBOX: KeptInbox(order.updated_at, lambda: (order,))}, **other)


def with_edges(rows: RegisterRows, **edges: Any) -> RegisterRows:
    """`with_edges(rows, cara=(…,))`: rows that a member has besides."""
    more = {name: (*rows.edges.get(name, ()), *each) for name, each in edges.items()}
    return replace(rows, edges={**rows.edges, **more})


ORDER = bought()
COMPANY = a_company()
ROWS = rows_of(COMPANY)
SALE = look_up(ORDER, COMPANY)
LOCK, MATCH = lock_of(SALE), SALE.matches[0]
TEA, MUG = LOCK.values
ZOE = (Ancestor("zoe", "active", "gold"), Ancestor("ann", "active", "gold"))
LATER, BEFORE = WRITTEN + DAY, NOON - DAY


def of(*contents: Content) -> LookedUp:
    """The order with other facts than those that were looked up for it."""
    return settled([ORDER, *contents])


def kinds(record: LookedUp, rows: RegisterRows = ROWS, **other: Any) -> set[str]:
    """Of what is found."""
    told = found(record.record, beside(ORDER, rows, **other))
    return {each.partition(":")[0] for each in told}


def moved(**fields: Any) -> EdgeRow:
    """An edge of two days before the order that was written a day after it."""
    return EdgeRow(**{"since": NOON - 2 * DAY, "recorded_at": LATER} | fields)

"""A month of a small company on the tables, and its close step by step, as its functions do it.

Five distributors below one another, October 2026: eve < dan < cat < bob < ann. Everybody buys for
themselves, ann has three front lines more, and customers buy from eve.
"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from commissions.application.actions import period_posting
from commissions.application.actions.proposing import ActionRequest, submit
from commissions.application.actions.steps import approve
from commissions.application.close import finishing
from commissions.application.close.agreed import PARTS
from commissions.application.close.computing import compute
from commissions.application.close.freezing import CloseRequest, freeze
from commissions.application.close.posting import post
from commissions.application.export.export import export_until
from commissions.application.pipeline import settle
from commissions.domain.actions.action import Action, Actor
from commissions.domain.ledger.facts import Content
from commissions.domain.orders.order import OrderPlaced
from commissions.domain.people.upline import PARTICIPANT, RETAIL
from commissions.domain.periods.period_id import PeriodId, parse
from commissions.domain.periods.record import PeriodRecord
from commissions.domain.plans import Plan
from commissions.domain.sales.attribution import Lock
from commissions.tables import periods, plans
from commissions.warehouse import run_store
from tests.support.builders import a_lock
from tests.support.frozen import published
from tests.support.order_on_tables import ORDER, TEA, refund
from tests.support.pipeline_driver import enrol

SEPTEMBER, OCTOBER = parse("hyb/month/2026-09"), parse("hyb/month/2026-10")
SOLD_AT = datetime(2026, 10, 12, 15, tzinfo=UTC)
LINE = "eve < dan < cat < bob < ann"
A_POINT_COSTS = 100
"""Minor units."""
MARA, INES = Actor("mara", "tests"), Actor("ines", "tests")


def a_plan_and_people() -> Plan:
    published("hyb")
    enrol(LINE)
    for name in ("kim", "lea", "max"):
        enrol(f"{name} < ann")
    return plans.latest("hyb")


def sell(number: int, buyer: str, points: int, *, seller: str = "", at: datetime = SOLD_AT) -> str:
    """An order of so many points: `buyer`'s own, or of a customer of `seller`. Its key."""
    order, lock = an_order(number, buyer, points, seller=seller, at=at)
    return tell(order, lock)


def an_order(
    number: int, buyer: str, points: int, *, seller: str = "", at: datetime = SOLD_AT
) -> tuple[OrderPlaced, Lock]:
    [item] = ORDER.items
    price = points * A_POINT_COSTS
    order = replace(
        ORDER,
        platform_order_id=str(number),
        order_ts=at,
        updated_at=at,
        customer="" if buyer else f"customer-{number}",
        items=(replace(item, qty=Decimal(1), unit_price=price, net=price),),
        total=price,
    )
    member = seller or buyer
    value = replace(TEA, pv=str(points), bv=str(points), cv=str(points), qv=str(points))
    lock = a_lock(
        LINE.partition(member)[1] + LINE.partition(member)[2]
        if member in LINE
        else f"{member} < ann",
        plan=plans.latest("hyb"),
        buyer=buyer,
        buyer_class=PARTICIPANT if buyer else RETAIL,
        platform_order_id=str(number),
        order_version=order.version,
        order_ts=at,
        values=(value,),
    )
    return order, lock


def tell(*contents: Content, at: datetime | None = None) -> str:
    """Just now, unless somebody says when."""
    key = contents[0].order_key
    settle.settle(key, contents, inbox="inbox", now=at or datetime.now(UTC))
    return str(key)


def a_month(at: datetime = SOLD_AT) -> None:
    """Everybody is active with 100 points of their own; customers buy 6,400 from eve and 3,000 from
    kim, which makes ann a manager. By hand, in USD:

    levels, 5 %: own purchases 55 (ann 20 on level 1, 5 on 2 and 5 on 3; bob 5 and 5, cat 5 and 5,
    dan 5), eve's customers 320 to eve and 320 to dan, kim's 150 to kim and 150 to ann: 995 in all.
    match, 10 % of what those below ann got of it: of 815, 81.50. pool, 2 % of 10,200 points: 204.
    """
    a_plan_and_people()
    for number, name in enumerate(("ann", "bob", "cat", "dan", "eve", "kim", "lea", "max"), 1):
        sell(number, name, 100, at=at)
    sell(20, "", 400, seller="eve", at=at)
    sell(21, "", 6000, seller="eve", at=at)
    sell(22, "", 3000, seller="kim", at=at)


def give_back(number: int, *, at: datetime, told: datetime) -> None:
    key = f"shopify/tea/{number}"
    back = replace(refund(f"r{number}"), platform_order_id=str(number), refunded_at=at)
    settle.settle(key, [back], inbox="inbox", now=told)


def after_all() -> datetime:
    """When everything that a test has written is recorded."""
    return datetime.now(UTC) + timedelta(hours=1)


def frozen_and_exported(
    now: datetime, request: CloseRequest | None = None, period: PeriodId = OCTOBER
) -> PeriodRecord:
    record = freeze(period, now, request or CloseRequest())
    export_until(record.frozen_at, now)
    assert export_until(record.frozen_at, record.frozen_at + timedelta(minutes=5)).done
    return record


def computed(
    work: Path, now: datetime, request: CloseRequest | None = None, period: PeriodId = OCTOBER
) -> PeriodRecord:
    frozen_and_exported(now, request, period)
    return compute(period, work)


def closed(work: Path, now: datetime, period: PeriodId = OCTOBER) -> PeriodRecord:
    """From the freeze until the last book."""
    return posted(agreed(computed(work, now, period=period), now), now)


def proposed(record: PeriodRecord, now: datetime, *, without_gate: bool = True) -> Action:
    request = ActionRequest(
        kind="period.post",
        target=period_posting.target_of(record.period),
        payload=period_posting.payload_of(record, without_gate=without_gate),
        why="October is right",
        ask=True,
    )
    return submit(request, MARA, now)


def agreed(record: PeriodRecord, now: datetime) -> PeriodRecord:
    action = proposed(record, now)
    approve(action.action_id, INES, action.draft.digest, now)
    found = periods.find(record.period)
    assert found is not None
    return found


def posted(record: PeriodRecord, now: datetime) -> PeriodRecord:
    folder = f"{record.folder}/{PARTS}/"
    for name in run_store.names(folder):
        post(record.period, folder + name)
    return finishing.finish(record.period, now)

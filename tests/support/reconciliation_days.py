"""Days of orders as a store has them, settled and on the statements: for the reconciliation."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

from commissions.application.pipeline import settle
from commissions.application.reconciliation.run import reconcile
from commissions.audit.rule_change import RELEASED
from commissions.domain.ledger.changes import is_cancelled
from commissions.domain.ledger.facts import Content, NotTold, fact
from commissions.domain.ledger.snapshots import latest
from commissions.domain.orders.order import OfOrder, OrderCancelled, OrderPlaced
from commissions.domain.orders.refund import OrderRefunded
from commissions.domain.plans import Plan, PlanRefused, read_plan
from commissions.domain.stores.store import REPLICATED_SITE
from commissions.tables import genealogy, inbox, ledger, plans, skus, statements, stores
from commissions.tables.inbox import InboxItem
from tests.support.histories import BEGIN
from tests.support.in_memory_store import NAME, InMemoryStore
from tests.support.orders import a_lock_for, a_refund, a_value, an_item, an_order
from tests.support.pipeline_driver import LONG_AGO
from tests.support.register_times import all_written
from tests.support.tamper import undone
from tests.unit.audit.plan_histories import Twist

NOW = datetime(2027, 2, 1, 6, 0, tzinfo=UTC)
SETTLED = RELEASED + timedelta(hours=6)
"""By the rule of now, and before any clock that a test may look at."""
DAY = date(2026, 11, 20)
FIRST = BEGIN.date()
ONE, TWO = f"{NAME}/tea/1001", f"{NAME}/tea/1002"
"""The orders of DAY."""
Mutant = Callable[[InMemoryStore], object]


def settle_deliveries(shop: InMemoryStore, order_id: str, *deliveries: Iterable[Content]) -> None:
    """As the store told it, piece by piece, and as it has it now."""
    key = f"{NAME}/tea/{order_id}"
    told = [list(delivery) for delivery in deliveries]
    for contents in told:
        settle.settle(key, contents, inbox=brought(contents, at=SETTLED), now=SETTLED)
    for journal in ledger.read(key).journals:
        statements.project(journal)
    shop.orders_[order_id] = _as_it_is([each for contents in told for each in contents])


def brought(contents: Iterable[Content], *, at: datetime) -> str:
    """The id of the inbox item that they came with."""
    told = [each for each in contents if not isinstance(each, NotTold)]
    first = told[0]
    item = InboxItem(
        id=inbox.item_id(first.platform, first.store_id, "order", f"{told}".encode()),
        platform=first.platform,
        store_id=first.store_id,
        topic="order",
        received_at=at,
        occurred_at=at,
        records=tuple(told),
        state=inbox.DONE,
    )
    inbox.put(item)
    return item.id


def registered(sku: str = "TEA") -> None:
    """The registers by which cat's own shop sells what orders of tests have, for cat < bob < ann:
    always known, as whatever was written before it was kept when."""
    stores.put(replace(stores.get("tea"), mode=REPLICATED_SITE, owner="cat"))
    for name, sponsor in (("ann", ""), ("bob", "ann"), ("cat", "bob")):
        genealogy.place(name, sponsor, since=LONG_AGO, status="active")
    skus.publish("tea", a_value(sku), name=sku, category="tea")
    all_written(None)


def live(shop: InMemoryStore, seed: int, *, days: int = 0) -> None:
    """A made-up life of an order that was placed that many days after the first."""
    lives = ((number, Twist(number, platform=NAME, days=days)) for number in count(seed, 1_000_000))
    number, twist = next(each for each in lives if _can_be_published(each[1].plan))
    plans.publish(twist.plan.text)
    settle_deliveries(shop, f"{number}", *twist.life.deliveries)


def _can_be_published(plan: Plan) -> bool:
    """Whether its order-time bonuses stay within the company's cap: older plans need not."""
    try:
        read_plan(plan.document)
    except PlanRefused:
        return False
    return True


def a_day(shop: InMemoryStore) -> InMemoryStore:
    """Two orders of one day in cat's own shop, the second with a refund of the next day; plan
    `demo`."""
    registered()
    first = an_order(platform=NAME)
    bought = an_order(an_item("1", net=80_00, qty="2"), platform=NAME, platform_order_id="1002")
    settle_deliveries(shop, "1001", [first, _lock(first)])
    back = a_refund(units={"1": "1"}, platform=NAME, platform_order_id="1002", minutes=24 * 60)
    settle_deliveries(shop, "1002", [bought, _lock(bought)], [back])
    return shop


def kinds() -> set[str]:
    """Of what the reconciliation of the day finds."""
    return {each.kind for each in reconcile(DAY, now=NOW).findings}


def each_found(shop: InMemoryStore, mutants: dict[str, tuple[str, Mutant]], subtests: Any) -> None:
    """Each mutant is found, under its right name; and without one, nothing is."""
    assert kinds() == set()
    for name, (kind, mutate) in mutants.items():
        before = {key: list(records) for key, records in shop.orders_.items()}
        with subtests.test(msg=name), undone():
            mutate(shop)
            assert kind in kinds()
        shop.orders_ = before
        shop.nonsense.clear()


def _lock(order: OrderPlaced) -> Content:
    return a_lock_for(order, platform=NAME)


def _as_it_is(told: list[Content]) -> list[OfOrder]:
    facts = [fact(content) for content in told]
    order = latest(facts)
    assert order is not None
    refunds = {each.refund_id: each for each in told if isinstance(each, OrderRefunded)}
    kept = [each for each in refunds.values() if _lists(order, each)]
    cancels = [each for each in told if isinstance(each, OrderCancelled)]
    return [order, *kept, *(cancels[-1:] if is_cancelled(facts) else [])]


def _lists(order: OrderPlaced, refund: OrderRefunded) -> bool:
    ids = order.refund_ids
    return ids is None or refund.refund_id in ids or refund.refunded_at > order.updated_at

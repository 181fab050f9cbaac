"""What is listed of an order, as a test asks for it."""

from datetime import timedelta

from commissions.domain.ledger.facts import fact
from commissions.domain.ledger.target import Target, fold
from commissions.domain.ledger.waits import listed_entries
from commissions.domain.orders.order import OrderCancelled
from tests.support.money_examples import MONEY_PLAN
from tests.support.money_facts import Facts
from tests.support.orders import NOON

Seen = list[tuple[str, str]]


def told(*facts: Facts) -> Target:
    return fold([fact(each) for some in facts for each in some], lambda _: MONEY_PLAN)


def seen(*facts: Facts, days: float) -> Seen:
    """What is listed so many days after the order's noon."""
    entries = listed_entries(told(*facts), NOON + timedelta(days=days))
    return [(each.reason, each.detail) for each in entries]


def cancelled(minutes: int) -> Facts:
    moment = NOON + timedelta(minutes=minutes)
    named = {"platform": "shopify", "store_id": "tea", "platform_order_id": "1001"}
    return (OrderCancelled(**named, cancelled_at=moment, updated_at=moment),)

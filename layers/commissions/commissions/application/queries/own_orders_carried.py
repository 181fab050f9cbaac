"""By what a month's own orders came to a member, store by store: a link, a coupon, a cart …"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from commissions.application.queries import member_orders
from commissions.application.queries.member_orders import OrdersAsked, OrdersReader, Show
from commissions.application.queries.published_plans import PublishedPlans

PAGES_MAX = 4
"""Two or three round trips each, of up to 50 orders."""


@dataclass(frozen=True, slots=True)
class CarriedOrders:
    counts: Mapping[tuple[str, str], int]
    """By store and carrier."""
    looked_until: datetime | None
    """The time of the oldest that was looked at; None where these are all of the month."""


def carried_orders(member: str, month: str, plans: PublishedPlans) -> CarriedOrders:
    """Of as many as a few pages of the list of own orders have, the newest first. An order counts
    once, where it stands in that list."""
    reader = OrdersReader(member, OrdersAsked(month=month, show=Show.OWN), plans)
    counts: Counter[tuple[str, str]] = Counter()
    after, until = "", None
    for _ in range(PAGES_MAX):
        found = member_orders.page(reader, after)
        counts.update((each.store_id, each.context.carrier) for each in found.orders)
        after, until = found.goes_on, found.looked_until
        if not after:
            break
    return CarriedOrders(counts, until)

"""What one customer's orders cost at most: messages, facts, calls and entries read, an order.

COMMISSIONS_PROOF=1 goes through ten thousand orders; docs/performance.md has the figures.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import pytest

from commissions.application.preview.histories import InMemoryHistories
from commissions.domain.sales.attribution_history import HistoryPlace
from commissions.domain.sales.carried_attribution import SaidAttribution
from tests.support.customer_stories import DAY, Shop, Told, bought
from tests.support.merge_stories import made_one
from tests.support.orders import NOON
from tests.support.proof_size import proof_size
from tests.unit.audit.test_customers_agreement import REMEMBERED, heard

ORDERS = proof_size(60, 10_000)


class Counted(InMemoryHistories):
    """Histories that count the calls, each walk to another history among them."""

    def __init__(self) -> None:
        super().__init__()
        self.calls: Counter[str] = Counter()
        self.read_at_most = 0

    def enter(self, history: str, place: HistoryPlace) -> None:
        self.calls["put"] += 1
        super().enter(history, place)

    def say(self, history: str, said: SaidAttribution) -> bool:
        self.calls["put"] += 1
        return super().say(history, said)

    def said(self, history: str, place: HistoryPlace) -> Sequence[SaidAttribution]:
        self.calls["query"] += 1
        found = super().said(history, place)
        self.read_at_most = max(self.read_at_most, len(found))
        return found

    def since(
        self, history: str, said: SaidAttribution
    ) -> tuple[Sequence[HistoryPlace], Sequence[SaidAttribution]]:
        self.calls["query"] += 1
        return super().since(history, said)


def told(orders: Sequence[Told]) -> tuple[Shop, Counted]:
    shop, histories = Shop(REMEMBERED), Counted()
    shop.stands = histories
    return shop.run(orders), histories


def orders_of(customer: str = "one", *, start: int = 0) -> list[Told]:
    """Every third with a code, the first one Cara's."""
    names = ("cara", "", "", "bob", "", "")
    return [
        bought(start + n, (start + n) / 1440, names[n % 6], customer=customer)
        for n in range(ORDERS)
    ]


def test_told_in_order_nobody_has_to_be_told_anything() -> None:
    shop, histories = told(orders_of())

    assert (shop.messages, heard(shop)) == (0, 1)
    that_name = -(-ORDERS // 3)
    assert histories.calls == {"put": ORDERS + that_name, "query": ORDERS + that_name}


def test_the_first_told_last_each_other_order_is_told_once() -> None:
    first, *others = orders_of()
    shop, histories = told([*others, first])

    assert (shop.messages, heard(shop)) == (ORDERS - 1, 2)
    assert histories.calls.total() <= 4 * ORDERS
    assert histories.read_at_most <= -(-ORDERS // 3)
    assert {*shop.sellers().values()} == {"cara", "bob"}


def test_an_order_that_only_changes_otherwise_has_nobody_told_again() -> None:
    orders = orders_of()
    changed = replace(bought(0, 0, "cara"), updated_at=NOON + DAY)
    shop, _ = told([*orders, changed])

    assert (shop.messages, heard(shop)) == (0, 1)
    named_other = replace(bought(0, 0, "bob"), updated_at=NOON - DAY)
    shop.run([named_other])
    assert (shop.messages, heard(shop)) == (ORDERS - 1, 2)


@pytest.mark.parametrize("place", [0, ORDERS, 2 * ORDERS])
def test_a_merge_tells_each_order_that_it_touches_once(place: int) -> None:
    orders: list[Told] = [*orders_of("two"), *orders_of(start=ORDERS)]
    orders.insert(place, made_one("one", "two", (ORDERS - 0.5) / 1440))
    shop, _ = told(orders)

    assert shop.messages == (ORDERS if place == 2 * ORDERS else 0)
    assert heard(shop) == 2
    assert shop.sellers()[f"shopify/tea/{1001 + ORDERS}"] == "cara"

"""What was split off an order, or placed anew for it, earns what that one has given back; what it
still has is for a person."""

from dataclasses import replace
from decimal import Decimal
from itertools import permutations

import pytest

from commissions.audit import oracle
from commissions.domain.orders.continues import PART, RECREATED, Continues
from commissions.domain.orders.order import OrderPlaced
from commissions.domain.orders.refund import OrderRefunded, RefundItem
from commissions.domain.stores.store import Policies
from tests.support.copy_stories import (
    HOUR,
    PARENT,
    a_line,
    back,
    listed_in,
    of_vendor,
    placed,
)
from tests.support.customer_stories import Shop, Told
from tests.support.orders import NOON, PLAN
from tests.unit.audit.plan_histories import sheet_of

SHEET = sheet_of(PLAN)
TEA, POT = a_line("1", "tea", 60_00), a_line("2", "pot", 40_00)
AFTER = 5
"""Hours after which the other order was placed."""


def of_the_pot(as_: str) -> OrderPlaced:
    moment = NOON + AFTER * HOUR
    line = replace(POT, line_id="9")
    return of_vendor(1, line, order_ts=moment, updated_at=moment, continues=Continues(PARENT, as_))


def came_back() -> OrderRefunded:
    return back(0, AFTER, items=(RefundItem("2", Decimal(1)),))


def taken_off_in_place() -> OrderPlaced:
    """As Shopify tells a line that an edit took off: it is there, and nothing of it is."""
    return placed(0, [TEA, replace(POT, removed=Decimal(1))], hours=AFTER, total=60_00)


def told(*records: Told) -> Shop:
    shop = Shop(Policies()).run(records)
    for key, known in shop.ledgers.items():
        contents = [each.content for each in known.facts.values()]
        due = oracle.due(contents, lambda ref: SHEET)
        volumes = {slot: each for slot, each in due.items() if slot[0].startswith("volume:")}
        found = known.target(known.facts.values()).volumes
        assert volumes == {slot: each for slot, each in found.items() if each}, key
    return shop


def earns(shop: Shop) -> int:
    """The commissionable volume of all orders together, in minor units."""
    targets = [known.target(known.facts.values()) for known in shop.ledgers.values()]
    return sum(
        amount
        for target in targets
        for (account, unit), amount in target.volumes.items()
        if unit == "cv" and account.startswith("volume:")
    )


@pytest.mark.parametrize("as_", [PART, RECREATED])
@pytest.mark.parametrize("lost", [came_back(), taken_off_in_place()])
def test_a_line_of_which_all_came_back_is_the_other_orders_from_then_on(
    as_: str, lost: Told
) -> None:
    for records in permutations([placed(0, [TEA, POT]), lost, of_the_pot(as_)]):
        shop = told(*records)

        assert earns(shop) == 100_00
        assert listed_in(shop) == set()


@pytest.mark.parametrize("as_", [PART, RECREATED])
def test_a_line_that_the_order_still_has_is_for_a_person(as_: str) -> None:
    for records in permutations([placed(0, [TEA, POT]), of_the_pot(as_)]):
        shop = told(*records)

        assert earns(shop) == 100_00
        assert [reason for _, reason, _ in listed_in(shop)] == ["copy_unknown"]


def test_half_of_it_back_leaves_the_other_half_with_the_order() -> None:
    two = replace(POT, qty=Decimal(2))
    other = of_the_pot(PART)
    other = replace(other, items=(replace(other.items[0], qty=Decimal(2)),))
    shop = told(placed(0, [TEA, two]), came_back(), other)

    assert earns(shop) == 80_00
    assert [reason for _, reason, _ in listed_in(shop)] == ["copy_unknown"]

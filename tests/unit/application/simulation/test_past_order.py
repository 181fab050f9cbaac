"""A past order in the words of a facts document: read back, it earns what the ledger has.

COMMISSIONS_PROOF=1 looks at thousands of lives of orders, else at some of each kind.
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime, timedelta

import pytest

from commissions.application.simulation.facts_reading import read_facts
from commissions.application.simulation.order_book import OrderBook
from commissions.application.simulation.past_order import (
    NotSold,
    SoldOrder,
    Words,
    points,
    sold_order,
)
from commissions.domain.catalogue.sku_values import UNITS
from commissions.domain.ledger.facts import Content, Fact, FactConflict, fact, named, new_facts
from commissions.domain.ledger.settlement import Slot, due_sums
from commissions.domain.ledger.target import fold
from commissions.domain.plans import Plan
from tests.support.builders import a_line, a_plan
from tests.support.copy_stories import copy_story
from tests.support.customer_stories import Shop
from tests.support.histories import history
from tests.support.money_facts import (
    decided,
    line,
    money_back,
    part_paid,
    snapshot,
    units_back,
)
from tests.support.money_lives import MoneyLife
from tests.support.orders import (
    NOON,
    PLAN,
    a_cancellation,
    a_lock_for,
    a_value,
    an_item,
    an_order,
)
from tests.support.proof_size import proof_size
from tests.support.whole_lives import WholeLife

LIVES = proof_size(12, 3000)


def facts_of(*contents: Content) -> list[Fact]:
    """As the ledger has them: what is told again otherwise is parked."""
    known: list[Fact] = []
    for content in contents:
        with suppress(FactConflict):
            known += new_facts(named([fact(content)], known), known)
    return known


def told(facts: Sequence[Fact], plan: Plan, line_now: str = "") -> SoldOrder:
    """`line_now`: as the registers have it today."""
    return sold_order(facts, lambda _: plan, lambda *_: a_line(line_now))


def document(sold: SoldOrder) -> Words:
    members = [{"id": name} for name in (sold.credit.seller, sold.credit.buyer) if name]
    return {
        "format": "commissions-facts/1",
        "members": [each for place, each in enumerate(members) if each not in members[:place]],
        "orders": [sold.order],
        "refunds": list(sold.refunds),
    }


def earned(sold: SoldOrder, plan: Plan, until: datetime | None = None) -> dict[Slot, int]:
    """What the simulation says that stands, by award and currency."""
    company = read_facts(document(sold), plan.timezone, plan.base_currency)
    [order] = OrderBook(plan, company).orders
    returns = [back for back in order.returns if until is None or back.at <= until]
    return {
        (each.award.key, each.award.currency): each.net
        for each in order.standings(returns)
        if each.net
    }


def due(facts: Sequence[Fact], plan: Plan) -> Mapping[Slot, int]:
    sums = due_sums(fold(facts, lambda _: plan)).awards
    return {slot: amount for slot, amount in sums.items() if amount}


def agrees(facts: Sequence[Fact], plan: Plan) -> bool:
    """Whether it was sold; asserts that the document gives what the ledger should have."""
    try:
        sold = told(facts, plan)
    except NotSold:
        assert due(facts, plan) == {}
        return False
    assert earned(sold, plan) == due(facts, plan)
    return True


def test_whatever_becomes_of_an_order_the_document_gives_what_the_ledger_has() -> None:
    histories = [history(seed) for seed in range(LIVES)]
    lives = [facts_of(*(each for told in one.deliveries for each in told)) for one in histories]

    sold = [agrees(facts, one.plan) for facts, one in zip(lives, histories, strict=True)]

    assert sum(sold) > LIVES // 3


@pytest.mark.parametrize("life", [MoneyLife, WholeLife])
def test_and_whatever_becomes_of_its_money(life: type[MoneyLife]) -> None:
    sold = []
    for seed in range(LIVES):
        one = life(seed)
        plan = a_plan()
        sold.append(agrees(facts_of(*one.facts), plan))

    assert sum(sold) > LIVES // 3


def a_sale(*more: Sequence[Content]) -> list[Fact]:
    """Two lines of 60.00 and 40.00 of noon, of cat below bob, and what became of them."""
    sale = snapshot(line("1", "60"), line("2", "40"))
    return facts_of(*sale, *(each for contents in more for each in contents))


def test_copies_earn_nothing_and_what_they_gave_back_came_back_of_their_parent() -> None:
    whys = []
    for seed in range(LIVES):
        story = copy_story(seed)
        for ledger in Shop(story.policies).run(story.told).ledgers.values():
            facts = [*ledger.facts.values()]
            if not agrees(facts, PLAN) and (elsewhere := ledger.target(facts).stands_for):
                whys.append(elsewhere.sentence)

    assert "part of order 1000, which earned" in whys


def test_a_line_has_its_volume_in_every_unit_whatever_the_plan_counts() -> None:
    nothing_counts = a_plan(volumes={"cv": {"from": "sku_map", "include": [], "exclude": []}})

    [first, second] = told(a_sale(), nothing_counts).order["lines"]

    assert first == {"sku": "TEA", "class": "product", "volumes": dict.fromkeys(UNITS, "60.00")}
    assert second["volumes"]["qv"] == "40.00"


def test_a_line_that_is_valued_by_its_id_is_told_by_it_as_plans_name_it() -> None:
    order = an_order(an_item(variant_id="44"))
    lock = a_lock_for(order, values=(a_value("id:44"),))

    [only] = told(facts_of(order, lock), a_plan()).order["lines"]

    assert only["sku"] == "44"


def test_each_return_has_its_own_moment_and_its_share_of_the_line() -> None:
    back = units_back("2", "40", "40", "r1", minutes=60)
    more = money_back("20", "r2", minutes=120)

    first, second = told(a_sale(back, more), a_plan()).refunds

    assert first == {
        "order": "shopify/tea/1001",
        "at": "2026-11-20T13:00:00.000000Z",
        "lines": [{"line": 2, "share": "1"}],
    }
    assert second["at"] == "2026-11-20T14:00:00.000000Z"
    assert second["lines"] == [{"line": 1, "share": "1/3"}]


def test_before_a_return_the_order_earned_what_it_had_earned_then() -> None:
    facts, plan = a_sale(money_back("25", "r1", minutes=60)), a_plan()
    sold = told(facts, plan)

    before = earned(sold, plan, until=NOON + timedelta(minutes=59))

    assert before == due(a_sale(), plan)
    assert earned(sold, plan) == due(facts, plan) != before


def test_a_cancelled_order_came_back_as_a_whole() -> None:
    facts = a_sale(units_back("2", "40", "40", "r1", minutes=60), (a_cancellation(minutes=90),))

    *_, last = told(facts, a_plan()).refunds

    assert last == {"order": "shopify/tea/1001", "at": "2026-11-20T13:30:00.000000Z"}


def test_goodwill_that_a_person_lets_be_takes_nothing() -> None:
    kept = decided("goodwill", "keep", minutes=120)

    sold = told(a_sale(money_back("25", "r1", minutes=60), kept), a_plan())

    assert sold.refunds == ()


def test_the_line_is_told_where_the_registers_say_another_one_today() -> None:
    facts = a_sale()

    assert "sponsor_line" not in told(facts, a_plan(), "cat < bob").order
    assert told(facts, a_plan(), "cat:gold < bob").order["sponsor_line"] == [
        {"member": "cat", "status": "active", "rank": ""},
        {"member": "bob", "status": "active", "rank": ""},
    ]


@pytest.mark.parametrize(
    ("contents", "why"),
    [
        (part_paid(line("1", "60")), "the order is not paid"),
        ((), "the order itself has not been told yet"),
    ],
)
def test_an_order_that_earns_nothing_says_why(contents: Sequence[Content], why: str) -> None:
    refund = money_back("5", "r1", minutes=5)

    with pytest.raises(NotSold, match=why):
        told(facts_of(*contents, *refund), a_plan())


def test_an_order_of_gift_cards_alone_is_told_with_no_volume() -> None:
    sold = told(facts_of(*snapshot(line("1", "60", kind="gift_card"))), a_plan())

    assert sold.order["lines"] == [{"volumes": "0"}]
    assert earned(sold, a_plan()) == {}


@pytest.mark.parametrize(("hundredths", "text"), [(0, "0.00"), (5, "0.05"), (123_450, "1234.50")])
def test_points_are_told_with_two_decimals(hundredths: int, text: str) -> None:
    assert points(hundredths) == text

"""A snapshot between a refund and its own list of refunds: what came back went once."""

from decimal import Decimal
from itertools import permutations

from commissions.audit.oracle import due, money
from commissions.audit.plan_sheet import parse
from commissions.domain.ledger.facts import Content, fact
from commissions.domain.ledger.target import fold
from tests.support.money_facts import Facts, snapshot
from tests.support.orders import PLAN, a_refund, an_item

TWO = an_item("1", net=100_00, qty="2")
ONE_OFF = an_item("1", net=100_00, qty="2", removed=Decimal(1))
BACK: Facts = (a_refund("r1", minutes=30, units={"1": "1"}),)


def pays(*told: Facts) -> int:
    """What stands for everybody, in cents, in any order of arrival and by both roads."""
    contents: list[Content] = [content for facts in told for content in facts]
    ends = set()
    for order in permutations(contents):
        target = fold(map(fact, order), lambda ref: PLAN)
        ends.add(sum(each.net for each in target.standings.values()))
    [stands] = ends
    assert money(due(contents, lambda ref: parse(PLAN.text))).get("USD", 0) == stands
    return stands


def test_a_unit_that_a_refund_tells_of_is_none_that_an_edit_took_off() -> None:
    sold = snapshot(TWO)
    half = pays(sold, BACK)
    unlisted = snapshot(ONE_OFF, minutes=60, counted_refunds=())

    assert pays(sold) == 2 * half
    assert pays(sold, unlisted) == half
    assert pays(sold, BACK, unlisted) == half


def test_a_refund_that_the_snapshot_counts_already_is_beside_what_an_edit_took_off() -> None:
    sold = snapshot(TWO)
    listed = snapshot(ONE_OFF, minutes=60, counted_refunds=("r1",))

    assert pays(sold, BACK, listed) == 0


def test_a_refund_of_a_later_time_is_beside_it_too() -> None:
    sold = snapshot(TWO)
    before = snapshot(ONE_OFF, minutes=20, counted_refunds=())

    assert pays(sold, before, BACK) == 0

"""What a member sees of an order in a month, and that all of it adds up to the month's sums."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from commissions.domain.ledger.award_changes import AwardChange, MonthTerms
from commissions.domain.ledger.journal import Journal
from commissions.domain.ledger.member_lines import member_lines
from commissions.domain.ledger.member_orders import (
    MemberOrder,
    OrderState,
    WhoseOrder,
    bought,
    member_order,
)
from commissions.domain.ledger.why_not import WhyNot
from commissions.domain.people.upline import PARTICIPANT
from commissions.domain.sales.referral_match import LINKED_ACCOUNT
from tests.support.random_lives import by, lives, terms_of
from tests.support.said import every_update, months
from tests.support.settled_orders import (
    PLACED,
    a_refund,
    an_order,
    locked,
    settled,
    sold,
)

TERMS = MonthTerms(timezone="UTC", rounding="half_even", currency="USD")
CUSTOMER = "c-0123456789abcdef0123"


def seen(chain: Sequence[Journal], who: str, month: str = "2026-11") -> MemberOrder:
    found = member_order(who, chain, lambda _plan, _version: TERMS, month)
    assert found is not None
    return found


def test_an_own_sale_brings_all_that_its_seller_earns_by_it() -> None:
    order = seen(sold("cat < bob"), "cat")

    assert (order.whose, order.state) == (WhoseOrder.OWN, OrderState.PAID)
    assert order.changes == {"USD": AwardChange(earned=24_00, own=24_00)}
    assert (order.number, order.store_id, order.seller) == ("1001", "tea", "cat")


def test_a_sale_below_is_of_the_team_and_names_who_sold_it() -> None:
    order = seen(sold("cat < bob"), "bob")

    assert (order.whose, order.seller) == (WhoseOrder.TEAM, "cat")
    assert order.changes == {"USD": AwardChange(earned=4_00, team=4_00)}


def test_an_own_purchase_is_told_apart_from_a_sale() -> None:
    order = an_order()
    lock = locked(order, "cat < bob", buyer="cat", buyer_class=PARTICIPANT, carrier=LINKED_ACCOUNT)

    assert seen(settled((order, lock)), "cat").whose is WhoseOrder.OWN_PURCHASE


def test_a_customer_who_stands_in_the_tree_is_named_to_nobody() -> None:
    [journal] = sold("cat < bob")
    by_customer = replace(journal, context=replace(journal.context, seller=CUSTOMER))

    assert seen([by_customer], "bob").seller == ""


def test_who_has_no_line_of_an_order_has_no_order() -> None:
    assert member_order("zoe", sold("cat < bob"), lambda _plan, _version: TERMS) is None
    assert member_order("cat", [], lambda _plan, _version: TERMS) is None


def test_what_is_refunded_in_part_says_so_and_how_much() -> None:
    order = seen(sold("cat < bob", a_refund()), "cat")

    assert order.state is OrderState.PARTLY_BACK
    assert order.changes["USD"] == AwardChange(earned=24_00, taken_back=6_00, own=18_00)


def test_what_is_refunded_in_full_says_why_nothing_is_left() -> None:
    order = seen(sold("cat < bob", a_refund(qty=4)), "cat")

    assert (order.state, order.reasons) == (OrderState.ALL_BACK, (WhyNot.REFUNDED,))


def test_a_refund_that_is_told_with_its_sale_is_taken_back_and_not_unpaid() -> None:
    sale = (an_order(), locked(an_order(), "cat"))

    order = seen(settled((a_refund(qty=4),), sale), "cat")

    assert (order.state, order.has_unpaid) == (OrderState.ALL_BACK, False)
    assert order.changes["USD"] == AwardChange(earned=24_00, taken_back=24_00)


def test_what_is_not_paid_says_why_and_what_it_would_have_been() -> None:
    order = seen(sold("cat < bob (inactive)"), "bob")

    assert (order.state, order.reasons) == (OrderState.NOT_PAID, (WhyNot.INACTIVE,))
    assert order.changes["USD"] == AwardChange(unpaid=4_00)


def test_a_refund_of_last_months_sale_stands_alone_in_its_own_month() -> None:
    later = replace(a_refund(), refunded_at=PLACED + timedelta(days=20))
    chain = sold("cat", later)

    november, december = seen(chain, "cat"), seen(chain, "cat", "2026-12")

    assert (november.state, december.state) == (OrderState.PAID, OrderState.PARTLY_BACK)
    assert december.changes["USD"] == AwardChange(taken_back=6_00, own=-6_00)
    assert (november.at, december.at) == (PLACED, later.refunded_at)


def test_an_order_stands_where_its_first_line_of_the_month_does() -> None:
    order = seen(sold("cat", a_refund()), "cat")

    assert order.at == PLACED
    assert order.first.event_id == "shopify/tea/1001/1/0"


def test_an_order_that_became_anothers_names_them_not() -> None:
    first, second = sold("cat < bob", a_refund())
    gone = tuple(
        replace(
            each, earned=0, reversed=0, base=0, reason="the sale is another's", amount=-each.amount
        )
        for each in first.lines
    )
    anothers = replace(second, lines=gone, context=replace(second.context, seller="zed"))

    order = seen([first, anothers], "bob")

    assert (order.seller, order.state) == ("cat", OrderState.ALL_BACK)
    assert seen([anothers], "bob").seller == ""


def test_what_came_long_after_its_time_is_late() -> None:
    [journal] = sold("cat")

    assert not seen([journal], "cat").is_late
    assert seen([replace(journal, recorded_at=PLACED + timedelta(hours=2))], "cat").is_late


def test_own_volume_is_what_stands_of_it_in_the_month_of_the_sale() -> None:
    chain = sold("cat < bob", a_refund())

    assert seen(chain, "cat").volumes["cv"] == 60_00
    assert seen(chain, "bob").volumes == {}


def test_an_own_sale_without_a_bonus_is_there_too() -> None:
    [journal] = sold("cat")
    bare = replace(journal, lines=())

    order = seen([bare], "cat")

    assert (order.state, order.changes) == (OrderState.NO_BONUS, {})
    assert order.lines[0].event_id == "shopify/tea/1001/1/volume"


@pytest.mark.parametrize(
    ("told", "qty", "sku"),
    [
        ("4 x TEA @ 2026-01-01: 10000/0/8000/0", "4", "TEA"),
        ("0.5 x a x b @ c @ 2026-01-01, 5.00 USD of 10.00 USD: 1/2/3/4", "0.5", "a x b @ c"),
        ("1 x <b>\n=1+1 @ 2026-01-01: 0/0/0/0", "1", "<b>\n=1+1"),
    ],
)
def test_what_was_bought_is_read_whatever_it_is_called(told: str, qty: str, sku: str) -> None:
    [found] = bought([told])

    assert (found.qty, found.sku, found.map_version) == (qty, sku, "2026-01-01")


def test_all_orders_of_a_month_add_up_to_what_the_month_says() -> None:
    """Of every member, in every month, whatever happened to an order and in whatever order it was
    told."""
    compared = 0
    for name, ledger in lives():
        terms = terms_of(ledger.plan)
        for (who, month), sums in months(every_update(ledger.journals, terms)).items():
            order = member_order(who, ledger.journals, by(terms), month)
            assert (order is not None) == (sums.orders == 1), name
            if order is None:
                continue
            for money in sums.money:
                change = order.changes.get(money.currency, AwardChange())
                told = money.earned, money.taken_back, money.unpaid, money.own, money.team
                assert _figures(change) == told, f"{name}: {who} in {month}"
                assert sum(each.amount for each in order.awards) == money.net
                compared += 1
    assert compared > 100


def test_each_line_of_a_statement_is_in_one_month_of_one_order() -> None:
    for name, ledger in lives():
        terms = terms_of(ledger.plan)
        on_statement = {
            (change.distributor_id, line.event_id, line.month, line.amount)
            for change in every_update(ledger.journals, terms)
            for line in change.lines
        }
        seen_by_members = {
            (who, line.event_id, line.month, line.amount)
            for who in {who for who, *_ in on_statement}
            for line in member_lines(ledger.journals, who, by(terms))
        }
        assert seen_by_members == on_statement, name


def _figures(change: AwardChange) -> tuple[int, ...]:
    return change.earned, change.taken_back, change.unpaid, change.own, change.team

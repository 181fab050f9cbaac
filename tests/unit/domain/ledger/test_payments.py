from collections.abc import Iterable
from typing import Any

from commissions.domain.ledger.facts import Content, fact
from commissions.domain.ledger.payments import without_payments
from commissions.domain.ledger.target import Target, fold
from commissions.domain.ledger.waits import order_waits, refund_waits
from commissions.domain.orders.order import OrderPlaced
from commissions.domain.orders.refund import OrderRefunded
from tests.support.money_facts import Facts, gone, line, snapshot
from tests.support.orders import PLAN, a_refund, an_order

HUNDRED, ADDED = line("1", "100.00"), line("2", "30.00")
OFFLINE: dict[str, Any] = {"platform": "bigcommerce"}


def folded(*told: Facts) -> Target:
    return fold([fact(each) for facts in told for each in facts], lambda ref: PLAN)


def listed(*told: Facts) -> list[tuple[str, str]]:
    target = folded(*told)
    assert target.order
    return [(each.reason, each.detail) for each in order_waits(target.order, target)]


def lacks(order: OrderPlaced, known: Iterable[Content], *, left_out: bool = True) -> str:
    found = without_payments([order], [fact(each) for each in known], left_out=left_out)
    return found.detail if found else ""


def an_edit(**fields: Any) -> OrderPlaced:
    return an_order(minutes=60, total=130_00, shipping=30_00, **fields)


def test_payments_are_needed_where_an_order_costs_more_than_its_first_word_was_of() -> None:
    assert lacks(an_edit(), [an_order()]) == (
        "the order comes to 130.00 USD, 100.00 USD came in by what was told first, "
        "and what came in since is not known"
    )


def test_payments_are_not_needed_where_they_could_say_nothing_new() -> None:
    assert not lacks(an_edit(), [an_order()], left_out=False)
    assert not lacks(an_edit(), [])
    assert not lacks(an_edit(), [an_order(status="pending")])
    assert not lacks(an_edit(), [an_order(), an_order(minutes=30, received=130_00)])
    assert not lacks(an_order(minutes=60), [an_order()])


def test_payments_that_may_not_be_read_are_missed_only_where_they_could_say_something() -> None:
    unread = an_order(minutes=60, flags=("payments_unknown",))
    courtesy = a_refund("r1", amount_only=30_00, gross=True)

    assert not lacks(unread, [])
    assert not lacks(unread, [an_order()])
    assert not lacks(an_order(minutes=60), [an_order(), courtesy])
    assert lacks(unread, [an_order(), courtesy]).startswith("the order comes to 100.00 USD, 100.00")
    assert lacks(unread, [courtesy]) == (
        "the order comes to 100.00 USD, and what came in for it is not known"
    )


def test_what_was_added_to_an_order_that_is_paid_elsewhere_is_listed_with_both_figures() -> None:
    first, edit = snapshot(HUNDRED, **OFFLINE), snapshot(HUNDRED, ADDED, minutes=60, **OFFLINE)

    assert listed(first) == []
    assert listed(first, edit) == [
        (
            "payments_unknown",
            "100.00 USD came in by the payment's first word; nothing says that 30.00 USD added "
            "since did",
        )
    ]
    assert listed(first, edit, snapshot(HUNDRED, gone(ADDED), minutes=90, **OFFLINE)) == []


def test_what_went_back_beyond_the_refunds_that_are_known_is_listed_and_never_spread() -> None:
    order = snapshot(HUNDRED, status="partially_refunded", refunded_total=40_00)
    target = folded(order)

    assert target.balance
    assert target.balance.goodwill == 0
    assert listed(order) == [
        ("refund_missing", "40.00 USD went back by the store's sum, 0.00 USD by its refunds")
    ]


def refund_listed(refund: OrderRefunded, *told: Facts) -> list[tuple[str, str]]:
    target = folded(*told, (refund,))
    return [(each.reason, each.detail) for each in refund_waits(refund, target)]


def test_more_money_back_than_came_in_reverses_everything_and_is_listed() -> None:
    back = a_refund("r1-amount", minutes=60, amount_only=120_00, gross=True)

    [listed] = folded(snapshot(HUNDRED), (back,)).listings
    assert listed.reason == "more_back_than_came"
    assert listed.detail == "more went back than came: 120.00 USD of 100.00 USD"
    assert all(each.net == 0 for each in folded(snapshot(HUNDRED), (back,)).standings.values())
    whole = a_refund("r1-amount", minutes=60, amount_only=100_00, gross=True)
    assert folded(snapshot(HUNDRED), (whole,)).listings == ()


def test_money_in_a_currency_that_the_order_never_had_waits_with_both_figures() -> None:
    back = a_refund("r1-amount", minutes=60, currency="SEK", amount_only=50_00, gross=True)

    assert refund_listed(back, snapshot(HUNDRED)) == [
        (
            "other_currency",
            "50.00 SEK went back by the refund, the order of 100.00 USD was never in that currency",
        )
    ]
    assert (
        refund_listed(back, snapshot(HUNDRED, minutes=-9, currency="SEK"), snapshot(HUNDRED)) == []
    )

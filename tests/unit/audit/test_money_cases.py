"""What the oracle makes of orders at the money rule's edges: decisions, policies, currencies, tax,
points, and what was told before the rule was."""

from typing import Any

from commissions.audit import oracle
from commissions.domain.ledger.facts import Content
from commissions.domain.orders.order import DISCOUNT_OF_ALL, OrderPlaced
from commissions.domain.orders.refund import RefundItem
from commissions.domain.stores.store import Policies
from tests.support.money_examples import MONEY_PLAN
from tests.support.money_facts import (
    Facts,
    decided,
    gone,
    line,
    money_back,
    paid_where,
    shipping_back,
    snapshot,
    units_back,
)
from tests.support.orders import a_cancellation, a_lock_for, a_rate, a_refund, a_value, an_order
from tests.unit.audit.plan_histories import sheet_of

SHEET = sheet_of(MONEY_PLAN)
FORTY, SIXTY, HUNDRED = line("1", "40.00"), line("2", "60.00"), line("1", "100.00")
TAXED = line("1", "100.00", "10.00")


def seller(*told: Facts) -> int:
    """Cents that the seller has, who has 30 % of the net."""
    accounts = oracle.due((each for facts in told for each in facts), lambda ref: SHEET)
    return accounts.get(("commission_payable:cat", "USD"), 0)


def volume(*told: Facts) -> int:
    """Hundredths of a point that the sale counts for the seller."""
    accounts = oracle.due((each for facts in told for each in facts), lambda ref: SHEET)
    return accounts.get(("volume:cat:2026-11", "cv"), 0)


def locked(order: OrderPlaced, **fields: Any) -> tuple[Content, ...]:
    return (order, a_lock_for(order, "cat < bob", **fields))


def half_back(policy: str) -> Facts:
    order = paid_where({"amount_only_refund": policy}, HUNDRED)
    return (*order, *money_back("50.00", "r1", minutes=60))


def test_money_that_went_for_nothing_is_kept_or_waits_as_the_store_has_it() -> None:
    assert seller(half_back("spread")) == 15_00
    assert seller(half_back("keep")) == 30_00
    assert seller(half_back("park")) == 30_00


def test_what_a_person_decides_about_money_for_nothing_counts_the_last_of_it() -> None:
    spread = decided("goodwill", "spread", minutes=70)
    keep = decided("goodwill", "keep", minutes=80)
    withdrawn = decided("goodwill", "", minutes=90)

    assert seller(half_back("park"), spread) == 15_00
    assert seller(half_back("spread"), keep, spread) == 30_00
    assert seller(half_back("park"), withdrawn, keep, spread) == 30_00


def test_a_dispute_that_was_lost_and_won_after_all_takes_nothing() -> None:
    lost = decided("dispute", "lost", minutes=70, subject="d1", amount=50_00)
    other = decided("dispute", "lost", minutes=75, subject="d2", amount=10_00)
    won = decided("dispute", "won", minutes=80, subject="d1")

    assert seller(snapshot(HUNDRED), lost) == 15_00
    assert seller(snapshot(HUNDRED), won, lost, other) == 27_00


def test_exchanged_goods_stay_kept_and_what_comes_back_later_does_not() -> None:
    order = snapshot(FORTY, SIXTY)
    first = units_back("2", "0.00", "60.00", "r1", minutes=60)
    exchanged = decided("return", "exchanged", minutes=100, subject="r1")
    later = units_back("1", "0.00", "40.00", "r2", minutes=120)
    money = money_back("60.00", "r3", minutes=200)

    assert seller(order, first, exchanged) == 30_00
    assert seller(order, first, exchanged, later) == 18_00
    assert seller(order, first, exchanged, money) == 12_00


def test_taken_off_and_exchanged_it_counts_as_kept() -> None:
    order = (*snapshot(FORTY, SIXTY), *snapshot(FORTY, gone(SIXTY), minutes=30))

    assert seller(order) == 12_00
    assert seller(order, decided("return", "exchanged", minutes=60)) == 30_00


def test_a_cancelled_order_pays_nothing_unless_only_refunds_count() -> None:
    kept = paid_where({"cancellation": "refunds_only"}, HUNDRED)

    assert seller(snapshot(HUNDRED), (a_cancellation(),)) == 0
    assert seller(kept, (a_cancellation(),), money_back("50.00", "r1", minutes=60)) == 15_00
    assert seller(snapshot(HUNDRED), decided("gone", "cancelled", minutes=60)) == 0


def test_voided_nothing_came_in() -> None:
    voided = an_order(HUNDRED, minutes=30, status="voided")
    pending = an_order(HUNDRED, minutes=40, status="pending")

    assert seller(snapshot(HUNDRED), (voided,)) == 0
    assert seller(snapshot(HUNDRED), (voided, pending)) == 0
    assert seller(snapshot(HUNDRED), (voided, pending), snapshot(HUNDRED, minutes=50)) == 30_00


def test_an_order_that_was_paid_and_is_unpaid_now_goes_on() -> None:
    pending = an_order(HUNDRED, minutes=30, status="pending")

    assert seller(snapshot(HUNDRED), (pending,)) == 30_00


def test_a_word_that_says_paid_beats_a_cent_and_no_more() -> None:
    a_cent, two = an_order(HUNDRED, received=99_99), an_order(HUNDRED, received=99_98)

    assert seller(locked(a_cent)) == 30_00
    assert seller(locked(two)) == 0


def test_what_is_missing_by_rounding_alone_is_not_missing() -> None:
    """A store rounds each line of a refund."""
    by_line = [RefundItem("1", HUNDRED.qty * 0, amount) for amount in (10_00, 20_00)]
    lines_back = (a_refund("r1", items=tuple(by_line)),)

    def left(*told: Facts) -> int:
        return volume(snapshot(HUNDRED), lines_back, *told)

    assert left() == left(money_back("0.02", "r2", minutes=90)) == 70_00
    assert left(money_back("0.03", "r2", minutes=90)) == 69_97
    assert left(money_back("70.00", "r2", minutes=90)) == 0


def test_tax_given_back_alone_takes_nothing_and_all_the_rest_takes_all() -> None:
    tax = (a_refund("r1", tax=10_00),)

    assert seller(snapshot(TAXED), tax) == 30_00
    assert seller(snapshot(TAXED), tax, money_back("50.00", "r2", minutes=90)) == 15_00
    assert seller(snapshot(TAXED), tax, money_back("100.00", "r2", minutes=90)) == 0


def test_what_is_named_beside_goods_counts_once() -> None:
    order = snapshot(TAXED, shipping=11_00)
    goods = a_refund("r1", shipping=11_00, tax=1_00)
    _, beside = shipping_back("11.00", "r1", minutes=60)

    rest = money_back("110.00", "r2", minutes=90)
    half = money_back("55.00", "r2", minutes=90)

    assert seller(order, (goods,), half) == seller(order, (goods, beside), half) == 15_00
    assert seller(order, (goods, beside), rest) == 0


def test_a_refund_that_tells_no_gross_is_spread_over_the_net() -> None:
    order = snapshot(line("1", "40.00", "8.00"), line("2", "60.00"))

    assert seller(order, (a_refund(amount_only=50_00),)) == 15_00


def test_units_below_none_are_none_and_what_they_are_worth_is_money() -> None:
    back = RefundItem("1", -HUNDRED.qty, worth=100_00)

    assert seller(snapshot(HUNDRED), (a_refund(items=(back,)),)) == 0
    assert seller(snapshot(HUNDRED), (a_refund(units={"1": "-1"}),)) == 30_00


def test_a_discount_that_names_no_line_lowers_all_of_them() -> None:
    less = an_order(HUNDRED, other=-20_00, total=80_00, flags=(DISCOUNT_OF_ALL,))
    free = an_order(HUNDRED, other=-100_00, total=0, flags=(DISCOUNT_OF_ALL,))
    stored = an_order(HUNDRED, other=-20_00, total=80_00)

    assert seller(locked(less)) == 24_00
    assert seller(locked(less), money_back("40.00", "r1", minutes=60)) == 12_00
    assert seller(locked(free)) == 0
    assert seller(locked(stored)) == 30_00


def test_a_rate_is_used_for_its_own_currency_only() -> None:
    dollars = locked(an_order(HUNDRED))
    yen = an_order(line("1", "150.00"), minutes=30, currency="JPY")

    assert seller(dollars, locked(yen, rate=a_rate("0.0066", "JPY"))) == 29_70
    assert seller(dollars, (yen,)) == 0


def test_money_of_another_currency_counts_as_its_share_of_what_was_owed() -> None:
    dollars = locked(an_order(HUNDRED))
    yen = locked(
        an_order(line("1", "150.00"), minutes=30, currency="JPY"), rate=a_rate("0.0066", "JPY")
    )
    half, rest = money_back("50.00", "r1", minutes=10), money_back("50.00", "r2", minutes=20)

    assert seller(dollars, yen, half) == 14_85
    assert seller(dollars, yen, half, rest) == 0
    assert seller(dollars, yen, (a_refund(currency="SEK", units={"1": "1"}),)) == 0


def test_a_unit_that_was_added_and_not_paid_has_no_points_and_a_rise_of_the_price_takes_none() -> (
    None
):
    values = (a_value("TEA", "100"),)
    paid = locked(an_order(line("1", "100.00", qty="2")), values=values)

    def unpaid(qty: str) -> Facts:
        more = line("1", "150.00", qty=qty)
        return (an_order(more, minutes=30, status="partially_paid", unpaid=50_00),)

    assert seller(paid) == seller(paid, unpaid("2")) == seller(paid, unpaid("3")) == 60_00


def test_a_deposit_with_points_earns_its_part_of_them() -> None:
    policies = Policies(partial_payment="share")
    deposit = an_order(HUNDRED, status="partially_paid", received=30_00)

    assert seller(locked(deposit, policies=policies, values=(a_value("TEA", "100"),))) == 9_00

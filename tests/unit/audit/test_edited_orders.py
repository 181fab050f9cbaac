"""Orders that were edited into another currency, another line, or less: the ledger and the
reconciliation come to the same, each by its own road."""

from itertools import permutations

from commissions.audit.oracle import due, money
from commissions.audit.plan_sheet import parse
from commissions.domain.ledger.facts import Content, fact
from commissions.domain.ledger.listings import GOODWILL_ASKED
from commissions.domain.ledger.target import Target, fold
from commissions.domain.ledger.waits import order_waits, refund_waits
from commissions.domain.orders.order import OrderPlaced
from commissions.domain.orders.refund import OrderRefunded
from commissions.domain.stores.store import Policies
from tests.support.money_facts import Facts, cents, line, money_back
from tests.support.orders import PLAN, a_lock_for, a_rate, a_refund, a_value, an_item, an_order

DOLLARS, YEN, EUROS = "USD", "JPY", "EUR"
RATES = {DOLLARS: "1", YEN: "0.0066", EUROS: "1.10"}


def folded(*told: Facts) -> Target:
    return fold([fact(content) for facts in told for content in facts], lambda ref: PLAN)


def pays(*told: Facts) -> int:
    """What stands for everybody, in cents, whatever was told first."""
    contents: list[Content] = [content for facts in told for content in facts]
    target = fold(map(fact, contents), lambda ref: PLAN)
    stands = sum(each.net for each in target.standings.values())

    assert money(due(contents, lambda ref: parse(PLAN.text))).get(DOLLARS, 0) == stands
    return stands


def sold(order: OrderPlaced, who: str = "cat < bob < ann", **lock: object) -> Facts:
    rate = a_rate(RATES[order.currency], order.currency)
    return (order, a_lock_for(order, who, **{"rate": rate} | lock))


W1 = an_order(line("1", "100.00"))
W2 = an_order(line("1", "150.00"), minutes=30, currency=YEN)


def test_an_order_told_in_yen_is_worth_yen_whatever_it_was_told_in_before() -> None:
    assert pays(sold(W1)) == cents("35.00")
    assert pays(sold(W2)) == cents("34.65")
    for told in permutations([sold(W1), sold(W2)]):
        assert pays(*told) == cents("34.65")


def test_a_sale_stays_whose_it_was_when_the_currency_changes() -> None:
    target = folded(sold(W1), sold(W2, "zoe"))

    assert target.lock is not None
    assert (target.lock.seller, target.lock.rate.currency) == ("cat", YEN)
    assert pays(sold(W1), sold(W2, "zoe")) == cents("34.65")


def test_an_order_of_which_nothing_was_looked_up_in_its_currency_is_for_a_person() -> None:
    pending = an_order(line("1", "90.00"), minutes=30, currency=EUROS, status="pending")
    target = folded(sold(W1), (pending,))

    assert pays(sold(W1), (pending,)) == 0
    [waits] = order_waits(pending, target)
    assert (waits.reason, waits.detail) == (
        "currency_changed",
        "the order is in EUR now, and was paid in another currency",
    )


def test_once_it_is_paid_in_its_currency_nothing_waits() -> None:
    paid = an_order(line("1", "90.00"), minutes=40, currency=EUROS)
    pending = an_order(line("1", "90.00"), minutes=30, currency=EUROS, status="pending")
    told = (sold(W1), (pending,), sold(paid))

    assert pays(*told) == cents("34.65")
    assert order_waits(paid, folded(*told)) == order_waits(W1, folded(sold(W1))) == []


def test_what_came_back_in_the_old_currency_stays_back_in_the_new_one() -> None:
    euros = sold(an_order(line("1", "90.00"), minutes=90, currency=EUROS))
    goods: Facts = (a_refund(units={"1": "1"}),)
    net: Facts = (a_refund(amount_only=100_00),)

    for back in (goods, net, money_back("100.00", "r1", minutes=60)):
        for told in permutations([sold(W1), back, euros]):
            assert pays(*told) == 0


def test_a_part_that_went_in_the_old_currency_is_the_same_part_in_the_new_one() -> None:
    euros = sold(an_order(line("1", "90.00"), minutes=90, currency=EUROS))
    half = money_back("50.00", "r1", minutes=60)

    assert pays(sold(W1), half) == cents("17.50")
    assert pays(sold(W1), half, euros) == cents("17.33")  # each award rounds its part down
    assert pays(sold(W1), (a_refund(amounts={"1": 50_00}),), euros) == cents("17.33")


def test_a_refund_in_a_currency_that_the_order_once_had_is_no_question() -> None:
    back = a_refund(units={"1": "1"})
    foreign = a_refund(units={"1": "1"}, currency="SEK")
    euros = sold(an_order(line("1", "90.00"), minutes=90, currency=EUROS))

    assert refund_waits(back, folded(sold(W1), (back,), euros)) == []
    [waits] = refund_waits(foreign, folded(sold(W1), (foreign,), euros))
    assert waits.reason == "other_currency"


TEA, LARGE = a_value("TEA", "10"), a_value("V-LARGE", "50")
PLAIN, BIG = an_item("1"), an_item("2", variant_id="V-LARGE")


def valued(*lines: object, minutes: int = 0, values: object = ()) -> Facts:
    order = an_order(*lines, minutes=minutes)  # type: ignore[arg-type]
    return sold(order, values=values)


def test_a_line_that_an_edit_adds_is_worth_what_its_variant_is() -> None:
    at_once = valued(PLAIN, BIG, values=(TEA, LARGE))
    edited = (
        valued(PLAIN, values=(TEA,)),
        valued(PLAIN, BIG, minutes=30, values=(TEA, LARGE)),
    )

    assert pays(at_once) == pays(*edited) == pays(*reversed(edited)) == cents("21.00")


def test_a_line_that_was_valued_by_its_sku_stays_so_when_its_variant_is_valued_later() -> None:
    before = valued(BIG, values=(TEA,))
    after = valued(BIG, PLAIN, minutes=30, values=(LARGE, TEA))

    assert pays(before) == cents("3.50")
    assert pays(before, after) == cents("7.00")


def test_the_value_that_was_locked_first_for_a_name_counts_for_lines_that_come_later() -> None:
    first = valued(PLAIN, values=(TEA,))
    unknown = an_item("2", variant_id="V-NEW")
    later = valued(PLAIN, unknown, minutes=30, values=(a_value("TEA", "99"),))

    assert pays(first, later) == cents("7.00")


FORTY, SIXTY = line("1", "40.00"), line("2", "60.00")
TAXED = line("1", "40.00", "4.00"), line("2", "60.00", "6.00")


def net_back(amount: str, *, minutes: int, refund_id: str = "r1") -> Facts:
    """Money that names nothing, told without tax as the order API may tell it."""
    return (a_refund(refund_id, minutes=minutes, amount_only=cents(amount)),)


def test_money_that_is_told_without_tax_is_that_of_the_line_that_was_dropped() -> None:
    placed, dropped = sold(an_order(FORTY, SIXTY)), sold(an_order(FORTY, minutes=30))

    for minutes in (10, 30, 60):
        told = (placed, dropped, net_back("60.00", minutes=minutes))
        for each in permutations(told):
            assert pays(*each) == cents("14.00")


def test_its_tax_went_with_it() -> None:
    placed = sold(an_order(*TAXED, total=cents("110.00"), tax=cents("10.00")))
    edited = an_order(TAXED[0], minutes=30, total=cents("44.00"), tax=cents("4.00"))

    assert pays(placed, sold(edited), net_back("60.00", minutes=60)) == cents("14.00")
    assert pays(placed, sold(edited), net_back("80.00", minutes=60)) == cents("7.00")


def test_units_and_prices_that_an_edit_made_less_are_goods_too() -> None:
    placed = sold(an_order(line("1", "100.00", qty="2")))

    for less in (line("1", "50.00"), line("1", "50.00", qty="2")):
        edited = sold(an_order(less, minutes=30))
        assert pays(placed, edited, net_back("50.00", minutes=60)) == cents("17.50")
        assert pays(placed, edited, net_back("75.00", minutes=60)) == cents("8.75")


def test_what_went_beyond_the_goods_is_taken_from_what_is_kept() -> None:
    placed, dropped = sold(an_order(FORTY, SIXTY)), sold(an_order(FORTY, minutes=30))
    goods = net_back("60.00", minutes=60)

    assert pays(placed, dropped, goods, net_back("10.00", minutes=70, refund_id="r2")) == 10_50
    assert pays(placed, dropped, goods, net_back("40.00", minutes=70, refund_id="r2")) == 0


def test_the_money_of_goods_that_came_back_by_name_is_not_found_again() -> None:
    placed, dropped = sold(an_order(FORTY, SIXTY)), sold(an_order(FORTY, minutes=30))
    named: Facts = (a_refund("r0", minutes=20, units={"2": "1"}),)

    assert pays(placed, named, dropped) == cents("14.00")
    assert pays(placed, named, dropped, net_back("20.00", minutes=60)) == cents("7.00")


def test_where_a_person_is_asked_about_goodwill_goods_that_were_taken_off_are_none() -> None:
    policies = Policies(amount_only_refund="park")
    placed = sold(an_order(FORTY, SIXTY), policies=policies)
    dropped = sold(an_order(FORTY, minutes=30), policies=policies)

    asked = folded(placed, dropped, net_back("60.00", minutes=60))
    more = folded(placed, dropped, net_back("70.00", minutes=60))

    assert [each.reason for each in asked.listings if each.reason == GOODWILL_ASKED] == []
    assert [each.reason for each in more.listings if each.reason == GOODWILL_ASKED] == [
        GOODWILL_ASKED
    ]
    assert more.balance is not None
    assert more.balance.unspread == 10_00
    assert pays(placed, dropped, net_back("70.00", minutes=60)) == cents("14.00")


def test_a_refund_of_a_line_that_was_dropped_since_keeps_its_effect() -> None:
    back: OrderRefunded = a_refund(units={"2": "1"}, minutes=20)
    placed, dropped = sold(an_order(FORTY, SIXTY)), sold(an_order(FORTY, minutes=30))

    for told in permutations([placed, (back,), dropped]):
        assert pays(*told) == cents("14.00")
        assert refund_waits(back, folded(*told)) == []

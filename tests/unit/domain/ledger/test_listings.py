"""What somebody has to see of an order while it goes on: with both figures, from a day on."""

from datetime import timedelta

import pytest

from commissions.domain.ledger.waits import next_look
from commissions.domain.orders.canonical import canonical
from commissions.domain.sales.attribution import Lock
from commissions.events import decode, encode
from tests.support.listed import cancelled, seen, told
from tests.support.money_examples import CHEAPER, EIGHTY, FORTY, HUNDRED, SIXTY
from tests.support.money_facts import (
    decided,
    gone,
    line,
    money_back,
    paid_where,
    shipping_back,
    snapshot,
    units_back,
)
from tests.support.orders import NOON, a_refund

DAY = 24 * 60
SOLD = snapshot(FORTY, SIXTY)
BACK = units_back("2", "0.00", "60.00", "r1", minutes=60)
STAYS = ("return_without_money", "goods worth 60.00 USD came back on 2026-11-20, 0.00 USD went")


def test_goods_back_without_money_are_seen_after_fourteen_days() -> None:
    assert seen(SOLD, BACK, days=13.99) == []
    assert seen(SOLD, BACK, days=14.05) == [STAYS]
    assert next_look(told(SOLD, BACK), NOON) == NOON + timedelta(days=14, hours=1)


@pytest.mark.parametrize("backwards", [True, False])
def test_arrival_plays_no_part(backwards: bool) -> None:
    facts = (SOLD, BACK, BACK)
    assert seen(*(facts[::-1] if backwards else facts[:2]), days=15) == [STAYS]


@pytest.mark.parametrize(("days", "due"), [(0, 1), (3, 3 * DAY), (30, 30 * DAY)])
def test_the_store_says_after_how_many_days(days: int, due: int) -> None:
    sold = paid_where({"return_without_money_days": days}, FORTY, SIXTY)
    [listing] = told(sold, BACK).listings

    assert listing.due == NOON + timedelta(days=days, hours=1)


def test_a_plain_order_has_nothing_to_see() -> None:
    assert told(SOLD).listings == ()
    assert told(SOLD, units_back("2", "60.00", "60.00", "r1", minutes=60)).listings == ()
    assert told(SOLD, money_back("10.00", "r1", minutes=60)).listings == ()


@pytest.mark.parametrize("minutes", [30, 10 * DAY, 20 * DAY])
def test_money_takes_the_entry_away_whenever_it_comes(minutes: int) -> None:
    money = money_back("60.00", "r2", minutes=minutes)

    assert seen(SOLD, BACK, money, days=30) == []


def test_half_the_money_leaves_an_entry_with_both_figures() -> None:
    half = money_back("30.00", "r2", minutes=5 * DAY)

    [(_, detail)] = seen(SOLD, BACK, half, days=14.05)
    assert detail == "goods worth 60.00 USD came back on 2026-11-20, 30.00 USD went"


def test_a_fee_that_was_kept_is_money_that_stays() -> None:
    fee = units_back("2", "51.00", "60.00", "r1", minutes=60)

    [(_, detail)] = seen(SOLD, fee, days=15)
    assert detail == "goods worth 60.00 USD came back on 2026-11-20, 51.00 USD went"
    assert seen(SOLD, fee, money_back("9.00", "r2", minutes=90), days=15) == []


def test_a_cent_of_rounding_is_nothing_to_see() -> None:
    assert told(SOLD, units_back("2", "59.99", "60.00", "r1", minutes=60)).listings == ()


@pytest.mark.parametrize("answer", ["exchanged", "as_is"])
def test_what_a_person_said_takes_the_entry_away_and_taken_back_brings_it_again(
    answer: str,
) -> None:
    said = decided("return", answer, minutes=15 * DAY)
    taken_back = decided("return", "", minutes=16 * DAY)

    assert seen(SOLD, BACK, said, days=40) == []
    assert seen(SOLD, BACK, said, taken_back, days=40) == [STAYS]


def test_what_comes_back_after_the_answer_is_another_question() -> None:
    said = decided("return", "as_is", minutes=2 * DAY)
    later = units_back("1", "0.00", "40.00", "r2", minutes=10 * DAY)

    assert seen(SOLD, BACK, said, later, days=23) == []
    [(_, detail)] = seen(SOLD, BACK, said, later, days=25)
    assert detail == "goods worth 40.00 USD came back on 2026-11-30, 0.00 USD went"


def test_goods_that_were_taken_off_by_an_edit_came_back_when_it_was_made() -> None:
    edited = snapshot(FORTY, gone(SIXTY), minutes=3 * DAY)
    dropped = snapshot(FORTY, minutes=3 * DAY)

    assert seen(SOLD, edited, days=16) == seen(SOLD, dropped, days=16) == []
    [(_, detail)] = seen(SOLD, edited, days=17)
    assert detail == "goods worth 60.00 USD came back on 2026-11-23, 0.00 USD went"
    assert seen(SOLD, dropped, days=17) == seen(SOLD, edited, days=17)


def test_goods_that_are_in_the_order_again_take_the_entry_away() -> None:
    edited = snapshot(FORTY, gone(SIXTY), minutes=DAY)

    assert seen(SOLD, edited, snapshot(FORTY, SIXTY, minutes=20 * DAY), days=40) == []


def test_an_order_that_was_first_read_after_its_return_knows_when_that_was() -> None:
    read_late = snapshot(FORTY, SIXTY, minutes=9 * DAY, received=100_00)

    assert seen(read_late, BACK, days=14.05) == [STAYS]


def test_an_exchange_for_something_cheaper_says_what_was_added() -> None:
    exchanged = snapshot(gone(EIGHTY), CHEAPER, minutes=60)

    assert seen(snapshot(EIGHTY), exchanged, days=15) == [
        (
            "return_without_money",
            "goods worth 80.00 USD came back on 2026-11-20, others worth 50.00 USD were added, "
            "0.00 USD went",
        )
    ]
    even = snapshot(gone(EIGHTY), line("2", "80.00"), minutes=60)
    assert told(snapshot(EIGHTY), even).listings == ()


def test_a_price_that_was_cut_is_no_return() -> None:
    [(_, detail)] = seen(SOLD, snapshot(FORTY, line("2", "50.00"), minutes=60), days=15)

    assert detail == "the order costs 10.00 USD less since 2026-11-20, 0.00 USD went"


def test_shipping_that_went_back_by_name_is_no_money_of_the_goods() -> None:
    shipped = snapshot(FORTY, SIXTY, shipping=5_00)
    shipping = shipping_back("5.00", "r2", minutes=60)

    assert seen(shipped, BACK, shipping, days=15) == [STAYS]
    assert told(shipped, shipping).listings == ()


def test_money_that_came_in_beyond_what_the_order_cost_is_no_return_s() -> None:
    tipped = snapshot(FORTY, SIXTY, received=105_00)
    paid_back = units_back("2", "60.00", "60.00", "r1", minutes=60)

    assert told(tipped).listings == told(tipped, paid_back).listings == ()
    assert seen(tipped, BACK, days=15) == [STAYS]


def test_an_order_in_another_currency_speaks_of_its_own() -> None:
    sold = snapshot(line("1", "40.00"), line("2", "60.00"), currency="EUR")
    goods = (a_refund("r1", minutes=60, units={"2": "1"}, currency="EUR"),)
    unpaid = (a_refund("r1-amount", minutes=60, amount_only=-60_00, gross=True, currency="EUR"),)

    [(_, detail)] = seen(sold, goods, unpaid, days=15)
    assert detail == "goods worth 60.00 EUR came back on 2026-11-20, 0.00 EUR went"


def test_an_order_that_was_called_off_whole_has_nothing_to_see() -> None:
    assert told(SOLD, BACK, cancelled(90)).listings == ()
    by_refunds = paid_where({"cancellation": "refunds_only"}, FORTY, SIXTY)
    assert seen(by_refunds, BACK, cancelled(90), days=15) == [STAYS]


def test_more_that_went_back_than_came_is_seen_at_once() -> None:
    too_much = money_back("120.00", "r1", minutes=60)

    assert seen(SOLD, too_much, days=0) == [
        ("more_back_than_came", "more went back than came: 120.00 USD of 100.00 USD")
    ]
    assert told(SOLD, money_back("100.00", "r1", minutes=60)).listings == ()


def test_an_order_has_one_question_about_its_goodwill() -> None:
    asking = paid_where({"amount_only_refund": "park"}, FORTY, SIXTY)
    more = units_back("2", "72.00", "60.00", "r1", minutes=60)  # told in two records
    again = money_back("3.00", "r2", minutes=90)

    assert seen(asking, more, again, days=1) == [
        ("amount_only_refund", "15.00 USD went back though the goods were kept")
    ]
    assert told(asking, more, decided("goodwill", "keep", minutes=99)).listings == ()


def test_what_somebody_has_seen_is_listed_again_with_other_figures_only() -> None:
    asking = paid_where({"amount_only_refund": "park"}, FORTY, SIXTY)
    first, more = (money_back(f"{each}.00", f"r{each}", minutes=each) for each in (5, 6))
    [listing] = told(asking, first).listings
    dismissed = decided("listed", "seen", minutes=90, subject=listing.subject)

    assert told(asking, first, dismissed).listings == ()
    [(_, detail)] = seen(asking, first, dismissed, more, days=1)
    assert detail == "11.00 USD went back though the goods were kept"


def test_the_days_are_part_of_a_lock_only_where_a_store_has_others() -> None:
    usual, own = (
        paid_where({}, HUNDRED)[1],
        paid_where({"return_without_money_days": 3}, HUNDRED)[1],
    )

    assert "return_without_money_days" not in canonical(usual) + encode(usual)
    assert '"return_without_money_days":3' in canonical(own)
    assert decode(Lock, encode(own)) == own

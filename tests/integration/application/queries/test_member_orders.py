"""A member's orders of a month, page by page: each once, all of them, in few round trips."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from commissions.application.queries import member_month, member_orders, statement
from commissions.application.queries.member_orders import (
    OrdersAsked,
    OrdersPage,
    OrdersReader,
    Show,
    TooManyLines,
)
from commissions.application.queries.published_plans import WHOLE_MONTH, published
from commissions.domain.ledger.member_orders import MemberOrder
from commissions.domain.stores.store import Policies, Store
from commissions.tables import stores
from commissions.tables.statement_pages import StatementEntry
from tests.support.dynamodb_calls import round_trips
from tests.support.member_sales import NOW, a_company, a_refund, days_ago, order_key, sell

pytestmark = pytest.mark.usefixtures("aws")

MONTH, BEFORE = "2026-11", "2026-10"
FIRST_OF_NOVEMBER = datetime(2026, 11, 1, tzinfo=ZoneInfo("America/New_York"))


PAGE = 5
"""Orders of a page, which has fifty otherwise."""


def reader(who: str = "cara", month: str = MONTH, **asked: str) -> OrdersReader:
    show = Show(asked.get("show", "all"))
    of = OrdersAsked(month=month, show=show, store=asked.get("store", ""))
    return OrdersReader(who, of, published(), most=PAGE)


def to_its_end(of: OrdersReader) -> list[MemberOrder]:
    found: list[MemberOrder] = []
    after = ""
    while True:
        page = member_orders.page(of, after)
        found += page.orders
        if not (after := page.goes_on):
            return found


def numbers(found: Sequence[MemberOrder]) -> list[str]:
    return [each.number for each in found]


def fill(many: int = 8) -> None:
    """A sale every other day, every third refunded in part a day later, every fourth of eve's."""
    a_company()
    for number in range(many):
        at = days_ago(2 * number + 1)
        back = [a_refund(f"{100 + number}", at + timedelta(hours=20))] if number % 3 == 0 else []
        line = "eve:associate < cara:associate < bob:silver" if number % 4 == 0 else "cara < bob"
        sell(f"{100 + number}", at, line=line, refunds=back)


def net(found: Sequence[MemberOrder]) -> int:
    return sum(change.net for each in found for change in each.changes.values())


def test_each_order_stands_once_where_its_first_line_does() -> None:
    fill()

    assert numbers(to_its_end(reader())) == [f"{100 + number}" for number in range(8)]


def test_the_list_read_to_its_end_adds_up_to_the_month_and_to_the_command_line() -> None:
    fill(17)
    for who in ("cara", "bob"):
        for month in (MONTH, BEFORE):
            found, counted = to_its_end(reader(who, month)), member_month.read(who, month)
            on_command_line = statement.read(who, month).commissions
            said = sum(each.line.amount for each in on_command_line)
            assert net(found) == counted.of("USD").net == said
            assert len(found) == counted.orders
            assert sum(len(each.lines) for each in found) == counted.lines == len(on_command_line)


@pytest.mark.parametrize(
    ("show", "figure"),
    [("own", "own"), ("team", "team"), ("refunds", "taken_back"), ("not-paid", "unpaid")],
)
def test_a_filtered_list_adds_up_to_its_own_total(show: str, figure: str) -> None:
    fill()
    sell("300", days_ago(2), line="eve < cara (inactive) < bob")

    found = to_its_end(reader(show=show))

    assert found
    shown = sum(getattr(change, figure) for each in found for change in each.changes.values())
    assert shown == getattr(member_month.read("cara", MONTH).of("USD"), figure)


def test_pages_follow_each_other_without_a_gap_or_a_repeat() -> None:
    a_company()
    for number in range(12):
        sell(f"{100 + number}", days_ago(number / 10))

    pages = _pages(reader())

    assert [len(each.orders) for each in pages] == [5, 5, 2]
    assert numbers([order for each in pages for order in each.orders]) == [
        f"{100 + number}" for number in range(12)
    ]


def test_a_page_has_as_many_orders_as_one_round_trip_reads_the_journals_of() -> None:
    entries = [_entry(number) for number in range(200)]
    of = OrdersReader("cara", OrdersAsked(month=MONTH), published())

    assert len(of.taken(entries, 100).known) == 50
    assert len(of.taken(entries, 98).known) == 49
    assert of.taken([_entry(1, journal=400)], 98).entries == 1


def _entry(number: int, journal: int = 1) -> StatementEntry:
    return StatementEntry(
        entry=f"{number}",
        event_id=f"shopify/tea/{number}/{journal}/0",
        order_key=f"shopify/tea/{number}",
        at=NOW,
        amount=1,
        currency="USD",
        kind="commission",
        explanation="{}",
        month=MONTH,
        plan="demo@1:abc",
    )


def test_orders_of_one_moment_are_not_lost_between_two_pages() -> None:
    a_company()
    for number in range(7):
        sell(f"{100 + number}", days_ago(3))

    assert len({each.order_key for each in to_its_end(reader())}) == 7


def _pages(of: OrdersReader) -> list[OrdersPage]:
    pages = [member_orders.page(of)]
    while pages[-1].goes_on:
        pages.append(member_orders.page(of, pages[-1].goes_on))
    return pages


def test_a_page_takes_two_round_trips_and_one_more_where_orders_went_on() -> None:
    fill()
    published()

    with round_trips() as calls:
        member_orders.page(reader("cara"))
    with round_trips() as more:
        member_orders.page(reader("bob"))

    assert calls == ["Query", "BatchGetItem"]
    assert more == ["Query", "BatchGetItem", "BatchGetItem"]


def test_what_was_told_since_is_read_along_though_its_line_is_on_another_page() -> None:
    """Three refunds later than all that the second page reads: its sale says all the same."""
    a_company()
    back = [a_refund("1", days_ago(1 - n / 100), refund_id=f"{n}") for n in range(3)]
    sell("1", days_ago(20), refunds=back)
    for number in range(5):
        sell(f"{100 + number}", days_ago(2 + number / 100))
    first, second = _pages(reader())

    assert "1" not in numbers(first.orders)
    [order] = [each for each in second.orders if each.number == "1"]
    assert order.changes["USD"].taken_back == 15_00


def test_a_refund_of_an_order_of_the_month_before_stands_in_its_own() -> None:
    a_company()
    sold = FIRST_OF_NOVEMBER - timedelta(hours=2)
    sell("1", sold, refunds=[a_refund("1", sold + timedelta(hours=4))])

    [before], [now] = to_its_end(reader(month=BEFORE)), to_its_end(reader())

    assert (net([before]), net([now])) == (20_00, -5_00)


def test_a_month_is_by_the_plans_clock() -> None:
    a_company()
    sell("1", FIRST_OF_NOVEMBER - timedelta(seconds=1))
    sell("2", FIRST_OF_NOVEMBER)

    assert numbers(to_its_end(reader())) == ["2"]
    assert numbers(to_its_end(reader(month=BEFORE))) == ["1"]


def test_of_another_store_nothing_is_read() -> None:
    fill(6)

    assert to_its_end(reader(store="tea-eu")) == []
    assert len(to_its_end(reader(store="tea-us"))) == 6


def test_an_order_with_very_many_journals_is_read_whole() -> None:
    a_company()
    back = [a_refund("1", days_ago(9 - n / 100), refund_id=f"{n}") for n in range(9)]
    sell("1", days_ago(10), basket={"TEA": 12}, refunds=back)

    [order] = to_its_end(reader())

    assert order.changes["USD"].taken_back == 9 * 5_00
    assert len(order.lines) == 2 + 2 * 9


# Search


def open_store() -> None:
    stores.put(
        Store(
            store_id="tea-us",
            platform="shopify",
            mode="retail_channel",
            currency="USD",
            plan="demo",
            policies=Policies(),
        )
    )


@pytest.mark.parametrize("text", ["101", "#101", "tea-us/101", "shopify/tea-us/101", " 101 "])
def test_an_own_order_is_found_by_its_number(text: str) -> None:
    fill(3)
    open_store()

    assert numbers(member_orders.of_number("cara", text, published())) == ["101"]


@pytest.mark.parametrize("text", ["999", "", "/", "a/b/c/d", "10", "1" * 500, "shopify/tea/101"])
def test_an_unknown_number_finds_nothing(text: str) -> None:
    fill(3)
    open_store()

    assert member_orders.of_number("cara", text, published()) == []


def test_an_order_of_others_is_found_no_more_than_an_unknown_one() -> None:
    fill(3)
    open_store()
    sell("500", days_ago(1), line="gil < fay")

    assert member_orders.of_number("cara", "500", published()) == []
    assert numbers(member_orders.of_number("gil", "500", published())) == ["500"]


def test_a_number_is_looked_for_in_one_round_trip() -> None:
    fill(3)
    open_store()
    member_orders.store_ids()
    published()

    with round_trips() as calls:
        member_orders.of_number("cara", "101", published())

    assert calls == ["BatchGetItem"]


# Files


def test_days_of_a_month_are_all_its_orders_in_parts() -> None:
    fill(14)
    of = reader()

    parts = [
        list(member_orders.every_order(of, days, 1_000))
        for days in (range(1, 11), range(11, 21), range(21, 32))
    ]

    every = list(member_orders.every_order(of, WHOLE_MONTH, 1_000))
    assert numbers([each for part in reversed(parts) for each in part]) == numbers(every)
    assert net(every) == member_month.read("cara", MONTH).of("USD").net


def test_more_lines_than_a_file_takes_are_said_and_not_cut_off() -> None:
    fill(6)

    with pytest.raises(TooManyLines):
        list(member_orders.every_order(reader(), WHOLE_MONTH, 3))


def test_what_is_on_hold_says_until_when() -> None:
    a_company()
    sell("1", days_ago(3))

    [listed] = member_orders.page(reader()).listed

    assert listed.free_at == days_ago(3) + timedelta(days=30)
    assert listed.payout == ""


def test_an_order_is_late_that_was_told_days_after_its_time() -> None:
    a_company()
    sell("1", days_ago(3), late=2)
    sell("2", days_ago(4))

    assert [each.is_late for each in to_its_end(reader())] == [True, False]


def test_keys_are_those_of_the_ledger() -> None:
    a_company()
    sell("1", NOW - timedelta(hours=1))

    assert [each.order_key for each in to_its_end(reader())] == [order_key("1")]

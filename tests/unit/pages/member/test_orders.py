"""Orders: totals first, to which the list adds up; filters in the address; a file, no formulas."""

import csv
import re
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from io import StringIO
from typing import Any

import pytest

from commissions.domain.money import Money
from commissions.domain.payouts.member_hold import ListedOrder
from commissions.pages.member import orders as pages
from commissions.pages.member import orders_csv
from commissions.pages.member.order_rows import Seen
from commissions.pages.member.orders import OrdersFilter, OrdersFound, OrdersView
from commissions.pages.text import Text
from tests.support.member_pages import (
    EVIL,
    LANGUAGES,
    MONTH,
    NOW,
    a_frame,
    chains,
    listed,
    month_of,
    nothing,
    orders,
)
from tests.support.page_rules import faults

TOLD = chains(6, "cat < bob (inactive)")


def view(who: str = "cat", told: Any = TOLD, asked: Any = None, **found: Any) -> OrdersView:
    given = {"orders": listed(who, told)} | found
    return pages.orders(
        asked or OrdersFilter(month=MONTH),
        month_of(who, told),
        OrdersFound(**given),
        stores=["tea", "tea-eu"],
        currency="USD",
        today=date(2026, 11, 29),
        seen=Seen(now=NOW, zone="America/New_York"),
    )


def test_the_list_adds_up_to_its_totals() -> None:
    seen = view()
    [totals] = seen.totals

    assert sum((row.amounts[0] for row in seen.rows), Money(0, "USD")) == totals.net
    assert sum((each for row in seen.rows for each in row.taken_back), Money(0, "USD")) == (
        -totals.taken_back
    )
    assert sum(row.volume for row in seen.rows) == seen.volume
    assert (len(seen.rows), totals.own + totals.team) == (seen.orders_in_all, totals.net)


def test_what_is_not_paid_adds_up_too() -> None:
    seen = view("bob")
    [totals] = seen.totals

    assert sum((each for row in seen.rows for each in row.missed), Money(0, "USD")) == totals.unpaid
    assert totals.unpaid == Money(24_00, "USD")


def test_the_page_shows_the_figures_that_add_up() -> None:
    html = pages.render(view(), a_frame())
    list_html = html[html.index('class="rows"') :]
    amounts = re.findall(
        r'class="amount[^"]*"><span class="figure" data-value="([^"]*)"', list_html
    )

    assert sum(map(Decimal, amounts)) == Decimal("132.00")
    assert 'data-value="132.00"' in html[: html.index('class="rows"')]


def test_filters_stand_in_the_address_and_the_usual_is_left_out() -> None:
    asked = OrdersFilter(month=MONTH, show="own", store="tea")

    assert asked.address() == "/app/orders?month=2026-11&show=own&store=tea"
    assert asked.address(show="all", store="") == "/app/orders?month=2026-11"
    assert asked.address(after="a&b") == "/app/orders?month=2026-11&show=own&store=tea&after=a%26b"


def test_the_current_filter_is_marked() -> None:
    html = pages.render(view(asked=OrdersFilter(month=MONTH, show="team")), a_frame())

    assert re.search(r'show=team" aria-current="true">Team', html)
    assert '<option value="tea-eu">' in html


def test_more_is_a_link_that_works_without_script_and_loads_itself_with_it() -> None:
    html = pages.render_more(view(goes_on="c.s"), a_frame())

    address = "/app/orders?month=2026-11&amp;after=c.s"
    assert f'<a class="button" href="{address}">' in html
    assert f'hx-get="{address}" hx-trigger="revealed"' in html
    assert faults(html, is_whole=False) == []


def test_a_filter_that_looked_at_much_says_how_far_it_came() -> None:
    asked = OrdersFilter(month=MONTH, show="refunds")
    until = datetime.fromisoformat("2026-11-12T15:00:00Z")

    html = pages.render(view(asked=asked, orders=(), goes_on="c", looked_until=until), a_frame())

    assert "Looked through until" in html
    assert "12 Nov, 10:00" in html


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (OrdersFilter(month=MONTH), "No orders in this month"),
        (OrdersFilter(month=MONTH, show="refunds"), "No such orders"),
        (OrdersFilter(month=MONTH, number="4711"), "No order of yours has this number"),
    ],
)
def test_an_empty_list_says_why_it_is(asked: OrdersFilter, said: str) -> None:
    html = pages.render(view(asked=asked, told=[]), a_frame())

    assert said in html
    assert faults(html) == []


def test_a_large_month_is_several_files() -> None:
    seen = view()
    assert [href for _, href in seen.files] == ["/app/orders.csv?month=2026-11"]

    large = pages.orders(
        OrdersFilter(month=MONTH),
        replace(nothing(), lines=14_000),
        OrdersFound(orders=()),
        stores=[],
        currency="USD",
        today=date(2026, 11, 29),
        seen=Seen(now=NOW, zone="America/New_York"),
    )
    days = [each for each, _ in large.files]
    assert [day for each in days for day in each] == list(range(1, 32))
    assert len(days) == 3
    assert large.files[0][1] == "/app/orders.csv?month=2026-11&days=1-10"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("who", ["cat", "bob"])
@pytest.mark.parametrize("sku", ["TEA", EVIL])
def test_it_is_a_page_whatever_stands_in_it(language: str, who: str, sku: str) -> None:
    told = chains(6, "cat < bob (inactive)", sku)
    html = pages.render(view(who, told), a_frame(language))

    assert faults(html) == []
    assert "<script>alert" not in html


# The file


def rows(who: str = "cat", told: Any = TOLD, language: str = "en") -> list[dict[str, str]]:
    text = orders_csv.csv_of(orders(who, told), Text(language))
    assert text.startswith("\ufeff")
    return list(csv.DictReader(StringIO(text.removeprefix("\ufeff"))))


def test_the_file_has_each_line_once_and_adds_up() -> None:
    found = rows()

    assert len(found) == month_of("cat", TOLD).lines == len({each["entry"] for each in found})
    assert sum(Decimal(each["amount"]) for each in found) == Decimal("132.00")
    assert sum(Decimal(each["taken back"]) for each in found) == Decimal("12.00")


def test_the_file_says_what_was_not_paid_and_why() -> None:
    found = rows("bob")

    assert {each["why not"] for each in found} == {"inactive"}
    assert sum(Decimal(each["not paid"]) for each in found) == Decimal("24.00")


def test_the_file_is_in_the_members_language() -> None:
    assert "Betrag" in rows(language="de")[0]


@pytest.mark.parametrize("cell", ["=1+1", "+1+1", "-1+1", "@A1", "\t=1", "\r=1", "-2+3+cmd|' /C'"])
def test_no_cell_is_a_formula(cell: str) -> None:
    assert orders_csv.safe(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["-4.00", "4", "", "TEA", "2026-11-20T09:30:00Z"])
def test_figures_and_words_stay_what_they_are(cell: str) -> None:
    assert orders_csv.safe(cell) == cell


def test_an_order_with_a_formula_for_a_number_is_text_in_the_file() -> None:
    [order] = orders("cat", chains(1))
    evil = replace(order, order_key="shopify/tea/=HYPERLINK(1)")

    [first, *_] = csv.DictReader(
        StringIO(orders_csv.csv_of([evil], Text("en")).removeprefix("\ufeff"))
    )

    assert first["order"] == "'=HYPERLINK(1)"


def test_an_order_that_is_paid_out_names_the_batch() -> None:
    [order, *_] = orders("cat", TOLD)
    html = pages.render(view(orders=[ListedOrder(order, NOW, "USD-20261129-1")]), a_frame())

    assert "paid with USD-20261129-1" in html

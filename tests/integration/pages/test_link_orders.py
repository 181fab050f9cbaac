"""Orders by link: what the card of the page of links counts is the list of own orders."""

import re

import pytest

from commissions.application.queries import own_orders_carried
from commissions.runtime.http_api import family
from commissions.runtime.pages.member import PAGES
from tests.support.dynamodb_calls import round_trips
from tests.support.member_sales import NOW, a_company, a_refund, days_ago, place, sell
from tests.support.page_rules import faults
from tests.support.pages import Answered, OpenGate, ask, page_event, somebody

pytestmark = pytest.mark.usefixtures("aws")

LINE = "eve:associate < cara:associate < bob:silver < ann:gold"


def get(path: str, who: str = "cara", *, part: bool = False) -> Answered:
    handler = family("/app", PAGES, gate=OpenGate(somebody(member_id=who, name=who)))
    path, _, query = path.partition("?")
    headers = {"hx-request": "true"} if part else {}
    return ask(handler, page_event(path, query=query, headers=headers, now=NOW))


def counted(page: str) -> list[int]:
    table = page.partition('id="link-orders-table"')[2].partition("</table>")[0]
    return [int(each) for each in re.findall(r'data-value="(\d+)"', table)]


@pytest.fixture
def _sold(aws: None) -> None:
    """Three of cara's own, one given back; one of eve's, below her; one of the month before."""
    a_company(LINE)
    place(LINE)
    cara = LINE.partition(" < ")[2]
    sell("1", days_ago(1), line=cara)
    sell("2", days_ago(2), line=cara, refunds=[a_refund("2", days_ago(1), teas=4)])
    sell("3", days_ago(3), line=cara)
    sell("4", days_ago(1), line=LINE)
    sell("5", days_ago(40), line=cara)


@pytest.mark.usefixtures("_sold")
def test_the_counts_are_the_list_of_own_orders() -> None:
    listed = re.findall(r'<li id="o[^"]*"', get("/app/orders?show=own").text)
    page = get("/app/links/orders")

    assert page.status == 200
    assert sum(counted(page.text)) == len(listed) == 3
    assert faults(page.text) == []


@pytest.mark.usefixtures("_sold")
def test_the_page_of_links_is_there_first_and_asks_for_the_card() -> None:
    page, card = get("/app/links").text, get("/app/links/orders", part=True).text

    assert 'hx-get="/app/links/orders"' in page
    assert "<!doctype" not in card
    assert sum(counted(card)) == 3


@pytest.mark.usefixtures("_sold")
def test_of_others_sales_nothing_is_counted() -> None:
    assert counted(get("/app/links/orders", "ann").text) == []
    assert "No orders of your own" in get("/app/links/orders", "ann").text


@pytest.mark.usefixtures("_sold")
def test_of_very_many_the_newest_are_counted_in_few_round_trips(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(own_orders_carried, "PAGES_MAX", 1)
    monkeypatch.setattr("commissions.application.queries.member_orders.LINES_READ", 6)
    get("/app/links/orders")

    with round_trips() as calls:
        page = get("/app/links/orders").text

    assert 0 < sum(counted(page)) < 3
    assert "Of very many orders the newest" in page
    assert len(calls) <= 3

"""A member's pages on the tables, as the function answers them: whose line is whose, what is new,
and that an order of others is no more than one that nobody knows."""

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from random import Random

import pytest

from commissions.pages.addresses import part_of
from commissions.runtime.http_api import PageRoute, family
from commissions.runtime.pages import (
    member_home,
    member_links,
    member_money,
    member_orders,
    member_ranks,
    member_settings,
    member_team,
)
from commissions.runtime.pages.member import PAGES
from commissions.runtime.pages.member_home import home_news, home_page
from commissions.runtime.pages.member_orders import (
    line_page,
    order_page,
    orders_file,
    orders_page,
)
from tests.support.dynamodb_calls import round_trips
from tests.support.member_sales import (
    NOW,
    a_company,
    a_refund,
    days_ago,
    order_key,
    place,
    sell,
    tell,
)
from tests.support.page_rules import faults
from tests.support.pages import Answered, OpenGate, ask, page_event, somebody

pytestmark = pytest.mark.usefixtures("aws")

ZONE = "America/New_York"


def get(path: str, who: str = "cara", **asked: str) -> Answered:
    """As the API hands it over and a browser has it; `hx_target` asks as htmx does."""
    target = asked.pop("hx_target", "")
    headers = {"hx-request": "true", "hx-target": target} if target else {}
    handler = family("/app", PAGES, gate=OpenGate(somebody(member_id=who, name="x", zone=ZONE)))
    path, _, query = path.partition("?")
    return ask(handler, page_event(path, query=query, headers=headers, now=NOW))


def why_of(number: str) -> str:
    return f"/app/orders/{part_of(order_key(number))}/why"


def line_of(event_id: str) -> str:
    return f"/app/lines/{part_of(event_id)}/why"


def without_ids(body: str) -> str:
    return re.sub(r"request-\w+", "", body)


# What there is


@pytest.mark.parametrize(
    "path", ["/app/home", "/app/home?month=2026-10", "/app/orders", "/app/orders?show=refunds"]
)
def test_a_page_is_whole(path: str) -> None:
    a_company()
    sell("1", days_ago(3), refunds=[a_refund("1", days_ago(2))])

    answer = get(path)

    assert answer.status == 200
    assert faults(answer.text) == []


def test_why_is_a_page_and_a_sheet() -> None:
    a_company()
    sell("1", days_ago(3))

    page, sheet = get(why_of("1")), get(why_of("1"), hx_target="sheet-body")

    assert (faults(page.text), faults(sheet.text, is_whole=False)) == ([], [])
    assert "<html" in page.text
    assert "<html" not in sheet.text
    assert "<h2" in sheet.text


def test_a_line_has_its_own_address() -> None:
    a_company()
    sell("1", days_ago(3), refunds=[a_refund("1", days_ago(2))])

    answer = get(line_of(f"{order_key('1')}/2/0"))

    assert answer.status == 200
    assert "were taken back: refunded" in answer.text


def test_every_row_of_home_leads_to_its_why() -> None:
    a_company()
    for number in range(3):
        sell(f"{number}", days_ago(number + 1))

    links = re.findall(r'href="(/app/orders/[^"]+/why)"', get("/app/home").text)

    assert len(links) == 3
    assert [get(each).status for each in links] == [200, 200, 200]


# What is new


def part(html: str) -> str:
    """What the open page asks next."""
    found = re.search(r'hx-get="(/app/home/news[^"]*)"', html)
    assert found is not None
    return found[1].replace("&amp;", "&")


def test_nothing_new_is_no_content_and_one_read() -> None:
    a_company()
    sell("1", days_ago(1))
    address = part(get("/app/home").text)

    with round_trips() as calls:
        answer = get(address, hx_target="home-news")

    assert (answer.status, answer.body, calls) == (204, b"", ["Query"])


def test_a_new_order_comes_with_its_version_and_is_said() -> None:
    a_company()
    sell("1", days_ago(1))
    address = part(get("/app/home").text)
    sell("2", NOW - timedelta(minutes=1))

    answer = get(address, hx_target="home-news")

    assert answer.status == 200
    assert 'data-announce="1 order is new."' in answer.text
    assert answer.text.count('class="new"') == 1
    assert get(part(answer.text), hx_target="home-news").status == 204


def test_an_order_that_came_late_is_new_where_it_stands() -> None:
    a_company()
    sell("1", days_ago(1))
    address = part(get("/app/home").text)
    sell("2", days_ago(3), late=2.99)

    answer = get(address, hx_target="home-news")

    rows = re.findall(r'<li id="[^"]+"( class="new")?>', answer.text)
    assert rows == ["", ' class="new"']
    assert "came later" in answer.text


def test_a_refund_makes_its_row_new() -> None:
    a_company()
    sell("1", days_ago(1))
    address = part(get("/app/home").text)
    tell("1", days_ago(1), [a_refund("1", NOW - timedelta(minutes=1))])

    answer = get(address, hx_target="home-news")

    assert answer.text.count('class="new"') == 1
    assert "taken back in part" in answer.text


# Lists that go on


def test_a_list_goes_on_by_its_own_link_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    from commissions.application.queries import member_orders

    monkeypatch.setattr(member_orders, "LINES_READ", 4)
    a_company()
    for number in range(4):
        sell(f"{number}", days_ago(number + 1))
    more = re.search(r'href="(/app/orders\?[^"]*after=[^"]+)"', get("/app/orders").text)
    assert more is not None
    address = more[1].replace("&amp;", "&")

    second = get(address)

    assert second.status == 200
    assert get(address, hx_target="orders-more").text.lstrip().startswith("<li")
    assert get(f"{address}&show=own").status == 422
    assert get(address, who="bob").status == 422
    assert get(f"{address}x").status == 422


def test_a_file_is_named_after_its_month() -> None:
    a_company()
    sell("1", days_ago(3))

    answer = get("/app/orders.csv?month=2026-11&days=1-31")

    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert 'filename="orders-2026-11.csv"' in answer.headers["content-disposition"]
    assert answer.text.count("\n") == 3


@pytest.mark.parametrize("days", ["0-3", "5-2", "1-32", "x", "1-", "1-2-3"])
def test_days_that_there_are_not_are_refused(days: str) -> None:
    a_company()

    assert get(f"/app/orders.csv?days={days}").status == 422


@pytest.mark.parametrize(
    "query",
    ["month=2026-13", "month=1999-12", "month=x", "show=x", "store=x", "month=2026-11%00"],
)
def test_what_is_not_offered_is_not_there(query: str) -> None:
    a_company()

    assert get(f"/app/orders?{query}").status == 404


def test_a_version_and_a_moment_that_are_none_are_no_error() -> None:
    a_company()
    sell("1", days_ago(1))

    assert get("/app/home/news?version=x&seen=y", hx_target="home-news").status == 200


# Whose is whose


TREE = [
    "b < a",
    "c < a",
    "d < b < a",
    "e < b < a",
    "f < c < a",
    "g < d < b < a",
    "h (inactive) < g < d < b < a",
]
"""Everybody with who stands above; the levels of the plan go three up."""


@pytest.fixture
def orders() -> dict[str, list[str]]:
    """A sale of each member, some of it refunded; by its number who has a line of it."""
    a_company("a")
    dice = Random(3)  # noqa: S311 - not a secret
    found: dict[str, list[str]] = {}
    for number, line in enumerate(["a", *TREE]):
        place(line)
        ranked = " < ".join(f"{each.partition(' ')[0]}:gold" for each in line.split(" < "))
        back = [a_refund(f"{number}", days_ago(1))] if dice.random() < 0.4 else []
        journals = sell(f"{number}", days_ago(number + 2), line=ranked, refunds=back)
        found[f"{number}"] = sorted({each.earner for j in journals for each in j.lines} - {""})
    return found


def members() -> list[str]:
    return ["a", *(line[0] for line in TREE), "nobody"]


def pairs(orders: dict[str, list[str]]) -> Iterator[tuple[str, str, bool]]:
    for who in members():
        for number, with_a_line in orders.items():
            yield who, number, who in with_a_line


def test_who_has_no_line_of_an_order_is_told_just_what_an_unknown_one_is(
    orders: dict[str, list[str]],
) -> None:
    """Every member and every order of a tree, by each address of it."""
    unknown = without_ids(get(why_of("4711"), who="a").text)
    allowed = refused = 0
    for who, number, is_theirs in pairs(orders):
        for address in (why_of(number), line_of(f"{order_key(number)}/1/0")):
            answer = get(address, who=who)
            if answer.status == 404:
                assert without_ids(answer.text) == unknown
                refused += 1
            else:
                assert (answer.status, is_theirs) == (200, True), f"{who}, {address}"
                allowed += 1
        assert get(why_of(number), who=who).status == (200 if is_theirs else 404)
    assert (allowed > 10, refused > 50) == (True, True)


def test_a_line_of_another_is_not_shown_though_the_order_is(orders: dict[str, list[str]]) -> None:
    """Line 0 is the seller's; who stands above has later ones."""
    for who, number, is_theirs in pairs(orders):
        if is_theirs and orders[number] != [who]:
            answer = get(line_of(f"{order_key(number)}/1/0"), who=who)
            seller = get(why_of(number), who=who).text
            assert answer.status == (200 if "sold by you" in seller else 404)


def test_lists_files_and_searches_hold_own_orders_alone(orders: dict[str, list[str]]) -> None:
    for who in members():
        own = {number for number, theirs in orders.items() if who in theirs}
        for path in ("/app/orders", "/app/orders.csv"):
            shown = set(re.findall(r"tea-us[, ](?:<[^>]+>)?(\d+)\b", get(path, who=who).text))
            assert shown == own, f"{who}: {path}"
        homes = set(re.findall(r"shopify~2Ftea-us~2F(\d+)/why", get("/app/home", who=who).text))
        assert homes <= own


def test_nobody_above_is_named_to_anybody(orders: dict[str, list[str]]) -> None:
    """Names here are single letters, so that they are looked for as words of their own."""
    above = {line[0]: set(re.findall(r"\b[a-h]\b", line[1:])) for line in TREE}
    for who, number, is_theirs in pairs(orders):
        if is_theirs:
            words = re.sub(r"<[^>]+>", " ", get(why_of(number), who=who).text)
            named = set(re.findall(r"(?<![\w’])[b-h](?![\w’])", words))
            assert named & above.get(who, set()) == set(), f"{who}: {number}"


def test_staff_without_a_member_have_no_such_pages() -> None:
    a_company()
    handler = family("/app", PAGES, gate=OpenGate(somebody("operator")))

    assert ask(handler, page_event("/app/home", now=NOW)).status == 404


ROUTES: list[Callable[..., object]] = [home_page, home_news, orders_page, orders_file]


def test_every_route_of_a_member_is_among_those_that_are_tried() -> None:
    tried = {*ROUTES, order_page, line_page}
    here = (*member_home.ROUTES, *member_orders.ROUTES)
    others = (member_links, member_money, member_ranks, member_settings, member_team)
    elsewhere = [route for module in others for route in module.ROUTES]

    assert {route.answer for route in here} == tried
    assert addresses(PAGES) == addresses([*here, *elsewhere])
    changing = [route for route in PAGES if route.method != "GET"]
    assert addresses(changing) <= addresses(member_settings.ROUTES)


def addresses(routes: Iterable[PageRoute]) -> set[tuple[str, str]]:
    return {(route.method, route.pattern) for route in routes}

"""A member's resources on the tables: what the API says is what the pages and the command line
say, of oneself alone."""

import json
import re
from collections import Counter
from decimal import Decimal
from typing import Any

import pytest

from commissions.application.queries import member_money, statement
from commissions.pages.addresses import part_of
from commissions.runtime.api import member as api
from commissions.runtime.http_api import family
from commissions.runtime.pages.member import PAGES
from commissions.tables import stores
from tests.integration.pages.test_member_money import fill, pay, plan
from tests.support.api import ApiOf, amounts
from tests.support.dynamodb_calls import round_trips
from tests.support.member_sales import (
    NOW,
    STORE,
    a_company,
    a_refund,
    days_ago,
    order_key,
    sell,
)
from tests.support.pages import OpenGate, ask, page_event, somebody
from tests.support.pipeline_driver import open_store

pytestmark = pytest.mark.usefixtures("aws")

ZONE = "America/New_York"
ORDERS = "/api/v1/me/orders"
EVIL = "</script><b onload=x>\"' \u202e&amp;"


def as_member(who: str = "cara") -> ApiOf:
    return ApiOf(api.ROUTES, somebody(member_id=who, zone=ZONE), now=NOW)


MACHINE = ApiOf(api.ROUTES, now=NOW)
"""That may read everything."""


def page_of(path: str, who: str = "cara") -> str:
    handler = family("/app", PAGES, gate=OpenGate(somebody(member_id=who, name="x", zone=ZONE)))
    path, _, query = path.partition("?")
    return ask(handler, page_event(path, query=query, now=NOW)).text


def figures(html: str) -> Counter[str]:
    """What a page says exactly, whatever a language makes of it."""
    return Counter(re.findall(r'data-value="([^"]+)"', html))


def of_usd(found: list[dict[str, Any]]) -> dict[str, Any]:
    [usd] = [each for each in found if each["currency"] == "USD"]
    return usd


# What the pages say


def test_a_months_figures_are_those_of_home() -> None:
    fill()
    pay()
    shown = figures(page_of("/app/home"))

    said = of_usd(as_member().json("/api/v1/me/summary")["money"])

    told = {name: Decimal(said[name]["amount"]) for name in ("earned", "on_hold", "available")}
    assert all(shown[f"{amount:.2f}"] for amount in told.values()), (told, shown)
    assert told["earned"] == sum(
        Decimal(said[name]["amount"]) for name in ("on_hold", "available", "paid")
    )
    assert told["earned"] == sum(Decimal(said[name]["amount"]) for name in ("own", "team"))
    assert told["earned"] == sum(
        Decimal(day[whose]["amount"]) for day in said["days"] for whose in ("own", "team")
    )


def test_a_months_orders_read_to_their_end_are_what_it_earned() -> None:
    fill()
    for month in ("2026-10", "2026-11"):
        said = of_usd(as_member().json(f"/api/v1/me/summary?month={month}")["money"])
        every = as_member().to_the_end(f"/api/v1/me/orders?month={month}&limit=1")

        earned = sum(Decimal(amounts(each["earned"])["USD"]) for each in every)
        back = sum(Decimal(amounts(each["taken_back"]).get("USD", "0")) for each in every)
        assert (earned, back) == (
            Decimal(said["earned"]["amount"]),
            Decimal(said["taken_back"]["amount"]),
        )
        assert len({each["key"] for each in every}) == len(every)


def test_a_months_lines_read_to_their_end_are_the_command_lines() -> None:
    fill()
    pay()
    for month in ("2026-10", "2026-11"):
        every = as_member().to_the_end(f"/api/v1/me/lines?month={month}&limit=2")

        told = statement.read("cara", month)
        wanted = {each.event_id: each.amount for each in told.lines if each.amount}
        assert {each["id"]: _minor(each["amount"]) for each in every} == wanted
        [paid] = [each.of("USD").payable for each in told.months or ()]
        assert sum(wanted.values()) == paid


def test_a_balance_is_the_command_lines_and_the_pages() -> None:
    fill()
    pay()

    [said] = as_member().json("/api/v1/me/money")["balances"]

    [told] = member_money.read("cara", NOW, ZONE)
    names = ("earned", "paid", "written_off", "on_hold", "available", "negative")
    assert {name: _minor(said[name]) for name in names} == {
        name: getattr(told, name) for name in names
    }
    assert figures(page_of("/app/money"))[said["owed"]["amount"]]


def test_a_payout_is_the_pages() -> None:
    fill()
    batch = pay()

    [listed] = as_member().json("/api/v1/me/payouts")["items"]
    said = as_member().json(listed["href"])

    shown = figures(page_of(f"/app/money/payouts/{part_of(batch)}"))
    assert said == listed
    assert said["batch"] == batch
    assert all(shown[said[name]["amount"]] for name in ("taken", "net", "paid"))
    assert _minor(said["taken"]) - _minor(said["fee"]) == _minor(said["net"])


def test_why_is_the_pages() -> None:
    a_company()
    sell("1", days_ago(3), refunds=[a_refund("1", days_ago(2))])
    [order] = as_member().json("/api/v1/me/orders")["items"]

    said = as_member().json(order["href"])

    shown = figures(page_of(f"/app/orders/{part_of(order_key('1'))}/why"))
    assert said["key"] == order_key("1") == order["key"]
    assert amounts(said["stands"]) == amounts(order["earned"])
    back = 0
    for award in said["awards"]:
        earned, *later = (_minor(step["amount"]) for step in award["steps"])
        assert earned + sum(later) == _minor(award["stands"])
        assert shown[award["calculation"]["amount"]["amount"]]
        back += sum(later)
    assert (back, shown["-5.00"]) == (-5_00, 1)


def test_a_line_says_what_stood_when_it_was_written() -> None:
    a_company()
    sell("1", days_ago(3), refunds=[a_refund("1", days_ago(2))])
    lines = as_member().json("/api/v1/me/lines")["items"]

    told = [as_member().json(each["href"]) for each in lines]

    assert {each["id"] for each in lines} == {
        award["entry"] for each in told for award in each["awards"]
    }
    assert {award["effect"] for each in told for award in each["awards"]} == {
        "earned",
        "taken back",
    }


def test_a_machine_is_told_the_same_as_the_member() -> None:
    fill()
    batch = pay()
    key = part_of(order_key("3"))
    for path in (
        "/orders?month=2026-11",
        f"/orders/{key}",
        "/lines",
        f"/lines/{part_of(order_key('3') + '/1/0')}",
        "/payouts",
        f"/payouts/{part_of(batch)}",
    ):
        own = as_member().get(f"/api/v1/me{path}").text
        told = MACHINE.get(f"/api/v1/members/cara{path}").text
        assert json.loads(told.replace("/api/v1/members/cara", "/api/v1/me")) == {
            **json.loads(own),
            **({"next": None} if "next" in json.loads(own) else {}),
        }, path


def _minor(money: dict[str, str]) -> int:
    return int(Decimal(money["amount"]) * 100)


# Lists, filters, and what is not there


def test_a_filter_leaves_what_the_page_leaves() -> None:
    fill()
    api_of, numbers = as_member(), {}
    for show in ("all", "own", "team", "refunds", "not-paid"):
        numbers[show] = [each["number"] for each in api_of.to_the_end(f"{ORDERS}?show={show}")]
        shown = re.findall(r"tea-us~2F(\d+)/why", page_of(f"/app/orders?show={show}"))
        assert numbers[show] == list(dict.fromkeys(shown)), show
    assert numbers["refunds"]
    assert numbers["refunds"] != numbers["all"]


def test_an_order_is_found_by_its_number() -> None:
    fill()
    stores.put(open_store(STORE))

    found = as_member().json(f"{ORDERS}?number=3")

    assert [each["key"] for each in found["items"]] == [order_key("3")]
    assert as_member().json(f"{ORDERS}?number=4711")["items"] == []
    assert as_member("eve").json(f"{ORDERS}?number=3")["items"] == []


def test_a_cursor_opens_no_other_list() -> None:
    fill()
    path = f"{ORDERS}?month=2026-11&limit=1"
    cursor = as_member().json(path)["next"]

    for who, other in (
        ("cara", f"{ORDERS}?month=2026-10&limit=1"),
        ("cara", f"{ORDERS}?month=2026-11&show=own"),
        ("cara", "/api/v1/me/lines?month=2026-11"),
    ):
        answer = as_member(who).get(f"{other}&cursor={cursor}")
        assert (answer.status, fields(answer.text)) == (422, ["cursor"]), other
    assert as_member().get(f"{path}&cursor={cursor}").status == 200
    assert as_member().get(f"{path}&cursor={cursor[:-1]}").status == 422
    assert MACHINE.get(f"/api/v1/members/cara/orders?month=2026-11&cursor={cursor}").status == 422


def fields(text: str) -> list[str]:
    return [each["field"] for each in json.loads(text)["errors"]]


@pytest.mark.parametrize(
    ("query", "wrong"),
    [
        ("month=2026-13", ["month"]),
        ("month=x&limit=0", ["month", "limit"]),
        ("limit=201", ["limit"]),
        ("limit=1e2", ["limit"]),
        ("show=x", ["show"]),
        ("store=x", ["store"]),
        ("moth=2026-11", ["moth"]),
        ("cursor=x", ["cursor"]),
    ],
)
def test_what_does_not_fit_is_named(query: str, wrong: list[str]) -> None:
    a_company()

    answer = as_member().get(f"{ORDERS}?{query}")

    assert (answer.status, fields(answer.text)) == (422, wrong)


def test_a_planned_payout_is_on_the_list_and_anothers_is_not_there() -> None:
    fill()
    batch = plan()

    [planned] = as_member().json("/api/v1/me/payouts")["items"]

    assert planned["state"] == "planned"
    other = as_member("bob").get(f"/api/v1/me/payouts/{part_of(batch)}")
    unknown = as_member("bob").get("/api/v1/me/payouts/USD-20200101-1")
    assert (other.status, other.text) == (404, unknown.text)


def test_of_whom_nothing_is_known_a_machine_is_told_nothing() -> None:
    fill()

    answer = ApiOf(api.ROUTES, now=NOW, known=["cara"]).get("/api/v1/members/nobody/summary")

    assert answer.status == 404


def test_who_never_earned_anything_has_empty_lists() -> None:
    a_company()

    assert as_member("bob").json(ORDERS) == {"items": [], "next": None}
    assert as_member("bob").json("/api/v1/me/money")["balances"] == []
    assert as_member("bob").json("/api/v1/me/summary")["orders"] == 0


def test_hostile_names_are_told_as_they_are() -> None:
    a_company()
    sell("1", days_ago(1), basket={EVIL: 1})

    [order] = as_member().json(ORDERS)["items"]

    assert order["bought"][0]["sku"] == EVIL
    assert as_member().json(order["href"])["bought"][0]["sku"] == EVIL


# What it takes


@pytest.mark.parametrize(
    ("path", "most"),
    [
        ("/summary", 4),
        ("/orders", 2),
        (f"/orders/{part_of(order_key('3'))}", 2),
        ("/lines", 1),
        ("/money", 3),
        ("/payouts", 2),
        ("/links", 1),
    ],
)
def test_a_resource_takes_no_more_round_trips_than_its_page(path: str, most: int) -> None:
    fill()
    as_member().get(f"/api/v1/me{path}")

    with round_trips() as calls:
        as_member().get(f"/api/v1/me{path}")

    assert len([each for each in calls if each != "Scan"]) <= most, calls


def test_who_has_the_answer_is_not_sent_it_again() -> None:
    fill()
    path = "/api/v1/me/summary"
    first = as_member().get(path)

    again = as_member().get(path, if_none_match=first.headers["etag"])
    sell("99", days_ago(0.5))
    changed = as_member().get(path, if_none_match=first.headers["etag"])

    assert (again.status, again.headers["etag"]) == (304, first.headers["etag"])
    assert changed.status == 200
    assert changed.headers["etag"] != first.headers["etag"]

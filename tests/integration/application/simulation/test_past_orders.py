"""The past orders of a stack as a facts document: what was sold in November, and what came back."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import boto3
import pytest

from commissions.application.pipeline.map_skus import mapped
from commissions.application.simulation.facts_reading import read_facts
from commissions.application.simulation.order_book import OrderBook
from commissions.application.simulation.past_orders import NOT_SETTLED, PastOrders, past_orders
from commissions.domain.ledger.facts import Content
from commissions.domain.orders.parking import OrderParked
from commissions.domain.people.member import Member
from commissions.domain.people.placement import TOP_SEAT, TreeSeat
from commissions.domain.people.placement_rules import PlacementRules
from commissions.domain.sales.attribution import Rate
from commissions.events import Trace
from commissions.tables import (
    genealogy,
    inbox,
    members,
    parked,
    placements,
    plans,
    rates,
    stores,
    value_registers,
)
from commissions.tables.inbox import InboxItem
from tests.support.builders import a_levels_bonus, a_plan
from tests.support.orders import a_cancellation, a_decision, a_refund, an_item
from tests.support.past_sales import NOON, NOW, a_selling_company, bought, later, tell
from tests.support.pipeline_driver import LONG_AGO

BEGIN, END = datetime(2026, 11, 1, 4, tzinfo=UTC), datetime(2026, 12, 1, 5, tzinfo=UTC)
"""November by the plan's clock, in New York."""
DAY = 24 * 60
Money = dict[tuple[str, str], int]
OCTOBER = datetime(2026, 10, 1, 4, tzinfo=UTC), BEGIN


@pytest.fixture(autouse=True)
def _company(aws: None) -> None:
    a_selling_company()


def gathered(starts: datetime = BEGIN, ends: datetime = END, **more: Any) -> PastOrders:
    return past_orders(starts, ends, currency="USD", **more)


def simulated(past: PastOrders) -> dict[str, Money]:
    """What stands of each order by the plan that it was sold by, from the document alone."""
    [sold_by] = past.plans
    plan = plans.get(sold_by)
    facts = read_facts(json.loads(json.dumps(past.document)), plan.timezone, plan.base_currency)
    return {
        order.told.order_id: {
            (each.award.key, each.award.currency): each.net
            for each in order.standings(order.returns)
            if each.net
        }
        for order in OrderBook(plan, facts).orders
    }


def stands(past: PastOrders) -> dict[str, Money]:
    return {order: dict(each.awards) for order, each in past.ledger.items()}


def names(past: PastOrders) -> list[str]:
    return [each["id"].rpartition("/")[2] for each in past.document["orders"]]


def why(past: PastOrders) -> dict[str, str]:
    return {each.order.rpartition("/")[2]: each.why for each in past.left_out}


def back(order_id: str, minutes: int = DAY, **fields: Any) -> Content:
    return a_refund(platform_order_id=order_id, minutes=minutes, **fields)


def a_busy_month() -> None:
    """Refunds by line and by nothing, a person's word, an edit, euros, an own purchase, nobody's
    order, one that was called off, and one whose seller moved since."""
    members.link_customer("tea", "bobs", "bob", "participant")
    edited = bought("4", an_item("1", net=33_33, qty="3"))
    tell(bought("1"))
    tell(bought("2", an_item("1", net=99_99, qty="3")), back("2", units={"1": "1"}))
    tell(bought("3", an_item("1"), an_item("2", net=3_33)), back("3", amount_only=7_77))
    tell(edited, later(edited, DAY, items=(*edited.items, an_item("2", net=12_34)), total=45_67))
    tell(bought("5", currency="EUR"), back("5", amount_only=13_00, currency="EUR"))
    tell(bought("6", customer="bobs"))
    tell(bought("7", referrals=()))
    tell(bought("8"), a_cancellation(platform_order_id="8"))
    kept = a_decision("goodwill", "keep", platform_order_id="9", minutes=2 * DAY)
    tell(bought("9"), back("9", amount_only=5_00), kept)
    genealogy.move("cara", "ann", since=NOON - timedelta(days=1))
    genealogy.change("ann", since=NOON + timedelta(days=1), status="inactive")
    tell(bought("10", at=NOON + timedelta(days=2)))


def test_the_plan_that_orders_were_sold_by_gives_what_the_ledger_has() -> None:
    a_busy_month()

    past = gathered()

    assert names(past) == ["1", "2", "3", "4", "5", "6", "7", "8", "9", "10"]
    assert past.left_out == []
    assert simulated(past) == stands(past)
    assert sum(map(len, stands(past).values())) > 15


def test_another_plan_gives_something_else_of_the_same_orders() -> None:
    tell(bought("1"))
    past = gathered()
    other = a_plan(
        a_levels_bonus("0.30", start="seller"), compliance=a_plan().document["compliance"]
    )

    facts = read_facts(past.document, other.timezone, "USD")
    [order] = OrderBook(other, facts).orders

    assert [(each.award.earner, each.net) for each in order.standings(())] == [("bob", 24_00)]


def test_the_line_is_told_only_where_the_registers_say_another_one_today() -> None:
    tell(bought("1"))
    assert "sponsor_line" not in gathered().document["orders"][0]

    genealogy.move("cara", "ann", since=NOON - timedelta(days=1))

    past = gathered()
    line = past.document["orders"][0]["sponsor_line"]
    assert [each["member"] for each in line] == ["cara", "bob", "ann"]
    assert simulated(past) == stands(past)


def test_an_order_of_before_is_told_where_something_came_back_in_the_period() -> None:
    october = datetime(2026, 10, 20, 12, tzinfo=UTC)
    for order_id in ("1", "2", "3"):
        tell(bought(order_id, at=october))
    tell(back("2", minutes=0, units={"1": "1"}), back("3", minutes=30 * DAY, amount_only=5_00))

    past = gathered()

    assert names(past) == ["2"]
    assert [each["at"][:10] for each in past.document["refunds"]] == ["2026-11-20"]
    assert simulated(past) == stands(past)


def test_the_period_is_half_open_by_the_clock_of_its_plan() -> None:
    instant = timedelta(microseconds=1)
    moments = {"1": BEGIN - instant, "2": BEGIN, "3": END - instant, "4": END}
    for order_id, moment in moments.items():
        tell(bought(order_id, at=moment))

    assert names(gathered()) == ["2", "3"]


def test_what_earns_nothing_is_named_with_its_reason() -> None:
    tell(bought("1", status="pending"))
    tell(bought("2", test=True))
    tell(bought("3", at=NOON - timedelta(days=60), status="pending"))
    tell(back("4"))

    past = gathered()

    assert names(past) == []
    assert why(past) == {
        "1": "the order is not paid",
        "2": "the order is not paid",
        "4": "the order itself has not been told yet",
    }


def test_what_is_parked_is_named() -> None:
    order = bought("1", an_item("1", sku="NEW"))
    waits = mapped(order, value_registers)
    assert isinstance(waits, OrderParked)
    parked.add(
        waits, Trace(inbox_id="gone", source_key="", received_at=NOW, occurred_at=NOW), now=NOW
    )

    said = "something of it is parked: unmapped_sku (NEW has no value in the SKU map at 2026-11-20)"
    assert why(gathered()) == {"1": said}
    tell(bought("1"))
    assert why(gathered(*OCTOBER)) == {}


def test_what_is_on_its_way_is_named() -> None:
    order = bought("1")
    came = InboxItem(
        id=inbox.item_id("shopify", "tea", "orders/paid", b"1"),
        platform="shopify",
        store_id="tea",
        topic="orders/paid",
        received_at=NOW,
        occurred_at=NOW,
        records=(order,),
    )
    inbox.put(came)

    assert why(gathered()) == {"1": "something of it is on its way to the ledger"}
    assert why(gathered(*OCTOBER)) == {}


def test_an_order_that_cannot_be_read_is_named_and_the_others_are_told() -> None:
    tell(bought("1"))
    tell(bought("2"))
    items = boto3.client("dynamodb").scan(TableName="FactsTable")["Items"]
    broken = next(each for each in items if each["order_key"]["S"].endswith("/1"))
    boto3.client("dynamodb").put_item(
        TableName="FactsTable", Item=broken | {"content": {"B": b"nonsense"}}
    )

    past = gathered()

    assert names(past) == ["2"]
    assert why(past)["1"].startswith("it cannot be read: ")


def test_an_order_whose_ledger_is_behind_its_facts_is_told_and_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tell(bought("1"))
    boto3.client("dynamodb").delete_item(
        TableName="JournalTable", Key={"order_key": {"S": "shopify/tea/1"}, "number": {"N": "1"}}
    )

    past = gathered()

    assert names(past) == ["1"]
    assert why(past) == {"1": NOT_SETTLED}


def test_an_order_of_a_plan_in_another_currency_is_named() -> None:
    stores.put(replace(stores.get("tea"), plan="yen"))
    yen = a_plan(currency="JPY").document
    plans.publish(json.dumps(yen | {"plan": yen["plan"] | {"id": "yen"}}))
    rates.put(Rate("USD", "JPY", Decimal(151), "2026-11-20", "ecb"))
    tell(bought("1"))

    past = gathered()

    assert names(past) == []
    assert why(past) == {"1": "its volume is worth JPY (by its plan)"}


def test_everybody_who_was_there_is_told_with_what_changed_and_nothing_personal() -> None:
    genealogy.place("new", "ann", since=END, status="active", rank="associate")
    genealogy.place("c-1", "cara", since=NOON, status="customer")
    members.register(Member(member_id="c-1", kind="retail", created_at=NOON))
    genealogy.change("bob", since=NOON, rank="silver")
    genealogy.change("bob", since=END, rank="gold")
    tell(bought("1", customer="k" * 64))

    document = gathered().document

    assert [each["id"] for each in document["members"]] == ["ann", "bob", "cara", "c-1"]
    assert document["members"][1] == {
        "id": "bob",
        "enrolled": "2026-01-01T00:00:00.000000Z",
        "sponsor": "ann",
        "status": "active",
        "rank": "associate",
        "changes": [{"at": "2026-11-20T12:00:00.000000Z", "rank": "silver"}],
    }
    assert [each.get("kind") for each in document["members"]] == [None, None, None, "retail"]
    assert document["orders"][0]["customer"] == "k" * 64
    assert "CARA-7" not in json.dumps(document)


def test_seats_are_told_of_the_trees_that_are_asked_for() -> None:
    rules = PlacementRules(tree="binary", sides=("L", "R"), spillover="bfs")
    placements.place(rules, "ann", TOP_SEAT, LONG_AGO)
    placements.place(rules, "bob", TreeSeat("ann", "L"), NOON)
    placements.place(rules, "cara", TreeSeat("ann", "R"), END)

    seats = gathered(trees=["binary"]).document["seats"]

    assert [(each["member"], each["parent"], each["side"]) for each in seats] == [
        ("ann", "", ""),
        ("bob", "ann", "L"),
    ]
    assert gathered().document["seats"] == []

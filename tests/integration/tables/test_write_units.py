"""What an order's statements and months cost to write, held against what they did before months
were counted: orders are not to become dearer.

Units are billed as AWS bills them (`tools/bench/units.py`): a write unit for each KB of an item,
twice in a transaction, and what an index follows with. The first of each was measured on
29 November 2026, with lines, totals and volumes.
"""

import base64
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import pytest

from commissions.application.pipeline import settle
from commissions.aws.clients import client
from commissions.domain.ledger.facts import Content
from commissions.domain.ledger.journal import Journal
from commissions.tables import ledger, plans, statements
from tests.support.builders import a_customer_bonus, a_levels_bonus, a_plan
from tests.support.orders import (
    NOON,
    a_cancellation,
    a_refund,
    an_item,
    an_order,
    sold,
)
from tools.bench.bill import Bill, billed

DAY = 24 * 60
TWO_TEAS = an_order(an_item(qty="2"))
KEY = "shopify/tea/1001"
PLAN = a_plan(a_customer_bonus(), a_levels_bonus("0.05", "0.04", "0.03"))
LINE = "cat < bob < ann < zoe"


def a_sale(line: str, **fields: Any) -> Sequence[Content]:
    return sold(TWO_TEAS, line, plan=PLAN, **fields)


SALE = a_sale(LINE)
Deliveries = Sequence[Iterable[Content]]
ORDERS: dict[str, Deliveries] = {
    "a sale, two above paid": [SALE],
    "one above not paid": [a_sale("cat < bob (inactive) < ann")],
    "the seller not paid": [a_sale("cat (inactive) < bob < ann")],
    "nobody of three paid": [a_sale("cat (inactive) < bob (inactive) < ann (inactive)")],
    "nobody above": [a_sale("cat")],
    "an own purchase": [a_sale(LINE, buyer="cat", buyer_class="participant")],
    "with a refund": [SALE, [a_refund(units={"1": "1"})]],
    "with a refund a month later": [SALE, [a_refund(units={"1": "1"}, minutes=15 * DAY)]],
    "cancelled": [SALE, [a_cancellation()]],
}
COSTS = {
    "a sale, two above paid": (16, 15),
    "one above not paid": (14, 15),
    "the seller not paid": (14, 15),
    "nobody of three paid": (10, 15),
    "nobody above": (8, 7),
    "an own purchase": (16, 17),
    "with a refund": (32, 30),
    "with a refund a month later": (32, 32),
    "cancelled": (32, 30),
}
"""What each cost before, and costs."""
DEMO = (240, 239)
"""Of the 15 journals of 12 orders of the demo."""
STORED = Path(__file__).parents[2] / "stored/demo_ledger.json"


@pytest.fixture(autouse=True)
def _plan(aws: None) -> None:
    plans.publish(PLAN.text)


def units(journals: Iterable[Journal]) -> int:
    """Of each journal the lines, and whatever else is written in the transaction."""
    bill = Bill()
    with billed(bill):
        for journal in journals:
            assert statements.project(journal)
    return int(sum(each.write_units for each in bill.counted))


@pytest.mark.parametrize("name", ORDERS)
def test_an_order_costs_no_more_than_is_written_down(name: str) -> None:
    """Who is only not paid has an item that they had not, and whoever sells is in an index."""
    for delivery in ORDERS[name]:
        settle.settle(KEY, list(delivery), inbox="inbox", now=NOON)

    assert units(ledger.read(KEY).journals) == COSTS[name][1]


def test_the_demos_orders_cost_less_than_they_did() -> None:
    stored: dict[str, list[dict[str, Any]]] = json.loads(STORED.read_text())
    for table in ("FactsTable", "HeadsTable", "JournalTable", "PlansTable"):
        for item in stored[table]:
            client("dynamodb").put_item(TableName=table, Item=_typed(item))
    journals = [
        journal
        for item in stored["HeadsTable"]
        for journal in ledger.read(item["order_key"]["S"]).journals
    ]

    before, now = DEMO
    assert units(journals) == now < before


def _typed(item: dict[str, Any]) -> dict[str, Any]:
    return {
        name: {"B": base64.b64decode(value["B"])} if "B" in value else value
        for name, value in item.items()
    }

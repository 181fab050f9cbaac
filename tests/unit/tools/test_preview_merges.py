"""A merge of customers in a recorded sequence: orders after it are both customers'."""

import json
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from commissions.domain.people.customer_merge import CustomersMerged
from tests.support.previews import previewed, run_preview
from tests.support.samples import EVENTS
from tools.cli.received import fact_text

SEQUENCES = EVENTS / "sequences"
ORDER = json.loads((SEQUENCES / "shopify-dispute-lost.json").read_text())["steps"][0]["body"]
MERGE = json.loads((EVENTS / "webhooks/shopify/customers_merge.json").read_text())
KEPT, GONE = 7700000000001, 7700000000002
RETAIL = """  retail:
    platform: shopify
    mode: retail_channel
    currency: USD
    plan: plain
    domain: retail.myshopify.com
"""


@pytest.fixture
def company(tmp_path: Path) -> Path:
    """The sequences' company, with a shop where codes say whose an order is."""
    folder = tmp_path / "company"
    shutil.copytree(SEQUENCES / "company", folder)
    with (folder / "stores.yaml").open("a") as stores:
        stores.write(RETAIL)
    for row in (folder / "skus.csv").read_text().splitlines():
        if row.startswith("shop,"):
            with (folder / "skus.csv").open("a") as skus:
                skus.write(row.replace("shop,", "retail,", 1) + "\n")
    return folder


def bought(number: int, day: int, customer: int, code: str = "") -> dict[str, Any]:
    moment = f"2026-11-{day:02}T12:00:00Z"
    times = dict.fromkeys(("created_at", "processed_at", "updated_at"), moment)
    told = {"id": number, "customer": {"id": customer}, "landing_site": f"/?ref={code}"}
    return {"topic": "orders/paid", "body": ORDER | times | told}


def sellers(steps: list[dict[str, Any]], company: Path) -> dict[str, str]:
    file = company / "sequence.json"
    file.write_text(json.dumps({"store": "retail", "steps": steps}))
    [found] = previewed(file, company=company)
    return {each["order"].rpartition("/")[2]: each["seller"] for each in found["orders"]}


def merged(**fields: str) -> dict[str, Any]:
    return {"topic": "customers/merge", "body": MERGE} | fields


FIRST, BEFORE, AFTER = bought(1, 2, GONE, "CARA-7"), bought(2, 5, KEPT), bought(3, 20, KEPT)
SELLERS = {"1": "cara", "2": "", "3": "cara"}


@pytest.mark.parametrize("place", range(4))
def test_told_at_any_place_orders_after_it_are_both_customers(place: int, company: Path) -> None:
    steps = [AFTER, FIRST, BEFORE]
    steps.insert(place, merged(sent_at="2026-11-10T00:00:00Z"))

    assert sellers(steps, company) == SELLERS


def test_without_a_time_it_is_of_where_it_stands(company: Path) -> None:
    assert sellers([FIRST, BEFORE, merged(), AFTER], company) == SELLERS


def test_what_is_sent_at_no_time_is_said(company: Path) -> None:
    file = company / "sequence.json"
    file.write_text(json.dumps({"store": "retail", "steps": [merged(sent_at="yesterday")]}))
    result = run_preview(file, company=company)

    assert result.exit_code != 0
    assert "`sent_at` has to be a time with its zone" in result.output


def test_a_merge_says_since_when_two_customers_are_one() -> None:
    merge = CustomersMerged(
        platform="shopify",
        store_id="tea",
        kept="a",
        gone="b",
        merged_at=datetime(2026, 11, 10, tzinfo=UTC),
    )

    assert fact_text(merge).plain == "two customers are one since 2026-11-10"

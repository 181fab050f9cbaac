"""What a line is worth, on the tables: it keeps what it was sold at."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import boto3
import pytest

from commissions.application.care.sweep import sweep
from commissions.tables import ledger, parked
from tests.support.lambdas import a_context, sqs_event
from tests.support.pipeline_driver import (
    TEA_ORDER,
    Published,
    a_company,
    changed,
    postings,
    run,
    shopify,
    step_of,
    types,
    value,
)
from tests.support.samples import webhook_sample
from tests.support.signing import signed

LINES = json.loads(webhook_sample("shopify/orders_paid"))["line_items"]
OF_BEFORE: Any = {
    "effective_from": {"S": "2026-01-01T00:00:00.000000Z"},
    **{name: {"S": "tea"} for name in ("sku_id", "name", "category", "commission_class")},
    **{unit: {"S": "20"} for unit in ("pv", "bv", "cv", "qv")},
    "components": {"L": []},
}
"""A version of a row as it was kept before ids and SKUs were told apart."""
IN_ORDER = ["cara 18.00 USD", "bob 3.00 USD"]
"""Of 60 points."""


@pytest.fixture(autouse=True)
def _company(aws: None) -> None:
    a_company()


def order(minute: int = 0, **line: Any) -> bytes:
    """The sample order as it was told some minutes later, its first line called otherwise."""
    lines = [LINES[0] | line, *LINES[1:]]
    return changed(
        "orders_paid", line_items=lines, updated_at=f"2026-11-20T09:{30 + minute}:04-06:00"
    )


def renamed(minute: int = 5, sku: str = "TEA-NEW") -> bytes:
    return order(minute, sku=sku)


def reasons() -> list[str]:
    return [entry.reason for entry in parked.all_entries()]


def stands() -> list[str]:
    """What all journals of the order come to."""
    sums: dict[str, float] = {}
    for posted in postings(TEA_ORDER):
        for who, amount, _ in map(str.split, posted):
            sums[who] = sums.get(who, 0) + float(amount)
    return [f"{who} {amount:.2f} USD" for who, amount in sums.items() if amount]


def step(event: dict[str, Any]) -> None:
    step_of(event["detail-type"])(sqs_event(event), a_context())


def swept(published: Published) -> list[dict[str, Any]]:
    """A quarter of an hour later, as the sweeper goes."""
    sweep(now=datetime.now(UTC) + timedelta(minutes=20))
    return run(published)


def test_a_name_that_nobody_knows_holds_up_no_order_that_was_sold_by_another(
    published: Published,
) -> None:
    shopify(order())
    run(published)
    shopify(renamed())
    told_then = run(published)

    assert "order.parked" not in types(told_then)
    assert (stands(), reasons()) == (IN_ORDER, [])
    assert len(postings(TEA_ORDER)) == 1


def test_told_before_it_was_sold_it_waits_and_goes_on_by_itself(published: Published) -> None:
    shopify(renamed())
    run(published)
    assert reasons() == ["unmapped_sku"]

    shopify(order())
    run(published)
    swept(published)

    assert (stands(), reasons()) == (IN_ORDER, [])
    assert len(ledger.read(TEA_ORDER).facts) == 6  # both snapshots, each with lock and match


def test_a_name_of_something_else_changes_nothing_in_either_order(published: Published) -> None:
    value("TEA-NEW", cv="99")
    shopify(renamed())
    run(published)
    shopify(order())
    run(published)

    assert stands() == IN_ORDER


def test_a_product_that_is_deleted_takes_nothing_back(published: Published) -> None:
    value("id:44100000009", cv="20")
    sold: Any = {"variant_id": 44100000009, "sku": ""}
    gone: Any = {"variant_id": None, "product_id": None, "sku": "", "product_exists": False}
    shopify(order(**sold))
    run(published)
    shopify(order(5, **gone))
    run(published)

    assert (stands(), len(postings(TEA_ORDER))) == (IN_ORDER, 1)


def test_what_was_mapped_before_its_lines_were_said_goes_on(published: Published) -> None:
    shopify(order())
    [placed] = published()
    step(placed)
    [mapped] = published()
    assert mapped["detail"]["record"].pop("lines")
    step(signed(mapped))
    run(published)

    assert stands() == IN_ORDER


def test_a_row_of_before_serves_an_id_where_the_line_has_no_sku_of_the_map(
    published: Published,
) -> None:
    item: Any = {
        "sku": {"S": "tea/44100000001"},
        "name": {"S": "44100000001"},
        "version": {"N": "1"},
        "versions": {"L": [{"M": OF_BEFORE}]},
    }
    boto3.client("dynamodb").put_item(TableName="SkusTable", Item=item)
    shopify(order(sku="TEA-NEW"))
    run(published)

    assert (stands(), reasons()) == (IN_ORDER, [])

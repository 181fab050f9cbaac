"""Disputes in recorded sequences: by webhook, and beside what the API answers of an order."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.support.previews import previewed, shown
from tests.support.samples import EVENTS

SEQUENCES = EVENTS / "sequences"
RECORDED = json.loads((SEQUENCES / "shopify-dispute-lost.json").read_text())
[ORDER, LOST] = RECORDED["steps"]
NODE = {
    "id": "gid://shopify/ShopifyPaymentsDispute/285332461850802900",
    "status": "LOST",
    "finalizedOn": "2026-11-12",
    "initiatedAt": "2026-11-10T21:00:00Z",
    "amount": {"amount": "25.0", "currencyCode": "USD"},
}
SUMMARY = {
    "id": "gid://shopify/OrderDisputeSummary/285332461850802900",
    "initiatedAs": "CHARGEBACK",
    "status": "LOST",
}


def asked(*disputes: Any) -> dict[str, Any]:
    return {"topic": "order", "body": ORDER["body"], "with": {"disputes": list(disputes)}}


def dispute(**fields: Any) -> dict[str, Any]:
    return {"topic": LOST["topic"], "body": LOST["body"] | fields}


@pytest.mark.parametrize(
    ("steps", "pays", "reasons"),
    [
        ([ORDER, LOST], "22.50/3.75", []),
        ([LOST, ORDER], "22.50/3.75", []),
        ([ORDER, LOST, LOST], "22.50/3.75", []),
        ([ORDER, asked(NODE)], "22.50/3.75", []),
        ([ORDER, LOST, asked(NODE)], "22.50/3.75", []),
        ([asked(LOST["body"])], "22.50/3.75", []),
        ([ORDER, LOST, asked(SUMMARY)], "22.50/3.75", []),
        ([ORDER, asked(SUMMARY)], "30.00/5.00", ["dispute_amount_unknown"]),
        ([ORDER, dispute(status="under_review")], "30.00/5.00", ["dispute_open"]),
        ([ORDER, dispute(status="won")], "30.00/5.00", []),
        ([ORDER, dispute(currency="EUR")], "30.00/5.00", ["dispute_other_currency"]),
        ([ORDER, dispute(order_id=None)], "30.00/5.00", []),
    ],
)
def test_a_dispute_pays_what_it_leaves(
    steps: list[Any], pays: str, reasons: list[str], tmp_path: Path
) -> None:
    file = tmp_path / "sequence.json"
    file.write_text(json.dumps({"store": RECORDED["store"], "steps": steps}))

    [found] = previewed(file, company=SEQUENCES / "company")

    [order] = found["orders"]
    assert (found["unreadable"], shown(order["stands"])) == ([], pays)
    assert [(each["reason"], each["holds"]) for each in order["parked"]] == [
        (reason, False) for reason in reasons
    ]

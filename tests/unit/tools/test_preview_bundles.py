"""What `commissions preview` says of bundles, by the column `bundle` of skus.csv."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.support.bundled_orders import (
    Payload,
    bigcommerce_kit,
    magento_kit,
    shopify_kit,
    woocommerce_kit,
)
from tests.support.previews import previewed, shown
from tests.support.samples import EVENTS

COMPANY = EVENTS / "sequences" / "company"
HEAD = "store_id,platform_sku,sku_id,name,category,commission_class,pv,bv,cv,qv,effective_from"
WORTH = {"KIT": "40", "TEA": "20", "CUP": "10"}
TOLD: dict[str, Payload] = {
    "shop": {"topic": "orders/paid", "body": shopify_kit()},
    "woo": {"topic": "order.updated", "body": woocommerce_kit()},
    "mag": {"topic": "order", "body": magento_kit()["order"]},
    "bc": {
        "topic": "order",
        "body": bigcommerce_kit()["order"],
        "with": {"products": bigcommerce_kit()["products"]},
    },
}
everywhere = pytest.mark.parametrize("store", TOLD)


def preview(folder: Path, store: str, said: str, **worth: str) -> dict[str, Any]:
    """What stands of the order; `said`: the column `bundle` of KIT's row."""
    company = folder / "company"
    shutil.copytree(COMPANY, company)
    rows = [
        f"{store},{sku},{sku.lower()},{sku},set,standard,{','.join([points] * 4)},2026-01-01,"
        + (said if sku == "KIT" else "")
        for sku, points in (WORTH | worth).items()
    ]
    (company / "skus.csv").write_text("\n".join([f"{HEAD},bundle", *rows]))
    file = folder / "sequence.json"
    steps = {"store": store, "steps": [TOLD[store]]}
    file.write_text(json.dumps(steps, default=float))
    [found] = previewed(file, company=company)
    assert found["unreadable"] == []
    [order] = found["orders"]
    return dict(order)


@everywhere
@pytest.mark.parametrize(
    ("said", "worth", "stands"),
    [
        ("own", {}, "12.00/2.00"),
        ("parts", {}, "12.00/2.00"),
        ("own", {"KIT": "100"}, "30.00/5.00"),
        ("parts", {"KIT": "100"}, "12.00/2.00"),
        ("TEA*1+CUP*2", {"KIT": ""}, "12.00/2.00"),
        ("own: TEA*2+CUP*2", {"KIT": ""}, "18.00/3.00"),
        ("parts", {"KIT": ""}, "12.00/2.00"),
    ],
)
def test_a_bundle_earns_once(
    tmp_path: Path, store: str, said: str, worth: dict[str, str], stands: str
) -> None:
    order = preview(tmp_path, store, said, **worth)

    assert (shown(order["stands"]), order["parked"]) == (stands, [])


@everywhere
def test_where_nobody_says_what_counts_the_preview_says_what_to_say(
    tmp_path: Path, store: str
) -> None:
    order = preview(tmp_path, store, "")

    [parked] = order["parked"]
    assert order["stands"] == {}
    assert parked["reason"] == "counted_twice"
    assert "KIT is worth 40/40/40/40 of its own" in parked["detail"]
    assert "TEA (20/20/20/20), CUP (10/10/10/10)" in parked["detail"]

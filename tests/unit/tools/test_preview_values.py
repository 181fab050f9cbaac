"""What products are called, as the platforms tell it of orders that were sold long ago."""

import json
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from tests.support.previews import previewed
from tests.support.samples import EVENTS

SEQUENCES = EVENTS / "sequences"
HEADER = "store_id,platform_sku,sku_id,name,category,commission_class,pv,bv,cv,qv,effective_from"
STORES = """  api:
    platform: orders
    mode: replicated_site
    owner: cara
    currency: USD
    plan: plain
"""
Steps = list[dict[str, Any]]


@pytest.fixture
def company(tmp_path: Path) -> Path:
    folder = tmp_path / "company"
    shutil.copytree(SEQUENCES / "company", folder)
    with (folder / "stores.yaml").open("a") as stores:
        stores.write(STORES)
    return folder


def valued(company: Path, *rows: str, column: str = "") -> None:
    """`valued(company, "woo,TEA,20")`: points of a SKU; a column's cell comes last."""
    lines = [f"{HEADER},bundle{column and f',{column}'}"]
    for row in rows:
        store, key, points, *cell = row.split(",")
        cells = [store, key, f"sku-{len(lines)}", "Tea", "tea", "standard", *[points] * 4]
        lines.append(",".join([*cells, "2026-01-01", "", *(cell or ([""] if column else []))]))
    (company / "skus.csv").write_text("\n".join(lines) + "\n")


def outcome(company: Path, store: str, steps: Steps) -> dict[str, Any]:
    file = company / "sequence.json"
    file.write_text(json.dumps({"store": store, "steps": steps}))
    [found] = previewed(file, company=company)
    assert not found["unreadable"]
    [order] = found["orders"]
    return dict(order)


def pays(company: Path, store: str, steps: Steps) -> str:
    """What Cara has of it: 30% of the points."""
    order = outcome(company, store, steps)
    assert not order["parked"]
    return str(order["stands"].get("cara", "0.00"))


def first_step(sequence: str) -> dict[str, Any]:
    found: Steps = json.loads((SEQUENCES / f"{sequence}.json").read_text())["steps"]
    return found[0]


def woo(*lines: dict[str, Any], minute: int = 30) -> dict[str, Any]:
    """Woo's order of 100.00 in lines of one unit, as it is told at a minute past three."""
    body = first_step("woocommerce-shipping-back")["body"]
    plain = body["line_items"][0] | {"subtotal_tax": "0.00", "total_tax": "0.00"}
    price = f"{100 / len(lines):.2f}"
    shown = [plain | {"id": 1, "subtotal": price, "total": price} | line for line in lines]
    no_extras = {"shipping_lines": [], "shipping_total": "0.00", "shipping_tax": "0.00"}
    no_tax = {"cart_tax": "0.00", "total_tax": "0.00", "total": "100.00"}
    moment = f"2026-11-10T15:{minute}:04"
    told = {"line_items": shown, "date_modified_gmt": moment}
    return {"topic": "order.updated", "body": body | no_extras | no_tax | told}


SOLD = {"sku": "OLD", "product_id": 188}


@pytest.mark.parametrize(
    "later",
    [
        {"sku": "NEW"},
        {"sku": "NOBODY-KNOWS"},
        {"sku": None, "product_id": 0},
        {"sku": "NEW", "id": 7},
        {"sku": "NOBODY-KNOWS", "id": 7},
    ],
    ids=["renamed", "unknown", "deleted", "made anew", "made anew, unknown"],
)
@pytest.mark.parametrize("places", [(0, 1), (1, 0)])
def test_a_product_that_is_called_otherwise_or_is_gone_changes_no_order(
    later: dict[str, Any], places: tuple[int, int], company: Path
) -> None:
    valued(company, "woo,OLD,20", "woo,NEW,24")
    told = [woo(SOLD), woo(SOLD | later, minute=40)]

    assert pays(company, "woo", [told[place] for place in places]) == "6.00"


def test_a_shopify_product_that_was_deleted_still_earns_what_it_was_sold_at(company: Path) -> None:
    valued(company, "shop,id:8,20", "shop,CUPS,1")
    step = first_step("shopify-dispute-lost")
    [line, *others] = step["body"]["line_items"]
    sold = line | {"variant_id": 8, "sku": ""}
    gone = sold | {"variant_id": None, "product_id": None, "product_exists": False}
    later = {"updated_at": "2026-11-12T12:00:00Z"}
    deleted = step["body"] | {"line_items": [gone, *others]} | later
    placed = step["body"] | {"line_items": [sold, *others]}

    once = pays(company, "shop", [step | {"body": placed}])
    assert once == pays(company, "shop", [step | {"body": placed}, step | {"body": deleted}])
    assert once != "0.00"


def numbers(company: Path, *rows: str, column: str = "") -> dict[str, Any]:
    """An order of product 1001, whose SKU is 1002."""
    valued(company, *rows, column=column)
    return outcome(company, "woo", [woo({"sku": "1002", "product_id": 1001})])


def test_a_number_that_may_be_an_id_or_a_sku_waits_with_both_values(company: Path) -> None:
    [parked] = numbers(company, "woo,1001,1", "woo,1002,40")["parked"]

    assert parked["reason"] == "two_values"
    assert "1 in every unit (standard, by the row 1001" in parked["detail"]
    assert "40 in every unit (standard, by the row 1002" in parked["detail"]


@pytest.mark.parametrize(
    ("rows", "column"),
    [
        (("woo,1001,1", "woo,1002,40"), "variant_id"),
        (("woo,sku:1001,1", "woo,1002,40"), ""),
        (("woo,1001,1", "woo,1002,40", "woo,id:1001,40"), ""),
        (("woo,1001,1,", "woo,1002,77,", "woo,1002,40,1001"), "variant_id"),
        (("woo,1001,40",), ""),
    ],
    ids=["all are SKUs", "one is a SKU", "both say so", "the id has its SKU beside", "no SKU fits"],
)
def test_it_goes_on_once_it_is_said_which(rows: Iterable[str], column: str, company: Path) -> None:
    order = numbers(company, *rows, column=column)

    assert (order["parked"], order["stands"]) == ([], {"cara": "12.00", "bob": "2.00"})


def api(*items: dict[str, Any], minute: int = 0) -> dict[str, Any]:
    total = sum(float(item["unit_price"]) for item in items)
    body = {
        "platform_order_id": "E-1",
        "order_ts": "2026-11-10T12:00:00Z",
        "updated_at": f"2026-11-10T12:{minute:02}:00Z",
        "status": "paid",
        "currency": "USD",
        "distributor_ref": "",
        "items": [{"qty": 1, "tax": "0.00"} | item for item in items],
        "total": f"{total:.2f}",
    }
    return {"topic": "order", "body": body}


TEA = {"platform_sku": "TEA", "unit_price": "10.00"}
POT = {"platform_sku": "POT", "unit_price": "90.00"}


def test_lines_without_ids_keep_their_values_when_the_first_one_goes(company: Path) -> None:
    valued(company, "api,TEA,5", "api,POT,40")

    assert pays(company, "api", [api(TEA, POT)]) == "13.50"
    edited = outcome(company, "api", [api(TEA, POT), api(POT, minute=5)])
    assert edited["stands"] == {"cara": "12.00", "bob": "2.00"}


def test_a_line_that_an_edit_adds_is_worth_what_its_variant_is(company: Path) -> None:
    valued(company, "api,TEA,10,", "api,TEA,50,V-LARGE", column="variant_id")
    large = TEA | {"variant_id": "V-LARGE"}

    assert pays(company, "api", [api(TEA, large)]) == "18.00"
    assert pays(company, "api", [api(TEA), api(TEA, large, minute=5)]) == "18.00"

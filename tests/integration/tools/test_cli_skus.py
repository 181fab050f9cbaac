"""What the stores sell beside what the SKU map values, as people ask for it."""

import csv
import io
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from commissions.domain.catalogue.listing import ProductListed, ProductRemoved, Variant
from commissions.tables import catalogue, skus, stores
from tests.support.command import commissions, told
from tests.support.orders import a_value
from tests.support.pipeline_driver import TEA_ORDER, a_company, changed, run, shopify, value
from tests.support.samples import webhook_sample

Published = Callable[[], list[dict[str, Any]]]
SINCE = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _company(reachable: None) -> None:
    a_company()


def lists(*variants: str, product_id: str = "7", store_id: str = "tea", at: Any = SINCE) -> None:
    """`lists("44:TEA-NEW")`: a product of variants by id, each with its SKU if it has one."""
    pairs = [text.partition(":")[::2] for text in variants]
    catalogue.apply(
        ProductListed(
            platform="shopify",
            store_id=store_id,
            product_id=product_id,
            updated_at=at,
            variants=tuple(Variant(each, sku, f"Tea no. {each}") for each, sku in pairs),
        )
    )


def removes(product_id: str = "7") -> None:
    catalogue.apply(
        ProductRemoved(
            platform="shopify",
            store_id="tea",
            product_id=product_id,
            removed_at=SINCE.replace(day=22),
        )
    )


def orders(sku: str, published: Published) -> None:
    """An order of a SKU, as far as it goes."""
    lines = json.loads(webhook_sample("shopify/orders_paid"))["line_items"]
    lines[0] |= {"sku": sku, "variant_id": None}
    shopify(changed("orders_paid", line_items=lines))
    run(published)


def pending(*words: str) -> list[str]:
    return [each["platform_sku"] for each in told("skus", "pending", *words)["pending"]]


def test_a_variant_without_a_value_is_pending_by_its_sku_or_else_its_id() -> None:
    lists("44:TEA-NEW", "45", "46:TEA-GREEN-100")

    assert pending() == ["45", "TEA-NEW"]
    seen = commissions("skus", "pending").stdout
    assert "tea     TEA-NEW   Tea no. 44   44           2026-11-21" in seen
    assert "Add them to skus.csv" in seen


def test_a_variant_that_is_valued_by_its_id_is_not_pending() -> None:
    lists("44:TEA-NEW")
    value("44")

    assert pending() == []
    assert "Everything that is for sale has a value." in commissions("skus", "pending").stdout


def test_orders_that_wait_for_a_sku_are_counted_with_it(published: Published) -> None:
    lists("44:TEA-NEW")
    orders("TEA-NEW", published)

    [want] = told("skus", "pending")["pending"]
    assert (want["platform_sku"], want["orders_waiting"]) == ("TEA-NEW", [TEA_ORDER])


def test_a_sku_that_orders_wait_for_is_pending_though_no_product_lists_it(
    published: Published,
) -> None:
    orders("TEA-GHOST", published)

    [want] = told("skus", "pending")["pending"]
    assert (want["platform_sku"], want["name"], want["variant_id"]) == ("TEA-GHOST", "", "")


def test_a_former_sku_that_orders_wait_for_is_told_with_the_variants_name(
    published: Published,
) -> None:
    lists("44:TEA-OLD", at=SINCE.replace(day=20))
    lists("44:TEA-GREEN-100")
    orders("TEA-OLD", published)

    [want] = told("skus", "pending")["pending"]
    assert (want["platform_sku"], want["name"]) == ("TEA-OLD", "Tea no. 44")


def test_a_value_that_came_into_force_after_the_order_says_so(published: Published) -> None:
    orders("TEA-LATE", published)
    late = replace(a_value("TEA-LATE"), effective_from=datetime(2026, 11, 21, tzinfo=UTC))
    skus.publish("tea", late, name="Tea", category="tea")

    assert "TEA-LATE has a value from 2026-11-21 on" in commissions("skus", "pending").stdout


def test_only_one_store_can_be_asked_for_and_closed_ones_are_left_out() -> None:
    stores.put(replace(stores.get("tea"), store_id="cups"))
    stores.put(replace(stores.get("tea"), store_id="gone", closed=True))
    for store_id in ("tea", "cups", "gone"):
        lists("44:NEW-" + store_id, store_id=store_id)

    assert pending() == ["NEW-cups", "NEW-tea"]
    assert pending("--store", "cups") == ["NEW-cups"]
    assert "no store 'nowhere'" in commissions("skus", "list", "--store", "nowhere").stderr


def test_what_is_not_for_sale_any_more_is_not_pending_but_its_value_is_told_of() -> None:
    lists("44:TEA-NEW", "46:TEA-GREEN-100")
    removes()

    assert pending() == []
    [gone] = told("skus", "pending", "--closed")["closed"]
    assert (gone["sku"], gone["closed_at"][:10]) == ("TEA-GREEN-100", "2026-11-22")
    assert "2026-11-22" in commissions("skus", "pending", "--closed").stdout


def test_a_value_that_another_variant_goes_by_has_not_outlived_its_variant() -> None:
    lists("46:TEA-GREEN-100")
    removes()
    lists("99:TEA-GREEN-100", product_id="8")

    assert told("skus", "pending", "--closed")["closed"] == []
    assert "is for sale" in commissions("skus", "pending", "--closed").stdout


def test_the_rows_for_the_map_lack_only_what_a_person_has_to_say(published: Published) -> None:
    lists("44:Tea New/2", "45:=CUP")
    orders("Tea New/2", published)

    written = list(csv.DictReader(io.StringIO(commissions("skus", "pending", "--csv").stdout)))

    assert [row["platform_sku"] for row in written] == ["Tea New/2", "=CUP"]
    assert written[0] == {
        "store_id": "tea",
        "platform_sku": "Tea New/2",
        "sku_id": "tea-new-2",
        "name": "Tea no. 44",
        "effective_from": "2026-11-20",
        **dict.fromkeys(["category", "commission_class", "pv", "bv", "cv", "qv", "bundle"], ""),
    }


def test_a_name_is_no_formula_of_a_spreadsheet() -> None:
    name = "=HYPERLINK(\n'http://example.invalid')"
    told_of = ProductListed(
        platform="shopify",
        store_id="tea",
        product_id="7",
        updated_at=SINCE,
        variants=(Variant("44", "TEA-NEW", name),),
    )
    catalogue.apply(told_of)

    assert "'=HYPERLINK( 'http" in commissions("skus", "pending", "--csv").stdout


def test_the_rows_are_for_a_file_and_nothing_else() -> None:
    assert commissions("skus", "pending", "--csv", "--json").exit_code == 2


def test_everything_that_was_ever_listed_can_be_seen() -> None:
    assert "No store has told us" in commissions("skus", "list").stdout
    lists("44:TEA-NEW", "46:TEA-GREEN-100")
    lists("47:TEA-CUPS-2", product_id="8")
    removes("8")

    seen = commissions("skus", "list").stdout
    states = ["waiting for a value", "worth something since 2026-01-01", "closed since 2026-11-22"]
    assert [state in seen for state in states] == [True, True, True]
    assert len(told("skus", "list")["variants"]) == 3

"""Bundles through the stations: what waits for a word on them goes on when the map says it."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import boto3
import pytest

from commissions.application.ingest.accept_answer import accept_if_new
from commissions.platforms import woocommerce
from commissions.tables import ledger, parked, skus, stores
from functions.care import release
from tests.support.bundled_orders import woocommerce_kit
from tests.support.lambdas import a_context, stream_event
from tests.support.pipeline_driver import (
    Published,
    a_company,
    postings,
    run,
    types,
    value,
)
from tests.unit.platforms.woocommerce_builders import KEY, a_refund, back

WOO = "woocommerce/tea/7301"
COUPON = {"coupon_lines": [{"code": "CARA-7"}]}


@pytest.fixture
def woo(aws: None) -> None:
    a_company(platform="woocommerce", carriers=woocommerce.CARRIERS)
    for sku, points in {"KIT": "40", "TEA": "20", "CUP": "10"}.items():
        value(sku, cv=points)


def tell(published: Published, *refunds: dict[str, Any], minute: int = 0) -> list[str]:
    """What is on the bus of the kit's order until all is quiet."""
    store = stores.get("tea")
    order = woocommerce_kit(*refunds) | COUPON
    order["date_modified_gmt"] = f"2026-11-20T17:{minute:02}:00"
    reading = woocommerce.parse_order(order, store, KEY)
    accept_if_new(store, reading, via="test", now=datetime.now(UTC))
    return types(run(published))


def say(bundle: str, sku: str = "KIT") -> None:
    """What skus.csv says of a bundle comes into the table, which tells of it."""
    [standing] = skus.versions("tea", [sku])[sku]
    assert skus.add("tea", replace(standing, value=replace(standing.value, bundle=bundle)))
    key = {"sku": {"S": f"tea/{sku}"}}
    item = boto3.client("dynamodb").get_item(TableName="SkusTable", Key=key)["Item"]
    release.handler(stream_event(item), a_context())


@pytest.mark.parametrize(("said", "pays"), [("own", "cara 8.00 USD"), ("parts", "cara 8.00 USD")])
def test_an_order_waits_for_a_word_and_goes_on_with_it(
    woo: None, published: Published, said: str, pays: str
) -> None:
    assert "order.parked" in tell(published)
    [entry] = parked.all_entries()
    assert (entry.reason, entry.waits_for) == ("counted_twice", "sku/tea/KIT")
    assert postings(WOO) == []

    say(said)
    run(published)

    assert list(parked.all_entries()) == []
    assert [journal[0] for journal in postings(WOO)] == [pays]


def test_a_part_that_comes_back_takes_its_stretch_of_the_bundles_own_value(
    woo: None, published: Published
) -> None:
    say("own")
    tell(published)
    cups = a_refund(back(12, qty=-2, total="-10.00"), amount="10.00")

    tell(published, cups, minute=5)

    first, second = (journal[0] for journal in postings(WOO))
    assert (first, second) == ("cara 8.00 USD", "cara -2.00 USD")


def test_what_was_locked_stays_when_the_map_says_something_else(
    woo: None, published: Published
) -> None:
    """A word that was said already is no longer changed: a new version has its own moment."""
    say("own")
    tell(published)
    [lock] = [each.content for each in ledger.read(WOO).facts if each.kind == "lock"]
    assert [part.line_id for part in lock.parts] == ["10", "11", "12"]  # type: ignore[union-attr]

    later = skus.versions("tea", ["KIT"])["KIT"][0]
    worth = replace(later.value, bundle="parts", effective_from=datetime(2026, 12, 1, tzinfo=UTC))
    skus.add("tea", replace(later, value=worth))
    tell(published, minute=5)

    assert [journal[0] for journal in postings(WOO)] == ["cara 8.00 USD"]

"""product.listed, product.removed -> the catalogue."""

import json
from typing import Any

import pytest

from commissions import events
from commissions.aws import bus
from commissions.domain.catalogue.listing import ProductListed
from commissions.domain.catalogue.listing_history import ListedProduct
from commissions.tables import catalogue, inbox, pending
from commissions.tables.inbox import InboxItem
from functions.pipeline.catalogue import handler
from tests.support.lambdas import a_context, sqs_event
from tests.support.orders import NOON
from tests.support.samples import bus_sample

pytestmark = pytest.mark.usefixtures("aws")

PRODUCT = "788032119674292922"


def given(*messages: dict[str, Any] | str) -> list[dict[str, str]]:
    """The messages that go back to their queue."""
    failed: list[dict[str, str]] = handler(sqs_event(*messages), a_context())["batchItemFailures"]
    return failed


def removal(**fields: str) -> dict[str, Any]:
    sample = bus_sample("product.removed")
    sample["detail"]["record"] |= {"product_id": PRODUCT} | fields
    return sample


def shelf() -> ListedProduct:
    found = catalogue.find("tea-us", PRODUCT)
    assert found
    return found


def test_a_listed_product_is_in_the_catalogue() -> None:
    assert given(bus_sample("product.listed")) == []

    [variant] = shelf().variants
    assert (variant.sku, variant.name, variant.closed_at) == (
        "TEA-GREEN-100",
        "Green tea, 100 g",
        None,
    )


def test_a_removed_product_is_closed_with_the_date_whichever_comes_first() -> None:
    for messages in ([removal(), bus_sample("product.listed")], [removal()]):
        given(*messages)

    [variant] = shelf().variants
    assert variant.closed_at is not None
    assert f"{variant.closed_at:%Y-%m-%d}" == "2026-11-20"


def test_a_removed_product_that_is_listed_again_is_open_again() -> None:
    given(removal())
    again = bus_sample("product.listed")
    again["detail"]["record"]["updated_at"] = "2026-11-21T09:30:00Z"
    given(again)

    assert shelf().variants[0].closed_at is None


def test_a_broken_message_goes_back_alone() -> None:
    broken = removal()
    del broken["detail"]["record"]["removed_at"]

    failed = given(broken, bus_sample("product.listed"))

    assert failed == [{"itemIdentifier": "message-0"}]
    assert shelf().variants[0].closed_at is None


def test_a_product_that_is_in_the_catalogue_is_not_pending() -> None:
    record = bus.decode_event(ProductListed, bus_sample("product.listed")["detail"]).record
    item = InboxItem(
        id=inbox.item_id("shopify", "tea-us", "products/update", b"{}"),
        platform="shopify",
        store_id="tea-us",
        topic="products/update",
        received_at=NOON,
        occurred_at=NOON,
        records=(record,),
    )
    inbox.put(item)
    [told] = item.events()
    trace = json.loads(events.encode(told.trace))

    given(bus_sample("product.listed") | {"detail": _with(trace)})

    assert pending.oldest() is None


def _with(trace: dict[str, Any]) -> dict[str, Any]:
    detail: dict[str, Any] = bus_sample("product.listed")["detail"]
    return detail | {"trace": trace}

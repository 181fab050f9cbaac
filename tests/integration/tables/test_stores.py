from dataclasses import replace

import pytest

from commissions.aws import cache
from commissions.domain.stores.order_marks import OrderMarks
from commissions.domain.stores.store import Policies, Store, UnknownStore
from commissions.tables import stores
from tests.support.dynamodb_calls import round_trips

pytestmark = pytest.mark.usefixtures("aws")

TEA = Store(
    store_id="tea-us",
    platform="shopify",
    mode="retail_channel",
    currency="USD",
    plan="uni-demo",
    domain="tea-us.myshopify.com",
    policies=Policies(paid=("paid",), no_referrer="park"),
    marks=OrderMarks(renewal_tags=("Autoship",), exchange_prefix="EXC-"),
)


def test_a_store_is_found_as_it_was_put() -> None:
    assert stores.put(TEA) is True
    assert stores.put(TEA) is False

    assert stores.get("tea-us") == TEA


def test_a_store_nobody_put_is_unknown() -> None:
    with pytest.raises(UnknownStore, match="no store 'tea-mars'"):
        stores.get("tea-mars")


def test_a_store_that_was_just_added_is_known_at_once() -> None:
    with pytest.raises(UnknownStore):
        stores.get("tea-us")
    stores.put(TEA)

    assert stores.get("tea-us") == TEA


def test_a_store_is_read_once_a_minute() -> None:
    stores.put(TEA)

    with round_trips() as calls:
        stores.get("tea-us")
        stores.get("tea-us")

    assert calls == ["GetItem"]


def test_a_changed_store_is_the_changed_one() -> None:
    stores.put(TEA)
    stores.get("tea-us")
    stores.put(replace(TEA, owner="ann", mode="replicated_site"))
    cache.forget_all()

    assert stores.get("tea-us").owner == "ann"


def test_all_stores_come_by_their_id() -> None:
    for store_id in ("tea-us", "b2b"):
        stores.put(replace(TEA, store_id=store_id))

    assert [store.store_id for store in stores.all_stores()] == ["b2b", "tea-us"]

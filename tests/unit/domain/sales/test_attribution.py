from typing import Any

import pytest

from commissions.domain.catalogue.sku_values import OrderMapped
from commissions.domain.orders.order import OrderPlaced
from commissions.domain.people.upline import PARTICIPANT, PREFERRED, RETAIL, Ancestor
from commissions.domain.sales.attribution import People, Seller, attribute, who_sold
from commissions.domain.stores.store import BUYER_IN_TREE, REPLICATED_SITE, RETAIL_CHANNEL, Store
from tests.support.orders import PLAN, a_rate, a_value, an_order

LINE = (Ancestor("cat", "active", ""), Ancestor("bob", "active", ""))
SOLD = Seller("cat", "", RETAIL, "discount_code")


def a_store(mode: str = RETAIL_CHANNEL, **fields: Any) -> Store:
    return Store("tea", "shopify", mode, "USD", "demo", **fields)


def sold(store: Store, **people: str) -> tuple[str, str]:
    """Who is credited, and how that is known."""
    seller = who_sold(store, People(**people))
    return seller.seller, seller.carrier


def test_in_a_retail_channel_the_referrer_sells() -> None:
    people = {"referrer": "cat", "carrier": "cart_attribute"}

    assert sold(a_store(), **people) == ("cat", "cart_attribute")


def test_an_order_that_nobody_referred_is_the_houses() -> None:
    assert sold(a_store()) == ("", "")


@pytest.mark.parametrize("mode", [RETAIL_CHANNEL, BUYER_IN_TREE, REPLICATED_SITE])
def test_what_a_distributor_buys_is_their_own_in_every_store(mode: str) -> None:
    store = a_store(mode, owner="ann" if mode == REPLICATED_SITE else "")
    people = {"buyer": "dan", "buyer_class": PARTICIPANT, "inviter": "eve", "referrer": "cat"}

    assert sold(store, **people) == ("dan", "linked_account")


def test_in_a_replicated_site_its_owner_sells_whatever_the_link_says() -> None:
    store = a_store(REPLICATED_SITE, owner="ann")

    assert sold(store, referrer="cat") == ("ann", "site_owner")


def test_where_buyers_are_placed_their_inviter_sells_whatever_the_link_says() -> None:
    people = {"buyer": "dan", "buyer_class": PREFERRED, "inviter": "eve", "referrer": "cat"}

    assert sold(a_store(BUYER_IN_TREE), **people) == ("eve", "placement")


def test_where_buyers_are_placed_a_new_one_comes_by_the_referrer() -> None:
    people = {"referrer": "cat", "carrier": "cart_attribute"}

    assert sold(a_store(BUYER_IN_TREE), **people) == ("cat", "cart_attribute")


def test_in_a_retail_channel_a_customers_inviter_does_not_sell() -> None:
    people = {"buyer": "dan", "buyer_class": PREFERRED, "inviter": "eve", "referrer": "cat"}

    assert sold(a_store(), **people)[0] == "cat"


def test_a_paid_order_is_locked_with_all_that_was_looked_up() -> None:
    order = an_order()
    mapped = OrderMapped(order, (a_value("TEA"),))

    sale = attribute(mapped, a_store(), SOLD, LINE, PLAN.ref, a_rate())

    assert sale.order == order
    assert sale.lock is not None
    assert (sale.lock.order_key, sale.lock.order_version) == (order.order_key, order.version)
    assert (sale.lock.seller, sale.lock.line, sale.lock.order_ts) == ("cat", LINE, order.order_ts)
    assert (sale.lock.values, sale.lock.policies) == (mapped.values, a_store().policies)


@pytest.mark.parametrize("order", [an_order(status="pending"), an_order(test=True)])
def test_an_order_that_is_not_paid_is_not_locked(order: OrderPlaced) -> None:
    sale = attribute(OrderMapped(order), a_store(), SOLD, LINE, PLAN.ref, a_rate())

    assert sale.lock is None
    assert (sale.key, sale.order_key) == (order.key, order.order_key)


def test_only_a_sellers_own_order_is_an_own_purchase() -> None:
    own = Seller("cat", "cat", PARTICIPANT, "linked_account")
    house = Seller("", "", RETAIL, "")
    locks = [
        attribute(OrderMapped(an_order()), a_store(), each, (), PLAN.ref, a_rate()).lock
        for each in (own, SOLD, house)
    ]

    assert [lock and lock.own_purchase for lock in locks] == [True, False, False]

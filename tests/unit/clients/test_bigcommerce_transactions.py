"""Whose payments are asked for, and what becomes of an account that may not read them."""

from collections.abc import Iterator
from typing import Any

import pytest

from commissions.clients import KnowsItsScopes, ReadsPayments
from commissions.clients.bigcommerce.transactions import needed
from tests.unit.clients.bigcommerce_shop import a_client, a_shop
from tools.fake_store.server import FakeStore
from tools.fake_store.shop import Shop

pytestmark = pytest.mark.enable_socket
NOON, SOON, LATER = (f"Sat, 21 Nov 2026 12:{minute}:00 +0000" for minute in ("00", "10", "11"))
GOODWILL = {"items": [{"item_type": "ORDER", "item_id": 1}]}
GOODS = {"items": [{"item_type": "PRODUCT", "item_id": 1}]}


@pytest.fixture
def opened() -> Iterator[tuple[FakeStore, Shop]]:
    with a_shop() as found:
        yield found


def an_order(**changes: Any) -> dict[str, Any]:
    return {
        "payment_status": "captured",
        "status_id": 11,
        "date_created": NOON,
        "date_modified": SOON,
    } | changes


def test_a_plain_order_costs_no_call() -> None:
    assert not needed(an_order(), [GOODS])
    assert not needed(an_order(status_id=2, date_modified=LATER), [])
    assert not needed(an_order(payment_status="", date_modified=LATER), [GOODWILL])


def test_an_order_is_asked_for_its_payments_where_an_edit_or_a_lost_line_may_hide() -> None:
    assert needed(an_order(date_modified=LATER), [])
    assert needed(an_order(status_id=10), [GOODS, GOODWILL])


def test_what_came_in_comes_with_an_order_that_was_changed_later(
    opened: tuple[FakeStore, Shop],
) -> None:
    fake, shop = opened
    order = shop.place(paid=True)
    plain = a_client(shop).order(str(order.order_id))
    order.extra["came_in"] = order.total
    fake.clock.advance(hours=2)
    shop.edit(order.order_id, add=shop.pick_items())

    changed = a_client(shop).order(str(order.order_id))

    assert plain
    assert changed
    assert "transactions" not in plain.payload
    assert [each["event"] for each in changed.payload["transactions"]] == ["capture"]


def test_an_account_that_may_not_read_them_reads_the_order_all_the_same(
    opened: tuple[FakeStore, Shop],
) -> None:
    fake, shop = opened
    shop.extra["transactions"] = False
    order = shop.place(paid=True)
    fake.clock.advance(hours=2)
    shop.edit(order.order_id, code="LATER")

    answer = a_client(shop).order(str(order.order_id))

    assert answer
    assert answer.payload["transactions"] is None


def test_an_order_that_shows_nothing_is_told_with_its_payments_where_somebody_asks(
    opened: tuple[FakeStore, Shop],
) -> None:
    _, shop = opened
    order = shop.place(paid=True)

    client = a_client(shop)
    assert isinstance(client, ReadsPayments)
    answer = client.order_with_payments(str(order.order_id))

    assert answer
    assert "transactions" in answer.payload


def test_an_account_that_may_not_read_payments_says_which_scope_it_lacks(
    opened: tuple[FakeStore, Shop],
) -> None:
    _, shop = opened
    client = a_client(shop)
    assert isinstance(client, KnowsItsScopes)
    without_orders = client.missing_scopes()
    shop.place(paid=True)
    allowed = client.missing_scopes()
    shop.extra["transactions"] = False

    assert without_orders == allowed == ()
    assert client.missing_scopes() == ("store_v2_transactions_read_only",)

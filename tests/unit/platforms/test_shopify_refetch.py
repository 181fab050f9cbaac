"""Webhooks that only say that an order changed: the store has to be asked what it is now."""

from datetime import UTC, datetime
from typing import Any

import pytest

from commissions.domain.orders.hint import ChangeHinted
from commissions.platforms import InvalidPayload, shopify
from tests.unit.platforms.payloads import sample
from tests.unit.platforms.shopify_builders import KEY, ORDER_ID, STORE, Payload, a_refund, read

HEADERS = {"shopify-triggered-at": "2026-11-20T15:30:05Z"}
EDIT = {"order_edit": {"id": 78912, "order_id": ORDER_ID, "committed_at": "2026-11-20T15:30:04Z"}}
PAYMENT = {"id": 6600000001, "order_id": ORDER_ID, "kind": "sale", "status": "success"}
ORDER_GID = f"gid://shopify/Order/{ORDER_ID}"


def hinted(payload: Any, topic: str) -> ChangeHinted:
    [hint] = shopify.parse_webhook(payload, topic, HEADERS, STORE, KEY).records
    assert isinstance(hint, ChangeHinted)
    return hint


@pytest.mark.parametrize(
    ("topic", "payload"),
    [
        ("orders/edited", EDIT),
        ("orders/delete", {"id": ORDER_ID}),
        ("order_transactions/create", PAYMENT),
        ("orders/create", {"id": ORDER_ID}),
        ("orders/paid", {"id": ORDER_ID, "admin_graphql_api_id": ORDER_GID}),
        ("orders/cancelled", {"id": ORDER_ID}),
        ("refunds/create", {"id": 990000000001, "order_id": ORDER_ID}),
        ("returns/approve", {"id": 1, "order": {"id": ORDER_ID}}),
        ("returns/close", {"id": 1, "order": {"admin_graphql_api_id": ORDER_GID}}),
        ("returns/cancel", {"id": 1, "order_id": ORDER_ID}),
        ("returns/reopen", {"id": 1, "admin_graphql_api_order_id": ORDER_GID}),
        ("returns/request", {"id": 1, "order": {"id": str(ORDER_ID)}}),
    ],
)
def test_the_order_that_changed_has_to_be_asked_for(topic: str, payload: Payload) -> None:
    hint = hinted(payload, topic)

    assert (hint.subject, hint.subject_id, hint.reason) == ("order", str(ORDER_ID), topic)
    assert hint.order_key == f"shopify/tea/{ORDER_ID}"
    assert hint.hinted_at == datetime(2026, 11, 20, 15, 30, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("name", "topic"),
    [
        ("orders_edited", "orders/edited"),
        ("orders_delete", "orders/delete"),
        ("order_transactions_create", "order_transactions/create"),
        ("returns_approve", "returns/approve"),
    ],
)
def test_our_samples_hint_at_their_order(name: str, topic: str) -> None:
    assert hinted(sample(f"shopify/{name}"), topic).subject_id == str(ORDER_ID)


def test_a_refund_that_is_only_an_id_cannot_be_asked_for() -> None:
    with pytest.raises(InvalidPayload, match="order_id is missing"):
        read({"id": 990000000001}, "refunds/create")


def test_a_refund_that_is_whole_is_no_hint() -> None:
    assert not isinstance(read(a_refund({11: 1}), "refunds/create").records[0], ChangeHinted)


def test_an_order_of_which_much_is_missing_is_no_hint() -> None:
    with pytest.raises(InvalidPayload):
        read({"id": ORDER_ID, "name": "#1001"}, "orders/updated")


@pytest.mark.parametrize("order_id", [820982911946154508, 820982911946154500])
@pytest.mark.parametrize(
    "topic", ["orders/edited", "orders/delete", "order_transactions/create", "refunds/create"]
)
def test_the_documented_order_is_not_asked_for(topic: str, order_id: int) -> None:
    edit = {"order_id": order_id}
    body = edit | {"id": order_id, "order_edit": edit}

    assert read(body, topic).ignored == "a test notification"


def test_the_documented_return_is_not_asked_for() -> None:
    body = {"id": 123134564567890, "order": {"id": 4783296544821}}

    assert read(body, "returns/approve").ignored == "a test notification"


def test_a_return_that_names_no_order_says_so() -> None:
    assert read({"id": 1}, "returns/update").ignored == "returns/update names no order"


@pytest.mark.parametrize(
    ("topic", "payload"),
    [
        ("orders/edited", {"order_edit": {"order_id": None}}),
        ("orders/edited", {"id": ORDER_ID}),
        ("orders/delete", {}),
        ("orders/delete", {"id": "#1001"}),
        ("orders/updated", {}),
        ("order_transactions/create", {"id": 6600000001}),
        ("returns/approve", {"id": 1, "order": "all"}),
        ("returns/approve", [1]),
        ("orders/edited", None),
    ],
)
def test_a_hint_at_nothing_is_unreadable(topic: str, payload: Any) -> None:
    with pytest.raises(InvalidPayload):
        read(payload, topic)

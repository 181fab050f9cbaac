"""Disputes as Shopify tells them: by webhooks, and with an answer about their order."""

from datetime import UTC, datetime
from typing import Any

import pytest

from commissions.clients.shopify.dispute_shape import webhook_disputes
from commissions.domain.ledger.facts import fact
from commissions.domain.orders.dispute import OrderDisputed
from commissions.platforms import InvalidPayload, ParsedWebhook, shopify
from tests.unit.platforms.shopify_builders import KEY, ORDER_ID, STORE, an_order

LOST_ON = "2026-12-20T00:00:00-05:00"


def a_dispute(**more: Any) -> dict[str, Any]:
    """A chargeback of 50.00 that has just been opened."""
    return {
        "id": 285332461850802051,
        "order_id": ORDER_ID,
        "type": "chargeback",
        "amount": "50.00",
        "currency": "USD",
        "reason": "fraudulent",
        "status": "needs_response",
        "finalized_on": None,
        "initiated_at": "2026-11-25T08:00:00-05:00",
    } | more


def told(body: Any, topic: str = "disputes/update") -> ParsedWebhook:
    return shopify.parse_webhook(body, topic, {"x-shopify-topic": topic}, STORE, KEY)


def record(**more: Any) -> OrderDisputed:
    [found] = told(a_dispute(**more)).records
    assert isinstance(found, OrderDisputed)
    return found


def test_a_lost_dispute_says_what_it_took_and_when_it_ended() -> None:
    lost = record(status="lost", finalized_on=LOST_ON)

    assert (lost.dispute_id, lost.status, lost.amount, lost.currency) == (
        "285332461850802051",
        "lost",
        50_00,
        "USD",
    )
    assert lost.finalized_on == datetime(2026, 12, 20, 5, tzinfo=UTC)
    assert lost.gives_back
    assert lost.order_key == f"shopify/tea/{ORDER_ID}"


def test_an_open_dispute_has_not_ended_and_takes_nothing() -> None:
    for status in ("needs_response", "under_review", "a_new_word"):
        opened = record(status=status, finalized_on=LOST_ON, type="inquiry")
        assert (opened.is_final, opened.gives_back, opened.finalized_on) == (False, False, None)


@pytest.mark.parametrize("status", ["won", "charge_refunded", "prevented"])
def test_what_ends_otherwise_takes_nothing(status: str) -> None:
    ended = record(status=status, finalized_on=LOST_ON)

    assert (ended.is_final, ended.gives_back) == (True, False)


def test_lost_after_open_and_won_after_lost_are_no_conflict() -> None:
    tellings = [
        record(),
        record(status="lost", finalized_on=LOST_ON),
        record(status="won", finalized_on="2026-12-29T00:00:00-05:00"),
    ]

    assert len({fact(each).fact_id for each in tellings}) == 3


def test_an_open_dispute_told_with_another_amount_is_no_conflict_and_a_lost_one_is() -> None:
    states: tuple[tuple[dict[str, str], bool], ...] = (
        ({}, False),
        ({"status": "lost", "finalized_on": LOST_ON}, True),
    )
    for state, alike in states:
        one, other = fact(record(**state)), fact(record(amount="40.00", **state))
        assert (one.fact_id == other.fact_id, one.digest == other.digest) == (alike, False)


def test_a_dispute_of_no_order_earns_nothing() -> None:
    for nobody in (None, 0):
        assert told(a_dispute(order_id=nobody)).ignored == "disputes/update names no order"
    body = a_dispute()
    del body["order_id"]
    assert told(body, "disputes/create").ignored == "disputes/create names no order"


def test_a_test_notification_is_recognised() -> None:
    assert told(a_dispute(order_id=820982911946154508)).ignored == "a test notification"


@pytest.mark.parametrize(
    ("wrong", "names"),
    [
        ({"amount": "-5.00"}, "amount is below 0"),
        ({"amount": "5.001"}, "amount"),
        ({"currency": None}, "currency"),
        ({"status": None}, "status"),
        ({"status": "lost", "finalized_on": "soon"}, "finalized_on"),
        ({"id": None}, "id"),
    ],
)
def test_what_is_not_as_promised_is_named(wrong: dict[str, Any], names: str) -> None:
    with pytest.raises(InvalidPayload, match=names):
        record(**wrong)


def test_a_webhook_without_a_time_of_its_own_is_of_the_end_or_of_the_beginning() -> None:
    assert told(a_dispute()).occurred_at == datetime(2026, 11, 25, 13, tzinfo=UTC)
    ended = told(a_dispute(status="won", finalized_on="2026-12-20"))
    assert ended.occurred_at == datetime(2026, 12, 20, tzinfo=UTC)


def in_answer(*nodes: dict[str, Any], **details: Any) -> list[OrderDisputed]:
    named = [{"id": "gid://shopify/OrderDisputeSummary/77", "initiatedAs": "CHARGEBACK", **details}]
    order = an_order() | {"disputes": webhook_disputes(named, nodes)}
    records = shopify.parse_order(order, STORE, KEY).records
    return [each for each in records if isinstance(each, OrderDisputed)]


def test_an_answer_tells_a_dispute_as_its_webhook_does() -> None:
    node = {
        "id": "gid://shopify/ShopifyPaymentsDispute/77",
        "status": "LOST",
        "finalizedOn": "2026-12-20",
        "initiatedAt": "2026-11-25T13:00:00Z",
        "amount": {"amount": "50.0", "currencyCode": "USD"},
    }

    [asked] = in_answer(node, status="LOST")

    assert asked.digest == record(id=77, status="lost", finalized_on="2026-12-20").digest


def test_an_answer_that_may_not_be_asked_further_tells_no_amount() -> None:
    [asked] = in_answer(status="LOST")

    assert (asked.dispute_id, asked.status, asked.amount) == ("77", "lost", None)
    assert asked.finalized_on is None

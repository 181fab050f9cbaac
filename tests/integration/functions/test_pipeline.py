"""The stations of an order: each works, is told twice, meets what is broken, and fails halfway."""

import json
from collections.abc import Callable
from typing import Any

import boto3
import pytest

from commissions.application.care.decide_order import record
from commissions.aws import bus
from commissions.domain.orders.decision import CANCELLED, GONE
from commissions.tables import ledger, parked, pending
from tests.support.lambdas import a_context, sqs_event
from tests.support.orders import a_decision
from tests.support.pipeline_driver import (
    TEA_ORDER,
    a_company,
    changed,
    postings,
    run,
    shopify,
    step_of,
    types,
)
from tests.support.samples import webhook_sample

Published = Callable[[], list[dict[str, Any]]]
LEADS_TO = {
    "order.placed": "order.mapped",
    "order.mapped": "sale.attributed",
    "sale.attributed": "commission.earned",
    "order.refunded": "commission.reversed",
    "order.cancelled": "commission.reversed",
    "order.disputed": "commission.reversed",
    "order.decided": "commission.reversed",
}
LATER = ("order.refunded", "order.cancelled", "order.disputed", "order.decided")
STEPS = pytest.mark.parametrize("told", LEADS_TO)
PAID = ["cara 12.00 USD", "cara 6.00 USD", "bob 3.00 USD"]


@pytest.fixture(autouse=True)
def _company(aws: None) -> None:
    a_company()


def event_of(told: str, published: Published) -> dict[str, Any]:
    """The event that a real webhook leads to, with all that went before it done."""
    shopify("orders_paid")
    if told in LATER:
        run(published)
        _later(told)
    while True:
        for event in published():
            if event["detail-type"] == told:
                return event
            if step := step_of(event["detail-type"]):
                step(sqs_event(event), a_context())


def _later(told: str) -> None:
    """What happens to the order after it was paid."""
    if told == "order.refunded":
        shopify("refunds_create", "refunds/create")
    elif told == "order.disputed":
        shopify("disputes_update", "disputes/update")
    elif told == "order.decided":
        order_id = TEA_ORDER.split("/")[-1]
        gone = a_decision(GONE, CANCELLED, minutes=300, platform_order_id=order_id)
        record([gone], now=gone.at)
    else:
        moment = "2026-11-21T10:00:00-06:00"
        cancelled = changed("orders_paid", cancelled_at=moment, updated_at=moment)
        shopify(cancelled, "orders/cancelled")


def take(told: str, *messages: Any) -> Any:
    return step_of(told)(sqs_event(*messages), a_context())


@STEPS
def test_a_step_leads_to_the_next(told: str, published: Published) -> None:
    event = event_of(told, published)

    assert take(told, event) == {"batchItemFailures": []}
    assert LEADS_TO[told] in types(published())


@STEPS
def test_a_step_told_twice_says_the_same_twice_and_posts_once(
    told: str, published: Published
) -> None:
    event = event_of(told, published)
    published()

    take(told, event, event)
    news = [each for each in published() if each["detail-type"] == LEADS_TO[told]]
    journals = len(postings(TEA_ORDER))
    take(told, event)

    assert news[0]["detail"] == news[1]["detail"]
    assert len(postings(TEA_ORDER)) == journals


@STEPS
def test_what_is_broken_goes_back_alone_and_is_logged_and_counted(
    told: str,
    published: Published,
    caplog: pytest.LogCaptureFixture,
    capsys: pytest.CaptureFixture[str],
) -> None:
    event = event_of(told, published)
    broken = event | {"detail": {"schema_version": 1, "record": {}, "trace": {}}}

    outcome = take(told, "no json", event, broken)

    failed = [failure["itemIdentifier"] for failure in outcome["batchItemFailures"]]
    assert failed == ["message-0", "message-2"]
    assert caplog.text.count("the record goes back to its queue") == 2
    assert '"RecordsFailed":[1.0,1.0]' in capsys.readouterr().out
    assert LEADS_TO[told] in types(published())


@STEPS
def test_news_that_was_lost_between_record_and_announce_is_told_when_it_comes_again(
    told: str, published: Published, monkeypatch: pytest.MonkeyPatch
) -> None:
    event = event_of(told, published)
    with monkeypatch.context() as outage:
        outage.setattr(bus, "_put", _refuse)
        outcome = take(told, event)
    journals = len(postings(TEA_ORDER))

    assert len(outcome["batchItemFailures"]) == 1
    assert take(told, event) == {"batchItemFailures": []}
    assert LEADS_TO[told] in types(published())
    assert len(postings(TEA_ORDER)) in (journals, journals + 1 if journals == 0 else journals)


def _refuse(batch: object) -> None:
    raise bus.Undelivered("1 of 1: InternalFailure")


@STEPS
def test_a_step_is_right_without_the_idempotency_table(told: str, published: Published) -> None:
    boto3.client("dynamodb").delete_table(TableName="IdempotencyTable")
    event = event_of(told, published)

    take(told, event, event)
    run(published)

    assert postings(TEA_ORDER)[0] == PAID
    assert len(postings(TEA_ORDER)) == (2 if LEADS_TO[told] == "commission.reversed" else 1)


def test_an_order_pays_its_upline_and_is_done(published: Published) -> None:
    shopify("orders_paid")
    told = run(published)

    assert types(told) == ["order.placed", "order.mapped", "sale.attributed", "commission.earned"]
    assert postings(TEA_ORDER) == [PAID]
    assert pending.oldest() is None


def test_a_partial_refund_takes_its_share_back_from_everyone(published: Published) -> None:
    shopify("orders_paid")
    run(published)
    shopify("refunds_create", "refunds/create")
    run(published)

    assert postings(TEA_ORDER)[1] == ["cara -4.00 USD", "cara -2.00 USD", "bob -1.00 USD"]


def test_a_refund_before_its_order_waits_and_is_counted_when_the_order_comes(
    published: Published,
) -> None:
    shopify("refunds_create", "refunds/create")
    run(published)
    [waiting] = parked.all_entries()
    shopify("orders_paid")
    run(published)

    assert waiting.reason == "no_order"
    assert postings(TEA_ORDER) == [["cara 8.00 USD", "cara 4.00 USD", "bob 2.00 USD"]]
    assert list(parked.all_entries()) == []
    assert pending.oldest() is None


def test_an_unpaid_order_is_a_fact_and_pays_nothing_until_it_is_paid(published: Published) -> None:
    shopify(changed("orders_paid", financial_status="pending"), "orders/create")
    run(published)
    unpaid = postings(TEA_ORDER)
    shopify(changed("orders_paid", updated_at="2026-11-20T09:31:00-06:00"))
    run(published)

    assert unpaid == []
    assert postings(TEA_ORDER) == [PAID]
    assert len(ledger.read(TEA_ORDER).rows) == 4  # two snapshots, the lock and the match


def test_a_cancelled_order_gives_everything_back(published: Published) -> None:
    take("order.cancelled", event_of("order.cancelled", published))
    run(published)

    assert postings(TEA_ORDER)[1:] == [["cara -12.00 USD", "cara -6.00 USD", "bob -3.00 USD"]]


def test_a_fact_that_is_told_with_another_content_is_parked_for_a_person(
    published: Published,
) -> None:
    shopify("orders_paid")
    shopify("refunds_create", "refunds/create")
    run(published)
    body = json.loads(webhook_sample("shopify/refunds_create"))
    body["refund_line_items"][0]["quantity"] += 1
    shopify(json.dumps(body).encode(), "refunds/create")
    run(published)

    assert [entry.reason for entry in parked.all_entries()] == ["conflict"]
    assert postings(TEA_ORDER) == [["cara 8.00 USD", "cara 4.00 USD", "bob 2.00 USD"]]


def test_a_test_order_never_earns_and_its_refund_finds_it(published: Published) -> None:
    shopify(changed("orders_paid", test=True))
    shopify("refunds_create", "refunds/create")
    run(published)

    assert postings(TEA_ORDER) == []
    assert list(parked.all_entries()) == []

"""What waits for a person goes when the store has put it right, and told the order again."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from commissions.application.ingest.accept import accept
from commissions.domain.orders.canonical import canonical
from commissions.domain.orders.order import OrderPlaced, Referral
from commissions.platforms import ParsedWebhook
from commissions.tables import inbox, parked, pending
from functions.care import sweep
from tests.support.lambdas import a_context
from tests.support.orders import NOON, an_item, an_order
from tests.support.pipeline_driver import Published, a_company, postings, run, value

KEY = "shopify/tea/1001"
TEA = an_item(unit_price=100_00)
WRONG: dict[str, dict[str, Any]] = {
    "does_not_reconcile": {"total": 150_00},
    "received_short": {"received": 50_00},
    "refunded_without_refund": {
        "flags": ("refunded_without_refund",),
        "status": "partially_refunded",
    },
    "due_though_done": {
        "flags": ("due_though_done",),
        "status": "partially_paid",
        "received": 50_00,
    },
    "negative_line": {"items": (TEA, an_item("2", net=-20_00, sku="")), "total": 80_00},
    "no_referrer": {"flags": ("referral_unusable",), "distributor_ref": ""},
}


@pytest.fixture(autouse=True)
def _company(aws: None) -> None:
    a_company()
    value("TEA")


def an_order_as_told(minutes: int, **fields: Any) -> OrderPlaced:
    return replace(an_order(TEA, minutes=minutes), **{"distributor_ref": "CARA-7"} | fields)


def tell(published: Published, order: OrderPlaced) -> None:
    reading = ParsedWebhook(topic="t", records=(order,), occurred_at=order.updated_at)
    accept("shopify", "tea", canonical(order).encode(), reading, received_at=datetime.now(UTC))
    run(published)
    sweep.handler({}, a_context())
    run(published)


def waiting() -> list[str]:
    return [entry.reason for entry in parked.all_entries()]


@pytest.mark.parametrize("reason", WRONG)
def test_a_snapshot_goes_that_its_store_has_put_right(reason: str, published: Published) -> None:
    tell(published, an_order_as_told(0, **WRONG[reason]))
    [entry] = parked.all_entries()
    tell(published, an_order_as_told(60))

    item = inbox.find(entry.inbox)
    assert item is not None
    assert (entry.reason, waiting(), pending.oldest()) == (reason, [], None)
    assert (item.state, item.note) == (
        "ignored",
        "the store has told the order again since, as of 2026-11-20T13:00:00.000000Z",
    )
    assert len(postings(KEY)) == 1


@pytest.mark.parametrize("reason", ["does_not_reconcile", "negative_line"])
def test_clean_figures_of_the_very_moment_end_it_if_they_came_later(
    reason: str, published: Published
) -> None:
    """Shops save an order in several steps of one second, and mend some things without a date."""
    tell(published, an_order_as_told(0, **WRONG[reason]))
    assert waiting() == [reason]

    tell(published, an_order_as_told(0))

    assert (waiting(), len(postings(KEY))) == ([], 1)


def test_of_one_moment_what_came_first_takes_nothing_off(published: Published) -> None:
    tell(published, an_order_as_told(0))
    tell(published, an_order_as_told(0, **WRONG["does_not_reconcile"]))

    assert waiting() == ["does_not_reconcile"]


def test_a_doubt_about_payments_is_not_ended_by_a_telling_of_the_very_moment(
    published: Published,
) -> None:
    """What a store answers tells of the money; what it sends may not."""
    tell(published, an_order_as_told(0, **WRONG["received_short"]))
    tell(published, an_order_as_told(0))

    assert waiting() == ["received_short"]


def test_what_alone_says_that_the_order_was_paid_waits_on(published: Published) -> None:
    """Where it were struck off, nobody would see that the order earns nothing."""
    tell(published, an_order_as_told(0, **WRONG["does_not_reconcile"]))
    tell(published, an_order_as_told(60, status="partially_paid", unpaid=20_00))
    assert waiting() == ["does_not_reconcile"]

    payment = an_order_as_told(90, word="payment")
    tell(published, payment)
    assert waiting() == ["does_not_reconcile"]

    tell(published, replace(payment, updated_at=NOON + timedelta(hours=2), received=100_00))
    assert waiting() == []


def test_what_is_told_late_takes_nothing_off(published: Published) -> None:
    tell(published, an_order_as_told(0))
    tell(published, an_order_as_told(60, **WRONG["received_short"]))
    tell(published, an_order_as_told(30))

    assert waiting() == ["received_short"]


TYPO = (Referral("landing_site", "TYPO-1", forgeable=True),)
CARAS = (Referral("discount_code", "CARA-7", forgeable=False),)


def test_an_old_snapshot_with_a_typo_goes_when_the_store_has_mended_it(
    published: Published,
) -> None:
    tell(published, an_order_as_told(0, referrals=TYPO))
    assert waiting() == ["unknown_referrer"]
    tell(published, an_order_as_told(60, referrals=CARAS))

    assert (waiting(), len(postings(KEY))) == ([], 1)


def test_a_typo_waits_on_while_nobody_has_the_sale(published: Published) -> None:
    tell(published, an_order_as_told(0, referrals=TYPO))
    tell(published, an_order_as_told(60))

    assert waiting() == ["unknown_referrer"]

import re
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from commissions.application.queries.order_story import OrderStory
from commissions.domain.ledger.facts import fact
from commissions.domain.orders.decision import CANCELLED, GONE, OrderDecided
from commissions.domain.orders.refund import RefundItem
from commissions.platforms.bigcommerce import name as bigcommerce
from commissions.platforms.magento import name as magento
from commissions.platforms.orders_api import name as orders_api
from commissions.platforms.shopify import name as shopify
from commissions.platforms.woocommerce import name as woocommerce
from commissions.tables.ledger import FactRow
from tests.support.order_stories import REFUND, a_story, a_waiting_story, a_webhook
from tests.support.settled_orders import KEY, PLACED, a_refund, an_order
from tests.unit.tools.screens import rendered
from tools.cli import order_view, received


def test_the_story_begins_with_what_the_order_is() -> None:
    heading = rendered(order_view.heading(a_story()))

    assert heading.splitlines() == [
        "Order shopify/tea/1001  paid",
        "placed 2026-11-20 09:30:00 UTC, 1 line, 100.00 USD net of discounts, tax and shipping",
        "credited to cat (through the discount code), bought by a retail customer; "
        "plan demo version 1",
    ]


def test_webhooks_facts_awards_and_postings_follow() -> None:
    seen = rendered(order_view.screen(a_story(REFUND)))

    assert "├── 09:30:00.000  orders/paid  done  inbox " in seen
    assert "│   ├── order, paid: 1 line, 100.00 USD in all" in seen
    assert "│   └── locked: upline cat < bob; plan demo v1" in seen
    assert "    └── refund 93: 1 of line 11" in seen
    assert "levels, level 2, bob: not paid, inactive as of the sale" in seen
    assert re.search(r"commission_payable:cat +-6.00 USD\n", seen)
    assert "the chain of hashes is intact" in seen
    assert "Why? commissions explain shopify/tea/1001/2/0" in seen


def test_a_parked_order_shows_what_it_is_and_what_to_do() -> None:
    seen = rendered(order_view.screen(a_waiting_story()))

    assert "Order shopify/tea/1001  paid, parked" in seen
    assert "order, paid: 1 line, 100.00 USD in all" in seen
    assert "NEW has no value in the SKU map (unmapped_sku)\n  Add the SKU." in seen


@pytest.mark.parametrize(
    ("platform", "when"),
    [
        (shopify.NAME, "when its payment is captured, or it is marked as paid"),
        (woocommerce.NAME, "with cash on delivery when it is completed"),
        (magento.NAME, "when it is invoiced and nothing is due any more"),
        (bigcommerce.NAME, "paid_when in stores.yaml names the statuses that count"),
        (orders_api.NAME, "when its system sends it as paid"),
    ],
)
def test_an_order_that_nobody_paid_for_yet_says_when_it_earns(platform: str, when: str) -> None:
    unpaid = replace(an_order(status="authorized"), platform=platform)
    story = OrderStory(
        order_key=unpaid.order_key,
        rows=[FactRow(fact(unpaid), "i", PLACED)],
        webhooks=(),
        journals=(),
        parked=(),
    )

    seen = " ".join(rendered(order_view.heading(story)).split())

    assert "authorized placed" in seen
    assert "earns nothing yet: it earns when" in seen
    assert when in seen
    assert order_view.answer(story)["awaits_payment"]
    assert "earns nothing yet" not in rendered(order_view.heading(a_story()))


def test_a_refund_of_money_alone_says_how_much_of_which_line() -> None:
    back = replace(a_refund(), items=(RefundItem("11", Decimal(0), amount=1_250),))

    assert received.fact_text(back).plain == "refund 93: 12.50 USD of line 11"


def test_a_refund_says_units_money_and_what_they_gave_back_of_the_net() -> None:
    back = replace(a_refund(), items=(RefundItem("11", Decimal(1), amount=300, worth=2_000),))

    assert received.fact_text(back).plain == (
        "refund 93: 1 and 3.00 USD of line 11, for 20.00 USD of its net"
    )


def test_a_refund_that_the_store_lists_no_more_is_told_as_taken_back() -> None:
    story = a_story(REFUND)
    without = an_order(updated_at=PLACED + timedelta(days=3), refund_ids=())
    rows = [*story.rows, FactRow(fact(without), story.webhooks[0].id, PLACED)]

    gone = "refund 93: 1 of line 11; taken back: the store does not list it any more"
    assert gone not in rendered(order_view.screen(story))
    assert gone in rendered(order_view.screen(replace(story, rows=rows)))


def test_a_refund_before_its_order_says_that_the_order_is_missing() -> None:
    webhook = a_webhook("refunds/create", REFUND)
    early = OrderStory(
        order_key=KEY,
        rows=[FactRow(fact(REFUND), webhook.id, PLACED)],
        webhooks=[webhook],
        journals=(),
        parked=(),
    )

    assert "the order itself has not been told yet" in rendered(order_view.screen(early))


def test_the_latest_snapshot_is_the_order() -> None:
    earlier = a_story()
    later = an_order(updated_at=PLACED + timedelta(hours=1), status="refunded")
    rows = [*earlier.rows, FactRow(fact(later), earlier.webhooks[0].id, PLACED)]

    seen = OrderStory(order_key=KEY, rows=rows, webhooks=earlier.webhooks, journals=(), parked=())

    assert "  refunded" in rendered(order_view.heading(seen))


def test_an_order_that_counts_as_gone_is_not_called_paid() -> None:
    story = a_story()
    said = OrderDecided(
        platform="shopify",
        store_id="tea",
        platform_order_id="1001",
        decision_id="d1",
        about=GONE,
        answer=CANCELLED,
        by="pat",
        at=PLACED + timedelta(days=1),
        why="deleted rightly",
    )
    rows = [*story.rows, FactRow(fact(said), "i", PLACED)]

    told = rendered(order_view.heading(replace(story, rows=rows)))

    assert "  gone from the store, cancelled" in told


def test_machines_get_all_of_it() -> None:
    answer = order_view.answer(a_story(REFUND))

    assert [each["topic"] for each in answer["webhooks"]] == ["orders/paid", "refunds/create"]
    assert [each["kind"] for each in answer["facts"]] == ["lock", "order", "refund"]
    assert [each["stands"] for each in answer["awards"]] == [1200, 600, 0]
    assert answer["chain_broken_at"] == ""
    assert len(answer["journals"]) == 2


def test_no_line_is_wider_than_the_page() -> None:
    for each in (a_story(REFUND), a_waiting_story()):
        assert max(map(len, rendered(order_view.screen(each)).splitlines())) <= 100

import re
from datetime import timedelta

from commissions.domain.facts import fact
from commissions.domain.order import OrderRefunded
from commissions.tables.inbox import DONE, PARKED, InboxItem
from commissions.tables.ledger import FactRow
from commissions.tables.parked import ParkedEntry
from tests.unit.tools.stories import KEY, PLACED, a_refund, an_order, locked, settled, shown
from tools.cli import order_view
from tools.cli.order_view import OrderStory

ORDER, REFUND = an_order(), a_refund()
LOCK = locked(ORDER, "cat < bob (inactive)")


def a_webhook(topic: str, *records: object, state: str = DONE) -> InboxItem:
    return InboxItem(
        id=f"shopify#tea#{topic}#{topic.encode().hex():0<64}",
        platform="shopify",
        store_id="tea",
        topic=topic,
        received_at=PLACED,
        told_at=PLACED,
        records=tuple(records),  # type: ignore[arg-type]
        state=state,
    )


def told(*refunds: OrderRefunded) -> OrderStory:
    placed = a_webhook("orders/paid", ORDER)
    returned = a_webhook("refunds/create", *refunds)
    rows = [FactRow(fact(each), placed.id, PLACED) for each in (LOCK, ORDER)]
    return OrderStory(
        order_key=KEY,
        rows=rows + [FactRow(fact(each), returned.id, PLACED) for each in refunds],
        webhooks=[placed, returned] if refunds else [placed],
        journals=settled((ORDER, LOCK), *((each,) for each in refunds)),
        parked=(),
    )


def waiting() -> OrderStory:
    entry = ParkedEntry(
        waits_for="sku/tea/NEW",
        record_key=ORDER.key,
        order_key=KEY,
        reason="unmapped_sku",
        detail="NEW has no value in the SKU map",
        advice="Add the SKU.",
        inbox="i",
        since=PLACED,
        tried_at=PLACED,
    )
    webhook = a_webhook("orders/paid", ORDER, state=PARKED)
    return OrderStory(order_key=KEY, rows=(), webhooks=[webhook], journals=(), parked=[entry])


def test_the_story_begins_with_what_the_order_is() -> None:
    heading = shown(order_view.heading(told()))

    assert heading.splitlines() == [
        "Order shopify/tea/1001  paid",
        "placed 2026-11-20 09:30:00 UTC, 1 line, 100.00 USD net of discounts, tax and shipping",
        "credited to cat (through the discount code), bought by a retail customer; "
        "plan demo version 1",
    ]


def test_webhooks_facts_awards_and_postings_follow() -> None:
    seen = shown(order_view.screen(told(REFUND)))

    assert "├── 09:30:00.000  orders/paid  done  inbox " in seen
    assert "│   ├── order, paid: 1 line, 100.00 USD in all" in seen
    assert "│   └── locked: upline cat < bob; plan demo v1" in seen
    assert "    └── refund 93: 1 of line 11" in seen
    assert "levels, level 2, bob: not paid, inactive as of the sale" in seen
    assert re.search(r"commission_payable:cat +-6.00 USD\n", seen)
    assert "the chain of hashes is intact" in seen
    assert "Why? commissions explain shopify/tea/1001/2/0" in seen


def test_a_parked_order_shows_what_it_is_and_what_to_do() -> None:
    seen = shown(order_view.screen(waiting()))

    assert "Order shopify/tea/1001  paid, parked" in seen
    assert "order, paid: 1 line, 100.00 USD in all" in seen
    assert "NEW has no value in the SKU map (unmapped_sku)\n  Add the SKU." in seen


def test_a_refund_before_its_order_says_that_the_order_is_missing() -> None:
    webhook = a_webhook("refunds/create", REFUND)
    early = OrderStory(
        order_key=KEY,
        rows=[FactRow(fact(REFUND), webhook.id, PLACED)],
        webhooks=[webhook],
        journals=(),
        parked=(),
    )

    assert "the order itself has not been told yet" in shown(order_view.screen(early))


def test_the_latest_snapshot_is_the_order() -> None:
    earlier = told()
    later = an_order(updated_at=PLACED + timedelta(hours=1), status="refunded")
    rows = [*earlier.rows, FactRow(fact(later), earlier.webhooks[0].id, PLACED)]

    seen = OrderStory(order_key=KEY, rows=rows, webhooks=earlier.webhooks, journals=(), parked=())

    assert "  refunded" in shown(order_view.heading(seen))


def test_machines_get_all_of_it() -> None:
    answer = order_view.answer(told(REFUND))

    assert [each["topic"] for each in answer["webhooks"]] == ["orders/paid", "refunds/create"]
    assert [each["kind"] for each in answer["facts"]] == ["lock", "order", "refund"]
    assert [each["stands"] for each in answer["awards"]] == [1200, 600, 0]
    assert answer["chain_broken_at"] == ""
    assert len(answer["journals"]) == 2


def test_no_line_is_wider_than_the_page() -> None:
    for each in (told(REFUND), waiting()):
        assert max(map(len, shown(order_view.screen(each)).splitlines())) <= 100

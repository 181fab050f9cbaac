"""Nothing is lost: what is parked goes on when it can, what is pending is told again."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import boto3
import pytest

from commissions.application.care.sweep import sweep as swept
from commissions.application.pipeline.release import dismiss, replay
from commissions.application.pipeline.release import release as let_go_on
from commissions.aws import bus
from commissions.domain.orders.order import OrderPlaced
from commissions.domain.people.upline import RETAIL
from commissions.tables import genealogy, inbox, members, parked, pending
from commissions.tables.inbox import InboxItem
from functions.care import guard, release, sweep
from tests.support.lambdas import a_context, sqs_event, stream_event
from tests.support.orders import an_order
from tests.support.pipeline_driver import (
    TEA_ORDER,
    a_company,
    changed,
    enrol,
    open_store,
    postings,
    run,
    shopify,
    step_of,
    types,
    value,
)
from tests.support.samples import webhook_sample

Published = Callable[[], list[dict[str, Any]]]

MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def _company(aws: None) -> None:
    a_company()


def came(table: str, key: dict[str, str]) -> None:
    """Brings a new item of a table to the release, as its stream does."""
    typed = {name: {"S": text} for name, text in key.items()}
    item = boto3.client("dynamodb").get_item(TableName=table, Key=typed)["Item"]
    release.handler(stream_event(item), a_context())


def reasons() -> list[str]:
    return [entry.reason for entry in parked.all_entries()]


def order_with(sku: str) -> bytes:
    order = json.loads(webhook_sample("shopify/orders_paid"))
    for line in order["line_items"]:
        line |= {"sku": sku, "variant_id": None}
    return json.dumps(order).encode()


def off_by_eleven() -> bytes:
    total = {"shop_money": {"amount": "99.99", "currency_code": "USD"}}
    return changed("orders_paid", total_price="99.99", total_price_set=total)


def test_an_unmapped_sku_parks_the_order_until_it_is_mapped(published: Published) -> None:
    shopify(order_with("TEA-NEW"))
    told = run(published)
    waiting = reasons()
    value("TEA-NEW")
    came("SkusTable", {"sku": "tea/TEA-NEW"})
    run(published)

    assert (types(told), waiting) == (["order.placed", "order.parked"], ["unmapped_sku"])
    assert len(postings(TEA_ORDER)) == 1
    assert reasons() == []


def test_a_parked_order_is_not_pending(published: Published) -> None:
    shopify(order_with("TEA-NEW"))
    run(published)

    assert pending.oldest() is None


def test_a_release_that_finds_nothing_better_leaves_it_parked_since_when_it_was(
    published: Published,
) -> None:
    shopify(order_with("TEA-NEW"))
    run(published)
    [before] = parked.all_entries()
    let_go_on(before)
    run(published)
    [after] = parked.all_entries()

    assert after.since == before.since
    assert after.tries > before.tries


def test_an_unknown_referrer_parks_the_order_until_somebody_has_the_code(
    published: Published,
) -> None:
    shopify(changed("orders_paid", discount_codes=[], landing_site="/?ref=ZOE-7"))
    run(published)
    waiting = reasons()
    enrol("zoe")
    came("MembersTable", {"id": "code/ZOE-7"})
    run(published)

    assert waiting == ["unknown_referrer"]
    assert postings(TEA_ORDER)[0][0] == "zoe 12.00 USD"


def test_a_discount_code_that_nobody_has_is_no_referral(published: Published) -> None:
    codes = [{"code": "SUMMER", "amount": "8.40", "type": "percentage"}]
    shopify(changed("orders_paid", discount_codes=codes, landing_site="/"))
    run(published)

    assert reasons() == []
    assert postings(TEA_ORDER) == [[" 0.00 USD", " 0.00 USD"]]


def test_an_order_that_does_not_add_up_waits_for_a_person_who_can_accept_it(
    published: Published,
) -> None:
    shopify(off_by_eleven())
    run(published)
    [entry] = parked.all_entries()
    let_go_on(entry, accepted=("amounts",))
    run(published)

    assert (entry.reason, entry.detail) == (
        "does_not_reconcile",
        "lines, shipping, tax and the rest are -11.44 USD off the total",
    )
    assert len(postings(TEA_ORDER)) == 1
    assert reasons() == []


def test_what_was_accepted_stays_so_when_the_webhook_is_told_again(published: Published) -> None:
    shopify(off_by_eleven())
    run(published)
    [entry] = parked.all_entries()
    let_go_on(entry, accepted=("amounts",))
    run(published)
    item = inbox.find(entry.inbox)
    assert item
    replay(item)
    run(published)

    assert reasons() == []
    assert len(postings(TEA_ORDER)) == 1


def test_a_dismissed_order_is_over(published: Published) -> None:
    shopify(off_by_eleven())
    run(published)
    [entry] = parked.all_entries()
    dismiss(entry)

    assert (reasons(), pending.oldest(), postings(TEA_ORDER)) == ([], None, [])


def test_an_order_in_a_currency_without_a_rate_waits_for_it(published: Published) -> None:
    shopify(webhook_sample("shopify/orders_paid").replace(b'"USD"', b'"EUR"'))
    run(published)

    assert [entry.waits_for for entry in parked.all_entries()] == ["rate/EUR/USD"]


def test_what_has_been_pending_too_long_is_told_again(published: Published) -> None:
    shopify("orders_paid")
    published()  # and so it is lost on its way

    assert swept(now=datetime.now(UTC) + 6 * MINUTE)["replayed"] == 1
    run(published)
    assert len(postings(TEA_ORDER)) == 1


def test_what_fails_every_time_is_told_again_ever_more_rarely(published: Published) -> None:
    shopify("orders_paid")
    told = datetime.now(UTC)
    after = [6, 15, 17, 36, 38]

    replayed = [swept(now=told + n * MINUTE)["replayed"] for n in after]

    assert replayed == [1, 0, 1, 0, 1]


def test_a_thousand_that_fail_every_time_hide_none_that_was_lost(published: Published) -> None:
    """They were received before it, and each waits for its next try."""
    now = datetime.now(UTC)
    day = timedelta(days=1)
    poisoned = [
        InboxItem(
            id=inbox.item_id("shopify", "tea", "orders/paid", f"poison {number}".encode()),
            platform="shopify",
            store_id="tea",
            topic="orders/paid",
            received_at=now - day,
            occurred_at=now - day,
            records=(an_order(platform_order_id=str(number)),),
        )
        for number in range(1_000)
    ]
    for each in poisoned:
        inbox.put(each)
        pending.mark_swept(each, now + day)
    shopify("orders_paid")
    published()  # and so it is lost on its way

    assert swept(now=now + 6 * MINUTE)["replayed"] == 1
    run(published)
    assert len(postings(TEA_ORDER)) == 1


def test_an_order_from_before_its_buyer_was_placed_is_told_by_its_referral(
    published: Published,
) -> None:
    open_store(mode="buyer_in_tree")
    shopify("orders_paid")
    run(published)
    earlier = "2026-11-01T09:30:00-06:00"
    shopify(changed("orders_paid", id=42, processed_at=earlier, created_at=earlier))
    run(published)

    assert reasons() == []
    assert len(postings("shopify/tea/42")) == 1


def test_what_is_on_its_way_is_left_alone(published: Published) -> None:
    shopify("orders_paid")

    nothing = {"asked": 0, "replayed": 0, "released": 0}

    assert sweep.handler({}, a_context()) == nothing


def test_the_sweep_tries_a_parked_order_again_by_and_by(published: Published) -> None:
    shopify(order_with("TEA-NEW"))
    run(published)
    value("TEA-NEW")  # and its stream never told

    assert swept(now=datetime.now(UTC) + 16 * MINUTE)["released"] == 1
    run(published)
    assert len(postings(TEA_ORDER)) == 1


def test_the_ledger_being_changed_is_noticed(capsys: pytest.CaptureFixture[str]) -> None:
    guard.handler(stream_event({"order_key": {"S": "x"}}, name="REMOVE"), a_context())

    assert '"LedgerTampered":[1.0]' in capsys.readouterr().out


def test_a_buyer_in_the_tree_is_placed_under_the_inviter_first_as_a_customer(
    published: Published,
) -> None:
    open_store(mode="buyer_in_tree")
    shopify("orders_paid")
    [placed] = published()
    step_of("order.placed")(sqs_event(placed), a_context())
    run(published)

    order = bus.decode_event(OrderPlaced, placed["detail"]).record
    buyer, kind = members.of_customer("tea", order.customer)
    line = genealogy.line(buyer, datetime.now(UTC))
    assert (buyer[:2], kind) == ("c-", RETAIL)
    assert [each.member for each in line] == [buyer, "cara", "bob", "ann"]
    assert postings(TEA_ORDER) == [["cara 12.00 USD", "cara 6.00 USD", "bob 3.00 USD"]]

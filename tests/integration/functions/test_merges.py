"""Two customers whom the store makes one: told by its webhook, over the tables, in any order."""

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import boto3
import pytest
from rich.console import Console

from commissions.application.care.customers_moved import HandOver, customers_moved
from commissions.application.pipeline.say_to_customers import told_to_later_orders
from commissions.application.pipeline.settle import settle
from commissions.application.queries import customer_story
from commissions.application.queries.order_reference import parse_order
from commissions.application.queries.seen_histories import SeenHistories
from commissions.application.reconciliation.run import reconcile
from commissions.audit.findings import ATTRIBUTIONS
from commissions.aws import secrets
from commissions.domain.people.attribution_override import CUSTOMER
from commissions.domain.people.customer_merge import CustomersMerged
from commissions.domain.people.privacy import CUSTOMER_ERASURE, PrivacyAsked
from commissions.domain.sales.attribution_history import HistoryPlace
from commissions.domain.sales.carried_attribution import customer_history
from commissions.domain.sales.customer_place import CustomerPlace
from commissions.domain.stores.store import LIFETIME, Policies
from commissions.platforms import customer_hash
from commissions.tables import (
    attribution_history,
    audit_histories,
    customer_places,
    ledger,
    members,
    parked,
    stores,
)
from functions.pipeline import reverse
from tests.support.attribution_stories import a_word
from tests.support.dynamodb_calls import round_trips
from tests.support.lambdas import a_context, sqs_event
from tests.support.pipeline_driver import a_company, changed, run, shopify, types
from tools.cli import customers_view

Published = Callable[[], list[dict[str, Any]]]
REMEMBERED = Policies(remember_referrer=LIFETIME, late_referral_hours=72)
KEPT, GONE = 7700000000001, 7700000000002
CARA, BOB, NONE = [{"code": "CARA-7"}], [{"code": "BOB-7"}], list[Any]()


def hashed(customer: int) -> str:
    return customer_hash("tea", str(customer), secrets.secrets(stores.get("tea")).customer_key)


def history(customer: int) -> str:
    return customer_history("tea", hashed(customer))


def sell(number: int, day: int, customer: int, codes: list[Any]) -> str:
    moment = f"2026-11-{day:02}T10:00:00Z"
    told: dict[str, Any] = {"created_at": moment, "processed_at": moment, "updated_at": moment}
    order_id = 5501000001000 + number
    told |= {"id": order_id, "discount_codes": codes, "landing_site": "/"}
    shopify(changed("orders_paid", customer={"id": customer}, **told))
    return f"shopify/tea/{order_id}"


def merge(day: int = 10, **fields: Any) -> None:
    sent_at = f"2026-11-{day:02}T00:00:00Z"
    body = changed("customers_merge", **fields)
    found = shopify(body, "customers/merge", **{"X-Shopify-Triggered-At": sent_at})
    assert found.status == 200


def seller(order_key: str) -> str:
    return ledger.read(order_key).journals[-1].context.seller


def entries() -> list[str]:
    items = boto3.client("dynamodb").scan(TableName="AttributionHistoryTable")["Items"]
    return sorted(item["entry"]["S"] for item in items)


@pytest.fixture(autouse=True)
def _company(aws: None) -> None:
    a_company(policies=REMEMBERED)


def test_orders_that_came_before_the_merge_was_told_are_told_of_it(published: Published) -> None:
    sell(1, 2, GONE, CARA)
    before, after = sell(2, 5, KEPT, NONE), sell(3, 20, KEPT, NONE)
    run(published)
    assert (seller(before), seller(after)) == ("", "")
    merge(status="failed")
    merge()
    told = run(published)

    assert types(told).count("customers.merged") == 1
    assert types(told).count("attribution.carried") == 1
    assert (seller(before), seller(after)) == ("", "cara")
    later = sell(4, 21, KEPT, NONE)
    run(published)
    assert seller(later) == "cara"
    merge()
    assert run(published) == []


def test_a_late_order_of_who_is_gone_is_heard_and_two_peoples_customers_are_listed(
    published: Published,
) -> None:
    merge()
    after = sell(3, 20, KEPT, NONE)
    sell(2, 5, KEPT, BOB)
    run(published)
    assert seller(after) == "bob"
    sell(1, 2, GONE, CARA)
    run(published)

    assert seller(after) == "cara"
    [listed] = parked.all_entries()
    assert (listed.reason, listed.order_key) == ("merged_links_differ", after)


def test_killed_halfway_a_merge_is_told_when_its_message_comes_again(
    published: Published, monkeypatch: pytest.MonkeyPatch
) -> None:
    sell(1, 2, GONE, CARA)
    after = sell(3, 20, KEPT, NONE)
    run(published)
    merge()
    [event] = published()
    for step in ("put_alias", "_places_from"):
        with monkeypatch.context() as killed:
            killed.setattr(attribution_history, step, _killed)
            assert reverse.handler(sqs_event(event), a_context())["batchItemFailures"]
    assert seller(after) == ""
    reverse.handler(sqs_event(event), a_context())
    run(published)

    assert seller(after) == "cara"


def _killed(*_: Any) -> None:
    raise RuntimeError("killed")


def test_a_merge_costs_its_customers_orders_one_query_more(published: Published) -> None:
    sell(1, 2, GONE, CARA)
    merge()
    run(published)
    place = HistoryPlace(datetime(2026, 11, 20, tzinfo=UTC), "shopify/tea/9")

    with round_trips() as calls:
        [said] = attribution_history.said(history(KEPT), place)
    assert (calls, said.seller) == (["Query", "Query"], "cara")
    with round_trips() as calls:
        attribution_history.since(history(GONE), said)
    assert calls == ["Query", "Query"]


def test_a_preview_follows_merges_as_the_tables_do_and_writes_nothing(
    published: Published,
) -> None:
    first, after = sell(1, 2, GONE, CARA), sell(3, 20, KEPT, NONE)
    merge()
    run(published)
    place = HistoryPlace(datetime(2026, 11, 25, tzinfo=UTC), "shopify/tea/9")
    facts, before = ledger.read(first).facts, entries()

    told = [*told_to_later_orders(facts, SeenHistories())]
    seen = SeenHistories().said(history(KEPT), place)
    assert [(each.order_key, each.carried.seller) for each in told] == [(after, "cara")]
    assert entries() == before
    assert told == [*told_to_later_orders(facts, attribution_history)]
    assert seen == attribution_history.said(history(KEPT), place)


def test_what_is_decided_of_who_is_gone_holds_for_the_kept_customer_from_the_merge_on(
    published: Published,
) -> None:
    first, before, after = sell(1, 2, GONE, CARA), sell(2, 5, KEPT, NONE), sell(3, 20, KEPT, NONE)
    merge()
    run(published)
    word = replace(a_word("ann", "o-1", scope=CUSTOMER), platform_order_id=first.split("/")[2])
    settle(first, [word], inbox="word", now=datetime.now(UTC))
    facts = ledger.read(first).facts
    told = [*told_to_later_orders(facts, attribution_history)]

    assert after in {each.order_key for each in told if each.carried.seller == "ann"}
    assert before not in {each.order_key for each in told}
    later = sell(4, 21, KEPT, NONE)
    run(published)
    assert seller(later) == "ann"


@pytest.mark.parametrize(
    ("of_kept", "of_gone", "given"), [(BOB, CARA, 0), (NONE, CARA, 1), (CARA, BOB, 1)]
)
def test_who_by_a_merge_is_anothers_customer_is_not_handed_over(
    of_kept: list[Any], of_gone: list[Any], given: int, published: Published
) -> None:
    sell(1, 2, KEPT, of_kept)
    sell(2, 3, GONE, of_gone)
    run(published)
    asked = HandOver(from_member="cara", to_member="ann", since=datetime(2026, 11, 12, tzinfo=UTC))
    assert len(customers_moved(asked, datetime.now(UTC))) == 1
    merge()
    run(published)

    assert len(customers_moved(asked, datetime.now(UTC))) == given


def test_what_is_said_of_a_merged_customer_is_shown_of_the_kept_one(published: Published) -> None:
    sell(1, 2, GONE, CARA)
    order = sell(3, 20, KEPT, NONE)
    merge()
    run(published)
    shown = customer_story.of_order(parse_order(order))

    assert shown.binding
    assert (shown.binding.seller, shown.orders) == ("cara", 1)
    assert "of a customer merged on 2026-11-10: named cara" in rendered(shown)


def rendered(shown: customer_story.CustomerHistory) -> str:
    console = Console(file=io.StringIO(), width=200, record=True)
    console.print(customers_view.history(shown))
    return console.export_text()


def test_the_nightly_look_at_customers_finds_nothing_of_merged_ones(published: Published) -> None:
    sell(1, 2, GONE, CARA)
    sell(2, 5, KEPT, BOB)
    sell(3, 20, KEPT, NONE)
    merge()
    run(published)

    for day in (2, 5, 20):
        report = reconcile(date(2026, 11, day), now=datetime.now(UTC) + timedelta(hours=1))
        assert [each for each in report.findings if each.check == ATTRIBUTIONS] == []
    kept = audit_histories.kept_history(history(KEPT), datetime.now(UTC))
    assert len(kept.said) == 1


def asked(customer: int, day: int = 25) -> PrivacyAsked:
    return PrivacyAsked(
        platform="shopify",
        store_id="tea",
        kind=CUSTOMER_ERASURE,
        asked_at=datetime(2026, 11, day, tzinfo=UTC),
        customer=hashed(customer),
    )


@pytest.mark.parametrize("customer", [KEPT, GONE])
def test_both_sides_of_a_merge_are_erased_and_not_built_again(
    customer: int, published: Published
) -> None:
    from commissions.application.care import erasure

    members.link_customer("tea", hashed(GONE), "ann", "participant")
    placed = [CustomerPlace("cara", datetime(2026, 11, 2, tzinfo=UTC))]
    customer_places.keep("tea", hashed(KEPT), placed)
    sell(1, 2, GONE, NONE)
    sell(2, 3, KEPT, BOB)
    merge()
    run(published)
    assert len([each for each in entries() if "!" in each]) == 2
    erasure.act(asked(customer), received_at=datetime.now(UTC), now=datetime.now(UTC))

    assert entries() == ["said#!erased", "said#!erased"]
    assert members.of_customer("tea", hashed(GONE)) == ("", "")
    assert members.of_customer("tea", hashed(KEPT)) == ("", "")
    again = CustomersMerged(
        platform="shopify",
        store_id="tea",
        kept=hashed(KEPT),
        gone=hashed(GONE),
        merged_at=datetime(2026, 11, 10, tzinfo=UTC),
    )
    kept, gone = history(KEPT), history(GONE)
    assert attribution_history.merge(kept, gone, again.merged_at) == []
    sell(1, 2, GONE, CARA)
    sell(2, 4, KEPT, BOB)
    run(published)
    assert entries() == ["said#!erased", "said#!erased"]


def test_nothing_of_a_merge_says_who_the_customers_are(published: Published) -> None:
    merge()
    run(published)

    assert entries() == sorted([f"said#!alias#{history(GONE)}", f"said#!into#{history(KEPT)}"])
    items = boto3.client("dynamodb").scan(TableName="InboxTable")["Items"]
    assert not any(str(each) in str(items) for each in (KEPT, GONE))

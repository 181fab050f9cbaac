"""What an order should have heard of its customer is found over the tables, and mended by having
the earlier order tell it again."""

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import boto3
import pytest

from commissions.application.care import erasure, replay
from commissions.application.queries.order_reference import parse_order
from commissions.application.reconciliation import customer_side
from commissions.application.reconciliation.customer_side import CustomerSide, line_as_of
from commissions.application.reconciliation.run import reconcile
from commissions.audit.findings import ATTRIBUTIONS, Finding
from commissions.audit.report_json import as_json
from commissions.domain.orders.order import OrderPlaced
from commissions.domain.people.genealogy import UnknownMember
from commissions.domain.people.privacy import CUSTOMER_ERASURE, PrivacyAsked
from commissions.domain.stores.store import LIFETIME, Policies
from commissions.tables import genealogy, ledger, stores
from tests.support import tamper
from tests.support.dynamodb_calls import round_trips
from tests.support.lambdas import a_context, sqs_event
from tests.support.pipeline_driver import LONG_AGO, a_company, changed, run, shopify, step_of

Published = Callable[[], list[dict[str, Any]]]
HISTORIES = "AttributionHistoryTable"
CARA: dict[str, Any] = {"discount_codes": [{"code": "CARA-7"}], "landing_site": "/"}
NONE: dict[str, Any] = {"discount_codes": [], "landing_site": "/"}
FIRST, SECOND = date(2026, 11, 2), date(2026, 11, 20)
A, B = (f"shopify/tea/{5501000001000 + number}" for number in (1, 2))


@pytest.fixture(autouse=True)
def _company(aws: None) -> None:
    a_company(policies=Policies(remember_referrer=LIFETIME, late_referral_hours=72))


def sell(order_key: str, day: date, **fields: Any) -> None:
    moment = f"{day}T10:00:00Z"
    told = {"created_at": moment, "processed_at": moment, "updated_at": moment} | fields
    shopify(changed("orders_paid", id=int(order_key.rpartition("/")[2]), **told))


def run_but(published: Published, lost: Iterable[str]) -> None:
    """All of the pipeline, but for what is lost on the bus."""
    while news := published():
        for event in news:
            if event["detail-type"] not in lost and (step := step_of(event["detail-type"])):
                step(sqs_event(event), a_context())


def found(day: date, hours: int = 1) -> list[Finding]:
    """Of the customers, an hour after all was written."""
    report = reconcile(day, now=datetime.now(UTC) + timedelta(hours=hours))
    return [each for each in report.findings if each.check == ATTRIBUTIONS]


def kinds(day: date) -> list[tuple[str, str]]:
    return [(each.kind, each.order) for each in found(day)]


def again(order_key: str, published: Published) -> None:
    """`commissions replay --order`, and all that follows."""
    replay.replay_order(parse_order(order_key))
    run(published)


def two_orders(published: Published) -> None:
    sell(A, FIRST, **CARA)
    run(published)
    sell(B, SECOND, **NONE)
    run(published)


def entries() -> list[dict[str, Any]]:
    return list(boto3.client("dynamodb").scan(TableName=HISTORIES)["Items"])


def lose(begins: str, of: str) -> None:
    for item in entries():
        if item["entry"]["S"].startswith(begins) and item["entry"]["S"].endswith(of):
            key = {name: item[name] for name in ("history", "entry")}
            boto3.client("dynamodb").delete_item(TableName=HISTORIES, Key=key)


def test_of_customers_whose_orders_heard_each_other_nothing_is_found(published: Published) -> None:
    two_orders(published)

    assert found(FIRST) == found(SECOND) == []


def test_what_was_never_told_is_found_and_told_again_it_is_mended(published: Published) -> None:
    sell(B, SECOND, **NONE)
    run(published)
    sell(A, FIRST, **CARA)
    run_but(published, {"attribution.carried"})

    for day in (FIRST, SECOND):  # of either order's day
        [missing] = found(day)
        assert (missing.kind, missing.order, missing.about) == ("attribution_missing", B, A)
        assert (missing.unit, missing.found, missing.at_stake > 0) == ("USD", 0, True)
    owed = missing.expected
    again(A, published)

    assert found(FIRST) == found(SECOND) == []
    journals = ledger.read(B).journals
    assert sum(line.amount for each in journals for line in each.lines) == owed


def test_a_story_that_lost_what_it_heard_is_named_with_its_source(published: Published) -> None:
    two_orders(published)
    tamper.forget(B, "carried")

    [missing] = found(SECOND)
    assert (missing.kind, missing.order, missing.about) == ("attribution_missing", B, A)
    assert "names cara (CARA-7) for its customer. It is cara's by that" in missing.sentence
    report = as_json(reconcile(SECOND, now=datetime.now(UTC) + timedelta(hours=1)))
    histories = {item["history"]["S"] for item in entries()}
    assert [each for each in histories if each.rpartition("/")[2] in report] == []


def test_entries_that_a_history_lost_are_found_and_written_again(published: Published) -> None:
    two_orders(published)
    lose("order#", B)
    assert kinds(SECOND) == [("history_incomplete", B)]
    lose("", A)
    lose("said#", A)
    assert kinds(SECOND) == [("history_incomplete", A)] * 2 + [("history_incomplete", B)]

    again(A, published)
    again(B, published)
    assert found(SECOND) == []


def test_an_order_that_waits_or_is_on_its_way_makes_no_finding(published: Published) -> None:
    sell(B, SECOND, **NONE)
    run(published)
    sell(A, FIRST, **CARA)
    run_but(published, {"attribution.carried"})

    assert found(SECOND, hours=0) == []


def test_an_erased_customer_makes_no_finding(published: Published) -> None:
    two_orders(published)
    order = next(each for each in ledger.read(A).facts if isinstance(each.content, OrderPlaced))
    asked = PrivacyAsked(
        platform="shopify",
        store_id="tea",
        kind=CUSTOMER_ERASURE,
        customer=order.content.customer,  # type: ignore[union-attr]
        asked_at=datetime(2026, 11, 25, tzinfo=UTC),
    )
    erasure.act(asked, received_at=asked.asked_at, now=asked.asked_at)

    assert found(FIRST) == found(SECOND) == []
    again(A, published)
    assert found(SECOND) == []


def test_of_a_closed_store_nothing_is_found(published: Published) -> None:
    two_orders(published)
    lose("order#", B)
    stores.close("tea")

    assert found(SECOND) == []


def test_of_a_large_history_what_was_not_read_is_no_finding(
    published: Published, monkeypatch: pytest.MonkeyPatch
) -> None:
    two_orders(published)
    for number, code in ((3, "BOB-7"), (4, "ANN-7")):
        sell(f"shopify/tea/{number}", SECOND, **NONE | {"discount_codes": [{"code": code}]})
    run(published)
    monkeypatch.setattr(customer_side, "ORDERS_MAX", 1)

    assert found(FIRST) == found(SECOND) == []
    tamper.forget(B, "carried")
    assert [(each.order, each.about) for each in found(SECOND)] == [(B, A)]


def test_a_customer_costs_one_query_and_the_reading_of_their_orders(
    published: Published, monkeypatch: pytest.MonkeyPatch
) -> None:
    two_orders(published)
    with round_trips() as looked:
        found(SECOND)
    monkeypatch.setattr(CustomerSide, "findings", lambda *_: [])
    with round_trips() as without:
        found(SECOND)

    # Of the other order, its head, its facts and its journals.
    extra = {name: looked.count(name) - without.count(name) for name in {*looked}}
    assert {name: more for name, more in extra.items() if more} == {"Query": 1 + 2, "GetItem": 1}


def test_a_line_is_looked_up_as_the_pipeline_does_and_nothing_is_written() -> None:
    at = LONG_AGO + timedelta(days=30)
    with round_trips() as calls:
        line = line_as_of("cara", at)

    assert line == genealogy.line("cara", at)
    assert {*calls} == {"BatchGetItem"}
    with pytest.raises(UnknownMember):
        line_as_of("nobody", at)

"""A customer stays whose they are: told over the tables, from order to order, in any order."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import boto3
import pytest

from commissions.aws.clients import client
from commissions.domain.sales import attribution_broadcast
from commissions.domain.sales.attribution_history import HistoryPlace
from commissions.domain.sales.carried_attribution import customer_history
from commissions.domain.stores.store import LIFETIME, Policies
from commissions.tables import attribution_history, ledger, parked
from functions.pipeline import attribute, earn
from tests.support.dynamodb_calls import round_trips
from tests.support.lambdas import a_context, sqs_event
from tests.support.pipeline_driver import a_company, changed, run, shopify, step_of, types

Published = Callable[[], list[dict[str, Any]]]
CARA: dict[str, Any] = {"discount_codes": [{"code": "CARA-7"}], "landing_site": "/"}
NONE: dict[str, Any] = {"discount_codes": [], "landing_site": "/"}
REMEMBERED = Policies(remember_referrer=LIFETIME, late_referral_hours=72)


def sell(number: int, day: int, **fields: Any) -> str:
    """An order of the sample's customer, of a day of November."""
    order_id = 5501000001000 + number
    moment = f"2026-11-{day:02}T10:00:00Z"
    told = {"id": order_id, "created_at": moment, "processed_at": moment, "updated_at": moment}
    shopify(changed("orders_paid", **told | fields))
    return f"shopify/tea/{order_id}"


def context(order_key: str) -> Any:
    return ledger.read(order_key).journals[-1].context


@pytest.fixture(autouse=True)
def _company(aws: None) -> None:
    a_company(policies=REMEMBERED)


def test_who_comes_back_without_a_code_is_still_the_customer_of_who_referred_them(
    published: Published,
) -> None:
    first, second = sell(1, 2, **CARA), sell(2, 20, **NONE)
    run(published)
    found = context(second)

    assert (found.seller, found.carrier, found.source, found.code) == (
        "cara",
        "customer_of",
        first,
        "CARA-7",
    )


def test_of_many_orders_that_came_before_the_first_each_is_told_by_itself(
    published: Published, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attribution_broadcast, "ONE_BY_ONE_MAX", 2)
    monkeypatch.setattr(attribution_broadcast, "PART_MAX", 2)
    later = [sell(number, 10 + number, **NONE) for number in range(2, 7)]
    run(published)
    sell(1, 2, **CARA)
    told = run(published)

    assert types(told).count("attribution.broadcast") == 3
    assert types(told).count("attribution.carried") == 5
    assert {context(each).seller for each in later} == {"cara"}


def test_told_the_wrong_way_round_the_later_order_is_told_what_the_first_said(
    published: Published,
) -> None:
    second = sell(2, 20, **NONE)
    run(published)
    assert context(second).seller == ""
    sell(1, 2, **CARA)
    told = run(published)

    assert types(told).count("attribution.carried") == 1
    assert (context(second).seller, context(second).cause) == (
        "cara",
        "order 5501000001001 of 2026-11-02: customer of cara",
    )


def test_an_order_that_waits_for_somebody_to_say_whose_it_is_goes_on_when_its_customer_is_known(
    published: Published,
) -> None:
    a_company(policies=Policies(remember_referrer=LIFETIME, no_referrer="park"))
    second = sell(2, 20, **NONE)
    run(published)
    assert [each.reason for each in parked.all_entries()] == ["no_referrer"]
    sell(1, 2, **CARA)
    run(published)

    assert context(second).seller == "cara"
    assert list(parked.all_entries()) == []


def test_killed_between_settling_and_telling_an_order_tells_when_its_message_comes_again(
    published: Published, monkeypatch: pytest.MonkeyPatch
) -> None:
    second = sell(2, 20, **NONE)
    run(published)
    sell(1, 2, **CARA)
    for station in ("order.placed", "order.mapped"):
        [event] = published()
        step_of(station)(sqs_event(event), a_context())
    [sale] = published()
    with monkeypatch.context() as killed:
        killed.setattr(attribution_history, "say", _killed)
        assert earn.handler(sqs_event(sale), a_context())["batchItemFailures"]
    assert context(second).seller == ""
    earn.handler(sqs_event(sale), a_context())
    run(published)

    assert context(second).seller == "cara"


def _killed(*_: Any) -> None:
    raise RuntimeError("killed")


def calls_of(published: Published, **fields: Any) -> tuple[int, int]:
    """How many calls to the histories one order makes: where it is looked up, and settled."""
    shopify(changed("orders_paid", **fields))
    [placed] = published()
    step_of("order.placed")(sqs_event(placed), a_context())
    [mapped] = published()
    with _histories() as asked:
        attribute.handler(sqs_event(mapped), a_context())
    [sale] = published()
    with _histories() as said:
        earn.handler(sqs_event(sale), a_context())
    published()
    return len(asked), len(said)


def test_remembering_costs_a_put_and_a_query_and_of_a_plain_guest_nothing(
    published: Published,
) -> None:
    guest = {"customer": None}

    assert calls_of(published, id=1, **CARA) == (2, 2)
    assert calls_of(published, id=2, **NONE) == (2, 0)
    assert calls_of(published, id=3, **NONE, **guest) == (0, 0)
    assert calls_of(published, id=4, **CARA, **guest) == (0, 0)


@contextmanager
def _histories() -> Iterator[list[str]]:
    """The calls that are made to the table of histories."""
    calls: list[str] = []

    def before(params: dict[str, Any], **_: Any) -> None:
        if params.get("TableName") == attribution_history.TABLE:
            calls.append("call")

    events = client("dynamodb").meta.events
    events.register("before-parameter-build.dynamodb", before)
    try:
        yield calls
    finally:
        events.unregister("before-parameter-build.dynamodb", before)


def test_what_was_erased_is_not_built_again_by_orders_of_before(published: Published) -> None:
    sell(1, 2, **CARA)
    run(published)
    [history] = {item["history"]["S"] for item in entries()}
    assert attribution_history.erase(history, datetime(2026, 11, 10, tzinfo=UTC)) == 2
    sell(3, 5, **NONE)
    sell(1, 2, **CARA)
    later = sell(2, 20, **NONE)
    run(published)

    assert context(later).seller == ""
    left = [item["entry"]["S"] for item in entries()]
    assert [each for each in left if "#2026-11-2" not in each] == ["said#!erased"]


def entries() -> list[dict[str, Any]]:
    return list(boto3.client("dynamodb").scan(TableName="AttributionHistoryTable")["Items"])


def test_nothing_in_a_history_says_who_the_customer_is(published: Published) -> None:
    sell(1, 2, **CARA)
    run(published)

    assert {item["history"]["S"].rpartition("/")[0] for item in entries()} == {
        customer_history("tea", "").rstrip("/")
    }
    names = {name for item in entries() for name in item}
    assert names == {
        *("history", "entry", "expires_at", "source_ts", "version", "seller", "carrier", "code")
    }


def test_the_calls_are_of_what_they_should_be(published: Published) -> None:
    sell(1, 2, **CARA)
    run(published)
    [history] = {item["history"]["S"] for item in entries()}
    place = HistoryPlace(datetime(2026, 11, 20, tzinfo=UTC), "shopify/tea/9")

    with round_trips() as calls:
        attribution_history.enter(history, place)
        [said] = attribution_history.said(history, place)
        attribution_history.say(history, said)
        attribution_history.since(history, said)

    assert calls == ["UpdateItem", "Query", "PutItem", "Query"]


def test_a_store_that_is_erased_leaves_no_histories(published: Published) -> None:
    sell(1, 2, **CARA)
    run(published)

    assert attribution_history.erase_store("te") == 0
    assert attribution_history.erase_store("tea") == 2
    assert entries() == []

"""Whatever a company loads late or puts right is listed and no finding, and registers and inbox are
asked for many orders at once."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import boto3
import pytest

from commissions.application.care import erasure
from commissions.application.reconciliation.lock_side import AT_ONCE, LockSide
from commissions.application.reconciliation.run import reconcile
from commissions.audit.findings import LOCKS
from commissions.audit.report import Report
from commissions.audit.report_json import as_json
from commissions.domain.orders.order import OrderPlaced
from commissions.domain.people.member import Member
from commissions.domain.people.privacy import CUSTOMER_ERASURE, PrivacyAsked
from commissions.domain.people.upline import PARTICIPANT
from commissions.domain.registration import AccountLink, Registration
from commissions.domain.stores.store import LIFETIME, Policies
from commissions.pages.reconciliation import render
from commissions.tables import genealogy, members, plans, skus
from commissions.tables.items import scan
from tests.support import tamper
from tests.support.builders import a_plan_document
from tests.support.dynamodb_calls import round_trips
from tests.support.forged_sales import told_of
from tests.support.orders import a_value
from tests.support.pipeline_driver import (
    LONG_AGO,
    Published,
    a_company,
    changed,
    enrol,
    open_store,
    project,
    run,
    shopify,
)
from tests.support.register_times import all_written, with_rows_written
from tools.cli.reconciling import screen

DAY, AT = date(2026, 11, 20), "2026-11-20T10:00:00Z"
ONE = "shopify/tea/1"
HOUR = timedelta(hours=1)
NAMED: dict[str, Any] = {"discount_codes": [{"code": "CARA-7"}], "landing_site": "/"}


@pytest.fixture(autouse=True)
def _company(aws: None) -> None:
    """All of whose registers were loaded long ago."""
    a_company(policies=Policies(remember_referrer=LIFETIME, late_referral_hours=72))
    enrol("zoe < yan")
    all_written(LONG_AGO)


def sell(published: Published, number: int = 1, **fields: Any) -> str:
    """An order with CARA-7 unless told otherwise, through the whole pipeline."""
    times = {"created_at": AT, "processed_at": AT, "updated_at": AT}
    shopify(changed("orders_paid", **{"id": number, **times, **NAMED} | fields))
    run(published)
    return f"shopify/tea/{number}"


def report(day: date = DAY) -> Report:
    return reconcile(day, now=datetime.now(UTC) + HOUR)


def changed_later() -> list[str]:
    """What is listed, where nothing is found."""
    told = report()
    assert [each.sentence for each in told.findings] == []
    return [each.sentence for each in told.changed_later]


# What goes right


def test_of_orders_whose_locks_are_what_the_registers_said_nothing_is_found(
    published: Published,
) -> None:
    for number, fields in enumerate(
        (NAMED, {"discount_codes": [{"code": "BOB-7"}]}, {"discount_codes": []}), start=1
    ):
        project(sell(published, number, **fields))

    told = report()

    assert [each.sentence for each in (*told.findings, *told.changed_later)] == []
    assert json.loads(as_json(told))["register_changed_later"] == {"orders": 0, "entries": []}


# What a company loads late


def written_later(change: Callable[[], object]) -> None:
    with_rows_written(datetime.now(UTC) + HOUR / 2, change)


def before(change: Callable[[], object]) -> None:
    with_rows_written(LONG_AGO, change)


SINCE = datetime(2026, 11, 19, tzinfo=UTC)


def a_member(name: str, code: str = "") -> Member:
    return Member(
        member_id=name, kind=PARTICIPANT, created_at=LONG_AGO, referral_code=code or f"{name}-9"
    )


def a_second_plan() -> None:
    document = a_plan_document()
    document["plan"] |= {"version": 2, "effective_from": "2026-11-19"}
    plans.publish(json.dumps(document))


def another_value() -> None:
    listed = a_value("TEA-GREEN-100", "30", sku_id="tea-green-100", effective_from=SINCE)
    skus.publish("tea", listed, name="Tea", category="tea")


LOADED: dict[str, tuple[Callable[[], object], str]] = {
    "somebody moved": (
        lambda: genealogy.move("cara", "zoe", since=SINCE),
        "cara (active, associate) below zoe",
    ),
    "somebody terminated": (
        lambda: genealogy.change("bob", since=SINCE, status="terminated"),
        "bob (terminated, associate) below ann",
    ),
    "a rank": (
        lambda: genealogy.change("cara", since=SINCE, rank="gold"),
        "cara (active, gold) below bob",
    ),
    "a SKU's value": (another_value, "30 in every unit"),
    "a plan": (a_second_plan, "plan demo version 2"),
    "a code's next hand": (
        lambda: members.register(a_member("zoe", "CARA-7"), Registration("zoe", SINCE, None)),
        "seller zoe",
    ),
    "a store's policies": (
        lambda: open_store(policies=Policies(late_referral_hours=5)),
        "late_referral_hours 5",
    ),
}


@pytest.mark.parametrize("name", LOADED)
def test_what_was_loaded_after_an_order_is_listed_with_it_and_is_no_finding(
    name: str, published: Published
) -> None:
    load, says = LOADED[name]
    sell(published)
    project(ONE)
    written_later(load)

    [listed] = changed_later()

    assert says in listed
    assert "The order keeps what was looked up." in listed
    told = report()
    assert (told.orders_changed_later, told.delta, told.changed_later[0].kind) == (
        1,
        {},
        "register_changed_later",
    )
    assert "Registers that were changed later" in render(told)
    assert json.loads(as_json(told))["register_changed_later"]["orders"] == 1
    assert screen(told)


@pytest.mark.parametrize("name", LOADED)
def test_what_was_loaded_before_an_order_is_what_its_lock_has(
    name: str, published: Published
) -> None:
    load, _ = LOADED[name]
    before(load)
    sell(published)
    project(ONE)

    assert changed_later() == []


def test_what_was_there_before_it_was_kept_when_rows_are_written_was_always_known(
    published: Published,
) -> None:
    genealogy.move("cara", "zoe", since=SINCE)
    all_written(None)
    sell(published)
    project(ONE)

    assert changed_later() == []


def test_a_lock_from_before_that_may_not_have_known_a_row_without_a_time(
    published: Published,
) -> None:
    sell(published)
    project(ONE)
    genealogy.move("cara", "zoe", since=SINCE)
    all_written(None)
    for item in list(scan(tamper.FACTS)):
        if item.pop("dated", None):
            tamper.put(tamper.FACTS, item)

    [listed] = changed_later()

    assert "nobody kept when" in listed


def test_a_value_that_an_order_waited_for_is_the_one_that_it_has(published: Published) -> None:
    for item in list(scan("SkusTable")):
        if item["sku"] == "tea/TEA-CUPS-2":
            boto3.client("dynamodb").delete_item(
                TableName="SkusTable", Key={"sku": {"S": item["sku"]}}
            )
    sell(published)
    assert told_of(ONE) == []
    listed = a_value("TEA-CUPS-2", "20", effective_from=LONG_AGO)
    skus.publish("tea", listed, name="Cups", category="tea")
    _release(published)
    project(ONE)

    assert changed_later() == []


def _release(published: Published) -> None:
    from commissions.application.pipeline.release import release_waiting
    from commissions.domain.orders.parking import WaitsFor

    release_waiting([WaitsFor.sku("tea", "TEA-CUPS-2")])
    run(published)


def test_a_sku_of_which_more_was_said_later_is_listed_no_more_than_that(
    published: Published,
) -> None:
    sell(published)
    project(ONE)
    [stands] = skus.versions("tea", ["TEA-CUPS-2"])["TEA-CUPS-2"]
    written_later(
        lambda: skus.add("tea", replace(stands, value=replace(stands.value, bundle="own")))
    )

    assert len(changed_later()) == 1


def a_customer(order_key: str) -> str:
    [bought] = [each for each in told_of(order_key) if isinstance(each, OrderPlaced)]
    assert bought.customer
    return bought.customer


def test_an_account_that_is_of_another_kind_by_now_was_of_its_kind_then(
    published: Published,
) -> None:
    customer = a_customer(sell(published, 9, created_at="2026-11-01T10:00:00Z"))
    before(lambda: members.link_account("tea", customer, AccountLink("bob", kind="retail")))
    sell(published)
    project(ONE)
    preferred = AccountLink("bob", kind="preferred")
    written_later(lambda: members.link_account("tea", customer, preferred))

    told = [each.sentence for each in report().changed_later if each.order == ONE]

    assert len(told) == 1
    assert "has buyer class retail, as it was known then" in told[0]


def test_the_orders_of_a_customer_who_was_erased_stay_without_a_finding(
    published: Published,
) -> None:
    customer = a_customer(sell(published, 9))
    before(lambda: members.link_account("tea", customer, AccountLink("zoe", kind=PARTICIPANT)))
    sell(published)
    now = datetime.now(UTC)
    asked: dict[str, Any] = {
        "platform": "shopify",
        "store_id": "tea",
        "customer": customer,
        "asked_at": now,
    }
    erasure.act(PrivacyAsked(kind=CUSTOMER_ERASURE, **asked), received_at=now, now=now)

    assert members.of_customer("tea", customer) == ("", "")
    assert [each.sentence for each in report().findings if each.check == LOCKS] == []


# What it costs


def test_registers_and_inbox_are_asked_for_many_orders_at_once(
    published: Published, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(1, 7):
        sell(published, number)
    with round_trips() as looked:
        report()
    with monkeypatch.context() as patched:
        patched.setattr(LockSide, "checks", lambda *_: iter(()))
        with round_trips() as without:
            report()

    more = {name: looked.count(name) - without.count(name) for name in {*looked}}
    # Codes and accounts, the map, the tree, the inbox; how the store stands; the plan's versions.
    assert {name: each for name, each in more.items() if each} == {
        "BatchGetItem": 4,
        "GetItem": 1,
        "Query": 1,
    }
    assert AT_ONCE > 6

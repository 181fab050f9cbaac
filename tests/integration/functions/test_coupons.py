"""A coupon that is nobody's holds no order up, and is somebody's if it is registered in time."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import boto3
import pytest

from commissions.application.pipeline.release import dismiss
from commissions.application.pipeline.release import release as release_one
from commissions.domain.people.member import Member
from commissions.domain.registration import Registration
from commissions.domain.stores.store import Policies
from commissions.tables import genealogy, ledger, members, parked
from commissions.tables.parked import ParkedEntry
from functions.care import release
from tests.support.lambdas import a_context, sqs_event, stream_event
from tests.support.pipeline_driver import (
    LONG_AGO,
    TEA_ORDER,
    a_company,
    changed,
    open_store,
    postings,
    run,
    shopify,
    step_of,
    types,
)

Published = Callable[[], list[dict[str, Any]]]
TOLD = datetime(2026, 11, 20, 15, 30, 4, tzinfo=UTC)
EVER = 1_000_000
"""Hours: whatever the clock says, it is in time."""
ZOE = Member(member_id="zoe", kind="participant", created_at=LONG_AGO, referral_code="ZOE-7")
COUPON: dict[str, Any] = {"discount_codes": [{"code": "zoe-7"}], "landing_site": "/"}


def sell(number: int = 1, **fields: Any) -> None:
    order_id = 5501000001000 + number
    shopify(changed("orders_paid", **COUPON | {"id": order_id} | fields))


def load_zoe(registered: datetime = TOLD + timedelta(hours=9), *, tells: bool = True) -> None:
    """By night; `tells`: whether the stream of the table has brought it."""
    genealogy.place("zoe", "bob", since=LONG_AGO, status="active", rank="associate")
    members.register(ZOE, Registration("zoe", None, registered))
    if tells:
        stream()


def stream() -> None:
    key = {"id": {"S": "code/ZOE-7"}}
    item = boto3.client("dynamodb").get_item(TableName="MembersTable", Key=key)["Item"]
    release.handler(stream_event(item), a_context())


def pays_zoe() -> bool:
    return any("zoe" in line for journal in postings(TEA_ORDER) for line in journal)


@pytest.fixture(autouse=True)
def _company(aws: None) -> None:
    a_company(policies=Policies(late_referral_hours=EVER))


def test_an_order_with_a_coupon_of_nobody_goes_on_and_is_listed_for_nobody(
    published: Published,
) -> None:
    sell()
    told = run(published)

    assert "order.parked" not in types(told)
    assert list(parked.all_entries()) == []
    assert not any(line for journal in postings(TEA_ORDER) for line in journal if "cara" in line)


def test_a_coupon_that_is_registered_in_time_names_the_seller(published: Published) -> None:
    sell()
    run(published)
    load_zoe()
    run(published)

    assert pays_zoe()
    assert coupon_notes() == ["registered"]


def test_told_after_the_code_was_loaded_the_order_is_the_same(published: Published) -> None:
    load_zoe()
    sell()
    run(published)

    assert pays_zoe()


def test_a_code_that_is_registered_while_the_order_is_on_its_way_is_not_missed(
    published: Published,
) -> None:
    sell()
    [placed] = published()
    step_of("order.placed")(sqs_event(placed), a_context())
    [mapped] = published()
    step_of("order.mapped")(sqs_event(mapped), a_context())
    load_zoe()
    run(published)

    assert pays_zoe()


def test_a_code_that_holds_only_from_later_on_is_looked_at_once(published: Published) -> None:
    sell()
    run(published)
    genealogy.place("zoe", "bob", since=LONG_AGO, status="active", rank="associate")
    members.register(ZOE, Registration("zoe", TOLD + timedelta(days=9), TOLD))
    stream()

    assert types(run(published)).count("sale.attributed") == 1
    assert not pays_zoe()
    stream()
    assert run(published) == []


def test_a_coupon_that_is_registered_too_late_takes_nothing(published: Published) -> None:
    sell()
    run(published)
    load_zoe(TOLD + timedelta(hours=EVER + 1))
    run(published)

    assert not pays_zoe()


def test_of_a_coupon_of_many_orders_a_person_is_asked(published: Published) -> None:
    for number in range(1, 27):
        sell(number)
    run(published)
    load_zoe()

    assert run(published) == []
    [asked] = parked.all_entries()
    assert (asked.reason, asked.holds) == ("coupon_of_many", False)
    assert asked.detail == "coupon ZOE-7 was registered, and 26 orders of these days have it"
    assert ledger.read(TEA_ORDER).journals[-1].context.seller == ""


@pytest.fixture
def _parking(aws: None) -> None:
    """A store that pays for no order of nobody's."""
    open_store(policies=Policies(late_referral_hours=EVER, no_referrer="park"))


@pytest.mark.usefixtures("_parking")
def test_an_order_that_waits_for_a_person_goes_on_when_its_coupon_is_registered(
    published: Published,
) -> None:
    sell()
    run(published)
    [waits] = parked.all_entries()
    load_zoe()
    run(published)

    assert (waits.reason, pays_zoe()) == ("no_referrer", True)
    assert list(parked.all_entries()) == []


@pytest.mark.usefixtures("_parking")
def test_a_coupon_that_is_registered_between_look_up_and_parking_is_not_missed(
    published: Published, monkeypatch: pytest.MonkeyPatch
) -> None:
    add, loads = parked.add, [load_zoe]

    def adding(*args: Any, **kwargs: Any) -> None:
        add(*args, **kwargs)
        for load in loads[:1]:
            loads.clear()
            load()

    sell()
    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(parked, "add", adding)
        run(published)

    assert (pays_zoe(), list(parked.all_entries())) == (True, [])


@pytest.mark.usefixtures("_parking")
def test_a_coupon_that_is_registered_too_late_leaves_the_order_waiting(
    published: Published,
) -> None:
    sell()
    run(published)
    load_zoe(TOLD + timedelta(hours=EVER + 1))
    run(published)

    assert ([each.reason for each in parked.all_entries()], pays_zoe()) == (["no_referrer"], False)


@pytest.mark.usefixtures("_parking")
def test_what_a_person_has_dismissed_stays_so_when_its_coupon_is_registered(
    published: Published,
) -> None:
    sell()
    run(published)
    [waits] = parked.all_entries()
    dismiss(waits, "a gift")
    load_zoe()

    assert (run(published), pays_zoe()) == ([], False)


@pytest.mark.usefixtures("_parking")
def test_of_a_coupon_of_many_waiting_orders_a_person_is_asked_and_each_waits_on(
    published: Published,
) -> None:
    for number in range(1, 27):
        sell(number)
    run(published)
    load_zoe()

    assert run(published) == []
    reasons = [each.reason for each in parked.all_entries()]
    assert (reasons.count("no_referrer"), reasons.count("coupon_of_many")) == (26, 1)


@pytest.mark.usefixtures("_parking")
@pytest.mark.parametrize("over", [release_one, dismiss])
def test_what_a_person_does_with_the_question_leaves_the_orders_as_they_are(
    published: Published, over: Callable[[ParkedEntry], None]
) -> None:
    for number in range(1, 27):
        sell(number)
    run(published)
    load_zoe()
    [asked] = [each for each in parked.all_entries() if each.reason == "coupon_of_many"]
    over(asked)
    run(published)
    left = [each.reason for each in parked.all_entries()]

    assert set(left) == {"no_referrer"}
    assert len(left) == (25 if over is release_one else 26)


def coupon_notes() -> list[str]:
    items = boto3.client("dynamodb").scan(TableName="ParkedTable")["Items"]
    return [item["record_key"]["S"] for item in items]

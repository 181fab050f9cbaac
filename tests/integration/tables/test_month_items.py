"""The items of members' months: one, or several where many orders meet, and always one sum."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest
from botocore.exceptions import ClientError

from commissions.application.pipeline import settle
from commissions.application.queries import member_month
from commissions.aws.clients import client
from commissions.domain.ledger.member_month import SERIES, MemberMonth, day_figure
from commissions.tables import ledger, month_items, plans, statement_writes, statements
from commissions.tables.items import marshal, scan
from tests.support.builders import a_plan
from tests.support.dynamodb_calls import just_before, round_trips
from tests.support.orders import NOON, PLAN, a_refund, an_item, an_order, sold
from tests.support.tamper import BALANCES
from tools.bench.units import item_bytes

DAY = 24 * 60
HOT = [f"2026-11 USD#{number}" for number in range(1, 16)]


@pytest.fixture(autouse=True)
def _plan(aws: None) -> None:
    plans.publish(PLAN.text)


def tell(number: int, *contents: Any) -> str:
    """What a store tells of one of many orders, and its statement."""
    told = [replace(each, platform_order_id=f"{number}") for each in contents]
    key = f"shopify/tea/{number}"
    settle.settle(key, told, inbox="inbox", now=NOON)
    for journal in ledger.read(key).journals:
        statements.project(journal)
    return key


def sell(number: int) -> str:
    return tell(number, *sold(an_order(an_item(qty="2"))))


def scopes(who: str) -> list[str]:
    return sorted(each["scope"] for each in scan(BALANCES) if each["distributor_id"] == who)


def november(who: str = "cat") -> MemberMonth:
    return member_month.read(who, "2026-11")


def test_a_month_is_one_item_and_read_by_one_query() -> None:
    sell(1)
    sell(2)

    assert scopes("cat") == ["2026-11 USD"]
    with round_trips() as calls:
        found = november()
    assert calls == ["Query"]
    assert (found.orders, found.version, found.of("USD").net) == (2, 2, 60_00)


def test_what_comes_again_is_counted_once() -> None:
    key = sell(1)
    before = november()
    for journal in [*ledger.read(key).journals] * 2:
        assert not statements.project(journal)

    assert november() == before


def test_journals_of_an_order_are_counted_alike_in_any_order() -> None:
    """Each knows those before it from the ledger."""
    key = sell(1)
    tell(1, a_refund(units={"1": "1"}))
    right = november()
    for item in [*scan(BALANCES)]:
        _drop(BALANCES, item, "scope")
    for item in [*scan("StatementsTable")]:
        _drop("StatementsTable", item, "entry")
    for journal in reversed(ledger.read(key).journals):
        assert statements.project(journal)

    assert november() == right
    assert (right.of("USD").earned, right.of("USD").taken_back) == (30_00, 15_00)


def _drop(table: str, item: dict[str, Any], sort_key: str) -> None:
    key = {name: item[name] for name in ("distributor_id", sort_key)}
    client("dynamodb").delete_item(TableName=table, Key=marshal(key))


@contextmanager
def others_meet(times: int, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """So many transactions meet another one at the month of the seller."""
    left = [times]
    true: Any = client("dynamodb").transact_write_items

    def write(**asked: Any) -> Any:
        places = [_scope(each).startswith("2026-11 USD") for each in asked["TransactItems"]]
        if left[0] and any(places):
            left[0] -= 1
            codes = ["TransactionConflict" if hot else "None" for hot in places]
            reasons = [{"Code": code} for code in codes]
            error: Any = {"Error": {"Code": "TransactionCanceledException"}}
            raise ClientError(error | {"CancellationReasons": reasons}, "TransactWriteItems")
        return true(**asked)

    monkeypatch.setattr(statement_writes, "LONGEST_WAIT_SECONDS", 0.0)
    with monkeypatch.context() as patch:
        patch.setattr(client("dynamodb"), "transact_write_items", write)
        yield


def _scope(action: dict[str, Any]) -> str:
    key = action.get("Update", {}).get("Key", {})
    return str(key.get("scope", {}).get("S", ""))


def test_a_month_at_which_orders_meet_is_spread_and_read_as_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sell(1)
    with others_meet(2, monkeypatch):
        for number in range(2, 22):
            sell(number)

    assert len(scopes("cat")) > 3
    assert {*scopes("cat")} <= {"2026-11 USD", *HOT}
    found = november()
    assert (found.orders, found.version) == (21, 21)
    assert found.of("USD").net == 21 * 30_00
    assert statements.balances("cat")["total"] == {"payable USD": 21 * 30_00}
    assert member_month.months_of("cat") == ["2026-11"]


def test_the_version_is_another_with_every_change_however_it_is_spread(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seen = [member_month.version("cat", "2026-11")]
    with others_meet(2, monkeypatch):
        for number in range(1, 12):
            sell(number)
            seen.append(member_month.version("cat", "2026-11"))
    tell(1, a_refund(units={"1": "1"}))
    seen.append(member_month.version("cat", "2026-11"))

    assert seen == sorted(set(seen))
    assert seen[0] == 0
    with round_trips() as calls:
        assert member_month.version("cat", "2026-11") == november().version
    assert calls == ["Query", "Query"]


def test_a_real_conflict_is_met_too() -> None:
    """Another order's journal is projected between the try and its write."""
    first, second = an_order(an_item(qty="2")), an_order(an_item(qty="2"))
    for number, order in ((1, first), (2, second)):
        told = [replace(each, platform_order_id=f"{number}") for each in sold(order)]
        settle.settle(f"shopify/tea/{number}", told, inbox="inbox", now=NOON)
    [one], [other] = (ledger.read(f"shopify/tea/{number}").journals for number in (1, 2))
    with just_before("TransactWriteItems", lambda: statements.project(other)):
        assert statements.project(one)

    assert november().orders == 2


def test_a_second_currency_has_an_item_of_its_own_and_the_first_keeps_its_days() -> None:
    euros = a_plan(currency="EUR")
    document = euros.text.replace('"id":"demo"', '"id":"demo-eu"')
    ref = plans.publish(document)
    sell(1)
    plan = replace(euros, plan_id="demo-eu", text=document, digest=ref.digest)
    rate = {"currency": "USD", "base_currency": "EUR"}
    order = an_order(an_item(qty="2"))
    [lock, *rest] = sold(order, plan=plan)[1:]
    in_euros = replace(lock, rate=replace(lock.rate, **rate))  # type: ignore[arg-type]
    tell(2, order, in_euros, *rest)

    assert scopes("cat") == ["2026-11 EUR", "2026-11 USD"]
    found = november()
    assert [each.currency for each in found.money] == ["EUR", "USD"]
    assert found.orders == 2
    assert found.of("EUR").days[0].own == found.of("EUR").own > 0


def test_months_are_apart_and_each_read_for_itself() -> None:
    sell(1)
    tell(1, a_refund(units={"1": "1"}, minutes=15 * DAY))

    assert member_month.months_of("cat") == ["2026-11", "2026-12"]
    every = member_month.every_month("cat")
    assert every == [november(), member_month.read("cat", "2026-12")]
    assert [each.of("USD").net for each in every] == [30_00, -15_00]
    assert sum(each.of("USD").payable for each in every) == 15_00
    assert member_month.read("cat", "2026-10").version == 0


def test_an_item_with_all_that_a_month_can_have_is_under_a_kilobyte() -> None:
    figures = dict.fromkeys(("payable", "earned", "own", "team"), 99_999_999_999)
    figures |= dict.fromkeys(("taken_back", "unpaid", "retail", "participant", "own_use"), 9**11)
    figures |= dict.fromkeys(("lines", "orders", "refunds", "version"), 99_999)
    figures |= dict.fromkeys(("pv", "bv", "cv", "qv"), 999_999_999)
    days = {day_figure(each, day): 999_999_999 for each in SERIES for day in range(1, 32)}
    whole = marshal({"distributor_id": "member-0123456", "scope": "2026-11 USD#15"})
    client("dynamodb").update_item(**month_items.addition("cat", "2026-11 USD", figures | days))

    [item] = client("dynamodb").scan(TableName=BALANCES)["Items"]
    assert len(item) == 2 + 2 + 17 + 3 * 31
    assert item_bytes(item | whole) < 1024

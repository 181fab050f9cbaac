"""Every row of a register keeps when it was written, and what it said until then: all that stood
before such times were kept was always so."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from commissions.audit.register_rows import RateRow
from commissions.domain.people.member import Member
from commissions.domain.people.upline import PARTICIPANT, PREFERRED, RETAIL
from commissions.domain.registration import AccountLink, Registration
from commissions.domain.sales.attribution import Rate
from commissions.domain.stores.store import Policies
from commissions.tables import audit_registers, genealogy, members, plans, rates, skus, stores
from commissions.tables.items import scan
from tests.support.builders import a_plan
from tests.support.orders import a_value
from tests.support.pipeline_driver import LONG_AGO, open_store
from tests.support.register_times import all_written, put

SINCE = LONG_AGO + timedelta(days=10)


@pytest.fixture(autouse=True)
def _tables(aws: None) -> None:
    genealogy.place("ann", "", since=LONG_AGO, status="active")


def is_now(moment: datetime | None) -> bool:
    return moment is not None and abs(datetime.now(UTC) - moment) < timedelta(minutes=5)


def test_an_edge_keeps_when_it_was_written() -> None:
    genealogy.place("bob", "ann", since=LONG_AGO, status="active")
    all_written(None)
    genealogy.change("bob", since=SINCE, status="terminated")
    genealogy.line("bob", SINCE)

    placed, ended = audit_registers.edges(["bob", "nobody"])["bob"]

    assert (placed.recorded_at, placed.sponsor) == (None, "ann")
    assert (is_now(ended.recorded_at), ended.status, ended.sponsor) == (True, "terminated", None)


def test_a_version_of_a_sku_keeps_when_it_was_written_and_what_more_was_said_of_it() -> None:
    value = a_value("TEA", "20", effective_from=LONG_AGO)
    skus.publish("tea", value, name="Tea", category="tea")
    all_written(LONG_AGO)
    skus.publish("tea", replace(value, bundle="own"), name="Tea", category="tea")
    later = replace(value, cv="30", effective_from=SINCE, bundle="own")
    skus.publish("tea", later, name="Tea", category="tea")

    first, said_more, last = audit_registers.values("tea", ["TEA", "NONE"])["TEA"]

    assert (first.recorded_at, first.value.bundle) == (LONG_AGO, "")
    assert (is_now(said_more.recorded_at), said_more.value.bundle) == (True, "own")
    assert (is_now(last.recorded_at), last.value.cv, last.since) == (True, "30", SINCE)
    [known] = skus.values_in_force("tea", ["TEA"], LONG_AGO).values()
    assert known == replace(value, bundle="own")


def test_rates_and_plans_keep_when_they_were_written() -> None:
    rates.put(Rate("EUR", "USD", Decimal("1.08"), "2026-11-20", "ecb"))
    ref = plans.publish(a_plan().text)

    [rate] = audit_registers.rates("EUR", "USD", date(2026, 11, 13), date(2026, 11, 20))
    [plan] = audit_registers.plans("demo")

    assert rate == RateRow(
        since=datetime(2026, 11, 20, tzinfo=UTC),
        recorded_at=rate.recorded_at,
        day="2026-11-20",
        rate=Decimal("1.08"),
        source="ecb",
    )
    assert is_now(rate.recorded_at)
    assert (is_now(plan.recorded_at), plan.digest) == (True, ref.digest)


def test_a_code_keeps_each_hand_that_it_went_through_with_when_it_was_written() -> None:
    named: dict[str, Any] = {"kind": PARTICIPANT, "created_at": LONG_AGO, "referral_code": "TEA-7"}
    members.register(Member(member_id="ann", **named))
    all_written(LONG_AGO)
    members.register(Member(member_id="bob", **named), Registration("bob", SINCE, SINCE))
    members.register(Member(member_id="bob", **named), Registration("bob", SINCE, SINCE))

    codes, _ = audit_registers.namings("tea", ["TEA-7"], [])

    ann, bob = codes["TEA-7"]
    assert (ann.member, ann.recorded_at) == ("ann", LONG_AGO)
    assert (bob.member, bob.registered_at, is_now(bob.recorded_at)) == ("bob", SINCE, True)
    assert members.resolve(["TEA-7"], "", "").codes["TEA-7"][0] == Registration("ann")


def test_a_code_of_before_was_written_when_it_was_registered() -> None:
    named: dict[str, Any] = {"kind": PARTICIPANT, "created_at": LONG_AGO, "referral_code": "TEA-7"}
    members.register(Member(member_id="ann", **named), Registration("ann", None, SINCE))
    all_written(None)

    codes, _ = audit_registers.namings("tea", ["TEA-7"], [])

    assert [each.recorded_at for each in codes["TEA-7"]] == [SINCE]


def test_an_account_keeps_what_its_member_bought_there_as_before() -> None:
    members.link_account("tea", "one", AccountLink("ann", kind=RETAIL))
    all_written(None)
    members.link_account("tea", "one", AccountLink("ann", kind=PREFERRED))

    _, accounts = audit_registers.namings("tea", [], ["one", "two"])

    before, now = accounts["one"]
    assert (before.kind, before.recorded_at) == (RETAIL, None)
    assert (now.kind, is_now(now.recorded_at)) == (PREFERRED, True)
    assert accounts.keys() == {"one"}
    assert members.of_customer("tea", "one") == ("ann", PREFERRED)


def test_a_store_keeps_by_what_it_stood_before() -> None:
    open_store()
    all_written(None)
    open_store(policies=Policies(late_referral_hours=5))
    open_store(policies=Policies(late_referral_hours=6), silent_hours=9)
    open_store(policies=Policies(late_referral_hours=6), silent_hours=10)
    stores.close("tea")

    rows = audit_registers.settings("tea")

    assert [each.policies.late_referral_hours for each in rows] == [0, 5, 6]
    assert [is_now(each.recorded_at) for each in rows] == [False, True, True]
    assert audit_registers.settings("nobody") == ()


def test_what_nobody_can_read_any_more_is_not_there() -> None:
    open_store()
    for table, name in (("GenealogyTable", "edges"), ("StoresTable", "mode")):
        for item in list(scan(table)):
            put(table, item | {name: [{"sponsor": "x"}] if name == "edges" else None})

    assert audit_registers.edges(["ann"]) == {"ann": ()}
    assert audit_registers.settings("tea") == ()

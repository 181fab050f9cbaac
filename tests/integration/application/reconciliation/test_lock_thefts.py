"""Whoever forges a lock, an event, or an order's whole trail is found and named, though journals,
statements and balances fit."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from commissions.application.care import replay
from commissions.application.queries.order_reference import parse_order
from commissions.application.reconciliation.run import reconcile
from commissions.audit.findings import LOCKS, Finding
from commissions.audit.lock_kinds import LOCK_KINDS
from commissions.domain.ledger.facts import Content
from commissions.domain.people.upline import PARTICIPANT
from commissions.domain.sales.attribution import Lock
from commissions.domain.sales.referral_match import ReferralMatch
from commissions.domain.stores.store import Policies
from commissions.tables import ledger, plans
from tests.support import tamper
from tests.support.builders import a_plan_document
from tests.support.forged_sales import (
    EVE,
    as_of,
    dropped,
    of_eve,
    put_on_the_bus,
    sale_of,
    written_anew,
)
from tests.support.pipeline_driver import (
    LONG_AGO,
    Published,
    a_company,
    changed,
    project,
    run,
    shopify,
)
from tests.support.register_times import all_written

DAY, AT = date(2026, 11, 20), "2026-11-20T10:00:00Z"
ONE = "shopify/tea/1"
SECONDS = timedelta(seconds=3)


@pytest.fixture(autouse=True)
def _sold(published: Published) -> None:
    """An order of cara's, in a company whose registers were loaded long ago."""
    a_company()
    all_written(LONG_AGO)
    told = {"created_at": AT, "processed_at": AT, "updated_at": AT, "landing_site": "/"}
    shopify(changed("orders_paid", id=1, discount_codes=[{"code": "CARA-7"}], **told))
    run(published)


def found(day: date = DAY) -> list[Finding]:
    return reconcile(day, now=datetime.now(UTC) + timedelta(hours=1)).findings


def kinds() -> set[str]:
    return {each.kind for each in found()}


def test_an_earlier_snapshot_that_somebody_put_on_the_bus_is_named_with_who_lacks_what() -> None:
    """Three seconds earlier than the true one, and 750,000 to eve."""
    true = sale_of(ONE)
    earlier = replace(true.order, updated_at=true.order.updated_at - SECONDS)
    values = true.lock.values if true.lock else ()
    dear = tuple(replace(each, cv="9999999") for each in values)
    put_on_the_bus(of_eve(as_of(earlier, true, values=dear)))

    told = [each for each in found() if each.check == LOCKS]

    assert [each.kind for each in told] == [
        "fact_without_inbox",
        "lock_value",
        "lock_value",
        "lock_seller",
        "lock_line",
    ]
    assert "has seller eve, code EVE-7; as of the order" in told[3].sentence
    assert "the registers have eve is nobody in the tree" in told[4].sentence
    assert "By that eve has too much: " in told[0].sentence
    assert "cara lacks " in told[0].sentence
    assert (told[0].unit, told[0].expected) == ("USD", 0)
    assert (told[0].found or 0) > 75_000_000


def test_an_order_that_never_was_is_named_however_old_it_says_it_is() -> None:
    true = sale_of(ONE)
    long_ago = true.order.order_ts - timedelta(days=90)
    times: dict[str, Any] = {"order_ts": long_ago, "updated_at": long_ago}
    order = replace(true.order, platform_order_id="9", customer="", **times)
    put_on_the_bus(of_eve(as_of(order, true)))

    told = [each for each in found(datetime.now(UTC).date()) if each.order == order.order_key]

    assert told[0].kind == "fact_without_inbox"
    assert (told[0].expected, told[0].at_stake) == (0, told[0].found)
    assert "lock_seller" in {each.kind for each in told}


def test_a_lock_before_the_true_one_under_its_own_inbox_item_is_named() -> None:
    """The first look stays: so has whoever is quicker than the pipeline, or drops what it wrote."""
    inbox, sale = ledger.read(ONE).rows[0].inbox, sale_of(ONE)
    dropped(ONE)
    put_on_the_bus(of_eve(sale), inbox)

    assert kinds() == {"lock_seller", "lock_line"}


def test_a_snapshot_that_its_inbox_item_does_not_have_is_named() -> None:
    inbox, sale = ledger.read(ONE).rows[0].inbox, sale_of(ONE)
    more = tuple(replace(each, net=each.net * 100) for each in sale.order.items)
    earlier = sale.order.updated_at - SECONDS
    put_on_the_bus(as_of(replace(sale.order, items=more, updated_at=earlier), sale), inbox)

    [first, *_] = [each for each in found() if each.check == LOCKS]
    assert first.kind == "fact_not_in_inbox"
    assert "(1 lock, 1 match, 1 order)" in first.sentence


def test_a_lock_written_into_the_tables_with_all_that_fits_it_is_named() -> None:
    written_anew(ONE, _of_eve)

    told = found()

    assert [each.kind for each in told] == ["lock_seller", "lock_line"]
    assert [each.at_stake > 0 for each in told] == [True, True], "what eve has, and others lack"
    assert "commissions attribute shopify/tea/1 --to MEMBER" in told[0].advice(DAY)


def _of_eve(content: Content) -> Content:
    if isinstance(content, ReferralMatch):
        return replace(content, seller="eve", line=EVE)
    return content


FORGERIES: dict[str, tuple[str, type[Content], str, Any]] = {
    "a buyer": ("lock_buyer", ReferralMatch, "buyer", "zoe"),
    "a class": ("lock_buyer", ReferralMatch, "buyer_class", PARTICIPANT),
    "a code": ("lock_seller", ReferralMatch, "code", "BOB-7"),
    "a carrier": ("lock_seller", ReferralMatch, "carrier", "linked_account"),
    "a rank": (
        "lock_line",
        ReferralMatch,
        "line",
        lambda line: (replace(line[0], rank="gold"), *line[1:]),
    ),
    "a sponsor": ("lock_line", ReferralMatch, "line", lambda line: (line[0], line[2])),
    "a value": (
        "lock_value",
        Lock,
        "values",
        lambda values: tuple(replace(each, cv="99") for each in values),
    ),
    "a rate": ("lock_rate", Lock, "rate", lambda rate: replace(rate, rate=rate.rate * 2)),
    "a plan": ("lock_plan", Lock, "plan", lambda _: _generous()),
    "policies": ("lock_policies", Lock, "policies", Policies(cancellation="refunds_only")),
}


@pytest.mark.parametrize("name", FORGERIES)
def test_each_field_that_was_forged_with_all_that_fits_it_is_named(name: str) -> None:
    kind, of, field, said = FORGERIES[name]

    def forge(content: Content) -> Content:
        if not isinstance(content, of):
            return content
        value = said(getattr(content, field)) if callable(said) else said
        return replace(content, **{field: value})

    written_anew(ONE, forge)

    assert kinds() == {kind}


def _generous() -> Any:
    """A plan that was published, of no store."""
    document = a_plan_document()
    document["plan"]["id"] = "generous"
    return plans.publish(json.dumps(document))


def test_with_the_forged_lock_taken_out_the_order_told_again_gives_all_of_it_back(
    published: Published,
) -> None:
    before = stands()
    dear = tuple(replace(each, cv="99") for each in sale_of(ONE).lock.values)  # type: ignore[union-attr]
    written_anew(ONE, lambda each: replace(each, values=dear) if isinstance(each, Lock) else each)
    assert stands() != before

    tamper.forget(ONE, "lock")
    replay.replay_order(parse_order(ONE))
    run(published)

    assert stands() == before
    project(ONE)
    assert {each.kind for each in found()} & LOCK_KINDS.keys() == set()


def stands() -> dict[str, int]:
    sums: dict[str, int] = {}
    for journal in ledger.read(ONE).journals:
        for line in journal.lines:
            sums[line.earner] = sums.get(line.earner, 0) + line.amount
    return sums


def test_two_locks_of_one_snapshot_are_named() -> None:
    lock = tamper.item_of(tamper.FACTS, order_key=ONE, kind="lock")
    tamper.put(tamper.FACTS, lock | {"fact_id": "lock:0"})

    assert "lock_doubled" in kinds()


def test_an_order_of_a_store_that_is_not_there_is_named() -> None:
    true = sale_of(ONE)
    put_on_the_bus(as_of(replace(true.order, store_id="ghost"), true))

    told = found(datetime.now(UTC).date())

    assert ("order_of_no_store", "shopify/ghost/1") in {(each.kind, each.order) for each in told}

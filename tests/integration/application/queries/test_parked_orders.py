"""What is parked, as a page shows it: by what it waits for, with what is at stake."""

from datetime import UTC, datetime, timedelta

import pytest

from commissions.application.queries import orders_at_stake
from commissions.application.queries import parked_orders as parked_orders_module
from commissions.application.queries.parked_orders import (
    ParkedOrders,
    chosen_records,
    parked_orders,
)
from commissions.domain.orders.parked_filter import ParkedFilter
from commissions.domain.orders.parking import AwaitedKind
from tests.support.parked_company import (
    NEW,
    a_parked_company,
    in_a_while,
    orders_of,
    send,
)
from tests.support.pipeline_driver import Published, run

SHORT = {"shop_money": {"amount": "1.00", "currency_code": "USD"}}
"""A total that its lines do not come to."""
pytestmark = pytest.mark.usefixtures("aws")


def found(wanted: ParkedFilter | None = None, *, minutes: int = 20) -> ParkedOrders:
    return parked_orders(wanted or ParkedFilter(), in_a_while(minutes))


def test_where_nothing_waits_nothing_is_at_stake() -> None:
    assert (found().groups, found().oldest, found().at_stake.amounts) == ((), None, {})


def test_what_waits_for_one_sku_stands_together_with_what_it_comes_to(published: Published) -> None:
    a_parked_company(published, 3)
    orders_of(published, 1, sku="OTHER", first=50)

    new, other = found().groups

    assert (new.kind, new.store_id, new.name, len(new.entries)) == (
        AwaitedKind.SKU,
        "tea",
        "NEW",
        3,
    )
    assert (other.name, len(other.entries)) == ("OTHER", 1)
    assert new.at_stake.amounts["USD"] == 3 * other.at_stake.amounts["USD"] > 0
    assert found().at_stake.amounts["USD"] == 4 * other.at_stake.amounts["USD"]
    assert new.filter == NEW


def test_what_a_person_decides_stands_together_by_its_reason(published: Published) -> None:
    a_parked_company(published, 0)
    for number in (9101, 9102):
        send(number, total_price="1.00", total_price_set=SHORT)
    run(published)

    [group] = found().groups

    assert (group.kind, group.name, group.reason) == (
        AwaitedKind.OPERATOR,
        "",
        "does_not_reconcile",
    )
    assert len(group.entries) == 2
    assert group.filter == ParkedFilter(reason="does_not_reconcile")


def test_a_filter_narrows_what_is_shown_and_not_what_can_be_chosen(published: Published) -> None:
    a_parked_company(published, 2)
    orders_of(published, 1, sku="OTHER", first=50)

    narrowed = found(NEW)

    assert (narrowed.waiting, len(narrowed.groups)) == (2, 1)
    assert narrowed.stores == ("tea",)
    assert found(ParkedFilter(store_id="coffee")).groups == ()
    assert found(ParkedFilter(age="1h")).waiting == 0
    assert found(ParkedFilter(age="15m")).waiting == 3


def test_of_very_many_what_is_at_stake_is_looked_up_of_the_first(
    published: Published, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_parked_company(published, 3)
    monkeypatch.setattr(orders_at_stake, "WEIGHED_MAX", 2)

    stake = found().at_stake

    assert (stake.weighed, stake.records, stake.is_all) == (2, 3, False)


def test_of_very_many_one_action_takes_the_longest_waiting(
    published: Published, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_parked_company(published, 3)
    monkeypatch.setattr(parked_orders_module, "AT_ONCE_MAX", 2)

    chosen = chosen_records(NEW, datetime.now(UTC))

    assert (len(chosen.entries), chosen.left) == (2, 1)
    assert chosen.entries[0].since <= chosen.entries[1].since


def test_another_order_makes_another_digest_and_another_try_does_not(published: Published) -> None:
    a_parked_company(published, 2)
    before = chosen_records(NEW, datetime.now(UTC)).digest
    send(9001, sku="NEW", updated_at="2026-11-20T10:00:00Z")

    again = chosen_records(NEW, datetime.now(UTC) + timedelta(hours=1)).digest
    assert again == before

    orders_of(published, 1, first=7)
    assert chosen_records(NEW, datetime.now(UTC)).digest != before

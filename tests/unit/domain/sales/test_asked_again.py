"""Which orders their store is asked for again, and when."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from commissions.domain.orders.continues import RENEWAL, Continues
from commissions.domain.sales.asked_again import asked_again_at, is_nobodys
from commissions.domain.sales.attribution import SaleAttributed
from commissions.domain.stores.store import Policies, Store
from tests.support.orders import NOON, a_match_for, an_order, sold

HOUR = timedelta(hours=1)
STORE = Store(
    "tea",
    "woocommerce",
    "retail_channel",
    "USD",
    "demo",
    carriers=("coupon_code", "order_meta"),
    policies=Policies(late_referral_hours=72),
)


def due(store: Store = STORE, *, now: datetime = NOON, **order: Any) -> datetime | None:
    return asked_again_at(an_order(**order), store, now)


def test_it_is_asked_an_hour_after_it_was_told() -> None:
    assert due() == NOON + HOUR
    assert due(now=NOON + 72 * HOUR) == NOON + HOUR


def test_a_store_whose_clock_is_ahead_is_asked_in_an_hour() -> None:
    assert due(updated_at=datetime.max.replace(tzinfo=UTC)) == NOON + HOUR


@pytest.mark.parametrize(
    "fields",
    [
        {"carriers": ("coupon_code", "form_field")},
        {"closed": True},
        {"platform": "orders"},
        {"policies": Policies(late_referral_hours=0)},
    ],
)
def test_no_store_is_asked_that_has_nothing_to_say(fields: dict[str, Any]) -> None:
    assert due(replace(STORE, **fields)) is None


def test_what_could_change_nothing_is_not_asked() -> None:
    assert due(now=NOON + 72 * HOUR + timedelta(seconds=1)) is None
    assert due(continues=Continues("", RENEWAL)) is None


def test_what_names_somebody_is_somebodys_and_what_is_unpaid_nobody_knows() -> None:
    order, lock, nobody = sold(an_order(), "")
    somebody = a_match_for(order)

    assert is_nobodys(SaleAttributed(order, lock, (nobody,)))
    assert not is_nobodys(SaleAttributed(order, lock, (nobody, somebody)))
    assert not is_nobodys(SaleAttributed(order))

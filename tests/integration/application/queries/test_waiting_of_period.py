"""What keeps a plan's period open: orders that may be of it and are not in the ledger yet."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from commissions.application.queries.waiting_of_period import PlanPeriod, waiting_of_period
from commissions.domain.orders.hint import ORDER, PRODUCT, ChangeHinted
from commissions.domain.orders.parking import OrderParked
from commissions.domain.stores.store import Policies, Store
from commissions.events import Trace
from commissions.tables import inbox, parked, stores
from tests.support.orders import an_order

pytestmark = pytest.mark.usefixtures("aws")
STARTS, ENDS = datetime(2026, 10, 1, tzinfo=UTC), datetime(2026, 11, 1, tzinfo=UTC)
LAST_EVENING = ENDS - timedelta(hours=3)
OCTOBER = PlanPeriod("demo", STARTS, ENDS)


def a_store(store_id: str, plan: str) -> None:
    stores.put(
        Store(
            store_id=store_id,
            platform="shopify",
            mode="retail_channel",
            currency="USD",
            plan=plan,
            policies=Policies(),
        )
    )


def came(number: int, record: object, at: datetime) -> str:
    item = inbox.InboxItem(
        id=inbox.item_id("shopify", "tea", "orders/paid", str(number).encode()),
        platform="shopify",
        store_id="tea",
        topic="orders/paid",
        received_at=at,
        occurred_at=at,
        records=(record,),  # type: ignore[arg-type]  # any of them
    )
    inbox.put(item)
    return item.id


def parks(store_id: str, at: datetime = LAST_EVENING) -> None:
    order = replace(an_order(), store_id=store_id, order_ts=at, updated_at=at)
    record = OrderParked(
        record_key=order.key,
        order_key=order.order_key,
        reason="unmapped_sku",
        detail="TEA has no value",
        waits_for=f"sku/{store_id}/TEA",
        advice="",
    )
    trace = Trace(inbox_id=came(1, order, at), source_key="", received_at=at, occurred_at=at)
    parked.add(record, trace, now=at)


def hinted(number: int, at: datetime, subject: str = ORDER) -> None:
    hint = ChangeHinted(
        platform="shopify", store_id="tea", subject=subject, subject_id=str(number), hinted_at=at
    )
    came(number, hint, at)


def waiting(period: PlanPeriod = OCTOBER) -> list[str]:
    return [each.order_key.removeprefix("shopify/") for each in waiting_of_period(period)]


def test_a_parked_order_keeps_the_plan_of_its_store_open_and_no_other() -> None:
    a_store("tea", "demo")
    parks("tea")

    assert set(waiting()) == {"tea/1001"}
    assert waiting(replace(OCTOBER, plan="other")) == []
    assert set(waiting(replace(OCTOBER, plan=""))) == {"tea/1001"}


def test_an_order_may_be_of_a_plan_that_its_store_went_by_before() -> None:
    a_store("tea", "demo")
    a_store("tea", "other")
    parks("tea")

    assert set(waiting()) == {"tea/1001"}
    assert set(waiting(replace(OCTOBER, plan="other"))) == {"tea/1001"}


def test_an_order_of_a_store_that_is_not_known_may_be_of_any_plan() -> None:
    parks("tea")

    assert set(waiting()) == {"tea/1001"}


def test_an_order_of_certification_keeps_nothing_open() -> None:
    a_store("cert-tea", "demo")
    parks("cert-tea")

    assert waiting() == []


def test_an_order_of_november_keeps_october_open_no_longer() -> None:
    a_store("tea", "demo")
    parks("tea", at=ENDS)

    assert waiting() == []


def test_an_order_that_was_only_hinted_at_is_on_its_way() -> None:
    a_store("tea", "demo")
    hinted(7, LAST_EVENING)

    assert waiting() == ["tea/7"]


def test_an_order_first_hinted_at_when_the_period_was_over_is_of_the_next_one() -> None:
    a_store("tea", "demo")
    hinted(7, ENDS)

    assert waiting() == []


def test_a_product_that_changed_keeps_nothing_open() -> None:
    a_store("tea", "demo")
    hinted(7, LAST_EVENING, PRODUCT)

    assert waiting() == []

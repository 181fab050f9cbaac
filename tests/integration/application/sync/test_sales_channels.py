"""One BigCommerce shop that is two stores of ours, each for one of its sales channels."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest

from commissions.application.sync.apply import (
    KNOWN,
    NEW,
    OTHER_CHANNEL,
    UNREADABLE,
    Applied,
    apply_answer,
)
from commissions.aws.telemetry import metrics
from commissions.clients import FetchedResource
from commissions.domain.orders.hint import ORDER
from commissions.platforms import bigcommerce
from commissions.tables import ledger, stores
from tests.support.pipeline_driver import Published, a_company, open_store, postings, run, value
from tests.unit.platforms.bigcommerce_builders import NOON, a_line, a_refund, an_item, an_order

SHOP: dict[str, Any] = {
    "platform": "bigcommerce",
    "domain": "harbour1",
    "carriers": bigcommerce.CARRIERS,
}
KEY = "bigcommerce/tea/1043"
COUPON = [{"code": "CARA-7"}]


@pytest.fixture(autouse=True)
def _shop(aws: None) -> None:
    metrics.clear_metrics()
    a_company(**SHOP, channel_id="1")
    open_store("desk", **SHOP, channel_id="2")
    for store_id in ("tea", "desk"):
        value("TEA", store_id=store_id)


def asked(*refunds: dict[str, Any], store_id: str = "tea", later: int = 0, **order: Any) -> Applied:
    """What becomes of what the shop answers of its order, so many minutes after its last change."""
    modified = format_datetime(NOON + timedelta(minutes=later))
    payload = {
        "order": an_order(date_modified=modified, **order),
        "products": [a_line(sku="TEA")],
        "coupons": COUPON,
        "refunds": list(refunds),
    }
    now = datetime.now(UTC)
    answer = FetchedResource("1043", payload, now)
    return apply_answer(stores.get(store_id), ORDER, answer, via="test", now=now)


def counted() -> float:
    values: list[float] = metrics.metric_set.get("OrdersOfOtherChannels", {"Value": []})["Value"]
    return sum(values)


def test_an_order_earns_in_the_store_of_its_channel_and_in_no_other(published: Published) -> None:
    outcomes = [asked(store_id=store_id, channel_id=2).outcome for store_id in ("tea", "desk")]

    assert outcomes == [OTHER_CHANNEL, NEW]
    assert counted() == 1
    run(published)
    assert ledger.read(KEY).facts == []
    assert postings("bigcommerce/desk/1043")


def test_what_is_another_stores_is_said(caplog: pytest.LogCaptureFixture) -> None:
    asked(channel_id=2)

    [said] = [vars(record) for record in caplog.records]
    assert said["message"] == "an order of another sales channel"
    assert (said["store"], said["id"], said["channel_id"]) == ("tea", "1043", "2")


def test_an_order_that_was_taken_in_before_the_store_was_one_channel_is_followed(
    published: Published,
) -> None:
    stores.put(replace(stores.get("tea"), channel_id=""))
    asked(channel_id=2)
    run(published)
    stores.put(replace(stores.get("tea"), channel_id="1"))

    back = asked(a_refund(an_item()), channel_id=2, later=5)
    run(published)

    assert (back.outcome, counted()) == (NEW, 0)
    assert "refund" in {fact.kind for fact in ledger.read(KEY).facts}
    assert asked(a_refund(an_item()), channel_id=2, later=5).outcome == KNOWN


def test_an_order_whose_channel_cannot_be_read_is_nobodys_until_somebody_has_looked() -> None:
    assert asked(channel_id="web").outcome == UNREADABLE

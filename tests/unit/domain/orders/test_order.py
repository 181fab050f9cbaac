import json
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from commissions import events
from commissions.domain.orders.canonical import NoTimeZone, canonical, stamp
from commissions.domain.orders.order import OrderPlaced, Referral, difference
from commissions.domain.orders.refund import OrderRefunded
from commissions.domain.orders.sold_bundle import SoldBundle
from tests.support.orders import NOON, a_cancellation, a_refund, an_item, an_order

OTHER: dict[type, Any] = {
    str: "other",
    int: 7,
    bool: True,
    Decimal: Decimal("0.5"),
    datetime: NOON + timedelta(microseconds=1),
    tuple: (),
    type(None): NOON,
}
UNTOLD = ("shipping", "tax", "flags", "gross", "taxes_all")
"""What of a refund's goods is not in their digest."""


def test_an_order_is_named_by_platform_store_and_the_stores_own_id() -> None:
    assert an_order().order_key == a_refund().order_key == "shopify/tea/1001"
    assert a_refund("r7").key == "shopify/tea/1001/refund/r7"
    assert a_cancellation(minutes=1).key == "shopify/tea/1001/cancel/2026-11-20T12:01:00.000000Z"


def test_a_snapshot_is_named_by_its_time_and_content() -> None:
    order = an_order(minutes=5)

    assert order.version == f"2026-11-20T12:05:00.000000Z~{order.digest[:16]}"
    assert order.key == f"shopify/tea/1001/order/{order.version}"


def test_snapshots_sort_by_time_as_texts_do() -> None:
    moments = [NOON, NOON + timedelta(microseconds=1), NOON + timedelta(days=400)]

    assert sorted(map(stamp, moments)) == [stamp(moment) for moment in moments]


@pytest.mark.parametrize(
    "same",
    [
        an_order(an_item(qty="2.000"), an_item("2", qty="1E+1")),
        an_order(
            an_item(qty="2"),
            an_item("2", qty="10.0"),
            order_ts=NOON.astimezone(ZoneInfo("Asia/Kolkata")),
            updated_at=NOON.astimezone(timezone(timedelta(hours=-7))),
        ),
    ],
)
def test_one_content_has_one_digest_however_it_is_written(same: OrderPlaced) -> None:
    order = an_order(an_item(qty="2"), an_item("2", qty="10"))

    assert same.digest == order.digest
    assert same.version == order.version


@pytest.mark.parametrize(
    "record",
    [
        an_order(
            referrals=(Referral("cart_attribute", "ANN", True),),
            flags=("coarse",),
            bundles=(SoldBundle("9", "44", "KIT", Decimal(1)),),
        ),
        a_refund(units={"1": "1"}),
        a_cancellation(),
    ],
)
def test_another_content_has_another_digest(record: Any) -> None:
    for field in fields(record):
        if isinstance(record, OrderRefunded) and field.name in UNTOLD:
            continue
        if "unhashed" in field.metadata:
            assert field.name == "number"
            continue
        value = getattr(record, field.name)
        other = "voided" if field.name == "status" else OTHER[type(value)]

        assert replace(record, **{field.name: other}).digest != record.digest, field.name


def test_what_a_refund_names_besides_the_goods_decides_money_in_a_record_of_its_own() -> None:
    beside = a_refund("R-1-beside", shipping=5_00, tax=1_00, other=2_00)

    assert beside.source_id == "R-1"
    for less in (replace(beside, shipping=0), replace(beside, tax=0), replace(beside, other=0)):
        assert less.digest != beside.digest
    assert replace(beside, flags=("pending",)).digest == beside.digest


def test_an_amount_that_is_stored_without_tax_is_told_again_with_it_as_the_same_fact() -> None:
    stored, told = a_refund(amount_only=60_00), a_refund(amount_only=60_00, gross=True)

    assert told.digest == stored.digest


def test_a_refund_is_the_same_whether_or_not_shipping_and_tax_are_told_with_it() -> None:
    refund = a_refund(units={"1": "1"}, shipping=5_00, tax=1_00, flags=("pending",))

    assert refund.digest == a_refund(units={"1": "1"}).digest


@pytest.mark.parametrize("field", [field.name for field in fields(an_item())])
def test_another_line_makes_another_order(field: str) -> None:
    item = an_item()
    other = replace(item, **{field: OTHER[type(getattr(item, field))]})

    assert an_order(other, total=0).digest != an_order(item, total=0).digest


@pytest.mark.parametrize(
    "record",
    [
        an_order(
            an_item(qty="0.333", sku="T\u00e9a \U0001f375", removed=Decimal("0.1")),
            order_ts=NOON.astimezone(ZoneInfo("America/New_York")) + timedelta(microseconds=7),
            referrals=(Referral("cart_attribute", "ANN", True),),
            cancelled_at=NOON,
            flags=("coarse",),
        ),
        a_refund(units={"1": "1.50"}, amounts={"2": 5}, amount_only=10**15),
        a_cancellation(),
    ],
)
def test_a_record_has_the_same_digest_behind_the_bus(record: Any) -> None:
    text = events.encode(record)
    envelope = events.adapter(type(record)).validate_python(json.loads(text))

    for back in (events.decode(type(record), text), envelope):
        assert back == record
        assert back.digest == record.digest
        assert back.key == record.key


def test_a_moment_without_a_time_zone_is_not_guessed() -> None:
    with pytest.raises(NoTimeZone):
        an_order(updated_at=datetime(2026, 11, 20, 12, 0)).version  # noqa: B018, DTZ001


def test_a_status_nobody_knows_is_refused() -> None:
    with pytest.raises(ValueError, match="'paidish' is none of the statuses"):
        an_order(status="paidish")


def test_two_lines_of_one_id_are_refused() -> None:
    with pytest.raises(ValueError, match="two lines of one id"):
        an_order(an_item("1"), an_item("1", sku="POT"))


def test_an_order_reconciles_when_its_parts_are_its_total() -> None:
    parts = {"shipping": 5_00, "tax": 8_80, "other": 1_00}

    assert difference(an_order(an_item(net=100_00), total=114_80, **parts)) == 0
    assert difference(an_order(an_item(net=100_00), total=114_79, **parts)) == 1


def test_a_stamp_is_utc_to_the_microsecond() -> None:
    kolkata = datetime(2026, 11, 20, 5, 30, 0, 1, ZoneInfo("Asia/Kolkata"))

    assert stamp(kolkata) == "2026-11-20T00:00:00.000001Z"
    assert stamp(datetime(2026, 1, 1, tzinfo=UTC)) == "2026-01-01T00:00:00.000000Z"


def test_canonical_text_does_not_depend_on_the_order_of_names() -> None:
    assert canonical({"b": 1, "a": Decimal("1.0")}) == canonical({"a": Decimal(1), "b": 1})

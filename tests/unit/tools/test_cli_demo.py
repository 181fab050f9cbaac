"""What the demo sends is what its stores would send, and its figures are what was measured."""

import json
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commissions.domain.orders.order import OfOrder, OrderPlaced, difference
from commissions.domain.orders.refund import OrderRefunded
from commissions.domain.stores.store import Store
from commissions.platforms import orders_api
from tests.conftest import ROOT
from tests.support.orders import of_order
from tools import company
from tools.cli.payloads import read
from tools.demo import scenario
from tools.demo.measured import latency
from tools.demo.payloads import BUYER
from tools.demo.scenario import Sent

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
COMPANY = company.read(ROOT / "company")
STORES: dict[str, Store] = (
    {store.store_id: store for store in COMPANY.stores.stores} if COMPANY.stores else {}
)
SENT = [sent for scene in scenario.scenes(NOW) for sent in (*scene.first, *scene.later)]
CROWD = scenario.crowd(NOW, 20)


def records(sent: Sent) -> tuple[OfOrder, ...]:
    store, body = STORES[sent.store_id], json.dumps(sent.payload)
    if store.platform == "orders":
        return of_order(orders_api.parse_order(body.encode(), store, b"k" * 32))
    payload: Any = json.loads(body)
    return of_order(read(store, sent.topic, payload))


@pytest.mark.parametrize("sent", [*SENT, *CROWD.values()])
def test_everything_that_is_sent_can_be_read_and_adds_up(sent: Sent) -> None:
    told = records(sent)

    assert told
    assert [difference(each) for each in told if isinstance(each, OrderPlaced)] in ([], [0])


def test_each_scene_is_one_order() -> None:
    for scene in scenario.scenes(NOW):
        keys = {each.order_key for sent in scene.first + scene.later for each in records(sent)}
        assert keys == {scene.order_key}


def test_the_crowd_is_as_many_orders_as_were_asked_for() -> None:
    keys = {key for key, sent in CROWD.items() for each in records(sent) if each.order_key == key}

    assert keys == CROWD.keys()
    assert len(keys) == 20


def test_all_but_the_parked_order_are_in_the_companys_map() -> None:
    known = {(entry.store_id, entry.sku) for entry in COMPANY.skus}
    unmapped = {
        item.platform_sku
        for sent in SENT
        for each in records(sent)
        if isinstance(each, OrderPlaced)
        for item in each.items
        if (each.store_id, item.platform_sku) not in known
    }

    assert unmapped == {scenario.NEW_SKU}
    assert scenario.OOLONG.splitlines()[1].startswith(f"tea-us,{scenario.NEW_SKU},")


def test_nothing_of_the_buyer_is_left_in_the_records() -> None:
    told = repr([records(sent) for sent in SENT])

    assert not [value for value in BUYER.values() if value in told]


def test_a_refund_names_the_line_that_came_back() -> None:
    [refund] = [each for sent in SENT for each in records(sent) if isinstance(each, OrderRefunded)]

    assert [(item.line_id, item.qty) for item in refund.items] == [("100100", Decimal(1))]


@given(st.lists(st.floats(min_value=0, max_value=10), min_size=1, max_size=200))
def test_a_percentile_is_one_of_the_values_measured(seconds: list[float]) -> None:
    measured = latency(seconds)

    values = {round(each * 1000, 1) for each in seconds}
    assert {measured.p50_ms, measured.p99_ms} <= values
    assert min(values) <= measured.p50_ms <= measured.p99_ms <= max(values)


def test_one_slow_one_in_a_hundred_does_not_make_the_rest_slow() -> None:
    assert latency([0.010] * 99 + [5.0]).p99_ms == 10.0

"""What the store of one sales channel is held against: its own orders, and those that it knows."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from commissions.application.reconciliation import store_side
from commissions.application.reconciliation.store_side import look_up, read_store_side
from commissions.clients import FetchedResource, Page, Window
from commissions.platforms import bigcommerce
from tests.support.pipeline_driver import open_store
from tests.unit.platforms.bigcommerce_builders import NOON, a_line, an_order

KEY = "bigcommerce/tea/1043"


class WithoutFilter:
    """A shop whose list shows the orders of every channel, as if it had not been asked for one."""

    def __init__(self, channel_id: int) -> None:
        self.channel_id = channel_id

    def order(self, order_id: str) -> FetchedResource | None:
        order = an_order(channel_id=self.channel_id)
        payload = {"order": order, "products": [a_line()], "refunds": []}
        return FetchedResource("1043", payload, NOON)

    def orders(self, window: Window, after: str = "") -> Iterator[Page]:
        answer = self.order("1043")
        yield Page((answer,) if answer else (), "")


@pytest.mark.parametrize(("channel_id", "listed"), [(1, [KEY]), (2, [])])
def test_an_order_of_another_channel_is_missing_nowhere(
    aws: None, monkeypatch: pytest.MonkeyPatch, channel_id: int, listed: list[str]
) -> None:
    store = open_store(platform="bigcommerce", channel_id="1", carriers=bigcommerce.CARRIERS)
    monkeypatch.setattr(store_side, "client_for", lambda _: WithoutFilter(channel_id))

    side = read_store_side(store, NOON.date(), now=NOON + timedelta(days=1))
    assert list(side.orders) == listed

    look_up(side, KEY)
    assert list(side.orders) == [KEY]  # an order that is here is compared, whatever its channel
    assert not side.is_gone(KEY)

from datetime import UTC, datetime
from typing import Any

import pytest

from commissions.application.care import replay
from commissions.application.care.replay import UnknownInboxItem
from commissions.application.queries.order_reference import parse_order
from commissions.application.queries.order_story import UnknownOrder
from commissions.tables import ledger
from tests.support.pipeline_driver import TEA_ORDER, Published, a_company, run, shopify, types


@pytest.fixture(autouse=True)
def sold(published: Published) -> list[dict[str, Any]]:
    a_company()
    shopify("orders_paid")
    return run(published)


def test_an_order_that_is_replayed_changes_nothing(published: Published) -> None:
    before = ledger.read(TEA_ORDER).journals

    [inbox_id] = replay.replay_order(parse_order(TEA_ORDER))
    again = run(published)

    assert types(again)[0] == "order.placed"
    assert ledger.read(TEA_ORDER).journals == before
    assert ledger.read(TEA_ORDER).rows[0].inbox == inbox_id


def test_one_webhook_is_replayed_by_its_id(published: Published) -> None:
    inbox_id = ledger.read(TEA_ORDER).rows[0].inbox

    assert replay.replay_item(inbox_id) == [inbox_id]
    assert types(published()) == ["order.placed"]


def test_what_is_pending_is_replayed_until_it_has_reached_the_ledger(
    published: Published,
) -> None:
    [inbox_id] = replay.replay_order(parse_order(TEA_ORDER))

    assert replay.replay_pending(datetime.now(UTC)) == [inbox_id]
    run(published)
    assert replay.replay_pending(datetime.now(UTC)) == []


def test_what_is_not_here_is_refused() -> None:
    with pytest.raises(UnknownInboxItem, match="Nothing in the inbox is called nothing"):
        replay.replay_item("nothing")
    with pytest.raises(UnknownOrder):
        replay.replay_order(parse_order("999"))

"""An order that its store has no more counts as cancelled by the word of two people, once."""

from datetime import UTC, datetime, timedelta
from unittest.mock import patch

import boto3
import pytest

from commissions.application.actions import accepted_release, steps
from commissions.application.actions.parked_records_action import WAITS_OTHERWISE
from commissions.application.actions.proposing import ActionRequest, submit
from commissions.application.queries import parked_records
from commissions.application.sync.poll import poll
from commissions.domain.actions.action import APPLIED, Action, Actor
from commissions.domain.orders.decision import OrderDecided
from commissions.tables import actions, connections, items, ledger, parked
from tests.support.crash_points import Crashed
from tests.support.in_memory_store import an_in_memory_store
from tests.support.pipeline_driver import Published, a_company, run, value

KEY = "shop/tea/1"
DAY = timedelta(days=1)
MARA, INES = Actor("mara", "tests"), Actor("ines", "tests")


@pytest.fixture
def proposed(aws: None, published: Published, monkeypatch: pytest.MonkeyPatch) -> Action:
    """The store sold an order and deleted it; that it counts as cancelled waits for Ines."""
    boto3.client("sqs").create_queue(QueueName="poll")
    a_company()
    value("TEA")
    shop = an_in_memory_store(monkeypatch)
    connections.own_since("tea", shop.clock - 40 * DAY)
    shop.place("1", ago=3 * DAY)
    look(published)
    del shop.orders_["1"]
    look(published)
    entries = parked_records.find(KEY)
    request = ActionRequest(
        kind="release.accept",
        target=accepted_release.target_of(entries),
        payload=accepted_release.payload_of("gone", entries),
        why="deleted by the shop",
        ask=True,
    )
    return submit(request, MARA, datetime.now(UTC))


def look(published: Published) -> None:
    poll({"store_id": "tea", "look": "second"}, lambda: True)
    run(published)


def approve(action: Action) -> Action:
    return steps.approve(action.action_id, INES, action.draft.digest, datetime.now(UTC))


def decided() -> list[tuple[str, str]]:
    found = [each.content for each in ledger.read(KEY).facts]
    return [(each.by, each.approved_by) for each in found if isinstance(each, OrderDecided)]


def due() -> int:
    journals = ledger.read(KEY).journals
    return sum(line.amount for journal in journals for line in journal.lines)


def test_it_waits_until_another_person_agrees_and_both_are_on_record(
    proposed: Action, published: Published
) -> None:
    assert (due() > 0, decided()) == (True, [])

    assert approve(proposed).state == APPLIED
    run(published)

    assert (due(), decided(), list(parked.all_entries())) == (0, [("mara", "ines")], [])


def test_done_again_after_a_crash_it_is_one_decision(
    proposed: Action, published: Published
) -> None:
    with patch.object(actions, "finish", side_effect=Crashed), pytest.raises(Crashed):
        approve(proposed)
    run(published)

    assert approve(proposed).state == APPLIED
    run(published)

    assert (due(), decided()) == (0, [("mara", "ines")])


def test_what_waits_otherwise_by_the_time_it_is_done_is_left_and_named(
    proposed: Action, published: Published
) -> None:
    agreed = steps.agree(proposed.action_id, INES, proposed.draft.digest, datetime.now(UTC))
    [item] = items.scan(parked.TABLE)
    boto3.client("dynamodb").put_item(
        TableName=parked.TABLE, Item=items.marshal(item | {"reason": "amounts_differ"})
    )

    done = steps.carry_out(agreed, INES, datetime.now(UTC))
    run(published)

    assert list(done.failed.values()) == [WAITS_OTHERWISE]
    assert (due() > 0, decided()) == (True, [])

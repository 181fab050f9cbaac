"""Tellings through the order API without `updated_at`, and refunds that are told again: the time of
receipt is kept at the door, and the same body is the same telling while it is the latest."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from commissions.application.care import decide_order
from commissions.application.care.drafted_decisions import Answer as Decision
from commissions.application.queries.order_reference import parse_order
from commissions.domain.orders.order import OrderPlaced
from commissions.tables import inbox, ledger, parked, undated_orders
from commissions.tables.inbox import InboxItem
from functions.ingest import orders as ingest
from tests.support.lambdas import Answer, a_context, answer, http_event
from tests.support.pipeline_driver import API_KEY, a_company, open_store, run, value

Published = Callable[[], list[dict[str, Any]]]
ORDER = "orders/b2b/W-42"
RECEIVED = datetime(2026, 11, 25, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _company(aws: None) -> None:
    a_company()
    open_store("b2b", platform="orders")
    for sku in ("CUPS", "TEA"):
        value(sku, "b2b")


def post(body: bytes, *, minutes: float = 0) -> Answer:
    """`minutes`: after the day was over."""
    headers = {"X-Api-Key": f"b2b.{API_KEY}"}
    event = http_event(body, headers, at=RECEIVED + timedelta(minutes=minutes))
    return answer(ingest.handler(event, a_context()))


def undated(qty: int = 1, **fields: Any) -> bytes:
    """So many units of 20 points, without `updated_at`: each pays cara 4.00 and 2.00, bob 1.00."""
    line = {"line_id": "1", "platform_sku": "CUPS", "qty": qty, "unit_price": "36.00"}
    order = {
        "platform_order_id": "W-42",
        "order_ts": "2026-11-20T15:30:00Z",
        "status": "paid",
        "currency": "USD",
        "distributor_ref": "CARA-7",
        "items": [line],
        "total": f"{36 * qty}.00",
    }
    return json.dumps(order | fields).encode()


ONE, TWO = undated(1), undated(2)


def stands(published: Published) -> int:
    """What everybody has together, in cents."""
    run(published)
    awards = [line for journal in ledger.read(ORDER).journals for line in journal.lines]
    return sum(line.amount for line in awards)


def snapshots() -> list[OrderPlaced]:
    facts = (fact.content for fact in ledger.read(ORDER).facts)
    return [content for content in facts if isinstance(content, OrderPlaced)]


def test_of_tellings_without_a_time_the_one_that_came_last_stands(published: Published) -> None:
    for minutes, (body, due) in enumerate([(ONE, 7_00), (TWO, 14_00), (ONE, 7_00), (TWO, 14_00)]):
        assert post(body, minutes=minutes).status == 202
        assert stands(published) == due

    assert len(snapshots()) == 4


def test_they_may_reach_the_ledger_in_any_order(published: Published) -> None:
    for minutes, body in enumerate([ONE, TWO, ONE]):
        post(body, minutes=minutes)
    backwards = iter([published()[::-1]])

    run(lambda: next(backwards, None) or published())

    assert stands(published) == 7_00


def test_the_latest_body_told_again_is_the_telling_that_it_was(published: Published) -> None:
    first = post(ONE)
    again = [post(ONE, minutes=minutes) for minutes in (1, 2, 60 * 24 * 40)]

    assert {each.body["inbox"] for each in again} == {first.body["inbox"]}
    assert stands(published) == 7_00
    assert [each.updated_at for each in snapshots()] == [RECEIVED]


def test_the_time_of_receipt_is_in_the_record_that_is_kept() -> None:
    kept = inbox.find(post(ONE, minutes=3).body["inbox"])

    assert kept is not None
    assert [getattr(record, "updated_at", None) for record in kept.records] == [
        RECEIVED + timedelta(minutes=3)
    ]


def test_spelled_another_way_it_is_the_same_telling(published: Published) -> None:
    first = post(ONE)

    spelled = json.dumps(dict(reversed(json.loads(ONE).items())), indent=2).encode()

    assert post(spelled, minutes=1).body == first.body


def test_two_tellings_of_one_millisecond_are_two(published: Published) -> None:
    post(ONE)
    post(TWO)

    assert stands(published) == 14_00


def test_what_was_told_with_a_time_meanwhile_makes_the_same_body_news(
    published: Published,
) -> None:
    dated = json.dumps(json.loads(TWO) | {"updated_at": "2026-11-25T00:01:00Z"}).encode()
    post(ONE)
    post(dated, minutes=1)
    assert stands(published) == 14_00

    post(ONE, minutes=2)
    assert stands(published) == 7_00


def test_a_sender_whose_clock_is_ahead_does_not_outrank_what_it_tells_without_a_time(
    published: Published,
) -> None:
    ahead = json.dumps(json.loads(TWO) | {"updated_at": "2026-11-25T00:04:59Z"}).encode()

    post(ahead)
    post(ONE, minutes=1)

    assert stands(published) == 7_00


@pytest.mark.parametrize("other", [ONE, undated(3)], ids=["the same", "another"])
def test_of_two_tellings_at_once_each_counts_once(
    published: Published, monkeypatch: pytest.MonkeyPatch, other: bytes
) -> None:
    """Between the look and the note of one, the other has been told."""
    post(TWO)
    look, others = undated_orders._last, iter([other])

    def looking(order_key: str) -> Any:
        known = look(order_key)
        if meanwhile := next(others, b""):
            post(meanwhile, minutes=1)
        return known

    monkeypatch.setattr(undated_orders, "_last", looking)
    post(ONE, minutes=1)

    assert stands(published) == 7_00
    assert len(snapshots()) == (2 if other == ONE else 3)


def test_what_could_not_be_kept_is_of_the_same_moment_when_it_is_sent_again(
    published: Published, monkeypatch: pytest.MonkeyPatch
) -> None:
    def out(item: InboxItem) -> str:
        raise ConnectionError

    with monkeypatch.context() as outage:
        outage.setattr(inbox, "put", out)
        assert post(ONE).status == 503

    assert post(ONE, minutes=5).status == 202
    assert stands(published) == 7_00
    assert [each.updated_at for each in snapshots()] == [RECEIVED]


def test_what_is_of_a_time_to_come_is_refused_with_the_servers_time(published: Published) -> None:
    told = post(undated(updated_at="2036-11-20T15:30:04Z"))

    assert told.status == 422
    [error] = told.body["errors"]
    assert error["field"] == "updated_at"
    assert "2026-11-25T00:00:00Z" in error["message"]
    assert published() == []


def refunded(qty: int, units: int, **fields: Any) -> bytes:
    back = {
        "refund_id": "R-1",
        "refunded_at": "2026-11-24T20:05:11Z",
        "items": [{"line_id": "1", "qty": units}],
    }
    return undated(qty, status="partially_refunded", refunds=[back], **fields)


def test_a_refund_told_again_with_other_figures_is_accepted_by_a_person(
    published: Published,
) -> None:
    post(TWO)
    post(refunded(2, 1), minutes=1)
    assert stands(published) == 7_00
    post(refunded(2, 2), minutes=2)
    assert stands(published) == 7_00

    answer = Decision(about="refund", answer="accept", subject="R-1", by="mara", why="both came")
    now = RECEIVED + timedelta(minutes=3)
    decide_order.record(
        decide_order.propose(parse_order(ORDER), answer, now=now).decisions, now=now
    )

    assert stands(published) == 0
    assert post(refunded(2, 2), minutes=4).status == 202
    assert stands(published) == 0
    assert not list(parked.all_entries())


def test_a_line_that_was_edited_out_after_its_refund_stays_tellable(published: Published) -> None:
    cups = json.loads(TWO)["items"]
    tea = {"line_id": "2", "platform_sku": "TEA", "qty": 1, "unit_price": "30.00"}
    both = json.loads(refunded(2, 2)) | {"items": [*cups, tea], "total": "102.00"}
    left = both | {"items": [tea], "total": "30.00"}

    post(json.dumps(both).encode())
    assert stands(published) == 7_00
    assert post(json.dumps(left).encode(), minutes=1).status == 202

    assert stands(published) == 7_00
    assert not list(parked.all_entries())

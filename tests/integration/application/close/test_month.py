"""A month from its orders to everybody's book, step by step as the state machines take them."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from commissions.application.actions.period_posting import NotToBePosted
from commissions.application.actions.steps import approve
from commissions.application.close.completeness import unlike_facts
from commissions.application.close.computing import compute, tables_of
from commissions.application.close.freezing import CloseRequest
from commissions.domain.actions.agreeing import NotAgreed
from commissions.domain.ledger.books import period_book
from commissions.domain.orders.parking import OrderParked
from commissions.domain.periods.record import CLOSED, COMPUTED, INCOMPLETE, POSTING
from commissions.events import Trace
from commissions.tables import inbox, ledger, parked, periods
from tests.support import closed_company as company
from tests.support.closed_company import OCTOBER, SOLD_AT, after_all

pytestmark = pytest.mark.usefixtures("aws")


def booked(member: str) -> dict[str, int]:
    """By bonus and level, what stands in the member's book."""
    found: dict[str, int] = {}
    for journal in ledger.read(period_book(str(OCTOBER), member)).journals:
        for line in journal.lines:
            if line.amount:
                slot = f"{line.bonus} {line.level}"
                found[slot] = found.get(slot, 0) + line.amount
    return found


def test_a_month_is_computed_from_what_was_recorded_before_the_freeze(tmp_path: Path) -> None:
    company.a_month()
    record = company.computed(tmp_path / "one", after_all())

    assert (record.state, record.waits) == (COMPUTED, ())
    assert record.summary["orders"] == 11
    assert record.summary["volumes"]["cv"] == 1_020_000
    assert record.summary["ranks"] == {"manager": 1, "partner": 7}
    assert record.summary["bonuses"] == {
        "fast_start": 0,
        "levels": 99_500,
        "generation": 0,
        "infinity": 0,
        "match": 8_150,
        "pool": 20_400,
    }
    assert (record.summary["paid"], record.summary["people"]) == (128_050, 6)
    assert record.summary["most"][0] == ["ann", 46_550]


def test_computed_twice_it_is_the_same_run(tmp_path: Path) -> None:
    company.a_month()
    now = after_all()
    first = company.computed(tmp_path / "one", now)
    again = company.computed(tmp_path / "two", now + timedelta(hours=1), CloseRequest(again=True))

    assert again.attempt == 2
    assert again.summary == first.summary
    assert again.run == first.run


def test_what_is_told_after_the_freeze_is_of_no_run_of_it(tmp_path: Path) -> None:
    company.a_month()
    now = after_all()
    frozen = company.frozen_and_exported(now)
    company.give_back(21, at=SOLD_AT + timedelta(days=2), told=frozen.frozen_at)

    record = compute(OCTOBER, tmp_path / "one")

    assert record.summary["volumes"]["cv"] == 1_020_000


def test_it_is_posted_by_two_people_and_closed(tmp_path: Path, started: list[str]) -> None:
    company.a_month()
    now = after_all()
    record = company.computed(tmp_path / "one", now)

    approved = company.agreed(record, now)
    assert (approved.state, approved.approved_by, started) == (
        POSTING,
        ("mara", "ines"),
        [str(OCTOBER)],
    )
    closed = company.posted(approved, now)

    assert closed.state == CLOSED
    assert booked("ann") == {
        "levels 1": 20_00,
        "levels 2": 155_00,
        "levels 3": 5_00,
        "match 1": 81_50,
        "pool 0": 204_00,
    }
    assert booked("eve") == {"levels 1": 320_00}
    assert booked("lea") == {}


def test_closed_twice_it_posts_nothing_new(tmp_path: Path) -> None:
    company.a_month()
    now = after_all()
    approved = company.agreed(company.computed(tmp_path / "one", now), now)
    company.posted(approved, now)
    before = booked("ann")
    company.posted(approved, now)

    assert booked("ann") == before
    assert len(ledger.read(period_book(str(OCTOBER), "ann")).journals) == 1


def waits() -> None:
    """An order of the month has a SKU that nobody knows."""
    order, _ = company.an_order(30, "ann", 100)
    came = inbox.InboxItem(
        id=inbox.item_id("shopify", "tea", "orders/paid", b"30"),
        platform="shopify",
        store_id="tea",
        topic="orders/paid",
        received_at=SOLD_AT,
        occurred_at=SOLD_AT,
        records=(order,),
    )
    inbox.put(came)
    record = OrderParked(
        record_key=order.key,
        order_key=order.order_key,
        reason="unmapped_sku",
        detail="TEA has no value",
        waits_for="sku/tea/TEA",
        advice="",
    )
    trace = Trace(inbox_id=came.id, source_key="", received_at=SOLD_AT, occurred_at=SOLD_AT)
    parked.add(record, trace, now=SOLD_AT)


def test_what_waits_for_its_order_keeps_a_month_open(tmp_path: Path) -> None:
    company.a_month()
    waits()

    record = company.computed(tmp_path / "one", after_all())

    assert (record.state, record.run) == (INCOMPLETE, "")
    assert "order shopify/tea/30: something of it is parked: unmapped_sku (TEA has no value)" in (
        record.waits
    )
    assert periods.frozen_now("hyb").spans[0].lifted is not None


def test_somebody_can_say_that_what_waits_shall_be_late(tmp_path: Path) -> None:
    company.a_month()
    waits()

    request = CloseRequest(accept_waiting="the shop is closed")
    record = company.computed(tmp_path / "one", after_all(), request)

    assert (record.state, record.accept_waiting) == (COMPUTED, "the shop is closed")
    assert len(record.waits) == 2


def test_an_order_whose_ledger_is_not_what_its_facts_say_keeps_a_month_open(
    tmp_path: Path,
) -> None:
    company.a_month()
    record = company.frozen_and_exported(after_all())
    tables = tables_of(record, tmp_path)
    assert unlike_facts(tables, "hyb", record.starts, record.ends) == []

    without: dict[str, list[Path]] = tables | {"fact_ledger_leg": []}

    assert len(unlike_facts(without, "hyb", record.starts, record.ends)) == 11


def test_a_gate_that_nothing_enforces_stops_at_the_review(tmp_path: Path) -> None:
    company.a_month()
    now = after_all()
    record = company.computed(tmp_path / "one", now)

    with pytest.raises(NotToBePosted, match="asks for the retail rule herbalife-rewardable"):
        company.proposed(record, now, without_gate=False)


def test_nobody_posts_it_alone(tmp_path: Path) -> None:
    company.a_month()
    now = after_all()
    action = company.proposed(company.computed(tmp_path / "one", now), now)

    with pytest.raises(NotAgreed):
        approve(action.action_id, company.MARA, action.draft.digest, now)


def test_what_was_computed_anew_since_has_to_be_proposed_anew(tmp_path: Path) -> None:
    company.a_month()
    now = after_all()
    action = company.proposed(company.computed(tmp_path / "one", now), now)
    company.computed(tmp_path / "two", now + timedelta(hours=1), CloseRequest(again=True))

    with pytest.raises((NotToBePosted, NotAgreed)):
        approve(action.action_id, company.INES, action.draft.digest, now)


def test_stores_and_members_of_the_certificate_are_in_no_close(tmp_path: Path) -> None:
    company.a_month()
    order, lock = company.an_order(40, "ann", 100)
    company.tell(replace(order, store_id="cert-1"), replace(lock, store_id="cert-1"))

    record = company.computed(tmp_path / "one", after_all())

    assert record.summary["orders"] == 11

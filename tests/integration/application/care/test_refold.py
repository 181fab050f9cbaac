"""Ledgers that another rule wrote: told with money and people, and by two people posted, once."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from commissions.application.care.approval import Approval
from commissions.application.care.refold import OrderRefold, refolds
from commissions.application.pipeline import settle
from commissions.domain.ledger.facts import Content
from commissions.domain.ledger.journal import broken_link
from commissions.domain.ledger.target import Target
from commissions.domain.orders.decision import OrderDecided
from commissions.tables import inbox, journals, ledger, pending, plans
from commissions.tables.items import compress
from tests.support import tamper
from tests.support.dynamodb_calls import just_before, round_trips
from tests.support.money_facts import line, part_paid
from tests.support.orders import NOON, PLAN, a_lock_for, a_refund, an_order
from tests.support.rule_before import halve

FIRST, SECOND = "shopify/tea/1001", "shopify/tea/1002"
TWO = Approval(by="dana", approved_by="femi", why="the money rule came into force")
Published = Callable[[], list[dict[str, Any]]]


@pytest.fixture(autouse=True)
def _sold(aws: None) -> None:
    """Two orders that are right; of each cat has 20.00 and 10.00, bob above has 5.00."""
    plans.publish(PLAN.text)
    for number in range(2):
        order = an_order(
            platform_order_id=f"100{number + 1}", order_ts=NOON + timedelta(days=3 * number)
        )
        tell(order, a_lock_for(order))


def tell(*contents: Content) -> None:
    settle.settle(contents[0].order_key, contents, inbox="", now=NOON)


def differing(since: date | None = None, approval: Approval | None = None) -> list[OrderRefold]:
    return [each for each in refolds(since, approval) if each.moves or each.trouble]


def payable(found: OrderRefold) -> list[tuple[str, int, int]]:
    """By person: what stands, and by how much it changes."""
    return [(each.person, each.before, each.change) for each in found.moves if each.unit == "USD"]


def stands(order_key: str) -> dict[str, int]:
    sums: dict[str, int] = {}
    for journal in ledger.read(order_key).journals:
        for leg in journal.legs:
            sums[leg.account] = sums.get(leg.account, 0) + leg.amount * (leg.unit == "USD")
    return {name[19:]: sums[name] for name in sums if name.startswith("commission_payable:")}


def test_an_order_that_is_right_is_looked_at_and_has_nothing_to_tell() -> None:
    assert sorted(each.order_key for each in refolds(None)) == [FIRST, SECOND]
    assert differing() == []


def test_what_another_rule_wrote_is_told_with_money_people_and_why() -> None:
    halve(FIRST)

    [found] = differing()

    assert payable(found) == [("bob", 250, 250), ("cat", 1500, 1500)]
    [volume] = [each for each in found.moves if each.unit == "cv"]
    assert (volume.person, volume.month, volume.before, volume.after) == (
        "cat",
        "2026-11",
        50_00,
        100_00,
    )
    assert found.why == (
        "It costs 100.00 USD now, 100.00 USD came in, 0.00 USD went back; what is kept is paid for."
    )


def test_what_a_rule_of_words_had_taken_back_is_given_back(monkeypatch: pytest.MonkeyPatch) -> None:
    """Once paid and now `partially_paid`: by its status word, nothing of it earned any more."""
    unpaid = Target(void="the order is not paid", order=an_order())
    monkeypatch.setattr(settle, "fold", lambda facts, plan_of: unpaid)
    tell(*part_paid(line("1", "100.00"), line("2", "25.00"), minutes=10))
    monkeypatch.undo()
    assert stands(FIRST) == {"cat": 0, "bob": 0}

    [found] = differing(None, TWO)

    assert payable(found) == [("bob", 0, 500), ("cat", 0, 3000)]
    assert found.why.endswith("100.00 USD came in, 0.00 USD went back; 25.00 USD never came in.")
    assert stands(FIRST) == {"cat": 3000, "bob": 500}


def test_nothing_is_written_where_nobody_approved() -> None:
    halve(FIRST)

    with round_trips() as made:
        differing()

    assert set(made) == {"Scan", "GetItem", "Query"}


def test_two_people_have_just_the_difference_posted() -> None:
    halve(FIRST)
    [told] = differing()

    [posted] = differing(None, TWO)

    assert (posted.posted, posted.moves) == (True, told.moves)
    assert stands(FIRST) == {"cat": 3000, "bob": 500}
    story = ledger.read(FIRST)
    decision = tamper.told(FIRST, "decision")
    [_, journal] = story.journals
    assert (decision.by, decision.approved_by, decision.why) == ("dana", "femi", TWO.why)
    assert journal.context.cause == "rule changed"
    assert f"{journal.effective_at:%Y-%m}" == "2026-11"
    assert broken_link(story.journals) == ""
    assert len(ledger.read(SECOND).journals) == 1


def test_applied_twice_it_changes_nothing_more() -> None:
    halve(FIRST)
    differing(None, TWO)
    before = ledger.read(FIRST)

    assert differing(None, TWO) == []
    assert ledger.read(FIRST) == before


def test_what_was_posted_is_announced_and_nothing_stays_pending(published: Published) -> None:
    halve(FIRST)

    differing(None, TWO)

    [event] = published()
    assert event["detail-type"] == "commission.earned"
    assert event["detail"]["record"]["cause"] == "rule changed"
    assert pending.received_before(datetime.max.replace(tzinfo=UTC)) == []
    assert inbox.find(event["detail"]["trace"]["inbox"]) is not None


def test_only_orders_since_a_day_are_looked_at() -> None:
    halve(FIRST)
    halve(SECOND)

    assert sorted(each.order_key for each in differing(NOON.date())) == [FIRST, SECOND]
    assert [each.order_key for each in differing(NOON.date() + timedelta(days=1), TWO)] == [SECOND]
    assert [each.order_key for each in differing()] == [FIRST]


def test_a_later_refund_goes_on_from_what_was_refolded() -> None:
    halve(FIRST)
    differing(None, TWO)

    tell(a_refund(units={"1": "1"}))

    assert stands(FIRST) == {"cat": 0, "bob": 0}


def test_whoever_is_quicker_posts_it_once() -> None:
    halve(FIRST)

    with just_before("TransactWriteItems", lambda: tell(a_refund(units={"1": "1"}))):
        assert differing(None, TWO) == []

    assert stands(FIRST) == {"cat": 0, "bob": 0}


def test_two_runs_at_once_post_it_once() -> None:
    halve(FIRST)

    with just_before("TransactWriteItems", lambda: differing(None, TWO)):
        differing(None, TWO)

    assert stands(FIRST) == {"cat": 3000, "bob": 500}
    assert len(ledger.read(FIRST).journals) == 2


def test_what_stopped_halfway_is_left_to_the_sweeper(monkeypatch: pytest.MonkeyPatch) -> None:
    halve(FIRST)
    monkeypatch.setattr("commissions.aws.bus.publish", _fails)

    with pytest.raises(RuntimeError):
        differing(None, TWO)

    [item] = pending.received_before(datetime.max.replace(tzinfo=UTC))
    [decision] = item.records
    assert isinstance(decision, OrderDecided)
    assert (decision.order_key, differing()) == (FIRST, [])


def _fails(events: object, tells: object) -> None:
    raise RuntimeError("no bus")


def test_an_order_whose_journal_was_changed_is_left_as_it_is() -> None:
    halve(FIRST)
    changed = replace(tamper.journal(FIRST), recorded_at=NOON + timedelta(days=1))
    tamper.put(tamper.JOURNAL, journals.to_item(changed))

    [found] = differing(None, TWO)

    assert (found.posted, found.trouble) == (
        False,
        f"its journal {FIRST}/1 was changed: see the reconciliation",
    )
    assert len(ledger.read(FIRST).journals) == 1


def test_an_order_that_cannot_be_worked_out_does_not_stop_the_others() -> None:
    halve(SECOND)
    tamper.forget(FIRST, "order")
    fact = tamper.item_of(tamper.FACTS, order_key=FIRST, kind="lock")
    tamper.change(tamper.FACTS, fact, content=compress("{}"))

    left, posted = sorted(differing(None, TWO), key=lambda each: each.order_key)

    assert (left.order_key, left.posted) == (FIRST, False)
    assert left.trouble.startswith("it cannot be worked out")
    assert (posted.order_key, posted.posted) == (SECOND, True)

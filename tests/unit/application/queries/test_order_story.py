from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from commissions.application.queries.explanation import NoSuchJournal
from commissions.application.queries.order_story import OrderStory
from commissions.domain.ledger.facts import fact
from commissions.tables.ledger import FactRow
from tests.support.order_stories import LOCK, ORDER, REFUND, a_story, a_waiting_story
from tests.support.settled_orders import PLACED, altered, an_order, locked


def test_the_latest_snapshot_is_the_order() -> None:
    story = a_story()
    later = an_order(updated_at=PLACED + timedelta(hours=1), status="refunded")
    rows = [*story.rows, FactRow(fact(later), story.webhooks[0].id, PLACED)]

    assert replace(story, rows=rows).order == later


def test_while_it_waits_an_order_is_what_the_webhook_says() -> None:
    assert a_waiting_story().order == ORDER


def test_of_an_order_that_was_never_sent_there_is_none() -> None:
    story = replace(a_story(REFUND), rows=(), webhooks=())

    assert (story.order, story.lock) == (None, None)


def test_the_lock_of_the_earliest_snapshot_counts() -> None:
    later = locked(an_order(updated_at=PLACED + timedelta(hours=1)), "zoe")
    story = a_story()
    rows = [FactRow(fact(later), "i", PLACED), *story.rows]

    assert replace(story, rows=rows).lock == LOCK


def test_the_awards_stand_at_what_the_journals_say() -> None:
    assert [each.stands for each in a_story(REFUND).awards] == [1200, 600, 0]


def test_a_webhooks_facts_follow_in_the_order_of_their_kinds() -> None:
    story = a_story(REFUND)
    placed, returned = story.webhooks

    assert list(story.contents_of(placed)) == [ORDER, LOCK]
    assert list(story.contents_of(returned)) == [REFUND]


def test_what_has_led_to_no_fact_yet_is_shown_as_it_came() -> None:
    story = a_waiting_story()

    assert list(story.contents_of(story.webhooks[0])) == [ORDER]


def test_facts_outlive_their_webhook() -> None:
    story = a_story(REFUND)
    placed, _ = story.webhooks

    assert story.other_contents == []
    assert replace(story, webhooks=[placed]).other_contents == [REFUND]


def test_a_chain_that_was_altered_is_named() -> None:
    story = a_story(REFUND)

    assert story.broken_at == ""
    assert replace(story, journals=altered([*story.journals])).broken_at == "shopify/tea/1001/1"


def test_a_line_is_explained_with_the_lock_behind_it() -> None:
    why = a_story(REFUND).explain(2, 0)

    assert (why.entry, why.journals) == ("shopify/tea/1001/2/0", 2)
    assert [each.member for each in why.upline] == ["cat", "bob"]


def test_a_line_of_no_journal_is_refused() -> None:
    with pytest.raises(NoSuchJournal):
        a_waiting_story().explain(1, 0)


def test_a_refund_that_the_store_lists_no_more_was_taken_back() -> None:
    story = a_story(REFUND)
    without = an_order(updated_at=PLACED + timedelta(days=3), refund_ids=())
    rows = [*story.rows, FactRow(fact(without), story.webhooks[0].id, PLACED)]

    assert not story.is_taken_back(REFUND)
    assert replace(story, rows=rows).is_taken_back(REFUND)


def test_goods_on_their_way_that_nobody_paid_for_await_payment() -> None:
    def told(**fields: Any) -> OrderStory:
        order = an_order(**fields)
        return replace(a_story(), rows=[FactRow(fact(order), "i", PLACED)], journals=())

    assert told(status="authorized").awaits_payment
    assert told(status="pending").awaits_payment
    assert not told(status="paid").awaits_payment
    assert not told(status="voided").awaits_payment
    assert not told(status="pending", cancelled_at=PLACED).awaits_payment
    assert not replace(told(status="authorized"), journals=a_story().journals).awaits_payment

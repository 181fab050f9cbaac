"""Settling: what is told leads to one journal, once, and never past what others have written."""

from dataclasses import replace

import pytest

from commissions.application.pipeline import settle
from commissions.application.pipeline.settle import Contended
from commissions.aws.clients import client
from commissions.domain.ledger.facts import FactConflict
from commissions.domain.ledger.journal import broken_link
from commissions.tables import ledger, plans
from tests.support.builders import a_plan
from tests.support.dynamodb_calls import just_before, round_trips
from tests.support.order_on_tables import KEY, ORDER, refund, tell, the_lock


@pytest.fixture(autouse=True)
def _plan(aws: None) -> None:
    plans.publish(a_plan().text)


def paid() -> list[list[int]]:
    return [[line.amount for line in journal.lines] for journal in ledger.read(KEY).journals]


def test_a_sale_is_facts_a_head_and_a_journal() -> None:
    settlement = tell(ORDER, the_lock())

    story = ledger.read(KEY)
    assert settlement.posted
    assert sorted(row.fact.kind for row in story.rows) == ["lock", "order"]
    assert (story.head.version, story.head.journals) == (1, 1)
    assert paid() == [[2000, 1000, 500]]


def test_what_is_told_again_leads_to_the_same_journal() -> None:
    first, again = tell(ORDER, the_lock()), tell(ORDER, the_lock())

    assert (again.posted, again.journals) == (False, first.journals)
    assert ledger.read(KEY).head.version == 1


def test_an_order_is_one_transaction() -> None:
    with round_trips() as made:
        tell(ORDER, the_lock())

    assert made.count("TransactWriteItems") == 1
    assert not {"PutItem", "UpdateItem", "DeleteItem", "BatchWriteItem"} & set(made)


def test_the_head_is_read_before_the_facts_and_the_journals() -> None:
    tell(ORDER, the_lock())
    with round_trips() as made:
        tell(refund("r1"))

    assert made == ["GetItem", "Query", "Query", "TransactWriteItems"]


def test_refunds_add_up_to_the_commission() -> None:
    tell(ORDER, the_lock())
    for number in range(5):  # one more than there is
        tell(refund(f"r{number}"))

    assert [sum(line) for line in zip(*paid(), strict=False)] == [0, 0, 0]
    assert broken_link(ledger.read(KEY).journals) == ""


def test_a_refund_before_its_order_is_a_fact_that_waits() -> None:
    early = tell(refund("r1"))
    late = tell(ORDER, the_lock())

    assert (early.posted, early.target.waiting) == (False, True)
    assert late.was_waiting
    assert paid() == [[1500, 750, 375]]


def test_the_same_refund_with_another_content_is_a_conflict() -> None:
    tell(ORDER, the_lock())
    tell(refund("r1"))

    with pytest.raises(FactConflict, match="refund"):
        tell(refund("r1", qty=2))
    assert len(paid()) == 2


def test_what_was_locked_first_stays() -> None:
    tell(ORDER, the_lock())
    tell(ORDER, replace(the_lock(), seller="ann", line=(the_lock().line or ())[2:]))

    assert len(paid()) == 1


def test_whoever_comes_second_decides_again() -> None:
    tell(ORDER, the_lock())
    with just_before("TransactWriteItems", lambda: tell(refund("r-of-another"))):
        tell(refund("r1"))

    assert [sum(line) for line in zip(*paid(), strict=False)] == [1000, 500, 250]
    assert ledger.read(KEY).head.version == 3


def test_one_who_never_gets_a_turn_gives_the_message_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ledger, "write", lambda *_, **__: False)
    monkeypatch.setattr(settle, "PAUSE_SECONDS", (0, 0))

    with pytest.raises(Contended):
        tell(ORDER, the_lock())


def test_the_second_put_of_a_fact_fails_whatever_the_head_says(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(settle, "PAUSE_SECONDS", (0, 0))
    tell(ORDER, the_lock())
    head = {"order_key": {"S": KEY}}
    client("dynamodb").delete_item(TableName=ledger.HEADS, Key=head)

    with pytest.raises(Contended):
        tell(ORDER, the_lock())

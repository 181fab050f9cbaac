"""Settlements that span months: all of it at once, or step by step where it is too much."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from commissions.domain.ledger.journal import broken_link
from commissions.tables import ledger, plans
from tests.support.builders import a_plan
from tests.support.dynamodb_calls import just_before, round_trips
from tests.support.order_on_tables import KEY, ORDER, refund, tell, the_lock

CAUSES = ["sale", "refund r1", "refund r2", "refund r3"]


@pytest.fixture(autouse=True)
def _refunds_wait(aws: None) -> None:
    """A unit comes back in each of three months, before the order of four is told."""
    plans.publish(a_plan().text)
    for number in (1, 2, 3):
        later = timedelta(days=31 * number)
        early = refund(f"r{number}")
        tell(replace(early, refunded_at=early.refunded_at + later))


def journals() -> list[tuple[str, int]]:
    """What each is for, and how much of cat's it is: the whole order would be 20.00 and 10.00."""
    stored = ledger.read(KEY)
    assert broken_link(stored.journals) == ""
    assert stored.head.journals == len(stored.journals)
    return [(each.context.cause, each.lines[0].amount) for each in stored.journals]


def test_all_months_are_one_transaction() -> None:
    with round_trips() as made:
        settlement = tell(ORDER, the_lock())

    assert made.count("TransactWriteItems") == 1
    assert journals() == list(zip(CAUSES, [2000, -500, -500, -500], strict=True))
    assert settlement.journals == ledger.read(KEY).journals


@pytest.fixture
def _one_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ledger, "JOURNALS_MAX", 1)


@pytest.mark.usefixtures("_one_at_a_time")
def test_what_is_too_much_for_one_transaction_is_gone_on_with() -> None:
    with round_trips() as made:
        settlement = tell(ORDER, the_lock())

    assert made.count("TransactWriteItems") == 4
    assert journals() == list(zip(CAUSES, [2000, -500, -500, -500], strict=True))
    assert settlement.journals == ledger.read(KEY).journals
    assert not ledger.read(KEY).head.unfinished


def test_what_is_too_large_for_one_transaction_is_gone_on_with(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(ledger, "BYTES_MAX", 1)
    tell(ORDER, the_lock())

    assert [cause for cause, _ in journals()] == CAUSES


@pytest.mark.usefixtures("_one_at_a_time")
@pytest.mark.parametrize(
    "comes_next",
    [lambda: tell(ORDER, the_lock()), lambda: tell(refund("r0", qty=0))],
    ids=["the same again", "another record"],
)
def test_what_broke_off_is_ended_by_whatever_comes_next(comes_next: Callable[[], object]) -> None:
    _break_off_after_two()
    assert ledger.read(KEY).head.unfinished

    comes_next()

    assert [amount for _, amount in journals()] == [2000, -500, -500, -500]
    again = tell(ORDER, the_lock())
    assert (again.posted, ledger.read(KEY).head.unfinished) == (False, False)
    assert len(journals()) == 4


def _break_off_after_two() -> None:
    steps = [ledger.write, ledger.write]

    def write(*args: Any, **fields: Any) -> bool:
        if not steps:
            raise RuntimeError("out of time")
        return steps.pop()(*args, **fields)

    with pytest.MonkeyPatch.context() as crash:
        crash.setattr(ledger, "write", write)
        with pytest.raises(RuntimeError, match="out of time"):
            tell(ORDER, the_lock())


@pytest.mark.usefixtures("_one_at_a_time")
def test_two_at_once_write_each_month_once() -> None:
    with just_before("TransactWriteItems", lambda: tell(ORDER, the_lock())):
        settlement = tell(ORDER, the_lock())

    assert journals() == list(zip(CAUSES, [2000, -500, -500, -500], strict=True))
    assert settlement.journals == ledger.read(KEY).journals

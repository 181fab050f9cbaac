"""Statements and balances follow the journals, and can be built anew from them."""

from datetime import UTC, datetime

import pytest

from commissions.domain.ledger.statement import StatementLine, StatementUpdate
from commissions.tables import ledger, plans, statements
from tests.support.builders import a_plan
from tests.support.order_on_tables import KEY, ORDER, refund, tell, the_lock


@pytest.fixture(autouse=True)
def _plan(aws: None) -> None:
    plans.publish(a_plan().text)


def project() -> list[bool]:
    return [statements.project(journal) for journal in ledger.read(KEY).journals]


def amounts(who: str) -> list[tuple[str, int]]:
    return [(line.kind, line.amount) for line in statements.of(who)]


def test_each_change_is_a_line_with_its_explanation() -> None:
    tell(ORDER, the_lock())
    project()

    lines = list(statements.of("cat"))
    assert amounts("cat") == [("commission", 2000), ("commission", 1000)]
    assert {line.order_id for line in lines} == {KEY}
    assert [line.event_id for line in lines][:2] == [f"{KEY}/1/0", f"{KEY}/1/1"]
    assert '"rate":"0.20"' in lines[0].calc_snapshot_json


def test_balances_are_the_sum_of_the_journals() -> None:
    tell(ORDER, the_lock())
    tell(refund("r1"))
    project()

    assert statements.balances("bob") == {"total": {"payable USD": 375}}
    assert statements.balances("cat") == {
        "total": {"payable USD": 2250},
        "2026-11": {"pv": 7500, "cv": 7500},
    }


def test_a_journal_that_comes_again_changes_nothing() -> None:
    tell(ORDER, the_lock())

    assert project() == [True]
    assert project() == [False]
    assert statements.balances("bob") == {"total": {"payable USD": 500}}


def test_statements_can_be_asked_for_from_a_moment_on() -> None:
    tell(ORDER, the_lock())
    project()

    assert list(statements.of("cat", datetime(2026, 12, 1, tzinfo=UTC))) == []


def test_statements_that_were_lost_are_built_anew_from_the_ledger() -> None:
    tell(ORDER, the_lock())
    tell(refund("r1"))
    project()
    before = (amounts("cat"), statements.balances("cat"))
    for table in (statements._StatementItem, statements._BalanceItem):
        for item in table.scan():
            item.delete()
    for journal in ledger.every_journal():
        statements.project(journal)

    assert (amounts("cat"), statements.balances("cat")) == before


def a_change(who: str, explained: int) -> StatementUpdate:
    line = StatementLine(
        event_id="e",
        order_id=KEY,
        distributor_id=who,
        amount=1,
        currency="USD",
        at=datetime(2026, 12, 1, tzinfo=UTC),
        kind="commission",
        calc_snapshot_json="x" * explained,
    )
    return StatementUpdate(who, (line,), {"total": {"payable USD": 1}})


def test_a_journal_that_explains_thousands_of_lines_takes_several_transactions() -> None:
    wordy = [a_change(f"m{number}", 120_000) for number in range(104)]

    batches = list(statements._batches(wordy))

    assert [change for batch in batches for change in batch] == wordy
    assert all(sum(map(statements._actions, batch)) <= 100 for batch in batches)
    assert all(sum(map(statements._bytes, batch)) <= 3_000_000 for batch in batches)
    assert len(list(statements._batches([a_change(f"m{n}", 1_000) for n in range(50)]))) == 1


def test_one_persons_lines_stay_together_however_long_they_are() -> None:
    assert list(map(len, statements._batches([a_change("cat", 4_000_000)] * 2))) == [1, 1]

"""Statements and balances follow the journals, and can be built anew from them."""

from datetime import UTC, datetime
from typing import Any

import pytest
from pynamodb.connection import Connection
from pynamodb.exceptions import CancellationReason, TransactWriteError, VerboseClientError

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


def meets(monkeypatch: pytest.MonkeyPatch, *codes: str) -> list[str]:
    """Transactions of others that are met, one a try; the pauses between the tries are none."""
    left, true = list(codes), Connection.transact_write_items

    def write(self: Connection, *arguments: Any, **options: Any) -> Any:
        if not left:
            return true(self, *arguments, **options)
        told: Any = {"Error": {"Code": "TransactionCanceledException", "Message": "met"}}
        reasons = [None, CancellationReason(left.pop(0))]
        met = VerboseClientError(told, "TransactWriteItems", cancellation_reasons=reasons)
        raise TransactWriteError("met", met)

    monkeypatch.setattr(Connection, "transact_write_items", write)
    monkeypatch.setattr(statements, "LONGEST_WAIT_SECONDS", 0.0)
    return left


def test_two_orders_of_one_upline_at_once_are_both_added(monkeypatch: pytest.MonkeyPatch) -> None:
    """The balance of whoever stands at the top is changed by every order."""
    tell(ORDER, the_lock())
    left = meets(monkeypatch, "TransactionConflict", "ThrottlingError", "TransactionConflict")

    assert project() == [True]
    assert left == []
    assert statements.balances("bob") == {"total": {"payable USD": 500}}


def test_what_never_gets_through_goes_back_to_its_stream(monkeypatch: pytest.MonkeyPatch) -> None:
    tell(ORDER, the_lock())
    left = meets(monkeypatch, *["TransactionConflict"] * 9)

    with pytest.raises(TransactWriteError):
        project()
    assert len(left) == 1
    assert amounts("bob") == []


def test_what_is_refused_for_another_reason_is_not_tried_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tell(ORDER, the_lock())
    left = meets(monkeypatch, "ValidationError", "ValidationError")

    with pytest.raises(TransactWriteError):
        project()
    assert left == ["ValidationError"]


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

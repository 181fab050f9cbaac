"""Statements and balances follow the journals, and can be built anew from them."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from botocore.client import BaseClient
from botocore.exceptions import ClientError

from commissions.application.queries import member_month
from commissions.aws.clients import client
from commissions.domain.ledger.journal import event_id
from commissions.domain.ledger.statement import StatementLine, StatementUpdate
from commissions.domain.orders.canonical import canonical
from commissions.tables import (
    journals,
    ledger,
    plans,
    statement_lines,
    statement_writes,
    statements,
)
from commissions.tables.items import Item, marshal, scan
from commissions.tables.statement_contexts import ContextLost
from tests.support import tamper
from tests.support.builders import a_plan
from tests.support.dynamodb_calls import round_trips
from tests.support.order_on_tables import KEY, ORDER, refund, tell, the_lock
from tools.bench.statement_units import a_wide_journal
from tools.bench.units import item_bytes


@pytest.fixture(autouse=True)
def _plan(aws: None) -> None:
    plans.publish(a_plan().text)


def project() -> list[bool]:
    return [statements.project(journal) for journal in ledger.read(KEY).journals]


def amounts(who: str) -> list[tuple[str, int]]:
    return [(line.kind, line.amount) for line in statement_lines.of(who)]


def test_each_change_is_a_line_with_its_explanation() -> None:
    tell(ORDER, the_lock())
    project()

    lines = list(statement_lines.of("cat"))
    assert amounts("cat") == [("commission", 2000), ("commission", 1000)]
    assert {line.order_id for line in lines} == {KEY}
    assert [line.event_id for line in lines][:2] == [f"{KEY}/1/0", f"{KEY}/1/1"]
    assert '"rate":"0.20"' in lines[0].calc_snapshot_json


def test_what_a_journals_lines_have_in_common_stands_in_the_journal_alone() -> None:
    tell(ORDER, the_lock())
    project()

    [journal] = ledger.read(KEY).journals
    said = {
        line.event_id: canonical({"line": award, "context": journal.context})
        for line in statement_lines.of("cat")
        for award in journal.lines
        if line.event_id == event_id(journal, award)
    }
    assert {each.event_id: each.calc_snapshot_json for each in statement_lines.of("cat")} == said
    assert all("context" not in json.loads(row["explanation_json"]) for row in rows())
    assert not any("calc_snapshot_json" in row for row in rows())


def test_a_line_of_before_has_all_that_explains_it_by_itself() -> None:
    tell(ORDER, the_lock())
    project()
    before = list(statement_lines.of("cat"))
    for row, line in zip(rows("cat"), before, strict=True):
        old = {name: value for name, value in row.items() if name != "explanation_json"}
        tamper.put(tamper.STATEMENTS, old | {"calc_snapshot_json": line.calc_snapshot_json})

    assert wholes("cat") == [line.calc_snapshot_json for line in before]
    assert project() == [False]


def test_a_hundred_lines_cost_one_more_read_than_they_did() -> None:
    tell(ORDER, the_lock())
    tell(refund("r1"))
    project()

    with round_trips() as calls:
        assert len(wholes("cat")) == 4
    assert calls == ["Query", "BatchGetItem"]


def test_a_line_whose_journal_is_gone_says_so() -> None:
    tell(ORDER, the_lock())
    project()
    tamper.drop(tamper.JOURNAL, {"order_key": KEY, "number": 1})

    with pytest.raises(ContextLost, match=f"{KEY}/1, which is not there"):
        list(statement_lines.of("cat"))


def rows(who: str = "") -> list[Item]:
    found = sorted(scan(tamper.STATEMENTS), key=lambda row: str(row["entry"]))
    return [row for row in found if who in {"", row["distributor_id"]}]


def wholes(who: str) -> list[str]:
    return [line.calc_snapshot_json for line in statement_lines.of(who)]


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
    """Transactions of others that are met, one a try, at the last item that is written; the pauses
    between the tries are none."""
    left = list(codes)

    def write(true: Any, asked: Any) -> Any:
        if not left:
            return true()
        none = [{"Code": "None"}] * (len(asked["TransactItems"]) - 1)
        told: Any = {
            "Error": {"Code": "TransactionCanceledException", "Message": "met"},
            "CancellationReasons": [*none, {"Code": left.pop(0)}],
        }
        raise ClientError(told, "TransactWriteItems")

    monkeypatch.setattr(statement_writes, "LONGEST_WAIT_SECONDS", 0.0)
    writing(monkeypatch, write)
    return left


def writing(monkeypatch: pytest.MonkeyPatch, write: Callable[[Any, Any], Any]) -> None:
    """Has transactions done by `write`, which is given how, and what is to be written."""
    true: Any = BaseClient._make_api_call  # type: ignore[attr-defined]

    def call(self: Any, operation: str, asked: Any) -> Any:
        if operation != "TransactWriteItems":
            return true(self, operation, asked)
        return write(lambda: true(self, operation, asked), asked)

    monkeypatch.setattr(BaseClient, "_make_api_call", call)


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

    with pytest.raises(ClientError):
        project()
    assert len(left) == 1
    assert amounts("bob") == []


def test_what_is_refused_for_another_reason_is_not_tried_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tell(ORDER, the_lock())
    left = meets(monkeypatch, "ValidationError", "ValidationError")

    with pytest.raises(ClientError):
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

    assert list(statement_lines.of("cat", datetime(2026, 12, 1, tzinfo=UTC))) == []


def test_statements_that_were_lost_are_built_anew_from_the_ledger() -> None:
    tell(ORDER, the_lock())
    tell(refund("r1"))
    project()
    before = (amounts("cat"), statements.balances("cat"), member_month.read("cat", "2026-11"))
    for table in (tamper.STATEMENTS, tamper.BALANCES):
        for item in scan(table):
            tamper.drop(table, item)
    for journal in ledger.every_journal():
        statements.project(journal)

    found = (amounts("cat"), statements.balances("cat"), member_month.read("cat", "2026-11"))
    assert found == before


def a_change(who: str, explained: int) -> StatementUpdate:
    line = StatementLine(
        event_id="e",
        order_id=KEY,
        distributor_id=who,
        amount=1,
        currency="USD",
        at=datetime(2026, 12, 1, tzinfo=UTC),
        kind="commission",
        explanation="x" * explained,
    )
    return StatementUpdate(who, (line,), {"2026-12 USD": {"payable": 1, "version": 1}})


def test_a_journal_that_explains_thousands_of_lines_takes_several_transactions() -> None:
    wordy = [a_change(f"m{number}", 120_000) for number in range(104)]

    batches = list(statements._batches(wordy))

    assert [change for batch in batches for change in batch] == wordy
    assert all(sum(map(statements._actions, batch)) <= 100 for batch in batches)
    assert all(sum(map(statements._bytes, batch)) <= 3_000_000 for batch in batches)
    assert len(list(statements._batches([a_change(f"m{n}", 1_000) for n in range(50)]))) == 1


def test_a_thousand_order_lines_that_pay_a_hundred_people_are_projected(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Each line with all that explains it were 7.5 MB; AWS takes 4 MB in one transaction."""
    journal, sent = a_wide_journal(), list[int]()

    def write(true: Any, asked: Any) -> Any:
        puts = [each["Put"]["Item"] for each in asked["TransactItems"] if "Put" in each]
        sent.append(sum(map(item_bytes, puts)))
        return true()

    writing(monkeypatch, write)
    client("dynamodb").put_item(TableName="JournalTable", Item=marshal(journals.to_item(journal)))

    assert statements.project(journal)
    assert not statements.project(journal)
    assert len(sent) == 2 * 5
    assert max(sent) < 30_000
    assert sum(len(whole) for number in range(104) for whole in wholes(f"member-{number:04}")) > (
        6_000_000
    )
    assert statements.balances("member-0103") == {"total": {"payable USD": 10}}


def test_what_came_half_is_completed_when_it_comes_again(monkeypatch: pytest.MonkeyPatch) -> None:
    journal, done = a_wide_journal(order_lines=1), list[int]()

    def once(true: Any, _asked: Any) -> Any:
        if done:
            raise TimeoutError
        done.append(1)
        return true()

    with monkeypatch.context() as broken:
        writing(broken, once)
        with pytest.raises(TimeoutError):
            statements.project(journal)

    assert (statements.project(journal), statements.project(journal)) == (True, False)
    totals = [statements.balances(f"member-{number:04}")["total"] for number in range(104)]
    assert totals == [{"payable USD": 10}] * 104


def test_what_was_cut_elsewhere_before_is_completed_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """An upgrade between two transactions of a journal, after which it takes only one."""
    journal = a_wide_journal(order_lines=1)
    statements._project(statements.updates_of(journal)[:3])
    monkeypatch.setattr(statements, "_batches", lambda people: [people[:40]])

    assert (statements.project(journal), statements.project(journal)) == (True, False)
    totals = [statements.balances(f"member-{number:04}")["total"] for number in range(40)]
    assert totals == [{"payable USD": 10}] * 40


def test_one_persons_lines_stay_together_however_long_they_are() -> None:
    assert list(map(len, statements._batches([a_change("cat", 4_000_000)] * 2))) == [1, 1]

"""Lines that are gone from statements come back, and whatever their months counted is counted once:
nothing that stands says whether a journal without a line was ever counted."""

from collections.abc import Callable

import pytest

from commissions.application.care import recount_months
from commissions.application.care.rebuild_statements import rebuild
from commissions.application.queries import member_month
from commissions.domain.ledger.member_month import MonthMoney
from commissions.tables import ledger, months_to_recount, plans, statement_lines, statements
from commissions.tables.items import scan
from tests.support import tamper
from tests.support.builders import a_plan
from tests.support.crash_points import life
from tests.support.order_on_tables import KEY, ORDER, refund, tell, the_lock
from tests.support.tamper import BALANCES, STATEMENTS, undone
from tools.fake_bank import FakeBank

PEOPLE = ("cat", "bob", "ann")
Figures = dict[str, tuple[tuple[MonthMoney, ...], int, int, int]]


@pytest.fixture(autouse=True)
def _counted(aws: None) -> None:
    plans.publish(a_plan().text)
    tell(ORDER, the_lock())
    tell(refund("r1"))
    for journal in ledger.read(KEY).journals:
        statements.project(journal)


def figures() -> Figures:
    found = {who: member_month.read(who, "2026-11") for who in PEOPLE}
    return {who: (each.money, each.lines, each.orders, each.refunds) for who, each in found.items()}


def lines() -> dict[str, list[str]]:
    return {who: [line.event_id for line in statement_lines.of(who)] for who in PEOPLE}


def drop_all(table: str, wanted: Callable[[dict[str, str]], bool] = lambda item: True) -> None:
    for item in [each for each in scan(table) if wanted(each)]:
        tamper.drop(table, item)


def drop_first_journal() -> None:
    drop_all(STATEMENTS, lambda item: item["event_id"].startswith(f"{KEY}/1/"))


def drop_statements_and_months() -> None:
    drop_all(STATEMENTS)
    drop_all(BALANCES)


def drop_first_journal_and_months() -> None:
    drop_first_journal()
    drop_all(BALANCES)


GONE: dict[str, Callable[[], None]] = {
    "all lines of a journal": drop_first_journal,
    "all statements": lambda: drop_all(STATEMENTS),
    "statements of one": lambda: drop_all(STATEMENTS, lambda item: item["distributor_id"] == "bob"),
    "statements and months": drop_statements_and_months,
    "months": drop_first_journal_and_months,
}


@pytest.fixture(params=GONE.values(), ids=list(GONE))
def gone(request: pytest.FixtureRequest) -> Callable[[], None]:
    found: Callable[[], None] = request.param
    return found


@pytest.mark.parametrize("of", [KEY, ""], ids=["of the order", "of all"])
def test_whatever_is_gone_comes_back_and_is_counted_once(gone: Callable[[], None], of: str) -> None:
    right, were = figures(), lines()
    gone()

    rebuild(of)
    assert (figures(), lines()) == (right, were)
    assert rebuild(of).added == 0
    assert (figures(), lines()) == (right, were)


def test_a_journal_that_never_came_is_counted_beside_those_that_did() -> None:
    tell(refund("r2"))
    before = figures()

    assert rebuild(KEY).added == 1
    again = figures()
    recounted = [recount_months.recount(who).changed for who in PEOPLE]

    assert recounted == [(), (), ()]
    assert again["cat"] != before["cat"]


@pytest.mark.parametrize("of", [KEY, ""], ids=["of the order", "of all"])
def test_of_whom_months_could_not_be_counted_they_are_the_next_time(
    monkeypatch: pytest.MonkeyPatch, of: str
) -> None:
    right = figures()
    tamper.drop(STATEMENTS, tamper.item_of(STATEMENTS, distributor_id="bob"))
    tamper.drop(BALANCES, tamper.item_of(BALANCES, distributor_id="bob"))
    with monkeypatch.context() as busy:
        busy.setattr(recount_months, "TRIES", 0)
        assert rebuild(KEY).contended == ("bob",)
    assert figures()["bob"] != right["bob"]

    assert rebuild(of).contended == ()
    assert figures() == right
    assert months_to_recount.members() == set()


def test_at_every_crash_the_next_rebuild_counts_what_this_one_did_not() -> None:
    right, were = figures(), lines()
    drop_first_journal()
    with life(FakeBank()) as whole, undone():
        rebuild(KEY)
    for call in range(len(whole.calls)):
        with undone():
            with life(FakeBank(), at=call):
                rebuild(KEY)
            rebuild(KEY)
            assert (figures(), lines()) == (right, were), f"call {call}"


def test_who_notes_once_more_meanwhile_is_counted_once_more() -> None:
    months_to_recount.note("bob")
    seen = list(scan(BALANCES))
    months_to_recount.note("bob")

    months_to_recount.done("bob", [each for each in seen if each["distributor_id"] == "bob"])
    assert months_to_recount.members() == {"bob"}
    recount_months.recount("bob")
    assert months_to_recount.members() == set()

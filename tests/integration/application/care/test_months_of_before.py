"""What was posted before months were counted is counted by them once, whatever comes meanwhile."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from commissions.application.care.rebuild_statements import rebuild
from commissions.application.care.recount_months import recount
from commissions.application.queries import member_month, statement
from commissions.application.queries.member_month import NotCountedYet
from commissions.aws.clients import client
from commissions.domain.ledger.journal import Journal
from commissions.domain.ledger.member_month import MemberMonth
from commissions.tables import ledger, plans, statement_lines, statements
from commissions.tables.items import marshal, scan
from tests.support import tamper
from tests.support.builders import a_plan
from tests.support.crash_points import life
from tests.support.order_on_tables import KEY, ORDER, refund, tell, the_lock
from tests.support.tamper import BALANCES, STATEMENTS, undone
from tools.fake_bank import FakeBank

PEOPLE = ("cat", "bob", "ann")


@pytest.fixture(autouse=True)
def _sold(aws: None) -> None:
    plans.publish(a_plan().text)
    tell(ORDER, the_lock())
    tell(refund("r1"))


def journals() -> tuple[Journal, ...]:
    return ledger.read(KEY).journals


def as_of_before() -> None:
    """As a stack of before has it: totals and volumes, and lines that name no month."""
    for journal in journals():
        for leg in journal.legs:
            kind, _, owner = leg.account.partition(":")
            if kind == "commission_payable":
                _add(owner, f"total {leg.unit}", "payable", leg.amount)
            elif kind == "volume":
                member, _, month = owner.rpartition(":")
                _add(member, month, leg.unit, leg.amount)
        lines = [line for each in statements.updates_of(journal) for line in each.lines]
        gone = statement_lines.standing(lines).gone
        statement_lines.restore(gone, of_before=False)
    for item in scan(STATEMENTS):
        old = {name: value for name, value in item.items() if name not in {"month", "plan"}}
        tamper.put(STATEMENTS, old)


def _add(member: str, scope: str, figure: str, amount: int) -> None:
    client("dynamodb").update_item(
        TableName=BALANCES,
        Key=marshal({"distributor_id": member, "scope": scope}),
        UpdateExpression="ADD #figure :amount",
        ExpressionAttributeNames={"#figure": figure},
        ExpressionAttributeValues=marshal({":amount": amount}),
    )


def november() -> dict[str, MemberMonth]:
    return {who: member_month.read(who, "2026-11") for who in PEOPLE}


def payable() -> dict[str, Any]:
    return {who: statements.balances(who) for who in PEOPLE}


@contextmanager
def counted_at_once() -> Iterator[None]:
    """What a stack says that counted all of it from the first."""
    before = {table: list(scan(table)) for table in (BALANCES, STATEMENTS)}
    for table, items in before.items():
        for item in items:
            tamper.drop(table, item)
    for journal in journals():
        assert statements.project(journal)
    yield
    for table, items in before.items():
        for item in scan(table):
            tamper.drop(table, item)
        for item in items:
            tamper.put(table, item)


def test_nothing_wrong_is_said_before_they_are_counted() -> None:
    as_of_before()

    with pytest.raises(NotCountedYet, match="commissions rebuild"):
        member_month.read("cat", "2026-11")
    assert statement.read("cat").months is None
    assert statements.balances("cat")["total"] == {"payable USD": 2250}


def test_they_are_counted_once_as_if_they_had_been_from_the_first() -> None:
    as_of_before()
    with counted_at_once():
        months, balances = november(), payable()

    assert (rebuild().counted, rebuild().counted) == (2, 0)
    assert november() == months
    assert payable() == balances
    assert {item["scope"] for item in scan(BALANCES)} == {"2026-11 USD"}


def test_of_whom_more_stood_than_was_posted_only_what_was_posted_is_counted() -> None:
    as_of_before()
    with counted_at_once():
        months, balances = november(), payable()
    _add("bob", "total USD", "payable", 7)
    _add("cat", "2026-11", "cv", 7)

    rebuild()
    assert november() == months
    assert payable() == balances
    assert {item["scope"] for item in scan(BALANCES)} == {"2026-11 USD"}


def test_a_member_alone_is_not_counted_while_something_stands_of_before() -> None:
    as_of_before()
    rebuild()
    _add("bob", "total USD", "payable", 7)

    with pytest.raises(NotCountedYet):
        recount("bob")


def test_what_comes_meanwhile_is_counted_beside_it() -> None:
    as_of_before()
    before = payable()["bob"]["total"]["payable USD"]
    tell(refund("r2"))
    for journal in journals():
        statements.project(journal)

    with pytest.raises(NotCountedYet):
        member_month.read("bob", "2026-11")
    assert statements.balances("bob")["total"]["payable USD"] == before - 125
    with counted_at_once():
        months = november()
    rebuild()
    assert november() == months


def test_at_every_crash_everything_is_in_one_of_both_and_it_goes_on() -> None:
    as_of_before()
    with counted_at_once():
        months, balances = november(), payable()
    with life(FakeBank()) as whole, undone():
        rebuild()
    assert len(whole.calls) > 5
    for call in range(len(whole.calls)):
        with life(FakeBank(), at=call):
            rebuild()
        assert payable() == balances, f"call {call}"
    rebuild()
    assert november() == months


def test_two_that_count_at_once_count_once() -> None:
    as_of_before()
    with counted_at_once():
        months = november()
    for journal in journals():
        rebuild(journal.order_key)
        rebuild(journal.order_key)
    rebuild()

    assert november() == months


def test_months_that_say_otherwise_are_counted_anew() -> None:
    with counted_at_once():
        right = november()
        item = tamper.item_of(BALANCES, distributor_id="bob", scope="2026-11 USD")
        tamper.change(BALANCES, item, payable=item["payable"] + 7, tk=99)
        tamper.put(BALANCES, item | {"scope": "2026-11 USD#3", "version": 4})

        assert recount("bob").changed == ("2026-11 USD",)
        assert recount("bob").changed == ()
        again = member_month.read("bob", "2026-11")
        assert again.money == right["bob"].money
        assert again.version > right["bob"].version


def test_lines_of_one_journal_that_are_read_apart_count_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(statement_lines, "READ_TOGETHER", 1)
    with counted_at_once():
        right = november()

        assert recount("cat").changed == ()
        tamper.drop(BALANCES, tamper.item_of(BALANCES, distributor_id="cat"))
        recount("cat")
        assert member_month.read("cat", "2026-11").money == right["cat"].money


def test_months_that_are_gone_are_counted_anew() -> None:
    with counted_at_once():
        right = november()
        tamper.drop(BALANCES, tamper.item_of(BALANCES, distributor_id="cat"))
        assert member_month.read("cat", "2026-11").money == ()

        recount("cat")
        assert member_month.read("cat", "2026-11").money == right["cat"].money


def test_a_line_that_is_gone_comes_back_and_is_counted_once() -> None:
    with counted_at_once():
        right = november()
        tamper.drop(STATEMENTS, tamper.item_of(STATEMENTS, distributor_id="bob"))

        assert rebuild(KEY).added == 1
        assert len(list(statement_lines.of("bob"))) == 2
        assert november()["bob"].money == right["bob"].money
        assert rebuild(KEY).added == 0


def test_a_line_of_before_that_is_gone_comes_back_and_is_counted_once() -> None:
    as_of_before()
    with counted_at_once():
        right = november()
    tamper.drop(STATEMENTS, tamper.item_of(STATEMENTS, distributor_id="bob"))

    rebuild(KEY)
    rebuild()
    assert november() == right


def test_somebody_whom_a_half_written_journal_left_out_is_counted() -> None:
    for journal in journals():
        statements._project(statements.updates_of(journal)[:1])
    rebuild()
    found = november()

    with counted_at_once():
        assert {who: each.money for who, each in found.items()} == {
            who: each.money for who, each in november().items()
        }


def test_somebody_of_whom_all_is_gone_is_rebuilt_by_their_orders() -> None:
    with counted_at_once():
        right = november()
        for table in (STATEMENTS, BALANCES):
            for item in list(scan(table)):
                if item["distributor_id"] == "bob":
                    tamper.drop(table, item)

        rebuild(KEY)
        assert november()["bob"].money == right["bob"].money

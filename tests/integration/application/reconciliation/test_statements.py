"""Whatever statements and balances say otherwise than the journals is found, and named."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from commissions.application.care.recount_months import recount
from commissions.application.reconciliation.run import reconcile
from commissions.tables import audit_reads, plans, statement_lines
from tests.support import tamper
from tests.support.in_memory_store import InMemoryStore, an_in_memory_store
from tests.support.orders import NOON, PLAN
from tests.support.reconciliation_days import (
    DAY,
    NOW,
    ONE,
    TWO,
    Mutant,
    a_day,
    each_found,
    kinds,
)
from tests.support.tamper import BALANCES, STATEMENTS, item_of, undone


@pytest.fixture
def shop(aws: None, monkeypatch: pytest.MonkeyPatch) -> InMemoryStore:
    plans.publish(PLAN.text)
    return a_day(an_in_memory_store(monkeypatch))


def line_of_bob() -> dict[str, Any]:
    return item_of(STATEMENTS, distributor_id="bob", order_id=ONE)


def on_the_statement(**fields: Any) -> Mutant:
    return lambda _: tamper.change(STATEMENTS, line_of_bob(), **fields)


def entry(*, days: int) -> str:
    moment = f"{NOON + timedelta(days=days):%Y-%m-%dT%H:%M:%S.%fZ}"
    return f"{moment}#{line_of_bob()['event_id']}"


def as_of_before(worded: Callable[[str], str] = str) -> None:
    """A line that has all that explains it by itself, as lines of before have."""
    [whole] = [
        each.calc_snapshot_json for each in statement_lines.of("bob") if each.order_id == ONE
    ]
    old = {name: value for name, value in line_of_bob().items() if name != "explanation_json"}
    tamper.put(STATEMENTS, old | {"calc_snapshot_json": worded(whole)})


def balance_of_bob() -> dict[str, Any]:
    return item_of(BALANCES, distributor_id="bob", scope="2026-11 USD")


def in_bobs_month(**more: int) -> Mutant:
    def mutate(_: InMemoryStore) -> None:
        month = balance_of_bob()
        changed = {figure: month.get(figure, 0) + add for figure, add in more.items()}
        tamper.change(BALANCES, month, **changed)

    return mutate


MUTANTS: dict[str, tuple[str, Mutant]] = {
    "a line dropped": ("statement_missing", lambda _: tamper.drop(STATEMENTS, line_of_bob())),
    "a line doubled": (
        "statement_doubled",
        lambda _: tamper.put(STATEMENTS, line_of_bob() | {"entry": entry(days=2)}),
    ),
    "a line under another number": (
        "statement_doubled",
        lambda _: tamper.put(
            STATEMENTS, line_of_bob() | {"entry": entry(days=0) + "9", "event_id": f"{ONE}/1/99"}
        ),
    ),
    "a line of nothing": (
        "statement_extra",
        lambda _: tamper.put(
            STATEMENTS,
            line_of_bob() | {"entry": entry(days=1), "event_id": f"{ONE}/2/0", "amount": 7},
        ),
    ),
    "a line of one cent more": ("statement_differs", on_the_statement(amount=5_01)),
    "a line of another order": ("statement_differs", on_the_statement(order_id=TWO)),
    "a line of somebody we look at": (
        "statement_other_beneficiary",
        on_the_statement(distributor_id="ann"),
    ),
    "a line of somebody we do not": (
        "statement_other_beneficiary",
        on_the_statement(distributor_id="zed"),
    ),
    "a line in euros": ("statement_other_currency", on_the_statement(currency="EUR")),
    "a line of another day": (
        "statement_other_day",
        lambda _: tamper.change(STATEMENTS, line_of_bob(), entry=entry(days=-1)),
    ),
    "a line of another kind": ("statement_differs", on_the_statement(kind="volume")),
    "a line that is counted in another month": (
        "statement_differs",
        on_the_statement(month="2026-10"),
    ),
    "a line that is held as another version of the plan says": (
        "statement_differs",
        lambda _: tamper.change(
            STATEMENTS, line_of_bob(), plan=line_of_bob()["plan"].replace("@1:", "@2:")
        ),
    ),
    "a line that names no plan": ("statement_differs", on_the_statement(plan=None)),
    "a line explained otherwise": (
        "statement_differs",
        lambda _: tamper.change(
            STATEMENTS,
            line_of_bob(),
            explanation_json=line_of_bob()["explanation_json"].replace("levels", "zed"),
        ),
    ),
    "a line of before explained otherwise": (
        "statement_differs",
        lambda _: as_of_before(lambda whole: whole.replace("cat", "zed")),
    ),
    "a balance of one cent more": (
        "balance_differs",
        lambda _: tamper.change(
            BALANCES, balance_of_bob(), payable=balance_of_bob()["payable"] + 1
        ),
    ),
    "a month that earned one cent more": ("month_differs", in_bobs_month(earned=1)),
    "a month of which less was taken back": ("month_differs", in_bobs_month(taken_back=-1)),
    "a month of which more was not paid": ("month_differs", in_bobs_month(unpaid=10_00)),
    "a month of own sales that were the team's": ("month_differs", in_bobs_month(own=1, team=-1)),
    "a month's money on another day": ("month_differs", in_bobs_month(tk=-1, t1=1)),
    "a month of one order more": ("month_differs", in_bobs_month(orders=1)),
    "a month of one refund more": ("month_differs", in_bobs_month(refunds=1)),
    "a month that sold to others": ("month_differs", in_bobs_month(participant=1)),
    "money of another month": (
        "balance_differs",
        lambda _: tamper.change(BALANCES, balance_of_bob(), scope="2026-12 USD"),
    ),
    "money in another currency": (
        "balance_differs",
        lambda _: tamper.change(BALANCES, balance_of_bob(), scope="2026-11 EUR"),
    ),
    "a month once more": (
        "balance_differs",
        lambda _: tamper.put(BALANCES, balance_of_bob() | {"scope": "2026-11 USD#3"}),
    ),
    "what nobody has counted yet": (
        "months_not_counted",
        lambda _: tamper.put(
            BALANCES, {"distributor_id": "bob", "scope": "total USD", "payable": 0}
        ),
    ),
    "a balance dropped": ("balance_differs", lambda _: tamper.drop(BALANCES, balance_of_bob())),
    "a month's volume of one more": (
        "balance_differs",
        lambda _: tamper.change(
            BALANCES, item_of(BALANCES, distributor_id="cat", scope="2026-11 USD"), cv=1
        ),
    ),
}


def test_what_statements_say_otherwise_is_found_and_named(
    shop: InMemoryStore, subtests: Any
) -> None:
    each_found(shop, MUTANTS, subtests)


def test_a_line_of_before_that_explains_itself_as_the_journal_does_is_no_finding(
    shop: InMemoryStore,
) -> None:
    as_of_before()

    assert "explanation_json" not in line_of_bob()
    assert kinds() == set()


def test_a_line_of_before_that_names_neither_month_nor_plan_is_no_finding(
    shop: InMemoryStore,
) -> None:
    on_the_statement(month=None, plan=None)(shop)

    assert {"month", "plan"} & line_of_bob().keys() == set()
    assert kinds() == set()


def test_by_what_plan_and_in_which_month_a_line_stands_is_told_in_words(
    shop: InMemoryStore,
) -> None:
    with undone():
        on_the_statement(plan="demo@7:0123456789ab")(shop)
        [found] = reconcile(DAY, now=NOW).findings
        assert "the statement says by demo@7:0123456789ab" in found.sentence
    on_the_statement(month="2026-10")(shop)
    [found] = reconcile(DAY, now=NOW).findings
    assert " in 2026-11; the statement counts it in 2026-10." in found.sentence


def test_a_month_that_differs_is_told_in_words_and_counted_anew_by_who_is_told(
    shop: InMemoryStore,
) -> None:
    in_bobs_month(taken_back=7, t5=-7)(shop)

    [found] = reconcile(DAY, now=NOW).findings
    assert found.about == "bob"
    assert "The month 2026-11 of bob says" in found.sentence
    assert "taken back" in found.sentence
    assert "of the team on day 5" in found.sentence
    assert found.advice(DAY).endswith("commissions rebuild --member bob.")
    recount("bob")
    assert kinds() == set()


def test_a_month_that_is_spread_over_several_items_is_no_finding(shop: InMemoryStore) -> None:
    month = balance_of_bob()
    part = {"distributor_id": "bob", "scope": "2026-11 USD#7", "payable": 1, "version": 1}
    tamper.change(BALANCES, month, payable=month["payable"] - 1)
    tamper.put(BALANCES, part)

    assert kinds() == set()


def test_books_that_come_in_pieces_are_put_together(
    shop: InMemoryStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As no table has to give them: a journal before the one that it follows on."""
    journals = list(audit_reads.all_journals())
    monkeypatch.setattr(audit_reads, "all_journals", lambda: reversed(journals))

    assert len(journals) == 3
    assert kinds() == set()

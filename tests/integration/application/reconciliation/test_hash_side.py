"""Somebody with the pen's own rights leaves a ledger that agrees in everything: what was kept of it
says what it was."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from commissions.application.reconciliation.run import reconcile
from commissions.audit.report_json import as_json
from commissions.domain.ledger.journal import Journal, Leg
from commissions.tables import journal_hashes, ledger, plans
from commissions.tables.items import scan
from commissions.tables.journal_hashes import PostedHash
from functions.care import reconcile as nightly
from tests.support import tamper
from tests.support.in_memory_store import InMemoryStore, an_in_memory_store
from tests.support.lambdas import a_context
from tests.support.orders import PLAN
from tests.support.reconciliation_days import NOW, ONE, SETTLED, TWO, Mutant, a_day
from tests.support.tamper import FACTS, HEADS, JOURNAL, STATEMENTS, undone
from tools.demo.reconciled import are_kept

RECORDED = SETTLED.date()
"""The day on which all journals of these orders were written."""


@pytest.fixture
def shop(aws: None, monkeypatch: pytest.MonkeyPatch) -> InMemoryStore:
    plans.publish(PLAN.text)
    return a_day(an_in_memory_store(monkeypatch))


def keep(*journals: Journal, late: timedelta = timedelta(0)) -> None:
    """As Guard keeps them."""
    for journal in journals:
        posted = PostedHash(
            journal_id=journal.journal_id,
            hash=journal.hash,
            at=journal.recorded_at.replace(microsecond=0) + late,
            sequence=f"{abs(hash(journal.hash))}",
        )
        assert journal_hashes.keep([posted]) == []


def all_journals() -> list[Journal]:
    return list(ledger.every_journal())


def found(
    day: date = RECORDED, now: datetime = NOW, since: date | None = None
) -> list[tuple[str, str]]:
    """What is found by the hashes, and of which journal."""
    report = reconcile(day, now=now, hashes_since=since)
    return [
        (each.kind, each.about)
        for each in report.findings
        if each.kind.startswith("hash") or each.kind == "journal_gone"
    ]


def bob_gets(amount: int) -> Any:
    """A chain that holds: facts aside, all of it agrees."""
    more = {"commission_payable:bob": amount, "commission_expense:tea": -amount}

    def dearer(leg: Leg) -> Leg:
        return replace(leg, amount=leg.amount + more.get(leg.account, 0))

    journal = tamper.journal(TWO, 2)
    tamper.edit(TWO, 2, legs=tamper.with_legs(journal, dearer))


def gone(order_key: str) -> None:
    """An order of which nothing is left anywhere."""
    for table in (FACTS, HEADS, JOURNAL):
        for item in scan(table):
            if item["order_key"] == order_key:
                tamper.drop(table, item)
    for item in scan(STATEMENTS):
        if item.get("order_id") == order_key:
            tamper.drop(STATEMENTS, item)


MUTANTS: dict[str, tuple[list[tuple[str, str]], Mutant]] = {
    "a journal written anew, with every hash as it has to be": (
        [("hash_differs", f"{TWO}/2")],
        lambda _: bob_gets(100),
    ),
    "an order of which nothing is left": (
        [("journal_gone", f"{ONE}/1")],
        lambda _: gone(ONE),
    ),
    "a journal put past the stream": (
        [("hash_missing", f"{ONE}/2")],
        lambda _: tamper.add_journal(tamper.journal(ONE), head=True),
    ),
}


def test_what_was_kept_finds_what_agrees_in_everything(shop: InMemoryStore, subtests: Any) -> None:
    keep(*all_journals())
    assert found() == []
    for name, (kinds, mutate) in MUTANTS.items():
        with subtests.test(msg=name), undone():
            mutate(shop)
            assert found() == kinds


def test_a_journal_written_twice_is_named_though_the_second_stands(shop: InMemoryStore) -> None:
    keep(*all_journals())
    bob_gets(100)
    keep(tamper.journal(TWO, 2))

    assert found() == [("hash_doubled", f"{TWO}/2")]


def test_each_day_is_looked_at_again_every_thirty_nights(shop: InMemoryStore) -> None:
    keep(*all_journals())
    bob_gets(100)

    again = RECORDED + timedelta(days=60)
    later = NOW + timedelta(days=60)
    assert found(again, later) == [("hash_differs", f"{TWO}/2")]
    assert found(again + timedelta(days=1), later + timedelta(days=1)) == []


def test_all_that_was_ever_kept_can_be_asked_for(shop: InMemoryStore) -> None:
    keep(*all_journals())
    bob_gets(100)
    day = RECORDED + timedelta(days=17)

    assert found(day, NOW + timedelta(days=17), since=RECORDED) == [("hash_differs", f"{TWO}/2")]


def test_of_before_the_first_hash_nothing_is_missed(shop: InMemoryStore) -> None:
    assert found() == []
    keep(replace(tamper.journal(ONE), order_key="shopify/tea/77"), late=timedelta(minutes=1))

    assert found() == [("journal_gone", "shopify/tea/77/1")]


def test_a_hash_kept_after_midnight_or_days_later_is_found(shop: InMemoryStore) -> None:
    first, *rest = all_journals()
    keep(first)
    keep(*rest, late=timedelta(days=3))

    assert found() == []


def test_a_journal_just_written_is_not_missed(shop: InMemoryStore) -> None:
    first, *_ = all_journals()
    keep(first)

    assert found(now=SETTLED + timedelta(minutes=9)) == []
    assert len(found(now=SETTLED + timedelta(minutes=11))) == len(all_journals()) - 1


def test_what_cannot_be_read_is_not_called_gone(shop: InMemoryStore) -> None:
    keep(*all_journals())
    item = tamper.item_of(JOURNAL, order_key=ONE)
    tamper.put(JOURNAL, item | {"body": b"x"})

    assert found() == []


def test_the_demo_waits_until_all_hashes_are_kept(shop: InMemoryStore) -> None:
    first, *rest = all_journals()
    keep(first)
    assert not are_kept(RECORDED)
    keep(*rest)
    assert are_kept(RECORDED)


def test_the_report_says_how_many_were_held_against_their_hashes(shop: InMemoryStore) -> None:
    keep(*all_journals())
    report = reconcile(RECORDED, now=NOW)

    assert report.company.hashes == len(all_journals())
    assert f'"hashes": {len(all_journals())}' in as_json(report)


def test_a_ledger_that_is_not_what_it_was_rings_the_alarm(
    shop: InMemoryStore, capsys: pytest.CaptureFixture[str]
) -> None:
    keep(*all_journals())
    nightly.handler({"day": f"{RECORDED}"}, a_context())
    assert "LedgerTampered" not in capsys.readouterr().out
    bob_gets(100)
    nightly.handler({"day": f"{RECORDED}"}, a_context())

    assert '"LedgerTampered":[1.0]' in capsys.readouterr().out.replace(" ", "")

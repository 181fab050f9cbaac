"""Whatever the ledger says otherwise than its facts is found, and named."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from commissions.application.reconciliation.run import reconcile
from commissions.domain.ledger.journal import JournalLine, Leg
from commissions.domain.orders.canonical import stamp
from commissions.tables import journals, plans
from tests.support import tamper
from tests.support.in_memory_store import NAME, InMemoryStore, an_in_memory_store
from tests.support.orders import NOON, PLAN, an_order, sold
from tests.support.reconciliation_days import (
    DAY,
    NOW,
    ONE,
    SETTLED,
    TWO,
    Mutant,
    a_day,
    each_found,
    kinds,
    settle_deliveries,
)
from tests.support.tamper import FACTS, JOURNAL, item_of, undone

LATER = timedelta(days=1)
BOB, ZED = "commission_payable:bob", "commission_payable:zed"
EXPENSE = "commission_expense:tea"
NOVEMBER, DECEMBER = "volume:cat:2026-11", "volume:cat:2026-12"


@pytest.fixture
def shop(aws: None, monkeypatch: pytest.MonkeyPatch) -> InMemoryStore:
    plans.publish(PLAN.text)
    return a_day(an_in_memory_store(monkeypatch))


def booked(of: str, number: int, leg: Callable[[Leg], Leg], line: Any = None) -> None:
    """A journal that books otherwise, with every hash as it has to be."""
    journal = tamper.journal(of, number)
    lines = tamper.with_lines(journal, line) if line else journal.lines
    tamper.edit(of, number, legs=tamper.with_legs(journal, leg), lines=lines)


def by(amount: int) -> Callable[[Leg], Leg]:
    """Bob gets so much more, and the company pays it."""
    more = {BOB: amount, EXPENSE: -amount}
    return lambda leg: replace(leg, amount=leg.amount + more.get(leg.account, 0))


def bobs(**fields: Any) -> Callable[[JournalLine], JournalLine]:
    return lambda line: replace(line, **fields) if line.earner == "bob" else line


def to(account: str, other: str) -> Callable[[Leg], Leg]:
    return lambda leg: replace(leg, account=other) if leg.account == account else leg


def in_euros(leg: Leg) -> Leg:
    return replace(leg, unit="EUR") if leg.unit == "USD" else leg


def one_cent(line: JournalLine) -> JournalLine:
    return replace(line, amount=line.amount + 1) if line.earner == "bob" else line


def a_byte(shop: InMemoryStore) -> None:
    item = item_of(JOURNAL, order_key=ONE)
    tamper.put(JOURNAL, item | {"body": item["body"][:40] + b"x" + item["body"][41:]})


def _unsealed(**fields: Any) -> Mutant:
    """A journal whose hash is not of what it says."""

    def mutate(shop: InMemoryStore) -> None:
        tamper.put(JOURNAL, journals.to_item(replace(tamper.journal(ONE), **fields)))

    return mutate


def _reworded(kind: str, **fields: Any) -> Mutant:
    return lambda _: tamper.reword(ONE, kind, **fields)


NOBODY = {"member": "zed", "status": "active", "rank": ""}
LOCKED: dict[str, Any] = {
    "seller": "zed",
    "buyer": "zed",
    "buyer_class": "preferred",
    "carrier": "cart_attribute",
    "line": [{"member": "cat", "status": "active", "rank": ""}, NOBODY],
    "rate": {
        "currency": "USD",
        "base_currency": "USD",
        "rate": "1",
        "day": "2026-11-19",
        "source": "ecb",
    },
    "order_ts": "2026-11-20T13:00:00.000000Z",
    "values": [],
}
"""Of a lock whose journals post what they should: the carrier, the class, who stands above those
who are paid, the day of the rate too."""
MATCHED: dict[str, Any] = {
    "seller": "zed",
    "buyer": "zed",
    "carrier": "cart_attribute",
    "line": [NOBODY],
    "code": "ZED-1",
    "forgeable": True,
}

MUTANTS: dict[str, tuple[str, Mutant]] = {
    "the first journal dropped": (
        "journal_missing",
        lambda _: tamper.drop(JOURNAL, {"order_key": TWO, "number": 1}),
    ),
    "the last journal dropped": (
        "journal_missing",
        lambda _: tamper.drop(JOURNAL, {"order_key": TWO, "number": 2}),
    ),
    "the only journal dropped": (
        "journal_missing",
        lambda _: tamper.drop(JOURNAL, {"order_key": ONE, "number": 1}),
    ),
    "a journal doubled": (
        "journal_doubled",
        lambda _: tamper.add_journal(tamper.journal(ONE), head=True),
    ),
    "a journal doubled behind the head": (
        "journal_doubled",
        lambda _: tamper.add_journal(tamper.journal(ONE), head=False),
    ),
    "a journal nobody asked for": (
        "journal_extra",
        lambda _: tamper.add_journal(replace(tamper.journal(ONE), facts=()), head=False),
    ),
    "one cent more": ("journal_differs", lambda _: booked(ONE, 1, by(1), one_cent)),
    "one cent less, unexplained": ("journal_unlike_lines", lambda _: booked(ONE, 1, by(-1))),
    "one cent in a reversal": ("journal_differs", lambda _: booked(TWO, 2, by(1), one_cent)),
    "another beneficiary": (
        "journal_other_beneficiary",
        lambda _: booked(ONE, 1, to(BOB, ZED), bobs(earner="zed")),
    ),
    "another currency": (
        "journal_other_currency",
        lambda _: booked(ONE, 1, in_euros, lambda line: replace(line, currency="EUR")),
    ),
    "another month's volume": (
        "journal_other_day",
        lambda _: booked(ONE, 1, to(NOVEMBER, DECEMBER)),
    ),
    "booked as of another day": (
        "journal_other_day",
        lambda _: tamper.edit(ONE, 1, effective_at=NOON + LATER),
    ),
    "a journal of an order nobody told us of": (
        "journal_without_fact",
        lambda _: tamper.forge([replace(tamper.journal(ONE), order_key=f"{NAME}/tea/1")]),
    ),
    "a journal of a fact that is not there": (
        "journal_without_fact",
        lambda _: tamper.edit(ONE, 1, facts=("order:nothing",)),
    ),
    "a byte of a journal": ("journal_unreadable", a_byte),
    "a journal changed": ("chain_broken", _unsealed(recorded_at=NOON)),
    "a chain cut": ("chain_broken", _unsealed(previous_hash="1" * 64)),
    "a journal out of balance": ("journal_unbalanced", _unsealed(legs=(Leg(BOB, "USD", 5),))),
    "a line explained otherwise": (
        "journal_explains_otherwise",
        lambda _: booked(ONE, 1, lambda leg: leg, bobs(base=1)),
    ),
    "terms that nobody looked up": (
        "journal_other_terms",
        lambda _: tamper.edit(ONE, 1, context=replace(tamper.journal(ONE).context, seller="zed")),
    ),
    "an order filed under another day": (
        "head_other_day",
        lambda _: tamper.change(
            tamper.HEADS, item_of(tamper.HEADS, order_key=ONE), day="tea#2026-11-25"
        ),
    ),
    "a fact changed in its place": (
        "fact_altered",
        lambda _: tamper.change(FACTS, item_of(FACTS, order_key=ONE, kind="order"), digest="0"),
    ),
    **{
        f"a lock's {name} changed": ("fact_altered", _reworded("lock", **{name: value}))
        for name, value in LOCKED.items()
    },
    "a journal that goes back to nothing": (
        "journal_without_fact",
        lambda _: tamper.edit(ONE, 1, facts=()),
    ),
    "a journal older than the one before": (
        "journal_other_time",
        lambda _: tamper.edit(TWO, 2, recorded_at=SETTLED - LATER),
    ),
    "a fact that nobody can read": (
        "fact_unreadable",
        lambda _: tamper.change(
            FACTS, item_of(FACTS, order_key=ONE, kind="order"), content=b"nothing"
        ),
    ),
}


def test_what_the_ledger_says_otherwise_is_found_and_named(
    shop: InMemoryStore, subtests: Any
) -> None:
    each_found(shop, MUTANTS, subtests)


def test_whom_a_match_names_is_held_to_its_digest(shop: InMemoryStore, subtests: Any) -> None:
    """It stands in the item of its lock, which has a digest for each."""
    order = an_order(platform=NAME, platform_order_id="1003")
    settle_deliveries(shop, "1003", sold(order, platform=NAME, carrier="site_owner"))
    assert kinds() == set()

    for name, value in MATCHED.items():
        with subtests.test(msg=name), undone():
            tamper.reword(order.order_key, "match", **{name: value})
            assert "fact_altered" in kinds()


def test_what_says_that_it_is_of_a_time_to_come_is_found_on_whatever_day(
    shop: InMemoryStore, subtests: Any
) -> None:
    to_come = NOW + 365 * LATER
    fact = item_of(FACTS, order_key=ONE, kind="order")
    mutants: dict[str, Mutant] = {
        "journal_other_time": lambda _: tamper.edit(ONE, 1, recorded_at=to_come),
        "fact_other_time": lambda _: tamper.change(FACTS, fact, recorded_at=stamp(to_come)),
    }
    for kind, mutate in mutants.items():
        with subtests.test(msg=kind), undone():
            mutate(shop)
            found = reconcile(DAY - 9 * LATER, now=NOW)
            assert (kind, ONE) in {(each.kind, each.order) for each in found.findings}
            assert found.stores[0].looked_at == 1, "and it is compared as orders of the day are"


def test_a_journal_of_another_day_that_was_changed_is_found_too(shop: InMemoryStore) -> None:
    _unsealed(recorded_at=NOON)(shop)

    report = reconcile(DAY - LATER, now=NOW)

    assert [(each.kind, each.order) for each in report.findings] == [("chain_broken", ONE)]


def test_a_journal_of_another_day_out_of_balance_is_found_too(shop: InMemoryStore) -> None:
    _unsealed(legs=(*tamper.journal(ONE).legs, Leg("cash:bank", "USD", 5)))(shop)

    assert "journal_unbalanced" in {each.kind for each in reconcile(DAY - LATER, now=NOW).findings}


def test_no_balance_is_compared_while_a_journal_cannot_be_read(shop: InMemoryStore) -> None:
    a_byte(shop)

    [finding] = reconcile(DAY - LATER, now=NOW).findings

    assert (finding.kind, ONE in finding.sentence) == ("balances_not_compared", True)

"""What journals explain is held against plan, locks and order: every mutant is named."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from random import Random
from typing import Any

import pytest

from commissions.audit.explanation_check import check_explanations
from commissions.audit.findings import Finding
from commissions.audit.order_record import OrderRecord
from commissions.audit.rule_change import RELEASED
from commissions.domain.ledger.facts import Content
from commissions.domain.ledger.journal import Context, Journal, JournalLine
from commissions.domain.orders.instalment import WholeLine
from commissions.domain.orders.order import OrderPlaced
from commissions.domain.plans import Plan
from tests.support.histories import history
from tests.support.memory_ledger import MemoryLedger
from tests.support.money_lives import MoneyLife
from tests.support.orders import NOON, PLAN, a_lock_for, a_refund, a_value, an_item, an_order
from tests.unit.audit.plan_histories import Twist, sheet_of

ORDER = an_order(an_item("1", net=80_00, qty="2"))
BACK = a_refund(units={"1": "1"}, minutes=24 * 60)


def a_record(*deliveries: tuple[Content, ...], plan: Plan = PLAN) -> OrderRecord:
    ledger = MemoryLedger(plan)
    for delivery in deliveries:
        ledger.settle(*delivery)
    return OrderRecord(
        order_key=ledger.journals[0].order_key if ledger.journals else "",
        facts=tuple(ledger.facts.values()),
        journals=tuple(ledger.journals),
        numbers=tuple(journal.number for journal in ledger.journals),
    )


RECORD = a_record((ORDER, a_lock_for(ORDER)), (BACK,))


def found(record: OrderRecord, plan: Plan = PLAN) -> list[Finding]:
    sheet = sheet_of(plan)
    return check_explanations(record, lambda ref: sheet, since=RELEASED)


def sentences(of: list[Finding]) -> list[str]:
    return [each.sentence for each in of]


def test_what_histories_of_any_plan_explain_is_so() -> None:
    for seed in range(800_000, 800_060):
        twist = Twist(seed)
        told = twist.life.shuffled(Random(seed))  # noqa: S311 - not a secret
        record = a_record(*told, plan=twist.plan)

        assert sentences(found(record, twist.plan)) == [], f"history {seed}"


def test_what_histories_of_the_demo_plan_explain_is_so() -> None:
    for seed in range(700_000, 700_030):
        life = history(seed)
        record = a_record(*life.deliveries, plan=life.plan)

        assert sentences(found(record, life.plan)) == [], f"history {seed}"


def test_what_lives_of_money_explain_is_so() -> None:
    for seed in range(40):
        told = [(content,) for content in MoneyLife(seed, decides=True).facts]

        assert sentences(found(a_record(*told))) == [], f"life {seed}"


DEPOSIT = an_order(an_item("1", net=30_00, full=1_200_00))
PAID_ON = an_order(an_item("1", net=70_00, part_of="9701"))
POINTS = (a_value(volume="20"),)


@pytest.mark.parametrize("order", [DEPOSIT, PAID_ON])
def test_a_part_of_a_price_is_explained_by_the_whole(order: OrderPlaced) -> None:
    """It says `30.00 USD of 1200.00 USD`, with the points that this part of it makes."""
    wholes = (WholeLine("1", 1_200_00, Decimal(2), 30_00),) if order is PAID_ON else ()
    record = a_record((order, a_lock_for(order, values=POINTS, wholes=wholes)))
    [journal] = record.journals
    [said] = journal.context.maps
    other = replace(journal.context, maps=(said.replace("of 1200", "of 1300"),))

    assert sentences(found(record)) == []
    assert " of 1200.00 USD: " in said
    assert sentences(found(replace(record, journals=(replace(journal, context=other),)))) == [
        "Journal shopify/tea/1001/1 says that it was written by a part of a price that nobody "
        f"told: {said.replace('of 1200', 'of 1300')}."
    ]


def test_a_part_of_a_price_that_was_not_known_yet_is_explained_by_itself() -> None:
    record = a_record((PAID_ON, a_lock_for(PAID_ON, values=POINTS)))

    assert sentences(found(record)) == []
    assert "70.00 USD of 70.00 USD" in record.journals[0].context.maps[0]


def of_line(number: int, earner: str = "bob", **fields: Any) -> Callable[[], OrderRecord]:
    """The earner's first line of a journal, otherwise."""

    def changed(line: JournalLine, first: JournalLine) -> JournalLine:
        return replace(line, **fields) if line is first else line

    def mutate(journal: Journal) -> Journal:
        first = next(line for line in journal.lines if line.earner == earner)
        return replace(journal, lines=tuple(changed(line, first) for line in journal.lines))

    return lambda: _with(number, mutate)


def of_terms(**fields: Any) -> Callable[[], OrderRecord]:
    def mutate(journal: Journal) -> Journal:
        context: Context = replace(journal.context, **fields)
        return replace(journal, context=context)

    return lambda: _with(1, mutate)


def _with(number: int, mutate: Callable[[Journal], Journal]) -> OrderRecord:
    journals = list(RECORD.journals)
    journals[number - 1] = mutate(journals[number - 1])
    return replace(RECORD, journals=tuple(journals))


MAPPED = RECORD.journals[0].context.maps[0]
MUTANTS: dict[str, tuple[Callable[[], OrderRecord], str]] = {
    "the base": (of_line(1, base=81_00), "a base of 81.00 CV, of lines that make 80.00 CV"),
    "the base of all that is gone": (of_line(1, base=0), "4.00 USD of 0.00 CV"),
    "the rate": (of_line(1, rate="0.06"), "a rate of 0.06, where the plan has 0.05"),
    "what was earned": (of_line(1, earned=4_01), "4.01 USD earned"),
    "what was taken back": (of_line(2, reversed=1_99), "1.99 USD taken back"),
    "the share that was taken back": (of_line(2, refunded="1/4"), "as 1/4 of it"),
    "a reason for what is paid": (of_line(1, reason="inactive"), "“inactive” of what is paid"),
    "the status": (of_line(1, status="inactive"), "bob as inactive"),
    "the rank": (of_line(1, rank="diamond"), "rank diamond"),
    "somebody who was not there": (of_line(1, earner="bob", level=7), "bob at level 7"),
    "the bonus": (of_line(1, bonus="fast"), "bonus fast"),
    "the kind": (of_line(1, kind="customer"), "(customer of cv)"),
    "the unit": (of_line(1, basis="pv"), "of pv)"),
    "the seller": (of_terms(seller="zed"), "seller zed where cat was looked up"),
    "the plan": (of_terms(plan="other"), "plan other where demo was looked up"),
    "the plan's version": (of_terms(plan_version=9), "plan version 9"),
    "who bought": (of_terms(buyer_class="participant"), "buyer class participant"),
    "when people stood there": (
        of_terms(upline_as_of=NOON - timedelta(days=1)),
        "upline as of",
    ),
    "the rate of money": (of_terms(rate="1.1"), "a rate of 1.1"),
    "the rate's day": (of_terms(rate_day="2026-11-01"), "of 2026-11-01"),
    "the order's net": (of_terms(order_net=1), "an order of 0.01 USD net"),
    "the order's currency": (of_terms(order_currency="EUR"), "80.00 EUR net"),
    "a value of another SKU": (
        of_terms(maps=(MAPPED.replace("TEA", "MUG"),)),
        "a value that was not looked up: 2 x MUG",
    ),
    "what another order said": (
        of_terms(source="shopify/tea/7", source_carrier="coupon_code"),
        "what shopify/tea/7 said (coupon_code)",
    ),
    "a merge of customers": (of_terms(merged_at=NOON), "what no order said"),
    "a code that was overruled": (of_terms(overruled="ZED-1"), "overruled ZED-1, which nothing"),
    "somebody who counts after": (of_terms(outranked="ZED-1"), "outranked ZED-1, which nothing"),
    "what it goes on with": (of_terms(continues="renewal"), "continues renewal, which nothing"),
    "the numbers of its lines": (of_line(1, line=7), "lines that are not numbered one by one"),
    "units of the order": (
        of_terms(maps=(MAPPED.replace("2 x", "3 x"),)),
        "units that the order never had: 3 x TEA",
    ),
    "what lines are worth": (
        of_terms(maps=(MAPPED.replace("/8000/", "/8001/"),)),
        "of lines that make 80.01 CV",
    ),
}


@pytest.mark.parametrize("mutant", MUTANTS)
def test_what_a_journal_explains_otherwise_is_named(mutant: str) -> None:
    mutate, words = MUTANTS[mutant]

    assert any(words in sentence for sentence in sentences(found(mutate())))


def test_without_a_mutant_nothing_is_named() -> None:
    assert found(RECORD) == []


def test_what_is_not_paid_has_a_reason() -> None:
    order = an_order()
    lock = a_lock_for(order, "cat < bob (inactive)")
    record = a_record((order, lock))
    [journal] = record.journals
    lines = tuple(replace(line, reason="") for line in journal.lines)

    assert found(record) == []
    assert "no reason for what is not paid" in " ".join(
        sentences(found(replace(record, journals=(replace(journal, lines=lines),))))
    )


def test_what_another_rule_wrote_is_held_to_no_line_of_this_one() -> None:
    record = of_line(1, base=81_00)()
    sheet = sheet_of(PLAN)
    later = record.journals[-1].recorded_at + timedelta(days=1)

    assert check_explanations(record, lambda ref: sheet, since=later) == []

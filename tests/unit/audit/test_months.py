"""The reconciliation works out by itself what each month should say of an order."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest

from commissions.audit.findings import MONTHS_DIFFER, RULE_CHANGED
from commissions.audit.month_check import compare_months
from commissions.audit.order_record import OrderRecord
from commissions.audit.plan_sheet import PlanSheet, parse
from commissions.audit.rule_change import by_rule_before
from commissions.domain.ledger import month_settlement, months
from commissions.domain.ledger.journal import Journal, sealed
from commissions.domain.plans import Plan
from tests.support.histories import history
from tests.support.memory_ledger import RECORDED_AT, MemoryLedger, settled
from tests.support.orders import PLAN, a_refund, an_item, an_order, sold
from tests.unit.audit.plan_histories import Twist, sheet_of

SALE = sold(an_order(an_item(qty="2")))
HALF_BACK = (a_refund(units={"1": "1"}, minutes=15 * 24 * 60),)
DAY = timedelta(days=1)


def record(ledger: MemoryLedger, journals: Sequence[Journal] | None = None) -> OrderRecord:
    return OrderRecord(
        order_key="shopify/tea/1001",
        facts=tuple(ledger.facts.values()),
        journals=tuple(ledger.journals if journals is None else journals),
    )


def sentences(checked: OrderRecord, plan: Plan = PLAN) -> list[str]:
    sheet: PlanSheet = parse(plan.text)
    return [each.sentence for each in compare_months(checked, lambda ref: sheet)]


def test_months_that_say_what_happened_in_them_are_no_finding() -> None:
    assert sentences(record(settled(HALF_BACK, SALE))) == []


def test_money_that_stands_in_another_month_is_found() -> None:
    ledger = settled(HALF_BACK, SALE)
    first, second = ledger.journals
    moved = replace(second, effective_at=first.effective_at)

    assert sentences(record(ledger, [first, moved])) == [
        "Of order shopify/tea/1001, 2026-11 says 2.50 USD less of bob than happened in it; "
        "another month makes up for it.",
        "Of order shopify/tea/1001, 2026-11 says 15.00 USD less of cat than happened in it; "
        "another month makes up for it.",
    ]


def test_what_was_dated_by_arrival_before_the_rule_is_told_apart_through_all_that_comes() -> None:
    """Until it is refolded: what is posted later leaves it as it was."""
    whole = settled((a_refund(units={"1": "1"}, minutes=60),), SALE)
    old = sealed(whole.journals[0])
    ledger = settled(HALF_BACK, SALE)
    ledger.journals = [old]
    ledger.settle(*sold(an_order(an_item(qty="1"), minutes=60 * 24 * 60)))
    later = [old, *(replace(each, recorded_at=RECORDED_AT + DAY) for each in ledger.journals[1:])]
    sheet = parse(PLAN.text)

    found = compare_months(record(ledger, later), lambda ref: sheet)
    assert {each.kind for each in found} == {MONTHS_DIFFER}
    told = by_rule_before(
        record(ledger, later), found, since=RECORDED_AT + DAY, now=RECORDED_AT + 2 * DAY
    )
    assert {each.kind for each in told} == {RULE_CHANGED}


@pytest.mark.parametrize("any_plan", [False, True])
def test_the_ledger_and_the_reconciliation_agree_on_months(any_plan: bool) -> None:
    assert not any(_differs(seed, any_plan=any_plan) for seed in range(40))


def _differs(seed: int, *, any_plan: bool = False) -> bool:
    life = Twist(seed).life if any_plan else history(seed)
    ledger, sheet = MemoryLedger(life.plan), sheet_of(life.plan)
    for delivery in life.shuffled(Random(seed)):  # noqa: S311 - not a secret
        ledger.settle(*delivery)
    return bool(compare_months(record(ledger), lambda ref: sheet))


def test_a_clock_of_another_place_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (months, month_settlement):
        monkeypatch.setattr(module, "month_of", lambda moment, timezone: f"{moment:%Y-%m}")

    assert any(_differs(seed) for seed in range(40))


def test_one_journal_for_all_months_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(month_settlement, "_of_month", lambda *_: [])

    assert any(_differs(seed) for seed in range(40))

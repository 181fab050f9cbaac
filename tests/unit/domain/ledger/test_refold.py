"""Whose money and volume today's rule moves, and why, in a sentence."""

from collections.abc import Iterable
from datetime import timedelta

import pytest

from commissions.audit import oracle
from commissions.audit.plan_sheet import PlanSheet, parse
from commissions.domain.ledger.facts import fact
from commissions.domain.ledger.refold import Move, moves, why
from commissions.domain.ledger.settlement import next_journal
from commissions.domain.ledger.target import Target, fold
from commissions.domain.orders.decision import REFOLDED, RULE
from commissions.domain.sales.attribution import PlanRef
from tests.support.memory_ledger import MemoryLedger
from tests.support.money_facts import (
    Facts,
    decided,
    line,
    money_back,
    paid_where,
    part_paid,
    snapshot,
    units_back,
)
from tests.support.orders import NOON, PLAN, a_cancellation
from tests.support.rule_before import halved

PAID = snapshot(line("1", "100.00"))
REFOLD = decided(RULE, REFOLDED, minutes=600, approved_by="femi")


def target(*told: Facts) -> Target:
    return fold([fact(each) for facts in told for each in facts], lambda ref: PLAN)


def by_unit(found: Iterable[Move], unit: str) -> list[tuple[str, int, int]]:
    return [(each.person, each.before, each.after) for each in found if each.unit == unit]


def test_what_journals_change_is_told_by_person_and_unit() -> None:
    ledger = MemoryLedger(PLAN)
    ledger.settle(*PAID)
    posted = [halved(each) for each in ledger.journals]

    lacking = next_journal(
        "shopify/tea/1001", target(PAID), posted, [fact(*REFOLD)], recorded_at=NOON
    )

    assert lacking is not None
    found = moves(posted, [lacking])
    assert by_unit(found, "USD") == [("bob", 2_50, 5_00), ("cat", 15_00, 30_00)]
    assert by_unit(found, "cv") == [("cat", 50_00, 100_00)]
    decided_at = NOON + timedelta(minutes=600)
    assert (lacking.context.cause, lacking.effective_at) == ("rule changed", decided_at)


def test_journals_that_change_nothing_move_nobody() -> None:
    ledger = MemoryLedger(PLAN)
    ledger.settle(*PAID)

    assert moves(ledger.journals, []) == ()


def test_a_refold_changes_nothing_of_what_is_due() -> None:
    assert target(PAID, REFOLD) == target(PAID)
    assert oracle.due([*PAID, *REFOLD], _sheet) == oracle.due(PAID, _sheet)


def _sheet(ref: PlanRef) -> PlanSheet:
    return parse(PLAN.text)


SENTENCES: dict[str, tuple[list[Facts], str]] = {
    "paid": (
        [PAID],
        "It costs 100.00 USD now, 100.00 USD came in, 0.00 USD went back; "
        "what is kept is paid for.",
    ),
    "added and not paid": (
        [PAID, part_paid(line("1", "100.00"), line("2", "25.00"), minutes=10)],
        "It costs 125.00 USD now, 100.00 USD came in, 0.00 USD went back; 25.00 USD never came in.",
    ),
    "goodwill": (
        [PAID, money_back("40.00", "r1", minutes=10)],
        "It costs 100.00 USD now, 100.00 USD came in, 40.00 USD went back; "
        "40.00 USD went back although the goods were kept.",
    ),
    "goodwill that takes nothing": (
        [
            paid_where({"amount_only_refund": "keep"}, line("1", "100.00")),
            money_back("40.00", "r1", minutes=10),
        ],
        "It costs 100.00 USD now, 100.00 USD came in, 40.00 USD went back; "
        "40.00 USD went back although the goods were kept; "
        "40.00 USD of that take nothing, by policy.",
    ),
    "goods back with less money": (
        [
            snapshot(line("1", "40.00"), line("2", "60.00")),
            units_back("2", "51.00", "60.00", "r1", minutes=10),
        ],
        "It costs 40.00 USD now, 100.00 USD came in, 51.00 USD went back; "
        "9.00 USD of goods that are gone stayed.",
    ),
    "cancelled": (
        [PAID, (a_cancellation(),)],
        "The order was cancelled: all of it is taken back.",
    ),
    "never looked up": (
        [part_paid(line("1", "100.00"))],
        "Nothing is due: the order is not paid.",
    ),
}


@pytest.mark.parametrize("name", SENTENCES)
def test_the_reason_is_a_sentence_of_the_orders_money(name: str) -> None:
    told, sentence = SENTENCES[name]

    assert why(target(*told)) == sentence

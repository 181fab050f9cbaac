"""A ledger that was dated by arrival stays as it is until it is refolded."""

from commissions.domain.ledger.refold import moves
from commissions.domain.orders.decision import REFOLDED, RULE
from tests.support.memory_ledger import MemoryLedger, settled
from tests.support.monthly import of_cat, written
from tests.support.orders import PLAN, a_decision, a_refund, an_item, an_order, sold

DAY = 24 * 60
SALE = sold(an_order(an_item(qty="2")))
HALF_BACK = (a_refund(units={"1": "1"}, minutes=15 * DAY),)


def dated_by_arrival() -> MemoryLedger:
    """A ledger as it was written when the first fact told gave the one journal its month."""
    ledger = settled(HALF_BACK, SALE)
    whole = settled((a_refund(units={"1": "1"}, minutes=60),), SALE)
    ledger.journals = list(whole.journals)
    return ledger


def test_a_ledger_that_was_dated_by_arrival_is_not_moved_by_what_has_nothing_to_do_with_it() -> (
    None
):
    ledger = dated_by_arrival()

    ledger.settle(*sold(an_order(an_item(qty="2"), minutes=60 * DAY)))
    assert of_cat(ledger) == {"2026-11": 15_00}

    ledger.settle(a_refund("r2", units={"1": "1"}, minutes=61 * DAY))
    assert of_cat(ledger) == {"2026-11": 15_00, "2027-01": -15_00}


def test_a_refold_puts_it_into_its_months_by_pairs_and_lists_them() -> None:
    ledger = dated_by_arrival()
    before = list(ledger.journals)

    ledger.settle(a_decision(RULE, REFOLDED, minutes=70 * DAY))

    assert of_cat(ledger) == {"2026-11": 30_00, "2026-12": -15_00}
    assert [cause for _, cause, _ in written(ledger)] == ["sale", "rule changed", "rule changed"]
    listed = moves(before, ledger.journals[1:], PLAN.timezone)
    assert [(each.person, each.month, each.before, each.after) for each in listed] == [
        ("bob", "2026-11", 2_50, 5_00),
        ("bob", "2026-12", 0, -2_50),
        ("cat", "2026-11", 15_00, 30_00),
        ("cat", "2026-12", 0, -15_00),
    ]
    ledger.settle(a_decision(RULE, REFOLDED, minutes=80 * DAY))
    assert len(ledger.journals) == 3

from commissions.domain.ledger.journal import Journal
from commissions.domain.ledger.journal_events import journal_events
from tests.support.memory_ledger import MemoryLedger
from tests.support.orders import PLAN, a_lock_for, a_refund, an_item, an_order


def told(journal: Journal) -> dict[str, list[tuple[str, int]]]:
    return {
        news.key: [(line.earner, line.amount) for line in news.lines]
        for news in journal_events(journal)
    }


def a_sale(net: int = 100_00, line: str = "cat < bob < ann") -> MemoryLedger:
    ledger = MemoryLedger(PLAN)
    order = an_order(an_item(qty="4", net=net))
    ledger.settle(order, a_lock_for(order, line))
    return ledger


def test_a_sale_tells_what_was_earned_and_what_was_not_paid() -> None:
    [sale] = a_sale(line="cat < bob (inactive) < ann").journals

    assert told(sale) == {"shopify/tea/1001/1/earned": [("cat", 20_00), ("cat", 10_00), ("bob", 0)]}


def test_a_refund_tells_what_was_taken_back() -> None:
    ledger = a_sale(line="cat < bob")
    ledger.settle(a_refund(units={"1": "1"}))

    assert told(ledger.journals[1]) == {
        "shopify/tea/1001/2/reversed": [("cat", -5_00), ("cat", -2_50), ("bob", -1_25)]
    }


def test_a_refund_too_small_to_take_a_cent_back_is_told_as_a_reversal_of_nothing() -> None:
    ledger = a_sale(net=10, line="cat")
    ledger.settle(a_refund(units={"1": "1"}))

    assert told(ledger.journals[1]) == {"shopify/tea/1001/2/reversed": [("cat", 0), ("cat", 0)]}


def test_a_journal_of_both_tells_both() -> None:
    ledger = a_sale(line="cat")
    order = an_order(an_item(qty="4"), minutes=5)
    moved = an_order(an_item(qty="4"), minutes=-5)
    ledger.settle(order, a_lock_for(order, "cat"))
    ledger.settle(moved, a_lock_for(moved, "dan"))

    assert told(ledger.journals[-1]) == {
        "shopify/tea/1001/2/earned": [("dan", 20_00), ("dan", 10_00)],
        "shopify/tea/1001/2/reversed": [("cat", -20_00), ("cat", -10_00)],
    }


def test_news_say_what_led_to_them() -> None:
    [sale] = a_sale().journals
    [news] = journal_events(sale)

    assert (news.order_key, news.cause, news.effective_at) == (
        "shopify/tea/1001",
        "sale",
        sale.effective_at,
    )

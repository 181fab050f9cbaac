"""The books of an order that a person decided about are as whole as any."""

from dataclasses import replace

from commissions.audit.integrity_check import integrity
from commissions.audit.order_record import OrderRecord
from commissions.domain.ledger.facts import Fact, fact, telling
from tests.support.memory_ledger import settled
from tests.support.orders import a_decision, a_refund, accepted, an_order, sold

AGAIN = a_refund(units={"1": "2"})


def kinds(*facts: Fact) -> list[str]:
    return [each.kind for each in integrity(OrderRecord(order_key="shopify/tea/1001", facts=facts))]


def test_an_accepted_telling_is_what_it_was_when_it_was_written() -> None:
    assert kinds(fact(accepted(AGAIN)), telling(AGAIN)) == []


def test_a_telling_that_was_changed_is_found() -> None:
    changed = replace(telling(AGAIN), content=a_refund(units={"1": "3"}))

    assert kinds(changed) == ["fact_altered"]


def test_a_journal_may_be_of_the_time_of_a_decision() -> None:
    gone = a_decision("gone", "cancelled")
    ledger = settled(sold(an_order()), [gone])
    record = OrderRecord(
        order_key="shopify/tea/1001",
        facts=tuple(ledger.facts.values()),
        journals=tuple(ledger.journals),
        numbers=(1, 2),
        head_journals=2,
    )

    assert (integrity(record), ledger.journals[-1].effective_at) == ([], gone.at)

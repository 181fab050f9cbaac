"""What somebody is paid with the order, as the cases like to write it."""

from collections.abc import Sequence
from typing import Any

from commissions.domain.ledger.facts import Content
from commissions.domain.ledger.journal import JournalLine
from commissions.domain.money import shown
from commissions.domain.orders.order import OrderPlaced
from commissions.domain.plans import Plan
from tests.support.builders import Document, a_customer_bonus, a_plan
from tests.support.memory_ledger import MemoryLedger, settled
from tests.support.orders import a_lock_for

SELLER = "cat"


def share(rate: str, **fields: Any) -> Plan:
    """A plan that pays the seller of a customer's order this share, and nobody else."""
    everybody: Document = {"all": []}
    return a_plan(a_customer_bonus(rate, eligibility=everybody), **fields)


def sale(order: OrderPlaced, plan: Plan, **lock: Any) -> tuple[OrderPlaced, Content]:
    """An order to a customer of cat's, with what was looked up for it."""
    return (order, a_lock_for(order, SELLER, plan=plan, **lock))


def told(order: OrderPlaced, plan: Plan, *later: Sequence[Content], **lock: Any) -> MemoryLedger:
    """The ledger of an order and of what its store told afterwards."""
    return settled(sale(order, plan, **lock), *later, plan=plan)


def statement(ledger: MemoryLedger) -> list[str]:
    """Cat's lines, one after the other: `10.00`, then `-10.00`."""
    return [_amount(line) for journal in ledger.journals for line in journal.lines]


def _amount(line: JournalLine) -> str:
    return shown(line.amount, line.currency).removesuffix(f" {line.currency}")


def balance(ledger: MemoryLedger) -> int:
    """What cat has in all, in minor units."""
    return sum(line.amount for journal in ledger.journals for line in journal.lines)

"""What an order pays its seller, on which the ledger and the reconciliation's oracle agree."""

from collections.abc import Iterable

from commissions.audit import oracle
from commissions.domain.ledger.facts import Content
from commissions.domain.orders.order import OrderPlaced
from tests.support.memory_ledger import balances, payable, settled
from tests.support.orders import PLAN, sold
from tests.unit.audit.plan_histories import sheet_of

SHEET = sheet_of(PLAN)


def seller_has(order: OrderPlaced, *told: Content) -> int:
    """In minor units of USD: 30 % of the net that stands, of an order with a value for each SKU."""
    return seller_of((*sold(order), *told))


def seller_of(facts: Iterable[Content]) -> int:
    facts = tuple(facts)
    ledger = settled(facts)
    assert oracle.due(facts, lambda _: SHEET) == balances(ledger.journals)
    return payable(ledger).get("cat USD", 0)

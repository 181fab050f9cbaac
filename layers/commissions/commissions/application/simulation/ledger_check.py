"""Whether a simulation of past orders gives what their ledger has, where the plan is the one that
they were sold by."""

from collections.abc import Iterable
from dataclasses import dataclass

from commissions.application.simulation.company_facts import CompanyFacts
from commissions.application.simulation.order_book import CountedOrder, OrderBook
from commissions.application.simulation.past_orders import PastOrders
from commissions.domain.ledger.settlement import Slot
from commissions.domain.plans import Plan


@dataclass(frozen=True, slots=True)
class LedgerCheck:
    compared: int
    """How many orders were sold by just this version."""
    others: int
    """How many by another one: of these it is not known what to expect."""
    differ: tuple[str, ...]
    """Those whose awards are not to the minor unit what the ledger has."""
    stands: int
    """What the ledger has of all of them now, in minor units."""


def ledger_check(past: PastOrders, plan: Plan, company: CompanyFacts) -> LedgerCheck:
    """What is paid with orders, with all that came back of them by now."""
    own = {order for order, each in past.ledger.items() if each.plan == plan.ref}
    told = {each.told.order_id: each for each in OrderBook(plan, company).orders}
    differ = [order for order in sorted(own) if _awards(told[order]) != past.ledger[order].awards]
    return LedgerCheck(
        compared=len(own),
        others=len(past.ledger) - len(own),
        differ=tuple(differ),
        stands=_sum(each.awards.values() for each in past.ledger.values()),
    )


def _awards(order: CountedOrder) -> dict[Slot, int]:
    return {
        (each.award.key, each.award.currency): each.net
        for each in order.standings(order.returns)
        if each.net
    }


def _sum(amounts: Iterable[Iterable[int]]) -> int:
    return sum(sum(each) for each in amounts)
